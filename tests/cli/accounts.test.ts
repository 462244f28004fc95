import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fakeAccount } from '../helpers/fake-app.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { commandLine } from './command-line.ts';

const ada = fakeAccount(1, { host: 'mail.example.test', user: 'ada@example.test', isDefault: true });
const bob = fakeAccount(2, {
  host: 'mail.example.test',
  user: 'bob@example.test',
  businessObject: 'SalesDocument',
  columnName: 'Type',
  columnValue: 'INVOICE',
});
const inputOf = (test_: ReturnType<typeof commandLine>, method: string) =>
  test_.app.calls.find(({ name }) => name === method)?.input;

test('the list is an array for scripts and a table for people', async () => {
  const { run } = commandLine({ state: { accounts: [ada, bob] } });
  const json = await run(['accounts', 'list', '--json']);
  expect(json.exitCode).toBe(0);
  expect(json.json).toEqual([ada, bob]);
  const text = await run(['accounts', 'list']);
  expect(text.out.split('\n')).toHaveLength(3);
  expect(text.out).toContain('1*');
  expect(text.out).toContain('SalesDocument.Type=INVOICE');
});

test('an empty list says how to add an account', async () => {
  const { run } = commandLine();
  expect((await run(['accounts', 'list', '--json'])).json).toEqual([]);
  expect((await run(['accounts', 'list'])).out).toContain('accounts add');
});

test('an account is shown by its ID, and an ID that is none is refused', async () => {
  const { run } = commandLine({ state: { accounts: [ada] } });
  expect((await run(['accounts', 'show', '1', '--json'])).json).toEqual(ada);
  expect((await run(['accounts', 'show', '1'])).out).toContain('SMTP Password    not set');
  for (const id of ['7', '0', 'abc', '1.5', '-1', '1e0']) {
    const refused = await run(['accounts', 'show', '--json', '--', id]);
    expect([id, refused.exitCode, refused.error.code]).toEqual([id, 65, 'account-not-found']);
  }
});

test('remarks on an account are notes for people and warnings for scripts', async () => {
  const { run } = commandLine();
  const odd = [...['--host', 'mail.example.test', '--user', 'ada@example.test'], '--port', '465'];
  const said = await run(['accounts', 'add', ...odd, '--tls-method', 'starttls']);
  expect([said.exitCode, said.err]).toEqual([
    ...[0, 'note: --tls-method: Port 465 usually means implicit TLS.'],
  ]);
  const { json } = await run(['accounts', 'edit', '1', '--sender-name', 'Ada', '--json']);
  expect(json).toMatchObject({ id: 1, warnings: [{ field: 'tls-method', code: 'port-465-with-starttls' }] });
  const good = await run(['accounts', 'edit', '1', '--tls-method', 'auto', '--json']);
  expect(good.json).toMatchObject({ warnings: [] });
});

test('a host is confirmed by its name, and then nothing is said of it', async () => {
  const foreign = ['--provider', 'microsoft', '--user', 'ben@contoso.test', '--host', 'mail.contoso.test'];
  const line = commandLine();
  expect((await line.run(['accounts', 'add', ...foreign])).err).toContain('note: --host: ');
  const confirmed = await line.run(['accounts', 'add', ...foreign, '--confirm-host', 'mail.contoso.test']);
  expect([confirmed.exitCode, confirmed.err]).toEqual([0, '']);
  const inputs = line.app.calls.filter(({ name }) => name === 'accountsSave').map(({ input }) => input);
  expect(inputs.map((input) => Reflect.get(Object(input), 'confirmHost') ?? null)).toEqual([
    ...[null, 'mail.contoso.test'],
  ]);
});

