import type { AccountDraft } from '../../shared/account.ts';

/** Options that are the text of a field, and that field. */
export const textFields = {
  host: 'host',
  user: 'user',
  'sign-in-account': 'signInAccount',
  from: 'from',
  'sender-name': 'senderName',
  'reply-to': 'replyTo',
  'business-object': 'businessObject',
  'column-name': 'columnName',
  'column-value': 'columnValue',
  'alternate-server': 'alternateServer',
} as const satisfies Record<string, keyof AccountDraft>;

/** Fields of a message, by the options that set them. */
const messageFields: Readonly<Record<string, string>> = {
  account: 'accountId',
  record: 'records',
  attach: 'documentIds',
  'idempotency-key': 'submissionKey',
  at: 'sendAtMs',
};

/** Answers the option that sets a field, without dashes; the field itself where none does. */
export function optionOfField(field: string): string {
  const found = Object.entries({ ...textFields, ...messageFields }).find(([, each]) => each === field);
  return found?.[0] ?? field.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
