import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { draftOf } from '../../shared/account.ts';
import type { AccountRow } from '../../shared/account.ts';
import { personOf } from '../helpers/person-of.ts';
import { startApp } from '../helpers/start-app.ts';
import type { TestApp } from '../helpers/start-app.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => {
  sandbox.faults.reset();
  sandbox.log.clear();
});

const person = (name: string) => personOf(sandbox, name);

const count = (kind: string) => sandbox.log.smtpEvents().filter((event) => event.kind === kind).length;

async function sendOne(app: TestApp, row: AccountRow) {
  const { itemId } = await app.send(row.id, person('invoices').address);
  expect(await app.settled(itemId)).toMatchObject({ state: 'sent', attempts: 1 });
}

async function passwordAccount(app: TestApp) {
  const { address: user, password } = person('orders');
  return app.add({ host: 'localhost', port: sandbox.smtp.starttls, user }, { password });
}

/** A connection that is open, and that nobody uses. */
async function withOpenConnection(app: TestApp, row: AccountRow) {
  await sendOne(app, row);
  // A second message says that the connection is there.
  await sendOne(app, row);
  expect([count('connect'), count('close')]).toEqual([1, 0]);
}

const save = (app: TestApp, row: AccountRow, change: object, more: object = {}) =>
  app.call('accountsSave', {
    ...{ accountId: row.id, draft: { ...draftOf(row), ...change }, pendingGrantId: null, signOut: false },
    ...more,
  });

test('the messages of an account go over one connection and one sign-in', async () => {
  const app = await startApp({ sandbox });
  const row = await app.addSignedIn(person('ben'));
  for (let number = 0; number < 4; number += 1) await sendOne(app, row);
  expect([count('connect'), count('auth'), count('message')]).toEqual([1, 1, 4]);
});

test.each<[string, (app: TestApp, row: AccountRow) => Promise<unknown>]>([
  ['is edited', (app, row) => save(app, row, { senderName: 'Orders' })],
  ['gets another password', (app, row) => save(app, row, {}, { password: 'another' })],
  ['is disabled', (app, row) => app.call('accountsSetEnabled', { accountIds: [row.id], enabled: false })],
  ['is removed', (app, row) => app.call('accountsRemove', { accountIds: [row.id], waiting: 'refuse' })],
])('an account that %s has no connection left', async (_name, change) => {
  const app = await startApp({ sandbox });
  const row = await passwordAccount(app);
  await withOpenConnection(app, row);
  await change(app, row);
  await expect.poll(() => count('close')).toBe(1);
});

test('signing out ends the connection of every account of the grant', async () => {
  const app = await startApp({ sandbox });
  const row = await app.addSignedIn(person('ben'));
  await withOpenConnection(app, row);
  await app.call('signOut', { accountId: row.id, allAccounts: true });
  await expect.poll(() => count('close')).toBe(1);
});

test('a new sign-in is a new connection', async () => {
  const app = await startApp({ sandbox });
  const row = await app.addSignedIn(person('ben'));
  await withOpenConnection(app, row);
  app.signsInAs(person('ben'));
  await app.call('signInStart', {
    ...{ provider: 'microsoft', accountId: row.id, dialogId: null, expected: row.user },
    ...{ sendThrough: 'smtp', openBrowser: true },
  });
  expect(await app.signInEnd()).toMatchObject({ stage: 'signed-in' });
  await expect.poll(() => count('close')).toBe(1);
  await sendOne(app, row);
  expect([count('connect'), count('auth')]).toEqual([2, 2]);
});

test('a profile that is closed leaves no connection', async () => {
  const app = await startApp({ sandbox });
  await withOpenConnection(app, await passwordAccount(app));
  await app.stop();
  await expect.poll(() => count('close')).toBe(1);
});

test('the first refused message after an accepted one is told by the server over the same connection', async () => {
  const app = await startApp({ sandbox });
  const row = await passwordAccount(app);
  await withOpenConnection(app, row);
  const { address } = person('invoices');
  sandbox.faults.refuseRecipient({ address, code: 550 });
  const { itemId } = await app.send(row.id, address);
  expect(await app.settled(itemId)).toMatchObject({ state: 'failed', because: 'recipient-rejected' });
  sandbox.faults.reset();
  await sendOne(app, row);
  expect(count('connect')).toBe(1);
});
