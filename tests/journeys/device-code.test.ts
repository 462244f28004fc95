import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { SignInView } from '../../shared/message.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { findLeaks } from '../helpers/find-leaks.ts';
import { followSignIn } from '../helpers/follow-pages.ts';
import type { Landing } from '../helpers/follow-pages.ts';
import { startApp } from '../helpers/start-app.ts';
import type { TestApp } from '../helpers/start-app.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.faults.reset());

const person = (name: string) =>
  [...sandbox.people, ...sandbox.customPeople].find(({ address }) => address.startsWith(`${name}@`)) ??
  expect.unreachable();
const vaultFiles = ({ profileFolder }: TestApp) =>
  readdir(join(profileFolder, 'vault')).catch((): string[] => []);
const intervalMs = 5_000;
// A busy computer is no failure.
const patience = { timeout: 15_000 };

/** An app on a clock of its own, where somebody asked for a code. */
async function start(options: { provider?: string; expected?: string; before?: string } = {}) {
  const { provider = 'microsoft', expected = '', before } = options;
  const clock = createFakeClock();
  const app = await startApp({ sandbox, clock });
  if (provider === 'custom') {
    const { entry, clientSecret } = sandbox.customProvider;
    await app.call('settingsSave', { customProviders: [entry], clientSecrets: { custom: clientSecret } });
    await app.until('the provider', ({ providers }) => (providers.length === 3 ? true : null));
  }
  const account = before === undefined ? null : await app.addSignedIn(person(before));
  const dialogId = account ? null : randomBytes(12).toString('base64url');
  const opened = app.opened.length;
  const ask = () =>
    app.call('signInStart', {
      ...{ provider, accountId: account?.id ?? null, dialogId, sendThrough: 'smtp' },
      ...{ expected: account?.user ?? expected, openBrowser: true, deviceCode: true },
    });
  const view = await ask();
  const polls = () => sandbox.log.tokenRequests().length;
  /** The time passes until the provider has been asked once more. */
  const poll = async () => {
    const asked = polls();
    const waitsMs = () => (clock.nextWakeMs() ?? Number.POSITIVE_INFINITY) - clock.nowMs();
    await expect.poll(waitsMs, patience).toBeLessThanOrEqual(intervalMs);
    await clock.advance(intervalMs);
    await expect.poll(polls, patience).toBe(asked + 1);
  };
  /** Somebody types the code in a browser anywhere. */
  const signsInAs = (name: string, more: object = {}): Promise<Landing> => {
    const { address, password } = person(name);
    return followSignIn(view.url, { address, password, userCode: view.userCode ?? '', ...more });
  };
  return {
    app,
    clock,
    view,
    ask,
    account,
    dialogId,
    poll,
    signsInAs,
    openedSince: () => app.opened.length - opened,
  };
}

const words = (view: SignInView) => ({ userCode: view.userCode, url: view.url, stage: view.stage });

test.each(['microsoft', 'custom'])(
  'the owner of a %s mailbox signs in at another computer, and a document goes out',
  async (provider) => {
    const owner = provider === 'custom' ? 'fay' : 'ben';
    const { app, view, ask, poll, signsInAs, openedSince } = await start({ provider });
    expect(view).toMatchObject({
      stage: 'waiting',
      userCode: expect.stringMatching(/^[A-Z]{4}-?[A-Z]{4,5}$/),
    });
    expect(await ask()).toEqual(view);
    await poll();
    const { seen } = await signsInAs(owner);
    expect(seen.at(-1)).toBe('You are signed in to SMTP Setup');
    expect(app.state().signIn).toMatchObject(words(view));
    await poll();
    const end = await app.signInEnd();
    expect(end).toMatchObject({ stage: 'signed-in', signedInAs: person(owner).address });
    if (end.stage !== 'signed-in') return;
    const preset =
      app.state().providers.find(({ id }) => id === provider)?.presets[0] ?? expect.unreachable();
    const { locked: _, ...fields } = preset;
    const row = await app.add(
      { ...fields, provider, user: end.signedInAs },
      { pendingGrantId: end.pendingGrantId },
    );
    const { itemId } = await app.send(row.id, person('orders').address);
    expect(await app.settled(itemId)).toMatchObject({ state: 'sent' });
    expect(openedSince()).toBe(0);
    await app.stop();
    const { leaks, files } = await findLeaks(app, sandbox.secrets(), [view, end, row]);
    expect([leaks, files > 3]).toEqual([[], true]);
  },
);

