import type { Account, AccountRow } from '../../shared/account.ts';
import { isManagedId } from '../../shared/account.ts';
import { statusOf } from './account-status.ts';
import type { GrantState } from './account-status.ts';
import type { AccountsDeps, GrantInfo } from './accounts-deps.ts';
import { looksConfirmed } from './host-consent.ts';
import { looksBound } from './passwords.ts';

type RowDeps = Pick<
  AccountsDeps,
  'store' | 'grants' | 'health' | 'defaultAccount' | 'isSigningIn' | 'foreignServer' | 'protocolLogUntilMs'
>;

/**
 * Answers the row of the grid for an account; it holds no reference to a secret.
 *
 * Names each field: copying all but some takes several times as long, ten thousand times at a start.
 *
 * @param secretExists whether the vault has what the account refers to
 */
export function accountRow(
  account: Account,
  deps: RowDeps,
  secretExists: (id: string) => boolean,
): AccountRow {
  const { id, grantId, passwordId } = account;
  const grant = grantId === null ? null : deps.grants.info(grantId);
  const managed = isManagedId(id);
  const passwordSet = passwordId !== null && secretExists(passwordId);
  const row: AccountRow = {
    provider: account.provider,
    host: account.host,
    port: account.port,
    user: account.user,
    businessObject: account.businessObject,
    columnName: account.columnName,
    columnValue: account.columnValue,
    tls: account.tls,
    tlsMethod: account.tlsMethod,
    enabled: account.enabled,
    senderName: account.senderName,
    replyTo: account.replyTo,
    from: account.from,
    signInAccount: account.signInAccount,
    alternateServer: account.alternateServer,
    timeoutMs: account.timeoutMs,
    sendThrough: account.sendThrough,
    sendPasswordUnencrypted: account.sendPasswordUnencrypted,
    id,
    managed,
    isDefault: deps.defaultAccount.id() === id,
    passwordSet,
    signedInAs: grant && grant.signedInAs !== '' ? grant.signedInAs : null,
    status: statusOf({
      account,
      hasPassword: passwordSet,
      passwordBound: passwordId !== null && looksBound(passwordId, account),
      grant: grantState(account, grant, deps),
      grantCode: grant?.because ?? null,
      lastRefusal: deps.health.last('server', id)?.code,
      signingIn: deps.isSigningIn(id),
      serverIsForeign: isServerForeign(account, deps, secretExists),
    }),
  };
  const hasOwnUser = managed && !deps.store.lockedFields(id).includes('user');
  const protocolLogUntilMs = deps.protocolLogUntilMs?.(id) ?? null;
  if (!hasOwnUser && protocolLogUntilMs === null) return row;
  return {
    ...row,
    ...(hasOwnUser && { ownUser: true }),
    ...(protocolLogUntilMs !== null && { protocolLogUntilMs }),
  };
}

function grantState(account: Account, grant: GrantInfo | null, { grants }: RowDeps): GrantState {
  if (grant === null || account.grantId === null) return 'none';
  // What cannot be read or was not read yet cannot say what it is bound to.
  if (grant.state === 'unreadable' || grant.state === 'not-checked') return grant.state;
  return grants.isBound(account.grantId, account) ? grant.state : 'unbound';
}

function isServerForeign(account: Account, deps: RowDeps, secretExists: (id: string) => boolean): boolean {
  const foreign = deps.foreignServer?.(account) ?? null;
  if (foreign === null || deps.store.isServedByPolicy(account)) return false;
  const { consentId } = account;
  return consentId === undefined || !looksConfirmed(consentId, foreign) || !secretExists(consentId);
}
