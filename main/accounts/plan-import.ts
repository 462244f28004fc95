import { firstManagedId, newAccountDraft } from '../../shared/account.ts';
import type { Account, AccountDraft } from '../../shared/account.ts';
import { AppError, toFailure } from '../../shared/errors.ts';
import type { Failure } from '../../shared/errors.ts';
import { draftFault } from './draft-fault.ts';
import { normalizeHost } from './host-name.ts';
import { refusedForKeys } from './import-keys.ts';
import type { Wish } from './import-keys.ts';
import type { ImportedRow } from './import-row.ts';
import { keptPassword } from './kept-secrets.ts';
import { matchRows } from './match-import.ts';
import type { Match } from './match-import.ts';
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
  /** From here on no Email Server ID has ever been given in this profile. */
  readonly firstUngivenId: number;
  /** Email Server ID of the next new account; not below `firstUngivenId` nor that of the file. */
  readonly nextId: number;
  readonly presets: readonly Presets[];
  readonly passwordsAlwaysEncrypted: boolean;
}

/**
 * Answers what becomes of the rows of a file, in their order, and the ID of the next new account afterwards.
 *
 * Which account a row means is said by `matchRows`. A new one gets the ID of the row where that was never given in this
 * profile, for what is waiting under a number would leave as somebody else. A row that changes nothing is never refused for what
 * the account already is.
 */
export function planImport(
  rows: readonly ImportedRow[],
  present: Present,
): { readonly rows: readonly PlannedRow[]; readonly nextId: number } {
  const matches = matchRows(rows, present.accounts, (row) => draftOf(row, null, present.presets));
  const lineOf = new Map<string, number>();
  const planned = matches.map((match) => planRow(match, lineOf, present));
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
  { row, before, fault }: Match,
  lineOf: Map<string, number>,
  { presets, passwordsAlwaysEncrypted, firstUngivenId }: Present,
): Planned {
  if (fault) return { row, fault };
  const draft = draftOf(row, before, presets);
  const { line } = row;
  const isFree = row.id !== null && row.id >= firstUngivenId;
  const id = before?.id ?? (isFree ? row.id : newId);
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
  const name = before ? `account ${before.id}` : row.id !== null && `new ${row.id}`;
  const earlier = name === false ? undefined : lineOf.get(name);
  if (earlier !== undefined) return { row, fault: repeated(earlier) };
  if (name !== false) lineOf.set(name, line);
  if (isSame) return { row, line, before, after: before };
  return { row, line, before, after: { ...draft, id, grantId: null, passwordId: null } };
}

const draftFields = Object.keys(newAccountDraft) as (keyof AccountDraft)[];

function draftOf(row: ImportedRow, before: Account | null, presets: readonly Presets[]): AccountDraft {
  return tidyDraft({ ...startOf(row, before, presets), ...row.given }, presets);
}

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

function noIdLeft(): AppError {
  return new AppError('account-invalid', 'No Email Server ID is left for it.', { field: 'id' });
}

function repeated(line: number): AppError {
  return new AppError('import-refused', `Line ${line} is the same account.`, {
    field: 'id',
    detail: { line },
  });
}