test('what was asked for once for a dialog is not kept when the dialog is cancelled', async () => {
  const { app, clock, dialogId, signsInAs } = await start();
  await app.call('signInDiscard', { dialogId: dialogId ?? '' });
  expect(app.state().signIn).toBeNull();
  const asked = sandbox.log.tokenRequests().length;
  await signsInAs('ben');
  await clock.advance(60_000);
  expect(sandbox.log.tokenRequests()).toHaveLength(asked);
  expect(await vaultFiles(app)).toEqual([]);
});

test('somebody else than the owner is refused, and the sign-in from before stays', async () => {
  const { app, poll, signsInAs, account } = await start({ before: 'ben' });
  const kept = await vaultFiles(app);
  await signsInAs('clara');
  await poll();
  expect(await app.signInEnd()).toMatchObject({ stage: 'wrong-account', signedInAs: 'clara@contoso.test' });
  expect(await vaultFiles(app)).toEqual(kept);
  expect(app.row(account?.id ?? 0)).toMatchObject({
    signedInAs: 'ben@contoso.test',
    status: { kind: 'ready' },
  });
});

test('an owner who declines ends it, with what Microsoft called it', async () => {
  const { app, poll, signsInAs } = await start();
  await signsInAs('ben', { decline: true });
  await poll();
  expect(await app.signInEnd()).toMatchObject({
    stage: 'failed',
    failure: { code: 'authorization-denied', detail: { error: 'authorization_declined' } },
  });
  expect(await vaultFiles(app)).toEqual([]);
});

test('a code that nobody used expires, also while the network is lost', async () => {
  const { app, clock, view, poll } = await start();
  expect(view.expiresAtMs - clock.nowMs()).toBe(15 * 60_000);
  await poll();
  sandbox.faults.tokenEndpoint({ provider: 'microsoft', mode: 'html' });
  const aMinuteLater = async () => {
    const before = clock.nowMs();
    await clock.advance(60_000);
    return [app.state().signIn?.stage, before < view.expiresAtMs];
  };
  await expect.poll(aMinuteLater, patience).toEqual(['waiting', true]);
  const stageLater = async () => (await aMinuteLater())[0];
  await expect.poll(stageLater, patience).toBe('timed-out');
  expect(app.state().signIn).toMatchObject({ failure: { code: 'sign-in-timed-out' } });
  expect(clock.nowMs()).toBeGreaterThanOrEqual(view.expiresAtMs);
});

test('Cancel ends the asking, and an app that ends leaves nothing behind', async () => {
  const { app, clock, view, signsInAs } = await start({ before: 'ben' });
  const kept = await vaultFiles(app);
  await app.call('signInCancel', { attemptId: view.attemptId });
  expect(await app.signInEnd()).toMatchObject({ stage: 'cancelled' });
  const asked = sandbox.log.tokenRequests().length;
  await signsInAs('ben');
  await clock.advance(60_000);
  expect(sandbox.log.tokenRequests()).toHaveLength(asked);

  const { provider, accountId, expected } = view;
  const again = { provider, accountId, expected, dialogId: null, sendThrough: 'smtp' } as const;
  await app.call('signInStart', { ...again, openBrowser: false, deviceCode: true });
  await app.restart();
  expect(app.state().signIn).toBeNull();
  expect(await vaultFiles(app)).toEqual(kept);
});

test('what no code can be had for is refused in a sentence', async () => {
  const app = await startApp({ sandbox });
  const dialogId = randomBytes(12).toString('base64url');
  const wish = { accountId: null, dialogId, expected: '', openBrowser: false, deviceCode: true } as const;
  expect(await app.failure('signInStart', { ...wish, provider: 'google', sendThrough: 'api' })).toMatchObject(
    {
      ...{ code: 'invalid-request', field: 'deviceCode' },
      message: expect.stringContaining('Google offers no sign-in by code'),
    },
  );
  expect(
    await app.failure('signInStart', {
      ...wish,
      ...{ provider: 'microsoft', sendThrough: 'smtp', refreshToken: 'canary' },
    }),
  ).toMatchObject({ code: 'invalid-request', field: 'deviceCode' });
  expect(app.state().providers.map(({ id, deviceCode }) => [id, deviceCode])).toEqual([
    ['google', false],
    ['microsoft', true],
  ]);
});
