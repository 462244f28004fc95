import { readFileSync } from 'node:fs';
import * as z from 'zod';

/** What vitest's JSON report says in all. */
const report = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
  numFailedTestSuites: z.int(),
  success: z.boolean(),
});

/** How a whole run ended. */
export interface TestSummary {
  /** `N passed, N failed, N skipped`. */
  readonly line: string;
  /** Something failed, or nothing ran at all. */
  readonly ok: boolean;
}

/**
 * Answers the sum of a report of vitest; a file whose tests could not even be collected counts as a failed one.
 *
 * @param text null: there is no report, so nothing ran
 */
export function summarize(text: string | null): TestSummary {
  const parsed = report.safeParse(parseJson(text));
  if (!parsed.success) return { line: '0 passed, 0 failed, 0 skipped', ok: false };
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numFailedTestSuites, success } =
    parsed.data;
  const failed =
    numFailedTests === 0 && (!success || numFailedTestSuites > 0)
      ? Math.max(1, numFailedTestSuites)
      : numFailedTests;
  return {
    line: `${numPassedTests} passed, ${failed} failed, ${numPendingTests + numTodoTests} skipped`,
    ok: failed === 0 && numPassedTests > 0,
  };
}

function parseJson(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

function readReport(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

if (import.meta.main) {
  const { line, ok } = summarize(readReport(process.argv[2] ?? ''));
  console.log(line);
  process.exitCode = ok ? 0 : 1;
}
