import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { createCustomProvider } from '../../main/identity/custom.ts';
import { paceAfter, parseDeviceAnswer, pollForTokens } from '../../main/identity/device-code.ts';
import type { DeviceSignIn, IdentityProvider } from '../../main/identity/identity-provider.ts';
import { createMicrosoftProvider } from '../../main/identity/microsoft.ts';
import { createRegistrations } from '../../main/identity/registrations.ts';
import { microsoftHosts } from '../../shared/oauth-endpoints.ts';
import { defaultSettings, microsoftClouds } from '../../shared/settings.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { customAnswer, microsoftAnswer, registrationsAt, startScriptedServer } from './scripted-server.ts';
import type { Script } from './scripted-server.ts';

// A busy computer is no failure.
const patience = { timeout: 10_000 };

const answer = {
  device_code: 'canary-device-code',
  user_code: 'FJ7KQ2XRT',
  verification_uri: 'https://login.example/device',
  expires_in: 900,
  interval: 7,
};

describe('the answer that carries a code', () => {
  it('says what people need, and how often the app may ask', () => {
    expect(parseDeviceAnswer(answer, 1_000)).toEqual({
      deviceCode: 'canary-device-code',
      userCode: 'FJ7KQ2XRT',
      verificationUri: 'https://login.example/device',
      expiresAtMs: 901_000,
      intervalMs: 7_000,
    });
  });

  it.each([
    [{ interval: undefined }, { intervalMs: 5_000 }],
    [{ interval: -1 }, { intervalMs: 5_000 }],
    [{ interval: 1e9 }, { intervalMs: 60_000 }],
    [{ expires_in: undefined }, { expiresAtMs: 900_000 }],
    [{ expires_in: 'soon' }, { expiresAtMs: 900_000 }],
    [{ expires_in: 1e12 }, { expiresAtMs: 3_600_000 }],
  ])('with %o has bounds', (change, expected) => {
    expect(parseDeviceAnswer({ ...answer, ...change }, 0)).toMatchObject(expected);
  });

  it.each([
    { device_code: '' },
    { user_code: undefined },
    { user_code: '<b>FJ7' },
    { user_code: 'A'.repeat(60) },
    { verification_uri: 'http://login.example/device' },
    { verification_uri: 'javascript:alert(1)' },
    { verification_uri: 'https://microsoft.com@evil.example/' },
  ])('with %o is of no use, and no word of it is in the error', (change) => {
    const parse = () => parseDeviceAnswer({ ...answer, ...change }, 0);
    expect(parse).toThrow(expect.objectContaining({ code: 'provider-response-invalid' }));
    expect(parse).not.toThrow(/canary/);
  });
});

const refusal = (error: string, code: ErrorCode = 'authorization-failed') =>
  new AppError(code, 'as the test says', { detail: { error } });
const unreachable = (detail = {}) => new AppError('provider-unreachable', 'as the test says', { detail });

describe('how often is asked', () => {
  const pace = { intervalMs: 5_000, waitMs: 5_000 };

  it.each([
    ['somebody has still to sign in', refusal('authorization_pending'), { intervalMs: 5_000, waitMs: 5_000 }],
    [
      'the server wants less',
      refusal('slow_down', 'provider-unreachable'),
      { intervalMs: 10_000, waitMs: 10_000 },
    ],
    ['nothing is reached', unreachable(), { intervalMs: 5_000, waitMs: 10_000 }],
    ['it is too busy', unreachable({ retryAfter: '30' }), { intervalMs: 5_000, waitMs: 30_000 }],
    ['it is busy for a day', unreachable({ retryAfter: '86400' }), { intervalMs: 5_000, waitMs: 60_000 }],
    [
      "a hotel's page answers",
      new AppError('provider-response-invalid', 'HTML'),
      { intervalMs: 5_000, waitMs: 10_000 },
    ],
    ['it was declined', refusal('access_denied', 'authorization-denied'), null],
    ['it has expired', refusal('expired_token', 'sign-in-timed-out'), null],
    ['the client is refused', refusal('invalid_client', 'client-rejected'), null],
    ['something unheard of came', new TypeError('of ours'), null],
  ])('when %s', (_name, failure, next) => {
    expect(paceAfter(pace, failure)).toEqual(next);
  });

  it('goes back to the interval once an answer comes again', () => {
    const waiting = paceAfter(paceAfter(pace, unreachable()) ?? pace, unreachable());
    expect(waiting?.waitMs).toBe(20_000);
    expect(paceAfter(waiting ?? pace, refusal('authorization_pending'))?.waitMs).toBe(5_000);
  });
});

