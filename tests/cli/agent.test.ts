import { mkdir, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { fakeAccount, fakeItem } from '../helpers/fake-app.ts';
import { tryOwnerLock } from '../../main/owner/owner-lock.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { commandLine } from './command-line.ts';

async function prepare() {
  const base = await realpath(await temporaryFolder());
  await mkdir(join(base, 'outgoing'), { mode: 0o755 });
  const { run } = commandLine({ state: { accounts: [fakeAccount(1, {})] } });
  return { base, run: (...words: string[]) => run([...words, '--profile', join(base, 'profile'), '--json']) };
}

test('watch folders are added, listed and removed', async () => {
  const { base, run } = await prepare();
  const folder = join(base, 'outgoing');
  const added = await run(
    'agent',
    'watch',
    'add',
    folder,
    '--record',
    'SalesDocument.Sales_Doc_Type=INVOICE',
  );
  expect([added.exitCode, added.json]).toMatchObject([
    0,
    { id: 1, folder, accountId: null, subject: '{name}', alreadyThere: 0 },
  ]);
  expect((await run('agent', 'watch', 'list')).json).toMatchObject([{ id: 1, folder, accountId: null }]);
  expect(await run('agent', 'watch', 'add', folder)).toMatchObject({
    exitCode: 65,
    error: { message: expect.stringContaining('watched already') },
  });
  expect(await run('agent', 'watch', 'remove', '7')).toMatchObject({ exitCode: 65 });
  expect((await run('agent', 'watch', 'remove', '1')).exitCode).toBe(0);
  expect((await run('agent', 'watch', 'list')).json).toEqual([]);
});

test('many that change the watch folders at once lose nothing', async () => {
  const { base, run } = await prepare();
  const names = ['a', 'b', 'c', 'd'].map((name) => join(base, name));
  for (const name of names) await mkdir(name, { mode: 0o755 });
  await Promise.all(names.map((name) => run('agent', 'watch', 'add', name)));
  const { json } = await run('agent', 'watch', 'list');
  expect((json as { id: number }[]).map(({ id }) => id)).toEqual([1, 2, 3, 4]);
});

test('a folder that is none, an account that is not there and a damaged file are refused', async () => {
  const { base, run } = await prepare();
  await writeFile(join(base, 'file'), '');
  for (const words of [
    ['add', join(base, 'nowhere')],
    ['add', join(base, 'file')],
    ['add', join(base, 'outgoing'), '--account', '7'],
    ['add', join(base, 'outgoing'), '--recipients', 'guess'],
  ])
    expect([words, (await run('agent', 'watch', ...words)).exitCode]).toEqual([words, 65]);
  await mkdir(join(base, 'profile'), { recursive: true, mode: 0o700 });
  await writeFile(join(base, 'profile', 'watch-folders.json'), '{"version":2}');
  expect(await run('agent', 'watch', 'list')).toMatchObject({
    exitCode: 78,
    error: { code: 'profile-unreadable' },
  });
});

/** What `agent status` says while an agent runs. */
async function statusOf(start: Parameters<typeof commandLine>[0], more = ['--json']) {
  const folder = await temporaryFolder();
  const lock = tryOwnerLock(folder, 'agent.lock');
  onTestFinished(() => lock?.release());
  return commandLine(start).run(['agent', 'status', '--profile', folder, ...more]);
}

const ready = { accounts: [fakeAccount(1, { status: { kind: 'ready' } })] };
const dayMs = 86_400_000;

test.for([
  ['unconfirmed', 'delivery-unconfirmed'],
  ['failed', 'message-rejected'],
  ['held', 'sign-in-required'],
] as const)('before the night a message that is %s needs a person', async ([state, code]) => {
  const outbox = [fakeItem(1, { state }), fakeItem(2, { state: 'queued' })];
  const { exitCode, error, json } = await statusOf({ state: ready, outbox });
  expect([exitCode, error.code, json]).toMatchObject([77, code, { counts: { [state]: 1, queued: 1 } }]);
  expect(error.message).toContain(`(1 ${state}); "outbox list --state ${state}" names them`);
});

test('before the night what only waits or is over needs nobody, and the counts say so', async () => {
  const outbox = [fakeItem(1, { state: 'queued' }), fakeItem(2, { state: 'sent' })];
  const { exitCode, out } = await statusOf({ state: ready, outbox }, []);
  expect([exitCode, out]).toEqual([0, 'An agent runs.\n1 ready.\nMessages: 1 queued.']);
});

test('before the night a sign-in that was not renewed for more than a week needs a person', async () => {
  const renewals = (days: number) => [{ accountIds: [1], renewedAtMs: Date.now() - days * dayMs - 1_000 }];
  const old = await statusOf({ state: ready, renewals: renewals(8) });
  expect([old.exitCode, old.error, old.json]).toMatchObject([
    77,
    {
      code: 'provider-unreachable',
      message: expect.stringContaining('account 1 was not renewed for 8 days'),
    },
    { notRenewed: [{ accountIds: [1], days: 8 }] },
  ]);
  expect((await statusOf({ state: ready, renewals: renewals(6) })).exitCode).toBe(0);
});

test('the help of the agent has examples', async () => {
  const { run } = commandLine();
  expect((await run(['agent', 'watch', 'add', '--help'])).out).toMatch(
    /Examples\n.+agent watch add ~\/invoices/,
  );
});
