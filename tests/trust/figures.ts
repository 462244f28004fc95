import { join } from 'node:path';
import * as z from 'zod';

/** How a subject went. */
export interface SubjectFigures {
  /** Tests, and the cases that they generated. */
  readonly tried: number;
  /** What did not hold, in words. */
  readonly broken: readonly string[];
  /** Tests that say themselves that they cannot run here. */
  readonly skipped: number;
}

/** Fewer faults than this found by the tests, and the tests are no proof. */
export const wantedMutationPercent = 85;

const report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().default(''),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).default([]),
        }),
      ),
    }),
  ),
});
const triedCases = z.object({ file: z.string(), cases: z.int().min(1) });

/**
 * Answers what a run of vitest says about a subject; what other files say is not looked at.
 *
 * @param wanted.tests files of the subject
 * @param wanted.cases lines of what the tests generated
 */
export function readTestReport(wanted: {
  readonly root: string;
  readonly tests: readonly string[];
  readonly report: unknown;
  readonly cases: string;
}): SubjectFigures {
  const files = new Set(wanted.tests.map((path) => join(wanted.root, path)));
  const testResults = report.parse(wanted.report).testResults.filter(({ name }) => files.has(name));
  const ran = new Set(testResults.map(({ name }) => name));
  // A file that was renamed would else be a promise that nobody looks after.
  const missing = wanted.tests.filter((path) => !ran.has(join(wanted.root, path)));
  const empty = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  const all = testResults.flatMap(({ assertionResults }) => assertionResults);
  const passed = all.filter(({ status }) => status === 'passed').length;
  const failed = all.filter(({ status }) => status === 'failed');
  const generated = wanted.cases
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => triedCases.parse(JSON.parse(line)))
    .flatMap(({ file, cases }) => (files.has(file) ? [cases] : []));
  return {
    tried: passed + failed.length + generated.reduce((sum, cases) => sum + cases, 0),
    broken: [
      ...missing.map((path) => `${path} did not run`),
      ...empty.map(({ name, message }) => `${name} cannot be loaded: ${message.slice(0, 500)}`),
      ...failed.map(
        ({ fullName, failureMessages }) => `${fullName}\n${failureMessages.join('\n').slice(0, 2_000)}`,
      ),
    ],
    skipped: all.length - passed - failed.length,
  };
}

const nameWidth = 20;
const wordsWidth = 80;
const countWidth = 11;

/** Answers one line of the table: whose figures, what was tried, how many, and how many of them held. */
export function shownFigures(
  name: string,
  words: string,
  tried: number | string,
  held: number | string,
): string {
  const short = words.length > wordsWidth ? `${words.slice(0, wordsWidth - 1)}…` : words;
  const count = (value: number | string) => value.toLocaleString('en').padStart(countWidth);
  return `${name.padEnd(nameWidth)} ${short.padEnd(wordsWidth)}${count(tried)}${count(held)}`;
}
