import { randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import MailComposer from 'nodemailer/lib/mail-composer';
import { expect, test } from 'vitest';
import { base64BlockBytes, createBase64Lines } from '../../main/mail/base64-lines.ts';
import { mimeFrame } from '../../main/mail/mime-frame.ts';

const baseBoundary = 'same';
const message = (
  text: string,
  documents: readonly Buffer[],
  content: (document: Buffer) => Buffer | string,
) =>
  new MailComposer({
    ...{ messageId: '<a@example.com>', date: new Date(0), baseBoundary },
    ...{ from: 'anna@example.com', to: 'ben@example.org', subject: 'Łódź' },
    text: text || '\r\n',
    attachments: documents.map((document, index) => ({
      ...{ filename: `Zażółć ${index}.pdf`, content: content(document) },
      contentTransferEncoding: 'base64' as const,
    })),
  }).compile();

const { input, encode } = createBase64Lines();
function base64(document: Buffer): string {
  let lines = '';
  for (let at = 0; at < document.length; at += base64BlockBytes) {
    lines += encode(document.copy(input, 0, at, at + base64BlockBytes)).toString('latin1');
  }
  return lines.replace(/\r\n$/, '');
}

const ours = (text: string, documents: readonly Buffer[]) =>
  mimeFrame(message(text, documents, () => ''))
    .map((frame, index) => frame + base64(documents[index] ?? Buffer.alloc(0)))
    .join('');

const boundaries = (raw: string) => raw.replaceAll(/_NmP-[\w-]+/g, 'boundary');
const theirs = async (text: string, documents: readonly Buffer[]) =>
  (await message(text, documents, (document) => document).build()).toString('latin1');
const bytesOf = (text: string) => Buffer.from(text).toString('latin1');

const line = fc.oneof(
  fc.string({ maxLength: 120 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom('', '.', '..', ' ', 'Grüße ', '='),
);

test('a message is the one that nodemailer would compose, byte for byte', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { maxLength: 8 }),
      fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 3 }),
      async (lines, documents) => {
        const text = lines
          .join('\r\n')
          .replaceAll('\0', '')
          .replace(/\r\n|\r|\n/g, '\r\n');
        const buffers = documents.map((document) => Buffer.from(document));
        expect(boundaries(bytesOf(ours(text, buffers)))).toBe(boundaries(await theirs(text, buffers)));
      },
    ),
    { numRuns: 150 },
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
  const document = randomBytes(sizeBytes);
  expect(boundaries(ours('Hello\r\n', [document]))).toBe(boundaries(await theirs('Hello\r\n', [document])));
});