test('all options of an account reach the app, the password only by standard input', async () => {
  const line = commandLine();
  const { exitCode, json } = await line.run(
    [
      ...['accounts', 'add', '--json', '--host', 'mail.example.test', '--port', '2525', '--tls', 'on'],
      ...['--tls-method', 'starttls', '--user', 'ada@example.test', '--sign-in-account', 'boss@example.test'],
      ...['--from', 'sales@example.test', '--sender-name', 'Sales', '--reply-to', 'reply@example.test'],
      ...['--business-object', 'SalesDocument', '--column-name', 'Type', '--column-value', 'INVOICE'],
      ...['--enabled', 'off', '--timeout-ms', '5000', '--default', '--password-stdin'],
    ],
    'correct horse\n',
  );
  expect(exitCode).toBe(0);
  expect(json).toMatchObject({ id: 1, passwordSet: true });
  expect(inputOf(line, 'accountsSave')).toEqual({
    accountId: null,
    password: 'correct horse',
    makeDefault: true,
    pendingGrantId: null,
    signOut: false,
    draft: {
      ...{ provider: 'none', host: 'mail.example.test', port: 2525, tls: true, tlsMethod: 'starttls' },
      ...{ user: 'ada@example.test', signInAccount: 'boss@example.test', from: 'sales@example.test' },
      ...{ senderName: 'Sales', replyTo: 'reply@example.test', enabled: false, timeoutMs: 5000 },
      ...{ businessObject: 'SalesDocument', columnName: 'Type', columnValue: 'INVOICE' },
      ...{ alternateServer: '', sendThrough: 'smtp', sendPasswordUnencrypted: false },
    },
  });
});

test('a provider brings its preset, and what is named counts more', async () => {
  const google = commandLine();
  await google.run(['accounts', 'add', '--provider', 'google', '--user', 'ada@gmail.com']);
  expect(inputOf(google, 'accountsSave')).toMatchObject({
    draft: { provider: 'google', host: 'gmail.googleapis.com', port: 443, sendThrough: 'api' },
  });
  const bySmtp = commandLine();
  await bySmtp.run(['accounts', 'add', '--provider', 'google', '--send-through', 'smtp', '--port', '587']);
  expect(inputOf(bySmtp, 'accountsSave')).toMatchObject({
    draft: { host: 'smtp.gmail.com', port: 587, sendThrough: 'smtp' },
  });
});

test('an edit changes what is named and keeps the rest', async () => {
  const line = commandLine({ state: { accounts: [ada, bob] } });
  const { exitCode, json } = await line.run([
    'accounts',
    'edit',
    '2',
    '--port',
    '465',
    '--tls-method',
    'implicit',
    '--json',
  ]);
  expect(exitCode).toBe(0);
  expect(json).toMatchObject({ id: 2, port: 465, host: 'mail.example.test', columnValue: 'INVOICE' });
  expect(inputOf(line, 'accountsSave')).not.toHaveProperty('password');
  expect(inputOf(line, 'accountsSave')).not.toHaveProperty('makeDefault');
});

test.for([
  ['0', '--port must be a whole number from 1 to 65535, not "0".'],
  ['65536', '--port must be a whole number from 1 to 65535, not "65536".'],
  ['abc', '--port must be a whole number from 1 to 65535, not "abc".'],
  ['2.5', '--port must be a whole number from 1 to 65535, not "2.5".'],
  ['-1', '--port must be a whole number from 1 to 65535, not "-1".'],
  ['', '--port must be a whole number from 1 to 65535, not "".'],
] as const)('port %s is refused and named', async ([port, message]) => {
  const { run, app } = commandLine();
  const { exitCode, error, out } = await run([
    'accounts',
    'add',
    '--json',
    '--host',
    'a.test',
    `--port=${port}`,
  ]);
  expect({ exitCode, out, error }).toEqual({
    exitCode: 65,
    out: '',
    error: { code: 'account-invalid', message, remedy: 'correct-input', field: 'port' },
  });
  expect(app.calls.map(({ name }) => name)).not.toContain('accountsSave');
});

test.for([
  ['--tls', 'maybe', 'tls'],
  ['--enabled', 'yes', 'enabled'],
  ['--tls-method', 'ssl', 'tls-method'],
  ['--timeout-ms', '12', 'timeout-ms'],
  ['--provider', 'yahoo', 'provider'],
  ['--send-through', 'pigeon', 'send-through'],
] as const)('%s %s is refused and named', async ([option, value, field]) => {
  const { run } = commandLine();
  const { exitCode, error } = await run(['accounts', 'add', '--json', '--host', 'a.test', option, value]);
  expect([exitCode, error.code, error.field]).toEqual([65, 'account-invalid', field]);
  expect(error.message).toContain(`not "${value}"`);
});

