import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import type { NetworkWay, ProxyFor, ProxyWay } from '../ports.ts';
import { goAround, knownRefusal } from './around-proxy.ts';
import { openHttpTunnel } from './http-tunnel.ts';
import { lateTls } from './late-tls.ts';
import { isPortRefusal, isProxyFailure, proxyFailure, proxyName } from './proxy-failure.ts';
import { openSocksTunnel } from './socks-tunnel.ts';

/** Where a connection leads, and how long it may take to come about. */
export interface Destination {
  readonly host: string;
  /** TCP port. */
  readonly port: number;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Absent: straight. */
  readonly proxyFor?: ProxyFor | undefined;
  /** What the certificate of a proxy that speaks TLS is checked against; absent: what this process trusts. */
  readonly secureContext?: SecureContext | null;
  /** It is a mail server, which is gone to straight where a proxy says that it does not open connections to it. */
  readonly mayGoAround?: boolean;
}

/** Sees how a connection comes about. */
export interface ConnectionWatch {
  /** The socket to the server itself that is about to connect. */
  readonly onSocket?: (socket: Socket) => void;
  /** A proxy is about to be connected to; its name, e.g. `http://proxy.example:3128`. */
  readonly onProxy?: (name: string) => void;
  /** The proxy answers; it is asked for the server next. */
  readonly onProxyReached?: () => void;
  /** The proxy has opened the connection. */
  readonly onTunnel?: () => void;
  /** The proxy of this name opens no connection to the server, now or a while ago; the straight way is next. */
  readonly onGoneAround?: (name: string) => void;
}

/**
 * Connects to a server through the operating system's name resolution, or through a proxy, which looks the name up itself.
 *
 * The next way is tried only where a proxy itself cannot be reached, as PAC files want it; a mail server is gone to straight
 * where a proxy refuses to open the connection.
 *
 * @throws {Error} Node's, or one with a code of `ProxyTrouble` whose message may be shown
 */
export async function openConnection(destination: Destination, watch: ConnectionWatch = {}): Promise<Socket> {
  const { host, port, proxyFor, timeoutMs, signal, mayGoAround = false } = destination;
  const place = host.includes(':') ? `[${host}]` : host;
  const ways: readonly NetworkWay[] = proxyFor
    ? await proxyFor(`https://${place}:${port}/`)
    : [{ kind: 'direct' }];
  let unreachable: unknown = new Error('no way');
  const straight = (withinMs: number) =>
    openSocket(destination, { signal, timeoutMs: withinMs }, watch.onSocket);
  const around = (way: ProxyWay, refusal: unknown) => {
    if (!proxyFor) throw refusal;
    watch.onGoneAround?.(proxyName(way));
    return goAround({ refusal, key: keyOf(way, destination), proxyFor, timeoutMs, signal }, straight);
  };
  const through = async (way: ProxyWay) => {
    const refusal = mayGoAround && knownRefusal(proxyFor, keyOf(way, destination));
    if (refusal) return around(way, refusal);
    return openTunnel(way, destination, watch).catch((error: unknown) => {
      if (mayGoAround && isPortRefusal(error)) return around(way, error);
      throw error;
    });
  };
  for (const way of ways) {
    try {
      const socket = way.kind === 'direct' ? await straight(timeoutMs) : await through(way);
      // Whoever takes it over may still be loading, and an error that nobody hears ends the process.
      return socket.on('error', () => {});
    } catch (error) {
      if (!isProxyFailure(error) || error.code !== 'ERR_PROXY_CONNECTION_FAILED') throw error;
      unreachable = error;
    }
  }
  throw unreachable;
}

const keyOf = (way: ProxyWay, { host, port }: Place) => `${proxyName(way)} ${host}:${port}`;

type Place = Pick<Destination, 'host' | 'port'>;
type Limits = Pick<Destination, 'timeoutMs' | 'signal'>;

async function openTunnel(
  proxy: ProxyWay,
  destination: Destination,
  watch: ConnectionWatch,
): Promise<Socket> {
  const name = proxyName(proxy);
  watch.onProxy?.(name);
  const socket = await openSocket(proxy, destination).catch((cause: unknown) => {
    if (destination.signal.aborted) throw cause;
    throw proxyFailure('ERR_PROXY_CONNECTION_FAILED', `The proxy ${name} cannot be reached.`);
  });
  const abort = () => void socket.destroy(new Error('The attempt was ended.'));
  const tooLate = () =>
    void socket.destroy(proxyFailure('ERR_TUNNEL_CONNECTION_FAILED', `The proxy ${name} does not answer.`));
  const timer = setTimeout(tooLate, destination.timeoutMs);
  destination.signal.addEventListener('abort', abort, { once: true });
  try {
    if (destination.signal.aborted) abort();
    const open = proxy.kind === 'https' ? await secured(socket, proxy, destination.secureContext) : socket;
    watch.onProxyReached?.();
    await (proxy.kind === 'socks5' ? openSocksTunnel : openHttpTunnel)(open, proxy, destination);
    watch.onTunnel?.();
    return open;
  } catch (error) {
    socket.on('error', () => {}).destroy();
    throw error;
  } finally {
    clearTimeout(timer);
    destination.signal.removeEventListener('abort', abort);
  }
}

function secured(
  socket: Socket,
  { host }: ProxyWay,
  secureContext: Destination['secureContext'],
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const servername = /^[\d.]+$|:/.test(host) ? '' : host;
    const secure = lateTls().connect({
      ...{ socket, host, servername },
      ...(secureContext && { secureContext }),
    });
    secure.once('error', reject).once('secureConnect', () => {
      secure.off('error', reject);
      resolve(secure);
    });
    socket.once('close', () =>
      reject(proxyFailure('ERR_PROXY_PROTOCOL', 'The proxy closed the connection.')),
    );
  });
}

function openSocket(
  { host, port }: Place,
  { timeoutMs, signal }: Limits,
  onSocket?: (socket: Socket) => void,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    onSocket?.(socket);
    const end = (settle: () => void) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      socket.removeAllListeners('error');
      settle();
    };
    const fail = (error: Error) => {
      end(() => reject(error));
      socket.on('error', () => {}).destroy();
    };
    const abort = () => fail(new Error('The attempt was ended.'));
    const timer = setTimeout(() => fail(new Error('The server does not answer.')), timeoutMs);
    signal.addEventListener('abort', abort, { once: true });
    socket.once('error', fail);
    socket.once('connect', () => end(() => resolve(socket)));
    if (signal.aborted) abort();
  });
}
