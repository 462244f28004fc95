import type { FileHandle } from 'node:fs/promises';
import { readPartHeader } from './mime-names.ts';

/** A place in a file: bytes from `start` up to, and without, `end`. */
interface Range {
  readonly start: number;
  readonly end: number;
}

/** A file in a composed message. */
export interface AttachedFile {
  /** Empty: it has none. */
  readonly name: string;
  readonly contentType: string;
  /** Size of the file itself. */
  readonly sizeBytes: number;
  /** Where its base64 stands in the message. */
  readonly encoded: Range;
}

/** A message and the files that it can do without. */
export interface MessageParts {
  /** What is left of the message, in order. */
  readonly rest: readonly Range[];
  readonly restBytes: number;
  readonly files: readonly AttachedFile[];
}

const readBytes = 64 * 1024;
/** A header that is longer is none that a mail program writes. */
const maxHeaderBytes = 256 * 1024;
const headerEnd = Buffer.from('\r\n\r\n');

async function readRange(
  file: FileHandle,
  { start, end }: Range,
  into = Buffer.alloc(end - start),
): Promise<Buffer> {
  const { bytesRead } = await file.read(into, 0, end - start, start);
  return into.subarray(0, bytesRead);
}

/** Answers the header that begins here, and where the content after it begins; null: it has no end. */
async function headerAt(file: FileHandle, start: number, end: number) {
  const bytes = await readRange(file, { start, end: Math.min(end, start + maxHeaderBytes) });
  const at = bytes.indexOf(headerEnd);
  if (at < 0) return null;
  return { header: await readPartHeader(bytes.subarray(0, at)), contentStart: start + at + headerEnd.length };
}

interface Delimiter {
  /** Where its line break begins, which is its own. */
  readonly start: number;
  /** Where the next line begins. */
  readonly end: number;
  readonly isLast: boolean;
}

/** @see RFC 2046 §5.1.1 */
async function delimiters(file: FileHandle, boundary: string, range: Range): Promise<readonly Delimiter[]> {
  const needle = Buffer.from(`\r\n--${boundary}`);
  const found: Delimiter[] = [];
  // What stands on both sides of the place where two reads meet is looked at again.
  const overlap = needle.length + 256;
  const buffer = Buffer.alloc(readBytes + overlap);
  for (let at = range.start; at < range.end;) {
    const end = Math.min(range.end, at + buffer.length);
    const bytes = await readRange(file, { start: at, end }, buffer);
    const isAll = at + bytes.length >= range.end;
    const limit = isAll ? bytes.length : readBytes;
    for (let index = bytes.indexOf(needle); index >= 0 && index < limit;) {
      const after = bytes.subarray(index + needle.length, index + overlap).toString('latin1');
      const tail = /^(--)?[ \t]*(?:\r\n|$)/.exec(after);
      if (tail) {
        const end = at + index + needle.length + tail[0].length;
        found.push({ start: at + index, end, isLast: tail[1] !== undefined });
      }
      index = bytes.indexOf(needle, index + needle.length);
    }
    if (isAll) break;
    at += readBytes;
  }
  return found;
}

const isBase64 = Uint8Array.from({ length: 256 }, (_, byte) =>
  /[A-Za-z0-9+/]/.test(String.fromCharCode(byte)) ? 1 : 0,
);

/**
 * Reads the bytes of an attached file, in pieces that the next one overwrites.
 *
 * @see RFC 2045 §6.8
 */
export async function* fileBytes(file: FileHandle, { encoded }: AttachedFile): AsyncGenerator<Buffer> {
  const text = Buffer.alloc(readBytes);
  const decoded = Buffer.alloc(readBytes);
  const decode = (length: number) =>
    decoded.subarray(0, decoded.write(text.toString('latin1', 0, length), 'base64'));
  let carriedBytes = 0;
  for (let at = encoded.start; at < encoded.end;) {
    const wantedBytes = Math.min(encoded.end - at, text.length - carriedBytes);
    const { bytesRead } = await file.read(text, carriedBytes, wantedBytes, at);
    if (bytesRead === 0) break;
    at += bytesRead;
    let length = carriedBytes;
    for (let index = carriedBytes; index < carriedBytes + bytesRead; index += 1) {
      const byte = text[index] ?? 0;
      text[length] = byte;
      length += isBase64[byte] ?? 0;
    }
    const whole = length - (length % 4);
    if (whole > 0) yield decode(whole);
    text.copyWithin(0, whole, length);
    carriedBytes = length - whole;
  }
  if (carriedBytes > 0) yield decode(carriedBytes);
}

/**
 * Answers what a composed message is made of, where files can be taken out of it: those that are attached in base64, side by
 * side with the text. Other parts belong to the text and stay.
 *
 * Nothing but headers and single pieces is ever in memory.
 */
export async function messageParts(file: FileHandle, sizeBytes: number): Promise<MessageParts> {
  const whole: MessageParts = {
    rest: [{ start: 0, end: sizeBytes }],
    restBytes: sizeBytes,
    files: [],
  };
  const top = await headerAt(file, 0, sizeBytes);
  if (top?.header.contentType !== 'multipart/mixed' || top.header.boundary === '') return whole;
  const range = { start: top.contentStart - 2, end: sizeBytes };
  const found = await delimiters(file, top.header.boundary, range);
  const files: AttachedFile[] = [];
  const rest: Range[] = [];
  let restFrom = 0;
  for (const [index, delimiter] of found.entries()) {
    const next = found[index + 1];
    if (delimiter.isLast || !next) break;
    const part = await headerAt(file, delimiter.end, next.start);
    if (part?.header.disposition !== 'attachment' || !part.header.isBase64) continue;
    const { fileName: name, contentType } = part.header;
    const attached = {
      name,
      contentType,
      sizeBytes: 0,
      encoded: { start: part.contentStart, end: next.start },
    };
    let fileSizeBytes = 0;
    for await (const bytes of fileBytes(file, attached)) fileSizeBytes += bytes.length;
    // Nothing at all is no file to Graph.
    if (fileSizeBytes === 0) continue;
    files.push({ ...attached, sizeBytes: fileSizeBytes });
    rest.push({ start: restFrom, end: delimiter.start });
    restFrom = next.start;
  }
  rest.push({ start: restFrom, end: sizeBytes });
  return { rest, restBytes: rest.reduce((sum, { start, end }) => sum + end - start, 0), files };
}

/** Reads what is left of a message without its files. */
export async function restOf(file: FileHandle, { rest }: MessageParts): Promise<Buffer> {
  return Buffer.concat(await Promise.all(rest.map((range) => readRange(file, range))));
}
