import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { OutboxItem } from '../../shared/message.ts';
import { fakeAccount, fakeItem } from '../helpers/fake-app.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { commandLine } from './command-line.ts';

const account = fakeAccount(1, { host: 'a.test', user: 'ada@example.test', isDefault: true });
const accounts = { state: { accounts: [account] } };
const words = ['send', '--to', 'bob@example.test', '--subject', 'Quote', '--body', 'Hello'];

/** Answers once the message lies in the outbox. */
async function submitted({ app }: ReturnType<typeof commandLine>): Promise<OutboxItem> {
  const item = await expect
    .poll(() => app.outbox()[0])
    .toBeDefined()
    .then(() => app.outbox()[0]);
  if (!item) throw new Error('nothing submitted');
  return item;
}

/** Sends, lets the first attempt end as told, and answers what the script sees. */
async function sendAndEnd(change: Partial<OutboxItem>, more: readonly string[] = ['--json']) {
  const line = commandLine(accounts);
  const running = line.run([...words, ...more]);
  const { itemId } = await submitted(line);
  line.app.changeItem(itemId, { state: 'sending', attempts: 1 });
  line.app.changeItem(itemId, change);
  return { ...line, itemId, ran: await running };
}

test.for([
  [{ state: 'sent' }, 0, null],
  [{ state: 'queued', attempts: 1, because: 'server-unreachable' }, 75, 'server-unreachable'],
  [
    { state: 'held', because: 'sign-in-required', reason: 'Failed to obtain an access token' },
    77,
    'sign-in-required',
  ],
  [{ state: 'held', because: 'account-disabled' }, 77, 'account-disabled'],
  [{ state: 'failed', because: 'recipient-rejected' }, 65, 'recipient-rejected'],
  [{ state: 'failed', because: 'tls-failed' }, 65, 'tls-failed'],
  [{ state: 'unconfirmed', because: 'delivery-unconfirmed' }, 65, 'delivery-unconfirmed'],
  [{ state: 'cancelled' }, 65, 'transition-refused'],
] as const)('%j ends with exit code %i', async ([change, exitCode, code]) => {
  const { ran, itemId, app } = await sendAndEnd(change);
  expect(ran.exitCode).toBe(exitCode);
  expect(ran.json).toMatchObject({ itemId, messageId: app.outbox()[0]?.messageId, state: change.state });
  if (code === null) expect(ran.err).toBe('');
  else expect(ran.error.code).toBe(code);
});

test('a held message says why in the words of the app', async () => {
  const { ran } = await sendAndEnd(
    { state: 'held', because: 'sign-in-required', reason: 'Failed to obtain an access token' },
    [],
  );
  expect(ran.err.split('\n').at(-1)).toBe(
    'error: Failed to obtain an access token. Sign in to the account, then send again. (sign-in-required)',
  );
});

test("the server's words reach the script without control characters", async () => {
  const { ran } = await sendAndEnd({
    state: 'failed',
    because: 'message-rejected',
    reply: '550 no\u001b[2J',
  });
  expect(ran.error.message).toContain('The server said: 550 no [2J');
});

test("a message is an agent's, and no browser is opened", async () => {
  const { origins, opened } = await sendAndEnd({ state: 'sent' });
  expect(new Set(origins.map(([, origin]) => origin))).toEqual(new Set(['agent']));
  expect(opened).toEqual([]);
});

test('a message that waits for the pace of its mailbox was not tried yet', async () => {
  const line = commandLine(accounts);
  const running = line.run([...words, '--json']);
  const { itemId } = await submitted(line);
  const looks = () => line.app.calls.filter(({ name }) => name === 'outboxGet').length;
  await expect.poll(looks).toBeGreaterThan(0);
  const before = looks();
  line.app.changeItem(itemId, { state: 'queued', because: 'throttled', nextTryAtMs: Date.now() + 60_000 });
  await expect.poll(looks).toBeGreaterThan(before);
  line.app.changeItem(itemId, { state: 'sending', attempts: 1, because: null });
  line.app.changeItem(itemId, { state: 'sent' });
  expect((await running).json).toMatchObject({ itemId, state: 'sent' });
});