test('what the app refuses is named as the option that sets it', async () => {
  const { run } = commandLine();
  const server = ['--host', 'a.test', '--user', 'ada@example.test'];
  const words = ['accounts', 'add', ...server, '--business-object', 'SalesDocument'];
  const { exitCode, error } = await run([...words, '--json']);
  expect([exitCode, error.code, error.field]).toEqual([65, 'account-invalid', 'column-value']);
  expect((await run(words)).err).toBe('error: A field is not right. Correct the field. (account-invalid)');
});

test('a new account without a server is a missing option', async () => {
  const { run } = commandLine();
  const { exitCode, error } = await run(['accounts', 'add', '--json']);
  expect([exitCode, error.code, error.field, error.message]).toEqual([
    64,
    'invalid-request',
    'host',
    'Missing option --host.',
  ]);
});

test('a new account needs a user, or a sender where the server asks for no sign-in', async () => {
  const { run } = commandLine();
  const words = ['accounts', 'add', '--json', '--host', 'a.test'];
  const { exitCode, error } = await run(words);
  expect([exitCode, error.code, error.field]).toEqual([64, 'invalid-request', 'user']);
  expect(error.message).toBe('Missing option --user, or --from where the server asks for no sign-in.');
  expect((await run([...words, '--from', 'orders@example.test'])).exitCode).toBe(0);
});

test('a password comes from a file as well, and a file that holds none is refused', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'password');
  const line = commandLine();
  const add = (file: string) =>
    line.run(['accounts', 'add', '--json', '--host', 'a.test', '--user', 'ada', '--password-file', file]);
  await writeFile(path, 'geheim\r\n');
  expect((await add(path)).exitCode).toBe(0);
  expect(inputOf(line, 'accountsSave')).toMatchObject({ password: 'geheim' });
  for (const [content, reason] of [
    ['', 'holds no password'],
    ['a\nb', 'more than one line'],
    [Buffer.from([0xff, 0xfe]), 'not UTF-8'],
  ] as const) {
    await writeFile(path, content);
    const { exitCode, error } = await add(path);
    expect([exitCode, error.field]).toEqual([65, 'password-file']);
    expect(error.message).toContain(reason);
  }
  const missing = await add(join(folder, 'none'));
  expect([missing.exitCode, missing.error.field]).toEqual([65, 'password-file']);
});

test('a password never comes back', async () => {
  const { run } = commandLine();
  const words = ['accounts', 'add', '--host', 'a.test', '--user', 'ada@example.test', '--password-stdin'];
  for (const more of [[], ['--json']]) {
    const { out, err } = await run([...words, ...more], 'MARKER-secret');
    expect(out + err).not.toContain('MARKER');
  }
});

test('accounts are removed, and not while messages wait for them', async () => {
  const line = commandLine({ state: { accounts: [ada, bob] }, waitingItems: 2 });
  const refused = await line.run(['accounts', 'remove', '1', '--json']);
  expect([refused.exitCode, refused.error.code]).toEqual([65, 'transition-refused']);
  expect(refused.error.message).toContain('2 messages wait');
  expect(line.app.state().accounts).toHaveLength(2);
  const moved = await line.run(['accounts', 'remove', '1', '--move-waiting-to', '2', '--json']);
  expect([moved.exitCode, moved.json]).toMatchObject([0, { removed: true, waitingItems: 2 }]);
  expect((await line.run(['accounts', 'remove', '2', '--cancel-waiting'])).out).toBe('Removed account 2.');
  expect(line.app.state().accounts).toEqual([]);
});

test('resolve says which account sends and why, and 78 where none does', async () => {
  const { run } = commandLine({ state: { accounts: [bob] } });
  const words = ['accounts', 'resolve', '--json', '--record'];
  expect((await run([...words, 'SalesDocument.Type=INVOICE'])).json).toMatchObject({
    accountId: 2,
    rule: 'key',
  });
  const none = await run([...words, 'SalesDocument.Type=QUOTE']);
  expect([none.exitCode, none.error.code]).toEqual([78, 'no-account-for-records']);
  expect(none.json).toMatchObject({ accountId: null, rule: 'none' });
  expect(none.error.message).toContain('SalesDocument.Type=QUOTE');
});

