import { once } from 'node:events';
import { createConnection, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createSmtpSession } from '../../main/mail/smtp-session.ts';

/** A session, and the server's end of it. */
async function connected() {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const accepted = once(server, 'connection');
  const socket = createConnection((server.address() as AddressInfo).port, '127.0.0.1');
  const [peer] = (await accepted) as [Socket];
  onTestFinished(() => {
    socket.destroy();
    peer.destroy();
    server.close();
  });
  return { session: createSmtpSession(socket, 10_000, new AbortController().signal), peer };
}

test('a reply may take its own time, whatever the one before it could have taken', async () => {
  const { session, peer } = await connected();
  const first = session.reply(40);
  peer.write('250 One\r\n');
  expect(await first).toMatchObject({ code: 250 });
  // The time of the first one is over long before.
  const second = session.reply(10_000);
  setTimeout(() => peer.write('251 Two\r\n'), 120);
  expect(await second).toMatchObject({ code: 251 });
});

test('a reply that does not come in time ends the connection, after a longer wait as well', async () => {
  const { session, peer } = await connected();
  const first = session.reply(60_000);
  peer.write('250 One\r\n');
  expect(await first).toMatchObject({ code: 250 });
  const closed = once(peer, 'close');
  expect(await session.reply(40)).toBe('timeout');
  expect(session.isOpen()).toBe(false);
  await closed;
});
