import { describe, expect, it } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import { createAccessTokens } from '../../main/identity/access-tokens.ts';
import { bindingOf } from '../../main/identity/registration.ts';
import type { GrantRecord, SecretRecord } from '../../main/vault/secret-record.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { exampleGrant, examplePassword } from '../vault/example-records.ts';
import { createFakeProvider } from './fake-provider.ts';

const minutes = (count: number) => count * 60_000;

/** A vault that remembers what happened to it, and can be full. */
function createFakeVault(...records: SecretRecord[]) {
  const kept = new Map(records.map((record) => [record.id, record]));
  const vault = {
    isFull: false,
    puts: [] as SecretRecord[],
    reads: 0,
    kept,
    get: async (id: string) => {
      vault.reads += 1;
      return kept.get(id) ?? null;
    },
    put: async (record: SecretRecord) => {
      await Promise.resolve();
      if (vault.isFull) throw new AppError('storage-full', 'as the test says');
      vault.puts.push(record);
      kept.set(record.id, record);
    },
  };
  return vault;
}

function start() {
  const clock = createFakeClock(1_800_000_000_000);
  const provider = createFakeProvider(clock);
  const grant: GrantRecord = {
    ...exampleGrant(),
    ...bindingOf(provider.registration, 'api'),
    state: provider.firstState,
  };
  const vault = createFakeVault(grant, examplePassword());
  const events: string[] = [];
  const open = (providerFor: () => typeof provider = () => provider) =>
    createAccessTokens({ vault, providerFor, clock, log: (event) => void events.push(event) });
  return { clock, provider, grant, vault, events, open, tokens: open() };
}

describe('an access token', () => {
  it('that is good costs neither a request nor, after the first time, a look into the vault', async () => {
    const { tokens, grant, provider, vault } = start();
    const first = await tokens.get(grant.id);
    for (let count = 0; count < 100; count += 1) expect(await tokens.get(grant.id)).toEqual(first);
    expect(provider.refreshes()).toBe(0);
    expect(vault.reads).toBe(1);
    expect(vault.puts).toEqual([]);
  });

  it('is renewed five minutes before its end', async () => {
    const { tokens, grant, provider, clock } = start();
    await clock.advance(minutes(55));
    expect((await tokens.get(grant.id)).accessToken).toBe('access-1');
    await clock.advance(1);
    expect((await tokens.get(grant.id)).accessToken).toBe('access-2');
    expect(provider.refreshes()).toBe(1);
  });

  it('is renewed once for a hundred that want it at once', async () => {
    const { tokens, grant, provider, vault, clock } = start();
    await clock.advance(minutes(61));
    const answers = await Promise.all(Array.from({ length: 100 }, () => tokens.get(grant.id)));
    expect(new Set(answers.map(({ accessToken }) => accessToken))).toEqual(new Set(['access-2']));
    expect(provider.refreshes()).toBe(1);
    expect(vault.puts).toHaveLength(1);
  });

  it('is renewed again and again, each time with the refresh token of the time before', async () => {
    const { tokens, grant, clock, provider } = start();
    for (let round = 2; round < 30; round += 1) {
      await clock.advance(minutes(61));
      const answers = await Promise.all(Array.from({ length: 8 }, () => tokens.get(grant.id)));
      expect(answers.every(({ accessToken }) => accessToken === `access-${round}`)).toBe(true);
    }
    expect(provider.refreshes()).toBe(28);
  });

  it('is in the vault before anybody gets it', async () => {
    const { tokens, grant, vault, clock } = start();
    await clock.advance(minutes(61));
    const { accessToken } = await tokens.get(grant.id);
    expect(vault.kept.get(grant.id)).toMatchObject({ state: expect.stringContaining(accessToken) });
    expect(vault.puts[0]).toMatchObject({ savedAtMs: clock.nowMs(), identity: grant.identity });
  });

  it('is answered to nobody while it cannot be saved, and the refresh token is not used twice', async () => {
    const { tokens, grant, vault, provider, clock } = start();
    await clock.advance(minutes(61));
    vault.isFull = true;
    await expect(tokens.get(grant.id)).rejects.toMatchObject({ code: 'storage-full' });
    await expect(tokens.get(grant.id)).rejects.toMatchObject({ code: 'storage-full' });
    await expect(tokens.renew(grant.id)).rejects.toMatchObject({ code: 'storage-full' });
    expect(provider.refreshes()).toBe(1);
    vault.isFull = false;
    expect((await tokens.get(grant.id)).accessToken).toBe('access-2');
    expect(vault.kept.get(grant.id)).toMatchObject({ state: expect.stringContaining('access-2') });
    expect(provider.refreshes()).toBe(1);
  });

  it('is kept for each way of sending, and one refresh follows the other', async () => {
    const { grant, vault, clock, provider } = start();
    const asked: unknown[] = [];
    const both = {
      ...provider,
      accessToken: async (...[state, wish]: Parameters<typeof provider.accessToken>) => {
        asked.push(wish.sendThrough);
        // As Microsoft's, which keeps the token of one resource only.
        const { accessToken, ...rest } = await provider.accessToken(state, { ...wish, force: true });
        return { ...rest, accessToken: `${accessToken} ${wish.sendThrough ?? 'own'}` };
      },
    };
    const tokens = createAccessTokens({ vault, providerFor: () => both, clock, log: () => undefined });
    const wishes = ['api', 'smtp', 'api', 'smtp'] as const;
    const answers = await Promise.all(wishes.map((sendThrough) => tokens.get(grant.id, { sendThrough })));
    // The way that the sign-in was for needs no name.
    expect(answers.map(({ accessToken }) => accessToken)).toEqual([
      ...['access-2 own', 'access-3 smtp', 'access-2 own', 'access-3 smtp'],
    ]);
    expect(asked).toEqual([undefined, 'smtp']);
    expect((await tokens.get(grant.id)).accessToken).toBe('access-2 own');
    const [, rejected] = answers;
    const fresh = await tokens.get(grant.id, {
      ...{ sendThrough: 'smtp', rejectedToken: rejected?.accessToken },
    });
    expect(fresh.accessToken).toBe('access-4 smtp');
    expect((await tokens.get(grant.id, { sendThrough: 'api' })).accessToken).toBe('access-2 own');
    expect(provider.refreshes()).toBe(3);
  });

  it('of a renewal that could not be saved is saved at the next chance', async () => {
    const { tokens, grant, vault } = start();
    await tokens.get(grant.id);
    vault.isFull = true;
    await expect(tokens.renew(grant.id)).rejects.toMatchObject({ code: 'storage-full' });
    vault.isFull = false;
    expect((await tokens.get(grant.id)).accessToken).toBe('access-2');
    expect(vault.kept.get(grant.id)).toMatchObject({ state: expect.stringContaining('access-2') });
  });

  it('survives a restart without a refresh', async () => {
    const { open, grant, provider, clock } = start();
    await clock.advance(minutes(61));
    await open().get(grant.id);
    expect((await open().get(grant.id)).accessToken).toBe('access-2');
    expect(provider.refreshes()).toBe(1);
  });
});

