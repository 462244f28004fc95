import type { AccountDraft, AccountRow } from '../../shared/account.ts';
import { draftOf } from '../../shared/account.ts';
import type { Input } from '../../shared/contract.ts';
import { numberFindings, parsePort, toSaveInput } from '../accounts/account-form.ts';
import type { AccountForm, FormFinding } from '../accounts/account-form.ts';
import { accountLines } from './page-rows.ts';
import type { AccountLine } from './page-rows.ts';

/** The lines of the default account while they are edited. */
export interface LineEdits {
  /** null: Save creates the account. */
  readonly accountId: number | null;
  readonly opened: AccountForm;
  readonly form: AccountForm;
  /** What a sign-in made here waits for. */
  readonly dialogId: string;
}

/** Answers the lines that say something else than what is saved. */
export function changedLines({ form, opened }: Pick<LineEdits, 'form' | 'opened'>): readonly AccountLine[] {
  return accountLines.filter((line) => {
    if (line === 'password') return form.password.kind !== 'unchanged';
    if (line === 'port') return form.portText !== opened.portText;
    if (line === 'user' && form.pending !== null) return true;
    return form.draft[line] !== opened.draft[line];
  });
}

/** Answers a draft with the changes of the lines on what is saved by now: other fields may have changed meanwhile. */
export function draftToSave({ form, opened }: LineEdits, account: AccountRow | null): AccountDraft {
  if (!account) return form.draft;
  const changed = Object.entries(form.draft).filter(
    ([field, value]) => value !== new Map(Object.entries(opened.draft)).get(field),
  );
  return { ...draftOf(account), ...Object.fromEntries(changed) };
}

/** Answers what Save hands over for the lines; a new account becomes the default one. */
export function toAccountInput(edits: LineEdits, account: AccountRow | null): Input<'accountsSave'> {
  const input = toSaveInput(edits.form, edits.accountId, edits.opened);
  return {
    ...input,
    draft: draftToSave(edits, account),
    ...(edits.accountId === null && { makeDefault: true }),
  };
}

/** Answers remarks on the lines, with those about the port as it is typed. */
export function lineFindings(form: AccountForm, remarks: readonly FormFinding[]): readonly FormFinding[] {
  const numbers = numberFindings(form).filter(({ field }) => field === 'port');
  return [
    ...numbers,
    ...remarks.filter(({ code }) => code !== 'port-invalid' || parsePort(form.portText) !== null),
  ];
}

/** Answers the first line that keeps Save from saving. */
export function firstFaultyLine(findings: readonly FormFinding[]): AccountLine | null {
  return (
    accountLines.find((line) => findings.some(({ field, level }) => field === line && level === 'error')) ??
    null
  );
}
