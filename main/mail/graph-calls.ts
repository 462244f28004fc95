import { requestApi } from './api-request.ts';
import type { ApiAnswer, ApiOutcome, ApiRequest, ApiSubmissionRequest } from './api-request.ts';
import { classifyConnectionFailure } from './connection-failure.ts';
import { endingTimeoutOf } from './submission.ts';
import type { SubmissionOutcome } from './submission.ts';

/** One submission through Microsoft Graph, whose token is for Graph: the mail server's is refused. */
export interface GraphSubmissionRequest extends ApiSubmissionRequest {
  /** A mailbox that is not the signed-in person's own; null: that one. */
  readonly sharedMailbox: string | null;
}

/** Makes the requests of one submission. */
export type GraphCall = (
  call: Pick<ApiRequest, 'method' | 'body'> & {
    /** Behind the mailbox, e.g. `/sendMail`; or a whole URL that gets no token. */
    readonly path: string | URL;
    readonly contentType?: string;
    readonly headers?: Readonly<Record<string, string>>;
    /** This request sends the message. */
    readonly sends?: boolean;
    /** This request cleans up, also after the attempt was ended. */
    readonly tidies?: boolean;
  },
) => Promise<ApiOutcome>;

/** Graph refuses requests above 4 MB, and the message goes in base64; read as million bytes, which is less. */
export const maxRequestBytes = 4_000_000;

/** Answers where a mailbox is in Graph; null: the one of who signed in. */
export function graphMailbox(sharedMailbox: string | null): string {
  return sharedMailbox === null ? 'v1.0/me' : `v1.0/users/${encodeURIComponent(sharedMailbox)}`;
}

const tidyWithinMs = 5_000;

/** Answers how many bytes so many become in base64. */
export const base64Bytes = (sizeBytes: number): number => Math.ceil(sizeBytes / 3) * 4;

/**
 * Answers the function that makes the requests of a submission.
 *
 * @param base the mailbox, e.g. `https://graph.microsoft.com/v1.0/me`
 */
export function callsOf(submission: GraphSubmissionRequest, base: URL): GraphCall {
  const { accessToken, certificateAuthorities, proxyFor, signal, timeoutMs, onStage, onEnding } = submission;
  const { transcript } = submission;
  let isConnected = false;
  return async ({ path, method, body, contentType, headers = {}, sends = false, tidies = false }) => {
    return await requestApi({
      url: path instanceof URL ? path : new URL(`${base.href}${path}`),
      ...{ method, body, certificateAuthorities, proxyFor, transcript },
      signal: tidies ? AbortSignal.timeout(tidyWithinMs) : signal,
      timeoutMs,
      headers: {
        ...(!(path instanceof URL) && { authorization: `Bearer ${accessToken}` }),
        ...(contentType !== undefined && { 'content-type': contentType }),
        ...headers,
      },
      onConnected: () => {
        if (!isConnected) onStage('message');
        isConnected = true;
      },
      ...(sends && {
        onEnding: () => {
          onEnding();
          onStage('ending');
        },
        endingTimeoutMs: endingTimeoutOf(submission),
      }),
    });
  };
}

/** Answers what became of the message by what became of the request that sends it. */
export function outcomeOf(
  sent: ApiOutcome,
  classify: (answer: ApiAnswer, ending: boolean) => SubmissionOutcome,
): SubmissionOutcome {
  if ('answer' in sent) return classify(sent.answer, sent.ending);
  return sent.ending ? { kind: 'unconfirmed' } : classifyConnectionFailure(sent.failure);
}
