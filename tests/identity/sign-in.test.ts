import { createHash } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import type { Language } from '../../shared/languages.ts';
import type { SignInView } from '../../shared/message.ts';
import { renderResponsePage } from '../../main/identity/response-page.ts';
import { createSignIn } from '../../main/identity/sign-in.ts';
import type { SignInRequest } from '../../main/identity/sign-in.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { systemRandom } from '../helpers/system-ports.ts';
import { createFakeProvider } from './fake-provider.ts';

const request: SignInRequest = {
  provider: 'google',
  accountId: 1,
  dialogId: null,
  expected: 'anna@example.com',
  sendThrough: 'api',
  openBrowser: true,
};

function start() {
  const clock = createFakeClock();
  const provider = createFakeProvider(clock);
  const world = {
    knownKey: null as string | null,
    claims: '',
    mayRevoke: true,
    browserFails: false,
    language: 'en' as Language,
    opened: [] as string[],
    views: [] as (SignInView | null)[],
    accepted: [] as string[],
    acceptGate: Promise.resolve() as Promise<unknown>,
    acceptFails: null as AppError | null,
    events: [] as string[],
  };
  const signIn = createSignIn({
    clock,
    random: systemRandom,
    openBrowser: async (url) => {
      world.opened.push(url);
      if (world.browserFails) throw new AppError('browser-not-opened', 'as the test says');
    },
    language: () => world.language,
    log: (event, fields) => void world.events.push(`${event} ${JSON.stringify(fields)}`),
    providerFor: (name) => {
      if (name !== 'google') throw new AppError('client-rejected', 'no such provider');
      return provider;
    },
    knownIdentityKey: () => world.knownKey,
    claimsFor: () => world.claims,
    accept: async (fresh, { dialogId }) => {
      await world.acceptGate;
      if (world.acceptFails) throw world.acceptFails;
      world.accepted.push(fresh.identity.key);
      return {
        signedInAs: fresh.identity.displayName,
        pendingGrantId: dialogId === null ? null : 'grant-pending',
      };
    },
    mayRevoke: async () => world.mayRevoke,
    onView: (view) => void world.views.push(view),
  });
  onTestFinished(() => signIn.stop());
  return { clock, provider, world, signIn };
}

/** What the provider's pages do in the end: the browser goes to the redirect URI. */
function comeBack(view: SignInView, parameters: Record<string, string> = { code: 'code-1' }) {
  const query = new URL(view.url).searchParams;
  const target = new URL(query.get('redirect_uri') ?? '');
  target.search = new URLSearchParams({ state: query.get('state') ?? '', ...parameters }).toString();
  return fetch(target, { headers: { Connection: 'close' } });
}

const stages = (views: readonly (SignInView | null)[]) => views.map((view) => view?.stage ?? null);

