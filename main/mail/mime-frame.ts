import { randomUUID } from 'node:crypto';
import * as base64 from 'nodemailer/lib/base64';
import { buildHeaderValue, foldLines } from 'nodemailer/lib/mime-funcs';
import MimeNode from 'nodemailer/lib/mime-node';
import type { MimeNodeHeaderValue } from 'nodemailer/lib/mime-node';
import * as quotedPrintable from 'nodemailer/lib/qp';

/** What stands around the documents of a message. */
export interface FramedMessage {
  /** Header fields in their order, without those of MIME; a field without a value is left out. */
  readonly fields: readonly (readonly [name: string, value: MimeNodeHeaderValue])[];
  /** With CRLF line ends. */
  readonly text: string;
  readonly documents: readonly DocumentPart[];
}

interface DocumentPart {
  /** Without control characters; never empty. */
  readonly name: string;
  /** A type without parameters. */
  readonly contentType: string;
}

/** What the library would make at random for each part, and nobody sees. */
const baseBoundary = 'part';
/** Encodes the values of header fields, which needs nothing of a message. */
const encoder = new MimeNode(false, { baseBoundary });
const lineCharacters = 76;
const textType = 'text/plain; charset=utf-8';
/** What cannot stand in a parameter without quotes. */
const needsQuotes = /[\s'"\\;:/=(),<>@[\]?]|^-/;

const folded = (name: string, value: string) => foldLines(`${name}: ${value}`, lineCharacters);

function headerOf(fields: FramedMessage['fields']): string {
  let header = '';
  for (const [name, value] of fields) {
    const encoded = encoder.encodeHeaderValue(name, value);
    if (encoded.trim() !== '') header += `${folded(name, encoded)}\r\n`;
  }
  return header;
}

/** The text in the encoding that is best for it. */
function encodedText(text: string): { readonly encoding: string; readonly lines: string } {
  const encoding = new MimeNode(textType, { baseBoundary }).setContent(text).getTransferEncoding() || '7bit';
  if (encoding === 'quoted-printable') {
    return { encoding, lines: quotedPrintable.wrap(quotedPrintable.encode(text)) };
  }
  return { encoding, lines: encoding === 'base64' ? base64.wrap(base64.encode(text)) : text };
}

/**
 * The header of a document's part.
 *
 * Its name stands there twice: as the standard says, and as an encoded word in quotes for programs that do not know the standard.
 *
 * @see RFC 2183 §2.3, RFC 2231
 */
function partHeader({ name, contentType }: DocumentPart): string {
  const word = encoder.encodeHeaderValue('X-Name', name);
  const quoted = word !== name || needsQuotes.test(word) ? JSON.stringify(word) : word;
  const disposition = buildHeaderValue({ value: 'attachment', params: { filename: name } });
  return [
    folded('Content-Type', `${contentType}; name=${quoted}`),
    'Content-Transfer-Encoding: base64',
    folded('Content-Disposition', disposition),
  ].join('\r\n');
}

/**
 * Answers what stands around the documents of a message: one text before each of them, and one after the last.
 *
 * Field values, folding and the encoding of the text are nodemailer's, and so is the outcome, to the byte; its tree of parts takes
 * longer than all of them. A message without documents is one text.
 */
export function mimeFrame({ fields, text, documents }: FramedMessage): readonly string[] {
  const header = headerOf(fields);
  const { encoding, lines } = encodedText(text);
  const encodingField = `Content-Transfer-Encoding: ${encoding}`;
  if (documents.length === 0) {
    const whole = `${header}${encodingField}\r\nMIME-Version: 1.0\r\nContent-Type: ${textType}\r\n\r\n${lines}`;
    return [whole.endsWith('\r\n') ? whole : `${whole}\r\n`];
  }
  const boundary = `--_NmP-${randomUUID()}-Part_1`;
  const contentType = folded('Content-Type', `multipart/mixed; boundary="${boundary}"`);
  const root = `${header}MIME-Version: 1.0\r\n${contentType}\r\n\r\n`;
  const first = `--${boundary}\r\nContent-Type: ${textType}\r\n${encodingField}\r\n\r\n${lines}`;
  const between = documents.map((part) => `\r\n--${boundary}\r\n${partHeader(part)}\r\n\r\n`);
  return [`${root}${first}${between[0] ?? ''}`, ...between.slice(1), `\r\n--${boundary}--\r\n`];
}
