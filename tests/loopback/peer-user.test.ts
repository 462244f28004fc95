import { readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { isAnotherUser, peerUserId } from '../../main/loopback/peer-user.ts';

const head =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';
const row = (own: string, peer: string, state: string, userId: number) =>
  `   0: ${own} ${peer} ${state} 00000000:00000000 00:00000000 00000000  ${userId}        0 4711 1 0`;
const mapped = '0000000000000000FFFF0000';
// 8080 is 1F90, 50000 is C350.
const connection = { localPort: 8080, remotePort: 50_000 };
const server = row('0100007F:1F90', '0100007F:C350', '01', 1000);

test.for([
  ['an IPv4 socket', row('0100007F:C350', '0100007F:1F90', '01', 1001), 1001],
  ['an IPv6 socket', row(`${mapped}0100007F:C350`, `${mapped}0100007F:1F90`, '01', 1001), 1001],
  ['another byte order', row('7F000001:C350', '7F000001:1F90', '01', 1001), 1001],
  ['a connection that is closing', row('0100007F:C350', '0100007F:1F90', '06', 0), null],
  ['another connection', row('0100007F:C351', '0100007F:1F90', '01', 1001), null],
  ['another address', row('0200A8C0:C350', '0100007F:1F90', '01', 1001), null],
] as const)('the user of %s is told by the system', ([, line, userId]) => {
  const table = [head, server, line, ''].join('\n');
  expect(peerUserId([table], connection)).toBe(userId);
  expect(peerUserId([head, table], connection)).toBe(userId);
});

test.skipIf(process.platform !== 'linux')(
  'a connection of this user is told from one of nobody',
  async () => {
    const listening = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void listening.close());
    await new Promise((resolve) => listening.once('listening', resolve));
    const { port } = listening.address() as AddressInfo;
    const arrived = new Promise<number>((resolve) =>
      listening.once('connection', (socket) => {
        onTestFinished(() => void socket.destroy());
        resolve(socket.remotePort ?? 0);
      }),
    );
    const client = connect(port, '127.0.0.1');
    onTestFinished(() => void client.destroy());
    const remotePort = await arrived;
    const tables = [readFileSync('/proc/net/tcp', 'latin1')];
    expect(peerUserId(tables, { localPort: port, remotePort })).toBe(process.getuid?.());
    expect(isAnotherUser({ localPort: port, remotePort })).toBe(false);
    expect(isAnotherUser({ localPort: port, remotePort: 1 })).toBe(true);
  },
);
