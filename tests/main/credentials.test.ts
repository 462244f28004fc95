import { expect, test } from 'vitest';
import type { GrantInfo } from '../../main/accounts/accounts-deps.ts';
import { createCredentials } from '../../main/credentials.ts';
import { createRegistrations } from '../../main/identity/registrations.ts';
import { newAccountDraft } from '../../shared/account.ts';
import type { Account } from '../../shared/account.ts';
import { AppError } from '../../shared/errors.ts';
import type { ErrorCode } from '../../shared/errors.ts';

const office: Account = {
  ...newAccountDraft,
  ...{ id: 1, provider: 'microsoft', host: 'smtp.office365.com', user: 'ben@contoso.test' },
  ...{ grantId: 'grant-one', passwordId: null },
};
const plain: Account = { ...office, provider: 'none', host: 'mail.example.test', grantId: null };

interface World {
  info: Partial<GrantInfo> | null;
  bound: boolean;
  failing: ErrorCode | null;
  bothWays: boolean;
  confirmed: string | null;
}

function start(change: Partial<World> = {}) {
  const world: World = {
    ...{ info: { state: 'ready' }, bound: true, failing: null, bothWays: false, confirmed: null },
    ...change,
  };
  const asked: string[] = [];
  const get = async (grantId: string, wish: { rejectedToken?: string | undefined } = {}) => {
    asked.push(`token ${grantId} ${wish.rejectedToken ?? ''}`.trim());
    if (world.failing) throw new AppError(world.failing, 'as the test says');
    return { accessToken: 'token-one', expiresAtMs: 9_000 };
  };
  const credentials = createCredentials({
    passwordFor: async ({ user }) => {
      asked.push(`password ${user}`);
      return { password: 'secret' };
    },
    isConfirmed: async (_account, { server }) => server === world.confirmed,
    grants: {
      forAccounts: {
        info: () => world.info && { signedInAs: '', mailbox: '', state: 'ready', ...world.info },
        isBound: () => world.bound,
        adoptPending: () => Promise.reject(new Error('not here')),
        release: () => Promise.reject(new Error('not here')),
      },
      open: async (grantId) => {
        asked.push(`open ${grantId}`);
        if (world.failing) throw new AppError(world.failing, 'as the test says');
      },
      servesBothWays: () => world.bothWays,
      markDead: (grantId, { code }) => void asked.push(`dead ${grantId} ${code}`),
    },
    tokens: { get, renew: get, change: (_, write) => write(), forget: () => undefined },
    registration: (provider) =>
      createRegistrations(undefined).find((each) => each.provider === provider) ?? null,
  });
  return { credentials, asked };
}

test('an account of a provider sends with a token of its grant', async () => {
  const { credentials, asked } = start();
  expect(await credentials.authenticate(office)).toEqual({
    ...{ kind: 'oauth', user: 'ben@contoso.test', accessToken: 'token-one', mechanism: 'XOAUTH2' },
  });
  await credentials.authenticate(office, { rejectedToken: 'token-old' });
  expect(await credentials.renew(office)).toEqual({ expiresAtMs: 9_000 });
  expect(asked).toEqual(['token grant-one', 'token grant-one token-old', 'token grant-one']);
});

test('an account without a provider sends with its password, or as nobody where it names no user', async () => {
  const { credentials, asked } = start();
  expect(await credentials.authenticate(plain)).toMatchObject({ kind: 'password', password: 'secret' });
  expect(await credentials.authenticate({ ...plain, user: '' })).toEqual({ kind: 'none' });
  expect(await credentials.renew(plain)).toEqual({ expiresAtMs: null });
  expect(asked).toEqual(['password ben@contoso.test']);
});

test.each<[string, Account, Partial<World>, ErrorCode]>([
  ['nobody has signed in', { ...office, grantId: null }, {}, 'sign-in-required'],
  ['the provider is not known any more', { ...office, provider: 'yahoo' }, {}, 'sign-in-required'],
  ['the grant is gone', office, { info: null }, 'sign-in-required'],
  [
    'the grant was withdrawn',
    office,
    { info: { state: 'dead', because: 'grant-revoked' } },
    'sign-in-required',
  ],
  [
    'consent is missing',
    office,
    { info: { state: 'dead', because: 'consent-required' } },
    'consent-required',
  ],
  ['the grant was sealed elsewhere', office, { info: { state: 'unreadable' } }, 'vault-unreadable'],
  ['the grant is for somebody or something else', office, { bound: false }, 'sign-in-required'],
  ['the host is not the provider’s', { ...office, host: 'mail.example.test' }, {}, 'server-not-providers'],
  [
    'the person agreed to another host',
    { ...office, host: 'mail.example.test' },
    { confirmed: 'mail2.example.test' },
    'server-not-providers',
  ],
  [
    'the person agreed to the host, and TLS is off',
    { ...office, host: 'mail.example.test', tls: false },
    { confirmed: 'mail.example.test' },
    'account-invalid',
  ],
  ['TLS is off', { ...office, tls: false }, {}, 'account-invalid'],
  ['a password would go in clear', { ...plain, tls: false }, {}, 'account-invalid'],
])('where %s, no secret is fetched', async (_, account, change, code) => {
  const { credentials, asked } = start(change);
  await expect(credentials.authenticate(account)).rejects.toMatchObject({ code });
  expect(asked).toEqual([]);
});

test('a host that the person agreed to gets the token', async () => {
  const { credentials } = start({ confirmed: 'mail.example.test' });
  expect(await credentials.authenticate({ ...office, host: 'Mail.example.test' })).toMatchObject({
    kind: 'oauth',
  });
});

test('a grant that was not opened yet is opened first; a locked key store says so', async () => {
  const { credentials, asked } = start({ info: { state: 'not-checked' } });
  await credentials.authenticate(office);
  expect(asked).toEqual(['open grant-one', 'token grant-one']);
  const locked = start({ info: { state: 'not-checked' }, failing: 'vault-unavailable' });
  await expect(locked.credentials.authenticate(office)).rejects.toMatchObject({ code: 'vault-unavailable' });
});

test.each<[ErrorCode, ErrorCode, boolean]>([
  ['grant-revoked', 'sign-in-required', true],
  ['consent-required', 'consent-required', true],
  ['provider-unreachable', 'provider-unreachable', false],
  ['provider-response-invalid', 'provider-response-invalid', false],
  ['client-rejected', 'client-rejected', false],
  ['storage-full', 'storage-full', false],
])('a refresh that ends as %s is told as %s; the grant is dead: %s', async (failing, code, dead) => {
  const { credentials, asked } = start({ failing });
  await expect(credentials.authenticate(office)).rejects.toMatchObject({ code });
  expect(asked.slice(1)).toEqual(dead ? [`dead grant-one ${failing}`] : []);
});

test('a consent that one way of sending lacks leaves the grant to the other one; a withdrawn sign-in ends both', async () => {
  const consent = start({ failing: 'consent-required', bothWays: true });
  await expect(consent.credentials.authenticate(office)).rejects.toMatchObject({ code: 'consent-required' });
  await expect(consent.credentials.refresh(office)).rejects.toMatchObject({ code: 'consent-required' });
  expect(consent.asked.filter((each) => each.startsWith('dead'))).toEqual([]);
  const revoked = start({ failing: 'grant-revoked', bothWays: true });
  await expect(revoked.credentials.authenticate(office)).rejects.toMatchObject({ code: 'sign-in-required' });
  expect(revoked.asked).toContain('dead grant-one grant-revoked');
});
