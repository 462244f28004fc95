import { expect, test } from 'vitest';
import { badgeCount, followBadge } from '../../../main/electron/badge.ts';
import { exampleState } from '../../helpers/example-state.ts';
import { createFakeAppPort } from '../../helpers/fake-app-port.ts';
import { createFakeApp, fakeAccount } from '../../helpers/fake-app.ts';

const asking = fakeAccount(1, { status: { kind: 'sign-in-needed', because: 'grant-revoked' } });
const blocked = fakeAccount(2, { status: { kind: 'blocked', because: 'smtp-auth-disabled' } });
const ready = fakeAccount(3, { status: { kind: 'ready' } });
const disabled = fakeAccount(4, { enabled: false, status: { kind: 'disabled' } });

test('the badge counts accounts that wait for somebody and messages that only a person can decide about', () => {
  const { state } = createFakeApp({ state: { accounts: [asking, blocked, ready, disabled] } });
  const { accounts, outbox } = state();
  expect(badgeCount({ accounts, outbox })).toBe(2);
  const counts = { ...outbox.counts, unconfirmed: 3, failed: 5, queued: 7 };
  expect(badgeCount({ accounts, outbox: { ...outbox, counts } })).toBe(5);
});

test('the icon changes with the accounts, and is not touched where the count stays', async () => {
  const app = createFakeAppPort({}, { ...exampleState(), accounts: [ready] });
  const shown: number[] = [];
  await followBadge(Promise.resolve(app), { setBadgeCount: (count) => shown.push(count ?? -1) > 0 });
  expect(shown).toEqual([]);
  app.change({}, { upserted: [asking, blocked], removedIds: [] });
  app.change({ signIn: null });
  app.change({}, { upserted: [{ ...asking, status: { kind: 'ready' } }], removedIds: [] });
  app.change({}, { upserted: [], removedIds: [blocked.id] });
  expect(shown).toEqual([2, 1, 0]);
});