describe('a token that the server refused', () => {
  it('is renewed once, however many come with it', async () => {
    const { tokens, grant, provider } = start();
    const { accessToken: rejectedToken } = await tokens.get(grant.id);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => tokens.get(grant.id, { rejectedToken })),
    );
    expect(answers.every(({ accessToken }) => accessToken === 'access-2')).toBe(true);
    expect((await tokens.get(grant.id, { rejectedToken })).accessToken).toBe('access-2');
    expect(provider.refreshes()).toBe(1);
  });

  it('is renewed also right after a start, when nothing is remembered yet', async () => {
    const { open, grant, provider } = start();
    const { accessToken: rejectedToken } = await open().get(grant.id);
    expect((await open().get(grant.id, { rejectedToken })).accessToken).toBe('access-2');
    expect(provider.refreshes()).toBe(1);
  });

  it('is not answered to who brings it, though others began to fetch it', async () => {
    const { tokens, grant } = start();
    const [others, mine] = await Promise.all([
      tokens.get(grant.id),
      tokens.get(grant.id, { rejectedToken: 'access-1' }),
    ]);
    expect([others.accessToken, mine.accessToken]).toEqual(['access-1', 'access-2']);
  });

  it('is not answered again when the network is down', async () => {
    const { tokens, grant, provider } = start();
    const { accessToken: rejectedToken } = await tokens.get(grant.id);
    provider.failing = 'provider-unreachable';
    await expect(tokens.get(grant.id, { rejectedToken })).rejects.toMatchObject({
      code: 'provider-unreachable',
    });
  });
});

