import { expect, test } from 'vitest';
import { summarize } from '../../build/test-summary.ts';

const report = (change: object) =>
  JSON.stringify({
    ...{ numPassedTests: 5, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1, numFailedTestSuites: 0 },
    success: true,
    ...change,
  });

test.for([
  [report({}), '5 passed, 0 failed, 2 skipped', true],
  [
    report({ numFailedTests: 2, numFailedTestSuites: 1, success: false }),
    '5 passed, 2 failed, 2 skipped',
    false,
  ],
  // A file that could not be collected has no failed test.
  [report({ numFailedTestSuites: 1, success: false }), '5 passed, 1 failed, 2 skipped', false],
  [report({ success: false }), '5 passed, 1 failed, 2 skipped', false],
  [report({ numPassedTests: 0 }), '0 passed, 0 failed, 2 skipped', false],
  [null, '0 passed, 0 failed, 0 skipped', false],
  ['{"numPassedTests":', '0 passed, 0 failed, 0 skipped', false],
  ['{}', '0 passed, 0 failed, 0 skipped', false],
] as const)('%s is summed up as "%s"', ([text, line, ok]) => {
  expect(summarize(text)).toEqual({ line, ok });
});
