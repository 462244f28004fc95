import { randomBytes } from 'node:crypto';
import { domainToASCII } from 'node:url';
import type { BusinessRecord } from '../../shared/account.ts';
import { AppError } from '../../shared/errors.ts';
import type { NewMessage } from '../outbox/delivery.ts';
import type { Spool } from '../outbox/spool.ts';
import type { Clock } from '../ports.ts';
import { watchMessageBytes } from './message-bytes.ts';
import type { MessageBytes } from './message-bytes.ts';
import { namesOthers, outgoingHeader, readHeader, recipientsOf } from './relay-message.ts';
import type { ReadHeader } from './relay-message.ts';
import { isRefusal, refused } from './relay-refusal.ts';
import type { RelayRefusal } from './relay-refusal.ts';
import { routeRelayed } from './relay-route.ts';
import type { RelayAccount } from './relay-route.ts';
import type { SignedInProgram } from './relay-sign-in.ts';

/** Who hands a message over, and for whom. */
export interface RelayEnvelope {
  readonly program: SignedInProgram;
  readonly sender: string;
  readonly recipients: readonly string[];
  /** The connection has TLS. */
  readonly isEncrypted: boolean;
}

/** Mail data as it comes, dots unstuffed; it fails where the client goes away. */
export type MailData = AsyncIterable<Buffer> & { readonly sizeExceeded: boolean };

interface Deps {
  readonly spool: Pick<Spool, 'begin' | 'append' | 'end' | 'discard'>;
  /** Takes a message over; it is durable when this resolves. */
  readonly submit: (message: NewMessage) => Promise<{ readonly itemId: string }>;
  /** Accounts that a program may use and that are there. */
  readonly permitted: (program: string) => readonly RelayAccount[];
  /** Answers the Email Server ID that records lead to; null: none. */
  readonly resolve: (records: readonly BusinessRecord[]) => Promise<number | null>;
  readonly clock: Pick<Clock, 'nowMs'>;
}

/** Mail data while it is read, by one iterator: what is refused half-way is read to its end all the same. */
interface Reader {
  readonly chunks: AsyncIterator<Buffer>;
  readonly isTooLarge: () => boolean;
}

/** Who takes messages over from programs. */
export type RelayIntake = ReturnType<typeof createRelayIntake>;

const maxHeaderBytes = 256 * 1024;
const writeBytes = 1024 * 1024;
const headerEnd = Buffer.from('\r\n\r\n');
const newId = () => randomBytes(16).toString('base64url');

/** Answers the reply for a failure of ours: nothing was taken over, and most of it passes. */
function replyTo(error: unknown): RelayRefusal {
  const code = error instanceof AppError ? error.code : 'internal';
  if (code === 'storage-full')
    return refused(452, '4.3.1', 'There is no space to keep the message; try again later');
  if (code === 'policy-invalid') return refused(451, '4.7.0', 'The policy of this computer stops sending');
  return refused(451, '4.3.0', 'The message could not be kept; try again later');
}

/**
 * Answers who takes messages over: the header decides on the way in, the rest goes to the disk as it comes.
 *
 * Nothing is promised before the item and its bytes are on disk; what goes wrong before leaves nothing behind.
 */
