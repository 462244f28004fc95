import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError, toFailure } from '../../shared/errors.ts';
import type { AppPort } from '../app-port.ts';
import { feedState } from '../owner/state-feed.ts';
import { contentTypeOf, pageHeaders, resolveBundlePath, withNonce } from '../page-security.ts';
import type { Clock, Log } from '../ports.ts';
import { refuseForm, refuseStranger, refuseVisitor } from './request-gate.ts';
import type { Refusal } from './request-gate.ts';
import { isAnotherUser } from './peer-user.ts';
import { createTickets } from './tickets.ts';
import type { Tickets } from './tickets.ts';

/** The app in a browser of this computer. */
export interface PreviewServer {
  /**
   * What to open. The bearer stands in the fragment, which no browser sends to any server. For a person to read: other users of
   * the computer see the command line of a browser, which gets the answer of `POST /ticket` instead.
   */
  readonly url: string;
  readonly close: () => Promise<void>;
}

interface Deps {
  readonly session: Pick<AppPort, 'call' | 'onState'>;
  /** Absolute folder of the built page. */
  readonly rendererFolder: string;
  /** 256 bits as base64url, new for every start. */
  readonly token: string;
  /** 0: any free one. */
  readonly port: number;
  readonly clock: Clock;
  readonly log: Log;
  readonly heartbeatMs?: number;
}

// As the frames between programs: the largest file of an import, in base64.
const bodyLimitBytes = 24 * 1024 * 1024;
const requestTimeoutMs = 60_000;
// A browser that went to sleep with its computer is noticed by the next beat.
const defaultHeartbeatMs = 15_000;
const callPath = /^\/call\/([A-Za-z]{1,64})$/;
const ticketPath = /^\/open\/([A-Za-z0-9_-]{1,64})$/;

/**
 * Serves the app on 127.0.0.1 for development: `POST /call/<method>` with JSON answers a reply, `GET /state` is an endless
 * `text/event-stream` of the snapshot and the changes, everything else is a file of the built page.
 *
 * Calls and state want `Authorization: Bearer <token>`; the page finds the token in its own address, `#token=…`. `POST /ticket`,
 * with the bearer too, answers an address that leads there once, for two minutes, and for this user alone.
 *
 * @throws {AppError} `setting-invalid` — the port is taken or not allowed
 */
