import { describe, expect, it } from 'vitest';
import { draftFault } from '../../main/accounts/draft-fault.ts';
import { lintDraft } from '../../main/accounts/lint.ts';
import { tidyDraft } from '../../main/accounts/tidy-draft.ts';
import { newAccountDraft } from '../../shared/account.ts';
import type { AccountDraft, Finding } from '../../shared/account.ts';
import { exampleProviders, keyedAccount } from '../helpers/example-accounts.ts';

const good: AccountDraft = { ...newAccountDraft, host: 'mail.example.com', user: 'anna@example.com' };
const others = [keyedAccount(4, 'sa'), keyedAccount(5, 'off', { enabled: false })];

type Question = Partial<Parameters<typeof lintDraft>[0]>;
const lint = (change: Partial<AccountDraft>, question: Question = {}) =>
  lintDraft({
    draft: { ...good, ...change },
    accountId: null,
    passwordTyped: false,
    passwordSet: false,
    accounts: others,
    presets: exampleProviders,
    ...question,
  });
const brief = (findings: readonly Finding[]) =>
  findings.map(({ field, level, code }) => `${field} ${level} ${code}`);

const google: Partial<AccountDraft> = {
  provider: 'google',
  sendThrough: 'api',
  host: 'gmail.googleapis.com',
  port: 443,
  tlsMethod: 'implicit',
};
const sa = { businessObject: 'SystemUser', columnName: 'User_Name', columnValue: ' SA ' };
const typed = { passwordTyped: true };

describe('a draft without fault', () => {
  it.each<[string, Partial<AccountDraft>, Question?]>([
    ['a password account', {}, typed],
    ['a relay that nobody signs in to', { user: '', from: 'office@example.com', tls: false, port: 25 }],
    ['a password over a plain connection to this computer', { host: '[::1]', tls: false }, typed],
    ['a user name that is no address, with a From address', { user: 'apikey', from: 'a@example.com' }, typed],
    ['the Gmail API as it is filled in', google],
    ['the Gmail API before it is filled in', { ...google, host: '', port: 587 }],
    ['an alternate server', { alternateServer: ' backup.example.com ' }],
    [
      'an alternate on another port of the same host',
      { host: 'mail.example.com', alternateServer: 'mail.example.com:2525' },
    ],
    ['an alternate by IPv6 with a port', { alternateServer: '[2001:db8::1]:587' }],
    ['Microsoft', { provider: 'microsoft', host: 'smtp.office365.com' }],
    ['the key of a disabled account', { ...sa, columnValue: 'off' }],
    ['a taken key while the draft is disabled', { ...sa, enabled: false }],
    ['its own key', sa, { accountId: 4 }],
    ['outer spaces, which saving takes away', { host: ' mail.example.com ', user: ' anna@example.com ' }],
  ])('%s', (_, change, question) => {
    expect(brief(lint(change, question))).toEqual([]);
  });
});

it('a provider whose policy names endpoints but no way to send cannot be saved, and the reason is told', () => {
  const draft = { ...good, ...google };
  const question = { accountId: null, passwordTyped: false, passwordSet: false, accounts: [] };
  const faultWith = (presets: (typeof exampleProviders)[number]['presets']) =>
    draftFault({ ...question, draft, presets: [{ id: 'google', presets }] });
  expect(faultWith([])).toMatchObject({ code: 'account-invalid', field: 'provider' });
  expect(faultWith([])?.message).toContain('smtp, gmailApi or graphApi is missing');
  const bySmtp = exampleProviders[0]?.presets.filter(({ sendThrough }) => sendThrough === 'smtp') ?? [];
  expect(faultWith(bySmtp)).toMatchObject({ code: 'account-invalid', field: 'sendThrough' });
});

