import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { responseWords } from '../../main/identity/response-words.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { newAccountDraft } from '../../shared/account.ts';
import { personOf } from '../helpers/person-of.ts';
import { obtainTokens } from '../helpers/sandbox-tokens.ts';
import { startApp } from '../helpers/start-app.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.faults.reset());

const person = (name: string) => personOf(sandbox, name);

const newDialog = () => randomBytes(12).toString('base64url');
const inDialog = (provider: string, dialogId: string, expected = '') =>
  ({
    provider,
    accountId: null,
    dialogId,
    expected,
    sendThrough: provider === 'google' ? 'api' : 'smtp',
    openBrowser: true,
  }) as const;

async function vaultFiles(profileFolder: string): Promise<string[]> {
  return (await readdir(join(profileFolder, 'vault')).catch(() => [])).toSorted((a, b) => a.localeCompare(b));
}

test('the account of somebody whose user name differs from the mailbox gets the mailbox and sends', async () => {
  const app = await startApp({ sandbox });
  const account = await app.addSignedIn(person('anna'));
  expect(account).toMatchObject({ user: 'anna@contoso.test', status: { kind: 'ready' } });
  const { itemId } = await app.send(account.id, person('orders').address);
  expect(await app.settled(itemId)).toMatchObject({ state: 'sent' });
});

test('Cancel of the dialog forgets what was signed in for it', async () => {
  const app = await startApp({ sandbox });
  app.signsInAs(person('grace'));
  const dialogId = newDialog();
  await app.call('signInStart', inDialog('google', dialogId));
  const end = await app.signInEnd();
  expect(end).toMatchObject({ stage: 'signed-in', signedInAs: 'grace@harbor.test' });
  expect(await vaultFiles(app.profileFolder)).toHaveLength(1);
  await app.call('signInDiscard', { dialogId });
  expect(await vaultFiles(app.profileFolder)).toEqual([]);
  expect(app.state()).toMatchObject({ accounts: [], signIn: null });
});

test('a sign-in whose dialog never saw OK is forgotten at the next start', async () => {
  const app = await startApp({ sandbox });
  app.signsInAs(person('ben'));
  await app.call('signInStart', inDialog('microsoft', newDialog()));
  await app.signInEnd();
  await app.restart();
  await expect.poll(() => vaultFiles(app.profileFolder)).toEqual([]);
});

test('somebody else signing in leaves the old sign-in as it was', async () => {
  const app = await startApp({ sandbox });
  const account = await app.addSignedIn(person('ben'));
  const before = await vaultFiles(app.profileFolder);
  app.signsInAs(person('clara'), { chooseOther: true });
  await app.call('signInStart', {
    ...{ provider: 'microsoft', accountId: account.id, dialogId: null, expected: account.user },
    ...{ sendThrough: 'smtp', openBrowser: true },
  });
  expect(await app.signInEnd()).toMatchObject({ stage: 'wrong-account', failure: { code: 'wrong-account' } });
  expect(await vaultFiles(app.profileFolder)).toEqual(before);
  expect(app.row(account.id)).toMatchObject({ signedInAs: 'ben@contoso.test', status: { kind: 'ready' } });
  const { itemId } = await app.send(account.id, person('orders').address);
  expect(await app.settled(itemId)).toMatchObject({ state: 'sent' });
});

test('a declined consent says so and keeps nothing', async () => {
  const app = await startApp({ sandbox });
  app.signsInAs(person('grace'), { decline: true });
  await app.call('signInStart', inDialog('google', newDialog()));
  expect(await app.signInEnd()).toMatchObject({ stage: 'failed', failure: { code: 'authorization-denied' } });
  expect(await vaultFiles(app.profileFolder)).toEqual([]);
});

test('the page at the end speaks the language that is chosen in the settings', async () => {
  const app = await startApp({ sandbox });
  await app.call('settingsSave', { language: 'fr' });
  await app.call('signInStart', inDialog('google', newDialog()));
  const redirect = new URL(app.opened[0] ?? '').searchParams.get('redirect_uri') ?? '';
  const page = async () => (await fetch(redirect, { headers: { Connection: 'close' } })).text();
  expect(await page()).toContain(responseWords.fr.unexpected.title);
  await app.call('settingsSave', { language: 'pl' });
  expect(await page()).toContain(responseWords.pl.unexpected.title);
});

test('a sign-in without the permission to send is refused by name', async () => {
  const app = await startApp({ sandbox });
  app.signsInAs(person('grace'), { untickSending: true });
  await app.call('signInStart', inDialog('google', newDialog()));
  expect(await app.signInEnd()).toMatchObject({ stage: 'failed', failure: { code: 'scope-missing' } });
});

test('two accounts of one person share one sign-in, and signing one out leaves the other', async () => {
  const app = await startApp({ sandbox });
  const first = await app.addSignedIn(person('ben'));
  const second = await app.addSignedIn(person('ben'));
  expect(await vaultFiles(app.profileFolder)).toHaveLength(1);
  expect(await app.call('signOut', { accountId: first.id, allAccounts: false })).toMatchObject({
    sharedBy: 2,
    revoked: false,
  });
  expect(app.row(second.id)?.status.kind).toBe('ready');
  await app.until('the row', () => (app.row(first.id)?.status.kind === 'sign-in-needed' ? true : null));
});

test('the last sign-out at Google takes the grant back there', async () => {
  const app = await startApp({ sandbox });
  const account = await app.addSignedIn(person('grace'));
  expect(await app.call('signOut', { accountId: account.id, allAccounts: true })).toMatchObject({
    revoked: true,
  });
  expect(await vaultFiles(app.profileFolder)).toEqual([]);
});

