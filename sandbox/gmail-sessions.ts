import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { takesUploadFault } from './fault-state.ts';
import type { FaultState } from './fault-state.ts';
import type { GoogleFailure } from './gmail-api.ts';
import { resetConnection, textOf } from './http-answer.ts';

interface SessionsDeps {
  readonly faults: () => FaultState;
  /** Sends a message that has come whole; answers why it is refused. */
  readonly take: (raw: Buffer, personId: string) => Promise<GoogleFailure | undefined>;
  readonly sendTaken: (response: ServerResponse) => void;
  readonly sendFailure: (response: ServerResponse, failure: GoogleFailure) => void;
}

interface UploadSession {
  readonly personId: string;
  readonly sizeBytes: number;
  arrived: Buffer;
  /** The message was taken; a session makes one. */
  isTaken: boolean;
}

/** What was cut is kept in steps of this size (gmail/api/guides/uploads: chunks are multiples of 256 KB). */
const stepBytes = 256 * 1024;

const gone = (code: 404 | 410): GoogleFailure => ({
  code,
  message: code === 404 ? 'Not Found' : 'Gone',
  reason: code === 404 ? 'notFound' : 'gone',
  status: code === 404 ? 'NOT_FOUND' : 'FAILED_PRECONDITION',
});

const badRange: GoogleFailure = {
  code: 400,
  message: 'Failed to parse Content-Range header.',
  reason: 'badRequest',
  status: 'INVALID_ARGUMENT',
};

const unavailable: GoogleFailure = {
  code: 503,
  message: 'The service is currently unavailable.',
  reason: 'backendError',
  status: 'UNAVAILABLE',
};

const modeOf = (faults: FaultState) =>
  faults.gmailApi === 'reset-after-accept' ? 'lost-answer' : takesUploadFault(faults);

/** Reads a body to its end, or to the connection's; resets the connection once so many bytes are there. */
const readUntil = async (request: IncomingMessage, cutAtBytes: number): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  try {
    for await (const chunk of request) {
      const bytes: Buffer = chunk;
      chunks.push(bytes);
      sizeBytes += bytes.length;
      if (sizeBytes >= cutAtBytes) resetConnection(request);
    }
  } catch {
    // What came before the cut has come.
  }
  return Buffer.concat(chunks);
};

/**
 * Answers the upload sessions of the Gmail API: a `PUT` with a range of the message, or with none as a question what has arrived.
 *
 * @see https://developers.google.com/workspace/gmail/api/guides/uploads#resumable
 */
export const createGmailSessions = (deps: SessionsDeps) => {
  const sessions = new Map<string, UploadSession>();

  const sayArrived = (response: ServerResponse, { arrived }: UploadSession): void => {
    const range = arrived.length === 0 ? {} : { range: `bytes=0-${arrived.length - 1}` };
    response.writeHead(308, { 'content-length': 0, ...range }).end();
  };

  const receive = async (request: IncomingMessage, response: ServerResponse, session: UploadSession) => {
    const { sizeBytes } = session;
    const contentRange = textOf(request.headers['content-range']);
    const [, from, to, total] = /^bytes (?:(\d+)-(\d+)|\*)\/(\d+)$/.exec(contentRange) ?? [];
    if (Number(total) !== sizeBytes) return deps.sendFailure(response, badRange);
    if (from === undefined) return session.isTaken ? deps.sendTaken(response) : sayArrived(response, session);
    const mode = session.isTaken ? 'ok' : modeOf(deps.faults());
    if (mode === '404' || mode === '410') {
      request.resume();
      return deps.sendFailure(response, gone(mode === '404' ? 404 : 410));
    }
    const bodyBytes = Number(to) - Number(from) + 1;
    const body = await readUntil(request, mode === 'cut' ? bodyBytes / 2 : Number.POSITIVE_INFINITY);
    if (session.isTaken) return deps.sendTaken(response);
    if (Number(from) > session.arrived.length || body.length > bodyBytes || Number(to) >= sizeBytes)
      return deps.sendFailure(response, badRange);
    if (mode === '503') return deps.sendFailure(response, unavailable);
    const arrived = Buffer.concat([session.arrived.subarray(0, Number(from)), body]);
    const isWhole = arrived.length === sizeBytes && (mode === 'ok' || mode === 'lost-answer');
    session.arrived = isWhole
      ? arrived
      : arrived.subarray(0, Math.floor((arrived.length - 1) / stepBytes) * stepBytes);
    if (mode === 'lost-last') return resetConnection(request);
    if (!isWhole) return sayArrived(response, session);
    const failure = await deps.take(arrived, session.personId);
    if (failure !== undefined) return deps.sendFailure(response, failure);
    session.isTaken = true;
    session.arrived = Buffer.alloc(0);
    if (mode === 'lost-answer') return resetConnection(request);
    return deps.sendTaken(response);
  };

  return {
    /** Begins a session and says where it is. */
    open: (
      request: IncomingMessage,
      response: ServerResponse,
      { personId, sizeBytes }: Pick<UploadSession, 'personId' | 'sizeBytes'>,
    ): void => {
      const id = randomBytes(24).toString('base64url');
      sessions.set(id, { personId, sizeBytes, arrived: Buffer.alloc(0), isTaken: false });
      const location = new URL(request.url ?? '/', `http://${request.headers.host ?? 'localhost'}`);
      location.searchParams.set('upload_id', id);
      response.writeHead(200, { location: location.href, 'content-length': 0 }).end();
    },
    /** Answers whether the request belonged to a session; then it has been answered. */
    handle: async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<boolean> => {
      const id = url.searchParams.get('upload_id');
      if (request.method !== 'PUT' || id === null) return false;
      const session = sessions.get(id);
      if (session === undefined) deps.sendFailure(response, gone(404));
      else await receive(request, response, session);
      return true;
    },
  };
};
