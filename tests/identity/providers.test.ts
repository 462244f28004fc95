import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { toFailure } from '../../shared/errors.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { noFacts } from '../../shared/fix-cards/fill-in.ts';
import { fixCardFor } from '../../shared/fix-cards/fix-card.ts';
import type { Clock, Fetch } from '../../main/ports.ts';
import { createCustomProvider } from '../../main/identity/custom.ts';
import { createGoogleProvider } from '../../main/identity/google.ts';
import type { IdentityProvider } from '../../main/identity/identity-provider.ts';
import { createMicrosoftProvider } from '../../main/identity/microsoft.ts';
import { createRegistrations } from '../../main/identity/registrations.ts';
import type { Registration } from '../../main/identity/registration.ts';
import { openTokenEndpoint } from '../../main/identity/token-endpoint.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { systemClock } from '../helpers/system-ports.ts';
import {
  customAnswer,
  googleAnswer,
  microsoftAnswer,
  registrationsAt,
  responseWith,
  startScriptedServer,
  unsignedToken,
} from './scripted-server.ts';
import type { Script } from './scripted-server.ts';

interface Kind {
  readonly name: 'google' | 'microsoft' | 'custom';
  readonly answer: (origin: string, changes?: Record<string, unknown>) => Record<string, unknown>;
  readonly create: (registration: Registration, clock: Clock, fetch: Fetch) => IdentityProvider;
}

const google: Kind = {
  name: 'google',
  answer: googleAnswer,
  create: (registration, clock, fetch) =>
    createGoogleProvider({ registration, sendThrough: 'api', fetch, clock }),
};
const microsoft: Kind = {
  name: 'microsoft',
  answer: microsoftAnswer,
  create: (registration, clock, fetch) =>
    createMicrosoftProvider({ registration, sendThrough: 'smtp', fetch, clock }),
};

const custom: Kind = {
  name: 'custom',
  answer: customAnswer,
  create: (registration, clock, fetch) =>
    createCustomProvider({ registration, sendThrough: 'smtp', fetch, clock }),
};

const redemption = (code = 'canary-code') => ({
  response: responseWith(code),
  redirectUri: 'http://127.0.0.1:1/oauth2/callback',
  codeVerifier: 'canary-verifier-0123456789012345678901234567890',
  nonce: 'nonce',
});

async function start(kind: Kind, clock: Clock = systemClock) {
  const server = await startScriptedServer();
  server.script = () => ({ body: kind.answer(server.origin) });
  const registration = registrationsAt(server.origin)[kind.name];
  const provider = kind.create(registration, clock, fetch);
  return { server, registration, provider, clock };
}

/** A provider with a grant that was really redeemed; the requests of the redemption are forgotten. */
async function startWithGrant(kind: Kind, clock?: Clock) {
  const started = await start(kind, clock);
  const { state } = await started.provider.redeem(redemption());
  started.server.seen.length = 0;
  return { ...started, state };
}

const soon = { force: false, minimumValidityMs: 60_000 };
const now = { force: true, minimumValidityMs: 60_000 };

