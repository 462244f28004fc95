import { describe, expect, test } from 'vitest';
import { newAccountDraft } from '../../shared/account.ts';
import { contract } from '../../shared/contract.ts';
import {
  applySignIn,
  chooseProvider,
  chooseSendThrough,
  fieldOrder,
  firstFault,
  firstToFill,
  isEdited,
  numberFindings,
  openForm,
  toSaveInput,
  typeNumber,
} from '../../renderer/accounts/account-form.ts';
import type { AccountForm } from '../../renderer/accounts/account-form.ts';
import { rebaseForm } from '../../renderer/accounts/rebase-form.ts';
import { createFakeApp, fakeAccount } from '../helpers/fake-app.ts';

const { providers } = createFakeApp().state();
const signedIn = { provider: 'google', signedInAs: 'ada@fabrikam.test', grantId: 'grant-0001' };

describe('a new record', () => {
  test('starts with None, port 587, TLS on, Auto and enabled', () => {
    expect(openForm(null).draft).toMatchObject({
      provider: 'none',
      port: 587,
      tls: true,
      tlsMethod: 'auto',
      enabled: true,
      host: '',
    });
  });

  test('the fields stand in the order of the model, then those under More', () => {
    expect(fieldOrder.slice(0, 4)).toEqual(['provider', 'host', 'user', 'password']);
    const fields: readonly string[] = [...Object.keys(newAccountDraft), 'password'];
    expect(fieldOrder.toSorted()).toEqual(fields.toSorted());
  });
});

describe('a copy of an account', () => {
  const original = fakeAccount(7, {
    provider: 'microsoft',
    host: 'smtp.office365.com',
    user: 'invoices@contoso.test',
    businessObject: 'SalesDocument',
    columnName: 'Sales_Doc_Type',
    columnValue: 'INVOICE',
    isDefault: true,
    passwordSet: true,
    signedInAs: 'ada@contoso.test',
  });

  test('has its fields, a key of its own, and none of its secrets', () => {
    const form = openForm(null, original);
    expect(form.draft).toMatchObject({ host: 'smtp.office365.com', user: 'invoices@contoso.test' });
    expect([form.draft.businessObject, form.draft.columnName, form.draft.columnValue]).toEqual(['', '', '']);
    expect(form).toMatchObject({ isDefault: false, pending: null, password: { kind: 'unchanged' } });
    expect(contract.accountsSave.input.safeParse(toSaveInput(form, null, form)).success).toBe(true);
  });

  test('opens at its key, which is what is missing', () => {
    const form = openForm(null, original);
    expect(firstToFill(form, { isCopy: true, isManaged: false })).toBe('businessObject');
  });
});

test.each([
  ['a new account', {}, false, 'host'],
  ['an account without a user', { host: 'mail.contoso.test' }, false, 'user'],
  ['a whole account', { host: 'mail.contoso.test', user: 'a@contoso.test' }, false, 'provider'],
  [
    "the administrator's account with a password",
    { host: 'mail.contoso.test', user: 'a@contoso.test' },
    true,
    'password',
  ],
  [
    "the administrator's account with a sign-in",
    { provider: 'google', host: 'gmail.googleapis.com', user: 'a@contoso.test' },
    true,
    'sign-in',
  ],
] as const)('%s opens at what is to be filled in', (_name, fields, isManaged, field) => {
  const form = openForm(fakeAccount(3, fields));
  expect(firstToFill(form, { isCopy: false, isManaged })).toBe(field);
});

