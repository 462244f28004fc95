import { expect, test } from 'vitest';
import { signInRenewals } from '../../main/sign-in-renewals.ts';

test('each sign-in of enabled accounts is told once, with its accounts and when it was renewed', async () => {
  const accounts = [
    { id: 1, enabled: true, grantId: 'shared' },
    { id: 2, enabled: true, grantId: 'closed' },
    { id: 3, enabled: true, grantId: 'shared' },
    { id: 4, enabled: false, grantId: 'other' },
    { id: 5, enabled: true, grantId: null },
  ];
  const asked: string[] = [];
  const renewals = await signInRenewals(accounts, async (grantId) => {
    asked.push(grantId);
    return grantId === 'closed' ? null : 1_000;
  });
  expect(renewals).toEqual([{ accountIds: [1, 3], renewedAtMs: 1_000 }]);
  expect(asked).toEqual(['shared', 'closed']);
});