describe.each([google, microsoft, custom])('signing in with $name', (kind) => {
  it('asks with PKCE S256, state, nonce and the hint', async () => {
    const { provider, server } = await start(kind);
    const url = new URL(
      await provider.authorizationUrl({
        redirectUri: 'http://127.0.0.1:1/oauth2/callback',
        state: 'state-1',
        nonce: 'nonce-1',
        codeChallenge: 'challenge-1',
        loginHint: 'anna@example.com',
        selectAccount: false,
      }),
    );
    expect(url.origin).toBe(server.origin);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      client_id: provider.registration.clientId,
      response_type: 'code',
      redirect_uri: 'http://127.0.0.1:1/oauth2/callback',
      state: 'state-1',
      nonce: 'nonce-1',
      code_challenge: 'challenge-1',
      code_challenge_method: 'S256',
      login_hint: 'anna@example.com',
    });
    expect(server.seen).toEqual([]);
  });

  it('lets the person choose where nobody or somebody else was expected', async () => {
    const { provider } = await start(kind);
    const request = {
      redirectUri: 'http://127.0.0.1:1/',
      state: 's',
      nonce: 'n',
      codeChallenge: 'c',
      loginHint: '',
    };
    const url = new URL(await provider.authorizationUrl({ ...request, selectAccount: true }));
    // A server that does not say that it offers accounts may refuse to be asked for it; signing in anew it always offers.
    const choice = kind.name === 'custom' ? 'login' : 'select_account';
    expect(url.searchParams.get('prompt')?.split(' ')).toContain(choice);
    expect(url.searchParams.has('login_hint')).toBe(false);
  });

  it('is refused without a client, and the way out is named', async () => {
    const { registration } = await start(kind);
    const provider = kind.create({ ...registration, clientId: '' }, systemClock, fetch);
    const request = {
      redirectUri: '',
      state: '',
      nonce: '',
      codeChallenge: '',
      loginHint: '',
      selectAccount: false,
    };
    await expect(provider.authorizationUrl(request)).rejects.toMatchObject({
      code: 'client-rejected',
      message: expect.stringMatching(/No client ID.*settings.*policy/),
    });
  });

  it('redeems the code with its verifier, once, and says who signed in', async () => {
    const { provider, server } = await start(kind);
    const fresh = await provider.redeem(redemption());
    expect(server.seen).toHaveLength(1);
    expect(server.seen[0]?.headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/);
    expect(Object.fromEntries(server.seen[0]?.form ?? [])).toMatchObject({
      grant_type: 'authorization_code',
      code: 'canary-code',
      code_verifier: 'canary-verifier-0123456789012345678901234567890',
      // With Basic the client stands in the header.
      ...(kind.name !== 'custom' && { client_id: provider.registration.clientId }),
      redirect_uri: 'http://127.0.0.1:1/oauth2/callback',
    });
    expect(fresh.identity).toEqual(
      {
        google: { key: '1001', addresses: ['anna@example.com'], displayName: 'anna@example.com' },
        microsoft: {
          key: 'oid-anna.tenant-1',
          addresses: ['anna@corp.example', 'anna@corp.local'],
          displayName: 'anna@corp.local',
        },
        custom: { key: '2002', addresses: ['anna@example.com'], displayName: 'anna@example.com' },
      }[kind.name],
    );
  });

  it('uses the token that came with the sign-in, without a request', async () => {
    const { provider, state, server } = await startWithGrant(kind);
    const token = await provider.accessToken(state, soon);
    expect(token).toMatchObject({ accessToken: 'canary-access-1', refreshed: false, state });
    expect(token.expiresAtMs - Date.now()).toBeGreaterThan(3_500_000);
    expect(server.seen).toEqual([]);
  });

  it.each<[string, Record<string, unknown>, ErrorCode]>([
    ['without the permission to send', { scope: 'openid email' }, 'scope-missing'],
    ['without a refresh token', { refresh_token: undefined }, 'authorization-failed'],
    ['without an access token', { access_token: undefined }, 'provider-response-invalid'],
  ])('an answer %s is refused', async (_name, changes, code) => {
    const { provider, server } = await start(kind);
    server.script = () => ({ body: kind.answer(server.origin, changes) });
    await expect(provider.redeem(redemption())).rejects.toMatchObject({ code });
  });

  it('an answer without an id_token is refused', async () => {
    const { provider, server } = await start(kind);
    server.script = () => ({ body: kind.answer(server.origin, { id_token: undefined }) });
    // MSAL misses the nonce first.
    const code = kind.name === 'microsoft' ? 'state-mismatch' : 'authorization-failed';
    await expect(provider.redeem(redemption())).rejects.toMatchObject({ code });
  });

  it('a token of another server is refused', async () => {
    const { provider, server } = await start(kind);
    server.script = () => ({ body: kind.answer('https://evil.example') });
    await expect(provider.redeem(redemption())).rejects.toMatchObject({ code: 'issuer-mismatch' });
  });

  it.each<[string, Record<string, unknown>]>([
    ['for another client', { aud: 'client-of-another-app' }],
    [
      'for this client too, asked for by another',
      { aud: ['client-g', 'client-m', 'client-c'], azp: 'other' },
    ],
    ['of yesterday', { exp: Math.trunc(Date.now() / 1000) - 86_400 }],
  ])('a token %s is refused, from a code as from a refresh token', async (_what, change) => {
    const { provider, server } = await start(kind);
    server.script = () => {
      const good = kind.answer(server.origin);
      const [head = '', payload = '', signature = ''] = String(good['id_token']).split('.');
      const claims: object = JSON.parse(Buffer.from(payload, 'base64url').toString());
      const changed = Buffer.from(JSON.stringify({ ...claims, ...change })).toString('base64url');
      return { body: { ...good, id_token: [head, changed, signature].join('.') } };
    };
    const refused = { code: 'authorization-failed' };
    await expect(provider.redeem(redemption())).rejects.toMatchObject(refused);
    await expect(provider.adopt('canary-refresh-of-elsewhere')).rejects.toMatchObject(refused);
  });

  it('a token of another attempt is refused', async () => {
    const { provider } = await start(kind);
    await expect(provider.redeem({ ...redemption(), nonce: 'nonce-2' })).rejects.toMatchObject({
      code: 'state-mismatch',
    });
  });
});

