import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { isSafeEndpoint } from '../../shared/oauth-endpoints.ts';
import { lateTls } from '../network/late-tls.ts';
import { openTunnelTo, withoutScheme } from '../network/tunnel-to.ts';
import type { ProxyFor } from '../ports.ts';
import { noteRequest } from '../transcript.ts';
import type { Transcript } from '../transcript.ts';
import type { Envelope, MessageFile, SubmissionHooks, SubmissionRoute } from './submission.ts';
import { trustFor } from './trust.ts';

/** A body that is read piece by piece while it is sent. */
export interface ApiBody {
  readonly sizeBytes: number;
  /** Fills the buffer from a position of the body, as far as one read goes; answers how many bytes, at least one. */
  readonly read: (into: Uint8Array, position: number) => Promise<number>;
}

/** One request to an HTTP interface that takes messages. */
export interface ApiRequest {
  readonly url: URL;
  readonly method: 'POST' | 'PUT' | 'DELETE';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | ApiBody;
  readonly certificateAuthorities: readonly string[];
  /** Absent: the server is connected to straight. */
  readonly proxyFor?: ProxyFor | undefined;
  /** Takes down which request it was, and its end; absent: nobody does. */
  readonly transcript?: Transcript | undefined;
  readonly signal: AbortSignal;
  /** How long each step may take: connecting, each written chunk, the answer. */
  readonly timeoutMs: number;
  readonly onConnected?: () => void;
  /** Set where this request sends the message: called right before its last bytes leave. */
  readonly onEnding?: () => void;
  /** How long the answer may take after `onEnding`. */
  readonly endingTimeoutMs?: number;
}

/** One message for an HTTP interface. */
export interface ApiSubmissionRequest
  extends SubmissionHooks, Pick<SubmissionRoute, 'timeoutMs' | 'endingTimeoutMs'> {
  /** Origin of the interface, and a path before its own where there is one. */
  readonly baseUrl: string;
  readonly accessToken: string;
  readonly envelope: Envelope;
  /** Recipients that the header does not name yet. */
  readonly bcc: readonly string[];
  readonly message: MessageFile;
  readonly certificateAuthorities: readonly string[];
  /** Absent: the interface is connected to straight. */
  readonly proxyFor?: ProxyFor | undefined;
  readonly transcript?: Transcript | undefined;
}

/** A complete answer of an HTTP interface. */
export interface ApiAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** How a request ended; `ending` says whether its last bytes may have arrived. */
export type ApiOutcome =
  | { readonly answer: ApiAnswer; readonly ending: boolean }
  | { readonly failure: unknown; readonly ending: boolean };

const chunkBytes = 64 * 1024;
const maxAnswerBytes = 256 * 1024;