describe('asking until somebody has signed in', () => {
  /** Asks a server that answers these one after the other, the last one for ever; `null` is a token. */
  function start(...answers: readonly (AppError | null)[]) {
    const clock = createFakeClock(0);
    const cancel = new AbortController();
    const askedAtMs: number[] = [];
    const ask = async () => {
      const said = answers[Math.min(askedAtMs.length, answers.length - 1)];
      askedAtMs.push(clock.nowMs());
      if (said) throw said;
      return 'tokens';
    };
    const code = { expiresAtMs: 60_000, intervalMs: 5_000 };
    const polling = pollForTokens({ clock, signal: cancel.signal, code, ask });
    polling.catch(() => undefined);
    return { clock, cancel, askedAtMs, polling };
  }

  it('waits before the first time, between, and longer after slow_down for good', async () => {
    const pending = refusal('authorization_pending');
    const { clock, askedAtMs, polling } = start(pending, refusal('slow_down'), pending, null);
    await clock.advance(60_000);
    expect(await polling).toBe('tokens');
    expect(askedAtMs).toEqual([5_000, 10_000, 20_000, 30_000]);
  });

  it('goes on through a lost network', async () => {
    const { clock, askedAtMs, polling } = start(unreachable(), unreachable(), null);
    await clock.advance(60_000);
    expect(await polling).toBe('tokens');
    expect(askedAtMs).toEqual([5_000, 15_000, 35_000]);
  });

  it.each([refusal('authorization_pending'), unreachable()])(
    'asks a last time when the code expires, and never after it',
    async (failure) => {
      const { clock, askedAtMs, polling } = start(failure);
      await clock.advance(600_000);
      await expect(polling).rejects.toMatchObject({ code: 'sign-in-timed-out' });
      expect(askedAtMs.at(-1)).toBe(60_000);
      expect(clock.sleeping()).toBe(0);
    },
  );

  it('stops at once when it is cancelled', async () => {
    const { clock, cancel, askedAtMs, polling } = start(refusal('authorization_pending'));
    await clock.advance(5_000);
    cancel.abort();
    await expect(polling).rejects.toMatchObject({ code: 'sign-in-cancelled' });
    await clock.advance(60_000);
    expect(askedAtMs).toEqual([5_000]);
  });
});