describe('a remark is made on', () => {
  it.each<[string, Partial<AccountDraft>, string[], Question?]>([
    ['a missing host', { host: ' ' }, ['host error host-required']],
    ['a host with a scheme', { host: 'smtp://mail' }, ['host error host-invalid']],
    [
      'an alternate that is no server',
      { alternateServer: 'a b' },
      ['alternateServer error alternate-invalid'],
    ],
    [
      'an alternate with port 0',
      { alternateServer: 'backup.example.com:0' },
      ['alternateServer error alternate-invalid'],
    ],
    [
      'an alternate that is the first server, written otherwise',
      { host: 'mail.example.com', port: 587, alternateServer: 'MAIL.example.com.:587' },
      ['alternateServer warning alternate-invalid'],
    ],
    [
      'an alternate elsewhere that would not get the password of a server on this computer',
      { host: 'localhost', tls: false, alternateServer: 'backup.example.com' },
      ['alternateServer warning password-without-tls'],
      typed,
    ],
    ['port 0', { port: 0 }, ['port error port-invalid']],
    ['port 65536', { port: 65_536 }, ['port error port-invalid']],
    ['a port that is no number', { port: Number.NaN }, ['port error port-invalid']],
    ['a missing user with a password', { user: '', from: 'a@b.c' }, ['user error user-required'], typed],
    ['nobody to send as', { user: '' }, ['user error user-required']],
    ['a user that the sign-in will fill in', { ...google, user: '' }, ['user warning user-required']],
    ['a user that no provider knows', { ...google, user: 'anna' }, ['user error user-invalid']],
    ['a user with a control character', { user: 'a\tb' }, ['user error user-invalid']],
    ['a user that cannot be the sender', { user: 'apikey' }, ['from error from-invalid']],
    ['a From that is no address', { from: 'anna' }, ['from error from-invalid']],
    ['a Reply-to that is no address', { replyTo: 'a@b@c' }, ['replyTo error reply-to-invalid']],
    [
      'a sign-in account that is none',
      { signInAccount: 'x' },
      ['signInAccount error sign-in-account-invalid'],
    ],
    ['half a key', { businessObject: 'SystemUser' }, ['columnName error key-incomplete']],
    ['a key of spaces', { ...sa, columnValue: '  ' }, ['columnValue error key-incomplete']],
    ['a key that another account has', sa, ['columnValue error key-taken']],
    ['465 with STARTTLS', { port: 465, tlsMethod: 'starttls' }, ['tlsMethod warning port-465-with-starttls']],
    ['587 with Implicit', { tlsMethod: 'implicit' }, ['tlsMethod warning port-587-with-implicit']],
    [
      'smtp.gmail.com under the Gmail API',
      { ...google, host: 'smtp.gmail.com' },
      ['host error gmail-api-host'],
    ],
    [
      'a mail server that the sign-in is not shown to',
      { provider: 'microsoft', host: 'smtp.office365.com.example.net' },
      ['host warning host-not-providers'],
    ],
    [
      'None with an Office 365 host',
      { host: 'SMTP.Office365.com' },
      ['provider warning office365-without-provider'],
    ],
    ['a typed password without TLS', { tls: false }, ['tls warning password-without-tls'], typed],
    [
      'a kept password without TLS',
      { tls: false },
      ['tls warning password-without-tls'],
      { passwordSet: true },
    ],
    [
      'a sign-in without TLS, also on this computer',
      { provider: 'microsoft', host: 'localhost', tls: false },
      ['host warning host-not-providers', 'tls error oauth-without-tls'],
    ],
    [
      'a locked field',
      { port: 25 },
      ['port error locked-by-policy'],
      { lockedFields: ['port', 'host', 'user'], accountId: 4 },
    ],
  ])('%s', (_, change, expected, question) => {
    const base = question?.lockedFields ? { host: 'mail.example.com', user: 'person4@example.com' } : {};
    expect(brief(lint({ ...base, ...change }, question))).toEqual(expected);
  });

  it('a password without TLS even where it is allowed', () => {
    expect(lint({ tls: false, sendPasswordUnencrypted: true }, typed)).toEqual([
      { field: 'tls', level: 'warning', code: 'password-without-tls', values: { allowed: 1 } },
    ]);
  });

  it('a taken key with the account that has it', () => {
    expect(lint(sa)[0]?.values).toEqual({ accountId: 4 });
  });

  it('several things at once, in the order of the dialog', () => {
    const findings = lint({ host: '', port: 0, user: '', columnName: 'x' });
    expect(findings.map(({ field }) => field)).toEqual(['host', 'port', 'user', 'businessObject']);
  });
});

describe('saving tidies a draft', () => {
  it('takes outer spaces and brackets away', () => {
    expect(tidyDraft({ ...good, host: ' [2001:db8::1] ', columnValue: ' sa ' }, [])).toMatchObject({
      host: '2001:db8::1',
      columnValue: 'sa',
    });
  });

  it('fills in what the provider knows where the host is missing', () => {
    const draft = { ...good, provider: 'microsoft', host: '' };
    expect(tidyDraft(draft, exampleProviders)).toMatchObject({ host: 'smtp.office365.com', port: 587 });
  });

  it('leaves edited values of an editable preset alone', () => {
    const draft = { ...good, provider: 'microsoft', host: 'smtp.office365.com', port: 25 };
    expect(tidyDraft(draft, exampleProviders).port).toBe(25);
  });

  it('puts locked values right and leaves another host for the remark', () => {
    expect(tidyDraft({ ...good, ...google, port: 25, tls: false }, exampleProviders)).toMatchObject({
      port: 443,
      tls: true,
    });
    expect(tidyDraft({ ...good, ...google, host: 'evil.example' }, exampleProviders).host).toBe(
      'evil.example',
    );
  });

  it('knows no other way than SMTP without a provider', () => {
    expect(tidyDraft({ ...good, sendThrough: 'api' }, exampleProviders).sendThrough).toBe('smtp');
  });

  it('is the same when done twice', () => {
    const once = tidyDraft({ ...good, ...google, host: '' }, exampleProviders);
    expect(tidyDraft(once, exampleProviders)).toEqual(once);
  });
});
