import type { BusinessRecord } from '../../shared/account.ts';
import type { ComposeRequest } from '../../shared/compose-request.ts';
import { newId } from '../new-id.ts';
import type { DocumentUpload } from './document-upload.ts';

/** One line of the record list, as typed. */
export interface RecordLine {
  readonly key: string;
  readonly businessObject: string;
  readonly column: string;
  readonly value: string;
}

/** A message that is being written. It outlives its tab. */
export interface Draft {
  /** The same for every try to hand this message over, so that it cannot be sent twice. */
  readonly submissionKey: string;
  /** null: the records decide. */
  readonly accountId: number | null;
  readonly records: readonly RecordLine[];
  readonly to: string;
  readonly cc: string;
  readonly bcc: string;
  readonly subject: string;
  readonly body: string;
  /** Local time as a `datetime-local` field has it; empty: at once. */
  readonly sendAt: string;
  readonly documents: readonly DocumentUpload[];
}

export function newDraft(): Draft {
  return {
    submissionKey: newId(),
    accountId: null,
    records: [],
    to: '',
    cc: '',
    bcc: '',
    subject: '',
    body: '',
    sendAt: '',
    documents: [],
  };
}

/** Says whether anything would be lost with this draft. */
export function isEmptyDraft(draft: Draft): boolean {
  const { to, cc, bcc, subject, body } = draft;
  return [to, cc, bcc, subject, body].every((text) => text.trim() === '') && draft.documents.length === 0;
}

/** Says whether a request brings more than documents, so that a message that is being written would be lost with it. */
export function fillsFields({ to, cc, bcc, subject, body }: ComposeRequest): boolean {
  return [to, cc, bcc, subject, body].some((text) => text !== '');
}

/** Answers a new draft with the fields of a request; who sends and for which records stays as it was. */
export function filledDraft({ to, cc, bcc, subject, body }: ComposeRequest, before: Draft): Draft {
  return { ...newDraft(), accountId: before.accountId, records: before.records, to, cc, bcc, subject, body };
}

export function isWholeRecord(line: RecordLine): boolean {
  return [line.businessObject, line.column, line.value].every((text) => text.trim() !== '');
}

export function isEmptyRecord({ businessObject, column, value }: RecordLine): boolean {
  return [businessObject, column, value].every((text) => text.trim() === '');
}

/** Answers the whole lines as the app takes them; it joins those of one object itself. */
export function toBusinessRecords(lines: readonly RecordLine[]): BusinessRecord[] {
  return lines.filter(isWholeRecord).map(({ businessObject, column, value }) => ({
    businessObject: businessObject.trim(),
    columns: { [column.trim()]: value.trim() },
  }));
}

/** Answers the lines with one of them moved by one place; at an end it stays. */
export function moveLine(lines: readonly RecordLine[], key: string, by: 1 | -1): readonly RecordLine[] {
  const from = lines.findIndex((line) => line.key === key);
  const line = lines[from];
  const other = lines[from + by];
  return line && other ? lines.with(from, other).with(from + by, line) : lines;
}