describe.each([google, microsoft, custom])('a refresh token of $name that was obtained elsewhere', (kind) => {
  it('is verified by a real refresh, which says whose it is', async () => {
    const { provider, server } = await start(kind);
    const byCode = await provider.redeem(redemption());
    server.seen.length = 0;
    const fresh = await provider.adopt('canary-refresh-of-elsewhere');
    expect(server.seen).toHaveLength(1);
    expect(Object.fromEntries(server.seen[0]?.form ?? [])).toMatchObject({
      grant_type: 'refresh_token',
      refresh_token: 'canary-refresh-of-elsewhere',
    });
    expect([fresh.identity, fresh.scopes]).toEqual([byCode.identity, byCode.scopes]);
    server.seen.length = 0;
    await provider.accessToken(fresh.state, now);
    expect(server.seen[0]?.form.get('refresh_token')).toBe('canary-refresh-1');
  });

  it('stays as it is where the server gives no new one', async () => {
    const { provider, server } = await start(kind);
    server.script = () => ({ body: kind.answer(server.origin, { refresh_token: undefined }) });
    const coming = provider.adopt('canary-refresh-of-elsewhere');
    // MSAL keeps what an answer brings, and this one brings none.
    if (kind.name === 'microsoft')
      return expect(coming).rejects.toMatchObject({ code: 'authorization-failed' });
    const { state } = await coming;
    server.seen.length = 0;
    await provider.accessToken(state, now);
    return expect(server.seen[0]?.form.get('refresh_token')).toBe('canary-refresh-of-elsewhere');
  });

  it('is refused where it is not good, may not send, or is of nobody', async () => {
    const { provider, server } = await start(kind);
    server.script = () => ({ status: 400, body: { error: 'invalid_grant', error_description: 'canary' } });
    await expect(provider.adopt('canary-refresh')).rejects.toMatchObject({ code: 'authorization-failed' });
    server.script = () => ({ body: kind.answer(server.origin, { scope: 'openid email' }) });
    await expect(provider.adopt('canary-refresh')).rejects.toMatchObject({ code: 'scope-missing' });
    server.script = () => ({ body: kind.answer(server.origin, { id_token: undefined }) });
    const failure: unknown = await provider.adopt('canary-refresh').catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'authorization-failed' });
    expect(inspect(failure, { depth: 10, showHidden: true })).not.toContain('canary');
  });
});

describe('who signed in with Google', () => {
  const withClaims = (origin: string, claims: Record<string, unknown>) => {
    const usual = { iss: origin, aud: 'client-g', sub: '1001', nonce: 'nonce' };
    const exp = Math.trunc(Date.now() / 1000) + 3600;
    return google.answer(origin, { id_token: unsignedToken({ ...usual, exp, ...claims }) });
  };

  it.each([
    ['a person of a company', { email: 'anna@example.com', hd: 'example.com' }],
    ['in any domain of it', { email: 'anna@sub.example', hd: 'example.com' }],
    ['a private person', { email: 'anna@gmail.com' }],
    ['a private person of long ago', { email: 'anna@GoogleMail.com' }],
  ])('may be %s', async (_name, claims) => {
    const { provider, server } = await start(google);
    server.script = () => ({ body: withClaims(server.origin, claims) });
    expect((await provider.redeem(redemption())).identity.addresses).toEqual([claims.email]);
  });

  it('may not be a private account with an address of a company, which has no mailbox', async () => {
    const { provider, server } = await start(google);
    server.script = () => ({ body: withClaims(server.origin, { email: 'anna@example.com' }) });
    const failure: unknown = await provider.redeem(redemption()).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'authorization-failed', detail: { error: 'private_account' } });
    const { id } = fixCardFor(toFailure(failure), { ...noFacts, provider: 'google' });
    expect(id).toBe('google-private-account');
  });
});