describe('a grant', () => {
  it.each(['grant-unknown', 'password-00000001'])('that is not there (%s) asks for a sign-in', async (id) => {
    const { tokens, provider } = start();
    await expect(tokens.get(id)).rejects.toMatchObject({ code: 'sign-in-required' });
    expect(provider.refreshes()).toBe(0);
  });

  it.each(['clientId', 'issuer', 'tokenEndpoint', 'revocationEndpoint'] as const)(
    'made for another %s is not sent, neither at the start nor later',
    async (member) => {
      const { open, provider, grant, clock } = start();
      const elsewhere = {
        ...provider,
        registration: { ...provider.registration, [member]: 'https://thief.example' },
      };
      await expect(open(() => elsewhere).get(grant.id)).rejects.toMatchObject({ code: 'sign-in-required' });
      let today = provider;
      const tokens = open(() => today);
      await tokens.get(grant.id);
      today = elsewhere;
      await expect(tokens.get(grant.id)).rejects.toMatchObject({ code: 'sign-in-required' });
      await clock.advance(minutes(61));
      await expect(tokens.get(grant.id)).rejects.toMatchObject({ code: 'sign-in-required' });
      await expect(tokens.renew(grant.id)).rejects.toMatchObject({ code: 'sign-in-required' });
      expect(provider.refreshes()).toBe(0);
    },
  );

  it('made for another way of sending is not sent', async () => {
    const { open, provider, grant } = start();
    await expect(open(() => ({ ...provider, sendThrough: 'smtp' })).get(grant.id)).rejects.toMatchObject({
      code: 'sign-in-required',
    });
  });

  it('that the provider took back is dead for all who wait, and nothing is written', async () => {
    const { tokens, grant, provider, vault, clock, events } = start();
    await clock.advance(minutes(61));
    provider.failing = 'grant-revoked';
    const answers = await Promise.allSettled(Array.from({ length: 10 }, () => tokens.get(grant.id)));
    expect(
      answers.every((answer) => answer.status === 'rejected' && answer.reason.code === 'grant-revoked'),
    ).toBe(true);
    expect(provider.refreshes()).toBe(1);
    expect(vault.puts).toEqual([]);
    expect(events).toEqual(['token-not-refreshed']);
  });

  it('is good again once the network is', async () => {
    const { tokens, grant, provider, clock } = start();
    await clock.advance(minutes(61));
    provider.failing = 'provider-unreachable';
    await expect(tokens.get(grant.id)).rejects.toMatchObject({ code: 'provider-unreachable' });
    provider.failing = null;
    expect((await tokens.get(grant.id)).accessToken).toBe('access-2');
  });

  it('whose early renewal fails on the network goes on with the minutes that are left', async () => {
    const { tokens, grant, provider, clock } = start();
    await tokens.get(grant.id);
    await clock.advance(minutes(57));
    provider.failing = 'provider-unreachable';
    const answers = await Promise.all([tokens.get(grant.id), tokens.get(grant.id)]);
    expect(answers.map(({ accessToken }) => accessToken)).toEqual(['access-1', 'access-1']);
    await clock.advance(minutes(2) + 1);
    await expect(tokens.get(grant.id)).rejects.toMatchObject({ code: 'provider-unreachable' });
  });

  it('whose early renewal says that it is revoked does not go on', async () => {
    const { tokens, grant, provider, clock } = start();
    await tokens.get(grant.id);
    await clock.advance(minutes(57));
    provider.failing = 'grant-revoked';
    await expect(tokens.get(grant.id)).rejects.toMatchObject({ code: 'grant-revoked' });
  });

  it('that cannot be read passes that on', async () => {
    const { grant, provider, clock, vault } = start();
    const tokens = createAccessTokens({
      vault: { ...vault, get: () => Promise.reject(new AppError('vault-unreadable', 'damaged')) },
      providerFor: () => provider,
      clock,
      log: () => undefined,
    });
    await expect(tokens.get(grant.id)).rejects.toMatchObject({ code: 'vault-unreadable' });
  });
});

describe('a renewal by hand', () => {
  it('refreshes though the token is good', async () => {
    const { tokens, grant, provider } = start();
    expect((await tokens.renew(grant.id)).accessToken).toBe('access-2');
    expect((await tokens.get(grant.id)).accessToken).toBe('access-2');
    expect(provider.refreshes()).toBe(1);
  });

  it('is one for several that ask at once, and sends share it', async () => {
    const { tokens, grant, provider } = start();
    const answers = await Promise.all([tokens.renew(grant.id), tokens.renew(grant.id), tokens.get(grant.id)]);
    expect(answers.map(({ accessToken }) => accessToken)).toEqual(['access-2', 'access-2', 'access-2']);
    expect(provider.refreshes()).toBe(1);
  });

  it('comes after a look-up that was under way', async () => {
    const { tokens, grant, provider } = start();
    const [got, renewed] = await Promise.all([tokens.get(grant.id), tokens.renew(grant.id)]);
    expect([got.accessToken, renewed.accessToken]).toEqual(['access-1', 'access-2']);
    expect(provider.refreshes()).toBe(1);
  });
});

