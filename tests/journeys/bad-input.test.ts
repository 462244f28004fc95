import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

// What a person or a script can get wrong, through the command line as real processes: each is one line with a code and a way
// out, the exit code that scripts rely on, and not a byte of the profile changed.

const script = join(import.meta.dirname, '../../main/cli.ts');

interface Ran {
  readonly exitCode: number | null;
  readonly out: string;
  readonly err: string;
}

function run(words: readonly string[], stdin = ''): Promise<Ran> {
  const child = spawn(process.execPath, [script, ...words]);
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => void (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => void (err += chunk.toString()));
  child.stdin.on('error', () => undefined);
  child.stdin.end(stdin);
  return new Promise((resolve) => void child.once('close', (exitCode) => resolve({ exitCode, out, err })));
}

let folder: string;
let profile: string;
let notText: string;
const at = (words: readonly string[], where = profile) => [...words, '--profile', where];
const json = (words: readonly string[], where = profile) => [...at(words, where), '--json'];

/** A profile with one account that has a key and a password, and one setting. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'smtp-setup-'));
  profile = join(folder, 'a profile');
  notText = join(folder, 'not-text');
  await writeFile(notText, new Uint8Array([0xff, 0xfe, 0x00]));
  await mkdir(join(folder, 'a-folder'));
  await writeFile(join(folder, 'not-a-policy.json'), '{"version":1,\n"bogus":1}');
  const key = ['--business-object', 'SalesDocument', '--column-name', 'Type', '--column-value', 'INVOICE'];
  const words = ['accounts', 'add', '--host', '127.0.0.1', '--port', '1', '--tls', 'off', ...key];
  const added = await run(json([...words, '--user', 'ada@example.test', '--password-stdin']), 'secret');
  expect(added).toMatchObject({ exitCode: 0, err: '' });
  expect(await run(json(['settings', 'set', 'theme', 'dark']))).toMatchObject({ exitCode: 0 });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const host = ['accounts', 'add', '--host', 'mail.example.test'];
const add = [...host, '--user', 'bob@example.test'];
const key = (...values: readonly string[]) =>
  ['--business-object', '--column-name', '--column-value']
    .slice(0, values.length)
    .flatMap((option, index) => [option, values[index] ?? '']);
const send = ['send', '--account', '1', '--to', 'x@example.test'];

interface Bad {
  readonly words: readonly string[];
  readonly exit: number;
  readonly code: string;
  readonly field?: string;
  /** A piece of the message. */
  readonly says?: string;
}

