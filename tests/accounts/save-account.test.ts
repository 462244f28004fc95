import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { draftOf } from '../../shared/account.ts';
import type { AccountDraft } from '../../shared/account.ts';
import type { Input } from '../../shared/contract.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { asPerson, openAccounts } from './fake-account-parts.ts';

const start = async (change: Parameters<typeof openAccounts>[1] = {}) => {
  const folder = await temporaryFolder();
  const parts = openAccounts(folder, change);
  await parts.accounts.start();
  return { folder, ...parts, person: asPerson(parts) };
};
const google = { provider: 'google', host: 'smtp.gmail.com', port: 465, tlsMethod: 'implicit' } as const;
/** What a grant of these tests was made for. */
const way = { provider: 'google', sendThrough: 'smtp' } as const;
const sa = { businessObject: 'SystemUser', columnName: 'User_Name', columnValue: 'sa' };
const secrets = async ({ vault }: Awaited<ReturnType<typeof start>>) => vault.list();

describe('OK of a new record', () => {
  it('gives it the next ID and answers its row', async () => {
    const { person, events } = await start();
    expect(await person.add({ host: ' mail.example.com ', ...sa })).toMatchObject({
      id: 1,
      host: 'mail.example.com',
      isDefault: false,
      passwordSet: false,
      signedInAs: null,
      status: { kind: 'password-needed', because: 'password-required' },
    });
    expect((await person.add()).id).toBe(2);
    expect(events).toContain('changed 1');
  });

  it.each<[string, Partial<AccountDraft>, Partial<Input<'accountsSave'>>, string, string]>([
    ['without a host', { host: '' }, {}, 'account-invalid', 'host'],
    ['with a port out of range', { port: 65_536 }, {}, 'account-invalid', 'port'],
    ['with half a key', { businessObject: 'SystemUser' }, {}, 'key-incomplete', 'columnName'],
    ['with a taken key', { ...sa, columnValue: 'SA' }, {}, 'key-taken', 'columnValue'],
    ['with a provider nobody knows', { provider: 'other' }, {}, 'account-invalid', 'provider'],
    [
      'by a way the provider does not send',
      { provider: 'fabrikam', sendThrough: 'api' },
      {},
      'account-invalid',
      'sendThrough',
    ],
    ['with a password beside a sign-in', google, { password: 'x' }, 'account-invalid', 'password'],
    ['that is not there', {}, { accountId: 9 }, 'account-not-found', 'accountId'],
    ['with a sign-in that is gone', google, { pendingGrantId: 'gone-grant' }, 'sign-in-required', ''],
  ])('is refused %s, and nothing is saved', async (_, change, more, code, field) => {
    const { person, store, vault, kept, grants } = await start({});
    await person.add(sa);
    if (more.pendingGrantId) {
      kept.set(more.pendingGrantId, { provider: 'google', mailbox: 'anna@example.com' });
      expect(grants.isBound(more.pendingGrantId, { ...store.existing(1), ...google })).toBe(true);
    }
    const saving = person.add(change, more);
    await expect(saving).rejects.toMatchObject({ code, ...(field && { field }) });
    expect(store.list()).toHaveLength(1);
    expect(await vault.list()).toEqual([]);
  });

  it('is refused where the policy lets no password leave in clear', async () => {
    const { person } = await start({ passwordsAlwaysEncrypted: () => true });
    await expect(person.add({ tls: false, sendPasswordUnencrypted: true })).rejects.toMatchObject({
      code: 'locked-by-policy',
      field: 'sendPasswordUnencrypted',
    });
    await expect(person.add()).resolves.toMatchObject({ id: 1 });
  });

  it('finds a key taken also when two are saved at once', async () => {
    const { person, store } = await start();
    const [first, second] = await Promise.allSettled([
      person.add(sa, { password: 'a' }),
      person.add(sa, { password: 'b' }),
    ]);
    expect([first.status, second.status]).toEqual(['fulfilled', 'rejected']);
    expect(store.list()).toHaveLength(1);
  });

  it('makes it the default account, and another one instead', async () => {
    const { person, accounts, events } = await start();
    expect((await person.add({}, { makeDefault: true })).isDefault).toBe(true);
    expect((await person.add({}, { makeDefault: true })).isDefault).toBe(true);
    expect(events.at(-1)).toBe('changed 2 1');
    expect(accounts.row(1)?.isDefault).toBe(false);
    expect((await person.edit(2, { port: 25 })).isDefault).toBe(true);
    expect((await person.edit(2, {}, { makeDefault: false })).isDefault).toBe(false);
  });

  it('does not change a default that the policy sets', async () => {
    const defaultAccount = { id: () => 7, set: () => expect.unreachable(), isLocked: () => true };
    const { person, store } = await start({ defaultAccount });
    await expect(person.add({}, { makeDefault: true })).rejects.toMatchObject({
      code: 'locked-by-policy',
      field: 'makeDefault',
    });
    expect(store.list()).toEqual([]);
    await expect(person.add({}, { makeDefault: false })).resolves.toMatchObject({ id: 1 });
  });

  it('tells who waits for it that the account was disabled and enabled', async () => {
    const { person, events } = await start();
    await person.add();
    await person.edit(1, { enabled: false });
    await person.edit(1, { enabled: true });
    expect(events.filter((event) => /abled/.test(event))).toEqual(['disabled 1', 'enabled 1']);
  });
});

