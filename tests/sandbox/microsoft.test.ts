import { createPublicKey, verify } from 'node:crypto';
import { CryptoProvider, PublicClientApplication } from '@azure/msal-node';
import type { INetworkModule } from '@azure/msal-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tenantId } from '../../sandbox/people.ts';
import type { Person } from '../../sandbox/people.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { followSignIn } from '../helpers/follow-pages.ts';
import {
  authorizationUrl,
  claimsOf,
  graphMailSend,
  obtainTokens,
  personOf,
  postToken,
  readProvider,
  redeem,
  refreshed,
  smtpSend,
} from '../helpers/sandbox-tokens.ts';
import type { ProviderEntry } from '../helpers/sandbox-tokens.ts';

let sandbox: Sandbox;
let microsoft: ProviderEntry;
let ben: Person;
let anna: Person;
const redirectUri = 'http://localhost:9';
const usual = { scope: `openid profile email offline_access ${smtpSend}`, redirect_uri: redirectUri };

beforeAll(async () => {
  sandbox = await startSandbox();
  microsoft = await readProvider(sandbox, 'microsoft');
  ben = personOf(sandbox, 'ben@contoso.test');
  anna = personOf(sandbox, 'anna@contoso.test');
});
afterAll(() => sandbox.close());

const ask = async (url: string, init: RequestInit, headers: Record<string, string> = {}) => {
  const response = await fetch(url, { ...init, headers });
  const body = JSON.parse(await response.text());
  return { status: response.status, headers: Object.fromEntries(response.headers), body };
};

const network: INetworkModule = {
  sendGetRequestAsync: (url, options) => ask(url, {}, options?.headers),
  sendPostRequestAsync: (url, options) =>
    ask(url, { method: 'POST', body: options?.body ?? '' }, options?.headers),
};

const newMsal = () =>
  new PublicClientApplication({
    auth: {
      clientId: microsoft.clientId,
      authority: microsoft.authority,
      knownAuthorities: [new URL(microsoft.authority).host],
      authorityMetadata: JSON.stringify({
        issuer: microsoft.issuer,
        authorization_endpoint: microsoft.authorizationEndpoint,
        token_endpoint: microsoft.tokenEndpoint,
        jwks_uri: microsoft.jwksUri,
        end_session_endpoint: microsoft.authorizationEndpoint,
      }),
    },
    system: { networkClient: network },
  });

const signInWithMsal = async (responseMode: 'query' | 'form_post', person: Person) => {
  const msal = newMsal();
  const { verifier, challenge } = await new CryptoProvider().generatePkceCodes();
  const request = { scopes: [smtpSend, 'email'], redirectUri };
  const url = await msal.getAuthCodeUrl({
    ...request,
    responseMode,
    codeChallenge: challenge,
    codeChallengeMethod: 'S256',
    state: 'state-1',
    nonce: 'nonce-1',
    loginHint: person.address,
    extraScopesToConsent: [graphMailSend],
  });
  const { landedOn, body } = await followSignIn(url, { ...person, visitRedirect: false });
  const answer = responseMode === 'query' ? new URL(landedOn).searchParams : new URLSearchParams(body);
  expect(answer.get('state')).toBe('state-1');
  expect(answer.has('iss')).toBe(false);
  const result = await msal.acquireTokenByCode(
    {
      ...request,
      code: answer.get('code') ?? '',
      codeVerifier: verifier,
      clientInfo: answer.get('client_info') ?? '',
    },
    { code: answer.get('code') ?? '', nonce: 'nonce-1' },
  );
  return { msal, result };
};

const errorOf = async (fields: Readonly<Record<string, string>>, entry = microsoft) =>
  (await postToken(entry, fields)).body;

