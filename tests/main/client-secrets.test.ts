import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createClientSecrets } from '../../main/client-secrets.ts';
import type { SecretChange } from '../../main/client-secrets.ts';
import type { Registration } from '../../main/identity/registration.ts';
import { createRegistrations } from '../../main/identity/registrations.ts';
import { createNodePorts } from '../../main/loopback/node-ports.ts';
import { createTokenVault } from '../../main/vault/token-vault.ts';
import { AppError } from '../../shared/errors.ts';
import { defaultSettings } from '../../shared/settings.ts';
import type { MicrosoftClient } from '../../shared/settings.ts';
import { createFakeCipher } from '../helpers/fake-cipher.ts';
import { systemClock, systemRandom } from '../helpers/system-ports.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const clientOf = (change: Partial<MicrosoftClient> = {}): Registration => {
  const microsoftClient: MicrosoftClient = {
    ...{
      clientId: 'client-a',
      tenant: 'organizations',
      cloud: 'global',
      redirectPort: null,
      redirectPath: '/',
    },
    ...change,
  };
  const own = { settings: { ...defaultSettings, microsoftClient }, isLocked: () => false };
  return createRegistrations(undefined, own)[1] ?? expect.unreachable();
};
const a = clientOf();
const b = clientOf({ clientId: 'client-b' });

type Effect = 'note' | 'put' | 'remove' | 'save';

/** A profile that can be opened again and again; an opened one dies before its n-th effect. */
async function profile() {
  const folder = await temporaryFolder();
  const cipher = createFakeCipher();
  const effects: Effect[] = [];
  let named = a;

  async function open(diesBefore = Infinity) {
    let count = 0;
    const step = <Value>(effect: Effect, run: () => Value): Value => {
      count += 1;
      if (count > diesBefore) throw new Error('the process is dead');
      effects.push(effect);
      return run();
    };
    const real = createTokenVault({ folder, cipher, clock: systemClock, random: systemRandom });
    const ports = createNodePorts({
      profileFolder: folder,
      ...{ platform: 'linux', env: {}, cipher, log: () => undefined },
    });
    const secrets = createClientSecrets({
      vault: {
        ...real,
        put: async (record) => step('put', () => real.put(record)),
        remove: async (id) => step('remove', () => real.remove(id)),
      },
      openStore: (name, parse, initial) => {
        const store = ports.openStore(name, parse, initial);
        return { get: store.get, set: (value) => step('note', () => store.set(value)) };
      },
    });
    await secrets.start([named]);
    count = 0;
    const change = (wanted: Partial<SecretChange>, next = named) =>
      secrets.change({ put: [], forget: [], ...wanted }, () =>
        step('save', () => {
          named = next;
          return 'saved';
        }),
      );
    return { secrets, vault: real, change, effects: () => count };
  }

  return {
    folder,
    cipher,
    effects,
    open,
    named: () => named,
    files: async () => (await readdir(join(folder, 'vault'))).length,
  };
}

