import { randomBytes, randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import MailComposer from 'nodemailer/lib/mail-composer';
import { expect, test } from 'vitest';
import { base64BlockBytes, createBase64Lines } from '../../main/mail/base64-lines.ts';
import { mimeFrame } from '../../main/mail/mime-frame.ts';

interface Written {
  readonly text: string;
  readonly subject: string;
  readonly name: string;
  readonly fileName: string;
  readonly documents: readonly Buffer[];
}
const written = (change: Partial<Written>): Written => ({
  ...{ text: 'Hello\r\n', subject: 'Łódź', name: 'Anna Grün', fileName: 'Zażółć.pdf', documents: [] },
  ...change,
});

const contentType = 'application/pdf';
const from = (name: string) => ({ name, address: 'anna@example.com' });
const to = ['ben@example.org', 'zoë@münchen.example', '"b. c"@example.net'];
const addresses = to.map((address) => ({ name: '', address }));
const messageId = '<a@example.com>';
const date = new Date(0);

const { input, encode } = createBase64Lines();
function base64(document: Buffer): string {
  let lines = '';
  for (let at = 0; at < document.length; at += base64BlockBytes) {
    lines += encode(document.copy(input, 0, at, at + base64BlockBytes)).toString('latin1');
  }
  return lines.replace(/\r\n$/, '');
}

const ours = ({ text, subject, name, fileName, documents }: Written) =>
  mimeFrame({
    fields: [
      ['From', from(name)],
      ['Sender', undefined],
      ['To', addresses],
      ['Cc', []],
      ['Reply-To', from('')],
      ['Subject', subject],
      ['Message-ID', messageId],
      ['Date', date],
    ],
    text: text || '\r\n',
    documents: documents.map((_, index) => ({ name: `${index}${fileName}`, contentType })),
  })
    .map((frame, index) => frame + base64(documents[index] ?? Buffer.alloc(0)))
    .join('');

const theirs = async ({ text, subject, name, fileName, documents }: Written) => {
  const attachments = documents.map((content, index) => ({
    ...{ filename: `${index}${fileName}`, content, contentType },
    contentTransferEncoding: 'base64' as const,
  }));
  const composer = new MailComposer({
    ...{ messageId, date, from: from(name), to: addresses, cc: [], replyTo: from('') },
    ...{ subject, text: text || '\r\n', attachments },
    // As long as one of ours: the line that names it is folded by its length.
    baseBoundary: randomUUID(),
  });
  return (await composer.compile().build()).toString('latin1');
};
const boundaries = (raw: string) => raw.replaceAll(/_NmP-[\w-]+/g, 'boundary');
const bytesOf = (text: string) => Buffer.from(text).toString('latin1');

const line = fc.oneof(
  fc.string({ maxLength: 120 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom('', '.', '..', ' ', 'Grüße ', '='),
);

/** A name or a subject: what cannot stand in a line is taken out before. */
const word = fc
  .oneof(
    fc.string({ maxLength: 100 }),
    fc.string({ unit: 'grapheme', maxLength: 90 }),
    fc.constantFrom('', 'a.pdf', '-x', '"\\', '=?utf-8?Q?a?=', 'Anna, Ben', "it's (1)", 'a'.repeat(90)),
  )
  .map((text) => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim());

test('a message is the one that nodemailer would compose, byte for byte', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { maxLength: 8 }),
      fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 3 }),
      fc.record({ subject: word, name: word, fileName: word }),
      async (lines, documents, words) => {
        const text = lines
          .join('\r\n')
          .replaceAll('\0', '')
          .replace(/\r\n|\r|\n/g, '\r\n');
        const message = written({ text, ...words, documents: documents.map((bytes) => Buffer.from(bytes)) });
        expect(boundaries(bytesOf(ours(message)))).toBe(boundaries(await theirs(message)));
      },
    ),
    { numRuns: 300 },
  );
});

test.each([
  1,
  56,
  57,
  58,
  base64BlockBytes - 1,
  base64BlockBytes,
  base64BlockBytes + 1,
  3 * base64BlockBytes,
])('a document of %i bytes is encoded as nodemailer does it', async (sizeBytes) => {
  const message = written({ documents: [randomBytes(sizeBytes)] });
  expect(boundaries(bytesOf(ours(message)))).toBe(boundaries(await theirs(message)));
});