describe('the Microsoft of the sandbox', () => {
  it.each(['query', 'form_post'] as const)('signs a person in through msal-node by %s', async (mode) => {
    const { msal, result } = await signInWithMsal(mode, ben);
    expect(result.account).toMatchObject({
      homeAccountId: `${ben.id}.${tenantId}`,
      username: ben.address,
      tenantId,
    });
    const { account } = result;
    if (account === null) throw new Error('msal has no account');
    const forced = await msal.acquireTokenSilent({ account, scopes: [smtpSend], forceRefresh: true });
    expect(forced.accessToken).not.toBe(result.accessToken);
    const graph = await msal.acquireTokenSilent({ account, scopes: [graphMailSend] });
    expect([claimsOf(forced.accessToken)['aud'], claimsOf(graph.accessToken)['aud']]).toEqual([
      'https://outlook.office.com',
      'https://graph.microsoft.com',
    ]);
  });

  it('tells the user name from the mailbox where a company has two', async () => {
    const { idToken } = await obtainTokens(sandbox, anna, { parameters: { login_hint: anna.address } });
    expect(claimsOf(idToken)).toMatchObject({
      iss: microsoft.issuer.replace('{tenantid}', tenantId),
      aud: microsoft.clientId,
      oid: anna.id,
      tid: tenantId,
      preferred_username: 'anna@corp.local',
      upn: 'anna@corp.local',
      email: 'anna@contoso.test',
      name: 'Anna Berg',
    });
  });

  it('signs id tokens with the keys that it publishes', async () => {
    const { idToken } = await obtainTokens(sandbox, ben);
    const { keys } = JSON.parse(await (await fetch(microsoft.jwksUri)).text());
    const [head = '', claims = '', signature = ''] = idToken.split('.');
    const key = createPublicKey({ key: keys[0], format: 'jwk' });
    expect(verify('sha256', Buffer.from(`${head}.${claims}`), key, Buffer.from(signature, 'base64url'))).toBe(
      true,
    );
  });

  it('gives client_info only to a client that asks for it', async () => {
    const { answer, refreshToken } = await obtainTokens(sandbox, ben);
    const info = String(answer.body['client_info']);
    expect(JSON.parse(Buffer.from(info, 'base64url').toString())).toEqual({ uid: ben.id, utid: tenantId });
    expect((await redeem(sandbox, 'microsoft', refreshToken)).body).not.toHaveProperty('client_info');
  });

  it('gives no refresh token without offline_access', async () => {
    const scope = `openid profile ${smtpSend}`;
    const { refreshToken } = await obtainTokens(sandbox, ben, { parameters: { scope } });
    expect(refreshToken).toBe('');
  });

  it('makes a token for one resource and refuses a request that mixes two', async () => {
    const scope = `openid offline_access ${smtpSend} ${graphMailSend}`;
    const { refreshToken, scope: granted } = await obtainTokens(sandbox, ben, { parameters: { scope } });
    expect(granted).toBe(smtpSend);
    expect(await redeem(sandbox, 'microsoft', refreshToken, `${smtpSend} ${graphMailSend}`)).toMatchObject({
      status: 400,
      body: { error: 'invalid_request', error_codes: [28_000] },
    });
    // Refused before anything was used up.
    const graph = await refreshed(
      sandbox,
      'microsoft',
      refreshToken,
      `openid offline_access ${graphMailSend}`,
    );
    expect(graph.scope).toBe(graphMailSend);
  });

  it('asks for consent when a refresh wants more than the person accepted', async () => {
    const { refreshToken } = await obtainTokens(sandbox, ben);
    expect(await redeem(sandbox, 'microsoft', refreshToken, graphMailSend)).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant', suberror: 'consent_required', error_codes: [65_001] },
    });
  });

  it('makes access tokens as long as real ones', async () => {
    const { accessToken } = await obtainTokens(sandbox, ben);
    expect(accessToken.length).toBeGreaterThan(1500);
  });
});

