import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../shared/errors.ts';
import { customProvider, defaultSettings } from '../../shared/settings.ts';
import type { CustomProvider } from '../../shared/settings.ts';
import { createCustomProvider } from '../../main/identity/custom.ts';
import { metadataUrlOf } from '../../main/identity/custom-server.ts';
import type { AuthorizationRequest } from '../../main/identity/identity-provider.ts';
import { createRegistrations } from '../../main/identity/registrations.ts';
import { systemClock } from '../helpers/system-ports.ts';
import {
  customAnswer,
  customProviderAt,
  responseWith,
  signedLookingToken,
  startScriptedServer,
} from './scripted-server.ts';
import type { Script } from './scripted-server.ts';

const secret = 'canary-secret+/:%';
const looked = { authorizationEndpoint: null, tokenEndpoint: null, revocationEndpoint: null };

/** The metadata that a server of the usual kind answers. */
const metadata = (origin: string, change: Record<string, unknown> = {}) => ({
  issuer: origin,
  authorization_endpoint: `${origin}/found/auth`,
  token_endpoint: `${origin}/found/token`,
  revocation_endpoint: `${origin}/found/revoke`,
  ...change,
});

/** A provider of these settings at a server that answers its metadata, and this to everything else. */
async function start(
  change: Partial<CustomProvider> | ((origin: string) => Partial<CustomProvider>) = {},
  describes: Record<string, unknown> | Script = {},
  otherwise: (origin: string) => ReturnType<Script> = (origin) => ({ body: customAnswer(origin) }),
) {
  const server = await startScriptedServer();
  const { origin } = server;
  server.script = (request) => {
    if (!request.url.pathname.includes('/.well-known/')) return otherwise(origin);
    return typeof describes === 'function' ? describes(request) : { body: metadata(origin, describes) };
  };
  const own = typeof change === 'function' ? change(origin) : change;
  const [, , registration] = createRegistrations(undefined, {
    settings: { ...defaultSettings, customProviders: [{ ...customProviderAt(origin), ...looked, ...own }] },
    isLocked: () => false,
  });
  const provider = createCustomProvider({
    registration: registration ?? expect.unreachable(),
    sendThrough: 'smtp',
    fetch,
    clock: systemClock,
    clientSecret: async () => secret,
  });
  return { server, origin, provider };
}

const request: AuthorizationRequest = {
  redirectUri: 'http://localhost:1/back',
  state: 'state-1',
  nonce: 'nonce',
  codeChallenge: 'challenge-1',
  loginHint: '',
  selectAccount: false,
};
const redemption = {
  response: responseWith('canary-code'),
  redirectUri: 'http://localhost:1/back',
  codeVerifier: 'canary-verifier-0123456789012345678901234567890',
  nonce: 'nonce',
};
const now = { force: true, minimumValidityMs: 60_000 };
const path = ({ url }: { readonly url: URL }) => url.pathname;

