import type { ClientRequest, IncomingMessage } from 'node:http';
import { openTunnelTo, withoutScheme } from '../network/tunnel-to.ts';
import type { ProxyFor } from '../ports.ts';
import { trustFor } from './trust.ts';
import type { WholeMessage } from './whole-message.ts';

/** A request to an API that takes messages by HTTP. */
export interface MessageRequest {
  readonly method: 'POST' | 'PUT';
  readonly url: URL;
  /** Without the length of the body. */
  readonly headers: Readonly<Record<string, string>>;
  /** The rest of a message, which is not empty; absent: an empty body. */
  readonly body?: {
    readonly message: WholeMessage;
    /** Position that the body begins at. */
    readonly from: number;
    /** Called right before the last bytes leave; they leave only when it has returned. */
    readonly beforeLast: () => void;
    /** How long the answer to the whole body may take. */
    readonly endingTimeoutMs: number;
  };
  readonly certificateAuthorities: readonly string[];
  /** Absent: the server is connected to straight. */
  readonly proxyFor?: ProxyFor | undefined;
  /** How long each step may take. */
  readonly timeoutMs: number;
  /** Ends the request at once. */
  readonly signal: AbortSignal;
  readonly onConnected?: () => void;
}

/** A complete answer. */
export interface MessageAnswer {
  readonly status: number;
  /** Header fields; empty: there is none. */
  readonly retryAfter: string;
  readonly location: string;
  readonly range: string;
  readonly body: string;
}

/** What came of a request: a complete answer, or why there is none. */
export type Answered = MessageAnswer | { readonly failure: unknown };

const chunkBytes = 64 * 1024;
const maxAnswerBytes = 256 * 1024;
const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Says whether tokens and messages may go to a URL: by https, or by http on this computer. */
export function isSafeUrl({ protocol, hostname, username, password }: URL): boolean {
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && loopbackHosts.has(hostname));
}

/** Collects the answer; whatever happens to the connection settles it. */
function answerTo(request: ClientRequest): Promise<Answered> {
  return new Promise((resolve) => {
    request.once('error', (failure) => resolve({ failure }));
    request.once('close', () => resolve({ failure: null }));
    request.once('response', (response: IncomingMessage) => {
      const chunks: Buffer[] = [];
      let sizeBytes = 0;
      response.on('data', (chunk: Buffer) => {
        sizeBytes += chunk.length;
        if (sizeBytes > maxAnswerBytes) request.destroy();
        else chunks.push(chunk);
      });
      response.once('error', (failure) => resolve({ failure }));
      response.once('end', () => {
        if (!response.complete) return;
        const { 'retry-after': retryAfter = '', location = '', range = '' } = response.headers;
        const body = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode ?? 0, retryAfter, location, range, body });
      });
    });
  });
}

/** Writes a chunk and resolves once the operating system has it: true, or false where the answer came first. */
type Write = (bytes: Uint8Array) => Promise<boolean>;

/** Streams all but the last chunk; answers that last one, or null where the answer came first. */
async function transferAllButLast(write: Write, message: WholeMessage, from: number) {
  const buffer = Buffer.allocUnsafe(chunkBytes);
  for (let position = from; ;) {
    const rest = message.sizeBytes - position;
    // One chunk after the other is the back-pressure, and lets one buffer do.
    const readBytes = await message.read(buffer.subarray(0, Math.min(chunkBytes, rest)), position);
    const bytes = buffer.subarray(0, readBytes);
    if (readBytes === rest) return bytes;
    if (!(await write(bytes))) return null;
    position += readBytes;
  }
}

/**
 * Sends a request on a connection of its own and answers what came of it.
 *
 * @throws {AppError} `document-unreadable` — the message cannot be read to its end; the last bytes have not left
 * @throws whatever `beforeLast` throws; the last bytes have not left
 */
export async function sendMessageRequest(options: MessageRequest): Promise<Answered> {
  const { method, url, headers, body, timeoutMs, signal } = options;
  const secure = url.protocol === 'https:';
  const secureContext = secure ? trustFor(options.certificateAuthorities) : null;
  const way = { proxyFor: options.proxyFor, timeoutMs, signal, secureContext };
  const tunnel = await openTunnelTo(url, way).catch((failure: unknown) => ({ failure }));
  if (tunnel && 'failure' in tunnel) return tunnel;
  // Not by import, which makes Node load its whole HTTP client at the start of every command.
  const { request: open } = process.getBuiltinModule(secure && !tunnel ? 'node:https' : 'node:http');
  const request = open(tunnel ? withoutScheme(url) : url, {
    method,
    // No connection is shared: one that idles may be cut without a word in the middle of a message.
    ...(tunnel
      ? { createConnection: () => tunnel }
      : { agent: false, ...(secureContext && { secureContext }) }),
    signal,
    headers: { ...headers, 'content-length': body ? body.message.sizeBytes - body.from : 0 },
  });
  const answered = answerTo(request);
  let timer: NodeJS.Timeout | undefined;
  const allow = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => request.destroy(), ms);
  };
  const write: Write = (bytes) => {
    allow(timeoutMs);
    const written = new Promise<boolean>((resolve) => {
      request.write(bytes, (error) => resolve(!error));
    });
    return Promise.race([written, answered.then(() => false)]);
  };
  try {
    const connected = new Promise<boolean>((resolve) => {
      if (tunnel && !secure) resolve(true);
      else if (tunnel) tunnel.once('secureConnect', () => resolve(true));
      else {
        const event = secure ? 'secureConnect' : 'connect';
        request.once('socket', (socket) => socket.once(event, () => resolve(true)));
      }
    });
    allow(timeoutMs);
    // Nobody has any of a message that waits here for a connection, however small it is.
    if (!(await Promise.race([connected, answered.then(() => false)]))) return await answered;
    options.onConnected?.();
    if (!body) {
      request.end();
      return await answered;
    }
    const last = await transferAllButLast(write, body.message, body.from);
    if (last) {
      body.beforeLast();
      request.end(last);
    }
    allow(last ? body.endingTimeoutMs : timeoutMs);
    return await answered;
  } finally {
    clearTimeout(timer);
    request.destroy();
  }
}
