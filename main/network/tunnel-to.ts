import { isIP } from 'node:net';
import type { Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import type { ProxyFor } from '../ports.ts';
import { lateTls } from './late-tls.ts';
import { openConnection } from './open-connection.ts';

interface Wish {
  readonly proxyFor: ProxyFor | undefined;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** What the certificates of server and proxy are checked against; absent: what this process trusts. */
  readonly secureContext?: SecureContext | null;
}

/**
 * Answers a connection for one HTTP request through a proxy, with TLS on its way where the URL has it; null: none is needed,
 * and Node connects by itself.
 *
 * A request takes it as `createConnection`, with the scheme `http` since TLS is there already.
 *
 * @throws {Error} as `openConnection`
 */
export async function openTunnelTo(url: URL, wish: Wish): Promise<Socket | null> {
  const { proxyFor, timeoutMs, signal, secureContext } = wish;
  if (!proxyFor) return null;
  const ways = await proxyFor(url.href);
  if (ways[0]?.kind === 'direct') return null;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isSecure = url.protocol === 'https:';
  const socket = await openConnection({
    ...{ host, timeoutMs, signal, ...(secureContext && { secureContext }) },
    port: url.port === '' ? (isSecure ? 443 : 80) : Number(url.port),
    proxyFor: async () => ways,
  });
  // A web server never speaks first, so nothing is lost before the request is there.
  if (!isSecure) return socket.resume();
  return lateTls().connect({
    ...{ socket, host },
    ...(secureContext && { secureContext }),
    ...(isIP(host) === 0 && { servername: host }),
  });
}

/** Answers how `http.request` spells a URL whose connection is there already. */
export function withoutScheme(url: URL): string {
  return url.href.replace(/^https:/, 'http:');
}
