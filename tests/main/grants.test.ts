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

async function profile() {
  return { folder: await mkdtemp(join(tmpdir(), 'grants-')), cipher: createFakeCipher() };
}

async function start(
  world: { registration: typeof registration | null } = { registration },
  kept?: Awaited<ReturnType<typeof profile>>,
) {
  const { folder, cipher } = kept ?? (await profile());
  const changed: string[][] = [];
  const vault = createTokenVault({
    folder,
    cipher,
    clock: systemClock,
    random: systemRandom,
  });
  const grants = createGrants({
    vault,
    registration: () => world.registration,
    providerOf: () => ({ ...provider, revoke: async () => ({ revoked: true, consentPageUrl: null }) }),
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

test('a person who is signed in twice is not signed out at the provider by one of the two, also right after a start', async () => {
  const one = await profile();
  const before = await start({ registration }, one);
  const fresh = signInOf('ann.smith@example.com');
  for (const id of ['grant-0001', 'grant-0002']) await before.keep(fresh, provider, id);
  const grants = await start({ registration }, one);
  void grants.load();
  expect(await grants.revoke('grant-0002')).toMatchObject({ revoked: false });
  expect(await grants.mayRevoke(fresh.identity)).toBe(false);
  await grants.remove('grant-0002');
  expect(await grants.revoke('grant-0001')).toMatchObject({ revoked: true });
});

test('nothing is taken back at a provider while another sign-in cannot be opened', async () => {
  const one = await profile();
  const elsewhere = await start({ registration }, { ...one, cipher: createFakeCipher() });
  await elsewhere.keep(signInOf('bob@example.com'), provider, 'grant-0001');
  const grants = await start({ registration }, one);
  await grants.load();
  await grants.keep(signInOf('ann.smith@example.com'), provider, 'grant-0002');
  expect(await grants.revoke('grant-0002')).toMatchObject({ revoked: false });
});

test('one sign-in at Microsoft serves both ways, and a later one takes nothing from it', async () => {
  const grants = await start();
  const graph = 'https://graph.microsoft.com/';
  const first = { ...signInOf('ann@example.com'), scopes: ['SMTP.Send', `${graph}Mail.Send`] };
  const id = await grants.keep(first, provider, grants.idFor(first, provider));
  const bySmtp = accountOf('ann@example.com');
  const byGraph = { ...bySmtp, sendThrough: 'api' } as const;
  expect([bySmtp, byGraph].map((account) => grants.forAccounts.isBound(id, account))).toEqual([true, true]);
  // A shared mailbox takes one more permission, by Graph alone.
  const shared = { user: 'sales@example.com', signInAccount: 'ann@example.com' };
  expect(grants.forAccounts.isBound(id, { ...bySmtp, ...shared })).toBe(true);
  expect(grants.forAccounts.isBound(id, { ...byGraph, ...shared })).toBe(false);
  const second = { ...first, scopes: [...first.scopes, `${graph}Mail.Send.Shared`] };
  expect(await grants.keep(second, provider, grants.idFor(second, provider))).toBe(id);
  expect(grants.forAccounts.isBound(id, { ...byGraph, ...shared })).toBe(true);
  expect(await grants.keep(first, provider, grants.idFor(first, provider))).toBe(id);
  expect(grants.forAccounts.isBound(id, { ...byGraph, ...shared })).toBe(true);
});

test('a sign-in for SMTP alone does not serve Graph, nor does it take the place of one that does', async () => {
  const grants = await start();
  const alone = signInOf('ann@example.com');
  const both = { ...alone, scopes: ['SMTP.Send', 'Mail.Send'] };
  const id = await grants.keep(both, provider, grants.idFor(both, provider));
  const other = await grants.keep(alone, provider, grants.idFor(alone, provider));
  expect(other).not.toBe(id);
  const byGraph = { ...accountOf('ann@example.com'), sendThrough: 'api' } as const;
  expect([id, other].map((each) => grants.forAccounts.isBound(each, byGraph))).toEqual([true, false]);
  // A consent that one way lacks leaves the first one to its other way.
  expect([id, other, 'gone'].map(grants.servesBothWays)).toEqual([true, false, false]);
});