describe('a password', () => {
  it('is kept sealed, and never in the accounts or their rows', async () => {
    const { folder, person, accounts, store } = await start();
    const row = await person.add({}, { password: 'canary-hunter2' });
    expect(row).toMatchObject({ passwordSet: true, status: { kind: 'not-checked' } });
    expect(JSON.stringify([row, accounts.rows()])).not.toContain('hunter2');
    expect(await readFile(join(folder, 'accounts.json'), 'utf8')).not.toContain('hunter2');
    expect(await accounts.passwordFor(store.existing(1))).toEqual({ password: 'canary-hunter2' });
  });

  it('stays when something else is edited, and after a restart', async () => {
    const parts = await start();
    await parts.person.add({}, { password: 'one' });
    await parts.person.edit(1, { port: 25, senderName: 'Anna', host: 'MAIL.example.com.' });
    await parts.person.edit(1, { alternateServer: 'mail.example.com:2525' });
    const again = openAccounts(parts.folder, { vault: parts.vault });
    await again.accounts.start();
    expect(await again.accounts.passwordFor(again.store.existing(1))).toEqual({ password: 'one' });
    expect(again.accounts.row(1)?.passwordSet).toBe(true);
  });

  it.each<[string, Partial<AccountDraft>]>([
    ['host', { host: 'evil.example.com' }],
    ['SMTP User', { user: 'Anna@example.com' }],
    ['alternate server', { alternateServer: 'evil.example.com' }],
    ['provider', google],
  ])('is gone when the %s changes', async (_, change) => {
    const parts = await start();
    await parts.person.add({}, { password: 'one' });
    const row = await parts.person.edit(1, change);
    expect(row.passwordSet).toBe(false);
    await expect(parts.accounts.passwordFor(parts.store.existing(1))).rejects.toMatchObject({
      code: 'password-required',
    });
    await parts.accounts.settled();
    expect(await secrets(parts)).toEqual([]);
    // Going back does not bring it back.
    await parts.person.edit(1, { host: 'mail.example.com', user: 'anna@example.com', provider: 'none' });
    expect(parts.accounts.row(1)?.passwordSet).toBe(false);
  });

  it('is bound to the alternate server too, whatever its port', async () => {
    const parts = await start();
    const alternateServer = 'backup.example.com';
    await parts.person.add({ alternateServer }, { password: 'one' });
    const moved = await parts.person.edit(1, { alternateServer: `${alternateServer}:2525` });
    expect(moved.passwordSet).toBe(true);
    expect(await parts.accounts.passwordFor(parts.store.existing(1))).toEqual({ password: 'one' });
    const gone = await parts.person.edit(1, { alternateServer: '' });
    expect(gone).toMatchObject({ passwordSet: false, status: { kind: 'password-needed' } });
  });

  it('is not sent to a host that somebody wrote into the file', async () => {
    const { folder, person, vault } = await start();
    await person.add({}, { password: 'one' });
    const path = join(folder, 'accounts.json');
    const text = (await readFile(path, 'utf8')).replace(/"checksum":"\w+",/, '');
    await writeFile(path, text.replace('mail.example.com', 'evil.example.com'));
    const again = openAccounts(folder, { vault });
    await again.accounts.start();
    expect(again.accounts.row(1)).toMatchObject({
      host: 'evil.example.com',
      status: { kind: 'password-needed', because: 'password-required' },
    });
    await expect(again.accounts.passwordFor(again.store.existing(1))).rejects.toMatchObject({
      code: 'password-required',
    });
  });

  it('is not sent to such a host either when its mark was copied to fit', async () => {
    const { person, store, accounts } = await start();
    await person.add({}, { password: 'one' });
    await person.add({ host: 'evil.example.com' }, { password: 'two' });
    const [good, evil] = store.list();
    const forged = `${good?.passwordId?.slice(0, 20)}${evil?.passwordId?.slice(20)}`;
    for (const passwordId of [forged, good?.passwordId ?? null]) {
      await expect(accounts.passwordFor({ ...store.existing(2), passwordId })).rejects.toMatchObject({
        code: 'password-required',
      });
    }
  });

  it.each([
    { user: 'bert@example.com' },
    { host: 'evil.example.com' },
    { alternateServer: 'evil.example.com' },
  ])('is not answered for an account that says %j by now', async (change) => {
    const { person, store, accounts } = await start();
    await person.add({}, { password: 'one' });
    await expect(accounts.passwordFor({ ...store.existing(1), ...change })).rejects.toMatchObject({
      code: 'password-required',
    });
  });

  it('is replaced by a new one, and forgotten when it is empty', async () => {
    const parts = await start();
    const { person, accounts, store, events } = parts;
    await person.add({}, { password: 'one' });
    await person.edit(1, { host: 'other.example.com' }, { password: 'two' });
    expect(await accounts.passwordFor(store.existing(1))).toEqual({ password: 'two' });
    await accounts.settled();
    expect(await secrets(parts)).toEqual([store.existing(1).passwordId]);
    expect(events.filter((event) => event === 'renewed 1')).toHaveLength(2);
    expect((await person.edit(1, {}, { password: '' })).passwordSet).toBe(false);
    await accounts.settled();
    expect(await secrets(parts)).toEqual([]);
  });

  it('that would not be kept for another place is remarked on before it is gone', async () => {
    const { person } = await start();
    const draft = draftOf(await person.add({}, { password: 'one' }));
    const codes = async (change: object, passwordTyped = false) => {
      const { findings } = await person.lint({ accountId: 1, draft: { ...draft, ...change }, passwordTyped });
      return findings.map(({ field, code }) => `${field} ${code}`);
    };
    expect(await codes({ host: ` ${draft.host.toUpperCase()} ` })).toEqual([]);
    expect(await codes({ host: 'other.example.com' })).toEqual(['password password-again']);
    expect(await codes({ user: 'bert@example.com' })).toEqual(['password password-again']);
    expect(await codes({ host: 'other.example.com' }, true)).toEqual([]);
  });

  it('that the vault lost is needed again', async () => {
    const { folder, person } = await start();
    await person.add({}, { password: 'one' });
    await rm(join(folder, 'vault'), { recursive: true });
    const again = openAccounts(folder);
    await again.accounts.start();
    expect(again.accounts.row(1)).toMatchObject({ passwordSet: false, status: { kind: 'password-needed' } });
  });

  it('that cannot be read on this computer says so, until it is entered again', async () => {
    const { folder, person } = await start();
    await person.add({}, { password: 'one' });
    // Another cipher stands for another computer.
    const elsewhere = openAccounts(folder);
    await elsewhere.accounts.start();
    await expect(elsewhere.accounts.passwordFor(elsewhere.store.existing(1))).rejects.toMatchObject({
      code: 'vault-unreadable',
    });
    expect(elsewhere.accounts.row(1)?.status).toEqual({ kind: 'unreadable', because: 'vault-unreadable' });
    await asPerson(elsewhere).edit(1, {}, { password: 'again' });
    expect(elsewhere.accounts.row(1)?.status.kind).toBe('not-checked');
  });
});