describe('a sign-in', () => {
  it('goes from waiting over checking to signed in, and the browser gets its page', async () => {
    const { signIn, world } = start();
    const view = await signIn.start(request);
    expect(view).toMatchObject({ stage: 'waiting', accountId: 1, expected: 'anna@example.com' });
    expect(world.opened).toEqual([view.url]);
    const page = await comeBack(view);
    expect(await page.text()).toContain('Signed in');
    expect(await signIn.finished(view.attemptId)).toMatchObject({
      stage: 'signed-in',
      signedInAs: 'anna@example.com',
      pendingGrantId: null,
    });
    expect(stages(world.views)).toEqual(['waiting', 'checking', 'signed-in']);
    expect(signIn.current()).toMatchObject({ stage: 'signed-in' });
  });

  it('tells the browser in the language of that moment, and repeats nothing of what came', async () => {
    const { signIn, world } = start();
    const view = await signIn.start(request);
    world.language = 'es';
    const hostile = '"><script>alert(1)</script>';
    const stranger = await comeBack(view, { state: hostile, error_description: hostile });
    expect(await stranger.text()).toBe(renderResponsePage('unexpected', 'es').html);
    world.language = 'fr';
    const refused = await comeBack(view, { error: 'access_denied', error_description: hostile });
    expect(await refused.text()).toBe(renderResponsePage('not-completed', 'fr').html);
    expect((await signIn.finished(view.attemptId)).stage).toBe('failed');
  });

  it('frees its port when it ends', async () => {
    const { signIn } = start();
    const view = await signIn.start(request);
    await (await comeBack(view)).text();
    await signIn.finished(view.attemptId);
    await expect(comeBack(view)).rejects.toThrow('fetch failed');
  });

  it('has secrets of its own, long enough, and redeems with the verifier of its challenge', async () => {
    const { signIn, provider } = start();
    const seen = new Set<string>();
    for (let count = 0; count < 3; count += 1) {
      const view = await signIn.start(request);
      const query = new URL(view.url).searchParams;
      await (await comeBack(view)).text();
      await signIn.finished(view.attemptId);
      const { codeVerifier = '', nonce } = provider.redeemed.at(-1) ?? {};
      expect(codeVerifier).toMatch(/^[\w.~-]{43,128}$/);
      expect(query.get('code_challenge')).toBe(createHash('sha256').update(codeVerifier).digest('base64url'));
      expect(query.get('nonce')).toBe(nonce);
      expect(Buffer.from(query.get('state') ?? '', 'base64url').length).toBeGreaterThanOrEqual(16);
      for (const secret of [codeVerifier, nonce ?? '', query.get('state') ?? '']) seen.add(secret);
    }
    expect(seen.size).toBe(9);
  });

  it('passes on what the provider wanted to see proved, also when it said so at the code', async () => {
    const { signIn, world, provider } = start();
    world.claims = '{"id_token":{"acr":null}}';
    const first = await signIn.start(request);
    expect(new URL(first.url).searchParams.get('claims')).toBe(world.claims);
    const challenge = '{"access_token":{"capolids":null}}';
    provider.challenge = challenge;
    await (await comeBack(first)).text();
    expect(await signIn.finished(first.attemptId)).toMatchObject({ stage: 'failed' });
    provider.challenge = '';
    const second = await signIn.start(request);
    expect(new URL(second.url).searchParams.get('claims')).toBe(challenge);
    const other = await signIn.start({ ...request, accountId: 2 });
    expect(new URL(other.url).searchParams.get('claims')).toBe(world.claims);
  });

  it('gives its hint, and lets anybody choose where nobody is expected', async () => {
    const { signIn } = start();
    const named = new URL((await signIn.start(request)).url).searchParams;
    expect([named.get('login_hint'), named.get('select')]).toEqual(['anna@example.com', 'false']);
    const anybody = new URL((await signIn.start({ ...request, expected: '' })).url).searchParams;
    expect([anybody.get('login_hint'), anybody.get('select')]).toEqual(['', 'true']);
  });

  it('in a dialog stays pending', async () => {
    const { signIn } = start();
    const view = await signIn.start({ ...request, dialogId: 'dialog-0001' });
    await (await comeBack(view)).text();
    expect(await signIn.finished(view.attemptId)).toMatchObject({
      stage: 'signed-in',
      dialogId: 'dialog-0001',
      pendingGrantId: 'grant-pending',
    });
  });

  it('goes on without a browser: the link can be copied', async () => {
    const { signIn, world } = start();
    world.browserFails = true;
    const view = await signIn.start(request);
    await (await comeBack(view)).text();
    expect(await signIn.finished(view.attemptId)).toMatchObject({ stage: 'signed-in' });
    expect(world.events.join()).toContain('browser-not-opened');
  });

  it('opens no browser where the caller does that', async () => {
    const { signIn, world } = start();
    await signIn.start({ ...request, openBrowser: false });
    expect(world.opened).toEqual([]);
  });

  it('never writes an address, a secret or a link to the log', async () => {
    const { signIn, world, provider } = start();
    const view = await signIn.start(request);
    await (await comeBack(view)).text();
    await signIn.finished(view.attemptId);
    const log = world.events.join('\n');
    expect(log).toContain('signed-in');
    for (const secret of ['anna', 'http', 'code-1', provider.redeemed[0]?.codeVerifier ?? 'x']) {
      expect(log).not.toContain(secret);
    }
  });

  it('cannot begin at a provider that does not exist, and the running one is not disturbed', async () => {
    const { signIn } = start();
    const view = await signIn.start(request);
    await expect(signIn.start({ ...request, provider: 'other' })).rejects.toMatchObject({
      code: 'client-rejected',
    });
    expect(signIn.current()).toEqual(view);
  });

  it('that cannot begin leaves no view and no port behind', async () => {
    const { signIn, provider, world } = start();
    const authorizationUrl = () => Promise.reject(new AppError('client-rejected', 'no client ID'));
    Object.assign(provider, { authorizationUrl });
    await expect(signIn.start(request)).rejects.toMatchObject({ code: 'client-rejected' });
    expect(signIn.current()).toBeNull();
    expect(world.opened).toEqual([]);
  });
});

