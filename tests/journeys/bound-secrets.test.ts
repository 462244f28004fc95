import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { draftOf, firstManagedId } from '../../shared/account.ts';
import type { AccountDraft, AccountRow } from '../../shared/account.ts';
import type { CustomProvider } from '../../shared/settings.ts';
import { personOf } from '../helpers/person-of.ts';
import { policyBeside } from '../helpers/policy-file.ts';
import { startApp } from '../helpers/start-app.ts';
import type { TestApp } from '../helpers/start-app.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.faults.reset());

const person = (name: string) => personOf(sandbox, name);

/** A server that pretends to take mail and HTTP, and keeps every byte it is sent. */
async function listen() {
  const received: string[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.write('220 mail.example.test ESMTP\r\n');
    socket.on('data', (bytes) => {
      const text = bytes.toString('latin1');
      received.push(text);
      if (/^(POST|GET) /.test(text)) socket.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 2\r\n\r\n{}');
      else if (/^EHLO/i.test(text))
        socket.write('250-mail.example.test\r\n250-AUTH PLAIN LOGIN XOAUTH2\r\n250 SIZE\r\n');
      else if (/^AUTH/i.test(text)) socket.write('334 \r\n');
      else socket.write('250 ok\r\n');
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { port, received };
}

/** Every spelling in which a credential could go over the wire. */
function credentialsIn(received: readonly string[]): string[] {
  const text = received.join('\n');
  const decoded = [...text.matchAll(/[A-Za-z0-9+/=]{12,}/g)].map(([word]) =>
    Buffer.from(word, 'base64').toString('latin1'),
  );
  const all = [text, text.replaceAll(/(?:%[0-9A-Fa-f]{2})+/g, unescaped), ...decoded].join('\n');
  return sandbox.secrets().filter((secret) => all.includes(secret));
}

/** What is encrypted looks like escapes by chance, and like ones of no character. */
function unescaped(escapes: string): string {
  try {
    return decodeURIComponent(escapes);
  } catch {
    return escapes;
  }
}

async function edit(app: TestApp, row: AccountRow, change: Partial<AccountDraft>) {
  const draft = { ...draftOf(row), ...change };
  return app.reply('accountsSave', { accountId: row.id, draft, pendingGrantId: null, signOut: false });
}

async function passwordAccount(app: TestApp, more: Partial<AccountDraft> = {}) {
  const who = person('orders');
  return app.add(
    { host: 'localhost', port: sandbox.smtp.plain, tls: false, user: who.address, ...more },
    { password: who.password },
  );
}

test('a password is not sent to another host', async () => {
  const app = await startApp({ sandbox });
  const row = await passwordAccount(app);
  const trap = await listen();
  expect(await edit(app, row, { host: '127.0.0.1', port: trap.port })).toMatchObject({
    ok: true,
    value: { status: { kind: 'password-needed' } },
  });
  const { itemId } = await app.send(row.id, person('invoices').address);
  expect(await app.settled(itemId)).toMatchObject({ state: 'held', because: 'password-required' });
  expect(credentialsIn(trap.received)).toEqual([]);
});

test('a password is not sent for another user', async () => {
  const app = await startApp({ sandbox });
  const row = await passwordAccount(app);
  expect(await edit(app, row, { user: person('invoices').address })).toMatchObject({
    value: { status: { kind: 'password-needed' } },
  });
  sandbox.log.clear();
  const { itemId } = await app.send(row.id, person('invoices').address);
  expect(await app.settled(itemId)).toMatchObject({ state: 'held', because: 'password-required' });
  expect(sandbox.log.smtpEvents().filter(({ kind }) => kind === 'auth')).toEqual([]);
});

test('the password entered again goes to the new host', async () => {
  const app = await startApp({ sandbox });
  const row = await passwordAccount(app);
  const draft = { ...draftOf(row), host: '127.0.0.1' };
  const { password } = person('orders');
  await app.call('accountsSave', {
    accountId: row.id,
    draft,
    password,
    pendingGrantId: null,
    signOut: false,
  });
  const { itemId } = await app.send(row.id, person('invoices').address);
  expect(await app.settled(itemId)).toMatchObject({ state: 'sent' });
});

test.each([
  ['another host', { host: '127.0.0.1' }],
  ['another port of this computer', {}],
])('an access token is not sent to %s', async (_, change) => {
  const app = await startApp({ sandbox });
  const row = await app.addSignedIn(person('ben'));
  const trap = await listen();
  await edit(app, row, { ...change, port: trap.port });
  const { itemId } = await app.send(row.id, person('orders').address);
  expect((await app.settled(itemId)).state).toBe('held');
  expect(credentialsIn(trap.received)).toEqual([]);
});

test('an access token is not sent without TLS', async () => {
  const app = await startApp({ sandbox });
  const row = await app.addSignedIn(person('ben'));
  sandbox.log.clear();
  // Refused when it is saved, or held when it is sent: either way nothing leaves.
  const reply = await edit(app, row, { tls: false, port: sandbox.smtp.plain });
  if (reply.ok) {
    const { itemId } = await app.send(row.id, person('orders').address);
    expect((await app.settled(itemId)).state).toBe('held');
  } else {
    expect(reply.error).toMatchObject({ code: 'account-invalid', field: 'tls' });
  }
  expect(sandbox.log.smtpEvents().filter(({ kind }) => kind === 'auth')).toEqual([]);
});

test("a grant is not used for another person's mailbox", async () => {
  const app = await startApp({ sandbox });
  const row = await app.addSignedIn(person('ben'));
  expect(await edit(app, row, { user: person('clara').address })).toMatchObject({
    value: { status: { kind: 'sign-in-needed' } },
  });
  sandbox.log.clear();
  const { itemId } = await app.send(row.id, person('orders').address);
  expect(await app.settled(itemId)).toMatchObject({ state: 'held', because: 'sign-in-required' });
  expect(sandbox.log.smtpEvents().filter(({ kind }) => kind === 'auth')).toEqual([]);
});

/** A port of this computer where nobody listens any more. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

/** What became of a message whose first server is down. */
const tried = async (app: TestApp, itemId: string) =>
  app.until('an attempt', async () => {
    const item = await app.call('outboxGet', { itemId });
    return item.state !== 'sending' && (item.state !== 'queued' || item.attempts > 0) ? item : null;
  });

test('a password goes to the alternate server that it was entered for, and only while the first is down', async () => {
  const app = await startApp({ sandbox });
  const { address: user, password } = person('orders');
  const trap = await listen();
  const alternateServer = `localhost:${trap.port}`;
  const server = { host: '127.0.0.1', tls: false, user, alternateServer };
  const up = await app.add({ ...server, port: sandbox.smtp.plain }, { password });
  const first = await app.send(up.id, person('invoices').address);
  expect(await app.settled(first.itemId)).toMatchObject({ state: 'sent' });
  expect(trap.received).toEqual([]);

  const down = await app.add({ ...server, port: await closedPort() }, { password });
  await tried(app, (await app.send(down.id, person('invoices').address)).itemId);
  expect(credentialsIn(trap.received)).toEqual([password]);
});

test('a password is not sent to an alternate server that was written into the account after it', async () => {
  const app = await startApp({ sandbox });
  const { address: user, password } = person('orders');
  const trap = await listen();
  const row = await app.add({ host: '127.0.0.1', port: await closedPort(), tls: false, user }, { password });
  expect(await edit(app, row, { alternateServer: `localhost:${trap.port}` })).toMatchObject({
    value: { status: { kind: 'password-needed' }, passwordSet: false },
  });
  const { itemId } = await app.send(row.id, person('invoices').address);
  expect(await app.settled(itemId)).toMatchObject({ state: 'held', because: 'password-required' });
  expect(trap.received).toEqual([]);
});

test.each([
  ['another name of this computer', '127.0.0.1'],
  ['another port of this computer', 'localhost'],
])(
  'an access token is not sent to an alternate server at %s, also while the first is down',
  async (_, host) => {
    const app = await startApp({ sandbox });
    const row = await app.addSignedIn(person('ben'));
    const trap = await listen();
    await edit(app, row, { alternateServer: `${host}:${trap.port}` });
    sandbox.faults.dropConnection({ stage: 'greeting' });
    const item = await tried(app, (await app.send(row.id, person('orders').address)).itemId);
    expect(item).toMatchObject({ state: 'queued', because: 'server-unreachable' });
    expect(item.reason).toContain(`${host}:${trap.port} was not asked`);
    expect(trap.received).toEqual([]);
  },
);

type Change = (policy: PolicyText, trapUrl: string) => void;
type PolicyText = { providers: Record<'google' | 'microsoft', Record<string, unknown>> };

test.each<['google' | 'microsoft', string, Change]>([
  [
    'google',
    'another token endpoint',
    (policy, trap) => void (policy.providers.google['tokenEndpoint'] = `${trap}/token`),
  ],
  ['google', 'another client', (policy) => void (policy.providers.google['clientId'] = 'another-client')],
  [
    'google',
    'another revocation endpoint',
    (policy, trap) => void (policy.providers.google['revocationEndpoint'] = `${trap}/revoke`),
  ],
  ['google', 'another Gmail API', (policy, trap) => void (policy.providers.google['gmailApi'] = trap)],
  ['google', 'another issuer', (policy, trap) => void (policy.providers.google['issuer'] = trap)],
  [
    'microsoft',
    'another token endpoint',
    (policy, trap) => void (policy.providers.microsoft['tokenEndpoint'] = `${trap}/token`),
  ],
  [
    'microsoft',
    'another client',
    (policy) => void (policy.providers.microsoft['clientId'] = 'another-client'),
  ],
  ['microsoft', 'another issuer', (policy, trap) => void (policy.providers.microsoft['issuer'] = trap)],
])('a grant of %s is sent nowhere after a policy names %s', async (provider, _, change) => {
  const folder = await temporaryFolder();
  const profileFolder = join(folder, 'profile');
  const policyFile = join(folder, 'policy.json');
  const original = JSON.parse(await readFile(sandbox.policyFile, 'utf8')) as PolicyText & {
    certificateAuthorities: string;
  };
  await writeFile(policyFile, JSON.stringify({ ...original, certificateAuthorities: sandbox.caFile }));
  const app = await startApp({ sandbox, profileFolder, policyFile });
  const row = await app.addSignedIn(person(provider === 'google' ? 'grace' : 'ben'));

  const trap = await listen();
  const changed = structuredClone({ ...original, certificateAuthorities: sandbox.caFile });
  change(changed, `http://127.0.0.1:${trap.port}`);
  await writeFile(policyFile, JSON.stringify(changed));
  await app.restart();
  sandbox.log.clear();

  await app.until('the row', () => (app.row(row.id)?.status.kind === 'sign-in-needed' ? true : null));
  const { itemId } = await app.send(row.id, person('orders').address);
  expect(await app.settled(itemId)).toMatchObject({ state: 'held', because: 'sign-in-required' });
  expect(trap.received).toEqual([]);
  expect(sandbox.log.tokenRequests()).toEqual([]);
  await app.call('signOut', { accountId: row.id, allAccounts: true });
  expect(trap.received).toEqual([]);
});

test.each<[string, (trapPort: number) => object]>([
  ['host', (port) => ({ host: '127.0.0.1', port })],
  ['alternate server', (port) => ({ alternateServer: '127.0.0.1', port })],
  ['SMTP User', (port) => ({ user: person('invoices').address, port })],
])('a password for an account of the policy is sent nowhere after it names another %s', async (_, change) => {
  const trap = await listen();
  const { write, ...files } = await policyBeside(sandbox);
  const listed = {
    ...{ id: firstManagedId, host: 'localhost', port: sandbox.smtp.plain, tls: false },
    user: person('orders').address,
  };
  await write({ accounts: [listed] });
  const app = await startApp({ sandbox, ...files });
  const draft = draftOf(app.row(firstManagedId) ?? expect.fail());
  const { password } = person('orders');
  await app.call('accountsSave', {
    ...{ accountId: firstManagedId, draft, password, pendingGrantId: null, signOut: false },
  });
  const sent = await app.send(firstManagedId, person('invoices').address);
  expect(await app.settled(sent.itemId)).toMatchObject({ state: 'sent' });

  await write({ accounts: [{ ...listed, ...change(trap.port) }] });
  await app.restart();
  const { itemId } = await app.send(firstManagedId, person('invoices').address);
  expect(await app.settled(itemId)).toMatchObject({ state: 'held', because: 'password-required' });
  expect(credentialsIn(trap.received)).toEqual([]);
});

test('a grant for an account of the policy goes to no host without TLS, and to no other person', async () => {
  const trap = await listen();
  const { write, ...files } = await policyBeside(sandbox);
  const listed = { id: firstManagedId, provider: 'microsoft' };
  await write({ accounts: [listed] });
  const app = await startApp({ sandbox, ...files });
  app.signsInAs(person('ben'));
  await app.call('signInStart', {
    ...{ provider: 'microsoft', accountId: firstManagedId, dialogId: null, expected: '' },
    ...{ sendThrough: 'smtp', openBrowser: true },
  });
  expect(await app.signInEnd()).toMatchObject({ stage: 'signed-in' });

  await write({ accounts: [{ ...listed, host: '127.0.0.1', port: trap.port }] });
  await app.restart();
  const moved = await app.send(firstManagedId, person('orders').address);
  // The host itself is the administrator's word.
  await app.until('an attempt', async () => {
    const { because } = await app.call('outboxGet', { itemId: moved.itemId });
    return because === 'tls-failed' ? true : null;
  });
  await write({ accounts: [{ ...listed, user: person('clara').address }] });
  await app.restart();
  sandbox.log.clear();
  const other = await app.send(firstManagedId, person('orders').address);
  expect(await app.settled(other.itemId)).toMatchObject({ state: 'held', because: 'sign-in-required' });
  expect(credentialsIn(trap.received)).toEqual([]);
  expect(sandbox.log.smtpEvents().filter(({ kind }) => kind === 'auth')).toEqual([]);
});

type CustomChange = (trap: { readonly port: number; readonly url: string }) => Partial<CustomProvider>;

const customChanges: readonly (readonly [string, CustomChange])[] = [
  ['another client', () => ({ clientId: 'another-client' })],
  ['another issuer', ({ url }) => ({ issuer: url })],
  [
    'other endpoints',
    ({ url }) => ({ authorizationEndpoint: `${url}/authorize`, tokenEndpoint: `${url}/token` }),
  ],
  ['another place to revoke', ({ url }) => ({ revocationEndpoint: `${url}/revoke` })],
  [
    'another mail server',
    ({ port }) => ({ smtp: { host: '127.0.0.1', port, tlsMethod: 'starttls' as const } }),
  ],
];

test.each(customChanges)(
  'neither grant nor secret of a custom provider goes anywhere after the settings name %s',
  async (_, change) => {
    const { entry, clientSecret } = sandbox.customProvider;
    const [fay] = sandbox.customPeople;
    if (!fay) throw new Error('nobody');
    const app = await startApp({ sandbox });
    const enter = (more: Partial<CustomProvider>, clientSecrets = {}) =>
      app.call('settingsSave', { customProviders: [{ ...entry, ...more }], clientSecrets });
    await enter({}, { custom: clientSecret });
    await app.until('the provider', ({ providers }) => (providers.length === 3 ? true : null));
    const row = await app.addSignedIn(fay);

    const trap = await listen();
    const more = change({ port: trap.port, url: `http://127.0.0.1:${trap.port}` });
    await enter(more);
    sandbox.log.clear();
    await app.until('the row', () => (app.row(row.id)?.status.kind === 'sign-in-needed' ? true : null));
    if (more.smtp) await edit(app, row, { host: more.smtp.host, port: more.smtp.port });
    const { itemId } = await app.send(row.id, person('orders').address);
    expect(await app.settled(itemId)).toMatchObject({ state: 'held', because: 'sign-in-required' });

    // Whoever signs in now is seen by the new place; what was made for the old one is not.
    const start = { provider: 'custom', accountId: row.id, dialogId: null, expected: fay.address };
    await app.reply('signInStart', { ...start, sendThrough: 'smtp', openBrowser: false });
    await app.call('signOut', { accountId: row.id, allAccounts: true });
    expect(credentialsIn(trap.received)).toEqual([]);
    expect(sandbox.log.tokenRequests()).toEqual([]);
    expect(sandbox.log.smtpEvents().filter(({ kind }) => kind === 'auth')).toEqual([]);

    // Back at the old place the grant is gone, and the secret too where it was made for that place.
    await enter({}, {});
    const { providers } = (await app.call('stateGet', {})).state;
    expect(providers[2]?.client.secretSet).toBe(Boolean(more.smtp));
  },
);

interface ExportedProfile {
  settings: { customProviders?: CustomProvider[] };
  accounts: Partial<AccountRow>[];
}

/** By which a file means the account whatever else it says of it. */
const key = { businessObject: 'SystemUser', columnName: 'User_Name', columnValue: 'sa' };

/** Exports the profile, changes the file, and imports it again. */
async function importChanged(app: TestApp, change: (profile: ExportedProfile) => void): Promise<void> {
  const { text } = await app.call('exportProfile', { passphrase: null });
  const profile = JSON.parse(text) as ExportedProfile;
  change(profile);
  const file = { base64: Buffer.from(JSON.stringify(profile)).toString('base64'), passphrase: null };
  const { planId } = await app.call('importPlan', file);
  expect(await app.call('importApply', { ...file, planId })).toMatchObject({ refused: 0 });
}

test.each<[string, (port: number) => Partial<AccountDraft>]>([
  ['another host', (port) => ({ host: '127.0.0.1', port })],
  ['another SMTP User', (port) => ({ user: person('invoices').address, port })],
  ['an alternate server', (port) => ({ alternateServer: `127.0.0.1:${port}`, port })],
])('a password is sent nowhere after an import names %s', async (_, change) => {
  const app = await startApp({ sandbox });
  const row = await passwordAccount(app, key);
  const trap = await listen();
  await importChanged(app, ({ accounts: [account] }) => Object.assign(account ?? {}, change(trap.port)));
  const { accounts } = (await app.call('stateGet', {})).state;
  expect(accounts).toMatchObject([{ id: row.id, passwordSet: false, status: { kind: 'password-needed' } }]);
  const { itemId } = await app.send(row.id, person('invoices').address);
  expect(await app.settled(itemId)).toMatchObject({ state: 'held', because: 'password-required' });
  expect(trap.received).toEqual([]);
  // The file as it was does not bring the password back.
  await importChanged(app, ({ accounts: [account] }) => Object.assign(account ?? {}, draftOf(row)));
  const again = await app.send(row.id, person('invoices').address);
  expect(await app.settled(again.itemId)).toMatchObject({ state: 'held', because: 'password-required' });
});

test.each<[string, (port: number) => Partial<AccountDraft>, string]>([
  ['another host', (port) => ({ host: '127.0.0.1', port }), 'server-not-providers'],
  ['another person', () => ({ user: person('clara').address }), 'sign-in-required'],
  [
    'another provider',
    (port) => ({ provider: 'none', host: '127.0.0.1', port, tls: false }),
    'password-required',
  ],
])('a grant is sent nowhere after an import names %s', async (_, change, because) => {
  const app = await startApp({ sandbox });
  const row = await app.addSignedIn(person('ben'), key);
  const trap = await listen();
  await importChanged(app, ({ accounts: [account] }) => Object.assign(account ?? {}, change(trap.port)));
  sandbox.log.clear();
  const { itemId } = await app.send(row.id, person('orders').address);
  expect(await app.settled(itemId)).toMatchObject({ state: 'held', because });
  expect(credentialsIn(trap.received)).toEqual([]);
  expect(sandbox.log.tokenRequests()).toEqual([]);
  expect(sandbox.log.smtpEvents().filter(({ kind }) => kind === 'auth')).toEqual([]);
});

test.each(customChanges)(
  'neither grant nor secret of a custom provider goes anywhere after an import names %s',
  async (_, change) => {
    const { entry, clientSecret } = sandbox.customProvider;
    const [fay] = sandbox.customPeople;
    if (!fay) throw new Error('nobody');
    const app = await startApp({ sandbox });
    const clientSecrets = { custom: clientSecret };
    await app.call('settingsSave', { customProviders: [entry], clientSecrets });
    await app.until('the provider', ({ providers }) => (providers.length === 3 ? true : null));
    const row = await app.addSignedIn(fay);
    const trap = await listen();
    const more = change({ port: trap.port, url: `http://127.0.0.1:${trap.port}` });
    await importChanged(app, ({ settings, accounts: [account] }) => {
      settings.customProviders = [{ ...entry, ...more }];
      if (more.smtp) Object.assign(account ?? {}, { host: more.smtp.host, port: more.smtp.port });
    });
    sandbox.log.clear();
    const { itemId } = await app.send(row.id, person('orders').address);
    expect(await app.settled(itemId)).toMatchObject({ state: 'held', because: 'sign-in-required' });
    const start = { provider: 'custom', accountId: row.id, dialogId: null, expected: fay.address };
    await app.reply('signInStart', { ...start, sendThrough: 'smtp', openBrowser: false });
    await app.call('signOut', { accountId: row.id, allAccounts: true });
    expect(credentialsIn(trap.received)).toEqual([]);
    expect(sandbox.log.tokenRequests()).toEqual([]);
    expect(sandbox.log.smtpEvents().filter(({ kind }) => kind === 'auth')).toEqual([]);
  },
);
