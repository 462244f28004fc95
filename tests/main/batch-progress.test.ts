import { expect, test } from 'vitest';
import { batchProgress } from '../../main/batch-progress.ts';

const minute = 60_000;
const every = (ms: number, count: number, endMs: number) =>
  Array.from({ length: count }, (_, index) => endMs - index * ms);

test('the pace is that of the last two minutes, whatever it was before', () => {
  const nowMs = 30 * minute;
  const doneAtMs = [...every(100, 5_000, 10 * minute), ...every(2_000, 60, nowMs)];
  const course = { done: 5_060, underWay: 90, startedAtMs: 0, doneAtMs, nowMs };
  expect(batchProgress(course)).toEqual({
    ...{ done: 5_060, total: 5_150, perMinute: 30 },
    expectedEndMs: nowMs + 3 * minute,
  });
});

test.for([
  ['a few messages', { doneAtMs: every(1_000, 4, minute), startedAtMs: 0 }],
  ['a few seconds', { doneAtMs: every(100, 40, minute), startedAtMs: minute - 4_000 }],
  ['messages of long ago', { doneAtMs: every(100, 40, minute), startedAtMs: 0, nowMs: 9 * minute }],
] as const)('after %s nobody guesses', ([, course]) => {
  const found = batchProgress({ done: 40, underWay: 160, nowMs: minute, ...course });
  expect(found).toEqual({ done: 40, total: 200, perMinute: null, expectedEndMs: null });
});

test('a clock that was put back gives no end in the past', () => {
  const found = batchProgress({ done: 9, underWay: 9, startedAtMs: minute, doneAtMs: [minute], nowMs: 0 });
  expect(found).toMatchObject({ perMinute: null, expectedEndMs: null });
});