describe('a second click', () => {
  it('joins the running attempt', async () => {
    const { signIn, world } = start();
    const views = await Promise.all([signIn.start(request), signIn.start(request)]);
    const later = await signIn.start({ ...request, openBrowser: false });
    expect(new Set([...views, later].map(({ attemptId }) => attemptId)).size).toBe(1);
    expect(world.opened).toHaveLength(1);
  });

  it.each<[string, Partial<SignInRequest>]>([
    ['another account', { accountId: 2 }],
    ['a dialog', { dialogId: 'dialog-0001' }],
    ['another person', { expected: 'bert@example.com' }],
    ['another permission', { sendThrough: 'smtp' }],
  ])('for %s cancels it and takes its place', async (_name, change) => {
    const { signIn, world } = start();
    const first = await signIn.start(request);
    const second = await signIn.start({ ...request, ...change });
    expect(second.attemptId).not.toBe(first.attemptId);
    expect(await signIn.finished(first.attemptId)).toMatchObject({
      stage: 'cancelled',
      failure: { code: 'sign-in-cancelled' },
    });
    await expect(comeBack(first)).rejects.toThrow('fetch failed');
    expect(signIn.current()).toEqual(second);
    expect(stages(world.views)).toEqual(['waiting', 'waiting']);
  });

  it('after the end begins anew', async () => {
    const { signIn } = start();
    const first = await signIn.start(request);
    await signIn.cancel(first.attemptId);
    expect((await signIn.start(request)).attemptId).not.toBe(first.attemptId);
  });
});

