import { isManagedId } from '../../shared/account.ts';
import type { Account, AccountDraft } from '../../shared/account.ts';
import { AppError } from '../../shared/errors.ts';
import type { Failure } from '../../shared/errors.ts';
import { comparableKey, keyOf } from './account-key.ts';
import { normalizeHost } from './host-name.ts';
import type { ImportedRow } from './import-row.ts';

/** Which account a row of a file means. */
export interface Match {
  readonly row: ImportedRow;
  /** null: a new one, or none. */
  readonly before: Account | null;
  /** Why it means none. */
  readonly fault: AppError | Failure | null;
}

/** The highest ID that a file brings along: beyond it there must be room for new accounts. */
export const lastImportedId = 900_000;

/**
 * Answers which accounts the rows mean, in their order.
 *
 * The number alone proves nothing, for every computer counts from 1: a row means the account with its ID where key, SMTP User
 * or server bear it out; else the account with its key; else, without a key, the one of the same user at the same server;
 * else a new one. A row whose ID is one account's and whose key is another's is a conflict unless it is the other in all.
 *
 * @param newDraft what the row would be as a new account
 */
export function matchRows(
  rows: readonly ImportedRow[],
  accounts: readonly Account[],
  newDraft: (row: ImportedRow) => AccountDraft,
): readonly Match[] {
  const find = createFinder(accounts);
  const named = rows.map((row): Found => (row.failure ? { before: null, fault: row.failure } : find(row)));
  const taken = new Set(named.flatMap(({ before, isLoose }) => (before && !isLoose ? before.id : [])));
  const own = accounts.filter((account) => keyOf(account) === null && !isManagedId(account.id));
  const byPlace = Map.groupBy(own, placeOf);
  /** Takes the account that a row without a key describes, unless another row is it. */
  const takeByPlace = (row: ImportedRow): Account | null => {
    const draft = newDraft(row);
    const same = keyOf(draft) ? [] : (byPlace.get(placeOf(draft)) ?? []);
    const free = same.find(({ id }) => !taken.has(id)) ?? null;
    if (free) taken.add(free.id);
    return free;
  };
  // Those who have a number first: it is theirs before somebody else is found there.
  const decided = named.map(({ before, isLoose }, index) => {
    const row = rows[index];
    if (!before || !isLoose || !row) return before;
    const chosen = takeByPlace(row) ?? before;
    taken.add(chosen.id);
    return chosen;
  });
  return rows.map((row, index): Match => {
    const fault = named[index]?.fault ?? null;
    const before = decided[index] ?? null;
    if (before || fault || row.id === null) return { row, before, fault };
    const free = takeByPlace(row);
    return { row, before: free, fault: !free && row.id > lastImportedId ? beyondIds() : null };
  });
}

interface Found extends Omit<Match, 'row'> {
  /** The number fits and the person, but not the server: another account may be at the row's own. */
  readonly isLoose?: boolean;
}

type Finder = (row: ImportedRow) => Found;

function createFinder(accounts: readonly Account[]): Finder {
  const byId = new Map(accounts.map((account) => [account.id, account]));
  const byKey = Map.groupBy(accounts, (account) => {
    const key = keyOf(account);
    return key && comparableKey(key);
  });
  return (row) => {
    const { id, given } = row;
    const isManaged = id !== null && isManagedId(id);
    const numbered = id === null || isManaged ? undefined : byId.get(id);
    const proof = numbered && bearsOut(numbered, row);
    if (numbered && proof === 'key') return { before: numbered, fault: null };
    const { businessObject = '', columnName = '', columnValue = '' } = given;
    const key = keyOf({ businessObject, columnName, columnValue });
    const holder = ((key && byKey.get(comparableKey(key))) ?? []).toSorted(byFitness(row))[0];
    if (numbered && proof === 'place' && !(holder && isAt(holder, row))) {
      return { before: numbered, fault: null, isLoose: !isAt(numbered, row) };
    }
    if (isManagedId(holder?.id ?? id ?? 0)) return { before: null, fault: managed() };
    // All that is said of them may be that of both: nobody can tell which is meant.
    if (numbered && holder && (proof || !isAt(holder, row))) return { before: null, fault: keyTaken(holder) };
    return { before: holder ?? null, fault: null };
  };
}

const keyParts = ['businessObject', 'columnName', 'columnValue'] as const;

/** Answers what lets a row be the account that has its ID; null: nothing. */
function bearsOut(account: Account, { given }: ImportedRow): 'key' | 'place' | null {
  const after = { ...account, ...given };
  const saysKey = keyParts.some((part) => given[part] !== undefined);
  const [oldKey, newKey] = saysKey ? [keyOf(account), keyOf(after)] : [];
  if (oldKey && newKey && comparableKey(oldKey) === comparableKey(newKey)) return 'key';
  const isSameHost = hostOf(account) === hostOf(after);
  const [oldPerson, newPerson] = [personOf(account), personOf(after)];
  const isSamePerson = oldPerson === newPerson;
  if (oldKey && newKey) return isSameHost && isSamePerson ? 'place' : null;
  const isKnown = isSamePerson && (newPerson !== '' || given.user === undefined);
  const isFilledIn = isSameHost && (oldPerson === '' || newPerson === '');
  return isKnown || isFilledIn ? 'place' : null;
}

/** Whether the row says that it is the same person at the same server. */
function isAt(account: Account, { given }: ImportedRow): boolean {
  return given.user !== undefined && placeOf({ ...account, ...given }) === placeOf(account);
}

type Place = Pick<AccountDraft, 'host' | 'user' | 'from'>;
const hostOf = ({ host }: Place) => normalizeHost(host);
/** Without an SMTP User the sender is what tells accounts of one server apart. */
const personOf = ({ user, from }: Place) => (user.trim() || from.trim()).toLowerCase();
const placeOf = (place: Place) => JSON.stringify([hostOf(place), personOf(place)]);

/** Among accounts of one key: the person's own before the policy's, then the one that is most like the row, then the enabled one. */
function byFitness(row: ImportedRow) {
  const { enabled } = row.given;
  const isAlike = (account: Account) =>
    row.id !== null && isAt(account, row) && account.enabled === (enabled ?? account.enabled);
  const rank = (account: Account) =>
    (isManagedId(account.id) ? 4 : 0) + (isAlike(account) ? 0 : 2) + (account.enabled ? 0 : 1);
  return (a: Account, b: Account) => rank(a) - rank(b);
}

function managed(): AppError {
  return new AppError('locked-by-policy', 'The account is set by the administrator.', { field: 'id' });
}

function keyTaken({ id }: Account): AppError {
  return new AppError(
    'key-taken',
    `Account ${id} has this key, and the line has the ID of another account.`,
    {
      field: 'columnValue',
      detail: { accountId: id },
    },
  );
}

function beyondIds(): AppError {
  return new AppError('account-invalid', `The Email Server ID must be ${lastImportedId} or less.`, {
    field: 'id',
  });
}
