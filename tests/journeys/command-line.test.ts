import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

// The command line as a process of its own, on the real app.

const script = join(import.meta.dirname, '../../main/cli.ts');

interface Ran {
  readonly exitCode: number | null;
  readonly out: string;
  readonly err: string;
}

function start(words: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [script, ...words], { env: { ...process.env, ...env } });
  onTestFinished(() => void child.kill('SIGKILL'));
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => void (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => void (err += chunk.toString()));
  const ended = new Promise<Ran>(
    (resolve) => void child.once('close', (exitCode) => resolve({ exitCode, out, err })),
  );
  return { child, ended, out: () => out };
}

function run(words: readonly string[], stdin = '', env: NodeJS.ProcessEnv = {}): Promise<Ran> {
  const { child, ended } = start(words, env);
  child.stdin.on('error', () => undefined);
  child.stdin.end(stdin);
  return ended;
}

const errorOf = ({ err }: Ran) =>
  (JSON.parse(err) as { error: { code: string; message: string; field?: string } }).error;

test('an account is added, listed, resolved and edited on a profile of its own', async () => {
  const profile = join(await temporaryFolder(), 'a profile');
  const at = ['--profile', profile, '--json'];
  const key = ['--business-object', 'SystemUser', '--column-name', 'User_Name', '--column-value', 'sa'];
  const words = ['accounts', 'add', '--host', 'mail.example.test', '--user', 'ada@example.test', ...key];
  const added = await run([...words, '--password-stdin', ...at], 'MARKER-password\n');
  expect(added.err).toBe('');
  expect(JSON.parse(added.out)).toMatchObject({ id: 1, passwordSet: true });
  expect(JSON.parse((await run(['accounts', 'list', ...at])).out)).toMatchObject([
    { id: 1, user: 'ada@example.test' },
  ]);
  const resolved = await run(['accounts', 'resolve', '--record', 'SystemUser.User_Name=SA', ...at]);
  expect(JSON.parse(resolved.out)).toMatchObject({ accountId: 1, rule: 'key' });
  const taken = await run([...words, ...at]);
  expect([taken.exitCode, errorOf(taken).code]).toEqual([65, 'key-taken']);
  const edited = await run(['accounts', 'edit', '1', '--port', '2525', ...at]);
  expect([edited.exitCode, JSON.parse(edited.out)]).toMatchObject([0, { port: 2525, passwordSet: true }]);
  for (const file of ['accounts.json', 'settings.json']) {
    expect(await readFile(join(profile, file), 'utf8').catch(() => '')).not.toContain('MARKER');
  }
});

test.for([
  [['frobnicate'], 64],
  [['accounts', 'add', '--hots', 'x'], 64],
  [['accounts', 'show'], 64],
  [['accounts', 'show', '7'], 65],
  [['accounts', 'add', '--host', 'x.test', '--port', '65536'], 65],
  [['settings', 'set', 'smtpTimeoutMs', '5'], 65],
  [['outbox', 'show', 'nothing-there'], 65],
  [['accounts', 'list', '--policy', '/none.json'], 78],
  [['accounts', 'list', '--ca-file', '/none.pem'], 65],
] as const)('%j ends with %i and one line', async ([words, exitCode]) => {
  const profile = ['--profile', await temporaryFolder()];
  const [json, text] = await Promise.all([
    run([...words, ...profile, '--json']),
    run([...words, ...profile]),
  ]);
  expect([json.exitCode, json.out]).toEqual([exitCode, '']);
  expect(errorOf(json)).toMatchObject({
    code: expect.any(String),
    message: expect.any(String),
    remedy: expect.any(String),
  });
  expect([text.exitCode, text.out]).toEqual([exitCode, '']);
  expect(text.err).toMatch(/^error: [^\n]+ \([a-z-]+\)\n$/);
});

test.for(['', '{"version":1,"acc', 'null', '[1]', '{"version":99}', '\0\0\0\0'])(
  'accounts.json with %j is exit 78 and stays as it is',
  async (content) => {
    const profile = await temporaryFolder();
    await writeFile(join(profile, 'accounts.json'), content);
    const ran = await run(['accounts', 'add', '--host', 'x.test', '--profile', profile, '--json']);
    expect([ran.exitCode, errorOf(ran).code]).toEqual([78, 'profile-unreadable']);
    expect(errorOf(ran).message).toContain('accounts.json');
    expect(await readFile(join(profile, 'accounts.json'), 'utf8')).toBe(content);
  },
);

test('a profile folder that cannot be used is refused', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'file'), '');
  const ran = await run(['accounts', 'list', '--profile', join(folder, 'file'), '--json']);
  expect([ran.exitCode, errorOf(ran).code]).toEqual([78, 'profile-unreadable']);
});