describe.each([google, microsoft, custom])('renewing a grant of $name', (kind) => {
  it('brings a new access token', async () => {
    const { provider, state, server } = await startWithGrant(kind);
    const { id_token: _none, ...answer } = kind.answer(server.origin, { access_token: 'canary-access-2' });
    server.script = () => ({ body: answer });
    const token = await provider.accessToken(state, now);
    expect(token).toMatchObject({ accessToken: 'canary-access-2', refreshed: true });
    expect(server.seen[0]?.headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/);
    expect(Object.fromEntries(server.seen[0]?.form ?? [])).toMatchObject({
      grant_type: 'refresh_token',
      refresh_token: 'canary-refresh-1',
    });
    server.seen.length = 0;
    expect(await provider.accessToken(token.state, soon)).toMatchObject({ accessToken: 'canary-access-2' });
    expect(server.seen.length).toBeLessThanOrEqual(kind.name === 'google' ? 0 : 1);
  });

  it('keeps the new refresh token of a server that rotates', async () => {
    const { provider, state, server } = await startWithGrant(kind);
    server.script = () => ({ body: kind.answer(server.origin, { refresh_token: 'canary-refresh-2' }) });
    const first = await provider.accessToken(state, now);
    await provider.accessToken(first.state, now);
    expect(server.seen.map(({ form }) => form.get('refresh_token'))).toEqual([
      'canary-refresh-1',
      'canary-refresh-2',
    ]);
  });

  it('keeps the old refresh token of a server that does not', async () => {
    const { provider, state, server } = await startWithGrant(kind);
    server.script = () => ({ body: kind.answer(server.origin, { refresh_token: undefined }) });
    const first = await provider.accessToken(state, now);
    await provider.accessToken(first.state, now);
    expect(server.seen.map(({ form }) => form.get('refresh_token'))).toEqual([
      'canary-refresh-1',
      'canary-refresh-1',
    ]);
  });

  it('happens by itself when the token is about to end by the clock of the app', async () => {
    const clock = createFakeClock();
    const { provider, state, server } = await startWithGrant(kind, clock);
    server.script = () => ({ body: kind.answer(server.origin, { access_token: 'canary-access-2' }) });
    await clock.advance(3_600_000 - 120_000);
    expect((await provider.accessToken(state, { force: false, minimumValidityMs: 60_000 })).refreshed).toBe(
      false,
    );
    const token = await provider.accessToken(state, { force: false, minimumValidityMs: 300_000 });
    expect(token).toMatchObject({ accessToken: 'canary-access-2', refreshed: true });
    expect(token.expiresAtMs - clock.nowMs()).toBeGreaterThan(3_590_000);
    expect(token.expiresAtMs - clock.nowMs()).toBeLessThan(3_610_000);
  });

  const html = { type: 'text/html', body: '<html>canary: please log in to the network</html>' };
  it.each<[string, ReturnType<Script>, ErrorCode]>([
    [
      'a revoked grant',
      { status: 400, body: { error: 'invalid_grant', error_description: 'canary-refresh-1 was revoked.' } },
      'grant-revoked',
    ],
    [
      'MFA',
      { status: 400, body: { error: 'interaction_required', suberror: 'basic_action', claims: '{}' } },
      'grant-revoked',
    ],
    [
      'an unused grant',
      { status: 400, body: { error: 'invalid_grant', error_codes: [700_082] } },
      'grant-revoked',
    ],
    [
      'a bad token',
      { status: 400, body: { error: 'invalid_grant', suberror: 'bad_token', error_codes: [50_173] } },
      'grant-revoked',
    ],
    [
      'missing consent',
      { status: 400, body: { error: 'invalid_grant', suberror: 'consent_required', error_codes: [65_001] } },
      'consent-required',
    ],
    ['a wrong secret', { status: 401, body: { error: 'invalid_client' } }, 'client-rejected'],
    [
      'an unknown client',
      { status: 400, body: { error: 'unauthorized_client', error_codes: [700_016] } },
      'client-rejected',
    ],
    [
      '429',
      {
        status: 429,
        body: { error: 'temporarily_unavailable', error_codes: [90_033] },
        headers: { 'Retry-After': '30' },
      },
      'provider-unreachable',
    ],
    ['429 in HTML', { status: 429, ...html }, 'provider-unreachable'],
    ['500', { status: 500, body: { error: 'invalid_grant' } }, 'provider-unreachable'],
    ['503 in HTML', { status: 503, ...html }, 'provider-unreachable'],
    ['a proxy that wants a log-in', { status: 407, ...html }, 'provider-unreachable'],
    ['a network log-in page', html, 'provider-response-invalid'],
    ['a blocking proxy', { status: 403, ...html }, 'provider-response-invalid'],
    [
      'a redirect',
      { status: 307, headers: { Location: 'http://127.0.0.1:1/thief' }, body: '' },
      'provider-response-invalid',
    ],
    ['an empty answer', { body: '' }, 'provider-response-invalid'],
    ['cut JSON', { body: '{"access_token":"canary' }, 'provider-response-invalid'],
    ['JSON of another shape', { body: [] }, 'provider-response-invalid'],
    ['an endless answer', { body: ' '.repeat(300_000) }, 'provider-response-invalid'],
    ['a reset connection', 'destroy', 'provider-unreachable'],
  ])('that meets %s is an error of its own, after one request', async (_name, said, code) => {
    const { provider, state, server } = await startWithGrant(kind);
    server.script = () => said;
    const error = await provider.accessToken(state, now).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code });
    expect(server.seen).toHaveLength(1);
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('canary');
  });

  it('is good again right after a 429: nothing waits in secret', async () => {
    const { provider, state, server } = await startWithGrant(kind);
    server.script = () => ({
      status: 429,
      body: { error: 'temporarily_unavailable', error_codes: [90_033] },
      headers: { 'Retry-After': '600' },
    });
    await expect(provider.accessToken(state, now)).rejects.toMatchObject({
      code: 'provider-unreachable',
      detail: { status: 429, retryAfter: '600' },
    });
    server.script = () => ({ body: kind.answer(server.origin, { access_token: 'canary-access-2' }) });
    expect(await provider.accessToken(state, now)).toMatchObject({ accessToken: 'canary-access-2' });
  });

  it('that nobody listens to says why', async () => {
    const { provider, state, server, registration } = await startWithGrant(kind);
    const unreachable = kind.create(registration, systemClock, (_url, init) =>
      fetch('http://127.0.0.1:1/token', init),
    );
    const error = await unreachable.accessToken(state, now).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'provider-unreachable',
      detail: { networkCode: expect.any(String) },
    });
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('canary');
    expect(provider).toBeDefined();
    expect(server.seen).toEqual([]);
  });

  it("names Electron's network errors", async () => {
    const { state, registration } = await startWithGrant(kind);
    const offline = kind.create(registration, systemClock, () =>
      Promise.reject(new Error('net::ERR_INTERNET_DISCONNECTED')),
    );
    await expect(offline.accessToken(state, now)).rejects.toMatchObject({
      code: 'provider-unreachable',
      detail: { networkCode: 'ERR_INTERNET_DISCONNECTED' },
    });
  });

  it('ends after half a minute without an answer', async () => {
    const clock = createFakeClock();
    const { provider, state, server } = await startWithGrant(kind, clock);
    let asked: () => void = () => undefined;
    const wasAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    server.script = () => {
      asked();
      return 'stall';
    };
    const token = provider.accessToken(state, now);
    const ended = expect(token).rejects.toMatchObject({ code: 'provider-unreachable' });
    await wasAsked;
    await clock.advance(30_000);
    await ended;
    expect(clock.sleeping()).toBe(0);
  });

  it.each(['', 'null', '{}', '{"v":2}', 'canary'])('from the state %j is refused', async (state) => {
    const { provider, server } = await start(kind);
    const error = await provider.accessToken(state, soon).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'vault-unreadable' });
    expect(inspect(error)).not.toContain('canary');
    expect(server.seen).toEqual([]);
  });
});

