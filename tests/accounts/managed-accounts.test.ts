import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createAccountStore } from '../../main/accounts/account-store.ts';
import { managedDrafts, managedFault } from '../../main/accounts/managed-accounts.ts';
import type { ManagedAccount } from '../../main/settings/policy-format.ts';
import { newAccountDraft } from '../../shared/account.ts';
import type { AccountDraft } from '../../shared/account.ts';
import type { Input } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import { exampleProviders } from '../helpers/example-accounts.ts';
import { createFakeCipher } from '../helpers/fake-cipher.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { asPerson, openAccounts } from './fake-account-parts.ts';

const id = 1_000_000;
const invoices: ManagedAccount = {
  id,
  host: 'mail.example.com',
  user: 'invoices@example.com',
  businessObject: 'SalesDocument',
  columnName: 'Sales_Doc_Type',
  columnValue: 'INVOICE',
};
const microsoft: ManagedAccount = { id: id + 1, provider: 'microsoft' };
/** The same computer, also after a restart. */
const cipher = createFakeCipher('key-file');
const locked = (field: string) => ({ code: 'locked-by-policy', field });

async function start(accounts: readonly ManagedAccount[] = [invoices], profileFolder?: string) {
  const folder = profileFolder ?? (await temporaryFolder());
  const parts = openAccounts(folder, {}, { accounts }, cipher);
  await parts.accounts.start();
  return { ...parts, folder, person: asPerson(parts) };
}

type Started = Awaited<ReturnType<typeof start>>;

/** The row of the administrator as the dialog hands it back, but for what the person changes. */
function saving(
  { accounts }: Started,
  change: Partial<AccountDraft>,
  more: Partial<Input<'accountsSave'>> = {},
) {
  const account = accounts.row(more.accountId ?? id);
  const names = Object.keys(newAccountDraft) as (keyof AccountDraft)[];
  const draft = Object.fromEntries(names.map((name) => [name, account?.[name]])) as unknown as AccountDraft;
  const input = {
    accountId: id,
    draft: { ...draft, ...change },
    pendingGrantId: null,
    signOut: false,
    ...more,
  };
  return accounts.handlers.accountsSave(input, { origin: 'user' });
}

