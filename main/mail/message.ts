import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import { AppError } from '../../shared/errors.ts';
import { fileFailure, isStorageFault } from '../whole-file.ts';
import { base64BlockBytes, createBase64Lines } from './base64-lines.ts';
import { createContentCheck } from '../document-content.ts';
import type { KnownContent } from '../document-content.ts';
import { wireAddress } from './mail-address.ts';
import type { Envelope, MessageFile } from './submission.ts';

/** A person or place that mail comes from; an empty name means none. */
export interface Mailbox {
  readonly name: string;
  readonly address: string;
}

/** All that a message is made of. */
export interface MessageInput {
  /** With angle brackets. */
  readonly messageId: string;
  /** Epoch milliseconds of the Date header field. */
  readonly dateMs: number;
  readonly from: Mailbox;
  /** Who really sends, where it is not who the message is from. */
  readonly sender?: Mailbox;
  /** Address for answers; empty: the From address. */
  readonly replyTo: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly subject: string;
  /** Plain text with any line ends. */
  readonly body: string;
  readonly documents: readonly DocumentFile[];
}

/** A document where it lies. */
interface DocumentFile extends KnownContent {
  readonly name: string;
  readonly path: string;
  readonly sizeBytes: number;
}

/** What a composed message needs of a server. */
export type ComposedMessage = Required<Omit<MessageFile, 'path'>> & {
  /** CRC-32 of the file: tells what a disk has changed since. */
  readonly crc32: number;
};

/** A header field is one line: control characters end here, not at each use. */
const oneLine = (text: string) => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
const plain = (address: string): Mailbox => ({ name: '', address });

function mailbox({ name, address }: Mailbox): Mailbox {
  if (wireAddress(address) === null) {
    throw new AppError('account-invalid', 'An address of the message cannot stand in a header field.');
  }
  return { name: oneLine(name), address };
}

/** What composes; it is loaded with the first message, and to ask for it each time takes as long as a header. */
let composer: ReturnType<typeof loadComposer> | null = null;

async function loadComposer() {
  const [{ detectMimeType }, { mimeFrame }] = await Promise.all([
    import('nodemailer/lib/mime-funcs'),
    import('./mime-frame.ts'),
  ]);
  return { detectMimeType, mimeFrame };
}

/** A mail or multipart document stays bytes, or servers would rewrite it. */
function typeOf(detected: string): string {
  return /^(message|multipart)\//i.test(detected) ? 'application/octet-stream' : detected;
}

function checkDocuments(documents: readonly DocumentFile[]): void {
  for (const [index, { path, sizeBytes }] of documents.entries()) {
    const { size } = ofDocument(index, () => statSync(path));
    if (size !== sizeBytes) throw damaged(index);
  }
}

const damaged = (index: number) =>
  new AppError('document-unreadable', `Document ${index + 1} of the message is missing or damaged.`, {
    field: 'documentIds',
  });

/** Made with the first document; each block is written before the next one is read, whichever message it is of. */
let base64Lines: ReturnType<typeof createBase64Lines> | null = null;

/** Answers a document as base64, block by block; it fails where the bytes are not those that were taken over. */
function* documentLines(document: DocumentFile, index: number): Generator<Buffer> {
  const { path, sizeBytes } = document;
  const { input, encode } = (base64Lines ??= createBase64Lines());
  const check = createContentCheck(document);
  // Nothing is opened before it is read: a message may have more documents than a process may open files.
  const file = ofDocument(index, () => openSync(path, 'r'));
  try {
    for (let left = sizeBytes; left > 0;) {
      const length = Math.min(left, base64BlockBytes);
      for (let read = 0; read < length;) {
        const from = read;
        const bytes = ofDocument(index, () => readSync(file, input, from, length - from, null));
        if (bytes === 0) throw damaged(index);
        read += bytes;
      }
      check.add(input.subarray(0, length));
      left -= length;
      const lines = encode(length);
      // The end of the last line belongs to the delimiter.
      yield left > 0 ? lines : lines.subarray(0, -2);
    }
  } finally {
    closeSync(file);
  }
  if (!check.isSame()) throw damaged(index);
}

function ofDocument<Value>(index: number, work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    throw isStorageFault(error) ? failureOf(error) : damaged(index);
  }
}

/** Answers what stands around the documents. */
async function frameOf(input: MessageInput): Promise<readonly string[]> {
  const { detectMimeType, mimeFrame } = await (composer ??= loadComposer());
  const addresses = (list: readonly string[]) => list.map((address) => mailbox(plain(address)));
  return mimeFrame({
    fields: [
      ['From', mailbox(input.from)],
      ['Sender', input.sender && mailbox(input.sender)],
      ['To', addresses(input.to)],
      ['Cc', addresses(input.cc)],
      ['Reply-To', input.replyTo === '' ? '' : mailbox(plain(input.replyTo))],
      ['Subject', oneLine(input.subject)],
      ['Message-ID', input.messageId],
      ['Date', new Date(input.dateMs)],
    ],
    // An empty text would have no encoding, and no line.
    text: input.body.replaceAll('\0', '').replace(/\r\n|\r|\n/g, '\r\n') || '\r\n',
    documents: input.documents.map(({ name }) => ({
      name: oneLine(name) || 'document',
      contentType: typeOf(detectMimeType(name)),
    })),
  });
}

