import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ManagedAccount } from '../../main/settings/policy-format.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { draftOf } from '../../shared/account.ts';
import type { AccountDraft } from '../../shared/account.ts';
import type { Input } from '../../shared/contract.ts';
import { personOf } from '../helpers/person-of.ts';
import { policyBeside } from '../helpers/policy-file.ts';
import { startApp } from '../helpers/start-app.ts';
import type { TestApp } from '../helpers/start-app.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.faults.reset());

const id = 1_000_000;
const everybody: ManagedAccount = {
  ...{ id, provider: 'microsoft', senderName: 'Contoso' },
  ...{ businessObject: 'SystemUser', columnName: 'User_Name', columnValue: 'SA' },
};

const person = (name: string) => personOf(sandbox, name);

/** The account of a department: the administrator names the mailbox, the person enters its password. */
const orders = (): ManagedAccount => ({
  ...{ id, host: 'localhost', port: sandbox.smtp.plain, tls: false },
  user: person('orders').address,
});

async function start(accounts: readonly ManagedAccount[], more: object = {}) {
  const policy = await policyBeside(sandbox);
  await policy.write({ setBy: 'Contoso IT', accounts, ...more });
  const app = await startApp({ sandbox, ...policy });
  return { app, policy };
}

function save(app: TestApp, change: Partial<AccountDraft>, more: Partial<Input<'accountsSave'>> = {}) {
  const row = app.row(id);
  if (!row) throw new Error('the row is not there');
  const draft = { ...draftOf(row), ...change };
  return app.reply('accountsSave', { accountId: id, draft, pendingGrantId: null, signOut: false, ...more });
}

async function signIn(app: TestApp, name: string) {
  app.signsInAs(person(name));
  await app.call('signInStart', {
    ...{ provider: 'microsoft', accountId: id, dialogId: null, expected: '' },
    ...{ sendThrough: 'smtp', openBrowser: true },
  });
  return app.signInEnd();
}

const vaultFiles = (app: TestApp) => readdir(join(app.profileFolder, 'vault')).catch(() => []);

test('everybody signs in to the account that the administrator gives to all, and sends as themselves', async () => {
  const { app } = await start([everybody]);
  expect(app.row(id)).toMatchObject({ managed: true, user: '', status: { kind: 'sign-in-needed' } });
  expect(await signIn(app, 'anna')).toMatchObject({ stage: 'signed-in' });
  const row = { user: 'anna@contoso.test', signedInAs: 'anna@contoso.test', status: { kind: 'ready' } };
  await app.until('the row', () => (app.row(id)?.status.kind === 'ready' ? true : null));
  expect(app.row(id)).toMatchObject(row);

  const send = () =>
    app.send(1, person('orders').address, 'user', {
      accountId: null,
      records: [{ businessObject: 'Customer', columns: { Customer_Num: '1' } }],
    });
  expect(await app.settled((await send()).itemId)).toMatchObject({ state: 'sent', accountId: id });
  await app.restart();
  await app.until('the row', () => (app.row(id)?.status.kind === 'ready' ? true : null));
  expect(app.row(id)).toMatchObject(row);
  expect(await app.settled((await send()).itemId)).toMatchObject({ state: 'sent', accountId: id });
  expect(app.opened).toHaveLength(1);

  await app.call('signOut', { accountId: id, allAccounts: false });
  await app.until('the row', () => (app.row(id)?.status.kind === 'sign-in-needed' ? true : null));
  expect(await vaultFiles(app)).toEqual([]);
});

test('a sign-in goes to the server that the administrator names, and nobody has to agree to it', async () => {
  const { implicit: port } = sandbox.smtp;
  const { app } = await start([{ ...everybody, host: 'localhost', port, tlsMethod: 'implicit' }]);
  expect(await signIn(app, 'anna')).toMatchObject({ stage: 'signed-in' });
  await app.until('the row', () => (app.row(id)?.status.kind === 'ready' ? true : null));
  const { itemId } = await app.send(1, person('orders').address, 'user', { accountId: id });
  expect(await app.settled(itemId)).toMatchObject({ state: 'sent', accountId: id });
  expect(await vaultFiles(app)).toHaveLength(1);
});

test('the person enters a password and chooses the account as default, and nothing else', async () => {
  const { app } = await start([orders()], { passwordsAlwaysEncrypted: true });
  const { password } = person('orders');
  expect(await save(app, {}, { password, makeDefault: true })).toMatchObject({
    ok: true,
    value: { passwordSet: true, isDefault: true, managed: true },
  });
  const { itemId } = await app.send(1, person('invoices').address, 'user', { accountId: null });
  expect(await app.settled(itemId)).toMatchObject({ state: 'sent', accountId: id });

  const before = app.row(id);
  const refused = { ok: false, error: { code: 'locked-by-policy' } };
  expect(await save(app, { port: 25 })).toMatchObject({ ...refused, error: { field: 'port' } });
  expect(await save(app, { user: 'anna@contoso.test' })).toMatchObject({
    ...refused,
    error: { field: 'user' },
  });
  expect(await app.reply('accountsRemove', { accountIds: [id], waiting: 'cancel' })).toMatchObject(refused);
  expect(await app.reply('accountsSetEnabled', { accountIds: [id], enabled: false })).toMatchObject(refused);
  const elsewhere = { provider: 'google', accountId: id, dialogId: null, expected: '' };
  expect(
    await app.reply('signInStart', { ...elsewhere, sendThrough: 'api', openBrowser: true }),
  ).toMatchObject({ ...refused, error: { field: 'provider' } });
  await app.restart();
  expect(app.row(id)).toEqual(before);
});

