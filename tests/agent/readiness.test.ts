import { expect, test } from 'vitest';
import { notRenewedOf, readinessOf, readinessText } from '../../main/agent/readiness.ts';
import { fakeAccount } from '../helpers/fake-app.ts';

test('accounts that need a person are told apart from those nobody has tried and those that are disabled', () => {
  const kinds = [
    'ready',
    'ready',
    'not-checked',
    'disabled',
    'sign-in-needed',
    'refused',
    'refused',
  ] as const;
  const readiness = readinessOf(kinds.map((kind, index) => fakeAccount(index + 1, { status: { kind } })));
  expect(readiness.notReady.map(({ accountId }) => accountId)).toEqual([5, 6, 7]);
  expect(readinessText(readiness)).toBe(
    '2 ready, 1 not checked yet, 1 needs sign-in, 2 refused by the server',
  );
});

test('the oldest sign-ins that were not renewed are told with their days, apart from accounts told already', () => {
  const dayMs = 86_400_000;
  const nowMs = 100 * dayMs;
  const accounts = ['ready', 'ready', 'sign-in-needed', 'ready'] as const;
  const readiness = readinessOf(accounts.map((kind, index) => fakeAccount(index + 1, { status: { kind } })));
  const aged = (days: number, ...accountIds: number[]) => ({ accountIds, renewedAtMs: nowMs - days * dayMs });
  const notRenewed = notRenewedOf([aged(7, 1), aged(8, 2), aged(30, 3), aged(9, 4)], readiness, nowMs);
  expect(notRenewed).toEqual([
    { accountIds: [4], days: 9 },
    { accountIds: [2], days: 8 },
  ]);
  expect(readinessText(readiness, notRenewed.slice(1))).toBe(
    '3 ready, 1 needs sign-in, 1 not renewed for 8 days',
  );
});
