import type { ErrorCode } from '../../shared/errors.ts';
import { quotaReplies } from './quota-replies.ts';
import { replyLine } from './smtp-reply.ts';
import type { SmtpReply } from './smtp-reply.ts';
import type { Refusal } from './submission.ts';

/** What the server was asked when it replied; `message` is the reply to the whole message. */
export type ReplyStage =
  | 'greeting'
  | 'hello'
  | 'starttls'
  | 'authentication'
  | 'sender'
  | 'recipient'
  | 'data'
  | 'message';

interface Deferred {
  readonly kind: 'deferred';
  readonly code: ErrorCode;
  readonly retryAfterMs?: number;
  readonly concernsMailbox?: true;
}
type Verdict =
  | Deferred
  | { readonly kind: 'rejected'; readonly code: ErrorCode }
  | { readonly kind: 'authentication-rejected'; readonly code: ErrorCode; readonly tokenMayBeStale: boolean };

interface Rule {
  readonly verdict: Verdict;
  /** Absent: any stage. */
  readonly stages?: readonly ReplyStage[];
  /** Matched against the reply code. */
  readonly code?: RegExp;
  /** Matched against the enhanced status code; a reply without one does not match. */
  readonly enhanced?: RegExp;
  /** Matched against the text. */
  readonly text?: RegExp;
}

const deferred = (code: ErrorCode, retryAfterMs?: number): Deferred => ({
  kind: 'deferred',
  code,
  ...(retryAfterMs !== undefined && { retryAfterMs }),
});
const rejected = (code: ErrorCode): Verdict => ({ kind: 'rejected', code });
const refusedAuthentication = (code: ErrorCode, tokenMayBeStale: boolean): Verdict => ({
  kind: 'authentication-rejected',
  code,
  tokenMayBeStale,
});

/** A quota opens again within an hour or a day; asking once an hour is polite. */
const quotaRetryMs = 3_600_000;
/** The sender is too fast: whatever else the mailbox sends now would be told the same. */
const mailboxThrottled: Verdict = { ...deferred('throttled'), concernsMailbox: true };

const inMail: readonly ReplyStage[] = ['sender', 'recipient', 'data', 'message'];
const temporary = /^4/;
const permanent = /^5/;

/**
 * What replies mean, first match wins. Codes and texts are those that Exchange Online, Gmail and Postfix are known to give.
 *
 * @see RFC 3463, RFC 4954 §6
 * @see https://learn.microsoft.com/exchange/troubleshoot/send-emails/smtp-submission-improvements
 * @see https://support.google.com/a/answer/3726730
 */
const rules: readonly Rule[] = [
  // Exchange: SMTP AUTH switched off for tenant or mailbox, or basic authentication retired. A new token changes nothing.
  { enhanced: /^5\.7\.(139|30)$/, verdict: refusedAuthentication('smtp-auth-disabled', false) },
  { stages: ['starttls'], verdict: deferred('tls-failed') },
  { code: /^(530|538|523)$/, text: /starttls|encrypt|tls/i, verdict: deferred('tls-failed') },
  { code: /^530$/, verdict: refusedAuthentication('authentication-rejected', false) },
  { enhanced: /^5\.7\.57$/, verdict: refusedAuthentication('authentication-rejected', false) },
  { code: /^432$/, enhanced: /^4\.7\.12$/, verdict: refusedAuthentication('authentication-rejected', false) },
  // One recipient's mailbox is full, or gets more than it can take: the others' mail is not concerned.
  { code: temporary, enhanced: /^4\.2\.2$/, verdict: deferred('deferred') },
  { code: temporary, enhanced: /^4\.2\.1$/, text: /receiving/i, verdict: deferred('throttled') },
  { code: temporary, text: /recipient thread limit/i, verdict: deferred('throttled') },
  // Exchange: more than three connections of one mailbox.
  { code: /^432$/, verdict: mailboxThrottled },
  { code: temporary, enhanced: /^4\.(3\.2|7\.28)$/, verdict: mailboxThrottled },
  {
    code: temporary,
    text: /\brate\b|too (fast|quick|many (log|conn|mess))|throttl|concurren|thread limit|quota|limit exceeded/i,
    verdict: mailboxThrottled,
  },
  // A refused greeting is about this computer's address or the server's day, not about the message.
  { stages: ['greeting', 'hello'], code: permanent, verdict: deferred('server-unreachable') },
  {
    stages: ['authentication'],
    code: /^535$/,
    verdict: refusedAuthentication('authentication-rejected', true),
  },
  {
    stages: ['authentication'],
    code: permanent,
    verdict: refusedAuthentication('authentication-rejected', false),
  },
  ...quotaReplies.map(({ enhanced, text, whose }) => ({
    stages: inMail,
    code: permanent,
    ...(enhanced && { enhanced }),
    ...(text && { text }),
    verdict: {
      ...deferred('throttled', quotaRetryMs),
      ...(whose === 'mailbox' && { concernsMailbox: true as const }),
    },
  })),
  {
    stages: inMail,
    code: permanent,
    enhanced: /^5\.(7\.60|2\.252|1\.7|1\.8|7\.50[123])$/,
    verdict: rejected('sender-rejected'),
  },
  {
    stages: inMail,
    code: permanent,
    text: /send\s?as\s?denied|send as this sender|not (allowed|permitted) to send as|sender address rejected|not owned by user/i,
    verdict: rejected('sender-rejected'),
  },
  { stages: inMail, code: permanent, enhanced: /^5\.(3\.4|2\.3)$/, verdict: rejected('message-too-large') },
  {
    stages: ['sender', 'data', 'message'],
    code: /^552$/,
    enhanced: /^5\.2\.2$/,
    verdict: rejected('message-rejected'),
  },
  { stages: ['sender', 'data', 'message'], code: /^552$/, verdict: rejected('message-too-large') },
  { code: temporary, verdict: deferred('deferred') },
  { stages: ['sender'], code: permanent, verdict: rejected('sender-rejected') },
  { stages: ['recipient'], code: permanent, verdict: rejected('recipient-rejected') },
  { code: permanent, enhanced: /^5\.1\.(1|2|3|6|10)$/, verdict: rejected('recipient-rejected') },
  { code: permanent, verdict: rejected('message-rejected') },
];

function matches(rule: Rule, stage: ReplyStage, reply: SmtpReply): boolean {
  if (rule.stages && !rule.stages.includes(stage)) return false;
  if (rule.code && !rule.code.test(String(reply.code))) return false;
  if (rule.enhanced && !(reply.enhanced !== null && rule.enhanced.test(reply.enhanced))) return false;
  return !rule.text || rule.text.test(reply.lines.join(' '));
}

/**
 * Answers what a complete reply that is not the wanted one means for the message.
 *
 * A reply that is neither 4yz nor 5yz (a server out of step) is `deferred`; after the whole message was handed over the
 * caller must not come here with one.
 */
export function classifyReply(stage: ReplyStage, reply: SmtpReply): Refusal {
  const verdict = rules.find((rule) => matches(rule, stage, reply))?.verdict ?? deferred('deferred');
  return { ...verdict, reply: replyLine(reply) };
}