describe.each(['microsoft', 'custom'] as const)('a code of %s', (name) => {
  const refused = (error: string, more = {}) => ({ status: 400, body: { error, ...more } });
  const html = { status: 200, type: 'text/html', body: '<h1>Log in to the hotel</h1>' };
  type Said = ReturnType<Script>;

  /** A provider whose token endpoint says these one after the other. */
  async function start(said: readonly Said[], first: Said = { body: answer }) {
    const server = await startScriptedServer();
    const { origin } = server;
    const clock = createFakeClock();
    let next = 0;
    server.script = ({ url }) => {
      if (url.pathname.includes('.well-known')) {
        const endpoints = { authorization_endpoint: `${origin}/auth`, token_endpoint: `${origin}/token` };
        const device_authorization_endpoint = `${origin}/devicecode`;
        return { body: { issuer: origin, ...endpoints, device_authorization_endpoint } };
      }
      if (url.pathname === '/devicecode') return first;
      const now = said[next] ?? { body: good(origin) };
      next += 1;
      return now;
    };
    const good = name === 'microsoft' ? microsoftAnswer : customAnswer;
    const deps = { sendThrough: 'smtp', fetch, clock } as const;
    const looked = { authorizationEndpoint: '', tokenEndpoint: '' };
    const registrations = registrationsAt(origin);
    const provider: IdentityProvider =
      name === 'microsoft'
        ? createMicrosoftProvider({ ...deps, registration: registrations.microsoft })
        : createCustomProvider({ ...deps, registration: { ...registrations.custom, ...looked } });
    const cancel = new AbortController();
    const begin = async (): Promise<DeviceSignIn> => {
      const request = { claims: '', permissions: [], signal: cancel.signal };
      const begun = await (provider.deviceCode?.(request) ?? expect.unreachable());
      begun.granted.catch(() => undefined);
      return begun;
    };
    /** Moves the clock to the next time that the provider is asked; how long that took. */
    const ask = async () => {
      const asked = server.seen.length;
      const before = clock.nowMs();
      await expect.poll(() => clock.sleeping(), patience).toBe(1);
      await clock.advance((clock.nextWakeMs() ?? before) - before);
      await expect.poll(() => server.seen.length, patience).toBe(asked + 1);
      // While a request is on its way its time limit sleeps; what comes next is another sleep, or none.
      await expect.poll(() => clock.nextWakeMs(), patience).not.toBe(clock.nowMs() + 30_000);
      return clock.nowMs() - before;
    };
    return { server, clock, cancel, begin, ask };
  }

  it('is shown, and what comes of it in the end is a sign-in like any other', async () => {
    const { server, begin, ask } = await start([
      refused('authorization_pending'),
      refused('slow_down'),
      html,
    ]);
    const begun = await begin();
    expect(begun).toMatchObject({
      userCode: 'FJ7KQ2XRT',
      verificationUri: 'https://login.example/device',
    });
    expect(JSON.stringify(begun)).not.toContain('canary');
    expect([await ask(), await ask(), await ask(), await ask()]).toEqual([7_000, 7_000, 12_000, 24_000]);
    const { identity, scopes, state } = await begun.granted;
    expect(identity.addresses[0]).toMatch(/^anna@/);
    expect(scopes.join(' ')).toMatch(/send/i);
    expect(state).toContain('canary-refresh-1');
    expect(state).not.toContain('canary-device-code');
    const [request, poll] = server.seen.filter(({ method }) => method === 'POST').map(({ form }) => form);
    expect(request?.get('scope')).toMatch(/offline_access/);
    expect(poll?.get('device_code')).toBe('canary-device-code');
    expect(poll?.get('grant_type')).toMatch(/(^|:)device_code$/);
  });

  it.each<[string, Said, ErrorCode]>([
    [
      'it was declined',
      refused('access_denied', { error_description: `No to ${answer.device_code}` }),
      'authorization-denied',
    ],
    ['it was declined at Microsoft', refused('authorization_declined'), 'authorization-denied'],
    ['it has expired', refused('expired_token'), 'sign-in-timed-out'],
    ['it is not known', refused('bad_verification_code'), 'authorization-failed'],
    [
      'public clients are not allowed',
      refused('invalid_client', { error_codes: [7_000_218] }),
      'client-rejected',
    ],
    [
      'the permission is missing',
      { body: { access_token: 'a', token_type: 'Bearer', scope: 'openid' } },
      'authorization-failed',
    ],
  ])('ends when %s', async (_name, said, code) => {
    const { begin, ask, clock } = await start([refused('authorization_pending'), said]);
    const begun = await begin();
    await ask();
    await ask();
    const expected =
      name === 'custom' && code === 'authorization-failed' ? /authorization-failed|scope-missing/ : code;
    const error: unknown = await begun.granted.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: expect.stringMatching(expected) });
    expect(inspect(error, { depth: 9 })).not.toContain('canary-device-code');
    expect(clock.sleeping()).toBe(0);
  });

  it('is not asked for any more after Cancel, nor after its time', async () => {
    const { begin, ask, cancel, clock, server } = await start(
      Array(500).fill(refused('authorization_pending')),
    );
    const first = await begin();
    await ask();
    cancel.abort();
    await expect(first.granted).rejects.toMatchObject({ code: 'sign-in-cancelled' });
    expect(clock.sleeping()).toBe(0);
    const asked = server.seen.length;
    await clock.advance(1_000_000);
    expect(server.seen).toHaveLength(asked);
  });

  it.each<[string, Said, ErrorCode]>([
    ['the client is refused', refused('unauthorized_client', { error_codes: [700_016] }), 'client-rejected'],
    ['the server is down', { status: 503, body: '' }, 'provider-unreachable'],
    ['a page came', html, 'provider-response-invalid'],
    ['the code is missing', { body: { ...answer, user_code: '<b>' } }, 'provider-response-invalid'],
    ['the connection breaks', 'destroy', 'provider-unreachable'],
  ])('is not given out when %s', async (_name, first, code) => {
    const { begin } = await start([], first);
    await expect(begin()).rejects.toMatchObject({ code });
  });
});