describe('the end of a sign-in', () => {
  it('is after five minutes at the latest', async () => {
    const { signIn, clock } = start();
    const view = await signIn.start(request);
    expect(view.expiresAtMs).toBe(clock.nowMs() + 300_000);
    await clock.advance(299_999);
    expect(signIn.current()).toMatchObject({ stage: 'waiting' });
    await clock.advance(1);
    expect(await signIn.finished(view.attemptId)).toMatchObject({
      stage: 'timed-out',
      failure: { code: 'sign-in-timed-out' },
    });
    expect(clock.sleeping()).toBe(0);
  });

  it('is a cancel, after which the view stays until it is dismissed', async () => {
    const { signIn, world } = start();
    const view = await signIn.start(request);
    await signIn.cancel(view.attemptId);
    expect(signIn.current()).toMatchObject({ stage: 'cancelled', failure: { code: 'sign-in-cancelled' } });
    await signIn.cancel(view.attemptId);
    expect(signIn.current()).toBeNull();
    await signIn.cancel(view.attemptId);
    await signIn.cancel('attempt-unknown');
    expect(stages(world.views)).toEqual(['waiting', 'cancelled', null]);
  });

  it('by decline says so', async () => {
    const { signIn } = start();
    const view = await signIn.start(request);
    const page = await comeBack(view, { error: 'access_denied' });
    expect(await page.text()).toContain('Sign-in was not completed');
    const end = await signIn.finished(view.attemptId);
    expect(end).toMatchObject({ stage: 'failed', failure: { code: 'authorization-denied' } });
    expect(end).not.toHaveProperty('atChecking');
  });

  it('by a response of another server leaves the code alone', async () => {
    const { signIn, provider } = start();
    const view = await signIn.start(request);
    await (await comeBack(view, { code: 'c', iss: 'https://evil.example' })).text();
    expect(await signIn.finished(view.attemptId)).toMatchObject({ failure: { code: 'issuer-mismatch' } });
    expect(provider.redeemed).toEqual([]);
  });

  it('is not brought about by who does not know the state', async () => {
    const { signIn } = start();
    const view = await signIn.start(request);
    expect((await comeBack(view, { state: 'guess', error: 'access_denied' })).status).toBe(400);
    expect(signIn.current()).toMatchObject({ stage: 'waiting' });
  });

  it('by a provider that cannot be reached is a failure with its code', async () => {
    const { signIn, provider } = start();
    provider.failing = 'provider-unreachable';
    const view = await signIn.start(request);
    await (await comeBack(view)).text();
    expect(await signIn.finished(view.attemptId)).toMatchObject({
      stage: 'failed',
      failure: { code: 'provider-unreachable' },
      // The browser has come back: what failed is the exchange of the code.
      atChecking: true,
    });
    expect(provider.revoked).toEqual([]);
  });

  it('by a vault that is full is a failure, and the new grant is taken back', async () => {
    const { signIn, provider, world } = start();
    world.acceptFails = new AppError('storage-full', 'as the test says');
    const view = await signIn.start(request);
    expect(await (await comeBack(view)).text()).toContain('Sign-in was not completed');
    expect(await signIn.finished(view.attemptId)).toMatchObject({ failure: { code: 'storage-full' } });
    expect(provider.revoked).toHaveLength(1);
  });

  it('by a cancel while the code is redeemed keeps nothing and takes back what comes', async () => {
    const { signIn, provider, world } = start();
    const gate = Promise.withResolvers<void>();
    provider.gate = gate.promise;
    const view = await signIn.start(request);
    const page = comeBack(view);
    await expect.poll(() => provider.redeemed.length).toBe(1);
    await signIn.cancel(view.attemptId);
    expect(await (await page).text()).toContain('Sign-in was not completed');
    expect(signIn.current()).toMatchObject({ stage: 'cancelled' });
    gate.resolve();
    await expect.poll(() => provider.revoked.length).toBe(1);
    expect(world.accepted).toEqual([]);
  });

  it('is not a cancel any more once the result is being kept', async () => {
    const { signIn, world } = start();
    const gate = Promise.withResolvers<void>();
    world.acceptGate = gate.promise;
    const view = await signIn.start(request);
    const page = comeBack(view);
    await expect.poll(() => signIn.current()?.stage).toBe('checking');
    const cancelled = signIn.cancel(view.attemptId);
    gate.resolve();
    await cancelled;
    await (await page).text();
    expect(world.accepted).toEqual(['1001']);
    expect(signIn.current()).toMatchObject({ stage: 'signed-in' });
  });
});

