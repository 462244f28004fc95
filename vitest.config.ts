import { defineConfig } from 'vitest/config';
import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';

const all = ['tests/**/*.test.ts'];
/** What starts programs or a browser, waits for time to pass, or reads hundreds of megabytes. */
const slow = [
  'tests/journeys/**/*.test.ts',
  'tests/browser/**/*.test.ts',
  'tests/electron/**/*.test.ts',
  'tests/sandbox/**/*.test.ts',
  'tests/owner/profile-session.test.ts',
  'tests/outbox/killed.test.ts',
  'tests/identity/real-sign-in.test.ts',
  'tests/mail/timeouts.test.ts',
  'tests/relay/relay-hostile.test.ts',
  'tests/settings/import-hostile.test.ts',
];

// The machines of CI are shared and stall for seconds; a test that fails twice in a row there is broken, not slow.
const retry = process.env['CI'] ? 1 : 0;

/** Small files with much to do; large files come first by themselves. */
const longest = ['/tests/browser/screens/', '/tests/journeys/crash.test.ts', '/tests/journeys/demo.test.ts'];

/** No long file is left for the end, when the other workers have nothing to do any more. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isUnit = ({ project }: TestSpecification) => project.name === 'unit';
    const isLong = ({ moduleId }: TestSpecification) => longest.some((part) => moduleId.includes(part));
    const rank = (file: TestSpecification) => (isUnit(file) ? 0 : isLong(file) ? 1 : 2);
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

/** Two projects: `unit` runs in seconds and is part of `npm run check`; `journeys` is the whole app among real programs. */
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      // A busy computer is no failure: a test that hangs is found by the longer limit as well.
      {
        test: {
          name: 'unit',
          environment: 'node',
          include: all,
          exclude: slow,
          testTimeout: 30_000,
          retry,
          // Files share their workers, which halves the time; none of them changes what the others see.
          isolate: false,
          // Many wait for sockets and files; one for two cores, as by default, would wait with them.
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'journeys',
          environment: 'node',
          include: slow,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          retry,
          // They wait for frames, programs and time as much as they work: two would leave a third of two cores idle.
          maxWorkers: 3,
          // The unit tests of the same run are cheap and go first.
          sequence: { groupOrder: 1 },
          isolate: false,
        },
      },
    ],
  },
});
