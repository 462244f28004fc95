import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import type { Person } from '../../sandbox/people.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { AccountRow } from '../../shared/account.ts';
import type { Input } from '../../shared/contract.ts';
import type { CustomProvider } from '../../shared/settings.ts';
import { customAnswer, microsoftAnswer } from '../identity/scripted-server.ts';
import { followSignIn } from '../helpers/follow-pages.ts';
import { startApp } from '../helpers/start-app.ts';
import type { TestApp } from '../helpers/start-app.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

let sandbox: Sandbox;
let fay: Person;
beforeAll(async () => {
  sandbox = await startSandbox();
  [fay] = sandbox.customPeople as [Person];
});
afterAll(() => sandbox.close());
beforeEach(() => {
  sandbox.faults.reset();
  sandbox.inbox.clear();
  sandbox.log.clear();
});

const to = 'orders@store.example';

/** An app that knows the custom provider, as a person enters it. */
async function startWithCustom(change: Partial<CustomProvider> = {}) {
  const app = await startApp({ sandbox });
  await enterCustom(app, change);
  return app;
}

async function enterCustom(app: TestApp, change: Partial<CustomProvider> = {}) {
  const { entry, clientSecret } = sandbox.customProvider;
  await app.call('settingsSave', {
    customProviders: [{ ...entry, ...change }],
    clientSecrets: { custom: clientSecret },
  });
  await pushed(app);
}

/** Resolves when the windows know all that has happened so far. */
async function pushed(app: TestApp): Promise<void> {
  const { revision } = await app.call('stateGet', {});
  await app.until('the push', () => (app.revision() >= revision ? true : null));
}

/** Begins a sign-in and answers its end; the person is the app's. */
async function signIn(
  app: TestApp,
  input: Pick<Input<'signInStart'>, 'provider' | 'accountId' | 'expected'>,
) {
  const { attemptId } = await app.call('signInStart', {
    ...input,
    dialogId: input.accountId === null ? 'dialog-0001' : null,
    sendThrough: input.provider === 'google' ? 'api' : 'smtp',
    openBrowser: true,
  });
  return app.until('the end', ({ signIn: view }) =>
    view?.attemptId === attemptId && view.stage !== 'waiting' && view.stage !== 'checking' ? view : null,
  );
}

const authentications = () =>
  sandbox.log.smtpEvents().flatMap(({ kind, mechanism, ok }) => (kind === 'auth' ? [[mechanism, ok]] : []));

async function send(app: TestApp, row: AccountRow, origin: 'user' | 'agent' = 'user') {
  const { itemId } = await app.send(row.id, to, origin);
  return app.settled(itemId);
}