describe('the secret of a client', () => {
  test('is kept sealed, and read for that client only', async () => {
    const { folder, open } = await profile();
    const { secrets, change } = await open();
    expect(secrets.has(a)).toBe(false);
    expect(await change({ put: [{ registration: a, secret: 'canary-a' }] })).toBe('saved');
    expect([secrets.has(a), await secrets.get(a)]).toEqual([true, 'canary-a']);
    const again = await open();
    expect([again.secrets.has(a), await again.secrets.get(a)]).toEqual([true, 'canary-a']);
    for (const name of await readdir(folder, { recursive: true })) {
      const text = await readFile(join(folder, name), 'latin1').catch(() => '');
      expect(text).not.toContain('canary');
    }
  });

  test.each([
    ['another client', b],
    ['another tenant', clientOf({ tenant: 'thief.example' })],
    ['another cloud', clientOf({ cloud: 'china' })],
    ['another token endpoint', { ...a, tokenEndpoint: 'https://thief.example/token' }],
    ['another place to revoke', { ...a, revocationEndpoint: 'https://thief.example/revoke' }],
    ['another issuer', { ...a, issuer: 'https://thief.example' }],
    ['another provider', { ...a, provider: 'thief' }],
  ])('is nothing to %s', async (_other, other) => {
    const { open } = await profile();
    const { secrets, change } = await open();
    await change({ put: [{ registration: a, secret: 'canary-a' }] });
    expect([secrets.has(other), await secrets.get(other)]).toEqual([false, null]);
  });

  test('is nothing to another client under whose name its file was put', async () => {
    const { open } = await profile();
    const { secrets, vault, change } = await open();
    await change({ put: [{ registration: a, secret: 'canary-a' }] });
    const [id = ''] = await vault.list();
    const record = await vault.get(id);
    if (record?.kind !== 'client') throw new Error('no client');
    await vault.put({ ...record, clientId: 'client-b' });
    expect(await secrets.get(a)).toBeNull();
  });

  test('is replaced, and forgotten with its client or by itself', async () => {
    const { open, files } = await profile();
    const { secrets, change } = await open();
    await change({ put: [{ registration: a, secret: 'one' }] });
    await change({ put: [{ registration: a, secret: 'two' }] });
    expect([await secrets.get(a), await files()]).toEqual(['two', 1]);
    await change({ put: [{ registration: b, secret: 'three' }], forget: [a] }, b);
    expect([await secrets.get(a), await secrets.get(b), await files()]).toEqual([null, 'three', 1]);
    await change({ forget: [b] });
    expect([secrets.has(b), await files()]).toEqual([false, 0]);
  });

  test('that cannot be read says so, and is not taken for none', async () => {
    const { open, cipher } = await profile();
    const { secrets, change } = await open();
    await change({ put: [{ registration: a, secret: 'one' }] });
    cipher.locked(true);
    await expect(secrets.get(a)).rejects.toMatchObject({ code: 'vault-unavailable' });
    await expect(change({ put: [{ registration: a, secret: 'two' }] })).rejects.toMatchObject({
      code: 'vault-unavailable',
    });
    cipher.locked(false);
    expect(await secrets.get(a)).toBe('one');
  });

  test('that is not used at the moment stays at a start: a policy file may be missing only today', async () => {
    const { open, files } = await profile();
    const { secrets, change } = await open();
    await change({ put: [{ registration: a, secret: 'one' }] });
    await secrets.start([]);
    expect([await files(), await secrets.get(a)]).toEqual([1, 'one']);
  });

  test('is as before when the settings cannot be written', async () => {
    const { open, files, folder } = await profile();
    const { secrets, change } = await open();
    await change({ put: [{ registration: a, secret: 'one' }] });
    const full = () => {
      throw new AppError('storage-full', 'as the test says');
    };
    const wanted = {
      put: [
        { registration: a, secret: 'two' },
        { registration: b, secret: 'three' },
      ],
      forget: [],
    };
    await expect(secrets.change(wanted, full)).rejects.toMatchObject({ code: 'storage-full' });
    expect([await secrets.get(a), secrets.has(b), await files()]).toEqual(['one', false, 1]);
    expect(JSON.parse(await readFile(join(folder, 'clients.json'), 'utf8'))).toMatchObject({ toForget: [] });
  });
});

describe('whenever the process dies', () => {
  const saves: [string, Partial<SecretChange>, Registration, (string | null)[]][] = [
    [
      'a client takes the place of another',
      { put: [{ registration: b, secret: 'new' }], forget: [a] },
      b,
      ['new'],
    ],
    ['a client loses its place', { forget: [a] }, b, [null]],
    ['a secret is replaced', { put: [{ registration: a, secret: 'new' }] }, a, ['old', 'new']],
    ['a secret is forgotten', { forget: [a] }, a, ['old', null]],
  ];

  test.each(saves)(
    'while %s, the next start finds one or the other and no more',
    async (_what, wanted, next, after) => {
      let died = 0;
      for (let step = 0; ; step += 1) {
        const { open, named, files } = await profile();
        const first = await open();
        await first.change({ put: [{ registration: a, secret: 'old' }] });
        const dying = await open(step);
        const end = await dying.change(wanted, next).catch(() => 'dead');
        const { secrets } = await open();
        const secret = await secrets.get(named());
        expect(named() === next && next !== a ? after : [...after, 'old']).toContain(secret);
        expect(await files(), `after step ${step}`).toBe(secret === null ? 0 : 1);
        if (end === 'saved' && dying.effects() <= step) {
          expect(named()).toBe(next);
          expect(secret).toBe(after.at(-1));
          break;
        }
        died += 1;
      }
      expect(died).toBeGreaterThan(1);
    },
  );

  test('during the clean-up, the next start goes on with it', async () => {
    const { open, files } = await profile();
    const first = await open();
    await first.change({ put: [{ registration: a, secret: 'old' }] });
    const dying = await open(3);
    await dying.change({ put: [{ registration: b, secret: 'new' }], forget: [a] }, b).catch(() => undefined);
    expect(await files()).toBe(2);
    await open(0);
    expect(await files()).toBe(2);
    await open();
    expect(await files()).toBe(1);
  });
});