test('with --no-wait the answer comes once it is queued', async () => {
  const { run } = commandLine(accounts);
  const { exitCode, json, err } = await run([...words, '--no-wait', '--json']);
  expect([exitCode, json, err]).toMatchObject([
    0,
    { itemId: expect.any(String), messageId: expect.any(String), state: 'queued' },
    '',
  ]);
});

test('with --at it is queued for that time, and nobody waits', async () => {
  const { run, app } = commandLine(accounts);
  const at = new Date(Date.now() + 86_400_000);
  const ran = await run([...words, '--at', at.toISOString(), '--json']);
  expect([ran.exitCode, ran.json]).toMatchObject([
    0,
    { state: 'queued', sendAtMs: Math.floor(at.getTime() / 1000) * 1000 },
  ]);
  expect(app.outbox()[0]).toMatchObject({ state: 'queued' });
  const said = await run([...words, '--at', at.toISOString()]);
  expect(said.out).toMatch(
    /^queued: message \S+, to be sent at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d\d:\d\d\.$/,
  );
  const wrong = await run([...words, '--at', 'tomorrow', '--json']);
  expect([wrong.exitCode, wrong.error]).toMatchObject([64, { code: 'invalid-request', field: 'at' }]);
});

test.for([
  [{ state: 'sent' }, 0, null],
  [{ state: 'sending' }, 0, null],
  [{ state: 'failed', because: 'message-rejected' }, 65, 'message-rejected'],
  [{ state: 'cancelled' }, 65, 'transition-refused'],
  [{ state: 'held', because: 'password-required' }, 77, 'password-required'],
  [{ state: 'unconfirmed', because: 'delivery-unconfirmed' }, 65, 'delivery-unconfirmed'],
] as const)(
  'a key whose message is %j answers %i, whether anybody waits or not',
  async ([change, exitCode, code]) => {
    const { run, app } = commandLine(accounts);
    const at = new Date(Date.now() + 86_400_000).toISOString();
    for (const more of [['--no-wait'], ['--at', at], ['--at', at, '--no-wait']]) {
      const key = ['--json', '--idempotency-key', `Invoice ${more.join()}`];
      await run([...words, ...more, ...key]);
      const { itemId = '' } = app.outbox()[0] ?? {};
      app.changeItem(itemId, change);
      const again = await run([...words, ...more, ...key]);
      expect([again.exitCode, again.json]).toMatchObject([exitCode, { itemId, state: change.state }]);
      if (code === null) expect(again.err).toBe('');
      else expect(again.error.code).toBe(code);
    }
  },
);

test('the key of a message that waits for its time is answered at once with that time', async () => {
  const { run } = commandLine(accounts);
  const key = ['--idempotency-key', 'Invoice 1'];
  const at = new Date(Date.now() + 86_400_000).toISOString();
  await run([...words, ...key, '--at', at]);
  const again = await run([...words, ...key]);
  expect([again.exitCode, again.out]).toEqual([
    0,
    expect.stringMatching(/^queued: .+, to be sent at \d{4}-/),
  ]);
});

test('who got the message and who was refused is in the answer for scripts too', async () => {
  const refused = [{ address: 'eve@example.test', reply: '550 no' }];
  const { ran } = await sendAndEnd({ state: 'sent', accepted: ['bob@example.test'], refused });
  expect([ran.exitCode, ran.json]).toMatchObject([0, { accepted: ['bob@example.test'], refused }]);
});

test('the same --idempotency-key is the same message, and another message is refused under it', async () => {
  const { run, app } = commandLine(accounts);
  const key = ['--no-wait', '--json', '--idempotency-key', 'Invoice 2026/001 für Köln'];
  const first = await run([...words, ...key]);
  expect(await run([...words, ...key])).toMatchObject({ exitCode: 0, json: first.json });
  expect(app.outbox()).toHaveLength(1);
  const other = await run([...words, '--cc', 'eve@example.test', ...key]);
  expect([other.exitCode, other.error]).toMatchObject([
    65,
    { code: 'invalid-request', field: 'idempotency-key' },
  ]);
  expect(app.outbox()).toHaveLength(1);
  await run([...words, '--no-wait', '--idempotency-key', 'another']);
  await run([...words, '--no-wait']);
  expect(app.outbox()).toHaveLength(3);
  for (const wrong of ['', ' ', 'x'.repeat(256)])
    expect((await run([...words, '--idempotency-key', wrong])).exitCode).toBe(64);
});

