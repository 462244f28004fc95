import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { AppPort } from '../../main/app-port.ts';
import { connectToOwner } from '../../main/owner/owner-client.ts';
import type { OwnerConnection } from '../../main/owner/owner-client.ts';
import { startOwnerServer } from '../../main/owner/owner-server.ts';
import { createFakeAppPort } from '../helpers/fake-app-port.ts';
import { systemClock, systemRandom } from '../helpers/system-ports.ts';
import { exampleRow, exampleState } from '../helpers/example-state.ts';

const agent = { origin: 'agent' } as const;
const key = new Uint8Array(32).fill(7);
const limits = { handshakeMs: 500, pingMs: 50, silentPings: 4 };

/** Sockets have short paths, so not in the folder for test files. */
function socketPath(): string {
  const folder = mkdtempSync('/tmp/s-');
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'a.sock');
}

async function serve(app: AppPort | Promise<AppPort>, address = socketPath()) {
  const common = {
    clock: systemClock,
    random: systemRandom,
    log: () => undefined,
    platform: process.platform,
  };
  const server = await startOwnerServer({
    ...common,
    address,
    key,
    app: Promise.resolve(app),
    handshakeMs: 300,
  });
  onTestFinished(async () => {
    await server.stopAccepting();
    server.disconnect();
  });
  return { server, address };
}

const join_ = (address: string, otherKey = key) =>
  connectToOwner({ record: { address, key: otherKey }, clock: systemClock, random: systemRandom, limits });

async function connected(address: string): Promise<OwnerConnection> {
  const result = await join_(address);
  if (result.kind !== 'connected') throw new Error(result.kind);
  onTestFinished(() => result.connection.close());
  return result.connection;
}

/** Says hello and whatever else, without knowing the key; resolves with all that came back when the owner hangs up. */
function intrude(address: string, lines: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(address, () => lines.forEach((line) => socket.write(`${line}\n`)));
    let heard = '';
    socket.on('data', (chunk: Buffer) => void (heard += chunk.toString()));
    socket.on('error', () => undefined);
    socket.once('close', () => resolve(heard));
  });
}

test('a client with the key is answered', async () => {
  const { address } = await serve(
    createFakeAppPort({ accountsResolve: (input, caller) => ({ input, caller }) }),
  );
  const connection = await connected(address);
  expect(await connection.call('accountsResolve', { records: [] }, agent)).toEqual({
    kind: 'reply',
    reply: { ok: true, value: { input: { records: [] }, caller: agent } },
  });
});

test('a client with another key is turned away, and so is one without a proof', async () => {
  let calls = 0;
  const { address } = await serve(createFakeAppPort({ accountsResolve: () => (calls += 1) }));
  expect((await join_(address, new Uint8Array(32).fill(8))).kind).toBe('unreachable');
  const call = JSON.stringify({ type: 'call', id: 1, method: 'accountsResolve', input: {}, caller: agent });
  const hello = JSON.stringify({ type: 'hello', nonce: 'n'.repeat(43) });
  const wrong = JSON.stringify({ type: 'proof', proof: 'p'.repeat(43) });
  expect(await intrude(address, [call])).toBe('');
  expect(await intrude(address, [hello, call])).not.toContain('reply');
  expect(await intrude(address, [hello, wrong, call])).not.toContain('welcome');
  expect(calls).toBe(0);
});

test('a client that says nothing, or too much before its proof, is cut off', async () => {
  const { address } = await serve(createFakeAppPort());
  expect(await intrude(address, [])).toBe('');
  const hello = { type: 'hello', nonce: 'n'.repeat(43) };
  expect(await intrude(address, [JSON.stringify(hello)])).toContain('challenge');
  expect(await intrude(address, [JSON.stringify({ ...hello, more: 'x'.repeat(2_000) })])).toBe('');
  // Before the end of a line has come, too.
  const socket = connect(address);
  socket.on('error', () => undefined);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.write('x'.repeat(2_000));
  await closed;
});

