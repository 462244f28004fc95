import { readFileSync } from 'node:fs';

/** Both ends of a connection over the IPv4 loopback address, as the server's socket has them. */
export interface LoopbackConnection {
  readonly localPort: number;
  readonly remotePort: number;
}

/** 127.0.0.1 in the byte order of the processor; an IPv6 socket has it at the end of a mapped address. */
const loopback = /(?:0100007F|7F000001)$/;
const established = '01';
const column = { own: 1, peer: 2, state: 3, userId: 7 } as const;
const rootId = 0;

/**
 * Answers who is at the other end of a connection, by the system's tables; null where they do not know.
 *
 * @param tables texts of `/proc/net/tcp` and `/proc/net/tcp6`
 * @see https://www.kernel.org/doc/Documentation/networking/proc_net_tcp.txt
 */
export function peerUserId(
  tables: readonly string[],
  { localPort, remotePort }: LoopbackConnection,
): number | null {
  const isEnd = (text: string | undefined, port: number) => {
    const [address = '', hexPort = ''] = text?.split(':') ?? [];
    return loopback.test(address) && Number.parseInt(hexPort, 16) === port;
  };
  const rows = tables.flatMap((table) => table.split('\n').map((line) => line.trim().split(/\s+/)));
  // An end that was closed has no user any more, so it counts for root's.
  const row = rows.find(
    (cells) =>
      cells[column.state] === established &&
      isEnd(cells[column.own], remotePort) &&
      isEnd(cells[column.peer], localPort),
  );
  const userId = row?.[column.userId];
  return userId === undefined ? null : Number(userId);
}

/**
 * Says whether another user of this computer is at the other end, as far as the system tells: Linux alone does.
 *
 * Root is none: it reads everything anyway, and carries the connections of other systems' browsers into this one.
 */
export function isAnotherUser(connection: LoopbackConnection): boolean {
  const ownId = process.getuid?.();
  if (process.platform !== 'linux' || ownId === undefined) return false;
  const tables = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((path) => {
    try {
      return [readFileSync(path, 'latin1')];
    } catch {
      return [];
    }
  });
  if (tables.length === 0) return false;
  const userId = peerUserId(tables, connection);
  return userId !== ownId && userId !== rootId;
}