/** A port that nobody has at the moment. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

test('a custom provider is entered, signed in at, sent by, revoked, asked for and signed in at again', async () => {
  const app = await startWithCustom();
  expect(app.state().providers.at(-1)).toMatchObject({
    id: 'custom',
    name: 'Fabrikam',
    presets: [{ sendThrough: 'smtp', host: 'localhost', tls: true, tlsMethod: 'starttls', locked: false }],
    client: { source: 'settings', clientId: 'smtp-setup-fabrikam', secretSet: true },
  });

  const row = await app.addSignedIn(fay);
  // Its id_token says no address; the userinfo endpoint does.
  expect(row).toMatchObject({ provider: 'custom', user: fay.address, signedInAs: fay.address });
  expect(await send(app, row)).toMatchObject({ state: 'sent' });
  expect(authentications()).toEqual([['OAUTHBEARER', true]]);
  expect(sandbox.inbox.messages()).toHaveLength(1);

  await app.restart();
  sandbox.faults.expireAccessTokens({ address: fay.address });
  expect(await send(app, row)).toMatchObject({ state: 'sent' });
  expect(authentications().slice(1)).toEqual([
    ['OAUTHBEARER', false],
    ['OAUTHBEARER', true],
  ]);
  expect(sandbox.log.tokenRequests().at(-1)).toMatchObject({
    provider: 'custom',
    grantType: 'refresh_token',
  });

  sandbox.faults.revoke({ address: fay.address });
  // What was signed in on a connection that is still open stays so.
  sandbox.faults.dropConnection({ stage: 'mail', times: 1 });
  const { itemId } = await app.send(row.id, to);
  expect(await app.settled(itemId)).toMatchObject({ state: 'held', because: 'sign-in-required' });
  const question = await app.until('the question', ({ questions }) => questions[0] ?? null);
  expect(question).toMatchObject({ provider: 'custom', expected: fay.address, waitingItems: 1 });
  app.signsInAs(fay);
  await app.call('questionAnswer', { questionId: question.questionId, answer: 'sign-in', openBrowser: true });
  expect(await app.signInEnd()).toMatchObject({ stage: 'signed-in', signedInAs: fay.address });
  expect(await app.settled(itemId, 'sent')).toMatchObject({ state: 'sent' });

  expect(await app.call('signOut', { accountId: row.id, allAccounts: false })).toEqual({
    sharedBy: 1,
    revoked: true,
    consentPageUrl: null,
  });
});

test('another mechanism counts with the next message, and the sign-in stays', async () => {
  const app = await startWithCustom();
  const row = await app.addSignedIn(fay);
  await enterCustom(app, { mechanism: 'XOAUTH2', name: 'Fabrikam Inc.' });
  expect(app.row(row.id)?.status.kind).toBe('ready');
  expect(await send(app, row)).toMatchObject({ state: 'sent' });
  expect(authentications()).toEqual([['XOAUTH2', true]]);
});

test('the permission to send that is left out is missed at once', async () => {
  const app = await startWithCustom();
  const row = await app.add({
    ...{ provider: 'custom', host: 'localhost', port: sandbox.customProvider.entry.smtp.port },
    user: fay.address,
  });
  app.signsInAs(fay, { untickSending: true });
  const start = { provider: 'custom', accountId: row.id, expected: fay.address };
  expect(await signIn(app, start)).toMatchObject({ stage: 'failed', failure: { code: 'scope-missing' } });
  app.signsInAs(fay, { decline: true });
  expect(await signIn(app, start)).toMatchObject({ failure: { code: 'authorization-denied' } });
});

test('a fixed port and path are what the browser comes back to', async () => {
  const redirectPort = await freePort();
  const app = await startWithCustom({ redirectPort });
  expect(app.state().providers.at(-1)?.client.redirectUri).toBe(
    `http://localhost:${redirectPort}/oauth/redirect`,
  );
  await app.addSignedIn(fay);
  const asked = new URL(app.opened.at(-1) ?? '').searchParams.get('redirect_uri');
  expect(asked).toBe(`http://localhost:${redirectPort}/oauth/redirect`);
  // The port is free again for the next sign-in.
  await app.addSignedIn(fay);
});

test('a fixed port that another program has is named', async () => {
  const squatter = createServer();
  await new Promise<void>((resolve) => void squatter.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void squatter.close());
  const address = squatter.address();
  const redirectPort = typeof address === 'object' && address ? address.port : 0;
  const app = await startWithCustom({ redirectPort });
  const start = { provider: 'custom', accountId: null, dialogId: 'dialog-0001', expected: '' };
  const failure = await app.failure('signInStart', { ...start, sendThrough: 'smtp', openBrowser: true });
  expect(failure).toMatchObject({ code: 'redirect-unavailable', detail: { port: redirectPort } });
  expect(failure.message).toContain(`port ${redirectPort} `);
});

test('a wrong secret is the client’s fault, and what waits goes on with the right one', async () => {
  const app = await startWithCustom();
  const row = await app.addSignedIn(fay);
  await app.call('settingsSave', { clientSecrets: { custom: 'wrong' } });
  sandbox.faults.expireAccessTokens({ address: fay.address });
  const { itemId } = await app.send(row.id, to);
  expect(await app.settled(itemId)).toMatchObject({ state: 'held', because: 'client-rejected' });
  await app.call('settingsSave', { clientSecrets: { custom: sandbox.customProvider.clientSecret } });
  expect(await app.settled(itemId, 'sent')).toMatchObject({ state: 'sent' });
  await app.call('settingsSave', { clientSecrets: { custom: '' } });
  await pushed(app);
  expect(app.state().providers.at(-1)?.client.secretSet).toBe(false);
});

/** A policy file as the sandbox's, with other members of its Microsoft. */
async function policyWith(microsoft: Record<string, unknown>): Promise<string> {
  const policy = JSON.parse(await readFile(sandbox.policyFile, 'utf8'));
  Object.assign(policy.providers.microsoft, microsoft);
  const file = join(await temporaryFolder(), 'policy.json');
  await writeFile(file, JSON.stringify({ ...policy, certificateAuthorities: sandbox.caFile }));
  return file;
}