describe('refresh tokens at Microsoft', () => {
  it('change at every use', async () => {
    const first = await obtainTokens(sandbox, ben);
    const second = await refreshed(sandbox, 'microsoft', first.refreshToken);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    expect((await refreshed(sandbox, 'microsoft', second.refreshToken)).answer.status).toBe(200);
  });

  it('take their whole family with them when an old one comes after its successor was used', async () => {
    const first = await obtainTokens(sandbox, ben);
    const second = await refreshed(sandbox, 'microsoft', first.refreshToken);
    const third = await refreshed(sandbox, 'microsoft', second.refreshToken);
    expect(await redeem(sandbox, 'microsoft', first.refreshToken)).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });
    expect(await redeem(sandbox, 'microsoft', third.refreshToken)).toMatchObject({ status: 400 });
  });

  it('may come again as long as nobody has seen the successor: the answer was lost', async () => {
    const first = await obtainTokens(sandbox, ben);
    const lost = await refreshed(sandbox, 'microsoft', first.refreshToken);
    const again = await refreshed(sandbox, 'microsoft', first.refreshToken);
    expect(again.refreshToken).not.toBe(lost.refreshToken);
    expect((await refreshed(sandbox, 'microsoft', again.refreshToken)).answer.status).toBe(200);
    // The lost one was replaced; were it to turn up, it would be worth nothing.
    expect(await redeem(sandbox, 'microsoft', lost.refreshToken)).toMatchObject({ status: 400 });
  });
});

describe('its confidential client', () => {
  it('has to prove itself at every request, beside PKCE', async () => {
    const { clientId, clientSecret } = sandbox.confidentialClient;
    const entry = { ...microsoft, clientId };
    const { url, verifier } = authorizationUrl(entry, usual);
    const { landedOn } = await followSignIn(url, { ...ben, visitRedirect: false });
    const code = new URL(landedOn).searchParams.get('code') ?? '';
    const fields = {
      grant_type: 'authorization_code',
      code,
      code_verifier: verifier,
      redirect_uri: redirectUri,
    };
    expect((await postToken(entry, fields)).body).toMatchObject({
      error: 'invalid_client',
      error_codes: [7_000_218],
    });
    expect((await postToken({ ...entry, clientSecret: 'wrong' }, fields)).body).toMatchObject({
      error: 'invalid_client',
      error_codes: [7_000_215],
    });
    const unproved = { ...fields, code_verifier: 'x'.repeat(43) };
    expect((await postToken({ ...entry, clientSecret }, unproved)).status).toBe(400);
    const answer = await postToken({ ...entry, clientSecret }, fields);
    expect(claimsOf(String(answer.body['access_token']))['appid']).toBe(clientId);
    const refresh = { grant_type: 'refresh_token', refresh_token: String(answer.body['refresh_token']) };
    expect((await postToken(entry, refresh)).body).toMatchObject({ error_codes: [7_000_218] });
    expect((await postToken({ ...entry, clientSecret }, refresh)).status).toBe(200);
  });
});