describe('an account of the policy', () => {
  it('is a row as a new record would be, with what its provider fills in', async () => {
    const { accounts, person } = await start([microsoft, invoices]);
    await person.add();
    expect(accounts.rows().map((row) => [row.id, row.managed])).toEqual([
      [1, false],
      [id, true],
      [id + 1, true],
    ]);
    expect(accounts.row(id)).toMatchObject({
      ...{ host: 'mail.example.com', port: 587, tls: true, tlsMethod: 'auto', enabled: true },
      status: { kind: 'password-needed' },
    });
    expect(accounts.row(id + 1)).toMatchObject({
      ...{ host: 'smtp.office365.com', port: 587, tlsMethod: 'auto', user: '', ownUser: true },
      status: { kind: 'sign-in-needed' },
    });
    expect(accounts.row(id)).not.toHaveProperty('ownUser');
  });

  const changes: Partial<AccountDraft> = {
    provider: 'google',
    host: 'other.example.com',
    port: 25,
    user: 'me@example.com',
    businessObject: 'Customer',
    columnName: 'Customer_Num',
    columnValue: '7',
    tls: false,
    tlsMethod: 'starttls',
    enabled: false,
    senderName: 'Me',
    replyTo: 'me@example.com',
    from: 'me@example.com',
    signInAccount: 'me@example.com',
    alternateServer: 'other.example.com',
    timeoutMs: 1_000,
    sendThrough: 'api',
    sendPasswordUnencrypted: true,
  };
  it.each(Object.entries(changes))('keeps its %s', async (field, value) => {
    const started = await start();
    const before = started.accounts.row(id);
    await expect(saving(started, { [field]: value }, { password: 'secret' })).rejects.toMatchObject(
      locked(field),
    );
    const { findings } = await started.person.lint({
      accountId: id,
      draft: { ...newAccountDraft, ...invoices, [field]: value, id: undefined } as unknown as AccountDraft,
      passwordTyped: false,
    });
    expect(findings).toContainEqual({ field, level: 'error', code: 'locked-by-policy' });
    expect(started.accounts.row(id)).toEqual(before);
    expect(await started.vault.list()).toEqual([]);
  });

  it('names every field, so that none can be changed by oversight', () => {
    expect(Object.keys(changes).toSorted()).toEqual(Object.keys(newAccountDraft).toSorted());
  });

  it('is neither removed, enabled nor disabled, and nothing of a selection with it is', async () => {
    const { accounts, person, waiting } = await start();
    await person.add();
    waiting.set(1, 2);
    const { handlers } = accounts;
    await expect(person.remove([1, id], 'cancel')).rejects.toMatchObject(locked('accountIds'));
    await expect(
      handlers.accountsSetEnabled({ accountIds: [1, id], enabled: false }, { origin: 'user' }),
    ).rejects.toMatchObject(locked('accountIds'));
    expect(accounts.rows().map(({ enabled }) => enabled)).toEqual([true, true]);
    expect(waiting.get(1)).toBe(2);
  });

  it('takes the password of the person, also after a restart, and gives it back', async () => {
    const started = await start();
    const { folder, accounts, events } = started;
    expect(await saving(started, {}, { password: 'secret' })).toMatchObject({
      passwordSet: true,
      status: { kind: 'not-checked' },
    });
    expect(events).toContain(`renewed ${id}`);
    const again = await start([invoices], folder);
    expect(await again.accounts.passwordFor(again.store.existing(id))).toEqual({ password: 'secret' });
    expect(await saving(again, {}, { password: '' })).toMatchObject({ passwordSet: false });
    await again.accounts.settled();
    expect(await again.vault.list()).toEqual([]);
    expect(accounts.row(id)?.user).toBe('invoices@example.com');
  });

  it('takes the sign-in of the person, whose mailbox it sends as where the policy names none', async () => {
    const started = await start([microsoft]);
    const { kept, folder, accounts, store } = started;
    kept.set('anna-grant', { provider: 'microsoft', mailbox: 'anna@example.com', pending: true });
    const row = await saving(started, {}, { accountId: id + 1, pendingGrantId: 'anna-grant' });
    expect(row).toMatchObject({
      user: 'anna@example.com',
      signedInAs: 'anna@example.com',
      status: { kind: 'ready' },
    });
    expect((await start([microsoft], folder)).store.existing(id + 1)).toEqual(store.existing(id + 1));

    kept.set('ben-grant', { provider: 'microsoft', mailbox: 'ben@example.com' });
    await expect(
      accounts.linkGrant(id + 1, 'ben-grant', { provider: 'google', sendThrough: 'api' }),
    ).rejects.toMatchObject(locked('provider'));
    expect(store.existing(id + 1).grantId).toBe('anna-grant');
    await accounts.unlinkGrant([id + 1]);
    expect(accounts.row(id + 1)).toMatchObject({ status: { kind: 'sign-in-needed' }, ownUser: true });
  });

  it('lets the person type the SMTP User that the policy leaves open', async () => {
    const { user: _user, ...open } = invoices;
    const started = await start([open]);
    await expect(saving(started, {}, { password: 'secret' })).rejects.toMatchObject({
      code: 'account-invalid',
      field: 'user',
    });
    await saving(started, { user: 'anna@example.com' }, { password: 'secret' });
    expect(started.accounts.row(id)).toMatchObject({
      user: 'anna@example.com',
      passwordSet: true,
      ownUser: true,
    });
    await saving(started, { user: 'ben@example.com' });
    expect(started.accounts.row(id)).toMatchObject({
      user: 'ben@example.com',
      status: { kind: 'password-needed' },
    });
  });

  it('may be the default account', async () => {
    const started = await start();
    expect(await saving(started, {}, { makeDefault: true })).toMatchObject({ isDefault: true });
    expect(await started.person.resolve()).toMatchObject({ accountId: id, rule: 'default' });
  });
});

