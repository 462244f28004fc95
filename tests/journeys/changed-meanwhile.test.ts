import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { draftOf } from '../../shared/account.ts';
import type { AccountDraft, AccountRow } from '../../shared/account.ts';
import { followSignIn } from '../helpers/follow-pages.ts';
import { personOf } from '../helpers/person-of.ts';
import { startSmtpScript } from '../helpers/smtp-script.ts';
import { startApp } from '../helpers/start-app.ts';
import type { TestApp } from '../helpers/start-app.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.faults.reset());

const person = (name: string) => personOf(sandbox, name);

async function edit(app: TestApp, row: AccountRow, change: Partial<AccountDraft>): Promise<AccountRow> {
  const draft = { ...draftOf(row), ...change };
  return app.call('accountsSave', { accountId: row.id, draft, pendingGrantId: null, signOut: false });
}

/** An account of a provider in which nobody has signed in. */
async function addUnsigned(app: TestApp, name: string): Promise<AccountRow> {
  const { address, provider } = person(name);
  const preset = app.state().providers.find(({ id }) => id === provider)?.presets[0];
  if (!preset) throw new Error(`no preset of ${provider}`);
  const { locked: _, ...fields } = preset;
  return app.add({ ...fields, provider, user: address });
}

const toolbar = ({ id, provider, user, sendThrough }: AccountRow) => ({
  ...{ provider, accountId: id, dialogId: null, expected: user, sendThrough, openBrowser: true },
});

const sealedFiles = (app: TestApp) => readdir(join(app.profileFolder, 'vault')).catch(() => []);

/** The person finds the page, then something else happens, then they sign in. */
async function signInWhile(app: TestApp, row: AccountRow, name: string, meanwhile: () => Promise<unknown>) {
  const { address, password } = person(name);
  app.setPerson(async (url) => {
    await meanwhile();
    await followSignIn(url, { address, password });
  });
  await app.call('signInStart', toolbar(row));
  return app.signInEnd();
}

test('a sign-in for an account that was removed meanwhile leaves no grant behind', async () => {
  const app = await startApp({ sandbox });
  const row = await addUnsigned(app, 'ben');
  const end = await signInWhile(app, row, 'ben', () =>
    app.call('accountsRemove', { accountIds: [row.id], waiting: 'cancel' }),
  );
  expect(end).toMatchObject({ stage: 'failed', failure: { code: 'account-not-found' } });
  expect(await sealedFiles(app)).toEqual([]);
});

test('a sign-in for an account that names somebody else by now is not kept', async () => {
  const app = await startApp({ sandbox });
  const row = await addUnsigned(app, 'ben');
  const end = await signInWhile(app, row, 'ben', () => edit(app, row, { user: person('clara').address }));
  expect(end).toMatchObject({ stage: 'failed', failure: { code: 'wrong-account' } });
  expect(app.row(row.id)).toMatchObject({ signedInAs: null, status: { kind: 'sign-in-needed' } });
  expect(await sealedFiles(app)).toEqual([]);
});

test('whoever asks for anybody gets nobody but the person the account names', async () => {
  const app = await startApp({ sandbox });
  const row = await addUnsigned(app, 'ben');
  app.signsInAs(person('anna'));
  await app.call('signInStart', { ...toolbar(row), expected: '' });
  expect(await app.signInEnd()).toMatchObject({ stage: 'failed', failure: { code: 'wrong-account' } });
  expect(await sealedFiles(app)).toEqual([]);
});

test('a sign-in at once needs an account', async () => {
  const app = await startApp({ sandbox });
  const row = await addUnsigned(app, 'ben');
  expect(await app.failure('signInStart', { ...toolbar(row), accountId: null })).toMatchObject({
    code: 'invalid-request',
    field: 'accountId',
  });
  expect(app.opened).toEqual([]);
});

test('an account that signs in at another provider sends through that provider', async () => {
  const app = await startApp({ sandbox });
  const { password } = person('orders');
  const row = await app.add(
    { host: 'localhost', port: sandbox.smtp.plain, tls: false, user: person('ben').address },
    { password },
  );
  app.signsInAs(person('ben'));
  await app.call('signInStart', { ...toolbar(row), provider: 'microsoft' });
  expect(await app.signInEnd()).toMatchObject({ stage: 'signed-in' });
  expect(app.row(row.id)).toMatchObject({
    ...{ provider: 'microsoft', tls: true, passwordSet: false },
    status: { kind: 'ready' },
  });
  const { itemId } = await app.send(row.id, person('orders').address);
  expect(await app.settled(itemId)).toMatchObject({ state: 'sent' });
});