const ben = () => sandbox.people.find(({ address }) => address.startsWith('ben@')) ?? expect.unreachable();

test('a Microsoft client with a secret signs in, sends and is renewed as a confidential client, with PKCE', async () => {
  const policyFile = await policyWith({ ...sandbox.confidentialClient });
  const app = await startApp({ sandbox, policyFile });
  expect(app.state().providers[1]?.client).toMatchObject({ source: 'policy', secretSet: true });
  const row = await app.addSignedIn(ben());
  expect(new URL(app.opened.at(-1) ?? '').searchParams.get('code_challenge_method')).toBe('S256');
  sandbox.faults.expireAccessTokens({ address: ben().address });
  expect(await send(app, row)).toMatchObject({ state: 'sent' });
  expect(sandbox.log.tokenRequests().map(({ grantType, ok }) => [grantType, ok])).toEqual([
    ['authorization_code', true],
    ['refresh_token', true],
  ]);
  expect(JSON.stringify([app.pushes, app.logged])).not.toContain(sandbox.confidentialClient.clientSecret);
});

test.each([
  ['without its secret', { clientSecret: undefined }, 7_000_218],
  ['with a wrong one', { clientSecret: 'wrong' }, 7_000_215],
])('a Microsoft client %s is refused by its number', async (_what, change, aadsts) => {
  const policyFile = await policyWith({ ...sandbox.confidentialClient, ...change });
  const app = await startApp({ sandbox, policyFile });
  app.signsInAs(ben());
  const start = { provider: 'microsoft', accountId: null, expected: '' };
  expect(await signIn(app, start)).toMatchObject({
    failure: { code: 'client-rejected', detail: { aadsts } },
  });
});

test('a policy that names clients or endpoints leaves no room for those of a person, and says so', async () => {
  const app = await startApp({ sandbox });
  expect(app.state().policy.lockedSettings).toEqual(['googleClient', 'microsoftClient']);
  const googleClient = { clientId: 'mine', redirectPort: null, redirectPath: '/' };
  expect(await app.failure('settingsSave', { googleClient })).toMatchObject({
    code: 'locked-by-policy',
    field: 'googleClient',
  });
  expect(await app.failure('settingsSave', { clientSecrets: { google: 'canary' } })).toMatchObject({
    code: 'locked-by-policy',
    field: 'clientSecrets',
  });
  await app.call('settingsSave', { googleClient: null, theme: 'dark' });
});

const microsoftClient = {
  clientId: 'client-m',
  tenant: 'contoso.example',
  cloud: 'global' as const,
  redirectPort: null,
  redirectPath: '/',
};

/** An app without a policy, whose requests to Microsoft are answered here. */
async function startOnline() {
  const sent: { readonly url: string; readonly form: URLSearchParams }[] = [];
  const app = await startApp({
    sandbox: null,
    fetch: async (url, init) => {
      const href = (url instanceof Request ? url.url : url.toString()).split('?')[0] ?? '';
      sent.push({ url: href, form: new URLSearchParams(typeof init?.body === 'string' ? init.body : '') });
      return Response.json(
        href.includes('fabrikam') ? customAnswer('') : microsoftAnswer('https://login.microsoftonline.com'),
      );
    },
    // The nonce of the answer is always the same one.
    person: (url) => {
      const asked = new URL(url).searchParams;
      const form = { state: asked.get('state') ?? '', code: 'canary-code' };
      return fetch(asked.get('redirect_uri') ?? '', { method: 'POST', body: new URLSearchParams(form) });
    },
  });
  return { app, sent };
}

