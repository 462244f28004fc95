import type { Handlers } from '../shared/contract.ts';
import type { AccountStore } from './accounts/account-store.ts';
import type { Accounts } from './accounts/accounts.ts';
import type { Grants } from './grants.ts';

interface Deps {
  readonly accountStore: Pick<AccountStore, 'existing'>;
  readonly accounts: Pick<Accounts, 'unlinkGrant'>;
  readonly grants: Pick<Grants, 'usersOf' | 'revoke' | 'remove'>;
}

/** Sign Out of the toolbar and the command line. */
export type SigningOut = (input: Parameters<Handlers['signOut']>[0]) => ReturnType<Handlers['signOut']>;

/**
 * Answers how accounts are signed out: the one that was asked for, or all that share its grant. With its last account the
 * grant is taken back at the provider, where that is possible, and forgotten either way.
 */
export function createSigningOut({ accountStore, accounts, grants }: Deps): SigningOut {
  return async ({ accountId, allAccounts }) => {
    const { grantId } = accountStore.existing(accountId);
    // What was asked for is so already; a script may ask twice.
    if (grantId === null) return { sharedBy: 0, revoked: false, consentPageUrl: null };
    const users = grants.usersOf(grantId).map(({ id }) => id);
    const leaving = allAccounts ? users : [accountId];
    await accounts.unlinkGrant(leaving);
    if (leaving.length < users.length)
      return { sharedBy: users.length, revoked: false, consentPageUrl: null };
    const end = await grants.revoke(grantId);
    await grants.remove(grantId);
    return { sharedBy: users.length, ...end };
  };
}