test("every call is an agent's, nobody is asked, and the profile is closed again", async () => {
  const line = commandLine({ state: { accounts: [ada] } });
  await line.run(['accounts', 'list']);
  await line.run(['accounts', 'show', '9']);
  expect(new Set(line.origins.map(([, origin]) => origin))).toEqual(new Set(['agent']));
  expect(line.sessions.open).toBe(0);
});

test('the global options choose the profile, and say so where another program decides', async () => {
  const line = commandLine({ role: 'client' });
  await line.run(['accounts', 'list']);
  await line.run([
    'accounts',
    'list',
    '--profile',
    'p',
    '--policy',
    'policy.json',
    '--ca-file',
    'ca.pem',
    '--json',
  ]);
  expect(line.choices).toEqual([
    { profileFolder: '/config/smtp-setup', policyPath: null, caFile: null, unattended: false },
    {
      profileFolder: join(process.cwd(), 'p'),
      policyPath: 'policy.json',
      caFile: 'ca.pem',
      unattended: false,
    },
  ]);
  expect((await line.run(['accounts', 'list', '--policy', 'x'])).err).toContain('open in another program');
});

test('the last good copy of a policy is said while it counts, by whoever has read the file', async () => {
  const failure = {
    code: 'policy-invalid',
    message: 'line 12: providers must be an object',
    remedy: 'ask-administrator',
  } as const;
  const policy = {
    status: 'last-good',
    setBy: '',
    lockedSettings: [],
    businessObjects: [],
    failure,
  } as const;
  const owner = commandLine({ state: { policy } });
  const { err, exitCode } = await owner.run(['accounts', 'list']);
  expect([err, exitCode]).toEqual([
    'note: the policy file is refused, and its last good copy counts instead. line 12: providers must be an object',
    0,
  ]);
  expect((await owner.run(['accounts', 'list', '--json'])).err).toBe('');
  expect((await commandLine({ state: { policy }, role: 'client' }).run(['accounts', 'list'])).err).toBe('');
  expect((await commandLine().run(['accounts', 'list'])).err).toBe('');
});

test('help and version open no profile', async () => {
  const line = commandLine();
  expect(await line.run(['--version'])).toMatchObject({ exitCode: 0, out: '1.2.3' });
  expect((await line.run(['--help'])).out).toContain('Exit codes');
  expect((await line.run(['accounts', 'add', '--help'])).out).toContain('--password-stdin');
  expect(line.choices).toEqual([]);
});

test('the history of sign-ins names who, when and the likely cause', async () => {
  const account = fakeAccount(1, { provider: 'microsoft', user: 'ben@contoso.test' });
  const { run } = commandLine({
    state: { accounts: [account, ada] },
    signInHistory: [
      {
        ...{ atMs: Date.UTC(2026, 10, 21, 8), kind: 'withdrawn', signedInAs: 'ben@contoso.test' },
        ...{ code: 'grant-revoked', detail: { error: 'invalid_grant', aadsts: 50_173 } },
      },
      {
        ...{ atMs: Date.UTC(2026, 10, 1, 8), kind: 'signed-in', signedInAs: 'ben@contoso.test' },
        ...{ code: null, detail: null },
      },
    ],
  });
  const { out, exitCode } = await run(['accounts', 'history', '1']);
  expect(exitCode).toBe(0);
  expect(out.split('\n').slice(1)).toEqual([
    '2026-11-21T08:00:00.000Z  withdrawn  ben@contoso.test  The sign-in was withdrawn',
    '2026-11-01T08:00:00.000Z  signed-in  ben@contoso.test',
  ]);
  const { json } = await run(['accounts', 'history', '1', '--json']);
  expect(json).toMatchObject([{ kind: 'withdrawn', cause: 'The sign-in was withdrawn' }, { cause: null }]);
});
