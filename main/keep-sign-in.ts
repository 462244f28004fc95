import type { Account } from '../shared/account.ts';
import { AppError } from '../shared/errors.ts';
import type { AccountStore } from './accounts/account-store.ts';
import type { Accounts } from './accounts/accounts.ts';
import { nameOf, signInAccountOf } from './grants.ts';
import type { Grants } from './grants.ts';
import type { FreshGrant, IdentityProvider } from './identity/identity-provider.ts';
import { compareIdentity } from './identity/signed-in-as.ts';
import type { SignInRequest } from './identity/sign-in.ts';

interface Deps {
  readonly accountStore: Pick<AccountStore, 'existing' | 'forgetUnlessUsed'>;
  readonly linkGrant: Accounts['linkGrant'];
  readonly grants: Pick<Grants, 'forAccounts' | 'keep' | 'keepPending' | 'idFor' | 'known' | 'usersOf'>;
  /** These accounts have a sign-in again. */
  readonly onKept: (accountIds: readonly number[]) => void;
}

/** What the window is told of a sign-in that was kept. */
interface Kept {
  readonly signedInAs: string;
  readonly pendingGrantId: string | null;
}

/**
 * Answers how a finished sign-in is kept: sealed for its dialog, or linked to its account at once.
 *
 * The browser takes minutes, so the account is looked at again: it may be gone, or name somebody else by now. A grant is noted
 * as unused before it is sealed: wherever the process dies, the next start forgets what no account refers to.
 */
export function createKeepSignIn({ accountStore, linkGrant, grants, onKept }: Deps) {
  function assertStillMeant(account: Account, fresh: FreshGrant, provider: string): void {
    const known = account.provider === provider && account.grantId !== null && grants.known(account.grantId);
    const comparison = compareIdentity({
      identity: fresh.identity,
      knownKey: known ? known.identity.key : null,
      expected: signInAccountOf(account),
    });
    if (comparison === 'same') return;
    throw new AppError('wrong-account', 'Somebody else signed in than the account names by now.');
  }

  // What goes wrong with another account is its own: its row goes on to say that it needs a sign-in.
  async function linkOthers(
    accountIds: readonly number[],
    fresh: FreshGrant,
    grantId: string,
    way: Pick<Account, 'provider' | 'sendThrough'>,
  ): Promise<void> {
    for (const id of accountIds) {
      try {
        const account = accountStore.existing(id);
        if (account.provider !== way.provider || account.sendThrough !== way.sendThrough) continue;
        assertStillMeant(account, fresh, way.provider);
        await linkGrant(id, grantId, way);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
      }
    }
  }

  /** @throws {AppError} `account-not-found`, `wrong-account`, `vault-unavailable`, `storage-full` — nothing is kept */
  return async (
    fresh: FreshGrant,
    {
      accountId,
      alsoAccountIds = [],
      dialogId,
    }: Pick<SignInRequest, 'accountId' | 'alsoAccountIds' | 'dialogId'>,
    provider: IdentityProvider,
  ): Promise<Kept> => {
    const signedInAs = nameOf(fresh.identity);
    if (dialogId !== null)
      return { signedInAs, pendingGrantId: await grants.keepPending(fresh, provider, dialogId) };
    if (accountId === null) throw new AppError('invalid-request', 'No account is signed in to.');
    const way = { provider: provider.registration.provider, sendThrough: provider.sendThrough };
    assertStillMeant(accountStore.existing(accountId), fresh, way.provider);
    const grantId = grants.idFor(fresh, provider);
    accountStore.forgetUnlessUsed([{ kind: 'grant', id: grantId }]);
    await grants.keep(fresh, provider, grantId);
    try {
      await linkGrant(accountId, grantId, way);
    } catch (error) {
      // What stays behind here is forgotten at the next start.
      await grants.forAccounts.release(grantId, { revoke: false }).catch(() => undefined);
      throw error;
    }
    await linkOthers(alsoAccountIds, fresh, grantId, way);
    onKept(grants.usersOf(grantId).map(({ id }) => id));
    return { signedInAs, pendingGrantId: null };
  };
}
