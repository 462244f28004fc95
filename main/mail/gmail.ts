import { AppError } from '../../shared/errors.ts';
import { requestApi, safeApiUrl } from './api-request.ts';
import type { ApiAnswer, ApiOutcome, ApiRequest, ApiSubmissionRequest } from './api-request.ts';
import { classifyConnectionFailure } from './connection-failure.ts';
import { classifyGmailAnswer } from './gmail-answer.ts';
import { endingTimeoutOf } from './submission.ts';
import type { SubmissionOutcome } from './submission.ts';
import { uploadInSession } from './upload-session.ts';
import { openWholeMessage, wholeMessageBytes } from './whole-message.ts';
import type { WholeMessage } from './whole-message.ts';
import { withoutSecrets } from './without-secrets.ts';

/** One submission by the Gmail API. */
export interface GmailSubmissionRequest extends ApiSubmissionRequest {
  /** How long to wait before each question what has arrived of an upload that was cut; absent: `usualPausesMs`. */
  readonly pausesMs?: readonly number[];
}

/** Limit of `messages.send` in Gmail's discovery document. */
const maxMessageBytes = 36_700_160;
/** Up to here Google wants messages in one request, above in a session. */
const maxMediaBytes = 5_000_000;
const sendPath = 'upload/gmail/v1/users/me/messages/send';
const mediaType = 'message/rfc822';
const nothing = new Uint8Array();
/** A connection that was cut may be there again at once, a network not; later the outbox tries the whole again. */
const usualPausesMs: readonly number[] = [0, 2_000, 10_000];

/** Where the message goes; null where a token must not go. */
const sendUrl = (baseUrl: string, uploadType: 'media' | 'resumable'): URL | null =>
  safeApiUrl(`${sendPath}?uploadType=${uploadType}`, baseUrl);

/**
 * Submits one composed message by the Gmail API: in one request, above 5 MB in an upload session.
 *
 * The last bytes leave only after `onEnding` has returned; from then on only a complete answer decides, and 5xx is none.
 *
 * @see https://developers.google.com/workspace/gmail/api/guides/uploads
 */
export async function submitByGmailApi(submission: GmailSubmissionRequest): Promise<SubmissionOutcome> {
  const sizeBytes = wholeMessageBytes(submission.bcc, submission.message);
  if (sizeBytes > maxMessageBytes) return { kind: 'rejected', code: 'message-too-large' };
  const inOne = sizeBytes <= maxMediaBytes;
  const url = sendUrl(submission.baseUrl, inOne ? 'media' : 'resumable');
  if (!url) return { kind: 'rejected', code: 'tls-failed' };
  let message: WholeMessage | null = null;
  let conversation: Conversation | null = null;
  try {
    message = await openWholeMessage(submission.bcc, submission.message);
    conversation = converse(submission, message);
    const outcome = await (inOne ? sendInOne(conversation, url) : sendInSession(conversation, url));
    return withoutSecrets(outcome, { kind: 'oauth', user: '', accessToken: submission.accessToken });
  } catch (error) {
    if (conversation?.isEnding()) return { kind: 'unconfirmed' };
    return { kind: 'deferred', code: error instanceof AppError ? error.code : 'internal' };
  } finally {
    await message?.close();
  }
}

/** What is said of a request besides the message. */
type Wanted = Pick<ApiRequest, 'method' | 'url' | 'headers' | 'onConnected'>;

/** What both ways share: how a request is sent, how its answer is read, and how far the message has come. */
type Conversation = ReturnType<typeof converse>;

function converse(submission: GmailSubmissionRequest, message: WholeMessage) {
  const { accessToken, envelope, timeoutMs, signal, onStage, onEnding } = submission;
  const { certificateAuthorities, proxyFor, transcript } = submission;
  const endingTimeoutMs = endingTimeoutOf(submission);
  let isEnding = false;
  const send = (request: Wanted) => ({
    ...{ ...request, body: nothing },
    headers: { authorization: `Bearer ${accessToken}`, ...request.headers },
    ...{ certificateAuthorities, proxyFor, transcript, timeoutMs, signal },
  });
  const end = () => {
    if (isEnding) return;
    onEnding();
    isEnding = true;
    onStage('ending');
  };
  const classify = ({ status, headers, body }: ApiAnswer) => {
    const answer = { status, retryAfter: headers['retry-after'] ?? '', body };
    return classifyGmailAnswer(answer, envelope.to, isEnding, Date.now());
  };
  onStage('connecting');
  return {
    ...{ message, classify, onStage, signal },
    pausesMs: submission.pausesMs ?? usualPausesMs,
    isEnding: () => isEnding,
    /** Sends a request without a body. */
    ask: (request: Wanted) => requestApi(send(request)),
    /** Sends a request with the message from a position. */
    sendFrom: (from: number, request: Wanted) =>
      requestApi({ ...send(request), body: message.from(from), onEnding: end, endingTimeoutMs }),
    read: (outcome: ApiOutcome): SubmissionOutcome => {
      if ('answer' in outcome) return classify(outcome.answer);
      return isEnding ? { kind: 'unconfirmed' } : classifyConnectionFailure(outcome.failure);
    },
  };
}

async function sendInOne({ sendFrom, read, onStage }: Conversation, url: URL): Promise<SubmissionOutcome> {
  const headers = { 'content-type': mediaType };
  return read(await sendFrom(0, { method: 'POST', url, headers, onConnected: () => onStage('message') }));
}

async function sendInSession(conversation: Conversation, url: URL): Promise<SubmissionOutcome> {
  const { message, ask, sendFrom, classify, read, onStage, isEnding, pausesMs, signal } = conversation;
  const { sizeBytes } = message;
  const headers = { 'x-upload-content-type': mediaType, 'x-upload-content-length': String(sizeBytes) };
  const opened = await ask({ method: 'POST', url, headers });
  const location =
    'answer' in opened && opened.answer.status === 200 ? opened.answer.headers['location'] : '';
  // The address of the session is as good as a token, and gets one: it is no place but the one that was asked.
  const place = URL.parse(location ?? '');
  if (place?.origin !== url.origin) return read(opened);
  onStage('message');
  const put = (contentRange: string): Wanted => ({
    ...{ method: 'PUT', url: place },
    headers: { 'content-type': mediaType, 'content-range': contentRange },
  });
  const end = await uploadInSession({
    ...{ sizeBytes, isEnding, pausesMs, signal },
    put: (from) => sendFrom(from, put(`bytes ${from}-${sizeBytes - 1}/${sizeBytes}`)),
    ask: () => ask(put(`bytes */${sizeBytes}`)),
  });
  if (end.kind === 'unknown') return { kind: 'unconfirmed' };
  if (end.kind === 'cut') return read(end.last);
  // A session that is gone is begun anew, unless it may have gone with the message.
  const isGone = end.answer.status === 404 || end.answer.status === 410;
  if (isGone && isEnding()) return { kind: 'unconfirmed', reply: String(end.answer.status) };
  if (isGone) return { kind: 'deferred', code: 'provider-unreachable', reply: String(end.answer.status) };
  return classify(end.answer);
}
