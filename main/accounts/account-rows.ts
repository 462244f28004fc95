import type { Account, AccountRow } from '../../shared/account.ts';
import { isManagedId } from '../../shared/account.ts';
import { statusOf } from './account-status.ts';
import type { AccountsDeps, ForeignServer } from './accounts-deps.ts';
import { looksConfirmed } from './host-consent.ts';
import { looksBound } from './passwords.ts';

type RowDeps = Pick<
  AccountsDeps,
  'store' | 'grants' | 'health' | 'defaultAccount' | 'isSigningIn' | 'foreignServer' | 'protocolLogUntilMs'
>;

/**
 * Answers the row of the grid for an account; it holds no reference to a secret.
 *
 * @param secretExists whether the vault has what the account refers to
 */
export function accountRow(
  account: Account,
  deps: RowDeps,
  secretExists: (id: string) => boolean,
): AccountRow {
  const { grantId, passwordId, consentId, ...visible } = account;
  const grant = grantId === null ? null : deps.grants.info(grantId);
  const bound = grant !== null && grantId !== null && deps.grants.isBound(grantId, account);
  const managed = isManagedId(account.id);
  const protocolLogUntilMs = deps.protocolLogUntilMs?.(account.id) ?? null;
  const foreign = deps.foreignServer?.(account) ?? null;
  const passwordSet = passwordId !== null && secretExists(passwordId);
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
      serverIsForeign: foreign !== null && !deps.store.isServedByPolicy(account) && !isConfirmedFor(foreign),
    }),
    ...(protocolLogUntilMs !== null && { protocolLogUntilMs }),
  };

  function isConfirmedFor(place: ForeignServer): boolean {
    return consentId !== undefined && looksConfirmed(consentId, place) && secretExists(consentId);
  }

  function grantState() {
    if (!grant) return 'none';
    // What cannot be read or was not read yet cannot say what it is bound to.
    if (grant.state === 'unreadable' || grant.state === 'not-checked') return grant.state;
    return bound ? grant.state : 'unbound';
  }
}