test('an answer that cannot be written is an error, and names the message that is queued all the same', async () => {
  const line = commandLine({ ...accounts, lostOutput: 'ENOSPC' });
  const ran = await line.run([...words, '--no-wait', '--json']);
  const itemId = line.app.outbox()[0]?.itemId ?? 'none';
  expect([ran.exitCode, ran.error]).toEqual([
    74,
    {
      code: 'answer-lost',
      message: `The answer could not be written (ENOSPC). The outbox has the message all the same: ${itemId} (queued).`,
      remedy: 'confirm-by-hand',
    },
  ]);
  const list = await line.run(['outbox', 'list']);
  expect([list.exitCode, list.err]).toEqual([
    74,
    'error: The answer could not be written (ENOSPC). (answer-lost)',
  ]);
});

test('why a message failed counts for more than an answer that got lost', async () => {
  const line = commandLine({ ...accounts, lostOutput: 'ENOSPC' });
  const running = line.run(words);
  const { itemId } = await submitted(line);
  line.app.changeItem(itemId, { state: 'failed', because: 'recipient-rejected' });
  const { exitCode, err } = await running;
  expect(exitCode).toBe(65);
  expect(err).toContain(`${itemId} (failed). (answer-lost)`);
  expect(err).toContain('(recipient-rejected)');
});

test('documents go in whole, in chunks, under their own names', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'big one.pdf'), Buffer.alloc(1_300_000, 7));
  await writeFile(join(folder, 'empty.txt'), '');
  const line = commandLine(accounts);
  const attach = ['--attach', join(folder, 'big one.pdf'), '--attach', join(folder, 'empty.txt')];
  expect((await line.run([...words, ...attach, '--no-wait'])).exitCode).toBe(0);
  const [item] = line.app.outbox();
  expect(item?.documents).toMatchObject([
    { name: 'big one.pdf', sizeBytes: 1_300_000 },
    { name: 'empty.txt', sizeBytes: 0 },
  ]);
});

test('a document that cannot be read keeps everything from being queued', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'good.pdf'), 'x');
  await mkdir(join(folder, 'folder'));
  const line = commandLine(accounts);
  for (const [name, reason] of [
    ['missing.pdf', 'does not exist'],
    ['folder', 'is not a file'],
    ['good.pdf/x', 'does not exist'],
  ] as const) {
    const attach = ['--attach', join(folder, 'good.pdf'), '--attach', join(folder, name)];
    const { exitCode, error, out } = await line.run([...words, ...attach, '--json']);
    expect([exitCode, error.code, error.field, out]).toEqual([65, 'document-unreadable', 'attach', '']);
    expect(error.message).toContain(`${name}" ${reason}.`);
  }
  expect(
    line.app.calls.filter(({ name }) => name.startsWith('document') || name.startsWith('outbox')),
  ).toEqual([]);
});

test.skipIf(process.platform === 'win32')(
  'a device, a pipe, a socket and a link that leads to one or nowhere are no documents, and nobody waits for them',
  async () => {
    const folder = await temporaryFolder();
    const at = (name: string) => join(folder, name);
    execFileSync('mkfifo', [at('pipe')]);
    const server = createServer().listen(at('socket'));
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    await symlink('/dev/zero', at('device'));
    await symlink(at('pipe'), at('to-pipe'));
    await symlink(at('gone'), at('dangling'));
    await symlink(at('circle'), at('circle'));
    const line = commandLine(accounts);
    for (const [path, reason] of [
      ['/dev/zero', 'is not a file'],
      [at('pipe'), 'is not a file'],
      [at('socket'), 'is not a file'],
      [at('device'), 'is not a file'],
      [at('to-pipe'), 'is not a file'],
      [at('dangling'), 'does not exist'],
      [at('circle'), 'cannot be read'],
    ] as const) {
      const { exitCode, error } = await line.run([...words, '--attach', path, '--json']);
      expect([path, exitCode, error.message]).toEqual([path, 65, `--attach "${path}" ${reason}.`]);
    }
    expect(line.app.calls.filter(({ name }) => /^(document|outbox)/.test(name))).toEqual([]);
  },
);

