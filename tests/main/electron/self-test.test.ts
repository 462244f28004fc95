import { expect, it } from 'vitest';
import { only, runSelfTest, saw } from '../../../main/electron/self-test.ts';
import { createFakeClock } from '../../helpers/fake-clock.ts';

it('a self-test is good when every check saw what must be there', async () => {
  const clock = createFakeClock();
  const checks = [
    { name: 'page', look: () => only('app://bundle', 'app://bundle') },
    { name: 'versions', look: async () => saw(true, '45') },
  ];
  expect(await runSelfTest(checks, { node: '24' }, clock)).toEqual({
    ok: true,
    versions: { node: '24' },
    checks: [
      { name: 'page', outcome: 'passed', seen: 'app://bundle', durationMs: 0 },
      { name: 'versions', outcome: 'passed', seen: '45', durationMs: 0 },
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
      { name: 'last', look: () => saw(true, 'yes') },
    ],
    {},
    clock,
  );
  while (clock.sleeping() === 0) await Promise.resolve();
  for (let turn = 0; turn < 3; turn += 1) await clock.advance(60_000);
  expect(await report).toMatchObject({
    ok: false,
    checks: [
      { name: 'other', outcome: 'failed', seen: 'undefined' },
      { name: 'thrown', outcome: 'failed', seen: 'RangeError' },
      { name: 'hung', outcome: 'failed', seen: 'no end' },
      { name: 'last', outcome: 'passed' },
    ],
  });
});

it('a check that could not be made is neither good nor bad', async () => {
  const skipped = { outcome: 'skipped', seen: 'no sandbox given' } as const;
  const report = await runSelfTest([{ name: 'send', look: () => skipped }], {}, createFakeClock());
  expect(report).toMatchObject({ ok: true, checks: [{ name: 'send', ...skipped }] });
});
