import * as z from 'zod';
import type { ErrorCode } from '../../shared/errors.ts';
import { shownLine } from '../shown-text.ts';
import { parseJson, retryAfterMs } from './api-answer.ts';
import type { SubmissionOutcome } from './submission.ts';
import { late } from '../../shared/late-schema.ts';

/** A complete answer of the Gmail API. */
export interface GmailAnswer {
  readonly status: number;
  /** Value of the Retry-After header field; empty: none. */
  readonly retryAfter: string;
  readonly body: string;
}

const sent = late(() => z.object({ id: z.string().min(1) }));
const failed = late(() =>
  z.object({
    error: z.object({
      message: z.string().default(''),
      status: z.string().default(''),
      errors: z.array(z.object({ reason: z.string().default('') })).default([]),
      details: z.array(z.object({ reason: z.string().default('') })).default([]),
    }),
  }),
);

/** Gmail also writes the date into the message. */
const dateIn = (message: string): string => /retry after (\S+Z)/i.exec(message)?.[1] ?? '';

/** What a reason of a 400 or 403 means; the first match wins. */
const reasons: readonly (readonly [RegExp, ErrorCode])[] = [
  [/insufficientPermissions|ACCESS_TOKEN_SCOPE_INSUFFICIENT/, 'scope-missing'],
  [/accessNotConfigured|SERVICE_DISABLED/, 'client-rejected'],
  [/domainPolicy|admin_policy/i, 'consent-required'],
  [/delegation denied|failedPrecondition|Mail service not enabled/i, 'sender-rejected'],
  [/recipient|invalid (to|cc|bcc) header/i, 'recipient-rejected'],
];
const rate = /rateLimitExceeded|quotaExceeded|dailyLimitExceeded|RESOURCE_EXHAUSTED|RATE_LIMIT_EXCEEDED/i;

/**
 * Answers what a complete answer of the Gmail API means for the message.
 *
 * @param ending whether the last bytes of the message had left when the answer came
 * @see https://developers.google.com/workspace/gmail/api/guides/handle-errors
 */
export function classifyGmailAnswer(
  answer: GmailAnswer,
  envelopeTo: readonly string[],
  ending: boolean,
  nowMs: number,
): SubmissionOutcome {
  const { status } = answer;
  const json = parseJson(answer.body);
  if (status >= 200 && status < 300) {
    const message = sent.safeParse(json);
    if (ending && message.success) {
      return {
        kind: 'accepted',
        reply: shownLine(`${status} ${message.data.id}`),
        accepted: envelopeTo,
        refused: [],
      };
    }
    // Something between here and Gmail may have answered instead of it.
    return ending
      ? { kind: 'unconfirmed', reply: String(status) }
      : { kind: 'deferred', code: 'provider-response-invalid', reply: String(status) };
  }
  const parsed = failed.safeParse(json);
  const error = parsed.success ? parsed.data.error : null;
  const reason = [...(error?.errors ?? []), ...(error?.details ?? [])]
    .map(({ reason }) => reason)
    .filter((text) => text !== '');
  const reply = shownLine([status, ...new Set(reason), error?.message ?? ''].join(' '));
  const told = [...reason, error?.status ?? '', error?.message ?? ''].join(' ');

  if (status === 401) {
    return {
      kind: 'authentication-rejected',
      code: 'authentication-rejected',
      reply,
      tokenMayBeStale: true,
    };
  }
  if (status === 429 || (status === 403 && rate.test(told))) {
    const waitMs = retryAfterMs(answer.retryAfter, nowMs, dateIn(error?.message ?? ''));
    return {
      kind: 'deferred',
      code: 'throttled',
      reply,
      concernsMailbox: true,
      ...(waitMs !== undefined && { retryAfterMs: waitMs }),
    };
  }
  if (status === 413) return { kind: 'rejected', code: 'message-too-large', reply };
  if (status >= 500) {
    if (ending) return { kind: 'unconfirmed', reply };
    return { kind: 'deferred', code: 'provider-unreachable', reply };
  }
  if (status === 408) return { kind: 'deferred', code: 'provider-unreachable', reply };
  // What is not in Gmail's form comes from a captive portal, a proxy or a wrong endpoint.
  if (!error || (status !== 400 && status !== 403)) {
    return { kind: 'deferred', code: 'provider-response-invalid', reply };
  }
  const code = reasons.find(([pattern]) => pattern.test(told))?.[1] ?? 'message-rejected';
  return { kind: 'rejected', code, reply };
}
