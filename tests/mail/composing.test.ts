import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { createComposing } from '../../main/mail/composing.ts';
import { composeMessage } from '../../main/mail/message.ts';
import type { MessageInput } from '../../main/mail/message.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

function start(...program: Parameters<typeof createComposing>) {
  const composing = createComposing(...program);
  onTestFinished(() => composing.stop());
  return composing;
}

const messageInput = (change: Partial<MessageInput> = {}): MessageInput => ({
  messageId: '<1@example.com>',
  dateMs: Date.UTC(2026, 10, 21),
  from: { name: 'Anna Grün', address: 'anna@example.com' },
  replyTo: '',
  to: ['ben@example.org'],
  cc: [],
  bcc: [],
  subject: 'Angebot für März',
  body: 'Grüße\n.\n',
  documents: [],
  ...change,
});

async function document(folder: string, sizeBytes: number) {
  const path = join(folder, 'content');
  const bytes = randomBytes(sizeBytes);
  await writeFile(path, bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { name: 'Angebot.pdf', path, sizeBytes, sha256 };
}

/** A message that is composed in the thread, however small the documents are that a test has at hand. */
const largeInput = (change: Partial<MessageInput> = {}) =>
  messageInput({ body: 'Grüße\n'.repeat(12_000), ...change });
const noThread = () => {
  throw new Error('A thread was started.');
};

/** The message, with the one thing in it that is left to chance made the same. */
const comparable = async (path: string) =>
  (await readFile(path, 'latin1')).replace(/--_NmP-[\w-]+/g, '--boundary').replace(/boundary="[^"]+"/, '');

test('a message that is composed in a thread is the same, byte for byte', async () => {
  const folder = await temporaryFolder();
  const input = messageInput({ documents: [await document(folder, 300_000)] });
  const [here, there] = [join(folder, 'here.eml'), join(folder, 'there.eml')];
  const composed = await composeMessage(input, here);
  expect(await start().compose(input, there)).toEqual({
    ...composed,
    crc32: crc32(await readFile(there)),
  });
  expect(await comparable(there)).toBe(await comparable(here));
  expect((await readdir(folder)).toSorted()).toEqual(['content', 'here.eml', 'there.eml']);
});

test('a small message is composed without a thread, and as it would be in one', async () => {
  const folder = await temporaryFolder();
  const input = messageInput({ documents: [await document(folder, 12_000)] });
  const [here, there] = [join(folder, 'here.eml'), join(folder, 'there.eml')];
  const composed = await composeMessage(input, here);
  expect(await start(noThread).compose(input, there)).toEqual({
    ...composed,
    crc32: crc32(await readFile(there)),
  });
  expect(await comparable(there)).toBe(await comparable(here));
  expect((await readdir(folder)).toSorted()).toEqual(['content', 'here.eml', 'there.eml']);
});

test.each([
  [
    'a large document',
    async (folder: string) => messageInput({ documents: [await document(folder, 20_000)] }),
  ],
  ['a long text', async () => largeInput()],
  [
    'many recipients',
    async () => messageInput({ to: Array.from({ length: 40 }, (_, n) => `u${n}@example.org`) }),
  ],
])('%s is left to the thread', async (_what, inputOf) => {
  const folder = await temporaryFolder();
  const input = await inputOf(folder);
  await expect(start(noThread).compose(input, join(folder, 'x.eml'))).rejects.toThrow(
    'A thread was started.',
  );
});

test('many messages are composed at the same time, each into its own file', async () => {
  const folder = await temporaryFolder();
  const composing = start();
  const numbers = Array.from({ length: 40 }, (_, number) => number);
  const sizes = await Promise.all(
    numbers.map((number) =>
      composing.compose(
        (number % 2 === 0 ? messageInput : largeInput)({ subject: `Number ${number}` }),
        join(folder, `${number}.eml`),
      ),
    ),
  );
  for (const number of numbers) {
    const text = await readFile(join(folder, `${number}.eml`), 'utf8');
    expect(text).toContain(`Subject: Number ${number}\r\n`);
    expect(Buffer.byteLength(text)).toBe(sizes[number]?.sizeBytes);
  }
});

test.each([
  ['here', messageInput],
  ['in the thread', largeInput],
])('what is wrong with a message that is composed %s is said', async (_where, inputOf) => {
  const folder = await temporaryFolder();
  const composing = start();
  const writeTo = join(folder, 'message.eml');
  const missing = { name: 'a.pdf', path: join(folder, 'missing'), sizeBytes: 3, sha256: '' };
  await expect(composing.compose(inputOf({ documents: [missing] }), writeTo)).rejects.toMatchObject({
    code: 'document-unreadable',
    field: 'documentIds',
  });
  await expect(composing.compose(inputOf({ to: ['a b'] }), writeTo)).rejects.toMatchObject({
    code: 'account-invalid',
  });
  await expect(composing.compose(inputOf(), join(folder, 'no-such-folder', 'x.eml'))).rejects.toMatchObject({
    code: 'storage-unusable',
  });
  // What composes is none the worse for it.
  expect((await composing.compose(inputOf(), writeTo)).sizeBytes).toBeGreaterThan(100);
});

test('composing is broken off when the attempt is, and leaves nothing behind', async () => {
  const folder = await temporaryFolder();
  const composing = start();
  await composing.compose(largeInput(), join(folder, 'warm.eml'));
  const large = messageInput({ documents: [await document(folder, 20_000_000)] });
  const controller = new AbortController();
  const work = composing.compose(large, join(folder, 'large.eml'), controller.signal);
  controller.abort();
  await expect(work).rejects.toMatchObject({ code: 'document-unreadable' });
  const before = AbortSignal.abort();
  for (const input of [large, messageInput()])
    await expect(composing.compose(input, join(folder, 'large.eml'), before)).rejects.toBeDefined();
  expect((await readdir(folder)).toSorted()).toEqual(['content', 'warm.eml']);
});

/** A thread that ends under the first so many messages, over all threads of the test. */
function crashing(folder: string, times: number) {
  let started = 0;
  const fileUrl = new URL('../../main/mail/compose-worker.ts', import.meta.url).href;
  const program = () => {
    started += 1;
    return started <= times
      ? { text: `require('node:worker_threads').parentPort.once('message', () => process.exit(9))` }
      : { text: `import(${JSON.stringify(fileUrl)})` };
  };
  return { program, started: () => started, writeTo: join(folder, 'message.eml') };
}

test('a message under which the thread ends is composed in a fresh one', async () => {
  const { program, started, writeTo } = crashing(await temporaryFolder(), 1);
  expect((await start(program).compose(largeInput(), writeTo)).sizeBytes).toBeGreaterThan(100);
  expect(started()).toBe(2);
  expect(existsSync(writeTo)).toBe(true);
});

test('a message under which it ends twice is at fault itself, and the next one is composed', async () => {
  const { program, started, writeTo } = crashing(await temporaryFolder(), 2);
  const composing = start(program);
  await expect(composing.compose(largeInput(), writeTo)).rejects.toMatchObject({ code: 'internal' });
  expect(existsSync(writeTo)).toBe(false);
  await composing.compose(largeInput(), writeTo);
  expect(started()).toBe(3);
});

test('a program that cannot be found is an error, not a crash', async () => {
  const composing = start(() => ({ file: new URL('file:///no/such/compose-worker.ts') }));
  await expect(composing.compose(largeInput(), '/no/such/place')).rejects.toMatchObject({
    code: 'internal',
  });
});

test('stopping breaks off what is being composed, and twice does no harm', async () => {
  const folder = await temporaryFolder();
  const composing = start();
  const work = composing.compose(largeInput(), join(folder, 'message.eml'));
  const refused = expect(work).rejects.toMatchObject({ code: 'internal' });
  await composing.stop();
  await composing.stop();
  await refused;
});
