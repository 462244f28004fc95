import { defineConfig } from 'vitest/config';

/** The tests of one area, as `MUTATION_TESTS` names them: nothing else runs for the faults that are put in there. */
export default defineConfig({
  test: {
    environment: 'node',
    include: (process.env['MUTATION_TESTS'] ?? '').split(' '),
    testTimeout: 30_000,
  },
});
