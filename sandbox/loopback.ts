import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';

/** A server that listens on this computer only, on 127.0.0.1 and, where it exists, ::1 with the same port. */
export interface LoopbackListener {
  readonly port: number;
  /** The raw TCP socket from this client address; under TLS it lies below the one that the protocol sees. */
  readonly socketFrom: (clientAddress: string, clientPort: number) => Socket | undefined;
  /** Ends every connection at once and gives the port back. */
  readonly close: () => Promise<void>;
}

const portAttempts = 20;

const listen = (server: Server, host: string, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });

const stop = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
  });

const destroyAll = (sockets: Iterable<Socket>): void => {
  for (const socket of sockets) socket.destroy();
};

// The two loopback addresses have ports of their own, so a client's port alone does not name a connection.
const clientKey = (address: string, port: number): string =>
  `${address.includes(':') ? 'IPv6' : 'IPv4'} ${port}`;

const errorCode = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined;

/**
 * Starts a server on a free loopback port.
 *
 * Browsers try ::1 first for `localhost`, so the same port is taken there too; another program could otherwise answer.
 *
 * @param server - a TCP, HTTP or SMTP server that does not listen yet
 * @param endSockets - ends what lies on top of these sockets, where something does; by default they are just destroyed
 */
export const listenOnLoopback = async (
  server: Server,
  endSockets: (sockets: Iterable<Socket>) => void = destroyAll,
): Promise<LoopbackListener> => {
  const sockets = new Map<string, Socket>();
  server.prependListener('connection', (socket: Socket) => {
    const client = clientKey(socket.remoteAddress ?? '', socket.remotePort ?? 0);
    sockets.set(client, socket);
    socket.once('close', () => sockets.delete(client));
    // A client that goes away in the middle is this server's daily bread, not a crash.
    socket.on('error', () => {});
  });
  const mirror = createServer({ allowHalfOpen: true, noDelay: true }, (socket) =>
    server.emit('connection', socket),
  );

  for (let attempt = 1; ; attempt += 1) {
    const port = await listen(server, '127.0.0.1', 0);
    try {
      await listen(mirror, '::1', port);
    } catch (error) {
      if (errorCode(error) === 'EADDRINUSE' && attempt < portAttempts) {
        await stop(server);
        continue;
      }
      // EADDRNOTAVAIL, EAFNOSUPPORT: a computer without IPv6 has nobody who could answer there.
    }
    return {
      port,
      socketFrom: (address, clientPort) => sockets.get(clientKey(address, clientPort)),
      close: async () => {
        const stopped = [server, mirror].filter(({ listening }) => listening).map(stop);
        endSockets(sockets.values());
        await Promise.all(stopped);
      },
    };
  }
};

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether the request names this computer in its Host header; a page that rebinds its own name to loopback does not. */
export const isForLoopback = (request: IncomingMessage): boolean => {
  const host = request.headers.host ?? '';
  return loopbackNames.has(host.replace(/:\d+$/, '').toLowerCase());
};