describe('its errors', () => {
  it('have the shape of Entra’s, with the client’s own correlation id', async () => {
    const response = await fetch(`${microsoft.tokenEndpoint}?client-request-id=1b2c`, {
      method: 'POST',
      body: new URLSearchParams({
        client_id: microsoft.clientId,
        grant_type: 'refresh_token',
        refresh_token: 'x',
      }),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      error: 'invalid_grant',
      error_description: expect.stringMatching(
        /^AADSTS9002313: .+ Trace ID: [0-9a-f-]{36} Correlation ID: 1b2c Timestamp: \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$/,
      ),
      error_codes: [9_002_313],
      timestamp: expect.any(String),
      trace_id: expect.any(String),
      correlation_id: '1b2c',
      error_uri: expect.stringContaining('9002313'),
    });
  });

  it('name the reason', async () => {
    const { url, verifier } = authorizationUrl(microsoft, usual);
    const { landedOn } = await followSignIn(url, { ...ben, visitRedirect: false });
    const fields = {
      grant_type: 'authorization_code',
      code: new URL(landedOn).searchParams.get('code') ?? '',
      code_verifier: verifier,
      redirect_uri: redirectUri,
    };
    const { code_verifier: _verifier, ...withoutVerifier } = fields;
    expect(await errorOf(withoutVerifier)).toMatchObject({ error_codes: [900_144] });
    expect(await errorOf({ ...fields, code_verifier: 'y'.repeat(43) })).toMatchObject({
      error_codes: [501_481],
    });
    expect(await errorOf({ ...fields, redirect_uri: 'http://localhost:9/x' })).toMatchObject({
      error_codes: [500_112],
    });
    expect(await errorOf({ ...fields, client_secret: 'x' })).toMatchObject({
      error: 'invalid_client',
      error_codes: [700_025],
    });
    expect(await errorOf(fields, { ...microsoft, clientId: 'unknown' })).toMatchObject({
      error: 'unauthorized_client',
      error_codes: [700_016],
    });
    expect(await errorOf({ grant_type: 'password' })).toMatchObject({ error: 'unsupported_grant_type' });
    expect((await postToken(microsoft, fields)).status).toBe(200);
    expect(await errorOf(fields)).toMatchObject({ error: 'invalid_grant', error_codes: [54_005] });
  });

  it('show on a page for a foreign redirect URI, a tenant that is not there, a scope that is not there', async () => {
    const cases = [
      { change: { redirect_uri: 'http://127.0.0.1:9' }, code: 'AADSTS50011' },
      { change: { redirect_uri: 'http://localhost:9/callback' }, code: 'AADSTS50011' },
      { change: { scope: 'openid https://graph.microsoft.com/All' }, code: 'AADSTS70011' },
      { change: { client_id: 'unknown' }, code: 'AADSTS700016' },
    ];
    for (const { change, code } of cases) {
      const response = await fetch(authorizationUrl(microsoft, { ...usual, ...change }).url, {
        redirect: 'manual',
      });
      expect([response.status, await response.text()]).toEqual([400, expect.stringContaining(code)]);
    }
    const elsewhere = microsoft.authorizationEndpoint.replace('organizations', 'fabrikam.test');
    expect(await (await fetch(elsewhere)).text()).toContain('AADSTS90002');
  });

  it('come back to the app where its request asks for too much or leaves something out', async () => {
    const answerTo = async (change: (url: URL) => void) => {
      const url = new URL(authorizationUrl(microsoft, usual).url);
      change(url);
      const { landedOn } = await followSignIn(url.href, { ...ben, visitRedirect: false });
      const query = new URL(landedOn).searchParams;
      return [query.get('error'), query.get('error_description')?.split(':')[0], query.get('state')];
    };
    expect(await answerTo((url) => url.searchParams.set('prompt', 'none'))).toEqual([
      'login_required',
      'AADSTS50058',
      'state-1',
    ]);
    expect(await answerTo((url) => url.searchParams.delete('code_challenge'))).toEqual([
      'invalid_request',
      'AADSTS90023',
      'state-1',
    ]);
  });

  it('say AADSTS65004 when the person declines, by query and by form_post', async () => {
    for (const response_mode of ['query', 'form_post']) {
      const { url } = authorizationUrl(microsoft, { ...usual, response_mode });
      const { landedOn, body } = await followSignIn(url, { ...ben, decline: true, visitRedirect: false });
      const answer = response_mode === 'query' ? new URL(landedOn).searchParams : new URLSearchParams(body);
      expect(answer.get('error')).toBe('access_denied');
      expect(answer.get('error_description')).toMatch(/^AADSTS65004: User declined/);
      expect(answer.get('error_subcode')).toBe('cancel');
    }
  });
});

describe('its addresses', () => {
  it.each(['common', tenantId])('work for the tenant %s too', async (tenant) => {
    const entry = {
      ...microsoft,
      authorizationEndpoint: microsoft.authorizationEndpoint.replace('organizations', tenant),
    };
    const { url } = authorizationUrl(entry, { ...usual, prompt: 'select_account' });
    const { landedOn, seen } = await followSignIn(url, { ...anna, visitRedirect: false });
    expect(seen).toEqual(['Pick an account', 'Enter password', 'Permissions requested']);
    expect(new URL(landedOn).searchParams.has('code')).toBe(true);
  });
});
