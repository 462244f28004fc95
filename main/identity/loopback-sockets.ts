import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError } from '../../shared/errors.ts';
import { systemCode } from '../system-code.ts';

const tries = 20;
const noIpv6 = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT']);

/** Servers on one port. */
export interface BoundServers {
  readonly servers: readonly Server[];
  readonly port: number;
}

interface BindOptions {
  readonly host: '127.0.0.1' | 'localhost';
  /** null: any free one. */
  readonly port: number | null;
}

/**
 * Listens on the loopback addresses that a host name can mean, all on one port.
 *
 * Were only 127.0.0.1 taken for `localhost`, any program on [::1] with the same port would get the authorization
 * response, since browsers try ::1 first. A computer without IPv6 has no such danger.
 *
 * @throws {AppError} `redirect-unavailable`
 */
export async function bindLoopback(
  createServer: () => Server,
  { host, port }: BindOptions,
): Promise<BoundServers> {
  let lastCode = '';
  for (let count = 0; count < (port === null ? tries : 1); count += 1) {
    const first = createServer();
    lastCode = await listen(first, '127.0.0.1', port ?? 0);
    if (lastCode !== '') break;
    const taken = portOf(first);
    if (host === '127.0.0.1') return { servers: [first], port: taken };
    const second = createServer();
    lastCode = await listen(second, '::1', taken);
    if (lastCode === '') return { servers: [first, second], port: taken };
    if (noIpv6.has(lastCode)) return { servers: [first], port: taken };
    // Somebody has this port on ::1: that one is not for us.
    await new Promise((resolve) => first.close(resolve));
  }
  throw new AppError('redirect-unavailable', `The browser cannot come back to this app: ${reason()}.`, {
    detail: { ...(lastCode !== '' && { systemCode: lastCode }), ...(port !== null && { port }) },
  });

  function reason(): string {
    if (port === null) return 'no local port is free';
    return lastCode === 'EACCES'
      ? `port ${port} of this computer is kept for programs of the administrator`
      : `another program uses port ${port} of this computer, which the client is registered with`;
  }
}

/** Answers the system's error code; empty: the server listens. */
function listen(server: Server, host: string, port: number): Promise<string> {
  return new Promise((resolve) => {
    server.once('error', (error) => {
      resolve(systemCode(error) || 'unknown');
    });
    server.listen({ host, port, exclusive: true }, () => resolve(''));
  });
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}
