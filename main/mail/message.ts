import { createHash, randomBytes } from 'node:crypto';
import { isAscii } from 'node:buffer';
import { createReadStream } from 'node:fs';
import type { ReadStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { Readable, addAbortSignal } from 'node:stream';
import { AppError } from '../../shared/errors.ts';
import { fileFailure, isStorageFault } from '../whole-file.ts';
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
interface DocumentFile {
  readonly name: string;
  readonly path: string;
  readonly sizeBytes: number;
  /** SHA-256 of its bytes, in hex. */
  readonly sha256: string;
}

/** What a composed message needs of a server. */
export type ComposedMessage = Omit<MessageFile, 'path'> & {
  /** SHA-256 of the file, in hex. */
  readonly sha256: string;
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

/** The type of a document by its name; a mail or multipart document stays bytes, or servers would rewrite it. */
async function typeOf(name: string): Promise<string> {
  const { detectMimeType } = await import('nodemailer/lib/mime-funcs');
  const type = detectMimeType(name);
  return /^(message|multipart)\//i.test(type) ? 'application/octet-stream' : type;
}

async function checkDocuments(documents: MessageInput['documents']): Promise<void> {
  const sizes = await Promise.all(
    documents.map(({ path }) =>
      stat(path).then(
        ({ size }) => size,
        (error: unknown) => {
          if (isStorageFault(error)) throw failureOf(error);
          return null;
        },
      ),
    ),
  );
  const bad = documents.findIndex(({ sizeBytes }, index) => sizes[index] !== sizeBytes);
  if (bad >= 0) throw damaged(bad);
}

const damaged = (index: number) =>
  new AppError('document-unreadable', `Document ${index + 1} of the message is missing or damaged.`, {
    field: 'documentIds',
  });

/** Answers streams of documents that fail where the bytes are not those that were taken over. */
function checkedDocuments() {
  const open = new Set<ReadStream>();
  async function* bytesOf({ path, sha256 }: DocumentFile, index: number): AsyncGenerator<Buffer> {
    const file = createReadStream(path);
    open.add(file);
    const hash = createHash('sha256');
    try {
      for await (const chunk of file as AsyncIterable<Buffer>) {
        hash.update(chunk);
        yield chunk;
      }
    } catch (error) {
      throw isStorageFault(error) ? failureOf(error) : damaged(index);
    }
    open.delete(file);
    if (hash.digest('hex') !== sha256) throw damaged(index);
  }
  return {
    // Nothing is opened before it is read: a message may have more documents than a process may open files.
    streamOf: (document: DocumentFile, index: number) =>
      Readable.from(bytesOf(document, index), { objectMode: false }),
    close: () => {
      for (const file of open) file.destroy();
    },
  };
}

async function compile(input: MessageInput, streamOf: (document: DocumentFile, index: number) => Readable) {
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
  const attachments = await Promise.all(
    input.documents.map(async (document, index) => ({
      filename: oneLine(document.name) || 'document',
      content: streamOf(document, index),
      contentType: await typeOf(document.name),
      contentDisposition: 'attachment' as const,
      contentTransferEncoding: 'base64' as const,
    })),
  );
  return new MailComposer({
    messageId: input.messageId,
    date: new Date(input.dateMs),
    from: mailbox(input.from),
    ...(input.sender && { sender: mailbox(input.sender) }),
    ...(input.replyTo !== '' && { replyTo: mailbox(plain(input.replyTo)) }),
    to: input.to.map((address) => mailbox(plain(address))),
    cc: input.cc.map((address) => mailbox(plain(address))),
    subject: oneLine(input.subject),
    // An empty text would leave the part out, and a lone document would become the whole message.
    text: input.body.replaceAll('\0', '').replace(/\r\n|\r|\n/g, '\r\n') || '\r\n',
    attachments,
    disableUrlAccess: true,
  }).compile();
}

async function writeMessage(stream: AsyncIterable<Uint8Array>, file: FileHandle): Promise<ComposedMessage> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  let needs8Bit = false;
  let needsSmtpUtf8 = false;
  for await (const chunk of stream) {
    if (!isAscii(chunk)) {
      needs8Bit = true;
      // The header is what comes first, in one piece.
      needsSmtpUtf8 ||= sizeBytes === 0;
    }
    hash.update(chunk);
    await file.writeFile(chunk);
    sizeBytes += chunk.length;
  }
  await file.sync();
  return { sizeBytes, needs8Bit, needsSmtpUtf8, sha256: hash.digest('hex') };
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

/**
 * Composes a message into a file that can be sent as it is: MIME, CRLF, no Bcc, no dot-stuffing.
 *
 * Documents are streamed, so a large one never sits in memory, and their bytes are compared with their hashes on the way. The
 * file appears whole or not at all.
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
  await checkDocuments(input.documents);
  const documents = checkedDocuments();
  const node = await compile(input, documents.streamOf);
  const temporary = `${writeTo}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const file = await open(temporary, 'wx', 0o600);
    let composed: ComposedMessage;
    try {
      const stream = node.createReadStream();
      composed = await writeMessage(signal ? addAbortSignal(signal, stream) : stream, file);
    } finally {
      await file.close();
    }
    await rename(temporary, writeTo);
    return composed;
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw failureOf(error);
  } finally {
    documents.close();
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
