import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { startMailServer } from '../helpers/mail-server.ts';
import { startApp } from '../helpers/start-app.ts';
import type { TestApp } from '../helpers/start-app.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

const plain = { host: '127.0.0.1', tls: false, user: '', from: 'ada@example.test' } as const;
const to = 'ben@example.test';

/** A server that takes connections and never says a word. */
async function startSilentServer(): Promise<{ readonly port: number; readonly connections: () => number }> {
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, connections: () => connections };
}

const tried = (app: TestApp, itemId: string) =>
  app.until('an attempt to end', async () => {
    const item = await app.call('outboxGet', { itemId });
    return item.state !== 'sending' && item.attempts > 0 ? item : null;
  });

test('a server that says nothing keeps no other account waiting, and is given up after the time of its account', async () => {
  const app = await startApp({ sandbox });
  const silent = await startSilentServer();
  const good = await startMailServer({ authOptional: true });
  const patient = await app.add({ ...plain, port: silent.port });
  const hasty = await app.add({ ...plain, port: silent.port, timeoutMs: 1_000 });
  const other = await app.add({ ...plain, port: good.port });
  const stuck = await app.send(patient.id, to);
  const beganAtMs = Date.now();
  const soon = await app.send(hasty.id, to);
  const { itemId } = await app.send(other.id, to);
  expect(await app.settled(itemId)).toMatchObject({ state: 'sent' });
  expect(await tried(app, soon.itemId)).toMatchObject({ state: 'queued', because: 'server-unreachable' });
  expect(Date.now() - beganAtMs).toBeGreaterThan(900);
  // The setting is 100 seconds.
  expect((await app.call('outboxGet', { itemId: stuck.itemId })).state).toBe('sending');
});

test('the time of the setting counts for accounts that have none of their own', async () => {
  const app = await startApp({ sandbox });
  const silent = await startSilentServer();
  await app.call('settingsSave', { smtpTimeoutMs: 1_000 });
  const row = await app.add({ ...plain, port: silent.port });
  const { itemId } = await app.send(row.id, to);
  expect(await tried(app, itemId)).toMatchObject({ state: 'queued', because: 'server-unreachable' });
});

test('where the first server says nothing the alternate takes the message, by IPv6, and the next ones at once', async ({
  skip,
}) => {
  const good = await startMailServer({ authOptional: true }, '::1').catch(() => null);
  skip(!good, 'this computer has no IPv6');
  if (!good) return;
  const app = await startApp({ sandbox });
  const silent = await startSilentServer();
  const alternateServer = `[::1]:${good.port}`;
  const row = await app.add({ ...plain, port: silent.port, timeoutMs: 1_000, alternateServer });
  for (let number = 0; number < 3; number += 1) {
    const { itemId } = await app.send(row.id, to);
    expect(await app.settled(itemId)).toMatchObject({ state: 'sent', attempts: 1 });
  }
  expect([silent.connections(), good.taken().length]).toEqual([1, 3]);
  expect(app.logged.filter((line) => line.includes('"alternate-server"'))).toHaveLength(1);
});

test('where both are down that was one attempt, and the reason names both', async () => {
  const app = await startApp({ sandbox });
  const [one, two] = [await startSilentServer(), await startSilentServer()];
  const row = await app.add({
    ...{ ...plain, port: one.port, timeoutMs: 1_000 },
    alternateServer: `localhost:${two.port}`,
  });
  const { itemId } = await app.send(row.id, to);
  expect(await tried(app, itemId)).toMatchObject({
    ...{ state: 'queued', attempts: 1, because: 'server-unreachable' },
    reason: `127.0.0.1:${one.port}: no answer; localhost:${two.port}: no answer`,
  });
});