describe('somebody else who signs in', () => {
  const bert = { key: '2002', addresses: ['bert@example.com'], displayName: 'bert@example.com' };

  it('is refused before anything is kept, and is offered to choose next time', async () => {
    const { signIn, provider, world } = start();
    provider.person = bert;
    const view = await signIn.start(request);
    expect(await (await comeBack(view)).text()).toContain('Sign-in was not completed');
    expect(await signIn.finished(view.attemptId)).toMatchObject({
      stage: 'wrong-account',
      signedInAs: 'bert@example.com',
      failure: { code: 'wrong-account' },
    });
    expect(world.accepted).toEqual([]);
    const again = await signIn.start(request);
    expect(new URL(again.url).searchParams.get('select')).toBe('true');
    provider.person = { key: '1001', addresses: ['anna@example.com'], displayName: 'anna@example.com' };
    await (await comeBack(again)).text();
    await signIn.finished(again.attemptId);
    expect(new URL((await signIn.start(request)).url).searchParams.get('select')).toBe('false');
  });

  it.each([
    [true, 1],
    [false, 0],
  ])('is taken back at the provider only where that harms no account (%s)', async (mayRevoke, count) => {
    const { signIn, provider, world } = start();
    Object.assign(world, { mayRevoke });
    provider.person = bert;
    const view = await signIn.start(request);
    await (await comeBack(view)).text();
    await signIn.finished(view.attemptId);
    await signIn.stop();
    expect(provider.revoked).toHaveLength(count);
  });

  it('is told apart from the known grant by more than the address', async () => {
    const { signIn, world } = start();
    world.knownKey = 'somebody-before';
    const view = await signIn.start(request);
    await (await comeBack(view)).text();
    expect(await signIn.finished(view.attemptId)).toMatchObject({ stage: 'wrong-account' });
  });
});

describe('opening the browser again', () => {
  it('opens the same page', async () => {
    const { signIn, world } = start();
    const view = await signIn.start(request);
    await signIn.openAgain(view.attemptId);
    expect(world.opened).toEqual([view.url, view.url]);
  });

  it('says when it does not work', async () => {
    const { signIn, world } = start();
    const view = await signIn.start(request);
    world.browserFails = true;
    await expect(signIn.openAgain(view.attemptId)).rejects.toMatchObject({ code: 'browser-not-opened' });
  });

  it('is refused once the attempt is over', async () => {
    const { signIn } = start();
    const view = await signIn.start(request);
    await signIn.cancel(view.attemptId);
    await expect(signIn.openAgain(view.attemptId)).rejects.toMatchObject({ code: 'invalid-request' });
    await expect(signIn.openAgain('attempt-unknown')).rejects.toMatchObject({ code: 'invalid-request' });
    await expect(signIn.finished('attempt-unknown')).rejects.toMatchObject({ code: 'invalid-request' });
  });
});

describe('a dialog that closes', () => {
  it('ends its attempt and takes the view away', async () => {
    const { signIn } = start();
    const view = await signIn.start({ ...request, dialogId: 'dialog-0001' });
    await signIn.discardDialog('dialog-0001');
    expect(signIn.current()).toBeNull();
    await expect(comeBack(view)).rejects.toThrow('fetch failed');
  });

  it('leaves the attempt of another dialog alone', async () => {
    const { signIn } = start();
    const view = await signIn.start({ ...request, dialogId: 'dialog-0001' });
    await signIn.discardDialog('dialog-0002');
    expect(signIn.current()).toEqual(view);
  });

  it('waits for a result that is being kept, so that it can be forgotten afterwards', async () => {
    const { signIn, world } = start();
    const gate = Promise.withResolvers<void>();
    world.acceptGate = gate.promise;
    const view = await signIn.start({ ...request, dialogId: 'dialog-0001' });
    const page = comeBack(view);
    await expect.poll(() => signIn.current()?.stage).toBe('checking');
    const discarded = signIn.discardDialog('dialog-0001').then(() => [...world.accepted]);
    gate.resolve();
    expect(await discarded).toEqual(['1001']);
    await (await page).text();
  });
});

