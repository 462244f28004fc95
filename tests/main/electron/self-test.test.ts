import { expect, it } from 'vitest';
import { only, runSelfTest } from '../../../main/electron/self-test.ts';
import { createFakeClock } from '../../helpers/fake-clock.ts';

it('a self-test is good when every check saw what must be there', async () => {
  const clock = createFakeClock();
  const checks = [
    { name: 'page', look: () => only('app://bundle', 'app://bundle') },
    { name: 'versions', look: async () => ({ ok: true, seen: '45' }) },
  ];
  expect(await runSelfTest(checks, { node: '24' }, clock)).toEqual({
    ok: true,
    versions: { node: '24' },
    checks: [
      { name: 'page', ok: true, seen: 'app://bundle', durationMs: 0 },
      { name: 'versions', ok: true, seen: '45', durationMs: 0 },
    ],
  });
  expect(clock.sleeping()).toBe(0);
});

it('what was seen otherwise, was thrown or never ended is named, and the others are still looked at', async () => {
  const clock = createFakeClock();
  const report = runSelfTest(
    [
      { name: 'other', look: () => only('object', 'undefined') },
      { name: 'thrown', look: () => Promise.reject(new RangeError('canary')) },
      { name: 'hung', look: () => new Promise(() => undefined) },
      { name: 'last', look: () => ({ ok: true, seen: 'yes' }) },
    ],
    {},
    clock,
  );
  while (clock.sleeping() === 0) await Promise.resolve();
  for (let turn = 0; turn < 3; turn += 1) await clock.advance(60_000);
  expect(await report).toMatchObject({
    ok: false,
    checks: [
      { name: 'other', ok: false, seen: 'undefined' },
      { name: 'thrown', ok: false, seen: 'RangeError' },
      { name: 'hung', ok: false, seen: 'no end' },
      { name: 'last', ok: true },
    ],
  });
});
