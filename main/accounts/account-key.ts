import type { Account, AccountKey, BusinessRecord, Resolution } from '../../shared/account.ts';
import { isManagedId } from '../../shared/account.ts';
import { normalizeKeyPart } from '../../shared/key-part.ts';

const systemUserObject = 'SystemUser';
const systemUserColumn = 'User_Name';
/** Answers the key of an account or draft as it was typed, without outer spaces; null while any part is missing. */
export function keyOf(account: AccountKey): AccountKey | null {
  const key = {
    businessObject: account.businessObject.trim(),
    columnName: account.columnName.trim(),
    columnValue: account.columnValue.trim(),
  };
  return key.businessObject && key.columnName && key.columnValue ? key : null;
}

/** Enabled accounts by their key. */
interface KeyIndex {
  /** Normalised key → accounts that have it, the one that counts first. */
  readonly byKey: ReadonlyMap<string, readonly Account[]>;
}

// A store answers the same array until something changes, so a list of 10,000 is indexed once and not at every keystroke.
const indexes = new WeakMap<readonly Account[], KeyIndex>();

/**
 * Answers the enabled accounts that have a key, the one that counts first: the administrator's, then by ID.
 *
 * @param accounts never changed in place: its index is kept for as long as the array lives
 */
export function enabledAccountsWithKey(accounts: readonly Account[], key: AccountKey): readonly Account[] {
  return indexOf(accounts).byKey.get(comparableKey(key)) ?? [];
}

function indexOf(accounts: readonly Account[]): KeyIndex {
  const known = indexes.get(accounts);
  if (known) return known;
  const byKey = new Map<string, Account[]>();
  for (const account of accounts) {
    const key = account.enabled ? keyOf(account) : null;
    if (!key) continue;
    const text = comparableKey(key);
    const found = byKey.get(text);
    if (found) found.push(account);
    else byKey.set(text, [account]);
  }
  for (const found of byKey.values()) found.sort(administratorsFirst);
  const index = { byKey };
  indexes.set(accounts, index);
  return index;
}

function administratorsFirst(a: Account, b: Account): number {
  return Number(isManagedId(b.id)) - Number(isManagedId(a.id)) || a.id - b.id;
}

/** Answers the key as a text: two keys are the same when their texts are. No field can hold the NUL between the parts. */
export function comparableKey(key: AccountKey): string {
  return `${normalizeKeyPart(key.businessObject)}\0${normalizeKeyPart(key.columnName)}\0${normalizeKeyPart(key.columnValue)}`;
}

interface ResolveInput {
  readonly accounts: readonly Account[];
  readonly defaultAccountId: number | null;
  /** In the caller's order. */
  readonly records: readonly BusinessRecord[];
  /** Value of SystemUser.User_Name where the caller names no SystemUser; empty: not known. */
  readonly systemUser: string;
}

/**
 * Answers which account sends, and why.
 *
 * The first record with a matching enabled account wins; where several of its columns match, the lowest ID does. Of a key
 * that a person's account shares with one of the policy, the policy's is the only one. Else the enabled default account
 * sends. What state an account is in never changes the winner.
 */
export function resolveAccount({
  accounts,
  defaultAccountId,
  records,
  systemUser,
}: ResolveInput): Resolution {
  const tried: AccountKey[] = [];
  const losers = new Set<number>();
  let winner: Account | null = null;
  for (const keys of keysByRecord(records, systemUser)) {
    tried.push(...keys);
    const matches = keys.map((key) => enabledAccountsWithKey(accounts, key));
    winner ??= lowestId(matches.flatMap((found) => found[0] ?? []));
    for (const { id } of matches.flat().toSorted((a, b) => a.id - b.id)) losers.add(id);
  }
  if (winner) {
    losers.delete(winner.id);
    return { accountId: winner.id, rule: 'key', matched: keyOf(winner), losers: [...losers], tried };
  }
  const fallback = accounts.find((account) => account.id === defaultAccountId && account.enabled);
  return {
    accountId: fallback?.id ?? null,
    rule: fallback ? 'default' : 'none',
    matched: null,
    losers: [],
    tried,
  };
}

function lowestId(accounts: readonly Account[]): Account | null {
  return accounts.reduce<Account | null>(
    (lowest, each) => (lowest && lowest.id < each.id ? lowest : each),
    null,
  );
}

/** Answers the keys to look up, a list for each record; records of one object are one record at its first place. */
function keysByRecord(records: readonly BusinessRecord[], systemUser: string): AccountKey[][] {
  const byObject = new Map<string, Map<string, AccountKey>>();
  const add = (businessObject: string, columnName: string, columnValue: string) => {
    const object = normalizeKeyPart(businessObject);
    const keys = byObject.get(object) ?? new Map<string, AccountKey>();
    byObject.set(object, keys);
    const key = keyOf({ businessObject, columnName, columnValue });
    if (key && !keys.has(comparableKey(key))) keys.set(comparableKey(key), key);
  };
  for (const { businessObject, columns } of records) {
    if (!byObject.has(normalizeKeyPart(businessObject)))
      byObject.set(normalizeKeyPart(businessObject), new Map());
    for (const [name, value] of Object.entries(columns)) add(businessObject, name, value);
  }
  if (!byObject.has(normalizeKeyPart(systemUserObject))) add(systemUserObject, systemUserColumn, systemUser);
  return [...byObject.values()].map((keys) => [...keys.values()]);
}
