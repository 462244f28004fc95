import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { AppError } from '../../shared/errors.ts';
import { openTunnelTo, withoutScheme } from '../network/tunnel-to.ts';
import type { ProxyFor } from '../ports.ts';
import { classifyConnectionFailure } from './connection-failure.ts';
import { classifyGmailAnswer } from './gmail-answer.ts';
import { bccHeader } from './message.ts';
import { defaultEndingTimeoutMs } from './submission.ts';
import type { Envelope, MessageFile, SubmissionHooks, SubmissionOutcome } from './submission.ts';
import { trustFor } from './trust.ts';
import { withoutSecrets } from './without-secrets.ts';

/** One submission by the Gmail API. */
export interface GmailSubmissionRequest extends SubmissionHooks {
  /** Origin of the API, and a path before its own where there is one. */
  readonly baseUrl: string;
  readonly accessToken: string;
  readonly envelope: Envelope;
  /** Recipients that the header does not name yet. */
  readonly bcc: readonly string[];
  readonly message: MessageFile;
  readonly certificateAuthorities: readonly string[];
  /** Absent: the API is connected to straight. */
  readonly proxyFor?: ProxyFor | undefined;
  /** How long each step may take. */
  readonly timeoutMs: number;
  /** How long the answer to the whole message may take; absent: `defaultEndingTimeoutMs`, or `timeoutMs` if longer. */
  readonly endingTimeoutMs?: number;
}

/** Limit of `messages.send` in Gmail's discovery document. */
const maxMessageBytes = 36_700_160;
const sendPath = 'upload/gmail/v1/users/me/messages/send?uploadType=media';
const chunkBytes = 64 * 1024;
const maxAnswerBytes = 256 * 1024;
const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Where the message goes; null where a token must not go. */
function sendUrl(baseUrl: string): URL | null {
  const url = URL.parse(sendPath, baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`);
  if (!url || url.username !== '' || url.password !== '') return null;
  const safe = url.protocol === 'https:' || (url.protocol === 'http:' && loopbackHosts.has(url.hostname));
  return safe ? url : null;
}

/** What came of the exchange: a complete answer, or why there is none. */
type Answered =
  | { readonly status: number; readonly retryAfter: string; readonly body: string }
  | { readonly failure: unknown };

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
        resolve({
          status: response.statusCode ?? 0,
          retryAfter: response.headers['retry-after'] ?? '',
          body: Buffer.concat(chunks).toString('utf8'),
        });
      });
    });
  });
}

/** Writes a chunk and resolves once the operating system has it: true, or false where the answer came first. */
type Write = (bytes: Uint8Array) => Promise<boolean>;

/** Streams all but the last chunk; answers that last one, or null where the answer came first. */
async function transferAllButLast(write: Write, file: FileHandle, sizeBytes: number) {
  let [held, next] = [Buffer.allocUnsafe(chunkBytes), Buffer.allocUnsafe(chunkBytes)];
  let heldBytes = 0;
  let readBytes = 0;
  for (;;) {
    // One chunk after the other is the back-pressure; two buffers, because one of them is held back.
    const { bytesRead } = await file.read(next, 0, chunkBytes, null);
    if (bytesRead === 0) break;
    readBytes += bytesRead;
    if (heldBytes > 0 && !(await write(held.subarray(0, heldBytes)))) return null;
    [held, next] = [next, held];
    heldBytes = bytesRead;
  }
  // A file that was cut short must never look like a whole message.
  if (readBytes !== sizeBytes || heldBytes === 0) {
    throw new AppError('document-unreadable', 'The composed message is damaged.');
  }
  return held.subarray(0, heldBytes);
}

/**
 * Submits one composed message by a media upload of the Gmail API.
 *
 * The last chunk leaves only after `onEnding` has returned; from then on only a complete answer decides, and 5xx is none.
 *
 * @see https://developers.google.com/workspace/gmail/api/guides/uploads
 */
export async function submitByGmailApi(submission: GmailSubmissionRequest): Promise<SubmissionOutcome> {
  const url = sendUrl(submission.baseUrl);
  if (!url) return { kind: 'rejected', code: 'tls-failed' };
  if (submission.message.sizeBytes > maxMessageBytes) return { kind: 'rejected', code: 'message-too-large' };
  const file = await open(submission.message.path).catch(() => null);
  if (!file) return { kind: 'deferred', code: 'document-unreadable' };
  try {
    const outcome = await upload(submission, url, file);
    return withoutSecrets(outcome, { kind: 'oauth', user: '', accessToken: submission.accessToken });
  } catch (error) {
    return { kind: 'deferred', code: error instanceof AppError ? error.code : 'internal' };
  } finally {
    await file.close();
  }
}

async function upload(
  submission: GmailSubmissionRequest,
  url: URL,
  file: FileHandle,
): Promise<SubmissionOutcome> {
  const { message, envelope, timeoutMs, signal, onStage, onEnding } = submission;
  const header = Buffer.from(bccHeader(submission.bcc));
  const secure = url.protocol === 'https:';
  const secureContext = secure ? trustFor(submission.certificateAuthorities) : null;
  onStage('connecting');
  const limits = { timeoutMs, signal, secureContext };
  const tunnel = await openTunnelTo(url, { ...limits, proxyFor: submission.proxyFor }).catch(
    (error: unknown) => classifyConnectionFailure(error),
  );
  if (tunnel && 'kind' in tunnel) return tunnel;
  // Not by import, which makes Node load its whole HTTP client at the start of every command.
  const request = process
    .getBuiltinModule(secure && !tunnel ? 'node:https' : 'node:http')
    .request(tunnel ? withoutScheme(url) : url, {
      method: 'POST',
      // No connection is shared: one that idles may be cut without a word in the middle of a message.
      ...(tunnel
        ? { createConnection: () => tunnel }
        : { agent: false, ...(secureContext && { secureContext }) }),
      signal,
      headers: {
        authorization: `Bearer ${submission.accessToken}`,
        'content-type': 'message/rfc822',
        'content-length': header.length + message.sizeBytes,
      },
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
  let ending = false;
  try {
    if (tunnel) onStage('message');
    else request.once('socket', (socket) => socket.once('connect', () => onStage('message')));
    const open = header.length === 0 || (await write(header));
    const last = open ? await transferAllButLast(write, file, message.sizeBytes) : null;
    if (last) {
      onEnding();
      ending = true;
      request.end(last);
      onStage('ending');
    }
    allow(ending ? (submission.endingTimeoutMs ?? Math.max(timeoutMs, defaultEndingTimeoutMs)) : timeoutMs);
    const answer = await answered;
    if ('status' in answer) return classifyGmailAnswer(answer, envelope.to, ending, Date.now());
    return ending ? { kind: 'unconfirmed' } : classifyConnectionFailure(answer.failure);
  } finally {
    clearTimeout(timer);
    request.destroy();
  }
}
