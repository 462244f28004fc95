import type MimeNode from 'nodemailer/lib/mime-node';
import * as base64 from 'nodemailer/lib/base64';
import * as quotedPrintable from 'nodemailer/lib/qp';

const headersOf = (node: MimeNode) => `${node.buildHeaders()}\r\n\r\n`;

/** The text of a part in the encoding that its header names. */
function textOf(node: MimeNode): string {
  const text = typeof node.content === 'string' ? node.content : '';
  const encoding = node.getTransferEncoding();
  if (encoding === 'quoted-printable') return quotedPrintable.wrap(quotedPrintable.encode(text));
  return encoding === 'base64' ? base64.wrap(base64.encode(text)) : text;
}

/**
 * Answers what stands around the documents of a message: one text before each of them, and one after the last.
 *
 * The header fields and the encoding of the text are nodemailer's; a message without documents is one text.
 *
 * @param root the text alone, or a multipart with the text and then an empty part for each document
 */
export function mimeFrame(root: MimeNode): readonly string[] {
  const [text, ...documents] = root.childNodes;
  if (!text) {
    const whole = headersOf(root) + textOf(root);
    return [whole.endsWith('\r\n') ? whole : `${whole}\r\n`];
  }
  const head = headersOf(root);
  const delimiter = `--${root.boundary || ''}`;
  const texts = `${head}${delimiter}\r\n${headersOf(text)}${textOf(text)}`;
  const between = documents.map((part) => `\r\n${delimiter}\r\n${headersOf(part)}`);
  return [`${texts}${between[0] ?? ''}`, ...between.slice(1), `\r\n${delimiter}--\r\n`];
}
