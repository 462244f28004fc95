import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { giveUpAfterMs, retryDelayMs } from '../../main/outbox/retry.ts';

test('tries again after 5 s, then ever later, and at least once an hour', () => {
  const delays = Array.from({ length: 14 }, (_, index) => retryDelayMs(index + 1, 0) / 1_000);
  expect(delays).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600, 3600, 3600]);
});

test('chance takes up to a fifth away, never more', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5_000 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (failures, fraction) => {
        const delay = retryDelayMs(failures, fraction);
        const longest = retryDelayMs(failures, 0);
        expect(delay).toBeLessThanOrEqual(longest);
        expect(delay).toBeGreaterThanOrEqual(longest * 0.8 - 1);
        expect(longest).toBeLessThanOrEqual(3_600_000);
      },
    ),
  );
});

test('a server that asks for more time gets it, up to a day', () => {
  expect(retryDelayMs(1, 0, 120_000)).toBe(120_000);
  expect(retryDelayMs(1, 0, 1_000)).toBe(5_000);
  expect(retryDelayMs(1, 0, 10 * 86_400_000)).toBe(86_400_000);
});

test('gives up after four days', () => {
  expect(giveUpAfterMs).toBe(345_600_000);
});
