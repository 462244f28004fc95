import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Clock } from '../ports.ts';
import { bindLoopback } from './loopback-sockets.ts';
import { redirectUri } from './registration.ts';
import type { PageOutcome, ResponsePage } from './response-page.ts';

const maxBodyBytes = 64 * 1024;
const deliverWithinMs = 2_000;
const formType = 'application/x-www-form-urlencoded';

/** Waits on this computer for the browser to come back with an authorization response. */
export interface LoopbackRedirect {
  /** What the authorization request names. */
  readonly redirectUri: string;
  /** The first response that carries the awaited state; it never rejects and stays open while nobody comes. */
  readonly response: Promise<URLSearchParams>;
  /** Tells the waiting browser how the sign-in ended; who comes later is told the same. */
  readonly answer: (outcome: 'signed-in' | 'not-completed') => void;
  /** Frees the port, as soon as the browser has its page or two seconds have passed. */
  readonly close: () => Promise<void>;
}

interface LoopbackRedirectOptions {
  /** `localhost` is heard on 127.0.0.1 and ::1, since browsers try ::1 first. */
  readonly host: '127.0.0.1' | 'localhost';
  /** The one path that is answered, e.g. `/oauth2/callback`. */
  readonly path: string;
  /** TCP port that the client is registered with; null: any free one. */
  readonly port: number | null;
  readonly responseMode: 'query' | 'form_post';
  /** The state of this attempt; a response without it is not the awaited one. */
  readonly state: string;
  readonly page: (outcome: PageOutcome) => ResponsePage;
  readonly clock: Clock;
}

/**
 * Opens the redirect URI of one attempt; the response itself is for others to validate.
 *
 * @throws {AppError} `redirect-unavailable` — the port is taken, or this computer lets nobody listen
 * @see RFC 8252 §7.3 and §8.3
 */
export async function openLoopbackRedirect(options: LoopbackRedirectOptions): Promise<LoopbackRedirect> {
  const { path, responseMode, state, page, clock } = options;
  const waiting = new Set<ServerResponse>();
  const delivering = new Set<Promise<unknown>>();
  let outcome: 'signed-in' | 'not-completed' | null = null;
  let arrived: (parameters: URLSearchParams) => void = () => undefined;
  const response = new Promise<URLSearchParams>((resolve) => {
    arrived = resolve;
  });

  // Late: importing this module makes Node load its whole HTTP client, which most commands never use.
  const { createServer } = await import('node:http');
  const bound = await bindLoopback(
    () => createServer((request, reply) => void handle(request, reply).catch(() => reply.destroy())),
    options,
  );
  for (const server of bound.servers) limitTimes(server);
  const authority = `${options.host}:${bound.port}`;

  async function handle(request: IncomingMessage, reply: ServerResponse): Promise<void> {
    // Another name means that a web page had its own name point at this computer (DNS rebinding).
    if (request.headers.host?.toLowerCase() !== authority) return send(reply, 400, 'unexpected');
    const url = URL.parse(request.url ?? '', `http://${authority}`);
    if (!url || url.pathname !== path) return sendNothing(reply, 404);
    const method = responseMode === 'query' ? 'GET' : 'POST';
    if (request.method !== method) {
      reply.setHeader('Allow', method);
      return sendNothing(reply, 405);
    }
    const parameters = responseMode === 'query' ? url.searchParams : await readForm(request, reply);
    if (!parameters) return undefined;
    if (!belongsHere(parameters, state)) return send(reply, 400, 'unexpected');
    if (outcome) return send(reply, 200, outcome);
    waiting.add(reply);
    reply.once('close', () => waiting.delete(reply));
    arrived(parameters);
    return undefined;
  }

  async function readForm(request: IncomingMessage, reply: ServerResponse): Promise<URLSearchParams | null> {
    if (request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() !== formType) {
      sendNothing(reply, 415);
      return null;
    }
    const chunks: Uint8Array[] = [];
    let sizeBytes = 0;
    for await (const chunk of request) {
      if (!(chunk instanceof Uint8Array)) continue;
      sizeBytes += chunk.byteLength;
      if (sizeBytes > maxBodyBytes) {
        sendNothing(reply, 413);
        return null;
      }
      chunks.push(chunk);
    }
    return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
  }

  function send(reply: ServerResponse, status: number, shown: PageOutcome): void {
    const { html, contentSecurityPolicy } = page(shown);
    protect(reply);
    reply.writeHead(status, {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': contentSecurityPolicy,
      'Content-Length': Buffer.byteLength(html),
    });
    track(reply);
    reply.end(html);
  }

  function sendNothing(reply: ServerResponse, status: number): void {
    protect(reply);
    reply.writeHead(status, { 'Content-Length': 0 });
    track(reply);
    reply.end();
  }

  function track(reply: ServerResponse): void {
    // `close`, not `finish`: with the port gone, bytes that the system still holds would be cut.
    const delivered = once(reply, 'close').catch(() => undefined);
    delivering.add(delivered);
    void delivered.then(() => delivering.delete(delivered));
  }

  function answer(result: 'signed-in' | 'not-completed'): void {
    outcome ??= result;
    for (const reply of waiting) send(reply, 200, outcome);
    waiting.clear();
  }

  let closed: Promise<void> | null = null;
  async function closeAll(): Promise<void> {
    answer('not-completed');
    for (const server of bound.servers) server.close();
    const stopTimer = new AbortController();
    const tooLate = clock.sleep(deliverWithinMs, stopTimer.signal).catch(() => undefined);
    await Promise.race([Promise.all(delivering), tooLate]);
    stopTimer.abort();
    await Promise.all(bound.servers.map(endServer));
  }

  return {
    redirectUri: redirectUri({ host: options.host, port: bound.port, path }),
    response,
    answer,
    close: () => (closed ??= closeAll()),
  };
}

async function endServer(server: Server): Promise<void> {
  const ended = server.listening ? once(server, 'close') : null;
  server.close();
  server.closeAllConnections();
  await ended;
}

function limitTimes(server: Server): void {
  server.headersTimeout = 5_000;
  server.requestTimeout = 10_000;
}

function protect(reply: ServerResponse): void {
  reply.setHeader('Cache-Control', 'no-store');
  reply.setHeader('Referrer-Policy', 'no-referrer');
  reply.setHeader('X-Content-Type-Options', 'nosniff');
  reply.setHeader('Connection', 'close');
}

/** RFC 6749 §3.1: no parameter may come twice, or two readers may see two different responses. */
function belongsHere(parameters: URLSearchParams, state: string): boolean {
  const names = [...parameters.keys()];
  return new Set(names).size === names.length && parameters.get('state') === state;
}