test('a default account that the administrator chose stays', async () => {
  const { app } = await start([orders()], { settings: { defaultAccountId: id } });
  expect(app.row(id)).toMatchObject({ isDefault: true });
  expect(await save(app, {}, { makeDefault: false })).toMatchObject({
    error: { code: 'locked-by-policy', field: 'makeDefault' },
  });
});

test('what an account still had to send is held when the policy names it no more, and goes on when it does again', async () => {
  const { app, policy } = await start([orders()]);
  await save(app, {}, { password: person('orders').password });
  sandbox.faults.deferRecipient({ address: person('ben').address });
  const late = await app.send(id, person('ben').address);
  await app.until('the first try', async () =>
    (await app.call('outboxGet', { itemId: late.itemId })).because === 'deferred' ? true : null,
  );
  await save(app, {}, { password: 'mistyped' });
  const refused = await app.send(id, person('anna').address);
  expect(await app.settled(refused.itemId)).toMatchObject({ because: 'authentication-rejected' });
  expect(await app.call('outboxGet', { itemId: late.itemId })).toMatchObject({ state: 'queued' });

  await policy.write({ accounts: [] });
  await app.restart();
  for (const { itemId } of [refused, late]) {
    expect(await app.settled(itemId, 'held')).toMatchObject({ because: 'account-not-found' });
  }
  expect(app.state().accounts).toEqual([]);
  expect(await vaultFiles(app)).toEqual([]);

  sandbox.faults.reset();
  await policy.write({ accounts: [orders()] });
  await app.restart();
  await app.until('the item', async () =>
    (await app.call('outboxGet', { itemId: late.itemId })).because === 'password-required' ? true : null,
  );
  await save(app, {}, { password: person('orders').password });
  for (const { itemId } of [refused, late]) {
    expect(await app.settled(itemId, 'sent')).toMatchObject({ accountId: id });
  }
});

test('a policy file that is taken away, or broken, costs nobody a sign-in', async () => {
  const { app, policy } = await start([everybody]);
  await signIn(app, 'ben');
  await app.until('the row', () => (app.row(id)?.status.kind === 'ready' ? true : null));
  const away = `${policy.policyFile}.away`;
  await rename(policy.policyFile, away);
  await app.restart();
  expect(app.state()).toMatchObject({ accounts: [], policy: { status: 'none' } });
  expect(await vaultFiles(app)).toHaveLength(1);

  await rename(away, policy.policyFile);
  await app.restart();
  await app.until('the row', () => (app.row(id)?.status.kind === 'ready' ? true : null));
  await policy.write({ accounts: [{ id: 7 }] });
  await app.restart();
  expect(app.state().policy).toMatchObject({
    status: 'last-good',
    failure: { message: 'line 1: accounts.0.id must be 1000000 or more' },
  });
  const { itemId } = await app.send(id, person('orders').address);
  expect(await app.settled(itemId)).toMatchObject({ state: 'sent' });
});

test('what waits for an account that stands in a refused policy is held for that', async () => {
  const { app, policy } = await start([orders()]);
  const { itemId } = await app.send(id, person('invoices').address);
  await app.settled(itemId, 'held');
  await app.stop();
  await rm(join(app.profileFolder, 'policy-last-good.json'));
  await policy.write({ accounts: [{ id: 7 }] });
  await app.restart();
  expect(app.state()).toMatchObject({ accounts: [], policy: { status: 'refused' } });
  await app.reply('outboxSendNow', { itemId });
  expect(await app.settled(itemId, 'held')).toMatchObject({ because: 'policy-invalid' });
  await policy.write({ accounts: [orders()] });
  await app.restart();
  await app.until('the item', async () =>
    (await app.call('outboxGet', { itemId })).because === 'password-required' ? true : null,
  );
});

test('an account whose policy was corrected tries again what its server had refused', async () => {
  const { app, policy } = await start([{ ...orders(), port: sandbox.smtp.starttls, tls: true }]);
  await policy.write({ accounts: [everybody] });
  await app.restart();
  await signIn(app, 'clara');
  sandbox.faults.smtpAuthDisabled({ on: true });
  const { itemId } = await app.send(id, person('orders').address);
  expect(await app.settled(itemId)).toMatchObject({ state: 'held', because: 'smtp-auth-disabled' });
  await policy.write({ accounts: [{ ...everybody, sendThrough: 'api' }] });
  await app.restart();
  expect(await app.settled(itemId, 'sent')).toMatchObject({ accountId: id });
});