describe('a conversation with an authorization server', () => {
  it.each(['http://127.0.0.1:1/other', 'http://127.0.0.1:2/token', 'https://thief.example/token'])(
    'sends nothing to %s, which nobody named',
    async (url) => {
      let asked = 0;
      const counting: Fetch = () => {
        asked += 1;
        return Promise.resolve(Response.json({ access_token: 'a' }));
      };
      const named = 'http://127.0.0.1:1/token';
      const endpoint = openTokenEndpoint({
        fetch: counting,
        clock: systemClock,
        endpoints: [named, null],
        step: 'refresh',
      });
      await expect(endpoint.post(url, { body: 'x' })).rejects.toMatchObject({ code: 'client-rejected' });
      expect(asked).toBe(0);
      await endpoint.post(`${named}?client-request-id=1`, { body: 'x' });
      expect(asked).toBe(1);
    },
  );
});

describe('what is sent', () => {
  it('to Google has the secret of the client in the form', async () => {
    const { provider, server } = await start(google);
    await provider.redeem(redemption());
    expect(server.seen[0]?.form.get('client_secret')).toBe('canary-client-secret');
    expect(server.seen[0]?.headers.authorization).toBeUndefined();
  });

  it('to Google has no secret where the client has none', async () => {
    const { registration, server } = await start(google);
    const provider = google.create({ ...registration, clientSecret: null }, systemClock, fetch);
    await provider.redeem(redemption());
    expect(server.seen[0]?.form.has('client_secret')).toBe(false);
  });

  it('to Microsoft has a secret only where the registration is confidential, and the verifier all the same', async () => {
    const { registration, server, provider } = await start(microsoft);
    await provider.redeem(redemption());
    expect(server.seen[0]?.form.has('client_secret')).toBe(false);
    const confidential = microsoft.create({ ...registration, clientSecret: 'canary-s' }, systemClock, fetch);
    const { state } = await confidential.redeem(redemption());
    expect(server.seen[1]?.form.get('client_secret')).toBe('canary-s');
    expect(server.seen[1]?.form.get('code_verifier')).toContain('canary-verifier');
    await confidential.accessToken(state, now);
    expect(server.seen[2]?.form.get('client_secret')).toBe('canary-s');
  });

  it('goes to the named endpoints only, whatever the library would look up', async () => {
    const asked: string[] = [];
    const listening: Fetch = (url) => {
      asked.push(url instanceof Request ? url.url : url.toString());
      return Promise.reject(new Error('net::ERR_BLOCKED'));
    };
    const registration: Registration = {
      ...registrationsAt('http://127.0.0.1:1').microsoft,
      authority: 'https://login.unknown.example/contoso',
      endpointsFromPolicy: false,
    };
    const provider = microsoft.create(registration, systemClock, listening);
    await expect(provider.redeem(redemption())).rejects.toMatchObject({ code: 'client-rejected' });
    expect(asked).toEqual([]);
  });

  it('needs no network before the browser opens, with the public cloud of Microsoft', async () => {
    const [, registration] = createRegistrations({ microsoft: { clientId: 'client-m' } });
    const asked: unknown[] = [];
    const provider = microsoft.create(registration ?? expect.unreachable(), systemClock, (url) => {
      asked.push(url);
      return Promise.reject(new Error('offline'));
    });
    const url = await provider.authorizationUrl({
      redirectUri: 'http://localhost:1',
      state: 's',
      nonce: 'n',
      codeChallenge: 'c',
      loginHint: '',
      selectAccount: true,
    });
    expect(url).toMatch(/^https:\/\/login\.microsoftonline\.com\/organizations\/oauth2\/v2\.0\/authorize\?/);
    expect(new URL(url).searchParams.get('response_mode')).toBe('form_post');
    expect(asked).toEqual([]);
  });
});

