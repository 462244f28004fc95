import { CodeChallengeMethod, OAuth2Client } from 'google-auth-library';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '../../sandbox/people.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { followSignIn } from '../helpers/follow-pages.ts';
import {
  authorizationUrl,
  claimsOf,
  gmailSend,
  obtainTokens,
  personOf,
  postToken,
  readProvider,
  redeem,
  refreshed,
} from '../helpers/sandbox-tokens.ts';
import type { ProviderEntry } from '../helpers/sandbox-tokens.ts';

let sandbox: Sandbox;
let google: ProviderEntry;
let grace: Person;
const redirectUri = 'http://127.0.0.1:9/any/path';

beforeAll(async () => {
  sandbox = await startSandbox();
  google = await readProvider(sandbox, 'google');
  grace = personOf(sandbox, 'grace@harbor.test');
});
afterAll(() => sandbox.close());

const offline = {
  scope: `openid email ${gmailSend}`,
  redirect_uri: redirectUri,
  access_type: 'offline',
  prompt: 'consent',
};

const codeFor = async (parameters: Readonly<Record<string, string>>) => {
  const { url, verifier } = authorizationUrl(google, parameters);
  const { landedOn } = await followSignIn(url, { ...grace, visitRedirect: false });
  return { verifier, query: new URL(landedOn).searchParams };
};

const redeemCode = (code: string, verifier: string) => ({
  grant_type: 'authorization_code',
  code,
  code_verifier: verifier,
  redirect_uri: redirectUri,
});

describe('the Google of the sandbox', () => {
  it('signs a person in through google-auth-library, refreshes without rotation and revokes', async () => {
    const client = new OAuth2Client({
      clientId: google.clientId,
      clientSecret: google.clientSecret ?? '',
      redirectUri,
      issuers: [google.issuer],
      endpoints: {
        oauth2AuthBaseUrl: google.authorizationEndpoint,
        oauth2TokenUrl: google.tokenEndpoint,
        oauth2RevokeUrl: google.revocationEndpoint,
      },
    });
    const { codeVerifier, codeChallenge } = await client.generateCodeVerifierAsync();
    const url = client.generateAuthUrl({
      access_type: 'offline',
      prompt: 'consent',
      scope: ['openid', 'email', gmailSend],
      login_hint: grace.address,
      state: 'state-1',
      code_challenge: codeChallenge ?? '',
      code_challenge_method: CodeChallengeMethod.S256,
    });
    const { landedOn, seen } = await followSignIn(url, { ...grace, visitRedirect: false });
    expect(seen).toEqual(['Welcome', 'SMTP Setup wants to access your Google Account']);
    const query = new URL(landedOn).searchParams;
    expect(query.get('state')).toBe('state-1');
    expect(query.get('iss')).toBe(google.issuer);

    const { tokens } = await client.getToken({ code: query.get('code') ?? '', codeVerifier });
    expect(tokens.scope?.split(' ')).toContain(gmailSend);
    expect(claimsOf(tokens.id_token ?? '')).toMatchObject({
      iss: google.issuer,
      aud: google.clientId,
      sub: grace.id,
      email: grace.address,
      email_verified: true,
      hd: 'harbor.test',
    });
    client.setCredentials(tokens);
    const { credentials } = await client.refreshAccessToken();
    expect(credentials.access_token).not.toBe(tokens.access_token);
    expect(credentials.refresh_token).toBe(tokens.refresh_token);

    await client.revokeToken(tokens.refresh_token ?? '');
    await expect(client.refreshAccessToken()).rejects.toMatchObject({
      response: { data: { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' } },
    });
    await expect(client.revokeToken(tokens.refresh_token ?? '')).rejects.toMatchObject({
      response: { status: 400, data: { error: 'invalid_token' } },
    });
  });

  it('sends no refresh token in the answer to a refresh', async () => {
    const first = await obtainTokens(sandbox, grace);
    const second = await refreshed(sandbox, 'google', first.refreshToken);
    expect(second.answer.body).not.toHaveProperty('refresh_token');
    expect(await redeem(sandbox, 'google', first.refreshToken)).toMatchObject({ status: 200 });
  });

  it.each([{ prompt: 'select_account' }, { access_type: 'online' }])(
    'leaves no refresh token behind with %o',
    async (change) => {
      const { refreshToken } = await obtainTokens(sandbox, grace, { parameters: { ...offline, ...change } });
      expect(refreshToken).toBe('');
    },
  );

  it('leaves out what the person unticked and says so in the granted scope', async () => {
    const { scope } = await obtainTokens(sandbox, grace, { pages: { untickSending: true } });
    expect(scope).toBe('openid https://www.googleapis.com/auth/userinfo.email');
  });

  it('wants the client secret before it looks at the code', async () => {
    const { query, verifier } = await codeFor(offline);
    const fields = redeemCode(query.get('code') ?? '', verifier);
    const { clientSecret: _secret, ...withoutSecret } = google;
    expect(await postToken(withoutSecret, fields)).toEqual({
      status: 400,
      body: { error: 'invalid_request', error_description: 'client_secret is missing.' },
    });
    expect(await postToken({ ...google, clientSecret: 'wrong' }, fields)).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
    expect(await postToken(google, fields)).toMatchObject({ status: 200 });
    expect(sandbox.secrets()).toEqual(expect.arrayContaining([query.get('code'), verifier]));
  });

  it('refuses a wrong verifier, a foreign redirect URI and a code that was used', async () => {
    const { query, verifier } = await codeFor(offline);
    const fields = redeemCode(query.get('code') ?? '', verifier);
    const error = async (changed: Record<string, string>) =>
      (await postToken(google, { ...fields, ...changed })).body;
    expect(await error({ code_verifier: 'x'.repeat(43) })).toMatchObject({
      error: 'invalid_grant',
      error_description: 'Invalid code verifier.',
    });
    expect(await error({ redirect_uri: 'http://127.0.0.1:10/' })).toMatchObject({
      error: 'redirect_uri_mismatch',
    });
    expect(await error({ code: 'made-up' })).toMatchObject({
      error: 'invalid_grant',
      error_description: 'Malformed auth code.',
    });
    const tokens = await postToken(google, fields);
    expect(tokens.status).toBe(200);
    expect(await error({})).toMatchObject({ error: 'invalid_grant' });
    // A code that comes twice was stolen once: what it bought is gone (RFC 6749 §4.1.2).
    expect(await redeem(sandbox, 'google', String(tokens.body['refresh_token']))).toMatchObject({
      status: 400,
    });
  });

  it('wants PKCE', async () => {
    const { url } = authorizationUrl(google, offline);
    const without = new URL(url);
    without.searchParams.delete('code_challenge');
    without.searchParams.delete('code_challenge_method');
    const { landedOn } = await followSignIn(without.href, { ...grace, visitRedirect: false });
    expect(new URL(landedOn).searchParams.get('error')).toBe('invalid_request');
  });

  it('revokes by an access token too, and with it all that the person granted to the client', async () => {
    const one = await obtainTokens(sandbox, grace);
    const other = await obtainTokens(sandbox, grace);
    const response = await fetch(google.revocationEndpoint, {
      method: 'POST',
      body: new URLSearchParams({ token: one.accessToken }),
    });
    expect(response.status).toBe(200);
    expect(await redeem(sandbox, 'google', other.refreshToken)).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });
  });

  it('shows a page, and does not redirect, where the redirect URI or a scope is not one of its own', async () => {
    for (const change of [{ redirect_uri: 'https://evil.test/' }, { scope: 'openid everything' }]) {
      const { url } = authorizationUrl(google, { ...offline, ...change });
      const response = await fetch(url, { redirect: 'manual', headers: { accept: 'text/html' } });
      expect(response.status).toBe(400);
      expect(await response.text()).toContain('Access blocked');
    }
  });
});