describe('choosing a provider', () => {
  test('Microsoft fills in its server, and None takes it out again', () => {
    const microsoft = chooseProvider(openForm(null), providers, 'microsoft');
    expect(microsoft.draft).toMatchObject({
      host: 'smtp.office365.com',
      port: 587,
      tls: true,
      tlsMethod: 'auto',
    });
    expect(chooseProvider(microsoft, providers, 'none').draft).toEqual(newAccountDraft);
  });

  test('None leaves a server that somebody typed', () => {
    const typed = chooseProvider(openForm(null), providers, 'microsoft');
    const own = { ...typed, draft: { ...typed.draft, host: 'mail.contoso.test' } };
    expect(chooseProvider(own, providers, 'none').draft.host).toBe('mail.contoso.test');
  });

  test('what was typed for a provider is there again when it is chosen again', () => {
    const typed = { ...openForm(null), draft: { ...newAccountDraft, host: 'mail.contoso.test', port: 2525 } };
    const google = chooseProvider(typed, providers, 'google');
    expect(google.draft.host).toBe('gmail.googleapis.com');
    const own = { ...google, draft: { ...google.draft, host: 'smtp.own.test' } };
    const back = chooseProvider(chooseProvider(own, providers, 'microsoft'), providers, 'none');
    expect(back.draft).toMatchObject({ host: 'mail.contoso.test', port: 2525, sendThrough: 'smtp' });
    expect(back.portText).toBe('2525');
    expect(chooseProvider(back, providers, 'google').draft.host).toBe('smtp.own.test');
    expect(chooseProvider(back, providers, 'microsoft').draft.host).toBe('smtp.office365.com');
  });

  test('a look at another provider and back is no edit', () => {
    const opened = openForm(fakeAccount(3, { host: 'mail.contoso.test' }));
    const back = chooseProvider(chooseProvider(opened, providers, 'google'), providers, 'none');
    expect(isEdited(back, opened)).toBe(false);
  });

  test('Google by SMTP has its own server and gives up a sign-in for the API', () => {
    const google = applySignIn(openForm(null), providers, signedIn);
    expect(google.draft).toMatchObject({ host: 'gmail.googleapis.com', port: 443, sendThrough: 'api' });
    const smtp = chooseSendThrough(google, providers, 'smtp');
    expect(smtp.draft).toMatchObject({ host: 'smtp.gmail.com', port: 465, sendThrough: 'smtp' });
    expect(smtp.portText).toBe('465');
    expect(smtp.pending).toBeNull();
  });

  test('another provider gives up the sign-in of this dialog', () => {
    const google = applySignIn(openForm(null), providers, signedIn);
    expect(chooseProvider(google, providers, 'microsoft').pending).toBeNull();
    expect(chooseProvider(google, providers, 'google').pending).not.toBeNull();
  });
});

describe('a sign-in in the dialog', () => {
  test('fills in provider, server and an empty SMTP User, and leaves the key to the person', () => {
    const { draft, pending } = applySignIn(openForm(null), providers, signedIn);
    expect(draft).toMatchObject({ provider: 'google', user: 'ada@fabrikam.test', businessObject: '' });
    expect(pending).toEqual({ grantId: 'grant-0001', signedInAs: 'ada@fabrikam.test' });
  });

  test('keeps a typed SMTP User and a typed server of the same provider', () => {
    const account = fakeAccount(3, {
      provider: 'google',
      host: 'gmail.googleapis.com',
      user: 'alias@fabrikam.test',
    });
    expect(applySignIn(openForm(account), providers, signedIn).draft).toMatchObject({
      user: 'alias@fabrikam.test',
      host: 'gmail.googleapis.com',
    });
  });

  test('takes back a Sign Out that was pressed before', () => {
    const form = { ...openForm(fakeAccount(3, { provider: 'google' })), signOut: true };
    expect(applySignIn(form, providers, signedIn).signOut).toBe(false);
  });
});