describe('the endpoints of a custom provider', () => {
  it.each([
    ['https://id.example', 'https://id.example/.well-known/openid-configuration'],
    ['https://id.example/', 'https://id.example/.well-known/openid-configuration'],
    ['https://id.example/realms/a', 'https://id.example/realms/a/.well-known/openid-configuration'],
  ])('of %s are described at %s', (issuer, url) => {
    expect(metadataUrlOf(issuer)).toBe(url);
  });

  it('are looked up for each sign-in, and its code goes where they say', async () => {
    const { provider, server, origin } = await start();
    const url = new URL(await provider.authorizationUrl(request));
    expect(url.origin + url.pathname).toBe(`${origin}/found/auth`);
    await provider.redeem(redemption);
    expect(server.seen.map(path)).toEqual(['/.well-known/openid-configuration', '/found/token']);
  });

  it('are told the extra parameters, and nothing that the app says itself is replaced', async () => {
    const { provider } = await start({ extraParameters: 'audience=https%3A%2F%2Fmail.example&hint=a+b' });
    const { searchParams } = new URL(await provider.authorizationUrl(request));
    expect([searchParams.get('audience'), searchParams.get('hint')]).toEqual(['https://mail.example', 'a b']);
    expect(searchParams.get('state')).toBe('state-1');
  });

  it.each([
    ...['scope=x', 'STATE', 'a=1&a=2', 'a=1&', '=1', 'redirect_uri=https://evil.example', 'a=b c'],
    ...['code_challenge_method=plain', 'code_challenge=x', 'nonce=x', 'client_id=x', 'response_type=token'],
    ...['response_mode=fragment', 'prompt=none'],
  ])('are never told %s', (extraParameters) => {
    const provider = { ...customProviderAt('https://id.example'), extraParameters };
    expect(customProvider.safeParse(provider).success).toBe(false);
  });

  it('that were entered are not looked up', async () => {
    const { provider, server } = await start((origin) => customProviderAt(origin));
    await provider.authorizationUrl(request);
    expect(server.seen).toEqual([]);
  });

  it('that were entered in part count before what is found', async () => {
    const { provider, origin, server } = await start((at) => ({ tokenEndpoint: `${at}/mine` }));
    const url = await provider.authorizationUrl(request);
    expect(url).toContain(`${origin}/found/auth?`);
    const { state } = await provider.redeem(redemption);
    await provider.accessToken(state, now);
    await provider.revoke(state);
    expect(server.seen.map(path).slice(1)).toEqual(['/mine', '/mine', '/found/revoke']);
  });

  it('are described under an issuer with a slash at its end too, and then that spelling counts', async () => {
    const { provider, origin } = await start((at) => ({ issuer: `${at}/` }));
    await provider.authorizationUrl(request);
    expect(provider.responseIssuer?.()).toBe(origin);
    await expect(provider.redeem(redemption)).resolves.toBeDefined();
  });

  it.each<[string, Record<string, unknown> | Script, ErrorCode]>([
    ['is of another issuer', { issuer: 'https://thief.example' }, 'issuer-mismatch'],
    ['has no token endpoint', { token_endpoint: undefined }, 'client-rejected'],
    ['has an endpoint in clear', { token_endpoint: 'http://id.example/token' }, 'client-rejected'],
    ['has a script for an endpoint', { authorization_endpoint: 'javascript:alert(1)' }, 'client-rejected'],
    ['asks for userinfo in clear', { userinfo_endpoint: 'http://id.example/me' }, 'client-rejected'],
    ['has a list for an endpoint', { token_endpoint: ['https://id.example'] }, 'provider-response-invalid'],
    ['is not there', () => ({ status: 404, body: 'canary' }), 'client-rejected'],
    ['is a page', () => ({ type: 'text/html', body: '<p>canary' }), 'provider-response-invalid'],
    ['leads elsewhere', () => ({ status: 302, headers: { Location: '/' }, body: '' }), 'client-rejected'],
    ['comes later', () => ({ status: 503, body: '' }), 'provider-unreachable'],
    ['is cut off', () => 'destroy', 'provider-unreachable'],
  ])('are refused where their description %s', async (_what, describes, code) => {
    const { provider, server } = await start({}, describes);
    const error = await provider.authorizationUrl(request).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code });
    expect(server.seen).toHaveLength(1);
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('canary');
  });

  it('may not lead from https to http, not even on this computer', async () => {
    const { provider } = await start();
    const secure = createCustomProvider({
      registration: { ...provider.registration, issuer: 'https://id.example' },
      sendThrough: 'smtp',
      clock: systemClock,
      clientSecret: async () => secret,
      fetch: async () =>
        Response.json(metadata('https://id.example', { token_endpoint: 'http://127.0.0.1:1/token' })),
    });
    await expect(secure.authorizationUrl(request)).rejects.toMatchObject({
      code: 'client-rejected',
      detail: { endpoint: 'tokenEndpoint' },
    });
  });

  it('do not change for a grant that was made before they did', async () => {
    const { provider, server, origin } = await start();
    await provider.authorizationUrl(request);
    const { state } = await provider.redeem(redemption);
    server.script = ({ url }) =>
      url.pathname.includes('well-known')
        ? {
            body: metadata(origin, {
              token_endpoint: `${origin}/moved`,
              revocation_endpoint: `${origin}/gone`,
            }),
          }
        : { body: customAnswer(origin) };
    await provider.authorizationUrl(request);
    server.seen.length = 0;
    await provider.accessToken(state, now);
    await provider.revoke(state);
    expect(server.seen.map(path)).toEqual(['/found/token', '/found/revoke']);
  });
});