describe('a provider whose client changes', () => {
  it('ends its attempts, also one that has not begun', async () => {
    const { signIn, provider } = start();
    const view = await signIn.start(request);
    await signIn.endAt(new Set(['microsoft']));
    expect(signIn.current()?.stage).toBe('waiting');
    await signIn.endAt(new Set(['google', 'microsoft']));
    expect(signIn.current()).toMatchObject({ attemptId: view.attemptId, stage: 'cancelled' });
    await expect(comeBack(view)).rejects.toThrow('fetch failed');

    const asked = Promise.withResolvers<void>();
    Object.assign(provider, {
      authorizationUrl: () => {
        asked.resolve();
        return new Promise(() => undefined);
      },
    });
    const begun = expect(signIn.start({ ...request, accountId: 2 })).rejects.toMatchObject({
      code: 'sign-in-cancelled',
    });
    await asked.promise;
    await signIn.endAt(new Set(['google']));
    await begun;
  });

  it('keeps what is being kept already', async () => {
    const { signIn, world } = start();
    const gate = Promise.withResolvers<void>();
    world.acceptGate = gate.promise;
    const view = await signIn.start(request);
    const page = comeBack(view);
    await expect.poll(() => signIn.current()?.stage).toBe('checking');
    const ended = signIn.endAt(new Set(['google']));
    gate.resolve();
    await ended;
    expect(signIn.current()?.stage).toBe('signed-in');
    await (await page).text();
  });
});

describe('the end of the app', () => {
  it('cancels what runs and begins nothing more', async () => {
    const { signIn } = start();
    const view = await signIn.start(request);
    await signIn.stop();
    await expect(comeBack(view)).rejects.toThrow('fetch failed');
    await expect(signIn.start(request)).rejects.toMatchObject({ code: 'sign-in-cancelled' });
  });

  it('does not wait for a provider that does not answer', async () => {
    const { signIn, provider, clock } = start();
    const gate = Promise.withResolvers<void>();
    provider.gate = gate.promise;
    const view = await signIn.start(request);
    const page = comeBack(view);
    await expect.poll(() => provider.redeemed.length).toBe(1);
    const stopped = signIn.stop();
    await (await page).text();
    await signIn.finished(view.attemptId);
    await clock.advance(2_000);
    await stopped;
    gate.resolve();
  });
});

describe('a refresh token that was obtained elsewhere', () => {
  const way = { kind: 'refresh-token', refreshToken: 'canary-refresh' } as const;

  it('is taken without a browser, and stands in no view', async () => {
    const { signIn, world, provider } = start();
    const view = await signIn.start(request, way);
    expect(view).toMatchObject({ stage: 'checking', url: '' });
    expect(await signIn.finished(view.attemptId)).toMatchObject({ stage: 'signed-in' });
    expect([world.opened, world.accepted, provider.adopted]).toEqual([[], ['1001'], ['canary-refresh']]);
    expect(JSON.stringify([world.views, world.events])).not.toContain('canary');
  });

  it('of somebody else is not kept, and not taken back from whoever made it', async () => {
    const { signIn, world, provider } = start();
    provider.person = { key: '2', addresses: ['eve@example.com'], displayName: 'eve@example.com' };
    const { attemptId } = await signIn.start(request, way);
    expect(await signIn.finished(attemptId)).toMatchObject({
      ...{ stage: 'wrong-account', signedInAs: 'eve@example.com' },
    });
    await signIn.stop();
    expect([world.accepted, provider.revoked]).toEqual([[], []]);
  });

  it('takes the place of an attempt that waits for the browser', async () => {
    const { signIn } = start();
    const waiting = await signIn.start(request);
    const { attemptId } = await signIn.start(request, way);
    expect(await signIn.finished(waiting.attemptId)).toMatchObject({ stage: 'cancelled' });
    expect(await signIn.finished(attemptId)).toMatchObject({ stage: 'signed-in' });
  });

  it('that the provider refuses ends the attempt with its reason', async () => {
    const { signIn, provider } = start();
    provider.failing = 'provider-unreachable';
    const { attemptId } = await signIn.start(request, way);
    expect(await signIn.finished(attemptId)).toMatchObject({
      ...{ stage: 'failed', failure: { code: 'provider-unreachable' }, atChecking: true },
    });
  });
});