describe('a process that dies while a password is saved', () => {
  it('leaves the old one in use, and the next start forgets the new one', async () => {
    const parts = await start();
    await parts.person.add({}, { password: 'one' });
    const before = parts.store.existing(1);
    const dying = openAccounts(parts.folder, {
      vault: {
        ...parts.vault,
        put: async (record) => {
          await parts.vault.put(record);
          throw new Error('the process is gone');
        },
      },
    });
    await expect(asPerson(dying).edit(1, {}, { password: 'two' })).rejects.toThrow('gone');
    expect(await secrets(parts)).toHaveLength(2);
    const again = openAccounts(parts.folder, { vault: parts.vault });
    await again.accounts.start();
    expect(await secrets(parts)).toEqual([before.passwordId]);
    expect(await again.accounts.passwordFor(again.store.existing(1))).toEqual({ password: 'one' });
    expect(again.store.toForget()).toEqual([]);
  });

  it('has the new one in use once the account refers to it, and the next start forgets the old one', async () => {
    const parts = await start();
    await parts.person.add({}, { password: 'one' });
    const dying = openAccounts(parts.folder, {
      vault: { ...parts.vault, remove: () => Promise.reject(new Error('the process is gone')) },
    });
    await asPerson(dying).edit(1, {}, { password: 'two' });
    expect(await secrets(parts)).toHaveLength(2);
    const again = openAccounts(parts.folder, { vault: parts.vault });
    await again.accounts.start();
    expect(await secrets(parts)).toEqual([again.store.existing(1).passwordId]);
    expect(await again.accounts.passwordFor(again.store.existing(1))).toEqual({ password: 'two' });
  });
});