describe('the authorization request of a custom provider', () => {
  const parametersOf = async (change: Partial<CustomProvider>, describes = {}, more = {}) => {
    const { provider } = await start(change, describes);
    return new URL(await provider.authorizationUrl({ ...request, ...more })).searchParams;
  };

  it('asks for its scopes with PKCE', async () => {
    const { provider } = await start();
    const url = new URL(await provider.authorizationUrl({ ...request, loginHint: 'anna@example.com' }));
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: 'client-c',
      response_type: 'code',
      scope: 'mail.send openid email offline_access',
      redirect_uri: 'http://localhost:1/back',
      state: 'state-1',
      nonce: 'nonce',
      code_challenge: 'challenge-1',
      code_challenge_method: 'S256',
      login_hint: 'anna@example.com',
      prompt: 'consent',
    });
  });

  it('asks for S256 also where the server says that it knows nothing better than plain', async () => {
    const parameters = await parametersOf({}, { code_challenge_methods_supported: ['plain'] });
    expect(parameters.getAll('code_challenge_method')).toEqual(['S256']);
    expect(parameters.getAll('code_challenge')).toEqual(['challenge-1']);
  });

  it.each<[string, Partial<CustomProvider>, object, object, string | null]>([
    ['offline access', {}, {}, {}, 'consent'],
    ['no offline access', { scopes: 'send openid' }, {}, {}, null],
    ['another account', { scopes: 'send openid' }, {}, { selectAccount: true }, 'login'],
    [
      'another account, where the server offers them',
      {},
      { prompt_values_supported: ['none', 'select_account'] },
      { selectAccount: true },
      'consent select_account',
    ],
    ['nothing of OpenID', { scopes: 'send offline_access' }, {}, { selectAccount: true }, null],
  ])('with %s prompts for it', async (_name, change, describes, more, prompt) => {
    const parameters = await parametersOf(change, describes, more);
    expect(parameters.get('prompt')).toBe(prompt);
    expect(parameters.has('nonce')).toBe(parameters.get('scope')?.includes('openid') ?? false);
  });
});

describe('a client of a custom provider', () => {
  it('proves itself in the header, with its characters escaped', async () => {
    const { provider, server } = await start({ clientId: 'client-c', clientAuthentication: 'basic' });
    await provider.redeem(redemption);
    const { form, headers } = server.seen.at(-1) ?? expect.unreachable();
    const basic = Buffer.from((headers.authorization ?? '').replace('Basic ', ''), 'base64').toString();
    expect(basic.split(':').map(decodeURIComponent)).toEqual(['client-c', secret]);
    expect(form.has('client_secret')).toBe(false);
  });

  it('proves itself in the form', async () => {
    const { provider, server } = await start({ clientAuthentication: 'post' });
    await provider.redeem(redemption);
    const { form, headers } = server.seen.at(-1) ?? expect.unreachable();
    expect(form.get('client_secret')).toBe(secret);
    expect(headers.authorization).toBeUndefined();
  });

  it('that does not prove itself sends no secret, even where one is kept', async () => {
    const { provider, server } = await start({ clientAuthentication: 'none' });
    const { state } = await provider.redeem(redemption);
    await provider.accessToken(state, now);
    await provider.revoke(state);
    expect(server.seen.filter(({ method }) => method === 'POST')).toHaveLength(3);
    expect(JSON.stringify(server.seen)).not.toContain('canary-secret');
    expect(server.seen.at(-1)?.form.get('client_id')).toBe('client-c');
  });

  it('without its secret is refused before a browser opens, and the way out is named', async () => {
    const { provider, server } = await start();
    const { registration } = provider;
    const bare = createCustomProvider({ registration, sendThrough: 'smtp', fetch, clock: systemClock });
    await expect(bare.authorizationUrl(request)).rejects.toMatchObject({
      code: 'client-rejected',
      message: expect.stringContaining('secret'),
    });
    expect(server.seen).toEqual([]);
  });
});