test('the question follows the account to another provider', async () => {
  const app = await startApp({ sandbox });
  const row = await addUnsigned(app, 'grace');
  const { itemId } = await app.send(row.id, person('orders').address);
  await app.settled(itemId, 'held');
  await app.until('the question', ({ questions }) => questions[0] ?? null);

  const preset = app.state().providers.find(({ id }) => id === 'microsoft')?.presets[0];
  const { locked: _, ...fields } = preset ?? { locked: false };
  await edit(app, row, { ...fields, provider: 'microsoft', user: person('ben').address });
  const question = await app.until(
    'the question',
    ({ questions }) => questions.find(({ provider }) => provider === 'microsoft') ?? null,
  );
  expect(question).toMatchObject({ expected: person('ben').address, waitingItems: 1 });
  app.signsInAs(person('ben'));
  await app.call('questionAnswer', {
    questionId: question.questionId,
    answer: 'sign-in',
    openBrowser: true,
  });
  expect(await app.settled(itemId, 'sent')).toMatchObject({ state: 'sent' });
});

test('an account that needs no sign-in any more sends what waited for one', async () => {
  const app = await startApp({ sandbox });
  const row = await addUnsigned(app, 'ben');
  const { itemId } = await app.send(row.id, person('orders').address);
  await app.settled(itemId, 'held');
  const { address: user, password } = person('orders');
  const draft = {
    ...draftOf(row),
    ...{ provider: 'none', sendThrough: 'smtp' as const, user },
    ...{ host: 'localhost', port: sandbox.smtp.plain, tls: false },
  };
  await app.call('accountsSave', {
    accountId: row.id,
    draft,
    password,
    pendingGrantId: null,
    signOut: false,
  });
  expect(await app.settled(itemId, 'sent')).toMatchObject({ state: 'sent' });
  await app.until('no question', ({ questions }) => (questions.length === 0 ? true : null));
});

test('an item held for a wrong field goes out once the field is right', async () => {
  const app = await startApp({ sandbox });
  const row = await app.addSignedIn(person('ben'));
  await edit(app, row, { host: '127.0.0.1' });
  const { itemId } = await app.send(row.id, person('orders').address);
  expect(await app.settled(itemId)).toMatchObject({ state: 'held', because: 'server-not-providers' });
  await edit(app, row, { host: row.host });
  expect(await app.settled(itemId, 'sent')).toMatchObject({ state: 'sent' });
});

test('an item held for a server that is not the provider’s goes out once the person agrees to it', async () => {
  const app = await startApp({ sandbox });
  const row = await app.addSignedIn(person('ben'));
  const moved = await edit(app, row, { host: '127.0.0.1' });
  expect(moved.status).toEqual({ kind: 'correction-needed', because: 'server-not-providers' });
  const { itemId } = await app.send(row.id, person('orders').address);
  expect(await app.settled(itemId)).toMatchObject({ state: 'held', because: 'server-not-providers' });
  const saved = { accountId: row.id, draft: draftOf(moved), pendingGrantId: null, signOut: false };
  const agreed = await app.call('accountsSave', { ...saved, confirmHost: '127.0.0.1' });
  expect(agreed.status).toEqual({ kind: 'ready' });
  expect(await app.settled(itemId, 'sent')).toMatchObject({ state: 'sent' });
  await app.restart();
  const again = await app.send(row.id, person('orders').address);
  expect(await app.settled(again.itemId, 'sent')).toMatchObject({ state: 'sent' });
});

test('an account without an address asks for the sign-in that gives it one', async () => {
  const app = await startApp({ sandbox });
  const { provider } = person('ben');
  const preset = app.state().providers.find(({ id }) => id === provider)?.presets[0];
  const { locked: _, ...fields } = preset ?? { locked: false };
  const row = await app.add({ ...fields, provider });
  const { itemId } = await app.send(row.id, person('orders').address);
  expect(await app.settled(itemId)).toMatchObject({ state: 'held', because: 'sign-in-required' });
  expect(app.row(row.id)).toMatchObject({ status: { kind: 'sign-in-needed' } });
  const question = await app.until('the question', ({ questions }) => questions[0] ?? null);
  app.signsInAs(person('ben'));
  await app.call('questionAnswer', { questionId: question.questionId, answer: 'sign-in', openBrowser: true });
  expect(await app.settled(itemId, 'sent')).toMatchObject({ state: 'sent' });
});

