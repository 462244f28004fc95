import { Buffer } from 'node:buffer';
import { expect, test } from 'vitest';
import { classifyReply } from '../../main/mail/reply-classification.ts';
import type { ReplyStage } from '../../main/mail/reply-classification.ts';
import { createReplyReader, parseReply } from '../../main/mail/smtp-reply.ts';
import type { SmtpReply } from '../../main/mail/smtp-reply.ts';
import { submitBySmtp } from '../../main/mail/smtp.ts';
import { errorCatalog } from '../../shared/errors.ts';
import { effort, seed, tried } from '../helpers/effort.ts';
import { createRandom } from '../helpers/repeatable-random.ts';
import { startSmtpScript } from '../helpers/smtp-script.ts';
import { messageFile, submissionRequest } from '../helpers/submission-request.ts';

const { chance, pick, upTo, many } = createRandom(seed);

const stages: readonly ReplyStage[] = [
  ...(['greeting', 'hello', 'starttls', 'authentication'] as const),
  ...(['sender', 'recipient', 'data', 'message'] as const),
];
const phrases = [
  ...['OK', 'Queued as 1', 'Must issue a STARTTLS command first', 'quota exceeded', 'too many connections'],
  ...['SendAsDenied', 'Daily user sending limit exceeded', 'mailbox full', 'user unknown', 'Go ahead'],
  ...[
    'SubmissionQuotaExceededException',
    'Zażółć',
    '\u202e\u0007\u001b[31m',
    '\u0000',
    '\ufffd',
    '-',
    ' ',
    '250',
  ],
];
const ends = ['\n', '\r', '', '\r\r\n', '\n\r'];
/** A line end: one in thirty is none. */
const end = () => (chance(0.97) ? '\r\n' : pick(ends));

const digit = () => String(upTo(9));
const code = () =>
  chance(0.9) ? `${2 + upTo(3)}${digit()}${digit()}` : pick(['', '25', '2500', '099', '6xx', 'HTTP']);
const enhanced = (of: string) =>
  pick([
    '',
    '',
    `${of[0]}.${upTo(7)}.${upTo(300)} `,
    '5.7.139 ',
    '4.7.28 ',
    '5.1.1',
    '5..1 ',
    '9.9.9 ',
    '5.7.99999 ',
  ]);
const text = () => many(upTo(4), () => pick(phrases)).join(' ') + (chance(0.001) ? 'y'.repeat(70_000) : '');

/** A reply as servers give them, and as broken and hostile ones do. */
function anyReply(): string {
  const first = code();
  const lines = many(upTo(4), () => `${chance(0.97) ? first : code()}-${enhanced(first)}${text()}${end()}`);
  return `${lines.join('')}${chance(0.97) ? first : code()}${chance(0.95) ? ' ' : pick(['', '-'])}${enhanced(first)}${text()}${end()}`;
}

function anyBytes(): Buffer {
  const bytes = Buffer.from(many(1 + upTo(2), anyReply).join(''), chance(0.8) ? 'utf8' : 'latin1');
  for (let count = chance(0.2) ? upTo(3) : 0; count > 0; count -= 1) bytes[upTo(bytes.length)] = upTo(255);
  return bytes;
}

function readIn(parts: readonly Buffer[]) {
  const reader = createReplyReader();
  const arrived = parts.map((part) => reader.push(part));
  return {
    replies: arrived.flatMap(({ replies }) => replies),
    malformed: arrived.at(-1)?.malformed ?? false,
  };
}

function cut(bytes: Buffer): Buffer[] {
  const at = many(upTo(4), () => upTo(bytes.length)).toSorted((a, b) => a - b);
  return [0, ...at].map((from, index) => bytes.subarray(from, at[index] ?? bytes.length));
}

/** What has to hold of any reply, whatever it says. */
function faultsOf(stage: ReplyStage, reply: SmtpReply): string[] {
  const refusal = classifyReply(stage, reply);
  const { retried } = errorCatalog[refusal.code];
  const known = refusal.reply ?? '';
  return [
    ...(reply.code < 200 || reply.code > 599 ? ['no code of SMTP'] : []),
    ...(refusal.kind === 'deferred' && !retried ? ['waits for what nobody tries again'] : []),
    ...(refusal.kind === 'rejected' && retried ? ['is given up and tried again'] : []),
    // Only a permanent reply ends a message; a server out of step ends none (RFC 5321 §4.2.1).
    ...(refusal.kind === 'rejected' && reply.code < 500 ? ['a passing reply ended the message'] : []),
    ...(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(known) ? ['control characters are shown'] : []),
    ...(known.startsWith(String(reply.code)) ? [] : ['the reply that is shown is another one']),
  ];
}