describe('a sign-in in the dialog', () => {
  const pending = { provider: 'google', mailbox: 'anna@example.com', pending: true };

  it('is kept with the account, and fills an empty SMTP User', async () => {
    const { person, kept, events, store } = await start();
    kept.set('pending1', pending);
    const row = await person.add({ ...google, user: '' }, { pendingGrantId: 'pending1' });
    expect(row).toMatchObject({
      user: 'anna@example.com',
      signedInAs: 'anna@example.com',
      status: { kind: 'ready' },
    });
    expect(kept.get('pending1')?.pending).toBe(false);
    expect(events).toContain('renewed 1');
    expect(store.toForget()).toEqual([]);
  });

  it('of a person who had signed in before renews that sign-in', async () => {
    const { person, kept, store } = await start();
    kept.set('pending1', pending);
    await person.add(google, { pendingGrantId: 'pending1' });
    kept.set('pending2', pending);
    await person.add(google, { pendingGrantId: 'pending2' });
    expect(store.list().map(({ grantId }) => grantId)).toEqual(['pending1', 'pending1']);
  });

  it('replaces the old one, which is forgotten but not revoked', async () => {
    const { person, kept, revoked, accounts, store } = await start();
    kept.set('pending1', pending);
    await person.add(google, { pendingGrantId: 'pending1' });
    kept.set('pending2', { ...pending, mailbox: 'bert@example.com' });
    await person.edit(1, { user: 'bert@example.com' }, { pendingGrantId: 'pending2' });
    await accounts.settled();
    expect(store.existing(1).grantId).toBe('pending2');
    expect([[...kept.keys()], revoked]).toEqual([['pending2'], []]);
  });

  it('does not count for a provider or person that was chosen since', async () => {
    const { person, kept, accounts, events } = await start();
    kept.set('pending1', pending);
    const row = await person.add({ provider: 'microsoft', host: '' }, { pendingGrantId: 'pending1' });
    expect(row.status).toEqual({ kind: 'sign-in-needed', because: 'sign-in-required' });
    await person.edit(1, { provider: 'none', host: 'mail.example.com' }, { pendingGrantId: 'pending1' });
    expect(accounts.row(1)?.signedInAs).toBeNull();
    expect(kept.get('pending1')?.pending).toBe(true);
    expect(events).not.toContain('renewed 1');
  });

  it('is not lost when the disk is full at OK: the next OK has it', async () => {
    const { folder, kept, store, grants } = await start();
    const inTheWay = join(folder, 'accounts.json.next');
    const adoptPending = async (id: string) => {
      const grantId = await grants.adoptPending(id);
      await mkdir(inTheWay);
      await writeFile(join(inTheWay, 'file'), '');
      return grantId;
    };
    const person = asPerson(openAccounts(folder, { store, grants: { ...grants, adoptPending } }));
    kept.set('pending1', pending);
    await expect(person.add(google, { pendingGrantId: 'pending1' })).rejects.toMatchObject({
      code: 'profile-unreadable',
    });
    expect([store.list(), store.toForget()]).toEqual([[], [{ kind: 'grant', id: 'pending1' }]]);
    await rm(inTheWay, { recursive: true });
    await person.add(google, { pendingGrantId: 'pending1' });
    expect([store.existing(1).grantId, store.toForget()]).toEqual(['pending1', []]);
  });

  it.each<[string, Partial<AccountDraft>, boolean]>([
    ['stays when the server is edited', { port: 587, tlsMethod: 'starttls' }, true],
    ['goes when another person is to sign in', { user: 'bert@example.com' }, false],
    [
      'stays when the mailbox is shared and the person stays',
      { user: 'office@example.com', signInAccount: 'anna@example.com' },
      true,
    ],
    ['goes with another provider', { provider: 'microsoft', host: 'smtp.office365.com', port: 587 }, false],
    [
      'goes with another way of sending',
      { sendThrough: 'api', host: 'gmail.googleapis.com', port: 443 },
      false,
    ],
    ['goes without a provider', { provider: 'none' }, false],
  ])('%s', async (_, change, stays) => {
    const { person, kept, store, accounts } = await start();
    kept.set('pending1', pending);
    await person.add(google, { pendingGrantId: 'pending1' });
    await person.edit(1, change);
    await accounts.settled();
    expect(store.existing(1).grantId).toBe(stays ? 'pending1' : null);
    expect(kept.has('pending1')).toBe(stays);
  });

  it('that is bound to another client than today is not dropped by an edit that has nothing to do with it', async () => {
    const { person, kept, store, accounts } = await start();
    kept.set('pending1', pending);
    await person.add(google, { pendingGrantId: 'pending1' });
    kept.set('pending1', { ...pending, pending: false, state: 'unbound' });
    await person.edit(1, { senderName: 'Anna' });
    expect(store.existing(1).grantId).toBe('pending1');
    expect(accounts.row(1)?.status.kind).toBe('sign-in-needed');
  });

  it('of another person than the file says by now is needed again', async () => {
    const { person, kept, store, accounts } = await start();
    kept.set('pending1', pending);
    await person.add(google, { pendingGrantId: 'pending1' });
    // Past the service, as an import might.
    store.replace([{ ...store.existing(1), user: 'bert@example.com' }]);
    expect(accounts.row(1)?.status).toEqual({ kind: 'sign-in-needed', because: 'sign-in-required' });
  });

  it('ends by Sign Out at OK: revoked for its last account, unlinked while others use it', async () => {
    const { person, kept, revoked, accounts } = await start();
    kept.set('pending1', pending);
    await person.add(google, { pendingGrantId: 'pending1' });
    kept.set('pending2', pending);
    await person.add(google, { pendingGrantId: 'pending2' });
    await person.edit(1, {}, { signOut: true });
    await accounts.settled();
    expect([accounts.row(1)?.signedInAs, revoked]).toEqual([null, []]);
    await person.edit(2, {}, { signOut: true });
    await accounts.settled();
    expect([[...kept.keys()], revoked]).toEqual([[], ['pending1']]);
  });

  it('is not revoked by Sign Out and a new sign-in of the same person in one dialog', async () => {
    const { person, kept, revoked, accounts, store } = await start();
    kept.set('pending1', pending);
    await person.add(google, { pendingGrantId: 'pending1' });
    kept.set('pending2', pending);
    await person.edit(1, {}, { signOut: true, pendingGrantId: 'pending2' });
    await accounts.settled();
    expect([store.existing(1).grantId, revoked]).toEqual(['pending1', []]);
  });
});

