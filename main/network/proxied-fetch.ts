import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import type { Fetch, ProxyFor } from '../ports.ts';
import { openTunnelTo, withoutScheme } from './tunnel-to.ts';

interface Deps {
  readonly proxyFor: ProxyFor;
  /** Asks servers that need no proxy. */
  readonly fetch: Fetch;
}

/** Connecting through a proxy; the answer has the limit of whoever asks. */
const timeoutMs = 30_000;
const neverAborted = new AbortController().signal;
const nullBodyStatus = new Set([204, 205, 304]);

/**
 * Answers `fetch` for plain Node that goes through the proxies of `proxyFor`, SOCKS 5 included: Node's own knows HTTP proxies
 * only, and those of the start of the process.
 *
 * Through a proxy it answers redirects as they are and never follows them; a connection carries one request.
 */
export function createProxiedFetch({ proxyFor, fetch }: Deps): Fetch {
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const signal = init?.signal ?? neverAborted;
    const socket = await openTunnelTo(url, { proxyFor, timeoutMs, signal });
    return socket ? ask(new Request(input, init), url, socket) : fetch(input, init);
  };
}

async function ask(request: Request, url: URL, socket: Socket): Promise<Response> {
  const body = request.body ? Buffer.from(await request.arrayBuffer()) : null;
  const headers = Object.fromEntries(request.headers);
  // Not by import, which makes Node load its whole HTTP client at the start of every command.
  const outgoing = process.getBuiltinModule('node:http').request(withoutScheme(url), {
    method: request.method,
    signal: request.signal,
    createConnection: () => socket,
    headers: { ...headers, host: url.host, ...(body && { 'content-length': body.length }) },
  });
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once('response', resolve).once('error', reject).end(body);
  });
  answer.once('close', () => socket.destroy());
  const status = answer.statusCode ?? 0;
  const pairs = answer.rawHeaders.flatMap((name, index, all): [string, string][] =>
    index % 2 === 0 ? [[name, all[index + 1] ?? '']] : [],
  );
  const isEmpty = nullBodyStatus.has(status) || request.method === 'HEAD';
  if (isEmpty) answer.resume();
  return new Response(isEmpty ? null : (Readable.toWeb(answer) as ReadableStream<Uint8Array>), {
    status,
    statusText: answer.statusMessage ?? '',
    headers: pairs,
  });
}