describe('a record that is replaced or removed', () => {
  it('is seen at the next call', async () => {
    const { tokens, grant, vault } = start();
    await tokens.get(grant.id);
    vault.kept.delete(grant.id);
    tokens.forget(grant.id);
    await expect(tokens.get(grant.id)).rejects.toMatchObject({ code: 'sign-in-required' });
  });

  it('while a refresh is under way is not brought back by it', async () => {
    const { tokens, grant, vault, provider, clock } = start();
    await clock.advance(minutes(61));
    const gate = Promise.withResolvers<void>();
    provider.gate = gate.promise;
    const token = tokens.get(grant.id);
    const ended = expect(token).rejects.toMatchObject({ code: 'sign-in-required' });
    await clock.advance(0);
    expect(provider.refreshes()).toBe(1);
    vault.kept.delete(grant.id);
    tokens.forget(grant.id);
    gate.resolve();
    await ended;
    expect(vault.puts).toEqual([]);
    expect(vault.kept.has(grant.id)).toBe(false);
  });

  it('while a refresh is under way gives its own token to who waits', async () => {
    const { tokens, grant, vault, provider, clock } = start();
    await clock.advance(minutes(61));
    const gate = Promise.withResolvers<void>();
    provider.gate = gate.promise;
    const token = tokens.get(grant.id);
    await clock.advance(0);
    const state = JSON.stringify({
      refresh: 9,
      access: 'access-new',
      expiresAtMs: clock.nowMs() + minutes(60),
    });
    vault.kept.set(grant.id, { ...grant, state });
    tokens.forget(grant.id);
    gate.resolve();
    expect((await token).accessToken).toBe('access-new');
    expect(vault.kept.get(grant.id)).toMatchObject({ state });
  });

  it('is not called dead for what the provider says of the one before', async () => {
    const { tokens, grant, vault, provider, clock } = start();
    await clock.advance(minutes(61));
    const gate = Promise.withResolvers<void>();
    provider.gate = gate.promise;
    provider.failing = 'grant-revoked';
    const token = tokens.get(grant.id);
    await clock.advance(0);
    const fresh = { refresh: 1, access: 'access-new', expiresAtMs: clock.nowMs() + minutes(60) };
    await tokens.change(grant.id, () => vault.put({ ...grant, state: JSON.stringify(fresh) }));
    gate.resolve();
    expect((await token).accessToken).toBe('access-new');
  });

  it('is never overwritten by a refresh that was under way, however the two meet', async () => {
    for (let steps = 0; steps < 25; steps += 1) {
      const { tokens, grant, vault, provider, clock } = start();
      await clock.advance(minutes(61));
      const gate = Promise.withResolvers<void>();
      provider.gate = gate.promise;
      const token = tokens.get(grant.id);
      await clock.advance(0);
      const fresh = { refresh: 2, access: 'access-new', expiresAtMs: clock.nowMs() + minutes(60) };
      gate.resolve();
      for (let step = 0; step < steps; step += 1) await Promise.resolve();
      await tokens.change(grant.id, () => vault.put({ ...grant, state: JSON.stringify(fresh) }));
      await token;
      expect(vault.kept.get(grant.id)).toMatchObject({ state: JSON.stringify(fresh) });
      expect((await tokens.get(grant.id)).accessToken).toBe('access-new');
    }
  });

  it('makes who comes meanwhile wait, and a failed change lets them go on with the old one', async () => {
    const { tokens, grant } = start();
    const gate = Promise.withResolvers<void>();
    const changed = tokens.change(grant.id, async () => {
      await gate.promise;
      throw new AppError('storage-full', 'as the test says');
    });
    const ended = expect(changed).rejects.toMatchObject({ code: 'storage-full' });
    const waiting = Promise.all([tokens.get(grant.id), tokens.renew(grant.id)]);
    gate.resolve();
    await ended;
    expect((await waiting).map(({ accessToken }) => accessToken)).toEqual(['access-1', 'access-2']);
  });
});
