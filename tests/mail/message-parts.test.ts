import { createHash, randomBytes } from 'node:crypto';
import { open } from 'node:fs/promises';
import * as fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { fileBytes, messageParts, restOf } from '../../main/mail/message-parts.ts';
import { messageFile } from '../helpers/submission-request.ts';
import { runs } from '../helpers/effort.ts';

const base64 = (bytes: Uint8Array) =>
  Buffer.from(bytes)
    .toString('base64')
    .replaceAll(/.{76}(?=.)/g, '$&\r\n');
const header = ['Subject: Parts', 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary="b"'];
const text = ['--b', 'Content-Type: text/plain', '', 'Hello'];
const attached = (bytes: Uint8Array, fields: readonly string[] = []) => [
  '--b',
  'Content-Type: application/pdf',
  'Content-Transfer-Encoding: base64',
  'Content-Disposition: attachment; filename="a.pdf"',
  ...fields,
  '',
  base64(bytes),
];
const mixed = (...parts: readonly (readonly string[])[]) =>
  [...header, '', ...parts.flat(), '--b--', ''].join('\r\n');

async function partsOf(message: string | Uint8Array) {
  const { path, sizeBytes } = await messageFile(message);
  const file = await open(path);
  onTestFinished(() => file.close());
  const parts = await messageParts(file, sizeBytes);
  const files = [];
  for (const each of parts.files) {
    const pieces: Buffer[] = [];
    for await (const piece of fileBytes(file, each)) pieces.push(Buffer.from(piece));
    files.push({ ...each, bytes: Buffer.concat(pieces) });
  }
  const rest = await restOf(file, parts);
  expect(rest).toHaveLength(parts.restBytes);
  return { files, rest: rest.toString('latin1') };
}

test('files are taken out of a message byte by byte, and the rest stays as it was', async () => {
  const bytes = randomBytes(300_001);
  const { files, rest } = await partsOf(mixed(text, attached(bytes), attached(Buffer.from('x'))));
  expect(rest).toBe(mixed(text));
  expect(files.map(({ name, sizeBytes, contentType }) => [name, sizeBytes, contentType])).toEqual([
    ['a.pdf', bytes.length, 'application/pdf'],
    ['a.pdf', 1, 'application/pdf'],
  ]);
  const hashOf = (of: Uint8Array | undefined) =>
    createHash('sha256')
      .update(of ?? '')
      .digest('hex');
  expect(hashOf(files[0]?.bytes)).toBe(hashOf(bytes));
});

test.each([
  [`attachment; filename*=utf-8''R%C3%BCckgabe.pdf`, 'Rückgabe.pdf'],
  ['attachment; filename="=?UTF-8?B?UsO8Y2tnYWJlLnBkZg==?="', 'Rückgabe.pdf'],
  ['attachment; filename="=?iso-8859-1?Q?R=FCckgabe?= =?iso-8859-1?Q?_2.pdf?="', 'Rückgabe 2.pdf'],
  ['attachment;\r\n filename*0="a";\r\n filename*1="b.pdf"', 'ab.pdf'],
  ['attachment', ''],
])('the name of a file is read from %j', async (disposition, name) => {
  const part = [
    '--b',
    'Content-Transfer-Encoding: base64',
    `Content-Disposition: ${disposition}`,
    '',
    'eA==',
  ];
  const { files } = await partsOf(mixed(text, part));
  expect(files).toMatchObject([{ name, sizeBytes: 1 }]);
});

test.each<[string, string]>([
  ['a message of one part', ['Subject: x', '', 'Hello', ''].join('\r\n')],
  [
    'what belongs to the text',
    mixed(
      text,
      attached(Buffer.from('x')).map((line) => line.replace('attachment', 'inline')),
    ),
  ],
  [
    'a file in another encoding',
    mixed(
      text,
      attached(Buffer.from('x')).map((line) => line.replace('base64', '8bit')),
    ),
  ],
  ['a file without content', mixed(text, attached(Buffer.alloc(0)))],
  ['a part that never ends', [...header, '', ...text, ...attached(Buffer.from('x'))].join('\r\n')],
  ['no boundary', mixed(text).replace('boundary="b"', 'charset=x')],
])('%s stays whole', async (_name, message) => {
  expect(await partsOf(message)).toEqual({ files: [], rest: message });
});

test('a line that only begins like the boundary divides nothing', async () => {
  const message = mixed([...text, '--bb', '--b-', ' --b', '--b x'], attached(Buffer.from('x')));
  const { files, rest } = await partsOf(message);
  expect(files).toHaveLength(1);
  expect(rest).toContain('--bb\r\n--b-\r\n --b\r\n--b x');
});

test('a boundary is found wherever in the file it stands', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 65_300, max: 65_800 }), async (length) => {
      const message = mixed([...text, 'y'.repeat(length)], attached(Buffer.from('x')));
      const { files } = await partsOf(message);
      return files.length === 1 && files[0]?.bytes.toString() === 'x';
    }),
    runs({ quick: 60, full: 1_000 }),
  );
});
