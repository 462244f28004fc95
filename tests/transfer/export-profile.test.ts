import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planImport } from '../../main/accounts/plan-import.ts';
import { profileText } from '../../main/settings/profile-document.ts';
import { exportedFile, profileContents } from '../../main/transfer/export-profile.ts';
import { readImport } from '../../main/transfer/read-import.ts';
import { firstManagedId } from '../../shared/account.ts';
import type { Account } from '../../shared/account.ts';
import type { SettingsChange } from '../../shared/settings.ts';
import { anyGoodDraft } from '../helpers/any-account.ts';
import { exampleAccount, exampleProviders } from '../helpers/example-accounts.ts';

const secrets = { grantId: null, passwordId: null };
const textOf = (accounts: readonly Account[], nextId: number, own: SettingsChange = {}) =>
  profileText(profileContents(accounts, nextId, own), null);

/** The accounts of an empty profile after the import of a text. */
async function restored(text: string) {
  const file = await readImport({ base64: Buffer.from(text).toString('base64'), passphrase: null }, []);
  const present = { accounts: [], firstUngivenId: 1, nextId: file.nextId, presets: exampleProviders };
  const { rows, nextId } = planImport(file.rows, { ...present, passwordsAlwaysEncrypted: false });
  return { accounts: rows.map(({ after }) => after ?? expect.fail()), nextId, settings: file.settings };
}

describe('an export', () => {
  it('has no reference to a secret, and no account of the administrator', () => {
    const accounts = [
      exampleAccount(1, { grantId: 'grant-of-somebody', passwordId: 'password-of-somebody' }),
      exampleAccount(firstManagedId),
    ];
    const text = textOf(accounts, 2);
    expect(text).not.toMatch(/somebody|grantId|passwordId/);
    expect((JSON.parse(text) as { accounts: object[] }).accounts).toEqual([
      expect.objectContaining({ id: 1, user: 'person1@example.com' }),
    ]);
  });

  it('has what the person has set, in one order, and no default account that is gone', () => {
    const client = { redirectPath: '/', clientId: 'x', redirectPort: null };
    const own: SettingsChange = {
      theme: 'dark',
      googleClient: client,
      systemUser: 'sa',
      defaultAccountId: 1,
    };
    const { settings } = profileContents([exampleAccount(1)], 2, own);
    expect(settings).toEqual(own);
    expect(Object.keys(settings)).toEqual(['systemUser', 'defaultAccountId', 'theme', 'googleClient']);
    const { redirectPath, clientId, redirectPort } = client;
    const otherwise = { ...own, googleClient: { redirectPort, redirectPath, clientId } };
    expect(textOf([exampleAccount(1)], 2, otherwise)).toBe(textOf([exampleAccount(1)], 2, own));
    expect(profileContents([exampleAccount(2)], 3, own).settings).not.toHaveProperty('defaultAccountId');
    expect(profileContents([exampleAccount(2)], 3, { defaultAccountId: null }).settings).toEqual({
      defaultAccountId: null,
    });
    // That of the administrator's accounts comes with the policy.
    const managed = { defaultAccountId: firstManagedId };
    expect(profileContents([exampleAccount(firstManagedId)], 1, managed).settings).toEqual(managed);
  });

  it('is the same again after it was imported, whatever the accounts are', async () => {
    const ids = fc.uniqueArray(fc.integer({ min: 1, max: 900_000 }), { minLength: 0, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(ids, fc.array(anyGoodDraft, { minLength: 6, maxLength: 6 }), async (some, drafts) => {
        const accounts = some
          .toSorted((a, b) => a - b)
          .map((id, index): Account => ({ ...(drafts[index] ?? expect.fail()), id, ...secrets }));
        const text = textOf(accounts, Math.max(0, ...some) + 1, { theme: 'dark' });
        const after = await restored(text);
        expect(after.accounts).toEqual(accounts);
        expect(textOf(after.accounts, after.nextId, after.settings)).toBe(text);
      }),
      { numRuns: 100 },
    );
  });

  it('that no import would read is refused', () => {
    const limit = 16 * 1024 * 1024;
    expect(exportedFile('a', 'b', 'x'.repeat(limit)).text.length).toBe(limit);
    expect(() => exportedFile('a', 'b', `${'x'.repeat(limit - 1)}é`)).toThrow(
      expect.objectContaining({ code: 'invalid-request' }),
    );
  });
});
