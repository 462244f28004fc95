import { readFile } from 'node:fs/promises';
import * as client from 'openid-client';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Person } from '../../sandbox/people.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { followSignIn } from '../helpers/follow-pages.ts';
import type { PersonAtPages } from '../helpers/follow-pages.ts';
import { oauthBearer, openDialogue, xoauth2 } from '../helpers/smtp-dialogue.ts';

let sandbox: Sandbox;
let ca: string;
let fay: Person;
let gus: Person;
beforeAll(async () => {
  sandbox = await startSandbox();
  ca = await readFile(sandbox.caFile, 'utf8');
  [fay, gus] = sandbox.customPeople as [Person, Person];
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.faults.reset());

const configure = (secret = sandbox.customProvider.clientSecret) => {
  const { issuer, clientId } = sandbox.customProvider.entry;
  return client.discovery(new URL(issuer), clientId, undefined, client.ClientSecretBasic(secret), {
    execute: [client.allowInsecureRequests],
  });
};

/** Signs a person in with a library that shares nothing with the app. */
async function signIn(person: PersonAtPages, config?: client.Configuration, scope?: string) {
  const configuration = config ?? (await configure());
  const redirectUri = 'http://localhost:9/oauth/redirect';
  const verifier = client.randomPKCECodeVerifier();
  const url = client.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri,
    scope: scope ?? sandbox.customProvider.entry.scopes,
    state: 'state-1',
    nonce: 'nonce-1',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    prompt: 'consent',
  });
  const { landedOn } = await followSignIn(url.href, { ...person, visitRedirect: false });
  const tokens = await client.authorizationCodeGrant(configuration, new URL(landedOn), {
    pkceCodeVerifier: verifier,
    expectedState: 'state-1',
    expectedNonce: 'nonce-1',
  });
  return { configuration, landedOn: new URL(landedOn), tokens, refreshToken: tokens.refresh_token ?? '' };
}

/** A connection to the mail server of the custom provider, past STARTTLS and EHLO. */
async function dialogue() {
  const smtp = await openDialogue({ port: sandbox.customProvider.entry.smtp.port });
  await smtp.say('EHLO test.local');
  await smtp.say('STARTTLS');
  await smtp.startTls(ca);
  return { ...smtp, features: await smtp.say('EHLO test.local') };
}

describe('the custom provider of the sandbox', () => {
  it('describes itself and says in every response who it is', async () => {
    const { configuration, landedOn, tokens } = await signIn(fay);
    expect(configuration.serverMetadata()).toMatchObject({
      issuer: sandbox.customProvider.entry.issuer,
      authorization_response_iss_parameter_supported: true,
      revocation_endpoint: expect.stringContaining('/revoke'),
    });
    expect(landedOn.searchParams.get('iss')).toBe(sandbox.customProvider.entry.issuer);
    expect(tokens.claims()?.sub).toBe(fay.id);
    expect(tokens.claims()?.['email']).toBeUndefined();
    expect(await client.fetchUserInfo(configuration, tokens.access_token, fay.id)).toMatchObject({
      email: fay.address,
    });
  });

  it('wants the secret of its client, in the header', async () => {
    const { tokens, refreshToken } = await signIn(fay);
    expect(tokens.access_token).not.toBe('');
    const wrong = await configure('wrong');
    await expect(client.refreshTokenGrant(wrong, refreshToken)).rejects.toMatchObject({ status: 401 });
    const { issuer, clientId } = sandbox.customProvider.entry;
    const bare = await client.discovery(new URL(issuer), clientId, undefined, client.None(), {
      execute: [client.allowInsecureRequests],
    });
    await expect(client.refreshTokenGrant(bare, refreshToken)).rejects.toMatchObject({ status: 401 });
  });

  it('rotates refresh tokens, ends them on request, and by the fault', async () => {
    const { configuration, refreshToken } = await signIn(fay);
    const next = await client.refreshTokenGrant(configuration, refreshToken);
    expect(next.refresh_token).not.toBe(refreshToken);
    await client.tokenRevocation(configuration, next.refresh_token ?? '');
    await expect(client.refreshTokenGrant(configuration, next.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    const again = await signIn(fay);
    sandbox.faults.revoke({ address: fay.address });
    await expect(client.refreshTokenGrant(configuration, again.refreshToken)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });

  it('has faults at its token endpoint, and a log', async () => {
    const { configuration, refreshToken } = await signIn(gus);
    sandbox.log.clear();
    sandbox.faults.tokenEndpoint({ provider: 'custom', mode: '500' });
    await expect(client.refreshTokenGrant(configuration, refreshToken)).rejects.toThrow();
    sandbox.faults.reset();
    await client.refreshTokenGrant(configuration, refreshToken);
    expect(sandbox.log.tokenRequests()).toMatchObject([
      { provider: 'custom', grantType: 'refresh_token', error: 'fault:500' },
      { provider: 'custom', grantType: 'refresh_token', ok: true, address: gus.address },
    ]);
  });

  it('sends people back to the registered path only', async () => {
    const configuration = await configure();
    const url = client.buildAuthorizationUrl(configuration, {
      redirect_uri: 'http://localhost:9/elsewhere',
      scope: 'openid',
      code_challenge: 'c'.repeat(43),
      code_challenge_method: 'S256',
    });
    const { body } = await followSignIn(url.href, { ...fay, visitRedirect: false });
    expect(body).toContain('invalid_redirect_uri');
  });
});

describe('the mail server of the custom provider', () => {
  it('takes tokens and no passwords, and only under TLS', async () => {
    const smtp = await dialogue();
    expect(smtp.features).toContain('AUTH OAUTHBEARER XOAUTH2');
    expect(await smtp.say('AUTH PLAIN eA==')).toMatch(/^504 /);
    smtp.end();
    const clear = await openDialogue({ port: sandbox.customProvider.entry.smtp.port });
    expect(await clear.say('EHLO test.local')).not.toContain('AUTH');
    expect(await clear.say(`AUTH OAUTHBEARER ${oauthBearer(fay.address, 'x')}`)).toMatch(/^538 /);
    clear.end();
  });

  it.each([
    ['OAUTHBEARER', oauthBearer],
    ['XOAUTH2', xoauth2],
  ])('takes a token by %s', async (mechanism, write) => {
    const { tokens } = await signIn(fay);
    sandbox.log.clear();
    const smtp = await dialogue();
    expect(await smtp.say(`AUTH ${mechanism} ${write(fay.address, tokens.access_token)}`)).toMatch(/^235 /);
    expect(sandbox.log.smtpEvents().find(({ kind }) => kind === 'auth')).toMatchObject({
      port: 'custom',
      mechanism,
      user: fay.address,
      ok: true,
    });
    smtp.end();
  });

  it.each([
    ['of somebody else', () => gus.address, async () => (await signIn(fay)).tokens.access_token],
    ['that never was one', () => fay.address, async () => 'no-token'],
    [
      'without the permission to send',
      () => fay.address,
      async () => (await signIn(fay, undefined, 'openid offline_access')).tokens.access_token,
    ],
  ])('refuses a token %s, after it has said why', async (_what, user, token) => {
    const smtp = await dialogue();
    const reason = await smtp.say(`AUTH OAUTHBEARER ${oauthBearer(user(), await token())}`);
    expect(reason).toMatch(/^334 /);
    expect(JSON.parse(Buffer.from(reason.slice(4), 'base64').toString())).toMatchObject({
      status: 'invalid_token',
    });
    expect(await smtp.say('AQ==')).toMatch(/^535 /);
    smtp.end();
  });
});
