import type { Account, AccountRow } from '../../shared/account.ts';
import { isManagedId } from '../../shared/account.ts';
import { statusOf } from './account-status.ts';
import type { AccountsDeps } from './accounts-deps.ts';
import { looksBound } from './passwords.ts';

type RowDeps = Pick<
  AccountsDeps,
  'store' | 'grants' | 'health' | 'defaultAccount' | 'isSigningIn' | 'foreignServer' | 'protocolLogUntilMs'
>;

/**
 * Answers the row of the grid for an account; it holds no reference to a secret.
 *
 * @param passwordExists whether the vault has the password that the account refers to
 */
export function accountRow(
  account: Account,
  deps: RowDeps,
  passwordExists: (id: string) => boolean,
): AccountRow {
  const { grantId, passwordId, ...visible } = account;
  const grant = grantId === null ? null : deps.grants.info(grantId);
  const bound = grant !== null && grantId !== null && deps.grants.isBound(grantId, account);
  const managed = isManagedId(account.id);
  const protocolLogUntilMs = deps.protocolLogUntilMs?.(account.id) ?? null;
  const passwordSet = passwordId !== null && passwordExists(passwordId);
  return {
    ...visible,
    managed,
    ...(managed && !deps.store.lockedFields(account.id).includes('user') && { ownUser: true }),
    isDefault: deps.defaultAccount.id() === account.id,
    passwordSet,
    signedInAs: grant && grant.signedInAs !== '' ? grant.signedInAs : null,
    status: statusOf({
      account,
      hasPassword: passwordSet,
      passwordBound: passwordId !== null && looksBound(passwordId, account),
      grant: grantState(),
      grantCode: grant?.because ?? null,
      lastRefusal: deps.health.last('server', account.id)?.code,
      signingIn: deps.isSigningIn(account.id),
      serverIsForeign: (deps.foreignServer?.(account) ?? null) !== null,
    }),
    ...(protocolLogUntilMs !== null && { protocolLogUntilMs }),
  };

  function grantState() {
    if (!grant) return 'none';
    // What cannot be read or was not read yet cannot say what it is bound to.
    if (grant.state === 'unreadable' || grant.state === 'not-checked') return grant.state;
    return bound ? grant.state : 'unbound';
  }
}