const bad: readonly Bad[] = [
  // The command itself.
  { words: [], exit: 64, code: 'invalid-request', says: 'Missing verb' },
  { words: ['frobnicate'], exit: 64, code: 'invalid-request', says: 'Unknown verb "frobnicate"' },
  { words: ['accounts', 'lst'], exit: 64, code: 'invalid-request', says: 'accounts list' },
  { words: ['accounts', 'show'], exit: 64, code: 'invalid-request', says: 'Missing ID' },
  { words: ['accounts', 'list', '--hots'], exit: 64, code: 'invalid-request', field: 'hots' },
  { words: ['accounts', 'add'], exit: 64, code: 'invalid-request', field: 'host' },
  { words: host, exit: 64, code: 'invalid-request', field: 'user' },
  { words: [...add, '--password', 'secret'], exit: 64, code: 'invalid-request', field: 'password' },
  { words: ['send', '--account', '1'], exit: 64, code: 'invalid-request', field: 'to' },
  {
    words: [...send, '--body', 'a', '--body-file', 'b'],
    exit: 64,
    code: 'invalid-request',
    field: 'body-file',
  },
  { words: ['settings', 'set', 'theme'], exit: 64, code: 'invalid-request', says: 'Missing VALUE' },
  // Values.
  { words: [...add, '--port', '0'], exit: 65, code: 'account-invalid', field: 'port' },
  { words: [...add, '--port', '65536'], exit: 65, code: 'account-invalid', field: 'port' },
  { words: [...add, '--port', 'abc'], exit: 65, code: 'account-invalid', field: 'port' },
  { words: ['accounts', 'edit', '1', '--port', '0'], exit: 65, code: 'account-invalid', field: 'port' },
  { words: [...add, '--tls', 'maybe'], exit: 65, code: 'account-invalid', field: 'tls' },
  { words: [...add, '--provider', 'yahoo'], exit: 65, code: 'account-invalid', field: 'provider' },
  { words: [...add, '--from', 'nobody'], exit: 65, code: 'account-invalid', field: 'from' },
  { words: [...add, '--sender-name', 'a\nb'], exit: 65, code: 'account-invalid', field: 'sender-name' },
  {
    words: [...host, '--host=', '--user', 'a'].toSpliced(2, 2),
    exit: 65,
    code: 'account-invalid',
    field: 'host',
  },
  { words: [...add, '--password-stdin'], exit: 65, code: 'account-invalid', field: 'password-stdin' },
  {
    words: [...add, '--password-file', '/no/such'],
    exit: 65,
    code: 'account-invalid',
    field: 'password-file',
  },
  { words: [...add, ...key('SalesDocument')], exit: 65, code: 'key-incomplete', field: 'column-name' },
  {
    words: [...add, ...key('SalesDocument', 'Type')],
    exit: 65,
    code: 'key-incomplete',
    field: 'column-value',
  },
  {
    words: [...add, ...key(' salesdocument', 'TYPE ', 'invoice')],
    ...{ exit: 65, code: 'key-taken', field: 'column-value' },
  },
  { words: ['settings', 'set', 'theme', 'pink'], exit: 65, code: 'setting-invalid', field: 'theme' },
  { words: ['settings', 'set', 'them', 'dark'], exit: 65, code: 'setting-invalid', says: '"theme"' },
  {
    words: ['settings', 'set', 'systemUser', 'a\nb'],
    exit: 65,
    code: 'setting-invalid',
    field: 'systemUser',
  },
  // What is not there.
  { words: ['accounts', 'show', '99'], exit: 65, code: 'account-not-found' },
  { words: ['accounts', 'edit', 'abc', '--port', '25'], exit: 65, code: 'account-not-found' },
  { words: ['accounts', 'remove', '99'], exit: 65, code: 'account-not-found' },
  { words: ['sign-in', '99'], exit: 65, code: 'account-not-found' },
  { words: ['sign-out', '99'], exit: 65, code: 'account-not-found' },
  { words: ['sign-in', '1'], exit: 65, code: 'account-invalid', field: 'provider' },
  { words: ['outbox', 'show', 'no-such-item'], exit: 65, code: 'item-not-found' },
  {
    words: ['send', '--account', '99', '--to', 'x@example.test'],
    ...{ exit: 65, code: 'account-not-found', field: 'account' },
  },
  {
    words: ['send', '--record', 'SalesDocument.Type=QUOTE', '--to', 'x@example.test'],
    ...{ exit: 78, code: 'no-account-for-records', field: 'record', says: 'SalesDocument.Type=QUOTE' },
  },
  {
    words: ['send', '--record', 'SalesDocument', '--to', 'x@example.test'],
    ...{ exit: 65, code: 'account-invalid', field: 'record' },
  },
  { words: [...send, '--cc', 'nobody'], exit: 65, code: 'recipient-rejected', field: 'cc' },
  {
    words: [...send, '--bcc', 'a@b.test\r\nTo: c@d.test'],
    exit: 65,
    code: 'recipient-rejected',
    field: 'bcc',
  },
  { words: [...send, '--attach', '/no/such'], exit: 65, code: 'document-unreadable', field: 'attach' },
  { words: [...send, '--attach', '@a-folder'], exit: 65, code: 'document-unreadable', says: 'is not a file' },
  { words: [...send, '--body-file', '/no/such'], exit: 65, code: 'document-unreadable', field: 'body-file' },
  { words: [...send, '--body-file', '@not-text'], exit: 65, code: 'document-unreadable', says: 'UTF-8' },
  // Files that are named.
  { words: ['accounts', 'list', '--policy', '/no/such'], exit: 78, code: 'policy-invalid', field: 'policy' },
  { words: [...send, '--policy', '@not-a-policy.json'], exit: 78, code: 'policy-invalid', says: 'line 2' },
  {
    words: ['accounts', 'list', '--ca-file', '/no/such'],
    exit: 65,
    code: 'invalid-request',
    says: 'not exist',
  },
  {
    words: ['accounts', 'list', '--ca-file', '@not-text'],
    exit: 65,
    code: 'invalid-request',
    says: 'no PEM',
  },
];

async function bytesOf(where: string): Promise<readonly (string | null)[]> {
  const files = ['accounts.json', 'settings.json', 'outbox.db', 'vault.key'];
  return Promise.all(files.map((name) => readFile(join(where, name), 'hex').catch(() => null)));
}

