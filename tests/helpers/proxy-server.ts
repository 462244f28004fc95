import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { onTestFinished } from 'vitest';
import type { ProxyWay } from '../../main/ports.ts';

/** How a proxy of a test behaves: it opens connections to the port that it is asked for, always on this computer. */
export interface ProxyBehaviour {
  readonly user?: string;
  readonly password?: string;
  /** What an HTTP proxy answers instead of opening the connection; empty: nothing at all. */
  readonly answer?: string;
  /** Waits for the first bytes of the server and sends them together with its own answer. */
  readonly together?: boolean;
  /** Reply code of a SOCKS proxy; default: 0, it is open. */
  readonly reply?: number;
  /** Speaks TLS from the first byte. */
  readonly tls?: { readonly key: string; readonly cert: string };
}

/** A proxy of a test. */
export interface TestProxy {
  readonly way: (credentials?: ProxyWay['credentials']) => ProxyWay;
  /** Everything that it was asked for, in order: `host:port`. */
  readonly asked: () => readonly string[];
}

async function start(
  kind: ProxyWay['kind'],
  serve: (socket: Socket) => void,
  asked: readonly string[],
  tls: ProxyBehaviour['tls'],
): Promise<TestProxy> {
  const sockets = new Set<Socket>();
  const accept = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    serve(socket);
  };
  const server = tls ? createTlsServer(tls, accept) : createServer(accept);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    way: (credentials = null) => ({ kind, host: tls ? 'localhost' : '127.0.0.1', port, credentials }),
    asked: () => asked,
  };
}

function join(client: Socket, port: number, answer: Buffer, together = false): void {
  const server = connect(port, '127.0.0.1');
  server.once(together ? 'data' : 'connect', (first?: Buffer) => {
    client.write(first ? Buffer.concat([answer, first]) : answer);
    client.pipe(server).pipe(client);
  });
  server.on('error', () => client.destroy());
  client.on('close', () => server.destroy());
}

const established = Buffer.from('HTTP/1.1 200 Connection established\r\n\r\n');

/** Starts an HTTP proxy that takes CONNECT. */
export function startHttpProxy(behaviour: ProxyBehaviour = {}): Promise<TestProxy> {
  const asked: string[] = [];
  const { user, password, answer, together, tls } = behaviour;
  const basic = user === undefined ? null : Buffer.from(`${user}:${password}`).toString('base64');
  const serve = (socket: Socket) =>
    socket.once('data', (bytes) => {
      const [, host = '', port = ''] =
        /^CONNECT (\S+):(\d+) HTTP\/1\.1\r\nHost: \S+\r\n/.exec(String(bytes)) ?? [];
      asked.push(`${host}:${port}`);
      const proof = /\r\nProxy-Authorization: Basic (\S+)\r\n/.exec(String(bytes))?.[1] ?? null;
      if (answer !== undefined) {
        if (answer !== '') socket.end(answer);
      } else if (basic !== null && proof !== basic) {
        socket.end(
          'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="x"\r\n\r\n',
        );
      } else join(socket, Number(port), established, together);
    });
  return start(tls ? 'https' : 'http', serve, asked, tls);
}

/** Starts a SOCKS 5 proxy. */
export function startSocksProxy(behaviour: ProxyBehaviour = {}): Promise<TestProxy> {
  const asked: string[] = [];
  const { user, password, reply = 0 } = behaviour;
  const request = (socket: Socket) =>
    socket.once('data', (bytes) => {
      const isName = bytes[3] === 3;
      const length = isName ? 1 + (bytes[4] ?? 0) : bytes[3] === 1 ? 4 : 16;
      const host = isName ? bytes.toString('utf8', 5, 4 + length) : bytes.subarray(4, 4 + length).join('.');
      const port = bytes.readUInt16BE(4 + length);
      asked.push(`${host}:${port}`);
      const answer = Buffer.from([5, reply, 0, 1, 0, 0, 0, 0, 0, 0]);
      if (reply === 0) join(socket, port, answer);
      else socket.end(answer);
    });
  const serve = (socket: Socket) =>
    socket.once('data', (greeting) => {
      const method = user === undefined ? 0 : 2;
      if (!greeting.subarray(2).includes(method)) {
        socket.end(Buffer.from([5, 0xff]));
        return;
      }
      socket.write(Buffer.from([5, method]));
      if (method === 0) {
        request(socket);
        return;
      }
      socket.once('data', (proof) => {
        const [, userLength = 0] = proof;
        const isGood =
          proof.toString('utf8', 2, 2 + userLength) === user &&
          proof.toString('utf8', 3 + userLength) === password;
        socket.write(Buffer.from([1, isGood ? 0 : 1]));
        if (isGood) request(socket);
        else socket.end();
      });
    });
  return start('socks5', serve, asked, undefined);
}