test('a new sign-in for one account releases what waits for all accounts of the person', async () => {
  const app = await startApp({ sandbox });
  const first = await app.addSignedIn(person('ben'));
  const second = await app.addSignedIn(person('ben'));
  sandbox.faults.revoke({ address: 'ben@contoso.test' });
  const one = await app.send(first.id, person('orders').address);
  await app.settled(one.itemId, 'held');
  const two = await app.send(second.id, person('orders').address);
  await app.settled(two.itemId, 'held');
  const question = await app.until('the question', ({ questions }) =>
    questions[0]?.waitingItems === 2 ? questions[0] : null,
  );
  expect(app.state().questions).toHaveLength(1);
  app.signsInAs(person('ben'));
  await app.call('questionAnswer', { questionId: question.questionId, answer: 'sign-in', openBrowser: true });
  expect(await app.settled(one.itemId, 'sent')).toMatchObject({ messageId: one.messageId });
  expect(await app.settled(two.itemId, 'sent')).toMatchObject({ messageId: two.messageId });
  expect(app.state().questions).toEqual([]);
});

test('everything is there again after a restart', async () => {
  const app = await startApp({ sandbox });
  const google = await app.addSignedIn(person('grace'));
  const password = await app.add(
    { host: 'localhost', port: sandbox.smtp.implicit, user: person('orders').address },
    { password: person('orders').password, makeDefault: true },
  );
  const { itemId } = await app.send(google.id, person('orders').address);
  const sent = await app.settled(itemId, 'sent');
  const before = app.state();
  await app.restart();
  await app.until('the rows', ({ accounts }) =>
    JSON.stringify(accounts) === JSON.stringify(before.accounts) ? true : null,
  );
  expect(app.state().settings.defaultAccountId).toBe(password.id);
  expect(await app.call('outboxGet', { itemId })).toEqual(sent);
  const again = await app.send(google.id, person('orders').address);
  expect(await app.settled(again.itemId)).toMatchObject({ state: 'sent' });
});

test('without a client of its own the app says who has to do what', async () => {
  const app = await startApp({ sandbox: null });
  const failure = await app.failure('signInStart', inDialog('google', newDialog()));
  expect(failure).toMatchObject({ code: 'client-rejected', remedy: 'ask-administrator' });
  expect(app.opened).toEqual([]);
});

test('an unknown provider is refused with its field', async () => {
  const app = await startApp({ sandbox });
  const draft = { ...newAccountDraft, provider: 'nobody' };
  expect(await app.failure('signInStart', inDialog('nobody', newDialog()))).toMatchObject({
    field: 'provider',
  });
  const save = { accountId: null, draft, pendingGrantId: null, signOut: false };
  expect(await app.failure('accountsSave', save)).toMatchObject({ field: 'provider' });
});

test('what Microsoft wants to see proved goes along with the next sign-in, and that one is renewed', async () => {
  sandbox.faults.tokenLifetime({ provider: 'microsoft', seconds: 60 });
  const app = await startApp({ sandbox });
  const account = await app.addSignedIn(person('ben'));
  sandbox.faults.conditionalAccess({ on: true });
  await expect(app.call('accountsRenew', { accountId: account.id })).rejects.toThrow(/withdrew the sign-in/);
  app.signsInAs(person('ben'));
  const view = await app.call('signInStart', {
    ...{ provider: 'microsoft', accountId: account.id, dialogId: null, expected: account.user },
    ...{ sendThrough: 'smtp', openBrowser: true },
  });
  expect(new URL(view.url).searchParams.get('claims')).toContain('capolids');
  expect(await app.signInEnd()).toMatchObject({ stage: 'signed-in' });
  await app.call('accountsRenew', { accountId: account.id });
  expect(app.row(account.id)?.status.kind).toBe('ready');
});

test.each(['ben', 'grace'])('a refresh token of %s that was obtained elsewhere sends', async (name) => {
  const who = person(name);
  const { refreshToken } = await obtainTokens(sandbox, who);
  const app = await startApp({ sandbox });
  const account = await app.addSignedIn(who);
  await app.call('signOut', { accountId: account.id, allAccounts: true });
  const again = await obtainTokens(sandbox, who);
  const request = {
    ...{ provider: who.provider, accountId: account.id, dialogId: null, expected: account.user },
    ...{ sendThrough: account.sendThrough, openBrowser: false },
  };
  await app.call('signInStart', { ...request, refreshToken: again.refreshToken });
  const end = await app.signInEnd();
  expect(end).toMatchObject({ stage: 'signed-in', signedInAs: who.address });
  await app.call('signInCancel', { attemptId: end.attemptId });
  const { itemId } = await app.send(account.id, person('orders').address);
  expect(await app.settled(itemId)).toMatchObject({ state: 'sent' });
  await app.call('signInStart', { ...request, refreshToken: `${refreshToken.slice(0, -4)}AAAA` });
  expect(await app.signInEnd()).toMatchObject({
    ...{ stage: 'failed', failure: { code: 'refresh-token-refused', field: 'refreshToken' } },
  });
  expect(app.row(account.id)).toMatchObject({ signedInAs: who.address, status: { kind: 'ready' } });
  const log = JSON.stringify([app.state(), await app.call('stateGet', {})]);
  for (const secret of [refreshToken, again.refreshToken]) expect(log).not.toContain(secret);
});
