import * as fc from 'fast-check';
import DataStream from 'nodemailer/lib/smtp-connection/data-stream';
import { expect, test } from 'vitest';
import { createDotStuffing, terminator } from '../../main/mail/dot-stuffing.ts';
import { runs } from '../helpers/effort.ts';

async function byNodemailer(chunks: readonly Uint8Array[]): Promise<string> {
  const stream = new DataStream();
  const output: Buffer[] = [];
  stream.on('data', (bytes: Buffer) => output.push(bytes));
  for (const chunk of chunks) stream.write(chunk);
  await new Promise((resolve) => {
    stream.once('end', resolve);
    stream.end();
  });
  return Buffer.concat(output).toString('latin1');
}

function byUs(chunks: readonly Uint8Array[]): string {
  const { stuff, lastLineEnd } = createDotStuffing();
  // Each answer is read before the next call: the buffer behind it is used again.
  const output = chunks.map((chunk) => Buffer.from(stuff(chunk)).toString('latin1'));
  return output.join('') + lastLineEnd() + terminator;
}

const piece = fc.oneof(
  fc.constantFrom(
    '\r',
    '\n',
    '.',
    '\r\n',
    '\r\n.',
    '\n.\n',
    '\r.\r',
    '.\r\n',
    '\n.\r\n',
    '\r\n.\n',
    'MAIL FROM:<a@b>',
  ),
  fc.string({ maxLength: 5 }),
);
const message = fc.array(piece, { maxLength: 30 }).map((pieces) => Buffer.from(pieces.join('')));

test('mail data equals that of nodemailer, wherever the message is split', async () => {
  await fc.assert(
    fc.asyncProperty(message, fc.array(fc.nat(60), { maxLength: 8 }), async (bytes, cuts) => {
      const edges = [
        0,
        ...cuts.map((cut) => Math.min(cut, bytes.length)).toSorted((a, b) => a - b),
        bytes.length,
      ];
      const chunks = edges.slice(1).map((end, index) => bytes.subarray(edges[index], end));
      expect(byUs(chunks)).toBe(await byNodemailer(chunks));
    }),
    runs({ quick: 500, full: 10_000 }),
  );
});

test('mail data never holds its own end, nor a bare line end', () => {
  fc.assert(
    fc.property(message, (bytes) => {
      const data = byUs([bytes]);
      expect(data.indexOf('\r\n.\r\n')).toBe(data.length === 3 ? -1 : data.length - 5);
      expect(data.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    }),
  );
});

test('a message without dots and with right line ends goes out as it is, without a copy', () => {
  const bytes = Buffer.from('Subject: a\r\n\r\nb.c\r\n');
  expect(createDotStuffing().stuff(bytes)).toBe(bytes);
});