describe('the public clouds', () => {
  it.each([
    [google, 'https://accounts.google.com', 'https://oauth2.googleapis.com/token'],
    [google, 'accounts.google.com', 'https://oauth2.googleapis.com/token'],
    [
      microsoft,
      'https://login.microsoftonline.com',
      'https://login.microsoftonline.com/organizations/oauth2/v2.0/token',
    ],
  ])('of $name are spoken to with the endpoints that are built in (%s)', async (kind, issuer, endpoint) => {
    const asked: string[] = [];
    const cloud: Fetch = async (url) => {
      asked.push(new URL(url instanceof Request ? url.url : url).href.split('?')[0] ?? '');
      return Response.json(kind.answer(issuer));
    };
    const registration = createRegistrations({
      google: { clientId: 'client-g' },
      microsoft: { clientId: 'client-m' },
    }).find(({ provider }) => provider === kind.name);
    const provider = kind.create(registration ?? expect.unreachable(), systemClock, cloud);
    const { state } = await provider.redeem(redemption());
    const token = await provider.accessToken(state, now);
    expect(await provider.accessToken(token.state, soon)).toMatchObject({ refreshed: false });
    expect(asked).toEqual([endpoint, endpoint]);
  });

  it('may ask MSAL to renew early, and the new refresh token is kept then too', async () => {
    const { provider, server } = await start(microsoft);
    server.script = () => ({ body: microsoftAnswer(server.origin, { refresh_in: 1800 }) });
    const fresh = await provider.redeem(redemption());
    const state = fresh.state.replace(/(refresh_on\\":\\")\d+/, (_all, before: string) => `${before}1`);
    expect(state).not.toBe(fresh.state);
    server.script = () => ({ body: microsoftAnswer(server.origin, { refresh_token: 'canary-refresh-2' }) });
    const early = await provider.accessToken(state, soon);
    expect(early.refreshed).toBe(true);
    await provider.accessToken(early.state, now);
    expect(server.seen.at(-1)?.form.get('refresh_token')).toBe('canary-refresh-2');
  });
});