const replies = effort({ quick: 1_500, full: 99_000 });

test(
  `${replies.toLocaleString('en')} generated replies mean the same wherever they are cut, and never more than they say`,
  { timeout: 15 * 60_000 },
  () => {
    let complete = 0;
    for (let number = 0; number < replies; number += 1) {
      const bytes = anyBytes();
      const whole = readIn([bytes]);
      const inParts = readIn(cut(bytes));
      const stage = pick(stages);
      const faults = whole.replies.flatMap((reply) => faultsOf(stage, reply));
      complete += whole.replies.length;
      // A line that is too long is noticed when it is, which may be before its end has come.
      const isSame =
        JSON.stringify(inParts.replies) === JSON.stringify(whole.replies) || bytes.length > 64 * 1024;
      if (faults.length === 0 && isSame) continue;
      expect({ seed, number, stage, faults, bytes: bytes.toString('latin1'), ...inParts }).toEqual({
        ...{ seed, number, stage, faults: [], bytes: bytes.toString('latin1'), ...whole },
      });
    }
    // Most of them being refused at sight would prove little.
    expect(complete).toBeGreaterThan(replies / 2);
    tried(replies);
  },
);

const conversations = effort({ quick: 40, full: 1_000 });
const verbs = ['greeting', 'EHLO', 'AUTH', 'MAIL', 'RCPT', 'DATA', 'message'] as const;

test(
  `${conversations.toLocaleString('en')} conversations with a server that says anything end in time, and in a state that is true`,
  { timeout: 30 * 60_000 },
  async () => {
    const message = await messageFile('Subject: hello\r\n\r\nHello\r\n');
    const converse = async (number: number) => {
      const verb = pick(verbs);
      const said = anyReply();
      // What follows a reply that has no end is the end of the connection, now or when nobody waits any more.
      const silent = chance(0.2);
      const server = await startSmtpScript({ answers: { [verb]: silent ? () => null : said } });
      const request = await submissionRequest(server.port, {
        ...{
          message,
          authentication: { kind: 'password', user: 'anna@example.com', password: 'canary-password' },
        },
        route: { host: '127.0.0.1', port: server.port, tls: 'none', timeoutMs: 250, endingTimeoutMs: 250 },
      });
      const startedAtMs = performance.now();
      const outcome = await submitBySmtp(request);
      const tookMs = performance.now() - startedAtMs;
      const got = server.messages().length;
      await server.close();
      const parsed = silent ? null : parseReply(said);
      const isYes = verb !== 'message' || (parsed !== null && parsed.code >= 200 && parsed.code < 300);
      const left = request.endings.length > 0;
      const faults = [
        ...(tookMs > 10_000 ? ['it hung'] : []),
        ...(outcome.kind === 'accepted' && !(got === 1 && isYes) ? ['nobody said yes'] : []),
        ...(outcome.kind === 'deferred' &&
        left &&
        verb === 'message' &&
        parsed?.code !== undefined &&
        parsed.code < 300
          ? ['it would be sent twice']
          : []),
        ...(got === 1 && !left ? ['it left unrecorded'] : []),
        ...(outcome.kind === 'unconfirmed' && !left ? ['it had not left'] : []),
        ...(JSON.stringify(outcome).includes('canary') ? ['the password is shown'] : []),
      ];
      return faults.length === 0 ? [] : [{ number, verb, said, silent, outcome, faults }];
    };
    const wrong: object[] = [];
    for (let from = 0; from < conversations; from += 20) {
      const numbers = Array.from({ length: Math.min(20, conversations - from) }, (_, at) => from + at);
      wrong.push(...(await Promise.all(numbers.map(converse))).flat());
    }
    expect({ seed, wrong }).toEqual({ seed, wrong: [] });
    tried(conversations);
  },
);