export function createRelayIntake(deps: Deps) {
  const { spool, submit, permitted, resolve, clock } = deps;

  async function route(header: ReadHeader, { program, sender, recipients }: RelayEnvelope) {
    const byRecords = header.records.length > 0 ? await resolve(header.records) : undefined;
    const account = routeRelayed({
      ...{ permitted: permitted(program.name), named: program.accountId, byRecords },
      ...{ from: header.from, senderField: header.sender, sender },
    });
    if (isRefusal(account) || !account.isByHeader) return account;
    if (!namesOthers(header, recipients)) return account;
    return refused(
      554,
      '5.6.0',
      'This account sends to all whom To and Cc name; name them as recipients, or let it send through SMTP',
    );
  }

  /** Reads to the end of the header; what follows it already is kept. */
  async function headerOf(data: AsyncIterator<Buffer>, watch: (chunk: Buffer) => void) {
    let read = Buffer.alloc(0);
    for (;;) {
      const next = await data.next();
      if (next.done) return { header: read, rest: Buffer.alloc(0) };
      watch(next.value);
      const from = Math.max(0, read.length - headerEnd.length);
      read = Buffer.concat([read, next.value]);
      const end = read.indexOf(headerEnd, from);
      if (end >= 0) return { header: read.subarray(0, end + 2), rest: read.subarray(end + 2) };
      if (read.length > maxHeaderBytes) return refused(554, '5.6.0', 'The header of the message is too long');
    }
  }

  async function take(reader: Reader, envelope: RelayEnvelope, copies: string[]) {
    const { chunks, isTooLarge } = reader;
    const bytes = watchMessageBytes();
    const start = await headerOf(chunks, bytes.look);
    const earlyFault = faultReply(bytes.fault());
    if (earlyFault) return earlyFault;
    if (isRefusal(start)) return start;
    const header = readHeader(start.header);
    if (isRefusal(header)) return header;
    const account = await route(header, envelope);
    if (isRefusal(account)) return account;

    const domain = header.from.slice(header.from.lastIndexOf('@') + 1);
    const messageId = header.messageId ?? `<${newId()}@${domainToASCII(domain) || 'localhost'}>`;
    const { isEncrypted, program, sender, recipients } = envelope;
    const { documentId } = await spool.begin('message.eml');
    copies.push(documentId);
    const additions = { relayId: newId(), isEncrypted, messageId, nowMs: clock.nowMs() };
    let pending = [outgoingHeader(header, additions), start.rest];
    let offset = 0;
    const write = async () => {
      const chunk = Buffer.concat(pending);
      pending = [];
      await spool.append(documentId, offset, chunk);
      offset += chunk.length;
    };
    let pendingBytes = 0;
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
      bytes.look(next.value);
      if (bytes.fault() !== null || isTooLarge()) break;
      pending.push(next.value);
      pendingBytes += next.value.length;
      if (pendingBytes < writeBytes) continue;
      pendingBytes = 0;
      await write();
    }
    if (isTooLarge()) return refused(552, '5.3.4', 'The message is too large');
    const fault = faultReply(bytes.fault());
    if (fault) return fault;
    await write();
    await spool.end(documentId);
    return await submit({
      ...recipientsOf(header, recipients),
      ...{ submissionKey: newId(), accountId: account.id, subject: header.subject, body: '' },
      documentIds: [documentId],
      relayed: {
        ...{ program: program.name, sender, messageId, namesOthers: namesOthers(header, recipients) },
        ...{ needs8Bit: bytes.has8Bit(), needsSmtpUtf8: header.needsSmtpUtf8 },
      },
    });
  }

  return {
    /**
     * Takes one message over and answers its item, or the reply that says why not; either way all mail data has been read.
     *
     * Where the client goes away amid the message, nothing is taken over and nobody reads the reply.
     */
    take: async (
      data: MailData,
      envelope: RelayEnvelope,
    ): Promise<{ readonly itemId: string } | RelayRefusal> => {
      const copies: string[] = [];
      const reader = { chunks: data[Symbol.asyncIterator](), isTooLarge: () => data.sizeExceeded };
      let answer: { readonly itemId: string } | RelayRefusal;
      try {
        answer = await take(reader, envelope, copies);
      } catch (error) {
        answer = replyTo(error);
      }
      if (isRefusal(answer)) for (const id of copies) await spool.discard(id).catch(() => undefined);
      // A reply amid the data would be taken for the reply to its end.
      await drain(reader);
      return answer;
    },
  };
}

/** Reads what is left; where the client has gone away there is nothing left. */
async function drain({ chunks }: Reader): Promise<void> {
  try {
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) continue;
  } catch {
    // Nobody waits for the reply.
  }
}

function faultReply(fault: ReturnType<MessageBytes['fault']>): RelayRefusal | null {
  if (fault === 'nul') return refused(554, '5.6.0', 'The message holds a NUL');
  return fault && refused(554, '5.6.11', 'The message holds a CR or LF that is no line end');
}
