import { defineConfig } from 'vitest/config';

const unit = ['tests/**/*.test.ts'];
const heavy = ['tests/journeys/**', 'tests/browser/**', 'tests/electron/**'];

/** Two projects: `unit` runs in seconds and is part of `npm run check`; `journeys` starts servers and a browser. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', environment: 'node', include: unit, exclude: heavy } },
      {
        test: {
          name: 'journeys',
          environment: 'node',
          include: heavy.map((folder) => `${folder}/*.test.ts`),
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
          // The unit tests of the same run are cheap and go first; two browsers on two cores would only wait.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
