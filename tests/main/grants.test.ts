import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createGrants } from '../../main/grants.ts';
import { createProviders } from '../../main/providers.ts';
import { createTokenVault } from '../../main/vault/token-vault.ts';
import { exampleAccount } from '../helpers/example-accounts.ts';
import { createFakeCipher } from '../helpers/fake-cipher.ts';
import { systemClock, systemRandom } from '../helpers/system-ports.ts';

const provider = createProviders({
  policies: { microsoft: { clientId: 'client' } },
  fetch: () => Promise.reject(new Error('nothing is fetched')),
  clock: systemClock,
}).named('microsoft', 'smtp');
const { registration } = provider;

async function start(world: { registration: typeof registration | null } = { registration }) {
  const changed: string[][] = [];
  const folder = await mkdtemp(join(tmpdir(), 'grants-'));
  const vault = createTokenVault({
    folder,
    cipher: createFakeCipher(),
    clock: systemClock,
    random: systemRandom,
  });
  const grants = createGrants({
    vault,
    registration: () => world.registration,
    providerOf: () => provider,
    accounts: () => [],
    deadCode: () => null,
    noteDead: () => undefined,
    change: (_id, write) => write(),
    clock: systemClock,
    random: systemRandom,
    onChanged: (ids) => void changed.push([...ids]),
  });
  return Object.assign(grants, { changed });
}

const signInOf = (...addresses: string[]) => ({
  identity: { key: 'object.tenant', addresses, displayName: addresses[0] ?? '' },
  scopes: ['SMTP.Send'],
  state: 'refresh token',
});

const accountOf = (user: string) => exampleAccount(1, { provider: 'microsoft', user });

test('a person who was renamed still signs in for an account that has the old address', async () => {
  const grants = await start();
  const first = signInOf('ann.smith@example.com');
  await grants.keep(first, provider, grants.idFor(first, provider));
  const renamed = signInOf('ann.jones@example.com');
  const id = grants.idFor(renamed, provider);
  await grants.keep(renamed, provider, id);
  expect(grants.forAccounts.isBound(id, accountOf('ann.smith@example.com'))).toBe(true);
  expect(grants.forAccounts.isBound(id, accountOf('ann.jones@example.com'))).toBe(true);
  expect(grants.forAccounts.info(id)?.mailbox).toBe('ann.jones@example.com');
});

test('in a dialog too, and after OK', async () => {
  const grants = await start();
  const first = signInOf('ann.smith@example.com');
  await grants.keep(first, provider, grants.idFor(first, provider));
  const pending = await grants.keepPending(signInOf('ann.jones@example.com'), provider, 'dialog-1');
  expect(grants.forAccounts.isBound(pending, accountOf('ann.smith@example.com'))).toBe(true);
  const id = await grants.forAccounts.adoptPending(pending);
  expect(grants.forAccounts.isBound(id, accountOf('ann.smith@example.com'))).toBe(true);
});

test('somebody else with a new address is nobody the account expects', async () => {
  const grants = await start();
  const first = signInOf('ann.smith@example.com');
  await grants.keep(first, provider, grants.idFor(first, provider));
  const other = signInOf('bob@example.com');
  const stranger = { ...other, identity: { ...other.identity, key: 'other.tenant' } };
  const id = grants.idFor(stranger, provider);
  await grants.keep(stranger, provider, id);
  expect(grants.forAccounts.isBound(id, accountOf('ann.smith@example.com'))).toBe(false);
});

test('a grant is not used after its client changed, and is again once it is the old one', async () => {
  const world: { registration: typeof registration | null } = { registration };
  const grants = await start(world);
  const first = signInOf('ann.smith@example.com');
  const id = await grants.keep(first, provider, grants.idFor(first, provider));
  const account = accountOf('ann.smith@example.com');
  for (const change of [{ ...registration, clientId: 'another' }, null]) {
    world.registration = change;
    grants.changed.length = 0;
    grants.followProviders(new Set(['microsoft']));
    expect(grants.changed).toEqual([[id]]);
    expect(grants.known(id)?.health).toBe('unbound');
    expect(grants.forAccounts.isBound(id, account)).toBe(false);
  }
  world.registration = { ...registration };
  grants.followProviders(new Set(['google']));
  expect(grants.known(id)?.health).toBe('unbound');
  grants.followProviders(new Set(['microsoft']));
  expect(grants.forAccounts.isBound(id, account)).toBe(true);
});
