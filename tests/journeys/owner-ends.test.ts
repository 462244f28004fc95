import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

// Commands that wait for a message of theirs while the program that was sending it ends.

const script = join(import.meta.dirname, '../../main/cli.ts');

function start(profile: string, words: readonly string[], stdin = '') {
  const child = spawn(process.execPath, [script, ...words, '--profile', profile, '--json']);
  onTestFinished(() => void child.kill('SIGKILL'));
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => void (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => void (err += chunk.toString()));
  child.stdin.end(stdin);
  const ended = new Promise<{ exitCode: number | null; out: string; err: string }>(
    (resolve) => void child.once('close', (exitCode) => resolve({ exitCode, out, err })),
  );
  return { child, ended };
}

/** A mail server that takes connections and says nothing, until it is told to put everybody off. */
async function quietServer() {
  const waiting: (() => void)[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  let putsOff = false;
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    connections += 1;
    if (putsOff) socket.end('421 4.3.2 Try again later\r\n');
    for (const look of waiting) look();
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return {
    port: (server.address() as AddressInfo).port,
    putOff: () => (putsOff = true),
    connected: (count: number) =>
      new Promise<void>((resolve) => {
        waiting.push(() => connections >= count && resolve());
        if (connections >= count) resolve();
      }),
  };
}

/** Resolves when the second message is in the outbox. */
async function untilTwoItems(profile: string): Promise<void> {
  for (;;) {
    const { out } = await start(profile, ['outbox', 'list']).ended;
    if ((JSON.parse(out) as unknown[]).length === 2) return;
  }
}

async function addAccount(profile: string, port: number): Promise<void> {
  const words = ['accounts', 'add', '--host', '127.0.0.1', '--port', String(port), '--tls', 'off'];
  const added = start(profile, [...words, '--user', 'ada@example.test', '--password-stdin'], 'secret');
  expect(await added.ended).toMatchObject({ exitCode: 0, err: '' });
}

test.each(['SIGKILL', 'SIGTERM'] as const)(
  'a message that stood behind another one is tried when its sender ends by %s',
  async (signal) => {
    const profile = join(await temporaryFolder(), 'profile');
    const server = await quietServer();
    await addAccount(profile, server.port);
    const owner = start(profile, ['send', '--account', '1', '--to', 'x@example.test']);
    await server.connected(1);
    const client = start(profile, ['send', '--account', '1', '--to', 'y@example.test']);
    await untilTwoItems(profile);
    server.putOff();
    owner.child.kill(signal);
    const { exitCode, err } = await client.ended;
    expect([exitCode, JSON.parse(err)]).toMatchObject([75, { error: { code: 'throttled' } }]);
  },
);
