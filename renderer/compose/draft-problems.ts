import type { Resolution } from '../../shared/account.ts';
import type { Input } from '../../shared/contract.ts';
import { isEmptyRecord, isWholeRecord, toBusinessRecords } from './draft.ts';
import type { Draft } from './draft.ts';
import { isFax, parseRecipients } from './recipients.ts';

export const mostRecipients = 500;
export const longestSubject = 998;
export const longestBody = 1_000_000;
const minuteMs = 60_000;

/** Why a draft cannot be sent as it stands, at the field where it is mended. */
export type DraftProblem =
  | { readonly field: 'to'; readonly kind: 'no-recipient' }
  | {
      readonly field: 'to' | 'cc' | 'bcc';
      readonly kind: 'invalid-address';
      readonly invalid: readonly string[];
    }
  /** A fax number, and "Email To Fax Format String" does not say how to make an address of it. */
  | { readonly field: 'to' | 'cc' | 'bcc'; readonly kind: 'no-fax-format' }
  | { readonly field: 'to' | 'cc' | 'bcc'; readonly kind: 'too-many' }
  | { readonly field: 'records'; readonly kind: 'incomplete'; readonly recordKey: string }
  | { readonly field: 'account'; readonly kind: 'no-account' }
  | { readonly field: 'sendAt'; readonly kind: 'past' }
  /** Documents that are still being added, or could not be. */
  | { readonly field: 'documents'; readonly kind: 'not-ready' | 'not-added' };

const recipientFields = ['to', 'cc', 'bcc'] as const;

/**
 * Answers what keeps a draft from being sent, from top to bottom.
 *
 * @param resolution which account the records lead to; null while that is not known
 * @param faxFormat the setting "Email To Fax Format String"
 * @param nowMs epoch milliseconds
 */
export function problemsOf(
  draft: Draft,
  resolution: Resolution | null,
  faxFormat = '',
  nowMs = Date.now(),
): readonly DraftProblem[] {
  const problems: DraftProblem[] = [];
  if (draft.accountId === null && resolution?.accountId === null) {
    problems.push({ field: 'account', kind: 'no-account' });
  }
  const incomplete = draft.records.find((line) => !isWholeRecord(line) && !isEmptyRecord(line));
  if (incomplete) problems.push({ field: 'records', kind: 'incomplete', recordKey: incomplete.key });
  const parsed = recipientFields.map((field) => ({ field, ...parseRecipients(draft[field], faxFormat) }));
  for (const { field, invalid, addresses } of parsed) {
    if (!faxFormat.includes('{0}') && invalid.some(isFax)) problems.push({ field, kind: 'no-fax-format' });
    else if (invalid.length > 0) problems.push({ field, kind: 'invalid-address', invalid });
    if (addresses.length > mostRecipients) problems.push({ field, kind: 'too-many' });
  }
  const hasAny = parsed.some(({ addresses, invalid }) => addresses.length + invalid.length > 0);
  if (!hasAny) problems.push({ field: 'to', kind: 'no-recipient' });
  // The field knows no seconds: the minute that runs is still good.
  if (draft.sendAt !== '' && new Date(draft.sendAt).getTime() < nowMs - minuteMs)
    problems.push({ field: 'sendAt', kind: 'past' });
  if (draft.documents.some(({ progress }) => progress.kind === 'adding')) {
    problems.push({ field: 'documents', kind: 'not-ready' });
  }
  if (draft.documents.some(({ progress }) => progress.kind === 'failed')) {
    problems.push({ field: 'documents', kind: 'not-added' });
  }
  return problems;
}

/** Answers what Send hands over. */
export function toSubmission(draft: Draft, faxFormat = ''): Input<'outboxSubmit'> {
  const addresses = (field: 'to' | 'cc' | 'bcc') => [...parseRecipients(draft[field], faxFormat).addresses];
  return {
    submissionKey: draft.submissionKey,
    accountId: draft.accountId,
    records: toBusinessRecords(draft.records),
    to: addresses('to'),
    cc: addresses('cc'),
    bcc: addresses('bcc'),
    subject: draft.subject,
    body: draft.body,
    ...(draft.sendAt !== '' && { sendAtMs: new Date(draft.sendAt).getTime() }),
    documentIds: draft.documents.flatMap(({ progress }) =>
      progress.kind === 'ready' ? [progress.document.documentId] : [],
    ),
  };
}
