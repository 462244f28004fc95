import { closeSync, openSync, readSync } from 'node:fs';
import { unlink } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { createTransport } from 'nodemailer';
import { createContentNoting } from '../../main/document-content.ts';
import { createComposing } from '../../main/mail/composing.ts';
import { envelopeOf } from '../../main/mail/message.ts';
import type { MessageInput } from '../../main/mail/message.ts';
import { createSmtpConnections } from '../../main/mail/smtp-connections.ts';
import type { MessageFile, SubmissionRequest } from '../../main/mail/submission.ts';
import { answerWith } from './program.ts';

// A sender in a process of its own, so that what it takes of the processor is what the process takes.

/** What the sender is to send: the same document in each of the messages. */
export interface SendQuestion {
  /** `composed`: ours, composed before; `ours`: with composing; `nodemailer`: its pool. */
  readonly side: 'composed' | 'ours' | 'nodemailer';
  readonly port: number;
  /** `implicit` comes with XOAUTH2, `starttls` with a password; `none` proves nothing. */
  readonly tls: 'none' | 'implicit' | 'starttls';
  readonly certificateAuthority: string;
  readonly user: string;
  /** Access token or password. */
  readonly secret: string;
  readonly connections: number;
  readonly messages: number;
  readonly document: string;
  readonly folder: string;
}

/** What that took. */
export interface Sent {
  readonly ms: number;
  /** Milliseconds of the processor, of all threads. */
  readonly cpuMs: number;
}

const from = { name: 'Anna', address: 'anna@example.com' };
const to = 'ben@example.org';
const subject = 'Invoice 2026-1107';
const body = 'Good morning,\n\nattached is the invoice for November.\n\nAnna\n';

const timeoutMs = 30_000;
const composing = createComposing();
const connections = createSmtpConnections();
const transports = new Map<string, ReturnType<typeof createTransport>>();
const composed = new Map<string, MessageFile>();
let lastId = 0;

const piece = Buffer.allocUnsafeSlow(64 * 1024);

/** What taking a document over finds out on the way: its bytes are compared with it when it is composed. */
function takenOver(path: string) {
  const noting = createContentNoting();
  const file = openSync(path, 'r');
  for (let read = readSync(file, piece); read > 0; read = readSync(file, piece))
    noting.add(piece.subarray(0, read));
  closeSync(file);
  return noting.end();
}

const inputOf = (path: string): MessageInput => ({
  ...{
    messageId: `<bench-${process.pid}-${(lastId += 1)}@example.com>`,
    dateMs: Date.now(),
    from,
    replyTo: '',
  },
  ...{ to: [to], cc: [], bcc: [], subject, body },
  documents: [{ name: 'invoice.pdf', path, ...takenOver(path) }],
});

/** Lets each connection have as many messages at a time as the app gives it, until all are through: on its way, behind it, being made. */
async function inLines(
  { connections: lines, messages }: SendQuestion,
  send: (line: number) => Promise<void>,
): Promise<void> {
  let left = messages;
  const work = async (line: number) => {
    while (left > 0) {
      left -= 1;
      await send(line);
    }
  };
  await Promise.all(Array.from({ length: lines * 3 }, (_, index) => work(index % lines)));
}

async function submit(question: SendQuestion, line: number, message: MessageFile): Promise<void> {
  const { port, tls, certificateAuthority, user, secret } = question;
  const authentications = {
    none: { kind: 'none' },
    implicit: { kind: 'oauth', user, accessToken: secret },
    starttls: { kind: 'password', user, password: secret },
  } as const;
  const request: SubmissionRequest = {
    owner: {
      ...{ accountId: line, mailbox: `${user} ${line}`, connections: null },
      isCurrent: () => true,
    },
    route: { host: 'localhost', port, tls, timeoutMs },
    authentication: authentications[tls],
    envelope: envelopeOf({ from, to: [to], cc: [], bcc: [] }),
    message,
    certificateAuthorities: [certificateAuthority],
    signal: new AbortController().signal,
    onStage: () => {},
    onEnding: () => {},
  };
  const outcome = await connections.submit(request);
  if (outcome.kind !== 'accepted') throw new Error(JSON.stringify(outcome));
}

async function compose(question: SendQuestion): Promise<MessageFile> {
  const path = join(question.folder, `${process.pid}-${(lastId += 1)}.eml`);
  return { ...(await composing.compose(inputOf(question.document), path)), path };
}

const sides: Readonly<Record<SendQuestion['side'], (question: SendQuestion) => Promise<void>>> = {
  composed: async (question) => {
    const message = composed.get(question.document);
    if (message) await inLines(question, (line) => submit(question, line, message));
  },
  ours: (question) =>
    inLines(question, async (line) => {
      const message = await compose(question);
      await submit(question, line, message);
      await unlink(message.path);
    }),
  nodemailer: async (question) => {
    const { port, tls, certificateAuthority, user, secret, document } = question;
    const key = JSON.stringify([port, question.connections]);
    const transport =
      transports.get(key) ??
      createTransport({
        ...{
          pool: true,
          maxConnections: question.connections,
          host: 'localhost',
          port,
          secure: tls === 'implicit',
        },
        ...{ tls: { ca: certificateAuthority }, auth: { type: 'OAuth2', user, accessToken: secret } },
      });
    transports.set(key, transport);
    await inLines(question, async () => {
      await transport.sendMail({
        ...{ from, to, subject, text: body },
        attachments: [{ filename: 'invoice.pdf', path: document }],
      });
    });
  },
};

answerWith(async (question: SendQuestion) => {
  if (question.side === 'composed' && !composed.has(question.document))
    composed.set(question.document, await compose(question));
  const before = process.cpuUsage();
  const startMs = performance.now();
  await sides[question.side](question);
  const { user, system } = process.cpuUsage(before);
  return { ms: performance.now() - startMs, cpuMs: (user + system) / 1_000 } satisfies Sent;
});
