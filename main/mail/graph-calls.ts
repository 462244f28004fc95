import { requestApi } from './api-request.ts';
import type { ApiAnswer, ApiOutcome, ApiRequest } from './api-request.ts';
import type { ProxyFor } from '../ports.ts';
import { classifyConnectionFailure } from './connection-failure.ts';
import { defaultEndingTimeoutMs } from './submission.ts';
import type { Envelope, MessageFile, SubmissionHooks, SubmissionOutcome } from './submission.ts';

/** One submission through Microsoft Graph. */
export interface GraphSubmissionRequest extends SubmissionHooks {
  /** Origin of Graph, and a path before its own where there is one. */
  readonly baseUrl: string;
  /** For Graph: the mail server's is refused. */
  readonly accessToken: string;
  /** A mailbox that is not the signed-in person's own; null: that one. */
  readonly sharedMailbox: string | null;
  readonly envelope: Envelope;
  /** Recipients that the header does not name yet. */
  readonly bcc: readonly string[];
  readonly message: MessageFile;
  readonly certificateAuthorities: readonly string[];
  /** Absent: Graph is connected to straight. */
  readonly proxyFor?: ProxyFor | undefined;
  /** How long each step may take. */
  readonly timeoutMs: number;
  /** How long the answer to the whole message may take; absent: `defaultEndingTimeoutMs`, or `timeoutMs` if longer. */
  readonly endingTimeoutMs?: number;
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
  let isConnected = false;
  return async ({ path, method, body, contentType, headers = {}, sends = false, tidies = false }) => {
    const outcome = await requestApi({
      url: path instanceof URL ? path : new URL(`${base.href}${path}`),
      ...{ method, body, certificateAuthorities, proxyFor },
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
        endingTimeoutMs: submission.endingTimeoutMs ?? Math.max(timeoutMs, defaultEndingTimeoutMs),
      }),
    });
    return outcome;
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
