import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { answerWith } from './program.ts';

// A way to a server on which each byte takes some time, in order, and as many of them as there are: a long line that is never full.

/** Where it leads, and how long a byte takes in each direction. */
export interface DelayQuestion {
  readonly port: number;
  readonly delayMs: number;
}

/** Hands on what comes, each piece so much later. */
function delayed(from: Socket, to: Socket, delayMs: number): void {
  const line: { readonly atMs: number; readonly bytes: Buffer | null }[] = [];
  let timer: NodeJS.Timeout | null = null;
  const pass = () => {
    timer = null;
    const nowMs = performance.now();
    for (let first = line[0]; first !== undefined && first.atMs <= nowMs; first = line[0]) {
      line.shift();
      if (first.bytes) to.write(first.bytes);
      else to.end();
    }
    const [next] = line;
    if (next) timer = setTimeout(pass, Math.max(1, next.atMs - nowMs));
  };
  const put = (bytes: Buffer | null) => {
    line.push({ atMs: performance.now() + delayMs, bytes });
    timer ??= setTimeout(pass, delayMs);
  };
  from.on('data', put);
  from.once('end', () => put(null));
  from.once('error', () => to.destroy());
}

answerWith(async ({ port, delayMs }: DelayQuestion) => {
  const server = createServer({ noDelay: true, allowHalfOpen: true }, (near) => {
    const far = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
    delayed(near, far, delayMs);
    delayed(far, near, delayMs);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
});
