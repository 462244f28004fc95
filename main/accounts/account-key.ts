import type { Account, AccountKey, BusinessRecord, Resolution } from '../../shared/account.ts';
import { isManagedId } from '../../shared/account.ts';
import { normalizeKeyPart } from '../../shared/key-part.ts';
import { createKeyPartTable } from './key-part-table.ts';
import type { KeyPartTable } from './key-part-table.ts';

const systemUserObject = 'SystemUser';
const systemUserColumn = 'User_Name';
const systemUserPart = normalizeKeyPart(systemUserObject);

/** Answers the key of an account or draft as it was typed, without outer spaces; null while any part is missing. */
export function keyOf(account: AccountKey): AccountKey | null {
  const key = {
    businessObject: account.businessObject.trim(),
    columnName: account.columnName.trim(),
    columnValue: account.columnValue.trim(),
  };
  return key.businessObject && key.columnName && key.columnValue ? key : null;
}

/** What stands under the normalised parts of keys, and under other spellings of them that were asked for. */
type Level<Below> = Map<string, Below>;

/** Enabled accounts by object, column and value; of one key, the account that counts stands first. */
type KeyIndex = Level<Level<KeyPartTable<readonly Account[]>>>;

// A store answers the same array until something changes, so a list of 10,000 is indexed once and not at every keystroke.
const indexes = new WeakMap<readonly Account[], KeyIndex>();
const nobody: readonly Account[] = [];
/** Programs spell an object and a column in a few ways; whoever makes up more of them takes no memory. */
const mostSpellings = 1_000;

/**
 * Answers the enabled accounts that have a key, the one that counts first: the administrator's, then by ID.
 *
 * @param accounts never changed in place: its index is kept for as long as the array lives
 */
export function enabledAccountsWithKey(accounts: readonly Account[], key: AccountKey): readonly Account[] {
  const { businessObject, columnName } = key;
  const isAsBefore =
    last.accounts === accounts && last.businessObject === businessObject && last.columnName === columnName;
  if (!isAsBefore)
    last = { accounts, businessObject, columnName, byValue: valuesUnder(indexOf(accounts), key) };
  return last.byValue?.(key.columnValue) ?? nobody;
}

/** Whoever asks for many keys mostly asks for one object and column. */
let last: {
  readonly accounts: readonly Account[];
  readonly businessObject: string;
  readonly columnName: string;
  readonly byValue: KeyPartTable<readonly Account[]> | undefined;
} = { accounts: [], businessObject: '', columnName: '', byValue: undefined };

function valuesUnder(
  index: KeyIndex,
  { businessObject, columnName }: AccountKey,
): KeyPartTable<readonly Account[]> | undefined {
  const byColumn = below(index, businessObject);
  return byColumn && below(byColumn, columnName);
}

/** Answers what stands under a part; a spelling of it that was asked for before is not normalised again. */
function below<Below>(level: Level<Below>, part: string): Below | undefined {
  const known = level.get(part);
  if (known !== undefined) return known;
  const found = level.get(normalizeKeyPart(part));
  if (found !== undefined && level.size < mostSpellings) level.set(part, found);
  return found;
}

/** The normalised parts of a key. */
interface KeyParts {
  readonly object: string;
  readonly column: string;
  readonly value: string;
}

function partsOf({ businessObject, columnName, columnValue }: AccountKey): KeyParts {
  return {
    object: normalizeKeyPart(businessObject),
    column: normalizeKeyPart(columnName),
    value: normalizeKeyPart(columnValue),
  };
}

function indexOf(accounts: readonly Account[]): KeyIndex {
  const known = indexes.get(accounts);
  if (known) return known;
  const byObject = new Map<string, Map<string, Map<string, Account[]>>>();
  // In the order that decides, so that each list of one key is in it too.
  for (const account of accounts.toSorted(administratorsFirst)) {
    const key = account.enabled ? keyOf(account) : null;
    if (!key) continue;
    const { object, column, value } = partsOf(key);
    const byColumn = under(byObject, object, () => new Map<string, Map<string, Account[]>>());
    const byValue = under(byColumn, column, () => new Map<string, Account[]>());
    under(byValue, value, (): Account[] => []).push(account);
  }
  const index: KeyIndex = new Map();
  for (const [object, byColumn] of byObject) {
    index.set(
      object,
      new Map(Array.from(byColumn, ([column, byValue]) => [column, createKeyPartTable(byValue)])),
    );
  }
  indexes.set(accounts, index);
  return index;
}

/** Answers what stands under a name, which is made if it is not there. */
function under<Value>(map: Map<string, Value>, name: string, make: () => Value): Value {
  const found = map.get(name);
  if (found !== undefined) return found;
  const made = make();
  map.set(name, made);
  return made;
}

function administratorsFirst(a: Account, b: Account): number {
  return Number(isManagedId(b.id)) - Number(isManagedId(a.id)) || a.id - b.id;
}

/** Answers the key as a text: two keys are the same when their texts are. No field can hold the NUL between the parts. */
export function comparableKey(key: AccountKey): string {
  const { object, column, value } = partsOf(key);
  return `${object}\0${column}\0${value}`;
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
  for (const keys of keysByRecord(records, systemUser).values()) {
    const found: Account[] = [];
    let lowest: Account | null = null;
    for (const key of keys.values()) {
      tried.push(key);
      const accountsOfKey = enabledAccountsWithKey(accounts, key);
      const [first] = accountsOfKey;
      if (!first) continue;
      if (!lowest || first.id < lowest.id) lowest = first;
      for (const account of accountsOfKey) found.push(account);
    }
    winner ??= lowest;
    for (const { id } of found.toSorted((a, b) => a.id - b.id)) losers.add(id);
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

/** Answers the keys to look up, as they were typed, by their objects, in order; records of one object are one record at its first place. */
function keysByRecord(
  records: readonly BusinessRecord[],
  systemUser: string,
): ReadonlyMap<string, ReadonlyMap<string, AccountKey>> {
  const byObject = new Map<string, Map<string, AccountKey>>();
  const add = ({ businessObject, columns }: BusinessRecord) => {
    const keys = under(byObject, normalizeKeyPart(businessObject), () => new Map<string, AccountKey>());
    for (const [columnName, columnValue] of Object.entries(columns)) {
      const key = keyOf({ businessObject, columnName, columnValue });
      if (!key) continue;
      const { column, value } = partsOf(key);
      under(keys, `${column}\0${value}`, () => key);
    }
  };
  for (const record of records) add(record);
  if (!byObject.has(systemUserPart)) {
    add({ businessObject: systemUserObject, columns: { [systemUserColumn]: systemUser } });
  }
  return byObject;
}