test('an own client of Microsoft counts from Save on; its secret goes to its own token endpoint and nowhere else', async () => {
  const { app, sent } = await startOnline();
  expect(app.state().providers[1]?.client).toMatchObject({ source: 'built-in', clientId: '' });
  await app.call('settingsSave', { microsoftClient, clientSecrets: { microsoft: 'canary-secret' } });
  const endpoint = 'https://login.microsoftonline.com/contoso.example/oauth2/v2.0';
  const { providers } = await app.until('the push', (state) =>
    state.providers[1]?.client.clientId === 'client-m' ? state : null,
  );
  expect(providers[1]?.client).toEqual({
    source: 'settings',
    clientId: 'client-m',
    secretSet: true,
    authorizationEndpoint: `${endpoint}/authorize`,
    tokenEndpoint: `${endpoint}/token`,
    revocationEndpoint: null,
    redirectUri: 'http://localhost',
  });

  const start = { provider: 'microsoft', accountId: null, expected: '' };
  // The answer here is made for another nonce: how far the request went is what counts.
  await signIn(app, start);
  expect(app.opened[0]).toMatch(
    /^https:\/\/login\.microsoftonline\.com\/contoso\.example\/oauth2\/v2\.0\/authorize\?/,
  );
  expect(sent.map(({ url }) => url)).toEqual([`${endpoint}/token`]);
  expect(Object.fromEntries(sent[0]?.form ?? [])).toMatchObject({
    client_id: 'client-m',
    client_secret: 'canary-secret',
    code: 'canary-code',
    code_verifier: expect.stringMatching(/^[\w-]{43}$/),
  });

  // Another client, tenant or cloud: the secret was not made for it.
  for (const change of [{ clientId: 'client-n' }, { tenant: 'thief.example' }, { cloud: 'china' as const }]) {
    sent.length = 0;
    await app.call('settingsSave', { microsoftClient, clientSecrets: { microsoft: 'canary-secret' } });
    await app.call('settingsSave', { microsoftClient: { ...microsoftClient, ...change } });
    await app.until('the push', ({ providers }) => (providers[1]?.client.secretSet === false ? true : null));
    await signIn(app, start);
    expect(sent).toHaveLength(1);
    expect(sent[0]?.form.has('client_secret')).toBe(false);
  }
  expect(JSON.stringify([app.pushes, app.logged])).not.toContain('canary-secret');
});

test('a sign-in that runs when its client changes is cancelled; one at another provider goes on', async () => {
  const app = await startWithCustom();
  app.setPerson(() => undefined);
  const start = { accountId: null, dialogId: 'dialog-0001', expected: '', sendThrough: 'smtp' as const };
  const view = await app.call('signInStart', { ...start, provider: 'custom', openBrowser: true });
  await app.call('settingsSave', { theme: 'dark' });
  await pushed(app);
  expect(app.state().signIn).toMatchObject({ attemptId: view.attemptId, stage: 'waiting' });
  await enterCustom(app, { clientId: 'another' });
  expect(app.state().signIn).toMatchObject({ attemptId: view.attemptId, stage: 'cancelled' });
  const microsoft = await app.call('signInStart', { ...start, provider: 'microsoft', openBrowser: true });
  await app.call('settingsSave', { customProviders: [] });
  await pushed(app);
  expect(app.state().providers.map(({ id }) => id)).toEqual(['google', 'microsoft']);
  expect(app.state().signIn).toMatchObject({ attemptId: microsoft.attemptId, stage: 'waiting' });
  expect(await app.failure('signInStart', { ...start, provider: 'custom', openBrowser: true })).toMatchObject(
    {
      code: 'invalid-request',
    },
  );
});

test('pages open in the browser that the settings name', async () => {
  const app = await startApp({ sandbox });
  await app.call('settingsSave', { signInBrowser: 'firefox' });
  const start = { provider: 'google', accountId: null, dialogId: 'dialog-0001', expected: '' };
  await app.call('signInStart', { ...start, sendThrough: 'api', openBrowser: true });
  await app.until('the browser', () => (app.browsers.length > 0 ? true : null));
  expect(app.browsers).toEqual(['firefox']);
});

test('a person of the custom provider signs in by the pages with another account first', async () => {
  const app = await startWithCustom();
  const [, gus] = sandbox.customPeople;
  const row = await app.add({
    ...{ provider: 'custom', host: 'localhost', port: sandbox.customProvider.entry.smtp.port },
    user: fay.address,
  });
  app.setPerson((url) =>
    followSignIn(url, { address: gus?.address ?? '', password: gus?.password ?? '', chooseOther: true }),
  );
  const start = { provider: 'custom', accountId: row.id, expected: fay.address };
  expect(await signIn(app, start)).toMatchObject({ stage: 'wrong-account', signedInAs: gus?.address });
  app.signsInAs(fay);
  expect(await signIn(app, start)).toMatchObject({ stage: 'signed-in' });
  expect(new URL(app.opened.at(-1) ?? '').searchParams.get('prompt')).toBe('consent login');
});
