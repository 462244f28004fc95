import { firstManagedId, isManagedId, newAccountDraft } from '../../shared/account.ts';
import type { Account, AccountDraft } from '../../shared/account.ts';
import { AppError, toFailure } from '../../shared/errors.ts';
import type { Failure } from '../../shared/errors.ts';
import { comparableKey, keyOf } from './account-key.ts';
import { draftFault } from './draft-fault.ts';
import { normalizeHost } from './host-name.ts';
import { refusedForKeys } from './import-keys.ts';
import type { Wish } from './import-keys.ts';
import type { ImportedRow } from './import-row.ts';
import { keptPassword } from './kept-secrets.ts';
import { applyPreset } from './presets.ts';
import type { Presets } from './presets.ts';
import { tidyDraft } from './tidy-draft.ts';

/** What becomes of a row of a file. */
export interface PlannedRow {
  readonly row: ImportedRow;
  /** The account that it means, as it is; null: a new one, or none. */
  readonly before: Account | null;
  /** The account as the row makes it; a new one, or one that changes, has no secrets yet. null: refused. */
  readonly after: Account | null;
  readonly failure: Failure | null;
}

interface Present {
  /** All accounts by ascending ID, the policy's among them. */
  readonly accounts: readonly Account[];
  /** Email Server ID of the next new account; not below that of the file. */
  readonly nextId: number;
  readonly presets: readonly Presets[];
  readonly passwordsAlwaysEncrypted: boolean;
}

/** The highest ID that a file brings along: beyond it there must be room for new accounts. */
export const lastImportedId = 900_000;

/**
 * Answers what becomes of the rows of a file, in their order, and the ID of the next new account afterwards.
 *
 * A row means the account with its key; else the one with its ID; else a new one, under its ID where that is free. A row that
 * changes nothing is never refused for what the account already is.
 */
export function planImport(
  rows: readonly ImportedRow[],
  present: Present,
): { readonly rows: readonly PlannedRow[]; readonly nextId: number } {
  const find = createFinder(present.accounts);
  const lineOf = new Map<number, number>();
  const planned = rows.map((row) => planRow(row, find, lineOf, present));
  const wishes = planned.flatMap((each) => ('fault' in each || each.after === each.before ? [] : each));
  const refused = refusedForKeys(present.accounts, wishes);
  let nextId = wishes.reduce((next, { after }) => Math.max(next, after.id + 1), present.nextId);
  const results = planned.map((each): PlannedRow => {
    const { row } = each;
    const fault = 'fault' in each ? each.fault : refused.get(each);
    if ('fault' in each || fault) return refusal(row, fault);
    if (each.after.id !== newId) return { ...each, failure: null };
    if (nextId >= firstManagedId) return refusal(row, noIdLeft());
    nextId += 1;
    return { ...each, after: { ...each.after, id: nextId - 1 }, failure: null };
  });
  return { rows: results, nextId };
}

/** Stands for the next ID until all rows have been looked at. */
const newId = 0;

type Fault = { readonly row: ImportedRow; readonly fault: AppError | Failure };
type Planned = Fault | (Wish & { readonly row: ImportedRow });

function refusal(row: ImportedRow, fault: AppError | Failure | undefined): PlannedRow {
  const failure = fault instanceof AppError ? toFailure(fault) : (fault ?? null);
  return { row, before: null, after: null, failure };
}

function planRow(
  row: ImportedRow,
  find: Finder,
  lineOf: Map<number, number>,
  { presets, passwordsAlwaysEncrypted }: Present,
): Planned {
  if (row.failure) return { row, fault: row.failure };
  const { before, fault } = find(row);
  if (fault) return { row, fault };
  const draft = tidyDraft({ ...startOf(row, before, presets), ...row.given }, presets);
  const { line } = row;
  const id = before?.id ?? row.id ?? newId;
  const isSame = before !== null && draftFields.every((field) => draft[field] === before[field]);
  const wrong = isSame
    ? null
    : draftFault({
        draft,
        accountId: before?.id ?? null,
        passwordTyped: false,
        passwordSet: keptPassword(draft, before) !== null,
        // Keys are compared with what the whole file leaves.
        accounts: before ? [before] : [],
        presets,
        passwordsAlwaysEncrypted,
      });
  if (wrong) return { row, fault: wrong };
  const earlier = id === newId ? undefined : lineOf.get(id);
  if (earlier !== undefined) return { row, fault: repeated(earlier) };
  lineOf.set(id, line);
  if (isSame) return { row, line, before, after: before };
  return { row, line, before, after: { ...draft, id, grantId: null, passwordId: null } };
}

const draftFields = Object.keys(newAccountDraft) as (keyof AccountDraft)[];

/** Answers what the account has where the row says nothing: what it is, or what its provider fills in. */
function startOf(row: ImportedRow, before: Account | null, presets: readonly Presets[]): AccountDraft {
  const { provider = before?.provider ?? 'none', sendThrough, host = '' } = row.given;
  const start = before ?? row.start;
  if (provider === 'none' || provider === before?.provider) return start;
  const offered = presets.find(({ id }) => id === provider)?.presets ?? [];
  const preset = offered.find((each) =>
    sendThrough === undefined
      ? normalizeHost(each.host) === normalizeHost(host)
      : each.sendThrough === sendThrough,
  );
  // SalesPad's Google account sends by the Gmail API, which is offered first.
  const chosen = preset ?? (sendThrough === undefined ? offered[0] : undefined);
  return chosen ? applyPreset(start, chosen) : start;
}

type Finder = (row: ImportedRow) => { readonly before: Account | null; readonly fault: AppError | null };

function createFinder(accounts: readonly Account[]): Finder {
  const byId = new Map(accounts.map((account) => [account.id, account]));
  const byKey = Map.groupBy(accounts, (account) => {
    const key = keyOf(account);
    return key && comparableKey(key);
  });
  return ({ id, given }) => {
    const { businessObject = '', columnName = '', columnValue = '' } = given;
    const key = keyOf({ businessObject, columnName, columnValue });
    const holders = (key && byKey.get(comparableKey(key))) ?? [];
    const before = holders.toSorted(byFitness(id))[0] ?? (id === null ? undefined : byId.get(id)) ?? null;
    if (isManagedId(before?.id ?? id ?? newId)) return { before, fault: managed() };
    const isFar = before === null && (id ?? newId) > lastImportedId;
    return { before, fault: isFar ? beyondIds() : null };
  };
}

/** Among accounts of one key: the one with the row's ID, else the person's own before the policy's, else the enabled one. */
function byFitness(id: number | null) {
  const rank = (account: Account) =>
    account.id === id ? 0 : (isManagedId(account.id) ? 2 : 1) + (account.enabled ? 0 : 0.5);
  return (a: Account, b: Account) => rank(a) - rank(b);
}

function managed(): AppError {
  return new AppError('locked-by-policy', 'The account is set by the administrator.', { field: 'id' });
}

function beyondIds(): AppError {
  return new AppError('account-invalid', `The Email Server ID must be ${lastImportedId} or less.`, {
    field: 'id',
  });
}

function noIdLeft(): AppError {
  return new AppError('account-invalid', 'No Email Server ID is left for it.', { field: 'id' });
}

function repeated(line: number): AppError {
  return new AppError('import-refused', `Line ${line} is the same account.`, {
    field: 'id',
    detail: { line },
  });
}