test('a key file that is gone asks once, and the sign-in lets the message go out', async () => {
  const app = await startApp({ sandbox });
  const row = await app.addSignedIn(person('ben'));
  await app.stop();
  await rm(join(app.profileFolder, 'vault.key'));
  await app.restart();
  await app.until('the row', () => (app.row(row.id)?.status.kind === 'unreadable' ? true : null));
  const { itemId } = await app.send(row.id, person('orders').address);
  expect(await app.settled(itemId)).toMatchObject({ state: 'held', because: 'vault-unreadable' });
  const question = await app.until('the question', ({ questions }) => questions[0] ?? null);
  expect([question.waitingItems, app.notices]).toEqual([1, ['sign-in-needed']]);
  await app.call('questionAnswer', { questionId: question.questionId, answer: 'cancel', openBrowser: false });
  expect(await app.call('outboxGet', { itemId })).toMatchObject({ because: 'sign-in-cancelled' });
  await app.until('no question', ({ questions }) => (questions.length === 0 ? true : null));
});

test('the question of a removed account stays for the others of its grant', async () => {
  const app = await startApp({ sandbox });
  const first = await app.addSignedIn(person('ben'));
  const second = await app.addSignedIn(person('ben'), { senderName: 'Second' });
  sandbox.faults.revoke({ address: person('ben').address });
  const { itemId } = await app.send(first.id, person('orders').address);
  await app.settled(itemId, 'held');
  const { itemId: other } = await app.send(second.id, person('orders').address);
  await app.settled(other, 'held');
  await app.until('the question', ({ questions }) => (questions[0]?.waitingItems === 2 ? true : null));
  await app.call('accountsRemove', { accountIds: [first.id], waiting: 'cancel' });
  const question = await app.until('the question', ({ questions }) =>
    questions[0]?.accountId === second.id ? questions[0] : null,
  );
  expect(question.waitingItems).toBe(1);
});

test('a message that was held because its account was removed goes out when the removal is undone', async () => {
  const app = await startApp({ sandbox });
  const { address: user, password } = person('orders');
  const { address } = person('invoices');
  const row = await app.add({ host: '127.0.0.1', port: sandbox.smtp.plain, tls: false, user }, { password });
  sandbox.faults.refuseRecipient({ address });
  const { itemId } = await app.send(row.id, address);
  expect(await app.settled(itemId)).toMatchObject({ state: 'failed', because: 'recipient-rejected' });
  sandbox.faults.reset();
  const { undoToken } = await app.call('accountsRemove', { accountIds: [row.id], waiting: 'refuse' });
  await app.call('outboxSendNow', { itemId });
  expect(await app.settled(itemId, 'held')).toMatchObject({ because: 'account-not-found' });
  await app.call('accountsRestore', { undoToken: undoToken ?? '' });
  // At the second try: the composed file of the first, which was given up, is not taken away under it.
  expect(await app.settled(itemId, 'sent')).toMatchObject({ accountId: row.id, attempts: 2 });
});

test.each<[string, (app: TestApp, row: AccountRow) => Promise<unknown>, string]>([
  [
    'was disabled',
    (app, { id }) => app.call('accountsSetEnabled', { accountIds: [id], enabled: false }),
    'held',
  ],
  ['was edited', (app, row) => edit(app, row, { senderName: 'Anna Łęcka' }), 'sent'],
])(
  'a message that stands ready behind another one does not leave as the account was before it %s',
  async (_name, change, state) => {
    let endFirst = () => {};
    const server = await startSmtpScript({
      onConnection: (socket) => (endFirst = () => void socket.write('250 2.0.0 Taken\r\n')),
      answers: { message: () => (server.messages().length === 1 ? null : '250 OK') },
    });
    const app = await startApp({ sandbox });
    const relay = { host: 'localhost', port: server.port, tls: false };
    const row = await app.add({ ...relay, user: '', from: 'orders@example.com' });
    const first = await app.send(row.id, 'kay@example.org');
    const second = await app.send(row.id, 'kay@example.org');
    await app.until('both to be under way', ({ outbox }) => outbox.counts.sending === 2 || null);
    await expect.poll(() => server.messages().length, { timeout: 10_000 }).toBe(1);
    await change(app, row);
    endFirst();
    // Which of the two was composed first, and so went first, is chance.
    const ends = await Promise.all(
      [first, second].map(({ itemId }) => app.settled(itemId, 'held', 'sent').then((item) => item.state)),
    );
    expect(ends.toSorted()).toEqual([state, 'sent']);
    const texts = server.messages().map(String);
    expect(texts).toHaveLength(state === 'sent' ? 2 : 1);
    if (state === 'sent') expect(texts[1]).toMatch(/^From: =\?UTF-8/m);
  },
);
