import type { AccountRow } from '../../shared/account.ts';
import type { OutboxItem } from '../../shared/message.ts';
import { fakeAccount, fakeItem } from './fake-app.ts';

const systemUser = { businessObject: 'SystemUser', columnName: 'User_Name' };
const microsoft = { provider: 'microsoft', host: 'smtp.office365.com', port: 587 } as const;
const google = {
  provider: 'google',
  host: 'gmail.googleapis.com',
  port: 443,
  tlsMethod: 'implicit',
  sendThrough: 'api',
} as const;

/** Accounts of a small firm, one in nearly every status. */
export const sampleAccounts: readonly AccountRow[] = [
  fakeAccount(1, {
    ...microsoft,
    ...systemUser,
    columnValue: 'ada',
    user: 'ada@contoso.test',
    senderName: 'Ada Byron',
    signedInAs: 'ada@contoso.test',
    isDefault: true,
    status: { kind: 'ready' },
  }),
  fakeAccount(4, {
    ...google,
    ...systemUser,
    columnValue: 'grace',
    user: 'grace@fabrikam.test',
    signedInAs: 'grace@fabrikam.test',
    status: { kind: 'sign-in-needed', because: 'grant-revoked' },
  }),
  fakeAccount(6, {
    ...systemUser,
    host: 'smtp.gmail.com',
    columnValue: 'sa',
    user: 'orders@fabrikam.test',
    passwordSet: true,
    status: { kind: 'not-checked' },
  }),
  fakeAccount(7, {
    ...microsoft,
    businessObject: 'SalesDocument',
    columnName: 'Sales_Doc_Type',
    columnValue: 'INVOICE',
    user: 'invoices@contoso.test',
    signInAccount: 'ada@contoso.test',
    signedInAs: 'ada@contoso.test',
    status: { kind: 'blocked', because: 'smtp-auth-disabled' },
  }),
  fakeAccount(8, {
    host: 'mail.tailspin.test',
    port: 465,
    tlsMethod: 'implicit',
    businessObject: 'SalesDocument',
    columnName: 'Sales_Doc_Type',
    columnValue: 'QUOTE',
    user: 'quotes@tailspin.test',
    passwordSet: true,
    status: { kind: 'refused', because: 'authentication-rejected' },
  }),
  fakeAccount(11, {
    host: 'relay.contoso.test',
    port: 25,
    tls: false,
    businessObject: 'Warehouse',
    columnName: 'Site_ID',
    columnValue: 'NORTH',
    user: 'scanner-north',
    status: { kind: 'password-needed', because: 'password-required' },
  }),
  fakeAccount(12, {
    ...microsoft,
    ...systemUser,
    columnValue: 'linus',
    user: 'linus@contoso.test',
    status: { kind: 'unreadable', because: 'vault-unreadable' },
  }),
  fakeAccount(13, {
    ...google,
    ...systemUser,
    columnValue: 'former',
    user: 'former@fabrikam.test',
    enabled: false,
    status: { kind: 'disabled' },
  }),
  fakeAccount(15, {
    ...microsoft,
    ...systemUser,
    columnValue: 'margaret',
    user: 'margaret@contoso.test',
    status: { kind: 'signing-in' },
  }),
];

/** As many accounts as a large firm has. */
export function manyAccounts(count: number): readonly AccountRow[] {
  return Array.from({ length: count }, (_, index) => {
    const model = sampleAccounts[index % sampleAccounts.length] ?? fakeAccount(1, {});
    const id = index + 1;
    return {
      ...model,
      id,
      isDefault: id === 1,
      columnValue: `user${String(id).padStart(5, '0')}`,
      user: `user${id}@contoso.test`,
    };
  });
}

/** One message in every state, and some that went well. */
export const sampleOutbox: readonly OutboxItem[] = [
  ...Array.from({ length: 9 }, (_, index) =>
    fakeItem(index + 1, {
      state: 'sent',
      subject: `Order confirmation SO-${20_310 + index}`,
      accepted: ['kay@fabrikam.test'],
      attempts: 1,
      reply: '250 2.0.0 OK queued as 4F2A1',
      confirmedBy: 'server',
    }),
  ),
  fakeItem(10, {
    state: 'sent',
    subject: 'Quote Q-1187 for the pump station',
    to: ['kay@fabrikam.test', 'old.address@fabrikam.test'],
    cc: ['sales@contoso.test'],
    accepted: ['kay@fabrikam.test', 'sales@contoso.test'],
    refused: [{ address: 'old.address@fabrikam.test', reply: '550 5.1.1 User unknown' }],
    documents: [
      { documentId: 'document-q1187', name: 'Q-1187.pdf', sizeBytes: 248_113, sha256: '0'.repeat(64) },
    ],
    attempts: 1,
    reply: '250 2.0.0 OK queued as 4F2B7',
    confirmedBy: 'server',
  }),
  fakeItem(11, { state: 'cancelled', subject: 'Invoice 88120 (wrong customer)', attempts: 0 }),
  fakeItem(12, {
    state: 'failed',
    subject: 'Invoice 88121',
    accountId: 7,
    because: 'message-too-large',
    reason: 'The message is larger than the server takes.',
    reply: '552 5.3.4 Message size exceeds fixed limit',
    attempts: 1,
  }),
  fakeItem(13, {
    state: 'unconfirmed',
    subject: 'Invoice 88122',
    accountId: 8,
    because: 'delivery-unconfirmed',
    reason: 'The connection broke after the last byte.',
    attempts: 1,
  }),
  fakeItem(14, {
    state: 'held',
    subject: 'Invoice 88123',
    accountId: 4,
    because: 'sign-in-required',
    reason: 'Failed to obtain an access token',
    attempts: 1,
  }),
  fakeItem(15, {
    state: 'held',
    subject: 'Delivery note 5561',
    accountId: 4,
    because: 'sign-in-required',
    reason: 'Failed to obtain an access token',
    origin: 'agent',
  }),
  fakeItem(16, {
    state: 'queued',
    subject: 'Quote Q-1190',
    accountId: 8,
    because: 'server-unreachable',
    reason: 'mail.tailspin.test did not answer.',
    attempts: 3,
    nextTryAtMs: Date.UTC(2026, 10, 21, 9, 40),
  }),
  fakeItem(17, { state: 'sending', subject: 'Quote Q-1191', attempts: 1 }),
  fakeItem(18, { state: 'queued', subject: 'Order confirmation SO-20319' }),
];
