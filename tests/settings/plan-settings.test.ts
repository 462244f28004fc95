import { describe, expect, it } from 'vitest';
import { createNodePorts } from '../../main/loopback/node-ports.ts';
import { planSettings } from '../../main/settings/plan-settings.ts';
import { createSettings } from '../../main/settings/settings-store.ts';
import type { SettingsChange } from '../../shared/settings.ts';
import { createFakeCipher } from '../helpers/fake-cipher.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

async function open(own: SettingsChange = {}, policy: SettingsChange | null = null) {
  const [profileFolder, cipher] = [await temporaryFolder(), createFakeCipher()];
  const ports = createNodePorts({ profileFolder, platform: 'linux', env: {}, cipher, log: () => undefined });
  const settings = createSettings({ ...ports, policy, accountExists: (id) => id === 1 });
  settings.save(own);
  return settings;
}

/** Account 3 of the file is 1 here, account 4 is a new one under 8, account 5 was refused. */
const accountFor = (id: number) =>
  new Map([
    [3, { id: 1, isNew: false }],
    [4, { id: 8, isNew: true }],
  ]).get(id) ?? null;

const plan = async (
  given: Record<string, unknown>,
  own: SettingsChange = {},
  policy: SettingsChange | null = null,
) => {
  const settings = await open(own, policy);
  const { settings: rows, change } = planSettings(given, { settings, accountFor });
  return {
    rows: rows.map(({ key, action, from, to, failure }) => [key, action, from, to, failure?.code ?? null]),
    change,
    messages: rows.flatMap(({ failure }) => failure?.message ?? []),
  };
};

describe('settings of a file', () => {
  it('are changed one by one; of what counts already, only that the person wants it is new', async () => {
    expect(
      await plan(
        { theme: 'dark', retentionDays: 30, systemUser: 'sa', keepDocumentsDays: 7 },
        { systemUser: 'sa' },
      ),
    ).toMatchObject({
      rows: [
        ['systemUser', 'same', 'sa', 'sa', null],
        ['retentionDays', 'changed', '365', '30', null],
        ['keepDocumentsDays', 'same', '7', '7', null],
        ['theme', 'changed', 'system', 'dark', null],
      ],
      change: { retentionDays: 30, keepDocumentsDays: 7, theme: 'dark' },
    });
  });

  it('that cannot be are refused with the reason, and the others go on', async () => {
    const given = JSON.parse(
      '{"theme":"purple","retentionDays":"30","language":"x y","googleClient":{"clientId":""},"smtpTimeoutMs":5000,' +
        '"unheard":1,"__proto__":{"theme":"dark"},"constructor":1}',
    ) as Record<string, unknown>;
    const { rows, change, messages } = await plan(given);
    expect(rows).toEqual([
      ['smtpTimeoutMs', 'changed', '100000', '5000', null],
      ['retentionDays', 'refused', '365', '', 'setting-invalid'],
      ['language', 'refused', '', '', 'setting-invalid'],
      ['theme', 'refused', 'system', '', 'setting-invalid'],
      ['googleClient', 'refused', '', '', 'setting-invalid'],
      ['unheard', 'refused', '', '', 'setting-invalid'],
      ['__proto__', 'refused', '', '', 'setting-invalid'],
      ['constructor', 'refused', '', '', 'setting-invalid'],
    ]);
    expect(change).toEqual({ smtpTimeoutMs: 5_000 });
    expect(messages.slice(0, 3)).toEqual([
      'retentionDays must be a number.',
      'language must be a language tag such as en or pt-BR, or empty.',
      'theme must be system or light or dark.',
    ]);
  });

  it('name the accounts of their file', async () => {
    const of = async (id: unknown, policy: SettingsChange | null = null) =>
      plan({ defaultAccountId: id }, {}, policy);
    expect(await of(3)).toMatchObject({ rows: [['defaultAccountId', 'changed', '', '1', null]] });
    expect(await of(4)).toMatchObject({
      rows: [['defaultAccountId', 'changed', '', '8', null]],
      change: { defaultAccountId: 8 },
    });
    for (const id of [5, 0, '3'])
      expect(await of(id)).toMatchObject({
        rows: [[expect.anything(), 'refused', '', '', 'setting-invalid']],
      });
    for (const id of [3, 4])
      expect(await of(id, { defaultAccountId: 5 })).toMatchObject({
        rows: [['defaultAccountId', 'refused', '5', '', 'locked-by-policy']],
        change: {},
      });
  });

  it('that the administrator sets are refused, unless they say the same', async () => {
    const businessObjects = [{ name: 'Order', columns: ['Id'] }];
    const policy = { theme: 'dark', businessObjects } as const satisfies SettingsChange;
    expect(
      await plan({ theme: 'light', businessObjects: structuredClone(businessObjects) }, {}, policy),
    ).toMatchObject({
      rows: [
        ['theme', 'refused', 'dark', '', 'locked-by-policy'],
        ['businessObjects', 'same', expect.any(String), JSON.stringify(businessObjects), null],
      ],
      change: {},
    });
  });
});
