import * as z from 'zod';
import type { ErrorCode } from '../../shared/errors.ts';
import { shownLine } from '../shown-text.ts';
import { parseJson, retryAfterMs } from './api-answer.ts';
import type { ApiAnswer } from './api-request.ts';
import { claimsOfHeader } from './challenge-header.ts';
import type { Refusal, SubmissionOutcome } from './submission.ts';
import { late } from '../../shared/late-schema.ts';

const failed = late(() =>
  z.object({
    error: z.object({ code: z.string().default(''), message: z.string().default('') }),
  }),
);

/**
 * What Graph's error codes mean, whatever the status; the first match wins.
 *
 * @see https://learn.microsoft.com/graph/errors
 * @see https://learn.microsoft.com/exchange/client-developer/web-service-reference/responsecode
 */
const meanings: readonly (readonly [RegExp, ErrorCode])[] = [
  [/SendAsDenied|SendOnBehalfOfDenied/i, 'sender-rejected'],
  [/MailboxNotEnabledForRESTAPI|MailboxNotHosted|MailboxNotFound|NonExistentMailbox/i, 'sender-rejected'],
  [/ErrorInvalidUser|Request_ResourceNotFound|ErrorAccountSuspen/i, 'sender-rejected'],
  [/MessageSizeExceeded|AttachmentSize|RequestEntityTooLarge|MaximumRequestLength/i, 'message-too-large'],
  [/InvalidRecipients|RecipientNotFound/i, 'recipient-rejected'],
  [/ConditionalAccess|AppNotAllowed|ServicePrincipal.*Disabled/i, 'consent-required'],
];
const plainId = /^[0-9a-f-]{8,64}$/i;
const denied = /AccessDenied|Authorization_RequestDenied|Forbidden/i;
const rate = /ApplicationThrottled|TooManyRequests|MailboxConcurrency|SubmissionQuota|MessageLimit/i;

/**
 * Answers why Graph did not take the message, or a step on its way; null: the answer is none of a refusal, or a 5xx.
 *
 * @see https://learn.microsoft.com/graph/errors
 */
export function refusalOfGraph(answer: ApiAnswer, nowMs: number): Refusal | null {
  const refusal = classify(answer, nowMs);
  const requestId = answer.headers['request-id'] ?? '';
  // Microsoft's support finds the request by it.
  return refusal && plainId.test(requestId) ? { ...refusal, detail: { requestId } } : refusal;
}

function classify(answer: ApiAnswer, nowMs: number): Refusal | null {
  const { status, headers } = answer;
  if (status < 400) return null;
  const parsed = failed.safeParse(parseJson(answer.body));
  const error = parsed.success ? parsed.data.error : null;
  const name = error?.code ?? '';
  const reply = shownLine([status, name, error?.message ?? ''].join(' ').trim());

  if (status === 401) {
    // What is challenged is who signed in, or from where: if a fresh token does not help, only the person does.
    const claims = claimsOfHeader(headers['www-authenticate'] ?? '');
    const code = claims === '' ? 'authentication-rejected' : 'sign-in-required';
    return {
      ...{ kind: 'authentication-rejected', code, reply, tokenMayBeStale: true },
      ...(claims !== '' && { claims }),
    };
  }
  if (status === 429 || rate.test(name)) {
    const waitMs = retryAfterMs(headers['retry-after'] ?? '', nowMs);
    return {
      ...{ kind: 'deferred', code: 'throttled', reply, concernsMailbox: true },
      ...(waitMs !== undefined && { retryAfterMs: waitMs }),
    };
  }
  if (status === 413) return { kind: 'rejected', code: 'message-too-large', reply };
  if (status >= 500 || status === 408) {
    const waitMs = retryAfterMs(headers['retry-after'] ?? '', nowMs);
    return {
      ...{ kind: 'deferred', code: 'provider-unreachable', reply },
      ...(waitMs !== undefined && { retryAfterMs: waitMs }),
    };
  }
  // What is not in Graph's form comes from a captive portal, a proxy or a wrong endpoint.
  if (!error || name === '') return { kind: 'deferred', code: 'provider-response-invalid', reply };
  const known = meanings.find(([pattern]) => pattern.test(name))?.[1];
  if (known) return { kind: 'rejected', code: known, reply };
  if (status === 403 || denied.test(name)) return { kind: 'rejected', code: 'scope-missing', reply };
  if (status !== 400) return { kind: 'deferred', code: 'provider-response-invalid', reply };
  return { kind: 'rejected', code: 'message-rejected', reply };
}

/**
 * Answers what a complete answer to sending means for the message: 202 alone is "taken".
 *
 * @param ending whether the last bytes had left when the answer came
 * @see https://learn.microsoft.com/graph/api/user-sendmail
 */
export function classifyGraphAnswer(
  answer: ApiAnswer,
  envelopeTo: readonly string[],
  ending: boolean,
  nowMs: number,
): SubmissionOutcome {
  const { status, headers } = answer;
  const refusal = refusalOfGraph(answer, nowMs);
  // A gateway may give up on a message that goes its way behind it.
  if (refusal) return ending && status >= 500 ? { kind: 'unconfirmed', reply: refusal.reply ?? '' } : refusal;
  if (ending && status === 202) {
    const reply = shownLine(`202 Accepted ${headers['request-id'] ?? ''}`.trim());
    return { kind: 'accepted', reply, accepted: envelopeTo, refused: [] };
  }
  // Graph has answered 200 to a message that it then threw away (microsoft-graph-docs issue 13979).
  return ending
    ? { kind: 'unconfirmed', reply: String(status) }
    : { kind: 'deferred', code: 'provider-response-invalid', reply: String(status) };
}