test("a client that hands the owner's own proof back is turned away", async () => {
  let calls = 0;
  const { address } = await serve(createFakeAppPort({ accountsResolve: () => (calls += 1) }));
  const socket = connect(address);
  const say = (frame: object) => socket.write(`${JSON.stringify(frame)}\n`);
  let heard = '';
  socket.on('error', () => undefined);
  socket.on('data', (chunk: Buffer) => {
    heard += chunk.toString();
    const [line = ''] = chunk.toString().split('\n');
    const { type, proof } = JSON.parse(line) as { type: string; proof: string };
    if (type === 'challenge') {
      say({ type: 'proof', proof });
      say({ type: 'call', id: 1, method: 'accountsResolve', input: {}, caller: agent });
    } else socket.destroy();
  });
  const closed = new Promise((resolve) => socket.once('close', resolve));
  say({ type: 'hello', nonce: 'n'.repeat(43) });
  await closed;
  expect(heard).toMatch(/^\{"type":"challenge"[^\n]*\n$/);
  expect(calls).toBe(0);
});

test.skipIf(process.platform === 'win32')(
  'only its user may connect to the socket, whatever the umask',
  async () => {
    const before = process.umask(0);
    onTestFinished(() => void process.umask(before));
    const { address } = await serve(createFakeAppPort());
    expect(statSync(address).mode & 0o777).toBe(0o600);
    expect(process.umask()).toBe(0);
  },
);

test('a program that took the address without the key gets no request and no proof of the key', async () => {
  const address = socketPath();
  const heard: string[] = [];
  const impostor = createServer((socket: Socket) => {
    socket.on('data', (chunk: Buffer) => {
      heard.push(chunk.toString());
      socket.write(
        `${JSON.stringify({ type: 'challenge', protocol: 1, nonce: 'n'.repeat(43), proof: 'p'.repeat(43) })}\n`,
      );
      socket.write(`${JSON.stringify({ type: 'welcome' })}\n`);
    });
    socket.on('error', () => undefined);
  }).listen(address);
  onTestFinished(() => void impostor.close());
  expect((await join_(address)).kind).toBe('unreachable');
  expect(heard.join('')).toMatch(/^\{"type":"hello","nonce":"[\w-]{43}"\}\n$/);
});

test('a proof that is carried on from another address does not count', async () => {
  const { address } = await serve(createFakeAppPort());
  const between = socketPath();
  const relay = createServer((socket) => {
    const onward = connect(address);
    socket.pipe(onward).pipe(socket);
    socket.on('error', () => undefined);
    onward.on('error', () => undefined);
  }).listen(between);
  onTestFinished(() => void relay.close());
  expect((await join_(between)).kind).toBe('unreachable');
});

test('an owner of another protocol is told from a stranger', async () => {
  const { proofOf } = await import('../../main/owner/owner-key.ts');
  const address = socketPath();
  const other = createServer((socket) => {
    socket.on('data', (chunk: Buffer) => {
      const { nonce } = JSON.parse(chunk.toString()) as { nonce: string };
      const ownerNonce = 'n'.repeat(43);
      const proof = proofOf('owner', { key, address, clientNonce: nonce, ownerNonce });
      socket.write(`${JSON.stringify({ type: 'challenge', protocol: 99, nonce: ownerNonce, proof })}\n`);
    });
    socket.on('error', () => undefined);
  }).listen(address);
  onTestFinished(() => void other.close());
  expect((await join_(address)).kind).toBe('other-version');
});

test('calls wait while the app of the owner starts', async () => {
  let start: (app: AppPort) => void = () => undefined;
  const { address } = await serve(new Promise<AppPort>((resolve) => (start = resolve)));
  const connection = await connected(address);
  const call = connection.call('accountsResolve', {}, agent);
  start(createFakeAppPort({ accountsResolve: () => 5 }));
  expect(await call).toEqual({ kind: 'reply', reply: { ok: true, value: 5 } });
});

test('an ending owner finishes what it has begun and begins nothing more', async () => {
  let finish: (value: string) => void = () => undefined;
  const { server, address } = await serve(
    createFakeAppPort({
      accountsSave: () => new Promise((resolve) => (finish = resolve)),
      accountsResolve: () => 1,
    }),
  );
  const connection = await connected(address);
  const begun = connection.call('accountsSave', {}, agent);
  await connection.call('accountsResolve', {}, agent);
  await server.stopAccepting();
  expect(await connection.call('accountsSave', {}, agent)).toEqual({ kind: 'not-begun' });
  finish('saved');
  await server.settled();
  expect(await begun).toEqual({ kind: 'reply', reply: { ok: true, value: 'saved' } });
  expect((await join_(address)).kind).toBe('unreachable');
});

test('an owner that ends in good order says which calls it had begun', async () => {
  const { server, address } = await serve(
    createFakeAppPort({
      accountsSave: () => new Promise(() => undefined),
      accountsResolve: () => 'x'.repeat(3_000_000),
    }),
  );
  const connection = await connected(address);
  const begun = connection.call('accountsSave', {}, agent);
  const answered = connection.call('accountsResolve', {}, agent);
  await connection.call('stateGet', {}, agent);
  server.disconnect();
  // Written after the last word, and never read. Where that makes the system reset the connection, the last word may get
  // lost on the way: then nobody claims to know.
  const late = connection.call('accountsSave', {}, agent);
  expect(await begun).toEqual({ kind: 'lost' });
  expect(await answered).toMatchObject({ kind: 'reply' });
  expect(['not-begun', 'lost']).toContain((await late).kind);
});

test('calls to an app that cannot start were not begun', async () => {
  const { address } = await serve(Promise.reject(new Error('damaged')));
  const connection = await connected(address);
  expect(await connection.call('accountsSave', {}, agent)).toEqual({ kind: 'not-begun' });
});

test('a call that vanished with its connection is lost, a call after it was not begun', async () => {
  const { address } = await serve(
    createFakeAppPort({ accountsSave: () => new Promise(() => undefined), accountsResolve: () => 1 }),
  );
  const connection = await connected(address);
  const call = connection.call('accountsSave', {}, agent);
  await connection.call('accountsResolve', {}, agent);
  connection.close();
  expect(await call).toEqual({ kind: 'lost' });
  await connection.closed;
  expect(await connection.call('accountsSave', {}, agent)).toEqual({ kind: 'not-begun' });
});

test('a call may take longer than the owner may be silent', async () => {
  const slow = createFakeAppPort({
    accountsRenew: () => systemClock.sleep(limits.pingMs * (limits.silentPings + 4)),
  });
  const { address } = await serve(slow);
  const connection = await connected(address);
  expect(await connection.call('accountsRenew', {}, agent)).toMatchObject({ kind: 'reply' });
});

test('a long reply and a snapshot of ten thousand accounts arrive whole', async () => {
  const accounts = Array.from({ length: 10_000 }, (_, index) => exampleRow(index + 1));
  const app = createFakeAppPort({ outboxPage: () => 'x'.repeat(5_000_000) }, exampleState({ accounts }));
  const { address } = await serve(app);
  const connection = await connected(address);
  const rows = await new Promise<number>((resolve) => {
    connection.onState((push) => 'state' in push && resolve(push.state.accounts.length));
  });
  expect(rows).toBe(10_000);
  const outcome = await connection.call('outboxPage', {}, agent);
  expect(outcome.kind === 'reply' && outcome.reply.ok && String(outcome.reply.value).length).toBe(5_000_000);
});
