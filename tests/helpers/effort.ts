import { appendFileSync } from 'node:fs';
import { expect } from 'vitest';

/** How much a test does: `full` for `npm run trust`, `mutation` while the tests themselves are tested. */
const mode = process.env['TRUST'] ?? 'quick';

/** The first choice of everything random: the same seed makes the same cases. */
export const seed = Number(process.env['TRUST_SEED'] ?? 1);

/** Answers how many cases a test tries: `full` in `npm run trust`, `quick` in `npm test`. */
export function effort({ quick, full }: { readonly quick: number; readonly full: number }): number {
  if (mode === 'full') return full;
  return mode === 'mutation' ? Math.ceil(quick / 10) : quick;
}

/** Answers what a property of fast-check takes: how many cases, and the seed, where one is asked for; they are reported. */
export function runs(sizes: { readonly quick: number; readonly full: number }) {
  const numRuns = effort(sizes);
  tried(numRuns);
  const isRepeated = process.env['TRUST_SEED'] !== undefined;
  return { numRuns, ...(isRepeated && { seed }) };
}

/** One line of the report of `npm run trust`. */
export interface TriedCases {
  /** File of the test. */
  readonly file: string;
  readonly cases: number;
}

/** Tells `npm run trust` how many cases a test tries; whether they held it hears from the test. */
export function tried(cases: number): void {
  const report = process.env['TRUST_REPORT'];
  if (report === undefined) return;
  const line: TriedCases = { file: expect.getState().testPath ?? '', cases };
  appendFileSync(report, `${JSON.stringify(line)}\n`);
}
