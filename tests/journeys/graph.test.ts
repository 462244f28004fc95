import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { AccountRow } from '../../shared/account.ts';
import { followSignIn } from '../helpers/follow-pages.ts';
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
  sandbox.inbox.clear();
});

const person = (name: string) => personOf(sandbox, name);

const viaOf = () => sandbox.inbox.messages().map(({ via, account }) => [via, account]);
const refreshes = () => sandbox.log.tokenRequests().filter(({ grantType }) => grantType === 'refresh_token');

/** Sends until the item has settled. */
async function sent(app: TestApp, { id }: AccountRow) {
  const { itemId } = await app.send(id, 'customer@example.org');
  return app.settled(itemId);
}

describe('an account that sends through Microsoft Graph', () => {
  test('needs no SMTP AUTH, and no secret of it is told', async () => {
    sandbox.faults.smtpAuthDisabled({ on: true });
    const app = await startApp({ sandbox });
    const account = await app.addSignedIn(person('ben'), {}, 'api');
    expect(await sent(app, account)).toMatchObject({ state: 'sent', confirmedBy: 'server' });
    expect(viaOf()).toEqual([['graph', 'ben@contoso.test']]);
    const told = JSON.stringify([app.pushes, app.logged]);
    expect(sandbox.secrets().filter((secret) => told.includes(secret))).toEqual([]);
  });

  test('ends each message by what Graph answers', async () => {
    const app = await startApp({ sandbox });
    const account = await app.addSignedIn(person('ben'), {}, 'api');
    sandbox.faults.expireAccessTokens({ address: person('ben').address });
    const before = refreshes().length;
    expect(await sent(app, account)).toMatchObject({ state: 'sent' });
    expect(refreshes().length - before).toBe(1);
    const ends = [
      ['401', 'held', 'authentication-rejected'],
      ['claims', 'held', 'sign-in-required'],
      ['403', 'held', 'scope-missing'],
      ['send-as-denied', 'failed', 'sender-rejected'],
      ['reset-after-accept', 'unconfirmed', 'delivery-unconfirmed'],
    ] as const;
    for (const [mode, state, because] of ends) {
      sandbox.faults.graphApi({ mode });
      expect([mode, await sent(app, account)]).toMatchObject([mode, { state, because }]);
    }
  });

  test('sends as a shared mailbox, with the permission that its sign-in asked for', async () => {
    const app = await startApp({ sandbox });
    const preset = app
      .state()
      .providers.find(({ id }) => id === 'microsoft')
      ?.presets.find(({ sendThrough }) => sendThrough === 'api');
    if (!preset) throw new Error('no preset');
    const { locked: _, ...server } = preset;
    const { address, password } = person('ben');
    const people = { user: 'sales@contoso.test', signInAccount: address };
    const account = await app.add({ ...server, ...people, provider: 'microsoft' });
    app.setPerson((url) => followSignIn(url, { address, password }));
    const start = { provider: 'microsoft', accountId: account.id, dialogId: null, expected: address };
    await app.call('signInStart', { ...start, sendThrough: 'api', openBrowser: true });
    expect(await app.signInEnd()).toMatchObject({ stage: 'signed-in' });
    expect(await sent(app, account)).toMatchObject({ state: 'sent' });
    expect(viaOf()).toEqual([['graph', 'sales@contoso.test']]);
  });
});

test('a mailbox without SMTP AUTH goes on through Graph at one click, with the sign-in that it has', async () => {
  sandbox.faults.smtpAuthDisabled({ on: true });
  const app = await startApp({ sandbox });
  const account = await app.addSignedIn(person('clara'));
  expect(account).toMatchObject({ sendThrough: 'smtp' });
  const held = await sent(app, account);
  expect(held).toMatchObject({ state: 'held', because: 'smtp-auth-disabled' });
  const switching = { accountId: account.id, sendThrough: 'api' } as const;
  expect(await app.call('accountsSendThrough', switching)).toEqual({ switched: true });
  expect(await app.settled(held.itemId, 'sent')).toMatchObject({ state: 'sent' });
  expect(viaOf()).toEqual([['graph', 'clara@contoso.test']]);
  expect(app.row(account.id)).toMatchObject({
    sendThrough: 'api',
    port: Number(URL.parse(sandboxGraph(app))?.port),
  });
  expect(app.opened).toHaveLength(1);
  expect(await app.call('accountsSendThrough', { ...switching, sendThrough: 'smtp' })).toEqual({
    switched: true,
  });
});

function sandboxGraph(app: TestApp): string {
  const microsoft = app.state().providers.find(({ id }) => id === 'microsoft');
  const api = microsoft?.presets.find(({ sendThrough }) => sendThrough === 'api');
  return `http://${api?.host}:${api?.port}`;
}

test('an account whose sign-in does not allow Graph stays as it is until somebody signs in for it', async () => {
  const app = await startApp({ sandbox });
  const account = await app.addSignedIn(person('ben'));
  // A shared mailbox takes a permission of its own, which nobody has asked for yet.
  const { id, isDefault: _d, managed: _m, passwordSet: _p, signedInAs: _s, status: _t, ...draft } = account;
  const shared = { ...draft, user: 'sales@contoso.test', signInAccount: 'ben@contoso.test' };
  await app.call('accountsSave', { accountId: id, draft: shared, pendingGrantId: null, signOut: false });
  await app.until('the row', () => (app.row(id)?.user === shared.user ? true : null));
  const switching = { accountId: id, sendThrough: 'api' } as const;
  expect(await app.call('accountsSendThrough', switching)).toEqual({ switched: false });
  expect(app.row(id)).toMatchObject({ sendThrough: 'smtp', signedInAs: 'ben@contoso.test' });
  const start = { provider: 'microsoft', accountId: id, dialogId: null, expected: 'ben@contoso.test' };
  await app.call('signInStart', {
    ...{ ...start, sendThrough: 'api', openBrowser: true },
    permissions: ['shared-mailbox'],
  });
  expect(await app.signInEnd()).toMatchObject({ stage: 'signed-in' });
  expect(app.row(id)).toMatchObject({ sendThrough: 'api', status: { kind: 'ready' } });
  expect(await sent(app, account)).toMatchObject({ state: 'sent' });
});

test('a large message waits until the sign-in allows it, then arrives byte for byte', async () => {
  const app = await startApp({ sandbox });
  const account = await app.addSignedIn(person('ben'), {}, 'api');
  const { documentId } = await app.call('documentBegin', { name: 'Plan.pdf' });
  const part = randomBytes(500_000);
  for (let index = 0; index < 7; index += 1) {
    const offsetBytes = index * part.length;
    await app.call('documentAppend', { documentId, offsetBytes, base64: part.toString('base64') });
  }
  await app.call('documentEnd', { documentId });
  const { itemId } = await app.send(account.id, 'customer@example.org', 'user', {
    documentIds: [documentId],
  });
  expect(await app.settled(itemId)).toMatchObject({ state: 'held', because: 'large-messages-not-allowed' });
  await app.call('signInStart', {
    ...{ provider: 'microsoft', accountId: account.id, dialogId: null, expected: 'ben@contoso.test' },
    ...{ sendThrough: 'api', openBrowser: true, permissions: ['large-messages'] },
  });
  expect(await app.signInEnd()).toMatchObject({ stage: 'signed-in' });
  expect(await app.settled(itemId, 'sent')).toMatchObject({ state: 'sent' });
  expect(sandbox.inbox.messages()[0]?.attachments).toMatchObject([
    { name: 'Plan.pdf', sizeBytes: 3_500_000 },
  ]);
});
