import { expect, test } from 'vitest';
import { createProviders } from '../../main/providers.ts';
import { systemClock } from '../helpers/system-ports.ts';

const start = () =>
  createProviders({
    policies: { google: { clientId: 'own-client' } },
    fetch: () => Promise.reject(new Error('nothing is fetched')),
    clock: systemClock,
  });

test('the policy says which client a provider has', () => {
  const providers = start();
  expect(providers.infos.map(({ id }) => id)).toEqual(['google', 'microsoft']);
  expect(providers.registration('google')).toMatchObject({ clientId: 'own-client' });
  expect(providers.named('google', 'api').registration).toBe(providers.registration('google'));
});

test('a provider is made once for each way of sending', () => {
  const { named } = start();
  expect(named('google', 'api')).toBe(named('google', 'api'));
  expect(named('google', 'smtp')).not.toBe(named('google', 'api'));
  expect(named('google', 'smtp').sendThrough).toBe('smtp');
});

test.each(['none', 'yahoo', '__proto__', ''])('there is no provider %j to sign in with', (provider) => {
  const providers = start();
  expect(providers.registration(provider)).toBeNull();
  expect(() => providers.named(provider, 'smtp')).toThrow(
    expect.objectContaining({ code: 'invalid-request', field: 'provider' }),
  );
});
