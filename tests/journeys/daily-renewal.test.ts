import { expect, onTestFinished, test } from 'vitest';
import type { Clock } from '../../main/ports.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { personOf } from '../helpers/person-of.ts';
import { startApp } from '../helpers/start-app.ts';
import { systemClock } from '../helpers/system-ports.ts';

const lookEveryMs = 10 * 60_000;

test('a sign-in that was withdrawn while nobody sent anything shows the next day, and nobody is asked', async () => {
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.close());
  const find = (name: string) => personOf(sandbox, name);
  // Requests keep their real time limits; only the days pass quickly.
  let daysMs = 0;
  const clock: Clock = {
    nowMs: () => systemClock.nowMs() + daysMs,
    sleep: (ms, signal) => systemClock.sleep(ms === lookEveryMs ? 20 : ms, signal),
  };
  const app = await startApp({ sandbox, clock });
  const ben = await app.addSignedIn(find('ben'));
  const grace = await app.addSignedIn(find('grace'));
  const openedBefore = app.opened.length;
  const refreshes = async () => {
    const log = await (await fetch(`${sandbox.faultsUrl}/log`)).json();
    return log.tokenRequests.filter((each: { grantType: string }) => each.grantType === 'refresh_token');
  };
  expect(await refreshes()).toEqual([]);

  sandbox.faults.revoke({ address: find('grace').address });
  daysMs = 24 * 3_600_000;
  const row = await app.until('the row', ({ accounts }) => {
    const found = accounts.find(({ id }) => id === grace.id);
    return found?.status.kind === 'sign-in-needed' ? found : null;
  });
  expect(row.status.because).toBe('grant-revoked');
  // Which of the two comes first is chance.
  await expect.poll(async () => (await refreshes()).length, { timeout: 10_000 }).toBe(2);
  const made: { address: string }[] = await refreshes();
  expect(made.toSorted((a, b) => a.address.localeCompare(b.address))).toMatchObject([
    { address: find('ben').address, ok: true },
    { address: find('grace').address, ok: false, error: 'invalid_grant' },
  ]);
  const { accounts, questions } = (await app.call('stateGet', {})).state;
  expect(accounts.find(({ id }) => id === ben.id)?.status.kind).not.toBe('sign-in-needed');
  const { events } = await app.call('accountsHistory', { accountId: grace.id });
  expect(events.map(({ kind, code }) => [kind, code])).toEqual([
    ['withdrawn', 'grant-revoked'],
    ['signed-in', null],
  ]);
  expect(questions).toEqual([]);
  expect(app.opened).toHaveLength(openedBefore);
});
