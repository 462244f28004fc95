import type { Account, SignInRenewal } from '../shared/account.ts';

/**
 * Answers when each sign-in of enabled accounts was renewed last; what cannot be opened is left out.
 *
 * @param refreshedAtMs epoch milliseconds; null: the grant is gone or cannot be opened
 */
export async function signInRenewals(
  accounts: readonly Pick<Account, 'id' | 'enabled' | 'grantId'>[],
  refreshedAtMs: (grantId: string) => Promise<number | null>,
): Promise<readonly SignInRenewal[]> {
  const byGrant = Map.groupBy(
    accounts.filter(({ enabled }) => enabled),
    ({ grantId }) => grantId,
  );
  const renewals: SignInRenewal[] = [];
  for (const [grantId, users] of byGrant) {
    const renewedAtMs = grantId === null ? null : await refreshedAtMs(grantId);
    if (renewedAtMs !== null) renewals.push({ accountIds: users.map(({ id }) => id), renewedAtMs });
  }
  return renewals;
}