describe('its pages', () => {
  it('answer access_denied when the person declines', async () => {
    const { url } = authorizationUrl(google, offline);
    const { landedOn } = await followSignIn(url, { ...grace, decline: true, visitRedirect: false });
    const query = new URL(landedOn).searchParams;
    expect([query.get('error'), query.get('state'), query.has('code')]).toEqual([
      'access_denied',
      'state-1',
      false,
    ]);
  });

  it('say that a password is wrong and let the person try again', async () => {
    const { url } = authorizationUrl(google, offline);
    const { seen } = await followSignIn(url, { ...grace, wrongPasswordFirst: 'nope', visitRedirect: false });
    expect(seen).toEqual([
      'Choose an account',
      'Welcome',
      'Welcome',
      'Wrong password. Try again.',
      'SMTP Setup wants to access your Google Account',
    ]);
  });

  it('let another person sign in than the hint names', async () => {
    const alan = personOf(sandbox, 'alan@harbor.test');
    const parameters = { ...offline, login_hint: grace.address };
    for (const chooseOther of [true, false]) {
      const { idToken } = await obtainTokens(sandbox, alan, { parameters, pages: { chooseOther } });
      expect(claimsOf(idToken)['email']).toBe(alan.address);
    }
  });

  it('know nobody of the other provider', async () => {
    const { url } = authorizationUrl(google, offline);
    const ben = personOf(sandbox, 'ben@contoso.test');
    await expect(followSignIn(url, { ...ben, visitRedirect: false })).rejects.toThrow(
      'nobody here is called',
    );
  });

  it('refuse a sign-in without the cookie of its browser', async () => {
    const { url } = authorizationUrl(google, offline);
    const started = await fetch(url, { redirect: 'manual' });
    const response = await fetch(new URL(started.headers.get('location') ?? '', url));
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('start again');
  });

  it('answer login_required where nothing may be asked', async () => {
    const { url } = authorizationUrl(google, { ...offline, prompt: 'none' });
    const { landedOn } = await followSignIn(url, { ...grace, visitRedirect: false });
    expect(new URL(landedOn).searchParams.get('error')).toBe('login_required');
  });
});