describe('a policy that changes', () => {
  it.each([
    ['host', { host: 'other.example.com' }],
    ['SMTP User', { user: 'orders@example.com' }],
    ['alternate server', { alternateServer: 'other.example.com' }],
  ])('the %s of an account unbinds the password', async (_, change) => {
    const started = await start();
    await saving(started, {}, { password: 'secret' });
    const { accounts, store } = await start([{ ...invoices, ...change }], started.folder);
    expect(accounts.row(id)).toMatchObject({ ...change, status: { kind: 'password-needed' } });
    await expect(accounts.passwordFor(store.existing(id))).rejects.toMatchObject({
      code: 'password-required',
    });
  });

  it('an account from a password to a sign-in forgets the password', async () => {
    const started = await start();
    await saving(started, {}, { password: 'secret' });
    const { accounts, vault, folder } = await start([{ ...invoices, provider: 'microsoft' }], started.folder);
    await accounts.settled();
    expect(accounts.row(id)).toMatchObject({ passwordSet: false, status: { kind: 'sign-in-needed' } });
    expect(await vault.list()).toEqual([]);
    expect(await readFile(join(folder, 'accounts.json'), 'utf8')).not.toContain('-password');
  });

  it('says which accounts send elsewhere now, or are gone, and only once', async () => {
    const { folder } = await start([invoices, microsoft]);
    const moved = await start([{ ...invoices, port: 465 }], folder);
    expect(moved.store.changedByPolicy).toEqual([id, id + 1]);
    expect((await start([{ ...invoices, port: 465 }], folder)).store.changedByPolicy).toEqual([]);
    expect(
      (await start([{ ...invoices, port: 465, columnValue: 'QUOTE' }], folder)).store.changedByPolicy,
    ).toEqual([]);
  });

  it('and names an account no more forgets its secrets', async () => {
    const started = await start();
    await saving(started, {}, { password: 'secret' });
    const { accounts, vault, folder } = await start([], started.folder);
    await accounts.settled();
    expect(accounts.row(id)).toBeNull();
    expect(await vault.list()).toEqual([]);
    const file = JSON.parse(await readFile(join(folder, 'accounts.json'), 'utf8')) as object;
    // A version that knows nothing of policy accounts reads it.
    expect(Object.keys(file).toSorted()).toEqual(['accounts', 'checksum', 'nextId', 'toForget', 'version']);
  });

  it.each([
    ['is refused or taken away', null],
    ['counts by its last good copy, which does not name it', { accounts: [], status: 'last-good' }],
  ] as const)('and %s forgets nothing', async (_, policy) => {
    const started = await start();
    await saving(started, {}, { password: 'secret' });
    const { accounts, vault } = openAccounts(started.folder, {}, policy, cipher);
    await accounts.start();
    await accounts.settled();
    expect(accounts.row(id)).toBeNull();
    expect(await vault.list()).toHaveLength(1);
    const back = await start([invoices], started.folder);
    expect(await back.accounts.passwordFor(back.store.existing(id))).toEqual({ password: 'secret' });
  });

  it('counts from the start also where the disk is full', () => {
    const [draft] = managedDrafts([{ ...invoices, provider: 'microsoft' }], exampleProviders);
    const link = { id, server: '', user: '', grantId: null, passwordId: 'old-password' };
    const full = () => {
      throw new AppError('storage-full', 'Full.');
    };
    const store = createAccountStore({
      openStore: (_name, parse) => ({
        get: () => parse({ version: 1, nextId: 1, accounts: [], toForget: [], managed: [link] }),
        set: full,
      }),
      managed: draft ? [draft] : [],
      forgetMissing: true,
    });
    expect(store.existing(id)).toMatchObject({ provider: 'microsoft', passwordId: null });
    expect(store.toForget()).toEqual([]);
  });
});