/** Mounting needs a name space of its own, which not every system gives. */
const canMount = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0;

test.skipIf(!canMount)('a profile on a file system that may only be read is 78 and says so', async () => {
  const folder = await temporaryFolder();
  const cli = (words: string) => `"$0" "$1" ${words} --profile "$2/profile" --json`;
  const steps = [
    'mount -t tmpfs none "$2"',
    `${cli('accounts add --host a.test --user ada@example.test')} > "$2/added"`,
    'mount -o remount,ro "$2"',
    cli('accounts list'),
  ].join(' && ');
  const ran = spawnSync('unshare', ['-rm', 'sh', '-c', steps, process.execPath, script, folder], {
    encoding: 'utf8',
  });
  expect([ran.status, ran.stdout]).toEqual([78, '']);
  expect(errorOf({ exitCode: 78, out: '', err: ran.stderr })).toMatchObject({
    code: 'profile-unreadable',
    message: 'The profile folder lies on a file system that may only be read (EROFS).',
  });
});

test('a message to a server that is not there is queued, its document kept, and Ctrl+C would not lose it', async () => {
  const folder = await temporaryFolder();
  const at = ['--profile', join(folder, 'profile'), '--json'];
  await writeFile(join(folder, 'quote.pdf'), 'pdf');
  const closed = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => closed.once('listening', resolve));
  const { port } = closed.address() as AddressInfo;
  await new Promise((resolve) => closed.close(resolve));
  const server = [
    '--host',
    '127.0.0.1',
    '--port',
    String(port),
    '--tls',
    'off',
    '--user',
    'ada@example.test',
  ];
  await run(['accounts', 'add', '--default', ...server, '--password-stdin', ...at], 'x');
  const message = ['--to', 'bob@example.test', '--subject', 'Quote', '--attach', join(folder, 'quote.pdf')];
  const ran = await run(['send', ...message, ...at]);
  expect(ran.exitCode).toBe(75);
  const sent = JSON.parse(ran.out) as { itemId: string };
  expect(sent).toMatchObject({ state: 'queued', messageId: expect.stringMatching(/^<.+@.+>$/) });
  expect(errorOf(ran).code).toBe('server-unreachable');
  expect(JSON.parse((await run(['outbox', 'list', ...at])).out)).toMatchObject([
    {
      itemId: sent.itemId,
      state: 'queued',
      origin: 'agent',
      documents: [{ name: 'quote.pdf', sizeBytes: 3 }],
    },
  ]);
});

test('a command that is interrupted while it waits ends at once and leaves its message in the outbox', async () => {
  const folder = await temporaryFolder();
  const at = ['--profile', join(folder, 'profile'), '--json'];
  // It takes connections and says nothing.
  const silent = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void silent.close());
  await new Promise((resolve) => silent.once('listening', resolve));
  const connected = new Promise((resolve) => silent.once('connection', resolve));
  const { port } = silent.address() as AddressInfo;
  const server = [
    '--host',
    '127.0.0.1',
    '--port',
    String(port),
    '--tls',
    'off',
    '--user',
    'ada@example.test',
  ];
  await run(['accounts', 'add', '--default', ...server, '--password-stdin', ...at], 'x');
  const sending = start(['send', '--to', 'bob@example.test', ...at]);
  await connected;
  const startedAtMs = performance.now();
  sending.child.kill('SIGINT');
  const { exitCode, out } = await sending.ended;
  expect(performance.now() - startedAtMs).toBeLessThan(10_000);
  expect(exitCode).toBe(75);
  const { itemId } = JSON.parse(out) as { itemId: string };
  expect(JSON.parse((await run(['outbox', 'show', itemId, ...at])).out)).toMatchObject({ state: 'queued' });
});

