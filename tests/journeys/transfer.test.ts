import { readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { ImportPlan } from '../../shared/transfer.ts';
import { personOf } from '../helpers/person-of.ts';
import { startApp } from '../helpers/start-app.ts';
import type { TestApp } from '../helpers/start-app.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.faults.reset());

const passphrase = 'correct horse battery staple';

const person = (name: string) => personOf(sandbox, name);

const exported = async (app: TestApp, under: string | null = null) =>
  (await app.call('exportProfile', { passphrase: under })).text;
const fileOf = (text: string, under: string | null = null) => ({
  base64: Buffer.from(text).toString('base64'),
  passphrase: under,
});
const planOf = (app: TestApp, text: string, under: string | null = null) =>
  app.call('importPlan', fileOf(text, under));
async function imported(app: TestApp, text: string, under: string | null = null) {
  const { planId } = await planOf(app, text, under);
  return app.call('importApply', { ...fileOf(text, under), planId });
}
const stateOf = async (app: TestApp) => (await app.call('stateGet', {})).state;
const actions = ({ rows, settings }: ImportPlan) => ({
  rows: rows.map(({ action, accountId }) => [action, accountId]),
  settings: settings.map(({ key, action }) => [key, action]),
});

/** Accounts of every kind, with gaps between their IDs, and settings of every kind. */
async function furnish(app: TestApp) {
  const key = { businessObject: 'SystemUser', columnName: 'User_Name' };
  const gone = await app.add({ host: 'mail.example.com', user: 'gone@example.com' });
  const password = await app.add(
    {
      host: 'localhost',
      port: sandbox.smtp.plain,
      tls: false,
      user: person('orders').address,
      ...key,
      columnValue: '=sa',
    },
    { password: person('orders').password },
  );
  const microsoft = await app.addSignedIn(person('ben'), { ...key, columnValue: 'ben' });
  const google = await app.addSignedIn(person('grace'), { senderName: 'Größe, "Grace"', timeoutMs: 5_000 });
  const last = await app.add({ host: 'relay.example.com', from: 'relay@example.com', enabled: false });
  await app.call('accountsRemove', { accountIds: [gone.id, last.id], waiting: 'refuse' });
  await app.call('settingsSave', {
    theme: 'system',
    retentionDays: 30,
    defaultAccountId: microsoft.id,
    businessObjects: [{ name: 'Lieferschein', columns: ['Nummer'] }],
    emailToFaxFormat: '{0}@fax.example.com',
  });
  return { password, microsoft, google };
}

async function wiped(app: TestApp): Promise<void> {
  await app.stop();
  await rm(app.profileFolder, { recursive: true, force: true });
  await app.restart();
}

test('what is exported, wiped and imported is exported again to the byte', async () => {
  const app = await startApp({ sandbox });
  await furnish(app);
  const before = await exported(app);
  const csv = (await app.call('exportAccounts', { accountIds: null })).text;
  await wiped(app);
  expect((await stateOf(app)).accounts).toEqual([]);
  const plan = await planOf(app, before);
  expect(actions(plan).rows).toEqual([
    ['added', 2],
    ['added', 3],
    ['added', 4],
  ]);
  expect(await imported(app, before)).toEqual({
    ...{
      added: 3,
      changed: 0,
      same: 0,
      refused: 0,
      settingsChanged: 4,
      signInNeeded: [3, 4],
      passwordNeeded: [2],
    },
  });
  expect(await exported(app)).toBe(before);
  // Nothing is left to do, and the ID of the account that was removed last is not given again.
  expect(await imported(app, before)).toMatchObject({ added: 0, changed: 0, same: 3, settingsChanged: 0 });
  expect((await app.add({ host: 'mail.example.com', user: 'new@example.com' })).id).toBe(6);

  await wiped(app);
  await imported(app, csv);
  expect((await app.call('exportAccounts', { accountIds: null })).text).toBe(csv);
});

test('a passphrase that is guessed at once seals nothing, whoever asks', async () => {
  const app = await startApp({ sandbox });
  for (const short of ['x', 'seven77']) {
    await expect(exported(app, short)).rejects.toThrow(
      'invalid-request: The passphrase must have at least 8',
    );
  }
  expect(await exported(app, 'eight888')).toContain('"sealed"');
});

test('an import that lets a stored password go in clear warns of it, and says which columns it leaves out', async () => {
  const app = await startApp({ sandbox });
  const { id } = await app.add(
    { host: 'mail.example.com', user: 'a@example.com' },
    { password: 'a-password' },
  );
  const plan = await planOf(
    app,
    `Email Server ID,Enable SMTP over SSL or TLS,Send password unencrypted,Colour\n${id},False,True,red\n`,
  );
  expect(plan.ignoredColumns).toEqual(['Colour']);
  expect(plan.rows).toMatchObject([
    {
      action: 'changed',
      warnings: [{ field: 'tls', code: 'password-without-tls', values: { allowed: 1 } }],
    },
  ]);
});

test('a removed account’s number goes to nobody else, and no number takes an account from its person', async () => {
  const app = await startApp({ sandbox });
  const gone = await app.add({ host: 'mail.example.com', user: 'gone@example.com' });
  const anna = await app.add({ host: 'mail.example.com', user: 'anna@example.com' });
  await app.call('accountsRemove', { accountIds: [gone.id], waiting: 'refuse' });
  const file = [gone.id, anna.id].map((id) => `${id},mail.c.com,carl${id}@c.com`).join('\n');
  await imported(app, `Email Server ID,host,SMTP User\n${file}\n`);
  const { accounts } = await stateOf(app);
  expect(accounts.map(({ id, user }) => [id, user])).toEqual([
    [2, 'anna@example.com'],
    [3, 'carl1@c.com'],
    [4, 'carl2@c.com'],
  ]);
});

/** All bytes of a profile that people or the app change by an import. */
async function profileBytes({ profileFolder }: TestApp): Promise<string> {
  const vault = await readdir(join(profileFolder, 'vault')).catch(() => []);
  const files = ['accounts.json', 'settings.json', 'clients.json'];
  const texts = files.map((name) => readFile(join(profileFolder, name), 'utf8').catch(() => 'none'));
  return [...vault, ...(await Promise.all(texts))].join('\n');
}

/** Accounts of every kind with their secrets, and a provider of a company's own with the secret of its client. */
async function furnishSealed() {
  const app = await startApp({ sandbox });
  const rows = await furnish(app);
  const { entry, clientSecret } = sandbox.customProvider;
  await app.call('settingsSave', { customProviders: [entry], clientSecrets: { custom: clientSecret } });
  await app.until('the provider', ({ providers }) => (providers.length === 3 ? true : null));
  const [fay] = sandbox.customPeople;
  if (!fay) throw new Error('nobody');
  const custom = await app.addSignedIn(fay);
  return { app, rows: [rows.password, rows.microsoft, rows.google, custom] };
}

test('with its secrets a profile goes to another computer and sends there without a new sign-in', async () => {
  const { app, rows } = await furnishSealed();
  const text = await exported(app, passphrase);
  const addresses = [...sandbox.people, ...sandbox.customPeople].map(({ address }) => address);
  expect(sandbox.secrets().filter((secret) => text.includes(secret))).toEqual([]);
  await app.stop();

  const other = await startApp({ sandbox });
  const plan = await planOf(other, text, passphrase);
  expect(plan.secrets).toBe('opened');
  expect(plan.rows.map(({ changes }) => changes.filter(({ to }) => to === 'set'))).toEqual([
    [{ field: 'password', from: '', to: 'set' }],
    ...rows.slice(1).map(() => [{ field: 'signIn', from: '', to: 'set' }]),
  ]);
  expect(plan.settings.at(-1)).toEqual({
    ...{ key: 'clientSecrets', action: 'changed', from: '', to: 'custom', failure: null },
  });
  expect(await imported(other, text, passphrase)).toMatchObject({ added: 4, refused: 0, signInNeeded: [] });
  for (const address of addresses) sandbox.faults.expireAccessTokens({ address });
  for (const { id } of rows) {
    const { itemId } = await other.send(id, person('invoices').address, 'agent');
    expect(await other.settled(itemId), `account ${id}`).toMatchObject({ state: 'sent' });
  }
  expect(other.opened).toEqual([]);
  // Once more it has nothing to do; and what was refreshed since is not undone by what is older.
  expect(await imported(other, text, passphrase)).toMatchObject({ same: 4, settingsChanged: 0 });
  for (const address of addresses) sandbox.faults.expireAccessTokens({ address });
  const { itemId } = await other.send(rows[1]?.id ?? 0, person('invoices').address, 'agent');
  expect(await other.settled(itemId)).toMatchObject({ state: 'sent' });
  await other.restart();
  expect((await stateOf(other)).accounts.map(({ status }) => status.kind)).not.toContain('password-needed');
});

test('without the passphrase the same file brings everything but the secrets, and says where to sign in', async () => {
  const { app } = await furnishSealed();
  const text = await exported(app, passphrase);
  await app.stop();
  const other = await startApp({ sandbox });
  expect((await planOf(other, text)).secrets).toBe('sealed');
  expect(await imported(other, text)).toMatchObject({ added: 4, signInNeeded: [3, 4, 6] });
  expect((await stateOf(other)).accounts[0]).toMatchObject({ id: 2, status: { kind: 'password-needed' } });
  expect(await exported(other)).toBe(plainOf(text));
  // The secrets may come later.
  expect(await imported(other, text, passphrase)).toMatchObject({ changed: 4, signInNeeded: [] });
});

/** The text of an export without its sealed part. */
function plainOf(text: string): string {
  const at = text.indexOf(',\n  "sealed"');
  return `${text.slice(0, at)}\n}\n`;
}

test('a wrong passphrase says so and changes nothing', async () => {
  const { app } = await furnishSealed();
  const text = await exported(app, passphrase);
  const before = await profileBytes(app);
  const wrong = fileOf(text, `${passphrase}!`);
  expect(await app.failure('importPlan', wrong)).toMatchObject({
    code: 'passphrase-wrong',
    field: 'passphrase',
  });
  const { planId } = await planOf(app, text, passphrase);
  expect(await app.failure('importApply', { ...wrong, planId })).toMatchObject({ code: 'passphrase-wrong' });
  expect(await profileBytes(app)).toBe(before);
});

/** A server that keeps what it is sent. */
async function trap() {
  const received: string[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.write('220 evil.example.test ESMTP\r\n');
    socket.on('data', (bytes) => {
      received.push(bytes.toString('latin1'));
      socket.write(
        bytes.toString('latin1').startsWith('EHLO') ? '250-evil\r\n250 AUTH PLAIN\r\n' : '250 ok\r\n',
      );
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return { port: typeof address === 'object' && address ? address.port : 0, received };
}

test('an export that somebody has pointed at another server opens no secret and sends none there', async () => {
  const { app } = await furnishSealed();
  const { port, received } = await trap();
  const text = (await exported(app, passphrase)).replace(
    `"host":"localhost","port":${sandbox.smtp.plain}`,
    `"host":"127.0.0.1","port":${port}`,
  );
  await app.stop();
  const other = await startApp({ sandbox });
  expect(await other.failure('importPlan', fileOf(text, passphrase))).toMatchObject({
    code: 'import-refused',
    message: expect.stringContaining('was changed after it was exported'),
  });
  await imported(other, text);
  const { itemId } = await other.send(2, person('invoices').address, 'agent');
  expect(await other.settled(itemId)).toMatchObject({ state: 'held', because: 'password-required' });
  expect(received).toEqual([]);
});

test('an import that would do something else by now is refused, and one of another file', async () => {
  const app = await startApp({ sandbox });
  const text = await exported(app);
  const row = { host: 'mail.example.com', user: 'a@example.com' };
  const file = text.replace('"accounts": []', `"accounts": [${JSON.stringify({ id: 1, ...row })}]`);
  const { planId } = await planOf(app, file);
  const refused = { code: 'import-refused', field: 'planId' };
  const otherFile = file.replace('a@example', 'b@example');
  expect(await app.failure('importApply', { ...fileOf(otherFile), planId })).toMatchObject(refused);
  await app.add({ ...row, user: 'mine@example.com' });
  expect(await app.failure('importApply', { ...fileOf(file), planId })).toMatchObject(refused);
  expect((await stateOf(app)).accounts.map(({ user }) => user)).toEqual(['mine@example.com']);
  // The number is somebody else's by now: it is a new account, and the other stays as it is.
  expect((await planOf(app, file)).rows).toMatchObject([{ action: 'added', accountId: 2 }]);
});

test('the default account of a file is the one that its row becomes here', async () => {
  const app = await startApp({ sandbox });
  const key = { businessObject: 'SystemUser', columnName: 'User_Name', columnValue: 'sa' };
  for (const user of ['x@example.com', 'y@example.com']) await app.add({ host: 'mail.example.com', user });
  const mine = await app.add({ host: 'mail.example.com', user: 'z@example.com', ...key });
  const of = (accounts: object[]) =>
    JSON.stringify({
      format: 'smtp-setup-profile',
      version: 1,
      settings: { defaultAccountId: 70 },
      accounts,
    });
  const good = { host: 'mail.example.com', user: 'a@example.com' };
  const settingOf = async (accounts: object[]) => (await planOf(app, of(accounts))).settings[0];
  expect(await settingOf([{ id: 70, ...good, ...key }])).toMatchObject({
    action: 'changed',
    to: String(mine.id),
  });
  expect(await settingOf([{ id: 70, ...good }])).toMatchObject({ action: 'changed', to: '70' });
  expect(
    await settingOf([
      { id: 70, ...good },
      { id: 70, ...good },
    ]),
  ).toMatchObject({ action: 'changed' });
  expect(await settingOf([{ id: 70, host: '' }])).toMatchObject({ action: 'refused' });
  expect(await settingOf([])).toMatchObject({ action: 'refused', failure: { code: 'setting-invalid' } });
  await imported(app, of([{ id: 70, ...good }]));
  expect((await stateOf(app)).settings.defaultAccountId).toBe(70);
});

test('what waits for an account goes on when an import corrects it', async () => {
  const app = await startApp({ sandbox });
  const { address: user, password } = person('orders');
  const server = { host: 'localhost', port: sandbox.smtp.plain, tls: false, user };
  const row = await app.add({ ...server, enabled: false }, { password });
  const { itemId } = await app.send(row.id, person('invoices').address);
  expect(await app.settled(itemId)).toMatchObject({ state: 'held', because: 'account-disabled' });
  const csv = (await app.call('exportAccounts', { accountIds: [row.id] })).text;
  const lines = csv.split('\r\n');
  const enabled = [lines[0], lines[1]?.replace('"Auto","False"', '"Auto","True"'), ''].join('\r\n');
  expect((await planOf(app, enabled)).rows[0]?.changes).toEqual([
    { field: 'enabled', from: 'false', to: 'true' },
  ]);
  await imported(app, enabled);
  expect(await app.settled(itemId, 'sent')).toMatchObject({ state: 'sent' });
});
