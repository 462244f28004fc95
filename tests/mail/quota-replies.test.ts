import { expect, test } from 'vitest';
import { quotaReplies } from '../../main/mail/quota-replies.ts';
import { classifyReply } from '../../main/mail/reply-classification.ts';
import type { ReplyStage } from '../../main/mail/reply-classification.ts';
import { parseReply } from '../../main/mail/smtp-reply.ts';

const inMail: readonly ReplyStage[] = ['sender', 'recipient', 'data', 'message'];

function classify(stage: ReplyStage, text: string) {
  const reply = parseReply(text);
  if (!reply) throw new Error('the table holds a line that is no reply');
  return { reply, refusal: classifyReply(stage, reply) };
}

/** One reply, or more, for each line of the table, as servers are known to say it. */
const seen: readonly (readonly [string, 'mailbox' | 'recipient', string])[] = [
  ['Gmail, messages of a day', 'mailbox', '550 5.4.5 Daily user sending limit exceeded. 5-20020a gsmtp'],
  [
    'Gmail, messages of a day',
    'mailbox',
    '550-5.4.5 Daily user sending quota exceeded.\r\n550 5.4.5 - gsmtp',
  ],
  [
    'Google Workspace relay, messages of a day',
    'mailbox',
    '550 5.7.1 Daily SMTP relay limit exceeded for customer.',
  ],
  [
    'Exchange Online, recipients of a day',
    'mailbox',
    "550 5.1.90 Your message can't be sent because you've reached your daily limit for message recipients",
  ],
  [
    'Exchange Online, submission quota, as the store says it',
    'mailbox',
    '554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException; Failed to process message',
  ],
  [
    'Exchange Online, submission quota, as the transport says it',
    'mailbox',
    "550 5.2.2 Submission quota exceeded; the message can't be submitted",
  ],
  [
    'Exchange Online, external recipients of a day, of the whole organisation',
    'mailbox',
    "550 5.7.233 Your message can't be sent because your tenant exceeded its limit for external recipients",
  ],
  [
    'Exchange Online, external recipients of a day, of the whole organisation',
    'mailbox',
    '550 5.7.232 Your trial tenant has exceeded its limit',
  ],
  [
    'Exchange Online, what one recipient takes in an hour',
    'recipient',
    "550 5.2.121 Recipient's per hour message receive limit from specific sender exceeded",
  ],
  [
    'Exchange Online, what one recipient takes in an hour',
    'recipient',
    "550 5.2.122 Recipient's per hour message receive limit exceeded",
  ],
  [
    'cPanel and Exim, messages of an hour',
    'mailbox',
    '550 Domain example.com has exceeded the max emails per hour (100/100 (100%)) allowed. Message discarded.',
  ],
  [
    'others, by their words: a daily, hourly or sending limit or quota',
    'mailbox',
    '554 5.7.1 You have reached your hourly sending limit',
  ],
  [
    'others, by their words: a daily, hourly or sending limit or quota',
    'mailbox',
    '550 Message quota for this day is used up',
  ],
];

test.each(seen)('%s (%s): "%s" waits an hour, at every stage of a mail', (name, whose, text) => {
  for (const stage of inMail) {
    const { reply, refusal } = classify(stage, text);
    const line = quotaReplies.find(
      ({ enhanced, text: words }) =>
        (!enhanced || (reply.enhanced !== null && enhanced.test(reply.enhanced))) &&
        (!words || words.test(reply.lines.join(' '))),
    );
    expect(line?.name).toBe(name);
    expect(refusal).toMatchObject({ kind: 'deferred', code: 'throttled', retryAfterMs: 3_600_000 });
    expect('concernsMailbox' in refusal).toBe(whose === 'mailbox');
  }
});

test('every line of the table is shown by a reply, and names its source', () => {
  expect(new Set(seen.map(([name]) => name))).toEqual(new Set(quotaReplies.map(({ name }) => name)));
  expect(new Set(quotaReplies.map(({ name }) => name)).size).toBe(quotaReplies.length);
  for (const { source } of quotaReplies) expect(source).toMatch(/^(https:\/\/|RFC )/);
});

test.each([
  [
    'a full mailbox of the sender',
    '554 5.2.2 mailbox full; STOREDRV.Submission.Exception:QuotaExceededException',
  ],
  ['a full mailbox of a recipient', '552 5.2.2 The recipient is over quota'],
  ['a blocked sender', '550 5.1.8 Access denied, bad outbound sender'],
  ['a blocked organisation', '550 5.7.705 Access denied, tenant has exceeded threshold'],
  ['too many recipients in one message', '550 5.5.3 Too many recipients, recipient limit exceeded'],
  ['a message over the size limit', '552 5.3.4 Message exceeds the size limit'],
  [
    'a disconnected store for another reason',
    '554 5.2.0 STOREDRV.Submission.Exception:SendAsDeniedException',
  ],
])('%s is no quota: it ends for good', (_name, text) => {
  for (const stage of inMail) expect(classify(stage, text).refusal.kind).toBe('rejected');
});

test.each([
  ['432 4.3.2 Concurrent connections limit exceeded.', true],
  ['421 4.7.28 Our system has detected an unusual rate of mail.', true],
  ['451 4.7.1 Throttled, try again later', true],
  ['432 4.3.2 STOREDRV.Deliver; recipient thread limit exceeded', false],
  ['450 4.2.1 The user you are trying to contact is receiving mail too quickly.', false],
  ['451 4.3.0 Try again later', false],
])('"%s" slows the whole mailbox down: %s', (text, whole) => {
  expect('concernsMailbox' in classify('recipient', text).refusal).toBe(whole);
});