test('a command that is interrupted after the last byte of its message says that it may have been sent', async () => {
  const folder = await temporaryFolder();
  const at = ['--profile', join(folder, 'profile'), '--json'];
  const taken = Promise.withResolvers<void>();
  // It takes a message and never says that it has it.
  const server = createServer((socket) => {
    let message: string | null = null;
    socket.on('error', () => undefined).write('220 ready\r\n');
    socket.on('data', (chunk: Buffer) => {
      const text = chunk.toString('latin1');
      if (message !== null) {
        message += text;
        if (message.endsWith('\r\n.\r\n')) taken.resolve();
      } else if (text.startsWith('DATA')) {
        message = '';
        socket.write('354 go on\r\n');
      } else socket.write('250 ok\r\n');
    });
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const account = [
    '--host',
    '127.0.0.1',
    '--port',
    String(port),
    '--tls',
    'off',
    '--from',
    'ada@example.test',
  ];
  await run(['accounts', 'add', '--default', ...account, ...at]);
  const sending = start(['send', '--to', 'bob@example.test', '--body', 'Hello', ...at]);
  await taken.promise;
  sending.child.kill('SIGINT');
  const ran = await sending.ended;
  expect([ran.exitCode, errorOf(ran).code]).toEqual([65, 'delivery-unconfirmed']);
  expect(JSON.parse(ran.out)).toMatchObject({ state: 'unconfirmed' });
});

test('commands at once share the profile, and none gets lost between them', async () => {
  const at = ['--profile', await temporaryFolder(), '--json'];
  const adds = Array.from({ length: 5 }, (_, index) =>
    run(['accounts', 'add', '--host', `h${index}.test`, '--user', 'ada@example.test', ...at]),
  );
  const ids = (await Promise.all(adds)).map(
    ({ out, err }) => [err, (JSON.parse(out) as { id: number }).id] as const,
  );
  expect(ids.map(([err]) => err)).toEqual(['', '', '', '', '']);
  expect(new Set(ids.map(([, id]) => id)).size).toBe(5);
  expect(JSON.parse((await run(['accounts', 'list', ...at])).out)).toHaveLength(5);
});

test('sign-in opens $BROWSER with the link, and Ctrl+C cancels it', async () => {
  const folder = await temporaryFolder();
  const policy = join(folder, 'policy.json');
  const google = { clientId: 'example.apps.googleusercontent.com', clientSecret: 'example' };
  await writeFile(policy, JSON.stringify({ version: 1, providers: { google } }));
  const at = ['--profile', join(folder, 'my profile'), '--policy', policy];
  const browser = join(folder, 'browser');
  await writeFile(
    browser,
    `#!/bin/sh\nprintf '%s' "$1" > '${folder}/url.part' && mv '${folder}/url.part' '${folder}/url'\n`,
  );
  await chmod(browser, 0o755);
  await run(['accounts', 'add', '--provider', 'google', '--user', 'ada@example.test', ...at]);
  const signing = start(['sign-in', '1', ...at, '--json'], { BROWSER: browser });
  const url = () => readFile(join(folder, 'url'), 'utf8').catch(() => '');
  await expect
    .poll(url, { timeout: 20_000 })
    .toMatch(/^https:\/\/accounts\.google\.com\/.*code_challenge_method=S256/);
  signing.child.kill('SIGINT');
  const ran = await signing.ended;
  expect([ran.exitCode, errorOf(ran).code]).toEqual([77, 'sign-in-cancelled']);
});

test('help, version and a closed pipe need no profile and never show a stack', async () => {
  const home = await temporaryFolder();
  await mkdir(join(home, 'config'));
  const env = { HOME: home, XDG_CONFIG_HOME: join(home, 'config') };
  expect((await run(['--version'], '', env)).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  const { child, ended } = start(['--help'], env);
  child.stdout.destroy();
  expect(await ended).toMatchObject({ exitCode: 0, err: '' });
});

test.skipIf(!existsSync('/dev/full'))('an answer that a full disk did not take is exit 74', async () => {
  const full = openSync('/dev/full', 'w');
  onTestFinished(() => closeSync(full));
  const profile = ['--profile', await temporaryFolder()];
  for (const words of [['accounts', 'list', '--json'], ['--version']]) {
    const child = spawn(process.execPath, [script, ...words, ...profile], {
      stdio: ['ignore', full, 'pipe'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    let err = '';
    child.stderr?.on('data', (chunk: Buffer) => void (err += chunk.toString()));
    const exitCode = await new Promise((resolve) => void child.once('close', resolve));
    expect([exitCode, err]).toEqual([74, expect.stringContaining('could not be written (ENOSPC).')]);
  }
});

test('an account is checked as a process, as the owner and beside one, with the exit code of what failed', async () => {
  const profile = join(await temporaryFolder(), 'profile');
  const at = ['--profile', profile, '--json'];
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  await run(['accounts', 'add', '--host', '127.0.0.1', '--from', 'a@b.test', '--port', String(port), ...at]);
  const alone = await run(['check', '1', ...at]);
  expect([alone.exitCode, errorOf(alone).code]).toEqual([75, 'server-unreachable']);
  expect(JSON.parse(alone.out)).toMatchObject({
    outcome: 'failed',
    failure: { detail: { step: 'connect', networkCode: 'ECONNREFUSED' } },
    card: { id: 'connection-refused', who: 'you' },
  });
  // Many at once: whoever comes first owns the profile, the others ask it.
  const many = await Promise.all(Array.from({ length: 4 }, () => run(['check', '--all', ...at])));
  expect(many.map(({ exitCode }) => exitCode)).toEqual([75, 75, 75, 75]);
});
