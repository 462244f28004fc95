import { expect, test } from 'vitest';
import { errorCatalog } from '../../shared/errors.ts';
import { classifyReply } from '../../main/mail/reply-classification.ts';
import type { ReplyStage } from '../../main/mail/reply-classification.ts';
import { parseReply } from '../../main/mail/smtp-reply.ts';

const table: readonly (readonly [ReplyStage, string, string])[] = [
  // Sign-in at the server.
  ['authentication', '535 5.7.3 Authentication unsuccessful', 'authentication-rejected stale'],
  [
    'authentication',
    '535-5.7.8 Username and Password not accepted.\r\n535 5.7.8  https://support.google.com/mail/?p=BadCredentials',
    'authentication-rejected stale',
  ],
  ['authentication', '535 Authentication failed', 'authentication-rejected stale'],
  [
    'authentication',
    '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.',
    'smtp-auth-disabled',
  ],
  [
    'authentication',
    '535 5.7.139 Authentication unsuccessful, basic authentication is disabled.',
    'smtp-auth-disabled',
  ],
  [
    'authentication',
    '550 5.7.30 Basic authentication is not supported for Client Submission.',
    'smtp-auth-disabled',
  ],
  ['authentication', '534 5.7.9 Application-specific password required.', 'authentication-rejected'],
  ['authentication', '504 5.7.4 Unrecognized authentication type', 'authentication-rejected'],
  ['authentication', '432 4.7.12 A password transition is needed', 'authentication-rejected'],
  ['authentication', '454 4.7.0 Temporary authentication failure', 'deferred'],
  ['authentication', '454 4.7.0 Too many login attempts, please try again later.', 'throttled'],
  ['authentication', '421 4.7.0 Temporary System Problem. Try again later.', 'deferred'],
  ['sender', '530 5.7.57 Client not authenticated to send mail.', 'authentication-rejected'],
  ['message', '554 5.7.57 Client was not authenticated to send anonymous mail', 'authentication-rejected'],
  ['sender', '530 5.7.0 Authentication Required.', 'authentication-rejected'],
  ['sender', '530 5.7.0 Must issue a STARTTLS command first.', 'tls-failed'],
  ['authentication', '538 5.7.11 Encryption required for requested authentication mechanism', 'tls-failed'],
  ['starttls', '454 4.7.0 TLS not available due to temporary reason', 'tls-failed'],
  ['starttls', '502 5.5.1 Unknown command', 'tls-failed'],
  // Before any mail.
  ['greeting', '554 5.7.1 Service unavailable; client host blocked', 'server-unreachable'],
  ['greeting', '421 4.3.2 Service not available', 'throttled'],
  ['greeting', '421 Too busy', 'deferred'],
  ['hello', '501 5.5.4 Invalid domain name', 'server-unreachable'],
  // Pace and quota.
  [
    'message',
    '432 4.3.2 Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending',
    'throttled',
  ],
  ['sender', '432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded', 'throttled'],
  ['recipient', '450 4.2.1 The user is receiving mail too quickly.', 'throttled'],
  ['sender', '421 4.7.28 Our system has detected an unusual rate of mail.', 'throttled'],
  ['message', '550 5.4.5 Daily user sending limit exceeded.', 'throttled hourly'],
  ['recipient', '550 5.4.5 Daily user sending quota exceeded.', 'throttled hourly'],
  ['message', '554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException', 'throttled hourly'],
  ['recipient', "550 5.2.122 The recipient's limit has been exceeded", 'throttled hourly'],
  ['recipient', '452 4.2.2 The account you tried to reach is over quota.', 'deferred'],
  ['recipient', '432 4.3.2 STOREDRV.Deliver; recipient thread limit exceeded', 'throttled'],
  ['recipient', '452 4.5.3 Too many recipients', 'deferred'],
  ['recipient', '450 4.7.1 Greylisted', 'deferred'],
  ['message', '451 4.3.0 Try again later', 'deferred'],
  ['sender', '452 4.3.1 Insufficient system storage', 'deferred'],
  ['data', '421 4.4.2 Timeout', 'deferred'],
  // Sender.
  ['sender', '550 5.7.60 SMTP; Client does not have permissions to send as this sender', 'sender-rejected'],
  [
    'message',
    '554 5.2.252 SendAsDenied; anna@example.com not allowed to send as ben@example.com',
    'sender-rejected',
  ],
  [
    'message',
    '554 5.2.0 STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied',
    'sender-rejected',
  ],
  [
    'recipient',
    '553 5.7.1 <anna@example.com>: Sender address rejected: not owned by user ben',
    'sender-rejected',
  ],
  ['message', '550 5.1.8 Access denied, bad outbound sender', 'sender-rejected'],
  ['message', '550 5.7.501 Access denied, spam abuse detected', 'sender-rejected'],
  ['sender', '501 5.1.7 Invalid address', 'sender-rejected'],
  ['sender', '550 5.7.1 Rejected by policy', 'sender-rejected'],
  ['sender', '553 Not from here', 'sender-rejected'],
  // Recipients.
  ['recipient', '550 5.1.1 The email account that you tried to reach does not exist.', 'recipient-rejected'],
  ['recipient', '550 5.1.10 RESOLVER.ADR.RecipientNotFound', 'recipient-rejected'],
  ['recipient', '552 5.2.2 Mailbox full', 'recipient-rejected'],
  ['message', '550 5.1.1 User unknown', 'recipient-rejected'],
  // Size and content.
  ['sender', '552 5.3.4 Message size exceeds fixed limit', 'message-too-large'],
  ['message', '552 5.2.3 Message too large', 'message-too-large'],
  ['message', '552-5.3.4 Your message exceeded our limits.\r\n552 5.3.4 more', 'message-too-large'],
  ['message', '552 too big', 'message-too-large'],
  ['message', '554 5.2.2 mailbox full', 'message-rejected'],
  ['message', '554 5.2.0 STOREDRV.Submission.Exception: something else', 'message-rejected'],
  ['message', '550 5.7.1 Message contains spam', 'message-rejected'],
  ['message', '554 5.6.0 Corrupt message content', 'message-rejected'],
  // A server out of step.
  ['sender', '354 Go ahead', 'deferred'],
  ['data', '250 OK', 'deferred'],
];