export async function createPreviewServer(deps: Deps): Promise<PreviewServer> {
  let port = deps.port;
  const tickets = createTickets(deps);
  const server = createServer({ requestTimeout: requestTimeoutMs }, (request, response) => {
    serve(request, response, { ...deps, tickets, port }).catch(() => {
      deps.log('preview-request-failed');
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', () =>
      reject(new AppError('setting-invalid', `Port ${deps.port} cannot be used.`, { field: 'port' })),
    );
    server.listen(deps.port, '127.0.0.1', resolve);
  });
  server.on('error', () => deps.log('preview-socket-failed'));
  port = (server.address() as AddressInfo).port;
  return {
    url: pageUrl({ ...deps, port }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Serving extends Deps {
  readonly tickets: Tickets;
}

function pageUrl({ port, token }: Pick<Deps, 'port' | 'token'>): string {
  return `http://127.0.0.1:${port}/#token=${token}`;
}

async function serve(request: IncomingMessage, response: ServerResponse, deps: Serving): Promise<void> {
  const refusal = refuseVisitor(request, deps.port);
  if (refusal) return refuse(response, refusal);
  // Not by URL: it would resolve `..` before anybody could refuse it.
  const path = request.url?.split('?')[0] ?? '/';
  const method = callPath.exec(path)?.[1];
  if (method !== undefined) return await serveCall(request, response, deps, method);
  if (path === '/ticket') return issueTicket(request, response, deps);
  const ticket = ticketPath.exec(path)?.[1];
  if (ticket !== undefined) return takeTicket(request, response, deps, ticket);
  if (path === '/state') return serveState(request, response, deps);
  return await serveFile(request, response, deps, path);
}

async function serveCall(
  request: IncomingMessage,
  response: ServerResponse,
  { session, token }: Deps,
  method: string,
): Promise<void> {
  // Nothing of the body is read before the bearer is known to be right.
  const refusal = refuseStranger(request, token) ?? refuseForm(request);
  if (refusal) return refuse(response, refusal);
  const body = await readBody(request);
  if (body === null) {
    return answer(response, 413, { ok: false, error: invalid('The request is too long.') });
  }
  let input: unknown;
  try {
    input = JSON.parse(body);
  } catch {
    return answer(response, 400, { ok: false, error: invalid('The request is not JSON.') });
  }
  answer(response, 200, await session.call(method, input, { origin: 'user' }));
}

function issueTicket(
  request: IncomingMessage,
  response: ServerResponse,
  { token, tickets, port }: Serving,
): void {
  const refusal = refuseStranger(request, token) ?? refuseForm(request);
  if (refusal) return refuse(response, refusal);
  answer(response, 200, { ok: true, value: { url: `http://127.0.0.1:${port}/open/${tickets.issue()}` } });
}

function takeTicket(request: IncomingMessage, response: ServerResponse, deps: Serving, ticket: string): void {
  if (request.method !== 'GET') return refuse(response, { status: 405, message: 'Files are read by GET.' });
  const { localPort, remotePort } = request.socket;
  const isStranger =
    localPort === undefined || remotePort === undefined || isAnotherUser({ localPort, remotePort });
  // A stranger does not use it up: the person's own browser may still be on its way.
  if (isStranger || !deps.tickets.take(ticket)) {
    const text = 'This link was used before, or is too old. Open the address that the program printed.';
    response.writeHead(403, { ...dataHeaders, 'content-type': 'text/plain; charset=utf-8' }).end(text);
    return;
  }
  const headers = { ...dataHeaders, location: pageUrl(deps), 'referrer-policy': 'no-referrer' };
  response.writeHead(303, headers).end();
}

function serveState(request: IncomingMessage, response: ServerResponse, deps: Deps): void {
  const { session, token, clock, heartbeatMs = defaultHeartbeatMs } = deps;
  const refusal = refuseStranger(request, token);
  if (refusal) return refuse(response, refusal);
  if (request.method !== 'GET')
    return refuse(response, { status: 405, message: 'The state is read by GET.' });
  response.writeHead(200, { ...dataHeaders, 'content-type': 'text/event-stream; charset=utf-8' });
  const target = {
    write: (text: string) => void response.write(text),
    waitingBytes: () => response.writableLength,
    onceDrained: (listener: () => void) => void response.once('drain', listener),
  };
  const end = feedState(session, target, (push) => `data: ${JSON.stringify(push)}\n\n`);
  const gone = new AbortController();
  response.on('error', () => undefined);
  response.once('close', () => {
    end();
    gone.abort();
  });
  void beat(response, clock, heartbeatMs, gone.signal);
}

async function beat(
  response: ServerResponse,
  clock: Clock,
  everyMs: number,
  gone: AbortSignal,
): Promise<void> {
  while (!gone.aborted) {
    await clock.sleep(everyMs, gone).catch(() => undefined);
    if (!gone.aborted) response.write(': beat\n\n');
  }
}

async function serveFile(
  request: IncomingMessage,
  response: ServerResponse,
  { rendererFolder }: Deps,
  urlPath: string,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return refuse(response, { status: 405, message: 'Files are read by GET.' });
  }
  const nonce = randomBytes(16).toString('base64url');
  const path = resolveBundlePath(rendererFolder, urlPath);
  const contentType = path === null ? null : contentTypeOf(path);
  const bytes = path === null ? null : await readFile(path).catch(() => null);
  if (bytes === null || contentType === null) {
    response.writeHead(404, pageHeaders('text/plain; charset=utf-8', nonce)).end('There is no such page.');
    return;
  }
  const body = contentType.startsWith('text/html') ? withNonce(bytes.toString('utf8'), nonce) : bytes;
  response.writeHead(200, { ...pageHeaders(contentType, nonce), 'content-length': Buffer.byteLength(body) });
  response.end(request.method === 'HEAD' ? undefined : body);
}

const dataHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
} as const;

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { ...dataHeaders, 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}

/** The connection goes too: whoever is refused has perhaps more of a body to send. */
function refuse(response: ServerResponse, { status, message }: Refusal): void {
  response.setHeader('connection', 'close');
  answer(response, status, { ok: false, error: invalid(message) });
}

function invalid(message: string) {
  return toFailure(new AppError('invalid-request', message));
}

/** Answers null for a body beyond the limit; the rest of it is not kept. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const pieces: Buffer[] = [];
  let sizeBytes = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    sizeBytes += piece.length;
    if (sizeBytes <= bodyLimitBytes) pieces.push(piece);
  }
  return sizeBytes > bodyLimitBytes ? null : Buffer.concat(pieces).toString('utf8');
}