/** Two at a time: as many as the smallest computer of the tests has cores. */
async function eachOf<Value>(
  values: readonly Value[],
  check: (value: Value) => Promise<void>,
): Promise<void> {
  const left = [...values];
  const worker = async () => {
    for (let value = left.shift(); value !== undefined; value = left.shift()) await check(value);
  };
  await Promise.all([worker(), worker()]);
}

function expectOneLine({ err }: Ran, what: string): void {
  expect(err.trimEnd().split('\n'), what).toHaveLength(1);
  expect(err, what).not.toMatch(/\n\s+at |node:internal|secret/);
}

// Half a hundred programs start here, on a computer that may have other things to do.
const patienceMs = 120_000;

test(
  'bad input is one line with its code, its field and a way out, and changes nothing',
  { timeout: patienceMs },
  async () => {
    const before = await bytesOf(profile);
    await eachOf(bad, async ({ words: given, exit, code, field, says }) => {
      const words = given.map((word) => (word.startsWith('@') ? join(folder, word.slice(1)) : word));
      const what = words.join(' ');
      const ran = await run(json(words));
      expectOneLine(ran, what);
      const { error } = JSON.parse(ran.err) as { error: Record<string, string> };
      expect([ran.exitCode, error], what).toMatchObject([exit, { code, ...(field && { field }) }]);
      expect(error['remedy'], what).toMatch(/^[a-z-]+$/);
      if (says) expect(error['message'], what).toContain(says);
      expect(ran.out, what).toBe('');
    });
    expect(await bytesOf(profile)).toEqual(before);
  },
);

test('a person reads the same as a sentence with its code', async () => {
  const ran = await run(at([...add, '--port', '0']));
  expectOneLine(ran, 'for people');
  expect(ran).toMatchObject({ exitCode: 65, out: '' });
  expect(ran.err).toBe(
    'error: --port must be a whole number from 1 to 65535, not "0". Correct the field. (account-invalid)\n',
  );
});

type Damage = (bytes: Buffer) => Uint8Array;
const flipped: Damage = (bytes) => {
  const copy = Uint8Array.from(bytes);
  const middle = copy.length >> 1;
  copy[middle] = (copy[middle] ?? 0) ^ 1;
  return copy;
};
const fromTheFuture: Damage = (bytes) => {
  const { checksum: _, ...document } = JSON.parse(bytes.toString()) as Record<string, unknown>;
  return Buffer.from(JSON.stringify({ ...document, version: 2 }));
};
const damages: Readonly<Record<string, Damage>> = {
  truncated: (bytes) => bytes.subarray(0, bytes.length >> 1),
  'bit flipped': flipped,
  empty: () => new Uint8Array(),
  'only NUL': (bytes) => new Uint8Array(bytes.length),
  'from the future': fromTheFuture,
};
const noDatabase = ['truncated', 'empty', 'only NUL'];

const damaged = [
  ...Object.keys(damages).map((kind) => ({ file: 'accounts.json', kind })),
  ...Object.keys(damages).map((kind) => ({ file: 'settings.json', kind })),
  ...noDatabase.map((kind) => ({ file: 'outbox.db', kind })),
];
const verbs = [['accounts', 'list'], send, ['accounts', 'edit', '1', '--sender-name', 'A']];

test(
  'a damaged profile is told as such by every verb, and its bytes stay',
  { timeout: patienceMs },
  async () => {
    await eachOf(damaged, async ({ file, kind }) => {
      const copy = join(folder, `${file} ${kind}`);
      await cp(profile, copy, { recursive: true });
      const damage = damages[kind];
      const bytes = damage?.(await readFile(join(copy, file))) ?? new Uint8Array();
      await writeFile(join(copy, file), bytes);
      const before = await bytesOf(copy);
      for (const verb of file === 'accounts.json' ? verbs : verbs.slice(0, 1)) {
        const what = `${file} ${kind}: ${verb.join(' ')}`;
        const ran = await run(json(verb, copy));
        expectOneLine(ran, what);
        expect([ran.exitCode, ran.out, JSON.parse(ran.err)], what).toMatchObject([
          ...[78, ''],
          { error: { code: 'profile-unreadable', remedy: 'restore-file' } },
        ]);
        expect(await bytesOf(copy), what).toEqual(before);
      }
    });
  },
);
