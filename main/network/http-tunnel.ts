import type { Socket } from 'node:net';
import type { ProxyWay } from '../ports.ts';
import { proxyFailure, proxyName } from './proxy-failure.ts';
import { readFirst } from './read-first.ts';

const authenticationRequired = 407;
/** How proxies say that they open no such connection: squid and tinyproxy 403, others 405, 501, or the two for all trouble. */
const refusals: ReadonlySet<number> = new Set([403, 405, 501, 502, 503]);

/**
 * Asks an HTTP proxy to open a connection to a server; afterwards the socket speaks with the server.
 *
 * @throws {Error} with a code of `ProxyTrouble`
 * @see RFC 9110 §9.3.6
 */
export async function openHttpTunnel(
  socket: Socket,
  proxy: ProxyWay,
  target: { readonly host: string; readonly port: number },
): Promise<void> {
  const { credentials } = proxy;
  const place = `${target.host.includes(':') ? `[${target.host}]` : target.host}:${target.port}`;
  const basic =
    credentials && Buffer.from(`${credentials.user}:${credentials.password}`, 'utf8').toString('base64');
  const lines = [
    `CONNECT ${place} HTTP/1.1`,
    `Host: ${place}`,
    ...(basic === null ? [] : [`Proxy-Authorization: Basic ${basic}`]),
  ];
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  const head = await readFirst(socket, (bytes) => {
    const end = bytes.indexOf('\r\n\r\n');
    return end < 0 ? null : end + 4;
  });
  const status = Number(/^HTTP\/1\.[01] (\d{3})(?: |\r)/.exec(head.toString('latin1'))?.[1] ?? 0);
  if (status >= 200 && status < 300) return;
  const name = proxyName(proxy);
  if (status === 0) throw proxyFailure('ERR_PROXY_PROTOCOL', `What answers at ${name} is no HTTP proxy.`);
  if (status === authenticationRequired) {
    const wish = credentials ? 'does not accept the name and password' : 'wants a name and password';
    throw proxyFailure('ERR_PROXY_AUTH_REQUESTED', `The proxy ${name} ${wish} (407).`);
  }
  const message = `The proxy ${name} opens no connection to ${place} (${status}).`;
  throw Object.assign(proxyFailure('ERR_TUNNEL_CONNECTION_FAILED', message), {
    refusesPort: refusals.has(status),
  });
}
