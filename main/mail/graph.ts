import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { AppError } from '../../shared/errors.ts';
import { safeApiUrl } from './api-request.ts';
import { classifyGraphAnswer } from './graph-answer.ts';
import { base64Bytes, callsOf, graphMailbox, maxRequestBytes, outcomeOf } from './graph-calls.ts';
import type { GraphCall, GraphSubmissionRequest } from './graph-calls.ts';
import { submitAsDraft } from './graph-draft.ts';
import { bccHeader } from './message.ts';
import type { SubmissionOutcome } from './submission.ts';
import { wholeMessageBytes } from './whole-message.ts';
import { withoutSecrets } from './without-secrets.ts';

/** The largest message that a mailbox of Exchange Online can be set to send. */
const maxMessageBytes = 157_286_400;

/**
 * Submits one composed message through Microsoft Graph: by `sendMail` as it is, or as a draft with uploaded files where it is too
 * large for one request.
 *
 * The last bytes of `sendMail`, or the request that sends the draft, leave only after `onEnding` has returned; from then on only
 * a complete answer decides, and 5xx is none.
 *
 * @see https://learn.microsoft.com/graph/outlook-send-mime-message
 */
export async function submitByGraph(submission: GraphSubmissionRequest): Promise<SubmissionOutcome> {
  const { message, bcc, accessToken } = submission;
  if (wholeMessageBytes(bcc, message) > maxMessageBytes)
    return { kind: 'rejected', code: 'message-too-large' };
  const base = safeApiUrl(graphMailbox(submission.sharedMailbox), submission.baseUrl);
  if (!base) return { kind: 'rejected', code: 'tls-failed' };
  const file = await open(message.path).catch(() => null);
  if (!file) return { kind: 'deferred', code: 'document-unreadable' };
  try {
    const header = Buffer.from(bccHeader(bcc));
    const call = callsOf(submission, base);
    const isSmall = base64Bytes(header.length + message.sizeBytes) <= maxRequestBytes;
    submission.onStage('connecting');
    const outcome = isSmall
      ? await submitAtOnce(submission, call, header, file)
      : await submitAsDraft(submission, call, header, file);
    return withoutSecrets(outcome, { kind: 'oauth', user: '', accessToken });
  } catch (error) {
    return { kind: 'deferred', code: error instanceof AppError ? error.code : 'internal' };
  } finally {
    await file.close();
  }
}

async function submitAtOnce(
  { envelope, message }: GraphSubmissionRequest,
  call: GraphCall,
  header: Buffer,
  file: FileHandle,
): Promise<SubmissionOutcome> {
  const content = await file.readFile();
  // A file that was cut short must never look like a whole message.
  if (content.length !== message.sizeBytes) {
    throw new AppError('document-unreadable', 'The composed message is damaged.');
  }
  const body = Buffer.from(Buffer.concat([header, content]).toString('base64'));
  const sent = await call({
    path: '/sendMail',
    method: 'POST',
    body,
    contentType: 'text/plain',
    sends: true,
  });
  return outcomeOf(sent, (answer, ending) => classifyGraphAnswer(answer, envelope.to, ending, Date.now()));
}