it('a client of Microsoft with a secret signs nobody in by code, and says what to do', async () => {
  const registration = { ...registrationsAt('http://127.0.0.1:1').microsoft, clientSecret: 'canary' };
  const clock = createFakeClock();
  const provider = createMicrosoftProvider({ registration, sendThrough: 'smtp', fetch, clock });
  const { signal } = new AbortController();
  await expect(provider.deviceCode?.({ claims: '', permissions: [], signal })).rejects.toMatchObject({
    ...{ code: 'client-rejected', field: 'deviceCode' },
    message: expect.stringContaining('public clients only'),
  });
});

it('a custom provider that names no place for codes says so', async () => {
  const { custom } = registrationsAt('http://127.0.0.1:1');
  const clock = createFakeClock();
  const provider = createCustomProvider({ registration: custom, sendThrough: 'smtp', fetch, clock });
  const { signal } = new AbortController();
  await expect(provider.deviceCode?.({ claims: '', permissions: [], signal })).rejects.toMatchObject({
    ...{ code: 'client-rejected', field: 'deviceCode' },
  });
});

it('only the scopes of one resource of Microsoft are asked for', async () => {
  const server = await startScriptedServer(() => ({ body: answer }));
  const registration = { ...registrationsAt(server.origin).microsoft, graphApi: server.origin };
  const provider = createMicrosoftProvider({
    ...{ registration, sendThrough: 'api', fetch },
    clock: createFakeClock(),
  });
  const cancel = new AbortController();
  const wish = { claims: '{"access_token":{"x":null}}', permissions: ['large-messages' as const] };
  const begun = await provider.deviceCode?.({ ...wish, signal: cancel.signal });
  cancel.abort();
  await expect(begun?.granted).rejects.toMatchObject({ code: 'sign-in-cancelled' });
  const form = server.seen[0]?.form;
  expect(
    form
      ?.get('scope')
      ?.split(' ')
      .filter((scope) => scope.includes('/')),
  ).toEqual(['https://graph.microsoft.com/Mail.Send', 'https://graph.microsoft.com/Mail.ReadWrite']);
  expect(form?.get('claims')).toContain('"x":null');
});

it.each(microsoftClouds)('the cloud "%s" of Microsoft is asked at its own host', async (cloud) => {
  const client = { clientId: 'mine', tenant: 'contoso.com', cloud, redirectPort: null, redirectPath: '/' };
  const settings = { ...defaultSettings, microsoftClient: client };
  const [, registration] = createRegistrations(undefined, { settings, isLocked: () => false });
  const asked: string[] = [];
  const clock = createFakeClock();
  const provider = createMicrosoftProvider({
    registration: registration ?? expect.unreachable(),
    sendThrough: 'smtp',
    clock,
    fetch: async (input) => {
      asked.push(new Request(input).url);
      if (asked.length === 1) return Response.json(answer);
      return Response.json({ error: 'expired_token' }, { status: 400 });
    },
  });
  const { signal } = new AbortController();
  const begun = await provider.deviceCode?.({ claims: '', permissions: [], signal });
  begun?.granted.catch(() => undefined);
  await expect.poll(() => clock.sleeping(), patience).toBe(1);
  await clock.advance(7_000);
  await expect(begun?.granted).rejects.toMatchObject({ code: 'sign-in-timed-out' });
  const place = `https://${microsoftHosts[cloud]}/contoso.com/oauth2/v2.0`;
  expect(asked.map((url) => url.split('?')[0])).toEqual([`${place}/devicecode`, `${place}/token`]);
});