test('records choose the account, and none that fits is 78', async () => {
  const line = commandLine();
  const { exitCode, error } = await line.run([...words, '--record', 'SalesDocument.Type=INVOICE', '--json']);
  expect([exitCode, error.code]).toEqual([78, 'no-account-for-records']);
  expect(line.app.calls.at(-1)?.input).toMatchObject({
    accountId: null,
    records: [{ businessObject: 'SalesDocument', columns: { Type: 'INVOICE' } }],
  });
});

test.for([
  [['send', '--subject', 'x'], 64, 'invalid-request', 'to'],
  [['send', '--to', 'bob'], 65, 'recipient-rejected', 'to'],
  [['send', '--to', 'bob@example.test', '--cc', 'a@b.test, c'], 65, 'recipient-rejected', 'cc'],
  [['send', '--to', 'bob@example.test', '--account', 'x'], 65, 'account-not-found', 'account'],
  [['send', '--to', 'bob@example.test', '--record', 'x'], 65, 'account-invalid', 'record'],
  [
    ['send', '--to', 'bob@example.test', '--body', 'a', '--body-file', 'b'],
    64,
    'invalid-request',
    'body-file',
  ],
  [['send', '--to', 'bob@example.test', '--body-file', '/none'], 65, 'document-unreadable', 'body-file'],
] as const)('%j is refused', async ([argv, exitCode, code, field]) => {
  const { run, app } = commandLine(accounts);
  const ran = await run([...argv, '--json']);
  expect([ran.exitCode, ran.error.code, ran.error.field]).toEqual([exitCode, code, field]);
  expect(app.outbox()).toEqual([]);
});

test('several addresses may stand in one option, and the text may come from standard input', async () => {
  const line = commandLine(accounts);
  await line.run(
    ['send', '--to', 'a@x.test, b@x.test', '--bcc', 'c@x.test', '--body-file', '-', '--no-wait'],
    'Grüße\n',
  );
  const input = line.app.calls.find(({ name }) => name === 'outboxSubmit')?.input;
  expect(input).toMatchObject({ to: ['a@x.test', 'b@x.test'], bcc: ['c@x.test'], body: 'Grüße\n' });
});

test('a store that cannot take the message is 69', async () => {
  for (const code of ['storage-full', 'profile-in-use', 'vault-unavailable'] as const) {
    const line = commandLine(accounts);
    line.app.failNext('outboxSubmit', { code, message: 'No.', remedy: 'try-again' });
    expect([code, (await line.run([...words, '--json'])).exitCode]).toEqual([code, 69]);
  }
});

test('a document whose upload was cut by an ending owner goes in once more', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'a.pdf'), 'abc');
  const line = commandLine(accounts);
  line.app.failNext('documentAppend', { code: 'profile-in-use', message: 'Ended.', remedy: 'try-again' });
  expect((await line.run([...words, '--attach', join(folder, 'a.pdf'), '--no-wait'])).exitCode).toBe(0);
  expect(line.app.outbox()[0]?.documents).toMatchObject([{ name: 'a.pdf', sizeBytes: 3 }]);
});

test.for([
  ['documentAppend', 'storage-full', 69],
  ['documentEnd', 'storage-full', 69],
  ['outboxSubmit', 'account-disabled', 77],
] as const)('a message that %s refuses leaves no copy of its documents', async ([name, code, exitCode]) => {
  const folder = await temporaryFolder();
  for (const document of ['a.pdf', 'b.pdf']) await writeFile(join(folder, document), document);
  const line = commandLine(accounts);
  line.app.failNext(name, { code, message: 'No.', remedy: 'try-again' });
  const attach = ['--attach', join(folder, 'a.pdf'), '--attach', join(folder, 'b.pdf')];
  const ran = await line.run([...words, ...attach, '--json']);
  expect([ran.exitCode, ran.error.code]).toEqual([exitCode, code]);
  const calls = line.app.calls.map((call) => call.name);
  const count = (wanted: string) => calls.filter((each) => each === wanted).length;
  expect(count('documentDiscard')).toBe(count('documentBegin'));
});