/** What a server might take for the end of a line or of the message, unless it is changed on the way. */
const notAsItIs = /^\.|\n\.|\r(?!\n)|(?<!\r)\n/;
/** After so much others have a turn, an abort among them. */
const bytesInOneGo = 1024 * 1024;

/** Writes as long as there is room; the file system may take less than it is given. */
function writeAll(file: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
}

async function writeMessage(
  frame: readonly string[],
  documents: readonly DocumentFile[],
  file: number,
  signal: AbortSignal | undefined,
): Promise<ComposedMessage> {
  let sizeBytes = 0;
  let checksum = 0;
  const write = (bytes: Uint8Array) => {
    checksum = crc32(bytes, checksum);
    writeAll(file, bytes);
    sizeBytes += bytes.length;
  };
  let restedAtBytes = 0;
  for (const [index, text] of frame.entries()) {
    write(Buffer.from(text));
    const document = documents[index];
    for (const lines of document ? documentLines(document, index) : []) {
      write(lines);
      if (sizeBytes - restedAtBytes < bytesInOneGo) continue;
      restedAtBytes = sizeBytes;
      await setImmediate();
      signal?.throwIfAborted();
    }
  }
  const isAscii = (text: string) => /^[\0-\x7f]*$/.test(text);
  const header = frame[0]?.slice(0, frame[0].indexOf('\r\n\r\n')) ?? '';
  return {
    ...{ sizeBytes, needs8Bit: !frame.every(isAscii), needsSmtpUtf8: !isAscii(header) },
    ...{ isMailData: !frame.some((text) => notAsItIs.test(text)), crc32: checksum },
  };
}

function failureOf(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const isOfFiles = error instanceof Error && 'syscall' in error;
  // What is missing or damaged of a document was told where it was read: this is about our own files.
  if (isOfFiles) return fileFailure(error, 'The message could not be composed.', 'storage-unusable');
  return new AppError('document-unreadable', 'The message could not be composed from its documents.', {
    cause: error,
  });
}

/** What went wrong before is what is told. */
function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // It goes with a later sweep.
  }
}

/**
 * Composes a message into a file that can be sent as it is: MIME, CRLF, no Bcc, no dot-stuffing.
 *
 * Documents are read block by block, so a large one never sits in memory, and their bytes are compared with what was taken over
 * on the way. The file appears whole or not at all; after a power cut it may be damaged, which its checksum tells. Files are read and
 * written without a pause for up to a megabyte: this belongs into a thread of its own.
 *
 * @throws {AppError} `document-unreadable` — a document is missing or damaged
 * @throws {AppError} `account-invalid` — an address cannot stand in a header field
 * @throws {AppError} `storage-full`, `storage-unusable` — nothing was left behind
 * @see RFC 5322, RFC 2045, RFC 2231
 */
export async function composeMessage(
  input: MessageInput,
  writeTo: string,
  signal?: AbortSignal,
): Promise<ComposedMessage> {
  checkDocuments(input.documents);
  const frame = await frameOf(input);
  const temporary = `${writeTo}.${randomUUID()}.tmp`;
  try {
    signal?.throwIfAborted();
    const file = openSync(temporary, 'wx', 0o600);
    let composed: ComposedMessage;
    try {
      composed = await writeMessage(frame, input.documents, file, signal);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, writeTo);
    return composed;
  } catch (error) {
    removeQuietly(temporary);
    throw failureOf(error);
  }
}

/** Answers who hands the message over and who gets it, each recipient once. */
export function envelopeOf(input: Pick<MessageInput, 'from' | 'to' | 'cc' | 'bcc'>): Envelope {
  const recipients = new Map<string, string>();
  for (const address of [...input.to, ...input.cc, ...input.bcc]) {
    const wire = wireAddress(address) ?? address;
    if (!recipients.has(wire)) recipients.set(wire, address);
  }
  return { from: input.from.address, to: [...recipients.values()] };
}

/**
 * Answers the Bcc header field with its line end, to be put before a composed message; empty without recipients.
 *
 * An HTTP interface reads its recipients from the header; the composed file has none, as SMTP wants it.
 *
 * @throws {AppError} `account-invalid` — an address cannot stand in a header field
 */
export function bccHeader(bcc: readonly string[]): string {
  if (bcc.length === 0) return '';
  return `Bcc: ${bcc.map((address) => wireAddress(mailbox(plain(address)).address)).join(',\r\n ')}\r\n`;
}