describe('numbers', () => {
  test.each(['0', '65536', '-1', '58.7', '587a', '', ' '])(
    'port %j is faulty and the last good one stays',
    (text) => {
      const form = typeNumber(openForm(null), 'port', text);
      expect(numberFindings(form)).toEqual([{ field: 'port', level: 'error', code: 'port-invalid' }]);
      expect(form.draft.port).toBe(587);
      expect(form.portText).toBe(text);
    },
  );

  test('an empty timeout means the setting', () => {
    const form = typeNumber(typeNumber(openForm(null), 'timeoutMs', '20000'), 'timeoutMs', '');
    expect(form.draft.timeoutMs).toBeNull();
    expect(numberFindings(form)).toEqual([]);
    expect(numberFindings(typeNumber(form, 'timeoutMs', '999'))).toHaveLength(1);
  });
});

describe('OK', () => {
  test('the first faulty field from the top gets the focus; warnings do not stop it', () => {
    expect(
      firstFault([
        { field: 'columnValue', level: 'error', code: 'key-taken' },
        { field: 'host', level: 'error', code: 'host-required' },
        { field: 'provider', level: 'warning', code: 'office365-without-provider' },
      ]),
    ).toBe('host');
    expect(firstFault([{ field: 'host', level: 'warning', code: 'gmail-api-host' }])).toBeNull();
  });

  test('hands over what the contract takes, and only what was changed', () => {
    const account = fakeAccount(4, { host: 'mail.contoso.test', passwordSet: true });
    const opened = openForm(account);
    const input = toSaveInput(opened, 4, opened);
    expect(contract.accountsSave.input.parse(input)).toEqual(input);
    expect(input).not.toHaveProperty('password');
    expect(input).not.toHaveProperty('makeDefault');
  });

  test('Clear forgets the password, typing sets it', () => {
    const opened = openForm(fakeAccount(4, {}));
    expect(toSaveInput({ ...opened, password: { kind: 'cleared' } }, 4, opened).password).toBe('');
    expect(toSaveInput({ ...opened, password: { kind: 'typed', text: ' p w ' } }, 4, opened).password).toBe(
      ' p w ',
    );
  });

  test('a pending sign-in goes along', () => {
    const opened = openForm(null);
    const form = applySignIn(opened, providers, signedIn);
    expect(toSaveInput(form, null, opened)).toMatchObject({ pendingGrantId: 'grant-0001', signOut: false });
  });
});

test('Cancel asks only where something would be lost', () => {
  const opened = openForm(fakeAccount(4, { host: 'mail.contoso.test' }));
  expect(isEdited(opened, opened)).toBe(false);
  const there = { ...opened, draft: { ...opened.draft, user: 'x' } };
  const back = { ...there, draft: { ...there.draft, user: '' } };
  expect(isEdited(there, opened)).toBe(true);
  expect(isEdited(back, opened)).toBe(false);
  expect(isEdited({ ...opened, signOut: true }, opened)).toBe(true);
});

describe('an account that changes elsewhere while its form is open', () => {
  const before = fakeAccount(3, { host: 'mail.contoso.test', senderName: 'Ada', port: 587 });
  const meanwhile = { ...before, host: 'new.contoso.test', port: 465, isDefault: true };

  test('keeps what was edited here, and takes the rest as it is saved by now', () => {
    const opened = openForm(before);
    const edited = { ...opened, draft: { ...opened.draft, senderName: 'Ada Byron' } };
    const form = rebaseForm(edited, opened, openForm(meanwhile));
    expect(form.draft).toEqual({ ...openForm(meanwhile).draft, senderName: 'Ada Byron' });
    expect(form).toMatchObject({ portText: '465', isDefault: true });
  });

  test('keeps a number that is being typed, the password and the sign-in', () => {
    const opened = openForm(before);
    const pending = { grantId: 'grant-0001', signedInAs: 'ada@contoso.test' };
    const edited: AccountForm = {
      ...typeNumber(opened, 'port', '99999'),
      password: { kind: 'typed', text: 'p' },
      pending,
    };
    expect(rebaseForm(edited, opened, openForm(meanwhile))).toMatchObject({
      portText: '99999',
      password: { kind: 'typed', text: 'p' },
      pending,
    });
  });
});
