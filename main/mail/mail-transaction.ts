import { closeSync, openSync, readSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { AppError } from '../../shared/errors.ts';
import type { RefusedRecipient } from '../../shared/message.ts';
import { asItIs, createDotStuffing, terminator } from './dot-stuffing.ts';
import { isAscii, wireAddress } from './mail-address.ts';
import { classifyReply } from './reply-classification.ts';
import type { ReplyStage } from './reply-classification.ts';
import type { SmtpCapabilities } from './smtp-capabilities.ts';
import { replyLine } from './smtp-reply.ts';
import type { SmtpReply } from './smtp-reply.ts';
import type { Lost, SmtpSession } from './smtp-session.ts';
import type { Envelope, MessageFile, Refusal, SubmissionHooks, SubmissionOutcome } from './submission.ts';

/** One message for one session. */
export interface MailTransaction extends Pick<SubmissionHooks, 'onStage' | 'onEnding'> {
  readonly envelope: Envelope;
  readonly message: MessageFile;
  /** How long each reply may take. */
  readonly timeoutMs: number;
  /** How long the reply to the whole message may take. */
  readonly endingTimeoutMs: number;
  /** The envelope that was said already, right behind the message before; null: none was. */
  readonly said?: EnvelopeCommands | null;
  /** Asked when the end of this message leaves: the envelope of the next one, which leaves with it; empty: there is none. */
  readonly following?: () => string;
}

/** How a transaction ended, and what it left behind. */
export interface TransactionEnd {
  readonly outcome: SubmissionOutcome;
  /** Whether the server had taken the sender: before that, it may never have seen the transaction. */
  readonly wasBegun: boolean;
  /** Whether another transaction may follow on the connection: at once, after RSET, or never. */
  readonly next: 'at-once' | 'after-reset' | 'never';
}

/** More at a time costs memory, less costs a turn of the loop for each. */
const chunkBytes = 256 * 1024;
/** So much of a message leaves together with its end. */
const restBytes = 64 * 1024;

const isPositive = (reply: SmtpReply) => reply.code >= 200 && reply.code < 300;
const rejected = (
  code: 'sender-rejected' | 'recipient-rejected' | 'message-rejected' | 'message-too-large',
) => ({ kind: 'rejected', code }) as const;

/** Nothing has been sent: the connection went away before the end of the message. */
const cutOff: Refusal = {
  ...{ kind: 'deferred', code: 'server-unreachable' },
  detail: { networkCode: 'CONNECTION_LOST' },
};

/** The commands of an envelope. */
export interface EnvelopeCommands {
  readonly mail: string;
  readonly recipients: readonly { readonly address: string; readonly command: string }[];
}

/**
 * Answers the commands of the envelope, or why the server need not be asked.
 *
 * @see RFC 5321 §3.3, RFC 1870 §6, RFC 3461 §4, RFC 6152, RFC 6531 §3.4
 */
export function envelopeCommands(
  envelope: Envelope,
  message: MessageFile,
  capabilities: SmtpCapabilities,
): EnvelopeCommands | Refusal {
  const from = wireAddress(envelope.from);
  if (from === null) return rejected('sender-rejected');
  const recipients = envelope.to.map((address) => ({ address, wire: wireAddress(address) }));
  if (recipients.length === 0 || recipients.some(({ wire }) => wire === null)) {
    return rejected('recipient-rejected');
  }
  if (capabilities.maxSizeBytes !== null && message.sizeBytes > capabilities.maxSizeBytes) {
    return rejected('message-too-large');
  }
  const international = recipients.some(({ wire }) => !isAscii(wire ?? ''));
  const needsUtf8 = message.needsSmtpUtf8 || international || !isAscii(from);
  if (needsUtf8 && !capabilities.smtpUtf8) {
    if (!isAscii(from)) return rejected('sender-rejected');
    return rejected(international ? 'recipient-rejected' : 'message-rejected');
  }
  // RFC 6531 §3.1: SMTPUTF8 comes with 8BITMIME, so only the body asks for it here.
  if (message.needs8Bit && !capabilities.eightBitMime) return rejected('message-rejected');
  const parameters = [
    ...(capabilities.size ? [`SIZE=${message.sizeBytes}`] : []),
    ...(message.needs8Bit ? ['BODY=8BITMIME'] : []),
    ...(needsUtf8 ? ['SMTPUTF8'] : []),
    // A report needs no copy of the documents in it.
    ...(capabilities.dsn ? ['RET=HDRS'] : []),
  ];
  // Who sends wants to hear of what went wrong, never of nothing; a report of success would be one for each document.
  const notify = capabilities.dsn ? ' NOTIFY=FAILURE,DELAY' : '';
  return {
    mail: [`MAIL FROM:<${from}>`, ...parameters].join(' '),
    recipients: recipients.map(({ address, wire }) => ({ address, command: `RCPT TO:<${wire}>${notify}` })),
  };
}

const groupOf = ({ mail, recipients }: EnvelopeCommands): string =>
  `${[mail, ...recipients.map(({ command }) => command), 'DATA'].join('\r\n')}\r\n`;

/** Answers the whole envelope for a server with PIPELINING, as one text too; null: it need not be said. */
export function envelopeGroup(
  envelope: Envelope,
  message: MessageFile,
  capabilities: SmtpCapabilities,
): { readonly commands: EnvelopeCommands; readonly text: string } | null {
  if (!capabilities.pipelining) return null;
  const commands = envelopeCommands(envelope, message, capabilities);
  return 'kind' in commands ? null : { commands, text: groupOf(commands) };
}

/** Answers why nobody gets the message: what concerns all of them first, then what may pass, then the refusals. */
function allRefused(refusals: readonly Refusal[], refused: readonly RefusedRecipient[]): Refusal {
  const grave = refusals.find(
    ({ kind, code }) =>
      kind === 'authentication-rejected' || (kind === 'rejected' && code !== 'recipient-rejected'),
  );
  const decisive = grave ?? refusals.find(({ kind }) => kind === 'deferred') ?? refusals[0] ?? cutOff;
  return decisive.kind === 'rejected' ? { ...decisive, refused } : decisive;
}

/** Chunks of transfers that are over: a new one costs as much as sending a small message. */
const chunks: Buffer[] = [];
/** More wait for nobody. */
const maxChunks = 8;
const lineEnd = Buffer.from('\r\n');

/**
 * Streams a file as mail data; its rest is left, to go out with the end.
 *
 * @param leave gets the rest at the begin of a buffer, and what to call when that is written; all of it and the end must be handed
 *   over before it returns
 * @returns false where the server spoke first or the connection went away: nothing was left
 */
async function transferFile(
  session: SmtpSession,
  file: number,
  { sizeBytes, isMailData = false }: MessageFile,
  leave: (buffer: Uint8Array, restSize: number, onWritten: () => void) => void,
): Promise<boolean> {
  const { stuff, lastLineEnd } = isMailData ? asItIs : createDotStuffing();
  const chunk = chunks.pop() ?? Buffer.allocUnsafeSlow(chunkBytes);
  for (let left = sizeBytes; ;) {
    // A file that has grown shows in its rest.
    const wanted = left > restBytes ? Math.min(left - restBytes, chunkBytes) : chunkBytes;
    // What was just composed or compared lies in memory: to ask a thread takes longer than to read it.
    const bytesRead = readSync(file, chunk, 0, wanted, null);
    left -= bytesRead;
    // A file that was cut short must never look like a whole message.
    if (left < 0 || (bytesRead === 0 && left > 0)) throw damaged();
    let data = stuff(chunk.subarray(0, bytesRead));
    if (left > 0) {
      // Each chunk waits for the one before: that is the back-pressure, and one buffer does for any size. It is let go of where
      // the server spoke or went away, for its bytes may still have to be written.
      if ((await session.transfer(data)) === 'interrupted') return false;
      // What is written at once gives nobody a turn: a server that speaks in between would be heard only after the end.
      await setImmediate();
      continue;
    }
    if (isMailData && !lineEnd.equals(data.subarray(-lineEnd.length))) throw damaged();
    const end = lastLineEnd();
    if (end !== '') data = Buffer.concat([data, Buffer.from(end)]);
    if (session.hasReply() || !session.isOpen()) return false;
    // Mail data begins where the chunk does, and has all of its room.
    leave(isMailData ? chunk : data, data.length, () => {
      if (chunks.length < maxChunks) chunks.push(chunk);
    });
    return true;
  }
}

function damaged(): AppError {
  return new AppError('document-unreadable', 'The composed message is damaged.');
}

/** Answers the file of a message; null: it cannot be opened. */
function opened({ path }: MessageFile): number | null {
  try {
    return openSync(path, 'r');
  } catch {
    return null;
  }
}

/**
 * Sends one message over a session and answers how it ended; the session is free for another one, for QUIT, or gone afterwards.
 *
 * The terminating dot is handed to the socket only after `onEnding` has returned; from then on only a complete reply decides.
 *
 * @see RFC 5321 §3.3 and §4.1.1.4, RFC 2920 §3.1
 */
export async function runMailTransaction(
  session: SmtpSession,
  capabilities: SmtpCapabilities,
  transaction: MailTransaction,
): Promise<TransactionEnd> {
  const unsaid = (outcome: SubmissionOutcome): TransactionEnd => {
    // The server may take the envelope that it has, and wait for a message that does not come.
    if (transaction.said) session.destroy();
    return { outcome, wasBegun: false, next: transaction.said ? 'never' : 'at-once' };
  };
  const commands =
    transaction.said ?? envelopeCommands(transaction.envelope, transaction.message, capabilities);
  if ('kind' in commands) return unsaid(commands);
  const file = opened(transaction.message);
  if (file === null) return unsaid({ kind: 'deferred', code: 'document-unreadable' });
  try {
    return await converse(session, capabilities.pipelining, transaction, commands, file);
  } catch (error) {
    session.destroy();
    const code = error instanceof AppError ? error.code : 'internal';
    return { outcome: { kind: 'deferred', code }, wasBegun: true, next: 'never' };
  } finally {
    closeSync(file);
  }
}

async function converse(
  session: SmtpSession,
  pipelining: boolean,
  transaction: MailTransaction,
  commands: EnvelopeCommands,
  file: number,
): Promise<TransactionEnd> {
  const { timeoutMs, endingTimeoutMs, message, said, onStage, onEnding } = transaction;
  let following = '';
  const end = (outcome: SubmissionOutcome, next: TransactionEnd['next']): TransactionEnd => {
    // 421 says that the server hangs up.
    const isWhole = following === '' ? session.isUsable() : session.isOpen();
    const isOver = !isWhole || /^421/.test(outcome.reply ?? '');
    return { outcome, wasBegun: true, next: isOver ? 'never' : next };
  };
  const refusedBy = (stage: ReplyStage, reply: SmtpReply | Lost): Refusal =>
    typeof reply === 'string' ? cutOff : classifyReply(stage, reply);

  onStage('envelope');
  if (!said) session.write(pipelining ? groupOf(commands) : `${commands.mail}\r\n`);

  const mailReply = await session.reply(timeoutMs);
  if (typeof mailReply === 'string' || !isPositive(mailReply)) {
    return { outcome: refusedBy('sender', mailReply), wasBegun: false, next: 'never' };
  }

  const accepted: string[] = [];
  const refused: RefusedRecipient[] = [];
  const refusals: Refusal[] = [];
  for (const { address, command } of commands.recipients) {
    if (!pipelining) session.write(`${command}\r\n`);
    const reply = await session.reply(timeoutMs);
    // The replies to the other commands will not come.
    if (typeof reply === 'string' || reply.code === 421) return end(refusedBy('recipient', reply), 'never');
    if (isPositive(reply)) accepted.push(address);
    else {
      refusals.push(classifyReply('recipient', reply));
      refused.push({ address, reply: replyLine(reply) });
    }
  }
  if (accepted.length === 0) {
    // DATA is under way already; a server that takes it anyway must not be left waiting for a message.
    const isOpen = pipelining && (await session.reply(timeoutMs));
    const isRefused = isOpen === false || (typeof isOpen !== 'string' && isOpen.code >= 400);
    if (!isRefused) session.destroy();
    return end(allRefused(refusals, refused), 'after-reset');
  }

  if (!pipelining) session.write('DATA\r\n');
  const dataReply = await session.reply(timeoutMs);
  if (typeof dataReply === 'string' || dataReply.code !== 354) {
    const isRefused = typeof dataReply !== 'string' && dataReply.code >= 400;
    return end(refusedBy('data', dataReply), isRefused ? 'after-reset' : 'never');
  }

  onStage('message');
  const whole = await transferFile(session, file, message, (buffer, restSize, onWritten) => {
    onEnding();
    // RFC 2920 §3.1: the end of a message may be the first of a group of commands.
    following = transaction.following?.() ?? '';
    session.finish(buffer, restSize, terminator + following, onWritten);
  });
  if (!whole) {
    // The server spoke before the end: it has not got the message, and nothing but the end of the connection stops the data.
    const early = session.hasReply() ? await session.reply(timeoutMs) : 'closed';
    session.destroy();
    const isRefusal = typeof early !== 'string' && early.code >= 400;
    return end(isRefusal ? classifyReply('message', early) : cutOff, 'never');
  }

  onStage('ending');
  const last = await session.reply(endingTimeoutMs);
  if (typeof last === 'string') return end({ kind: 'unconfirmed' }, 'never');
  const reply = replyLine(last);
  if (isPositive(last)) return end({ kind: 'accepted', reply, accepted, refused }, 'at-once');
  if (last.code < 400) return end({ kind: 'unconfirmed', reply }, 'never');
  return end(classifyReply('message', last), 'at-once');
}
