import { isManagedId, newAccountDraft } from '../../shared/account.ts';
import type { Account, AccountDraft } from '../../shared/account.ts';
import { AppError } from '../../shared/errors.ts';
import { settings as settingsSchema } from '../../shared/settings.ts';
import type { SettingsChange } from '../../shared/settings.ts';
import { maxImportBytes } from '../../shared/transfer.ts';
import type { ExportedFile } from '../../shared/transfer.ts';
import type { ProfileContents } from '../settings/profile-document.ts';

const draftFields = Object.keys(newAccountDraft) as (keyof AccountDraft)[];

/** Answers what an export holds in clear: what the person has set, always in the same order. */
export function profileContents(
  accounts: readonly Account[],
  nextId: number,
  own: SettingsChange,
): ProfileContents {
  const hasDefault = accounts.some(({ id }) => id === own.defaultAccountId);
  // Parsed, so that also the members of clients and providers stand in one order.
  const settings = settingsSchema
    .unwrap()
    .keyof()
    .options.flatMap((key) => {
      const value = settingsSchema.unwrap().shape[key].optional().parse(own[key]);
      const isGone = key === 'defaultAccountId' && value !== null && !hasDefault;
      return value === undefined || isGone ? [] : [[key, value] as const];
    });
  return {
    nextId,
    settings: Object.fromEntries(settings),
    accounts: ownAccounts(accounts).map((account) => ({
      id: account.id,
      ...Object.fromEntries(draftFields.map((field) => [field, account[field]])),
    })),
  };
}

/** Answers the accounts of the person: the policy's come with the policy. */
export function ownAccounts(accounts: readonly Account[]): readonly Account[] {
  return accounts.filter(({ id }) => !isManagedId(id));
}

/**
 * Answers a file for the person to keep.
 *
 * @throws {AppError} `invalid-request` — it would be larger than an import reads
 */
export function exportedFile(fileName: string, mediaType: string, text: string): ExportedFile {
  if (Buffer.byteLength(text) <= maxImportBytes) return { fileName, mediaType, text };
  const limit = maxImportBytes / 1024 / 1024;
  throw new AppError('invalid-request', `The file would be larger than ${limit} MB, which no import reads.`);
}