test('Ctrl+C while a document is copied queues nothing and leaves nothing of it', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'large.pdf'), Buffer.alloc(1_300_000, 7));
  const line = commandLine(accounts);
  const letThrough = line.app.hold('documentAppend');
  const running = line.run([...words, '--attach', join(folder, 'large.pdf'), '--json']);
  await expect.poll(() => line.app.calls.at(-1)?.name).toBe('documentAppend');
  line.interrupt();
  letThrough();
  const { exitCode, out, err } = await running;
  expect([exitCode, out]).toEqual([130, '']);
  expect(JSON.parse(err)).toEqual({ note: { message: 'Interrupted before anything was queued.' } });
  expect(line.app.outbox()).toEqual([]);
  expect(line.app.calls.at(-1)?.name).toBe('documentDiscard');
});

test('Ctrl+C while waiting leaves the message in the outbox and says so', async () => {
  const line = commandLine(accounts);
  const running = line.run([...words, '--json']);
  await submitted(line);
  line.interrupt();
  const { exitCode, json } = await running;
  expect([exitCode, json]).toMatchObject([75, { state: 'queued' }]);
  expect(line.sessions.open).toBe(0);
});

test('a message that was cut in its last moment is told as what it is once the outbox has ended', async () => {
  const line = commandLine({
    ...accounts,
    atClose: (app) => {
      const [item] = app.outbox();
      if (item?.state === 'sending')
        app.changeItem(item.itemId, { state: 'unconfirmed', because: 'delivery-unconfirmed' });
    },
  });
  const running = line.run([...words, '--json']);
  const { itemId } = await submitted(line);
  line.app.changeItem(itemId, { state: 'sending', attempts: 1 });
  line.interrupt();
  const { exitCode, json, error } = await running;
  expect([exitCode, json, error.code]).toMatchObject([
    65,
    { itemId, state: 'unconfirmed' },
    'delivery-unconfirmed',
  ]);
  expect(line.sessions.open).toBe(0);
});

test('the outbox is listed over pages, newest first, and by state', async () => {
  const outbox = Array.from({ length: 1_203 }, (_, index) =>
    fakeItem(index + 1, { state: index === 5 ? 'held' : 'sent' }),
  );
  const { run } = commandLine({ outbox });
  expect((await run(['outbox', 'list', '--json'])).json).toHaveLength(50);
  const all = (await run(['outbox', 'list', '--json', '--limit', '2000'])).json as OutboxItem[];
  expect(all.map(({ sequence }) => sequence)).toEqual(
    Array.from({ length: 1_203 }, (_, index) => 1_203 - index),
  );
  expect((await run(['outbox', 'list', '--json', '--state', 'held'])).json).toMatchObject([{ sequence: 6 }]);
  for (const wrong of [
    ['--state', 'lost'],
    ['--limit', '0'],
  ]) {
    expect((await run(['outbox', 'list', '--json', ...wrong])).exitCode).toBe(65);
  }
});

test('a message is shown, cancelled, confirmed and tried again by its ID', async () => {
  const outbox = [
    fakeItem(1, { state: 'held', because: 'sign-in-required' }),
    fakeItem(2, { state: 'unconfirmed' }),
  ];
  const line = commandLine({ outbox });
  const [held = '', open = ''] = outbox.map(({ itemId }) => itemId);
  expect((await line.run(['outbox', 'show', held, '--json'])).json).toMatchObject({
    itemId: held,
    state: 'held',
  });
  expect((await line.run(['outbox', 'mark-sent', open, '--json'])).json).toMatchObject({
    state: 'sent',
    confirmedBy: 'person',
  });
  const running = line.run(['outbox', 'send-now', held, '--json']);
  await expect.poll(() => line.app.outbox().find(({ itemId }) => itemId === held)?.state).toBe('queued');
  line.app.changeItem(held, { state: 'sent' });
  expect(await running).toMatchObject({ exitCode: 0, json: { itemId: held, state: 'sent' } });
  const refused = await line.run(['outbox', 'cancel', held, '--json']);
  expect([refused.exitCode, refused.error.code]).toEqual([65, 'transition-refused']);
  const unknown = await line.run(['outbox', 'show', 'x', '--json']);
  expect([unknown.exitCode, unknown.error.code]).toEqual([65, 'item-not-found']);
});