describe('taking a grant back', () => {
  it.each(['custom', 'google'] as const)('is done where %s has a place for it', async (name) => {
    const kind = name === 'google' ? google : custom;
    const { provider, state, server } = await startWithGrant(kind);
    server.script = () => ({ body: '' });
    expect(await provider.revoke(state)).toEqual({ revoked: true, consentPageUrl: null });
    expect(server.seen.map(({ url }) => url.pathname)).toEqual(['/revoke']);
    if (name === 'custom') {
      expect(Object.fromEntries(server.seen[0]?.form ?? [])).toEqual({
        token: 'canary-refresh-1',
        token_type_hint: 'refresh_token',
      });
    }
  });

  it('is done at Google', async () => {
    const { provider, state, server } = await startWithGrant(google);
    server.script = () => ({ body: {} });
    expect(await provider.revoke(state)).toEqual({ revoked: true, consentPageUrl: null });
    expect(server.seen[0]?.url.pathname).toBe('/revoke');
    expect(server.seen[0]?.url.searchParams.get('token')).toBe('canary-refresh-1');
  });

  it('is done already where Google does not know it any more', async () => {
    const { provider, state, server } = await startWithGrant(google);
    server.script = () => ({ status: 400, body: { error: 'invalid_token' } });
    expect(await provider.revoke(state)).toEqual({ revoked: true, consentPageUrl: null });
  });

  it.each<[string, ReturnType<Script>]>([
    ['is reset', 'destroy'],
    ['is busy', { status: 503, body: '' }],
    ['refuses', { status: 400, body: { error: 'invalid_request' } }],
  ])('is left to the person where Google %s', async (_name, said) => {
    const { provider, state, server } = await startWithGrant(google);
    server.script = () => said;
    expect(await provider.revoke(state)).toEqual({
      revoked: false,
      consentPageUrl: 'https://myaccount.google.com/connections',
    });
    expect(server.seen).toHaveLength(1);
  });

  it('is left to the person at Microsoft, without a request', async () => {
    const { provider, state, server } = await startWithGrant(microsoft);
    expect(await provider.revoke(state)).toEqual({
      revoked: false,
      consentPageUrl: 'https://myapps.microsoft.com',
    });
    const personal = state.replaceAll('tenant-1', '9188040d-6c67-4c5b-b112-36a304b66dad');
    expect(await provider.revoke(personal)).toMatchObject({
      consentPageUrl: 'https://account.live.com/consent/Manage',
    });
    expect(await provider.revoke('damaged')).toMatchObject({ revoked: false });
    expect(server.seen).toEqual([]);
  });
});