describe('a key of the administrator', () => {
  const key = { businessObject: 'salesdocument', columnName: 'sales_doc_type', columnValue: ' invoice ' };
  const record = { businessObject: 'SalesDocument', columns: { Sales_Doc_Type: 'INVOICE' } };

  it('cannot be given to an account of the person', async () => {
    const { person } = await start();
    await expect(person.add(key)).rejects.toMatchObject({ code: 'key-taken', detail: { accountId: id } });
    await expect(person.add({ ...key, enabled: false })).resolves.toMatchObject({ id: 1 });
    await expect(person.edit(1, { enabled: true })).rejects.toMatchObject({ code: 'key-taken' });
  });

  it('wins over one that was there before, which says so', async () => {
    const { folder, person } = await start([]);
    await person.add(key);
    await person.add({ businessObject: 'SalesDocument', columnName: 'Sales_Doc_ID', columnValue: 'STD' });
    const later = await start([invoices], folder);
    expect(await later.person.resolve([record])).toMatchObject({ accountId: id, rule: 'key', losers: [1] });
    const both = { ...record, columns: { ...record.columns, Sales_Doc_ID: 'STD' } };
    // Of the accounts that count, the lowest ID wins, as everywhere.
    expect(await later.person.resolve([both])).toMatchObject({ accountId: 2, losers: [1, id] });
    const { findings } = await later.person.lint({
      accountId: 1,
      draft: { ...newAccountDraft, host: 'mail.example.com', user: 'anna@example.com', ...key },
      passwordTyped: false,
    });
    expect(findings).toEqual([
      { field: 'columnValue', level: 'error', code: 'key-taken-by-administrator', values: { accountId: id } },
    ]);
    // The administrator's row is in order: its password can be entered.
    await expect(saving(later, {}, { password: 'secret' })).resolves.toMatchObject({ passwordSet: true });
  });

  it('of an account that the policy disables is free', async () => {
    const { person } = await start([{ ...invoices, enabled: false }]);
    await person.add(key);
    expect(await person.resolve([record])).toMatchObject({ accountId: 1 });
  });
});

describe('Email Server IDs', () => {
  it('of the person end before those of the administrator', async () => {
    const folder = await temporaryFolder();
    const file = { version: 1, nextId: 999_999, accounts: [], toForget: [] };
    await writeFile(join(folder, 'accounts.json'), JSON.stringify(file));
    const { person, store } = await start([invoices], folder);
    expect((await person.add()).id).toBe(999_999);
    await expect(person.add()).rejects.toMatchObject({
      code: 'account-invalid',
      field: 'id',
      message: expect.stringContaining('999999'),
    });
    expect(store.list().map((account) => account.id)).toEqual([999_999, id]);
    expect((await start([invoices], folder)).store.list()).toHaveLength(2);
  });

  it('of the administrator in the file of the person are a damaged file', async () => {
    const folder = await temporaryFolder();
    const account = { ...newAccountDraft, id, grantId: null, passwordId: null };
    const file = { version: 1, nextId: id + 1, accounts: [account], toForget: [] };
    await writeFile(join(folder, 'accounts.json'), JSON.stringify(file));
    expect(() => openAccounts(folder)).toThrow(expect.objectContaining({ code: 'profile-unreadable' }));
  });
});

describe('accounts that a policy lists', () => {
  it.each<[string, readonly ManagedAccount[], object | null]>([
    ['with everything', [invoices, microsoft], null],
    ['of a relay without a user', [{ id, host: 'relay.example.com', from: 'noreply@example.com' }], null],
    ['that leave the user to the person', [{ id, host: 'mail.example.com' }], null],
    ['without a host', [{ id }], { index: 0, field: 'host' }],
    ['with an impossible host', [{ ...invoices, host: 'smtp://x' }], { index: 0, field: 'host' }],
    ['with half a key', [microsoft, { ...invoices, columnValue: '' }], { index: 1, field: 'columnValue' }],
    ['with one key twice', [{ ...invoices, id: id + 5 }, invoices], { index: 1, field: 'columnValue' }],
    [
      'with a sign-in without TLS',
      [{ ...microsoft, host: 'smtp.office365.com', tls: false }],
      { index: 0, field: 'tls' },
    ],
    ['with a From address that is none', [{ ...invoices, from: 'x' }], { index: 0, field: 'from' }],
  ])('%s', (_, listed, fault) => {
    const found = managedFault(listed, exampleProviders);
    expect(found).toEqual(fault && { ...fault, message: expect.stringMatching(/^[A-Z].*\.$/) });
  });

  it('keep the host that they name, and stand by ID', () => {
    const drafts = managedDrafts(
      [{ ...microsoft, host: 'smtp.example.com', port: 25 }, invoices],
      exampleProviders,
    );
    expect(drafts.map((draft) => [draft.id, draft.host, draft.port])).toEqual([
      [id, 'mail.example.com', 587],
      [id + 1, 'smtp.example.com', 25],
    ]);
  });
});