describe('a sign-in from the toolbar', () => {
  it('is linked at once, and the sign-in before it forgotten', async () => {
    const { person, kept, accounts, store, events } = await start();
    await person.add({ ...google, user: '' });
    kept.set('grant-one', { provider: 'google', mailbox: 'anna@example.com' });
    await accounts.linkGrant(1, 'grant-one', way);
    expect(accounts.row(1)).toMatchObject({ user: 'anna@example.com', status: { kind: 'ready' } });
    kept.set('grant-two', { provider: 'google', mailbox: 'anna@example.com' });
    await accounts.linkGrant(1, 'grant-two', way);
    await accounts.settled();
    expect([...kept.keys()]).toEqual(['grant-two']);
    expect(events.filter((event) => event === 'renewed 1')).toHaveLength(2);
    expect(store.toForget()).toEqual([]);
  });

  it('is taken away from all accounts in one step; what becomes of it is the caller’s to say', async () => {
    const { folder, person, kept, accounts, store } = await start();
    kept.set('grant-one', { provider: 'google', mailbox: 'anna@example.com' });
    await person.add(google);
    await person.add(google);
    await accounts.linkGrant(1, 'grant-one', way);
    await accounts.linkGrant(2, 'grant-one', way);
    await accounts.unlinkGrant([1, 2]);
    expect(store.list().map(({ grantId }) => grantId)).toEqual([null, null]);
    expect(kept.has('grant-one')).toBe(true);
    // After a crash here the next start forgets it.
    expect(openAccounts(folder).store.toForget()).toEqual([{ kind: 'grant', id: 'grant-one' }]);
  });
});

