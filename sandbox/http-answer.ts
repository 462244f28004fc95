import type { IncomingMessage, ServerResponse } from 'node:http';
import { pageSecurity } from './html.ts';

/** Sends one JSON value. */
export const sendJson = (
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): void => {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...headers,
  });
  response.end(JSON.stringify(value));
};

/** Sends a page that may do nothing but show itself and submit forms. */
export const sendPage = (
  response: ServerResponse,
  status: number,
  document: string,
  headers: Readonly<Record<string, string>> = {},
): void => {
  response.writeHead(status, { ...pageSecurity, ...headers });
  response.end(document);
};

/** Sends the browser on with GET. */
export const sendOn = (response: ServerResponse, location: string): void => {
  response.writeHead(303, { location, 'cache-control': 'no-store' });
  response.end();
};

/**
 * Reads a request's body.
 *
 * @param limitBytes - the rest of a longer body is read and thrown away
 * @returns undefined when the body is longer than the limit
 */
export const readBody = async (request: IncomingMessage, limitBytes: number): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request) {
    const bytes: Buffer = chunk;
    sizeBytes += bytes.length;
    if (sizeBytes <= limitBytes) chunks.push(bytes);
  }
  return sizeBytes <= limitBytes ? Buffer.concat(chunks) : undefined;
};

const formLimitBytes = 64 * 1024;

/** Reads the fields of a submitted form; a body that is too long counts as empty. */
export const readForm = async (request: IncomingMessage): Promise<URLSearchParams> =>
  new URLSearchParams((await readBody(request, formLimitBytes))?.toString('utf8') ?? '');

/** The URL of a request under an origin; what is not a path counts as `/`. */
export const urlOf = (request: IncomingMessage, origin = 'http://localhost'): URL =>
  URL.parse(`${origin}${request.url ?? '/'}`) ?? new URL('/', origin);

/** Whether the client would rather see a page than JSON. */
export const wantsPage = (request: IncomingMessage): boolean =>
  (request.headers.accept ?? '').includes('text/html');

/** The value where it is text; parameters and claims that are anything else count as absent. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Ends the connection with a reset, as a server that crashes or a network that breaks does. */
export const resetConnection = (request: IncomingMessage): void => {
  if (!request.socket.destroyed) request.socket.resetAndDestroy();
};