describe('somebody at another computer', () => {
  const way = { kind: 'device-code' } as const;

  it('signs in by a code; no browser opens here, and no port is waited at', async () => {
    const { signIn, world, provider, clock } = start();
    world.claims = '{"a":1}';
    const view = await signIn.start(request, way);
    expect(view).toMatchObject({
      ...{ stage: 'waiting', userCode: 'FJ7KQ2XRT', url: 'https://accounts.example/device' },
      expiresAtMs: clock.nowMs() + 900_000,
    });
    expect(provider.codes).toMatchObject([{ claims: '{"a":1}', permissions: [] }]);
    provider.signsInElsewhere();
    expect(await signIn.finished(view.attemptId)).toMatchObject({
      stage: 'signed-in',
      userCode: 'FJ7KQ2XRT',
    });
    expect(stages(world.views)).toEqual(['waiting', 'checking', 'signed-in']);
    expect([world.opened, world.accepted]).toEqual([[], ['1001']]);
  });

  it('who is not the expected one is refused, and what they granted is taken back', async () => {
    const { signIn, world, provider } = start();
    provider.person = { key: '2', addresses: ['eve@example.com'], displayName: 'eve@example.com' };
    const { attemptId } = await signIn.start(request, way);
    provider.signsInElsewhere();
    expect(await signIn.finished(attemptId)).toMatchObject({ stage: 'wrong-account' });
    await signIn.stop();
    expect([world.accepted, provider.revoked.length]).toEqual([[], 1]);
  });

  it('is compared with the grant that is known, not by address', async () => {
    const { signIn, world, provider } = start();
    world.knownKey = 'somebody-else';
    const { attemptId } = await signIn.start(request, way);
    provider.signsInElsewhere();
    expect(await signIn.finished(attemptId)).toMatchObject({ stage: 'wrong-account' });
  });

  it.each([
    ['sign-in-timed-out', 'timed-out'],
    ['authorization-denied', 'failed'],
  ] as const)('%s ends the attempt as %s', async (code, stage) => {
    const { signIn, provider } = start();
    const { attemptId } = await signIn.start(request, way);
    provider.signsInElsewhere(new AppError(code, 'as the test says'));
    expect(await signIn.finished(attemptId)).toMatchObject({ stage, failure: { code } });
  });

  it('is not waited for after Cancel, and a sign-in that comes all the same is taken back', async () => {
    const { signIn, world, provider } = start();
    const { attemptId } = await signIn.start(request, way);
    await signIn.cancel(attemptId);
    expect(provider.codes[0]?.signal.aborted).toBe(true);
    expect(await signIn.finished(attemptId)).toMatchObject({ stage: 'cancelled' });
    provider.signsInElsewhere();
    await signIn.stop();
    expect([stages(world.views), provider.revoked.length]).toEqual([['waiting', 'cancelled'], 1]);
  });

  it('keeps one code for one wish; the browser of this computer is another wish', async () => {
    const { signIn, provider } = start();
    const first = await signIn.start(request, way);
    expect(await signIn.start(request, way)).toEqual(first);
    expect(provider.codes).toHaveLength(1);
    await expect(signIn.openAgain(first.attemptId)).rejects.toMatchObject({ code: 'invalid-request' });
    const browser = await signIn.start(request);
    expect(browser.userCode).toBeUndefined();
    expect(await signIn.finished(first.attemptId)).toMatchObject({ stage: 'cancelled' });
    provider.signsInElsewhere(new AppError('sign-in-cancelled', 'as the port does'));
  });

  it('is not offered where the provider gives out no codes for mail', async () => {
    const { signIn, provider } = start();
    Object.assign(provider, { deviceCode: undefined });
    await expect(signIn.start(request, way)).rejects.toMatchObject({
      ...{ code: 'invalid-request', field: 'deviceCode' },
      message: expect.stringContaining('Google offers no sign-in by code'),
    });
    expect(signIn.current()).toBeNull();
  });
});