describe("the server's answer", () => {
  it('is the status until the server or the secret changes', async () => {
    const { folder, person, accounts, events } = await start();
    await person.add({}, { password: 'one' });
    events.length = 0;
    accounts.noteServerAnswer(1, 'authentication-rejected');
    accounts.noteServerAnswer(1, 'authentication-rejected');
    expect(events).toEqual(['changed 1']);
    expect(openAccounts(folder).accounts.row(1)?.status.kind).toBe('refused');
    await person.edit(1, { senderName: 'Anna' });
    expect(accounts.row(1)?.status.kind).toBe('refused');
    await person.edit(1, {}, { password: 'two' });
    expect(accounts.row(1)?.status.kind).toBe('not-checked');
    accounts.noteServerAnswer(1, null);
    expect(accounts.row(1)?.status.kind).toBe('ready');
    await person.edit(1, { port: 25 });
    expect(accounts.row(1)?.status.kind).toBe('not-checked');
  });

  it('about an account that was removed is not kept', async () => {
    const { accounts, health } = await start();
    accounts.noteServerAnswer(7, null);
    expect(health.last('server', 7)).toBeUndefined();
  });
});

it('a profile that cannot be written changes nothing', async () => {
  const { folder, person, store, vault } = await start();
  await person.add();
  await mkdir(join(folder, 'accounts.json.next'));
  await writeFile(join(folder, 'accounts.json.next', 'in-the-way'), '');
  await mkdir(join(folder, 'accounts.changes'));
  await expect(person.edit(1, { port: 25 }, { password: 'one' })).rejects.toMatchObject({
    code: 'profile-unreadable',
  });
  expect(store.existing(1).port).toBe(587);
  expect(await vault.list()).toEqual([]);
});
