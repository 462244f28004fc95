import { describe, expect, test } from 'vitest';
import { createSaveSettings, secretChange } from '../../main/oauth-clients.ts';
import { createRegistrations } from '../../main/identity/registrations.ts';
import type { OwnClients } from '../../main/identity/registrations.ts';
import { policyFormat } from '../../main/settings/policy-format.ts';
import { AppError } from '../../shared/errors.ts';
import { defaultSettings, settings } from '../../shared/settings.ts';
import type { GoogleClient, Settings, SettingsChange } from '../../shared/settings.ts';
import { customProviderAt } from '../identity/scripted-server.ts';

const googleClient: GoogleClient = { clientId: 'mine', redirectPort: null, redirectPath: '/' };
const other: GoogleClient = { ...googleClient, clientId: 'other' };
const custom = customProviderAt('https://id.fabrikam.example');
const policyGoogle = { google: { clientId: 'policy', clientSecret: 'policy-secret' } };

const registrations = (
  own: Partial<Settings> = {},
  providers: unknown = {},
  locked: readonly string[] = [],
) =>
  createRegistrations(policyFormat.parse({ version: 1, providers }).providers, {
    settings: { ...defaultSettings, ...own },
    isLocked: (name) => locked.includes(name),
  } satisfies OwnClients);

type Registrations = ReturnType<typeof registrations>;

describe('a Save', () => {
  test.each<[string, Registrations, Registrations, Record<string, string>, string[], string[]]>([
    ['of a first secret', registrations(), registrations({ googleClient }), { google: 's' }, ['mine'], []],
    [
      'of a new client with its secret',
      registrations({ googleClient }),
      registrations({ googleClient: other }),
      { google: 's' },
      ['other'],
      ['mine'],
    ],
    [
      'of a new client without a secret',
      registrations({ googleClient }),
      registrations({ googleClient: other }),
      {},
      [],
      ['mine'],
    ],
    ['of no client any more', registrations({ googleClient }), registrations(), {}, [], ['mine']],
    [
      'of a new path of the same client',
      registrations({ googleClient }),
      registrations({ googleClient: { ...googleClient, redirectPath: '/x' } }),
      {},
      [],
      [],
    ],
    [
      'of an emptied secret',
      registrations({ googleClient }),
      registrations({ googleClient }),
      { google: '' },
      [],
      ['mine'],
    ],
    [
      'of a custom provider and its secret',
      registrations(),
      registrations({ customProviders: [custom] }),
      { custom: 's' },
      ['client-c'],
      [],
    ],
    [
      'of a custom provider that stops to prove itself',
      registrations({ customProviders: [custom] }),
      registrations({ customProviders: [{ ...custom, clientAuthentication: 'none' }] }),
      { custom: '' },
      [],
      ['client-c'],
    ],
    [
      'of a provider less, emptied as well',
      registrations({ customProviders: [custom] }),
      registrations(),
      { custom: '' },
      [],
      ['client-c'],
    ],
    [
      'under a policy that locks the client but has no secret for it',
      registrations({ googleClient }, {}, ['googleClient']),
      registrations({ googleClient }, {}, ['googleClient']),
      { google: 's' },
      ['mine'],
      [],
    ],
  ])('%s keeps and forgets what it has to', (_what, before, after, entered, put, forget) => {
    const change = secretChange(before, after, entered);
    expect(change.put.map(({ registration }) => registration.clientId)).toEqual(put);
    expect([...new Set(change.forget.map(({ clientId }) => clientId))]).toEqual(forget);
  });

  test.each<[string, Registrations, string, string, string]>([
    ['an unknown provider', registrations(), 'yahoo', 'setting-invalid', 'There is no provider "yahoo".'],
    ['the built-in client', registrations(), 'google', 'setting-invalid', 'enter its client ID first'],
    [
      'a client of the policy',
      registrations({}, policyGoogle),
      'google',
      'locked-by-policy',
      'The administrator',
    ],
    [
      'a custom provider without proof',
      registrations({ customProviders: [{ ...custom, clientAuthentication: 'none' }] }),
      'custom',
      'setting-invalid',
      'does not prove itself',
    ],
  ])('refuses a secret of %s', (_of, after, provider, code, message) => {
    expect(() => secretChange([], after, { [provider]: 'canary' })).toThrow(
      expect.objectContaining({ code, field: 'clientSecrets', message: expect.stringContaining(message) }),
    );
  });
});

/** Settings in memory, with the parts that follow them noted in order. */
function start(change: { readonly diskFull?: boolean } = {}) {
  let value: Settings = defaultSettings;
  const done: string[] = [];
  const next = (wanted: SettingsChange): Settings => {
    if (wanted.smtpTimeoutMs === 0) throw new AppError('setting-invalid', 'as the test says');
    return settings.parse({ ...value, ...wanted });
  };
  let known = registrations();
  const save = createSaveSettings({
    settings: {
      preview: next,
      save: (wanted) => {
        if (change.diskFull) throw new AppError('storage-full', 'as the test says');
        value = next(wanted);
        done.push('settings');
        return value;
      },
    },
    providers: {
      registrations: () => known,
      withSettings: (own) => registrations({ ...value, ...own }),
      follow: () => {
        known = registrations(value);
        done.push('clients');
        return new Set(['google']);
      },
    },
    secrets: {
      change: async ({ put, forget }, write) => {
        done.push(`put ${put.length}`);
        const written = write();
        done.push(`forget ${forget.length}`);
        return written;
      },
    },
    onSaved: async (changed, entered) => void done.push(`told ${[...changed].join()} ${[...entered].join()}`),
  });
  return { save, done };
}

describe('saving', () => {
  test('keeps the secret first, then the settings, and the new client counts at once', async () => {
    const { save, done } = start();
    expect(await save({ googleClient, clientSecrets: { google: 'canary' } })).toMatchObject({ googleClient });
    expect(done).toEqual(['put 1', 'settings', 'clients', 'forget 0', 'told google google']);
  });

  test('does not touch secrets where none is meant', async () => {
    const { save, done } = start();
    await save({ theme: 'dark' });
    expect(done).toEqual(['settings', 'clients', 'told google ']);
  });

  test.each([
    ['a wrong setting', {}, { smtpTimeoutMs: 0, clientSecrets: { google: 'canary' } }, 'setting-invalid'],
    ['a wrong secret', {}, { clientSecrets: { google: 'canary' } }, 'setting-invalid'],
    ['a full disk', { diskFull: true }, { theme: 'dark' as const }, 'storage-full'],
  ])('does nothing at all with %s', async (_what, world, input, code) => {
    const { save, done } = start(world);
    await expect(save(input)).rejects.toMatchObject({ code });
    expect(done).toEqual([]);
  });

  test('is done one after the other: the second knows the client of the first', async () => {
    const { save, done } = start();
    const first = save({ googleClient, clientSecrets: { google: 'one' } });
    const second = save({ googleClient: null });
    await Promise.all([first, second]);
    expect(done.slice(5)).toEqual(['put 0', 'settings', 'clients', 'forget 1', 'told google ']);
  });

  test('goes on after one that failed', async () => {
    const { save } = start();
    const failed = save({ smtpTimeoutMs: 0 });
    const after = save({ theme: 'dark' });
    await expect(failed).rejects.toMatchObject({ code: 'setting-invalid' });
    expect(await after).toMatchObject({ theme: 'dark' });
  });
});
