import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** How a wire ends: the server says what it has to say and hangs up, or all is gone at once. */
export type CutBy = 'fin' | 'reset';

/** A wire to a server that can be cut at any byte of what the client says. */
export interface CutWire {
  readonly port: number;
  /** How many bytes the client has said, on all connections. */
  readonly clientBytes: () => number;
  /** Cuts the connection once so many more bytes have passed; connections after that one stay whole. */
  readonly cutAfter: (bytes: number, by: CutBy) => void;
  /** Resolves when no connection is open any more, with all that the server was given. */
  readonly close: () => Promise<void>;
}

/** Lays a wire to a port of this computer. */
export async function layCutWire(to: number): Promise<CutWire> {
  let passedBytes = 0;
  let cut: { readonly atBytes: number; readonly by: CutBy } | null = null;
  const ends = new Set<Promise<unknown>>();
  const clients = new Set<Socket>();
  const closed = (socket: Socket) => new Promise((resolve) => socket.once('close', resolve));

  const server = createServer({ allowHalfOpen: true }, (client) => {
    const upstream = connect({ port: to, host: '127.0.0.1', allowHalfOpen: true });
    clients.add(client);
    ends.add(closed(client)).add(closed(upstream));
    for (const socket of [client, upstream]) socket.setNoDelay(true).on('error', () => {});
    let isCut = false;
    client.on('data', (bytes: Buffer) => {
      if (isCut) return;
      const left = (cut?.atBytes ?? Number.POSITIVE_INFINITY) - passedBytes;
      const taken = bytes.subarray(0, Math.min(bytes.length, left));
      passedBytes += taken.length;
      upstream.write(taken);
      if (!cut || bytes.length < left) return;
      isCut = true;
      // What has arrived stays arrived: the server reads it, whatever the client hears.
      upstream.end();
      if (cut.by === 'reset') client.resetAndDestroy();
      cut = null;
    });
    upstream.on('data', (bytes: Buffer) => void (client.destroyed || client.write(bytes)));
    upstream.on('end', () => client.end());
    upstream.on('close', () => client.end());
    client.on('end', () => upstream.end());
    client.on('close', () => upstream.end());
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    clientBytes: () => passedBytes,
    cutAfter: (bytes, by) => {
      cut = { atBytes: passedBytes + bytes, by };
    },
    close: async () => {
      for (const client of clients) client.end();
      await Promise.all(ends);
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