/** Answers a place below a base URL; null where neither token nor message may go: in clear, or with somebody's name in it. */
export function safeApiUrl(path: string, baseUrl: string): URL | null {
  const url = URL.parse(path, baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`);
  return url && isSafeEndpoint(url.href) ? url : null;
}

/** Answers a place that an interface named in an answer; null where nothing may go: who was asked by https does not lead out of it. */
export function namedPlace(place: string, baseUrl: string): URL | null {
  const url = URL.parse(place) && safeApiUrl(place, place);
  const isAskedInClear = URL.parse(baseUrl)?.protocol === 'http:';
  return url && (url.protocol === 'https:' || isAskedInClear) ? url : null;
}

type Answered = { readonly answer: ApiAnswer } | { readonly failure: unknown };

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
        if (sizeBytes <= maxAnswerBytes) chunks.push(chunk);
        else {
          // At once: its end may have come already, and it would pass for whole without what is left out.
          resolve({ failure: null });
          request.destroy();
        }
      });
      response.once('error', (failure) => resolve({ failure }));
      response.once('end', () => {
        if (!response.complete) return;
        const headers = Object.fromEntries(
          Object.entries(response.headers).map(([name, value]) => [name, [value].flat().join(', ')]),
        );
        const body = Buffer.concat(chunks).toString('utf8');
        resolve({ answer: { status: response.statusCode ?? 0, headers, body } });
      });
    });
  });
}

/** TLS through a tunnel has only begun. */
function opened(tunnel: Socket): Promise<boolean> {
  if (!(tunnel instanceof lateTls().TLSSocket)) return Promise.resolve(true);
  return new Promise((resolve) => void tunnel.once('secureConnect', () => resolve(true)));
}

/** Resolves once bytes can go to the server that was meant: TLS included. */
function openFor(request: ClientRequest, secure: boolean): Promise<boolean> {
  return new Promise((resolve) => {
    request.once('socket', (socket) =>
      socket.once(secure ? 'secureConnect' : 'connect', () => resolve(true)),
    );
  });
}

/** Answers a piece of a body, as large as a chunk at most; the next one may take its place in memory. */
function piecesOf(body: Uint8Array | ApiBody): (from: number) => Promise<Uint8Array> {
  if (body instanceof Uint8Array) return async (from) => body.subarray(from, from + chunkBytes);
  const buffer = Buffer.allocUnsafe(chunkBytes);
  return async (from) => {
    const wanted = buffer.subarray(0, Math.min(chunkBytes, body.sizeBytes - from));
    return buffer.subarray(0, await body.read(wanted, from));
  };
}

/**
 * Makes one request on a connection of its own and answers what came of it; what happens on the wire is never thrown.
 *
 * The last bytes leave only after `onEnding` has returned; whoever throws there, or where the body is read, keeps them from
 * leaving.
 */
export async function requestApi(wanted: ApiRequest): Promise<ApiOutcome> {
  const { method, url, body, transcript } = wanted;
  const sizeBytes = body instanceof Uint8Array ? body.length : body.sizeBytes;
  const noted = noteRequest(transcript, method, url, `(${sizeBytes} bytes)`);
  const outcome = await exchange(wanted);
  if ('failure' in outcome) noted.failed(outcome.failure);
  else noted.answered(outcome.answer.status, (name) => outcome.answer.headers[name]);
  return outcome;
}

async function exchange(wanted: ApiRequest): Promise<ApiOutcome> {
  const { url, method, body, timeoutMs, signal } = wanted;
  const sizeBytes = body instanceof Uint8Array ? body.length : body.sizeBytes;
  const secure = url.protocol === 'https:';
  const secureContext = secure ? trustFor(wanted.certificateAuthorities) : null;
  let tunnel: Socket | null;
  try {
    tunnel = await openTunnelTo(url, { timeoutMs, signal, secureContext, proxyFor: wanted.proxyFor });
  } catch (failure) {
    return { failure, ending: false };
  }
  // Not by import, which makes Node load its whole HTTP client at the start of every command.
  const request = process
    .getBuiltinModule(secure && !tunnel ? 'node:https' : 'node:http')
    .request(tunnel ? withoutScheme(url) : url, {
      method,
      // No connection is shared: one that idles may be cut without a word in the middle of a message.
      ...(tunnel
        ? { createConnection: () => tunnel }
        : { agent: false, ...(secureContext && { secureContext }) }),
      signal,
      headers: { ...wanted.headers, 'content-length': sizeBytes },
    });
  const answered = answerTo(request);
  let timer: NodeJS.Timeout | undefined;
  const allow = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => request.destroy(), ms);
  };
  const write = (bytes: Uint8Array): Promise<boolean> => {
    allow(timeoutMs);
    const written = new Promise<boolean>((resolve) => {
      request.write(bytes, (error) => resolve(!error));
    });
    return Promise.race([written, answered.then(() => false)]);
  };
  let ending = false;
  try {
    allow(timeoutMs);
    // A server that is not there has nothing of the message: before anything may have arrived there is a way to it.
    let isOpen = await Promise.race([
      tunnel ? opened(tunnel) : openFor(request, secure),
      answered.then(() => false),
    ]);
    if (isOpen) wanted.onConnected?.();
    const piece = piecesOf(body);
    // One piece after the other is the back-pressure, and lets one buffer do.
    let last = await piece(0);
    for (let from = last.length; isOpen && from < sizeBytes; from += last.length) {
      isOpen = await write(last);
      if (isOpen) last = await piece(from);
    }
    if (isOpen && !signal.aborted) {
      if (wanted.onEnding) {
        // A body of nothing has no last bytes to hold back: the request itself is what sends.
        wanted.onEnding();
        ending = true;
      }
      request.end(last);
    }
    allow(ending ? (wanted.endingTimeoutMs ?? timeoutMs) : timeoutMs);
    return { ...(await answered), ending };
  } finally {
    clearTimeout(timer);
    request.destroy();
  }
}
