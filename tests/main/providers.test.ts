import { expect, test } from 'vitest';
import { createProviders } from '../../main/providers.ts';
import type { ClientSettings } from '../../main/identity/registrations.ts';
import { defaultSettings } from '../../shared/settings.ts';
import { customProviderAt, responseWith } from '../identity/scripted-server.ts';
import { systemClock } from '../helpers/system-ports.ts';

const googleClient = { clientId: 'mine', redirectPort: null, redirectPath: '/' };
const custom = customProviderAt('https://id.fabrikam.example');

function start(policies?: Parameters<typeof createProviders>[0]['policies']) {
  const world = {
    settings: defaultSettings as ClientSettings,
    secrets: new Map<string, string>(),
    sent: [] as string[],
  };
  const providers = createProviders({
    policies,
    clock: systemClock,
    fetch: async (_url, init) => {
      world.sent.push(typeof init?.body === 'string' ? init.body : '');
      throw new Error('nothing is answered');
    },
    settings: () => world.settings,
    secrets: {
      has: ({ clientId }) => world.secrets.has(clientId),
      get: async ({ clientId }) => world.secrets.get(clientId) ?? null,
    },
  });
  return { world, providers };
}

const withPolicy = () => start({ google: { clientId: 'own-client' } });

test('the policy says which client a provider has', () => {
  const { providers } = withPolicy();
  expect(providers.infos.map(({ id }) => id)).toEqual(['google', 'microsoft']);
  expect(providers.registration('google')).toMatchObject({ clientId: 'own-client' });
  expect(providers.named('google', 'api').registration).toBe(providers.registration('google'));
});

test('a provider is made once for each way of sending', () => {
  const { named } = withPolicy().providers;
  expect(named('google', 'api')).toBe(named('google', 'api'));
  expect(named('google', 'smtp')).not.toBe(named('google', 'api'));
  expect(named('google', 'smtp').sendThrough).toBe('smtp');
});

test.each(['none', 'yahoo', '__proto__', ''])('there is no provider %j to sign in with', (provider) => {
  const { providers } = start();
  expect(providers.registration(provider)).toBeNull();
  expect(() => providers.named(provider, 'smtp')).toThrow(
    expect.objectContaining({ code: 'invalid-request', field: 'provider' }),
  );
});

test('clients and providers are those of the settings once they are followed', () => {
  const { world, providers } = start();
  world.settings = { ...defaultSettings, googleClient, customProviders: [custom] };
  expect(providers.registrations().map(({ clientId }) => clientId)).toEqual(['', '']);
  expect(providers.withSettings(world.settings).map(({ clientId }) => clientId)).toEqual([
    'mine',
    '',
    'client-c',
  ]);
  expect(providers.follow()).toEqual(new Set(['google', 'custom']));
  expect(providers.infos.map(({ id, client }) => [id, client.source, client.clientId])).toEqual([
    ['google', 'settings', 'mine'],
    ['microsoft', 'built-in', ''],
    ['custom', 'settings', 'client-c'],
  ]);
  world.settings = { ...defaultSettings, googleClient };
  expect(providers.follow()).toEqual(new Set(['custom']));
  expect(providers.registration('custom')).toBeNull();
});

test('what a Save leaves as it was is not even made anew', () => {
  const { world, providers } = start();
  const microsoft = providers.named('microsoft', 'smtp');
  const google = providers.named('google', 'api');
  world.settings = { ...defaultSettings, googleClient };
  providers.follow();
  expect(providers.named('microsoft', 'smtp')).toBe(microsoft);
  expect(providers.named('google', 'api')).not.toBe(google);
  expect(providers.follow()).toEqual(new Set());
});

test.each([
  ['entered for the client', {}, { mine: 'entered' }, 'entered'],
  ['entered for another client', {}, { other: 'entered' }, null],
  [
    'of the policy, whatever was entered',
    { google: { clientId: 'mine', clientSecret: 'policy-secret' } },
    { mine: 'entered' },
    'policy-secret',
  ],
  [
    'of nobody, where the policy says a client without one',
    { google: { clientId: 'mine' } },
    { mine: 'entered' },
    null,
  ],
])('the secret that is sent is the one %s', async (_what, policies, secrets, sent) => {
  const { world, providers } = start(policies);
  world.settings = { ...defaultSettings, googleClient };
  providers.follow();
  for (const [client, secret] of Object.entries(secrets)) world.secrets.set(client, secret);
  const redemption = { redirectUri: 'http://localhost:1', codeVerifier: 'v', nonce: 'n' };
  const redeemed = providers.named('google', 'api').redeem({ ...redemption, response: responseWith('code') });
  await expect(redeemed).rejects.toMatchObject({ code: 'provider-unreachable' });
  expect(new URLSearchParams(world.sent[0]).get('client_secret')).toBe(sent);
});
