import type { Account, AccountDraft } from '../../shared/account.ts';
import type { AccountGrants } from './accounts-deps.ts';
import { looksBound } from './passwords.ts';

/** Answers the grant that an account keeps when it becomes another one; null: none, for it was made for something else. */
export function keptGrant(
  after: Account,
  before: Account | null,
  grants: Pick<AccountGrants, 'isBound'>,
): string | null {
  const old = before?.grantId ?? null;
  if (before === null || old === null || after.provider === 'none') return null;
  return bindingOf(before) === bindingOf(after) || grants.isBound(old, after) ? old : null;
}

/** Answers the password that an account keeps when it becomes another one; null: none, for it was made for another place. */
export function keptPassword(after: AccountDraft, before: Pick<Account, 'passwordId'> | null): string | null {
  const old = before?.passwordId ?? null;
  return old !== null && after.provider === 'none' && looksBound(old, after) ? old : null;
}

/** What of an account its grant depends on. */
function bindingOf({ provider, sendThrough, user, signInAccount }: AccountDraft): string {
  return JSON.stringify([provider, sendThrough, (signInAccount || user).toLowerCase()]);
}