test('a message that is over is resent: to the same, to the refused, or to others', async () => {
  const sent = fakeItem(1, {
    state: 'sent',
    to: ['kay@fabrikam.test', 'lee@fabrikam.test'],
    accepted: ['kay@fabrikam.test'],
    refused: [{ address: 'lee@fabrikam.test', reply: '550 no' }],
  });
  const { run, app } = commandLine({ ...accounts, outbox: [sent, fakeItem(2, { state: 'queued' })] });
  const resend = (...more: string[]) =>
    run(['outbox', 'resend', sent.itemId, '--no-wait', '--json', ...more]);
  expect(await resend()).toMatchObject({ exitCode: 0, json: { state: 'queued' } });
  expect(app.outbox()[0]).toMatchObject({ to: sent.to, subject: sent.subject });
  await resend('--refused');
  expect(app.outbox()[0]?.to).toEqual(['lee@fabrikam.test']);
  const key = ['--idempotency-key', 'once'];
  await resend('--to', 'zoe@fabrikam.test,max@fabrikam.test', '--cc', 'ann@fabrikam.test', ...key);
  await resend('--to', 'zoe@fabrikam.test,max@fabrikam.test', '--cc', 'ann@fabrikam.test', ...key);
  expect(app.outbox()).toHaveLength(5);
  expect(app.outbox()[0]).toMatchObject({
    to: ['zoe@fabrikam.test', 'max@fabrikam.test'],
    cc: ['ann@fabrikam.test'],
  });
  expect((await resend('--refused', '--to', 'zoe@fabrikam.test')).exitCode).toBe(64);
  const early = await run(['outbox', 'resend', fakeItem(2, {}).itemId, '--json']);
  expect([early.exitCode, early.error.code]).toEqual([65, 'transition-refused']);
});

test('history is listed by words, account, state and time, and exported whole', async () => {
  const outbox = Array.from({ length: 12 }, (_, index) =>
    fakeItem(index + 1, { accountId: (index % 2) + 1, ...(index === 3 && { state: 'sent' }) }),
  );
  const { run, app } = commandLine({ outbox });
  const listed = async (...more: string[]) => {
    const { json } = await run(['history', 'list', '--json', ...more]);
    return (json as OutboxItem[]).map(({ sequence }) => sequence);
  };
  expect(await listed('--limit', '2')).toEqual([12, 11]);
  expect(await listed('--text', 'quote 1003')).toEqual([3]);
  expect(await listed('--account', '2', '--state', 'sent')).toEqual([4]);
  const at = (sequence: number) => new Date(fakeItem(sequence, {}).createdAtMs).toISOString();
  expect(await listed('--from', at(5), '--to', at(7))).toEqual([6, 5]);
  await listed('--to', '2026-11-20');
  expect(app.calls.findLast(({ name }) => name === 'outboxPage')?.input).toMatchObject({
    toMs: new Date(2026, 10, 21).getTime(),
  });
  expect((await run(['history', 'list', '--from', 'yesterday', '--json'])).error).toMatchObject({
    code: 'invalid-request',
    field: 'from',
  });

  const file = join(await temporaryFolder(), 'history.csv');
  expect(await run(['history', 'export', file, '--json'])).toMatchObject({
    exitCode: 0,
    json: { file, messages: 12 },
  });
  const lines = (await readFile(file, 'utf8')).split('\r\n');
  expect(lines).toHaveLength(14);
  expect([lines[0], lines[1], lines[12]]).toEqual([
    '"Item","Subject"',
    '"item-00000012","Quote 1012"',
    '"item-00000001","Quote 1001"',
  ]);
  expect((await run(['history', 'export', file])).exitCode).toBe(65);
  const one = await run(['history', 'export', '-', '--text', '1004']);
  expect(one.out).toBe('"Item","Subject"\r\n"item-00000004","Quote 1004"');
});
