import type { Account } from '../../shared/account.ts';
import { AppError } from '../../shared/errors.ts';
import { enabledAccountsWithKey, keyOf } from './account-key.ts';

/**
 * Answers those accounts that change when all of these are enabled or disabled, as they are from then on.
 *
 * @param all the accounts of the profile, never changed in place
 * @throws {AppError} `key-taken` — an enabled account, or another one of these, has the key; `detail` names both
 */
export function accountsSetEnabled(
  all: readonly Account[],
  wanted: readonly Account[],
  enabled: boolean,
): readonly Account[] {
  const changed = wanted
    .filter((account) => account.enabled !== enabled)
    .map((each) => ({ ...each, enabled }));
  if (!enabled) return changed;
  for (const account of changed) {
    const key = keyOf(account);
    if (!key) continue;
    const holder = [...enabledAccountsWithKey(all, key), ...enabledAccountsWithKey(changed, key)].find(
      ({ id }) => id !== account.id,
    );
    if (holder) {
      throw new AppError('key-taken', `Accounts ${account.id} and ${holder.id} have the same key.`, {
        field: 'accountIds',
        detail: { accountId: account.id, otherAccountId: holder.id },
      });
    }
  }
  return changed;
}
