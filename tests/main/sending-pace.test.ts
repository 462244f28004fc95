import { describe, expect, it } from 'vitest';
import { pacedServices, sendingPlaceOf } from '../../main/sending-pace.ts';
import { newAccountDraft } from '../../shared/account.ts';
import type { AccountDraft } from '../../shared/account.ts';

const place = (change: Partial<AccountDraft>) =>
  sendingPlaceOf({ ...newAccountDraft, host: 'mail.example.test', user: 'ada@example.test', ...change });
const microsoft = { provider: 'microsoft', host: 'smtp.office365.com' };

describe('the mailbox of an account', () => {
  it.each<[string, Partial<AccountDraft>, Partial<AccountDraft>]>([
    ['another key and From', microsoft, { ...microsoft, businessObject: 'SalesDocument', from: 'x@y.test' }],
    [
      'another spelling',
      microsoft,
      { provider: 'microsoft', host: 'SMTP.Office365.com.', user: 'ADA@example.test' },
    ],
    ['another port', microsoft, { ...microsoft, port: 25 }],
    ['Gmail API and SMTP', { provider: 'google' }, { provider: 'google', sendThrough: 'api' }],
    ['a sign-in and an app password', { provider: 'google' }, { host: 'smtp.gmail.com' }],
    ['another port of a server nobody knows', {}, { port: 465 }],
  ])('is one for %s', (_, one, other) => {
    expect(place(one).mailbox).toBe(place(other).mailbox);
  });

  it.each<[string, Partial<AccountDraft>, Partial<AccountDraft>]>([
    ['another SMTP User', microsoft, { ...microsoft, user: 'ben@example.test' }],
    ['another provider', microsoft, { provider: 'google' }],
    ['another server that nobody knows', {}, { host: 'mail2.example.test' }],
    ['another From without an SMTP User', { user: '', from: 'a@x.test' }, { user: '', from: 'b@x.test' }],
  ])('is another one for %s', (_, one, other) => {
    expect(place(one).mailbox).not.toBe(place(other).mailbox);
  });
});

describe('the pace of a mailbox', () => {
  it.each<[string, Partial<AccountDraft>, number | null, number | null]>([
    ['Microsoft', microsoft, 2, 30],
    ['Microsoft through a host of its own', { provider: 'microsoft', host: 'smtp.contoso.test' }, 2, 30],
    ['a password at Office 365', { host: 'smtp.office365.com' }, 2, 30],
    ['Google', { provider: 'google' }, 2, 60],
    ['an app password at Gmail', { host: 'smtp.gmail.com' }, 2, 60],
    ['a server that nobody knows', {}, null, null],
    ['a provider of the company', { provider: 'contoso', host: 'smtp.office365.com.test' }, null, null],
    ['Office 365 without an SMTP User', { host: 'smtp.office365.com', user: '' }, null, null],
  ])('of %s', (_, change, connections, messages) => {
    const { pace } = place(change);
    expect([pace?.connections ?? null, pace?.messagesPerMinute ?? null]).toEqual([connections, messages]);
  });

  it('names its source, and leaves something to people and to their other programs', () => {
    for (const { source, limits } of pacedServices) {
      expect(source).toMatch(/^https:/);
      expect(limits.keptForPeople).toBeGreaterThan(0);
      expect(limits.keptForPeople).toBeLessThan(limits.messagesPerMinute / 2);
    }
  });
});

it('a server is its host and port', () => {
  expect(place({}).server).toBe('mail.example.test:587');
  expect(place({ host: 'MAIL.example.test.' }).server).toBe('mail.example.test:587');
  expect(place({ port: 25 }).server).not.toBe(place({}).server);
});