describe('who signed in at a custom provider', () => {
  const claims = {
    exp: Math.trunc(Date.now() / 1000) + 60,
    iat: 0,
    nonce: 'nonce',
    aud: 'client-c',
    sub: '2002',
  };
  const withIdToken = (change: Record<string, unknown>) => (origin: string) => ({
    body: customAnswer(origin, { id_token: signedLookingToken({ ...claims, iss: origin, ...change }) }),
  });

  it.each<[string, Record<string, unknown>, ErrorCode]>([
    ['another server', { iss: 'https://thief.example' }, 'issuer-mismatch'],
    ['another attempt', { nonce: 'other' }, 'state-mismatch'],
    ['another client', { aud: 'other' }, 'authorization-failed'],
    ['yesterday', { exp: 1 }, 'authorization-failed'],
    ['nobody', { sub: undefined }, 'authorization-failed'],
  ])('is not said by an id_token of %s', async (_of, change, code) => {
    const { provider } = await start({}, {}, withIdToken(change));
    const error = await provider.redeem(redemption).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code });
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('canary');
  });

  it('is not said by an unsigned id_token', async () => {
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.`;
    const { provider } = await start({}, {}, (origin) => ({
      body: customAnswer(origin, { id_token: none }),
    }));
    await expect(provider.redeem(redemption)).rejects.toMatchObject({ code: 'authorization-failed' });
  });

  it.each([
    [{ email: 'anna@example.com', email_verified: false, preferred_username: 'anna' }, ['anna']],
    [{ email: 'anna@example.com', upn: 'anna@corp.local' }, ['anna@example.com', 'anna@corp.local']],
    [{ name: 'Anna' }, []],
  ])('goes by %j', async (more, addresses) => {
    const { provider } = await start({}, {}, withIdToken(more));
    expect((await provider.redeem(redemption)).identity).toMatchObject({ key: '2002', addresses });
  });

  const withUserinfo = (
    userinfo: unknown,
    answer: Record<string, unknown>,
  ): [Record<string, unknown>, Script] => [
    {},
    ({ url }) => ({ body: url.pathname === '/me' ? userinfo : answer }),
  ];
  async function startWithUserinfo(scopes: string, userinfo: unknown, idToken: unknown) {
    const started = await start({ scopes });
    const { origin, server } = started;
    const answer = customAnswer(origin, { id_token: idToken, scope: undefined });
    const [, script] = withUserinfo(userinfo, answer);
    server.script = (asked) =>
      path(asked).includes('well-known')
        ? { body: metadata(origin, { userinfo_endpoint: `${origin}/me` }) }
        : script(asked);
    return started;
  }

  it('is asked at the userinfo endpoint where there is no id_token', async () => {
    const user = { sub: '2002', email: 'anna@example.com' };
    const { provider, server } = await startWithUserinfo('mail.send', user, undefined);
    expect((await provider.redeem(redemption)).identity).toEqual({
      key: '2002',
      addresses: ['anna@example.com'],
      displayName: 'anna@example.com',
    });
    expect(server.seen.at(-1)?.headers.authorization).toBe('Bearer canary-access-1');
  });

  it('is asked there for the address that an id_token leaves out, of the same person only', async () => {
    const bare = (origin: string) => signedLookingToken({ ...claims, iss: origin });
    const user = { sub: '2002', email: 'anna@example.com' };
    const started = await startWithUserinfo('mail.send openid', user, null);
    const { origin, server, provider } = started;
    const before = server.script;
    server.script = (asked) =>
      path(asked) === '/found/token'
        ? { body: customAnswer(origin, { id_token: bare(origin) }) }
        : before(asked);
    expect((await provider.redeem(redemption)).identity.addresses).toEqual(['anna@example.com']);
    user.sub = 'somebody else';
    await expect(provider.redeem(redemption)).rejects.toMatchObject({ code: 'authorization-failed' });
  });

  it('has to be said somewhere', async () => {
    const { provider } = await start({ scopes: 'mail.send' }, {}, (origin) => ({
      body: customAnswer(origin, { id_token: undefined }),
    }));
    await expect(provider.redeem(redemption)).rejects.toMatchObject({
      code: 'authorization-failed',
      message: expect.stringContaining('openid'),
    });
  });
});

describe('the answer of a custom provider', () => {
  it('has to name its server where the server always does (RFC 9207)', async () => {
    const { provider, origin, server } = await start(
      {},
      { authorization_response_iss_parameter_supported: true },
    );
    await provider.authorizationUrl(request);
    await expect(provider.redeem(redemption)).rejects.toMatchObject({ code: 'issuer-mismatch' });
    expect(server.seen).toHaveLength(1);
    await provider.redeem({ ...redemption, response: responseWith('canary-code', { iss: origin }) });
  });

  it('need not name it where the server never does', async () => {
    const { provider } = await start();
    await expect(provider.redeem(redemption)).resolves.toBeDefined();
  });

  it('is redeemed with the very redirect URI of the request', async () => {
    const { provider, server } = await start();
    await provider.redeem({ ...redemption, redirectUri: 'http://localhost:8400' });
    expect(server.seen.at(-1)?.form.get('redirect_uri')).toBe('http://localhost:8400');
  });

  it('may leave out what is asked of identity only', async () => {
    const { provider } = await start({}, {}, (origin) => ({
      body: customAnswer(origin, { scope: 'mail.send' }),
    }));
    await expect(provider.redeem(redemption)).resolves.toMatchObject({ scopes: ['mail.send'] });
  });

  it('may say null where it means nothing', async () => {
    const { provider } = await start({}, {}, (origin) => ({
      body: customAnswer(origin, { scope: null, expires_in: null }),
    }));
    const { state } = await provider.redeem(redemption);
    const token = await provider.accessToken(state, { force: false, minimumValidityMs: 0 });
    expect(token.expiresAtMs - Date.now()).toBeLessThanOrEqual(60_000);
  });

  it('is of no use with a token of another kind', async () => {
    const { provider } = await start({}, {}, (origin) => ({
      body: customAnswer(origin, { token_type: 'mac' }),
    }));
    await expect(provider.redeem(redemption)).rejects.toMatchObject({ code: 'provider-response-invalid' });
  });
});

describe('taking a grant back at a custom provider', () => {
  it.each<[string, ReturnType<Script>]>([
    ['is reset', 'destroy'],
    ['refuses', { status: 400, body: { error: 'unsupported_token_type' } }],
  ])('does not fail where the server %s', async (_what, said) => {
    const { provider, server } = await start();
    const { state } = await provider.redeem(redemption);
    server.script = () => said;
    expect(await provider.revoke(state)).toEqual({ revoked: false, consentPageUrl: null });
  });

  it('is not tried where it has no place for it', async () => {
    const { provider, server } = await start({}, { revocation_endpoint: undefined });
    const { state } = await provider.redeem(redemption);
    server.seen.length = 0;
    expect(await provider.revoke(state)).toEqual({ revoked: false, consentPageUrl: null });
    expect(await provider.revoke('damaged')).toEqual({ revoked: false, consentPageUrl: null });
    expect(server.seen).toEqual([]);
  });
});