test.each(table)('at %s, "%s" means %s', (stage, text, meaning) => {
  const reply = parseReply(text);
  if (!reply) throw new Error('the table holds a line that is no reply');
  const refusal = classifyReply(stage, reply);
  const [code, note] = meaning.split(' ');
  expect(refusal.code).toBe(code);
  const isAboutSignIn = ['authentication-rejected', 'smtp-auth-disabled'].includes(refusal.code);
  expect(refusal.kind === 'authentication-rejected').toBe(isAboutSignIn);
  if (refusal.kind === 'authentication-rejected') expect(refusal.tokenMayBeStale).toBe(note === 'stale');
  if (refusal.kind === 'deferred') {
    expect(refusal.retryAfterMs).toBe(note === 'hourly' ? 3_600_000 : undefined);
    expect(errorCatalog[refusal.code].retried).toBe(true);
  }
  if (refusal.kind === 'rejected') expect(errorCatalog[refusal.code].retried).toBe(false);
  expect(refusal.reply).toMatch(/^\d{3} /);
});

const meaningOf = (stage: ReplyStage, text: string) => {
  const reply = parseReply(text);
  if (!reply) throw new Error(`no reply: ${text}`);
  const { reply: _, ...meaning } = classifyReply(stage, reply);
  return meaning;
};

// Each with the reply code that it is known with, and with words that mean nothing by themselves.
test.each<[ReplyStage, string, string]>([
  ['message', '550', '5.7.139'],
  ['message', '550', '5.7.30'],
  ['message', '550', '5.7.57'],
  ['authentication', '432', '4.7.12'],
  ['recipient', '452', '4.2.2'],
  ['message', '450', '4.3.2'],
  ['message', '450', '4.7.28'],
  ['message', '550', '5.7.60'],
  ['message', '550', '5.1.8'],
  ['message', '550', '5.1.7'],
  ['message', '550', '5.3.4'],
  ['message', '550', '5.2.3'],
  ['message', '550', '5.1.1'],
  ['message', '550', '5.1.6'],
  ['message', '550', '5.4.5'],
  ['message', '550', '5.1.90'],
  ['message', '550', '5.7.233'],
  ['message', '550', '5.2.122'],
])(
  'at %s, %s with %s means something, and a number that only begins like it means nothing',
  (stage, code, enhanced) => {
    const neutral = meaningOf(stage, `${code} ${code[0]}.0.0 words`);
    // Where the words decide as well, the number alone is all that is compared.
    const longer = [0, 5, 9].map((digit) => `${enhanced}${digit}`).filter((each) => each !== '5.1.10');
    for (const each of longer)
      expect([each, meaningOf(stage, `${code} ${each} words`)]).toEqual([each, neutral]);
  },
);

test.each<[ReplyStage, string]>([
  ['sender', '550 5.7.1 Send as denied'],
  ['sender', '550 5.7.1 SendAsDenied'],
  ['data', '550 5.7.1 not permitted to send as boss'],
  ['data', '550 5.7.1 not allowed to send as boss'],
  ['data', '550 5.7.1 Client cannot send as this sender'],
])('at %s, "%s" is about the sender', (stage, text) => {
  expect(meaningOf(stage, text)).toEqual({ kind: 'rejected', code: 'sender-rejected' });
});

test.each(['sender', 'data', 'message'] as const)(
  'at %s, 552 is about the size, and 552 5.2.2 is not',
  (stage) => {
    expect(meaningOf(stage, '552 too much')).toEqual({ kind: 'rejected', code: 'message-too-large' });
    expect(meaningOf(stage, '552 5.2.2 full')).toEqual({ kind: 'rejected', code: 'message-rejected' });
  },
);

test('at a recipient, 552 is about the recipient', () => {
  expect(meaningOf('recipient', '552 too much').code).toBe('recipient-rejected');
  expect(meaningOf('recipient', '552 5.2.2 full').code).toBe('recipient-rejected');
});

test('a mailbox that is too fast waits as a whole, a recipient that gets too much alone', () => {
  const concerns = (text: string) => 'concernsMailbox' in meaningOf('message', text);
  expect(['432 4.3.2 wait', '450 4.7.28 rate', '450 4.3.0 too many messages'].map(concerns)).toEqual([
    true,
    true,
    true,
  ]);
  expect(['450 4.2.1 is receiving mail', '452 4.2.2 full', '451 later'].map(concerns)).toEqual([
    false,
    false,
    false,
  ]);
  expect(meaningOf('message', '550 5.4.5 x')).toMatchObject({
    concernsMailbox: true,
    retryAfterMs: 3_600_000,
  });
  expect(meaningOf('message', '550 5.2.121 x')).not.toHaveProperty('concernsMailbox');
});
