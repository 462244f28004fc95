import type { Account } from '../../shared/account.ts';
import { AppError } from '../../shared/errors.ts';
import { comparableKey, keyOf } from './account-key.ts';

/** What an account would become by a row of a file. */
export interface Wish {
  readonly line: number;
  /** The account as it is; null: a new one. */
  readonly before: Account | null;
  readonly after: Account;
}

interface Claim {
  /** null: the account stays as it is, so it keeps its key. */
  readonly wish: Wish | null;
  readonly accountId: number;
}

/**
 * Answers the wishes that cannot be met, with the reason: of one key there is one enabled account. Who has it and keeps it
 * goes first, then the first of the file; the order of the lines does not matter otherwise, so that two rows may hand a key
 * over to each other.
 *
 * @param accounts all accounts as they are
 */
export function refusedForKeys(
  accounts: readonly Account[],
  wishes: readonly Wish[],
): ReadonlyMap<Wish, AppError> {
  const refused = new Map<Wish, AppError>();
  const claims = new Map<string, Claim[]>();
  const open: string[] = [];

  function claim(account: Account, wish: Wish | null): void {
    const key = account.enabled ? keyOf(account) : null;
    if (!key) return;
    const text = comparableKey(key);
    const same = claims.get(text);
    if (!same) claims.set(text, [{ wish, accountId: account.id }]);
    else if (same.push({ wish, accountId: account.id }) > 1) open.push(text);
  }

  const moved = new Set(wishes.flatMap(({ before }) => before?.id ?? []));
  for (const account of accounts) if (!moved.has(account.id)) claim(account, null);
  for (const wish of wishes) claim(wish.after, wish);
  for (let text = open.pop(); text !== undefined; text = open.pop()) {
    const same = claims.get(text) ?? [];
    const keeper =
      same.find(({ wish }) => wish === null) ??
      same.find(({ wish }) => wish?.before?.enabled && comparableText(wish.before) === text) ??
      same.reduce(firstOfFile);
    const losers = same.flatMap((each) => (each === keeper || each.wish === null ? [] : each.wish));
    claims.set(
      text,
      same.filter((each) => each === keeper || each.wish === null),
    );
    for (const wish of losers) {
      refused.set(wish, taken(keeper));
      // It stays what it is, and so may get in the way of another row.
      if (wish.before) claim(wish.before, null);
    }
  }
  return refused;
}

function comparableText(account: Account): string | null {
  const key = keyOf(account);
  return key && comparableKey(key);
}

function firstOfFile(a: Claim, b: Claim): Claim {
  return (b.wish?.line ?? 0) < (a.wish?.line ?? 0) ? b : a;
}

function taken({ wish, accountId }: Claim): AppError {
  return wish
    ? new AppError('key-taken', `Line ${wish.line} has the same key.`, {
        field: 'columnValue',
        detail: { line: wish.line },
      })
    : new AppError('key-taken', `Account ${accountId} has this key.`, {
        field: 'columnValue',
        detail: { accountId },
      });
}
