import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createNodePorts } from '../../main/loopback/node-ports.ts';
import { createSettings } from '../../main/settings/settings-store.ts';
import { defaultSettings } from '../../shared/settings.ts';
import type { SettingsChange } from '../../shared/settings.ts';
import { createFakeCipher } from '../helpers/fake-cipher.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const open = (profileFolder: string, policy: SettingsChange | null = null) => {
  const cipher = createFakeCipher();
  const ports = createNodePorts({ profileFolder, platform: 'linux', env: {}, cipher, log: () => undefined });
  return createSettings({ ...ports, policy, accountExists: (id) => id === 1 });
};

describe('settings', () => {
  it('are the defaults until somebody sets them, and nothing is written', async () => {
    const folder = await temporaryFolder();
    const settings = open(folder);
    expect(settings.get()).toEqual(defaultSettings);
    expect([settings.own(), settings.lockedSettings()]).toEqual([{}, []]);
    expect(settings.save({})).toEqual(defaultSettings);
    expect(await readdir(folder)).toEqual([]);
  });

  it('are what was saved, also after a restart; the file holds no defaults', async () => {
    const folder = await temporaryFolder();
    open(folder).save({ theme: 'dark', defaultAccountId: 1 });
    expect(open(folder).save({ theme: 'light' })).toEqual({
      ...defaultSettings,
      theme: 'light',
      defaultAccountId: 1,
    });
    expect(open(folder).own()).toEqual({ theme: 'light', defaultAccountId: 1 });
    expect(JSON.parse(await readFile(join(folder, 'settings.json'), 'utf8'))).toMatchObject({
      version: 1,
      settings: { theme: 'light', defaultAccountId: 1 },
    });
  });

  it.each<[string, SettingsChange]>([
    ['theme', { theme: 'purple' as 'dark' }],
    ['smtpTimeoutMs', { smtpTimeoutMs: 0 }],
    ['retentionDays', { retentionDays: 1.5 }],
    ['language', { language: 'not a language' }],
    ['defaultAccountId', { defaultAccountId: 9 }],
    ['systemUser', { systemUser: 'two\nlines' }],
    ['unknown', { unknown: 1 } as SettingsChange],
  ])('refuse a wrong %s by its name, and change nothing', async (field, change) => {
    const settings = open(await temporaryFolder());
    expect(() => settings.save({ keepDocumentsDays: 3, ...change })).toThrow(
      expect.objectContaining({ code: 'setting-invalid', field }),
    );
    expect(settings.get()).toEqual(defaultSettings);
  });

  it('can be looked at before they are saved: the same values, the same refusals, and nothing is written', async () => {
    const folder = await temporaryFolder();
    const settings = open(folder, { retentionDays: 5 });
    expect(settings.preview({ theme: 'dark', retentionDays: 5 })).toEqual({
      ...defaultSettings,
      theme: 'dark',
      retentionDays: 5,
    });
    expect(() => settings.preview({ smtpTimeoutMs: 0 })).toThrow(
      expect.objectContaining({ code: 'setting-invalid' }),
    );
    expect(() => settings.preview({ retentionDays: 6 })).toThrow(
      expect.objectContaining({ code: 'locked-by-policy' }),
    );
    expect(settings.get().theme).toBe('system');
    expect(await readdir(folder)).toEqual([]);
  });

  it.each(['', 'en', 'pt-BR', 'pseudo-rtl'])('take the language %j', async (language) => {
    expect(open(await temporaryFolder()).save({ language }).language).toBe(language);
  });

  it('can do without a default account again', async () => {
    const settings = open(await temporaryFolder());
    settings.save({ defaultAccountId: 1 });
    expect(settings.save({ defaultAccountId: null }).defaultAccountId).toBeNull();
  });

  it('damaged on the disk are refused', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'settings.json'), '{"version":1,"settings":{"theme":"purple"}}');
    expect(() => open(folder)).toThrow(expect.objectContaining({ code: 'profile-unreadable' }));
  });
});

describe('settings under a policy', () => {
  const policy = { canSignInWhenSending: false, defaultAccountId: 5 };

  it('are what the policy says, whatever the person had set', async () => {
    const folder = await temporaryFolder();
    open(folder).save({ canSignInWhenSending: true, theme: 'dark' });
    const settings = open(folder, policy);
    expect(settings.get()).toMatchObject({ ...policy, theme: 'dark' });
    expect(settings.own()).toEqual({ canSignInWhenSending: true, theme: 'dark' });
    expect(settings.lockedSettings().toSorted()).toEqual(['canSignInWhenSending', 'defaultAccountId']);
    expect([settings.isLocked('theme'), settings.isLocked('defaultAccountId')]).toEqual([false, true]);
    // Without the policy it is the person's word again.
    expect(open(folder).get().canSignInWhenSending).toBe(true);
  });

  it('cannot be changed, by their names', async () => {
    const settings = open(await temporaryFolder(), policy);
    expect(() => settings.save({ theme: 'dark', canSignInWhenSending: true })).toThrow(
      expect.objectContaining({ code: 'locked-by-policy', field: 'canSignInWhenSending' }),
    );
    expect(settings.get().theme).toBe('system');
  });

  it('may come along with their own values, which are not kept as the person’s', async () => {
    const settings = open(await temporaryFolder(), { canSignInWhenSending: false });
    expect(settings.save({ theme: 'dark', canSignInWhenSending: false }).theme).toBe('dark');
    expect(settings.own()).toEqual({ theme: 'dark' });
  });

  it('may come along where they are lists too', async () => {
    const businessObjects = [{ name: 'Project', columns: ['Project_ID'] }];
    const settings = open(await temporaryFolder(), { businessObjects });
    expect(settings.save({ theme: 'dark', businessObjects: structuredClone(businessObjects) }).theme).toBe(
      'dark',
    );
    expect(() => settings.save({ businessObjects: [] })).toThrow(
      expect.objectContaining({ code: 'locked-by-policy', field: 'businessObjects' }),
    );
  });
});
