import { isIP } from 'node:net';
import type { Socket } from 'node:net';
import type { ProxyWay } from '../ports.ts';
import { proxyFailure, proxyName } from './proxy-failure.ts';
import { readFirst } from './read-first.ts';

const version = 5;
const withoutName = 0;
const byPassword = 2;
const connectCommand = 1;
const addressTypes = { ipv4: 1, name: 3, ipv6: 4 } as const;
const maxPartBytes = 255;

// RFC 1928 §6.
const reasons: Readonly<Record<number, string>> = {
  1: 'it failed',
  2: 'its rules forbid it',
  3: 'the network cannot be reached',
  4: 'the server cannot be reached',
  5: 'the server refused the connection',
  6: 'it took too long',
  7: 'it does not do such things',
  8: 'it does not know such addresses',
};

const exactly = (length: number) => (bytes: Buffer) => (bytes.length < length ? null : length);

/**
 * Asks a SOCKS 5 proxy to open a connection to a server, whose name the proxy looks up; afterwards the socket speaks with the
 * server.
 *
 * @throws {Error} with a code of `ProxyTrouble`
 * @see RFC 1928, RFC 1929
 */
export async function openSocksTunnel(
  socket: Socket,
  proxy: ProxyWay,
  target: { readonly host: string; readonly port: number },
): Promise<void> {
  const name = proxyName(proxy);
  const noSocks = () => proxyFailure('ERR_PROXY_PROTOCOL', `What answers at ${name} is no SOCKS 5 proxy.`);
  const methods = proxy.credentials ? [withoutName, byPassword] : [withoutName];
  socket.write(Buffer.from([version, methods.length, ...methods]));
  const [said, method = -1] = await readFirst(socket, exactly(2));
  if (said !== version) throw noSocks();
  if (!methods.includes(method)) {
    throw proxyFailure('ERR_PROXY_AUTH_REQUESTED', `The proxy ${name} wants a name and password.`);
  }
  if (method === byPassword && proxy.credentials) {
    const { user, password } = proxy.credentials;
    socket.write(Buffer.concat([Buffer.from([1]), part(user), part(password)]));
    const [, status] = await readFirst(socket, exactly(2));
    if (status !== 0) {
      throw proxyFailure(
        'ERR_PROXY_AUTH_REQUESTED',
        `The proxy ${name} does not accept the name and password.`,
      );
    }
  }
  const port = [target.port >> 8, target.port & 0xff];
  socket.write(
    Buffer.concat([Buffer.from([version, connectCommand, 0]), addressOf(target.host), Buffer.from(port)]),
  );
  const [again, reply = 1] = await readFirst(socket, replyLength);
  if (again !== version) throw noSocks();
  if (reply !== 0) {
    throw proxyFailure(
      'ERR_TUNNEL_CONNECTION_FAILED',
      `The proxy ${name} opens no connection to ${target.host}:${target.port}: ${reasons[reply] ?? 'it failed'} (${reply}).`,
    );
  }
}

/** A failure may come without the address that belongs to it. */
function replyLength(bytes: Buffer): number | null {
  const [, reply, , type, nameLength] = bytes;
  if (reply === undefined) return null;
  if (bytes[0] !== version || reply !== 0) return bytes.length;
  if (type === undefined || nameLength === undefined) return null;
  const length = type === addressTypes.ipv4 ? 4 : type === addressTypes.ipv6 ? 16 : 1 + nameLength;
  return bytes.length < 4 + length + 2 ? null : 4 + length + 2;
}

function part(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length === 0 || bytes.length > maxPartBytes) {
    throw proxyFailure('ERR_PROXY_INVALID', 'A name or password for SOCKS 5 has 1 to 255 bytes.');
  }
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}

function addressOf(host: string): Buffer {
  const family = isIP(host);
  if (family === 4) return Buffer.from([addressTypes.ipv4, ...host.split('.').map(Number)]);
  if (family === 6) return Buffer.concat([Buffer.from([addressTypes.ipv6]), ipv6Bytes(host)]);
  return Buffer.concat([Buffer.from([addressTypes.name]), part(host)]);
}

function ipv6Bytes(host: string): Buffer {
  // The URL writes every address in one way, an IPv4 address at its end included.
  const text = new URL(`http://[${host.replace(/%.*$/, '')}]`).hostname.slice(1, -1);
  const [before = '', after] = text.split('::');
  const words = (half: string | undefined) => (half ? half.split(':') : []);
  const [first, last] = [words(before), words(after)];
  const zeros = Array.from({ length: 8 - first.length - last.length }, () => '0');
  return Buffer.concat(
    [...first, ...zeros, ...last].map((word) => Buffer.from(word.padStart(4, '0'), 'hex')),
  );
}
