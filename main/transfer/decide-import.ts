import type { ProviderInfo } from '../../shared/app-state.ts';
import type { SettingsChange } from '../../shared/settings.ts';
import type { AccountStore } from '../accounts/account-store.ts';
import { findingMessage } from '../../shared/finding-messages.ts';
import { keptConsent } from '../accounts/host-consent.ts';
import { keptGrant, keptPassword } from '../accounts/kept-secrets.ts';
import { lintDraft } from '../accounts/lint.ts';
import { lastImportedId } from '../accounts/match-import.ts';
import { planImport } from '../accounts/plan-import.ts';
import type { PlannedRow } from '../accounts/plan-import.ts';
import type { Registration } from '../identity/registration.ts';
import { planSettings } from '../settings/plan-settings.ts';
import type { SettingsStore } from '../settings/settings-store.ts';
import type { Keepers } from './exported-secrets.ts';
import { newClientSecrets, newSecretsFor, secretsByAccount } from './imported-secrets.ts';
import type { SecretsByAccount } from './imported-secrets.ts';
import { importWork } from './import-work.ts';
import type { ImportWork, RowWork } from './import-work.ts';
import type { ImportedFile } from './read-import.ts';

/** What an import is held against. */
export interface Profile extends Keepers {
  readonly accountStore: Pick<AccountStore, 'list' | 'byId' | 'lowestFreeId'>;
  readonly settings: Pick<SettingsStore, 'get' | 'own' | 'isLocked' | 'preview'>;
  /** Providers and clients as they would be with other settings. */
  readonly clientsWith: (change: SettingsChange) => {
    readonly providers: readonly ProviderInfo[];
    readonly registrations: readonly Registration[];
  };
  /** The policy says that no password leaves in clear. */
  readonly passwordsAlwaysEncrypted: boolean;
}

/**
 * Decides what a file does to the profile as it is at this moment; nothing is changed.
 *
 * @throws {AppError} `vault-unavailable` — whether a secret of the file is another one cannot be told
 */
export async function decideImport(file: ImportedFile, profile: Profile): Promise<ImportWork> {
  const { accountStore, settings } = profile;
  const { defaultAccountId: _, ...others } = file.settings;
  const noAccounts = { settings, accountFor: () => null };
  const after = profile.clientsWith(planSettings(others, noAccounts).change);
  const { rows, nextId } = planImport(file.rows, {
    accounts: accountStore.list(),
    firstUngivenId: accountStore.lowestFreeId(),
    nextId: Math.max(accountStore.lowestFreeId(), Math.min(file.nextId, lastImportedId + 1)),
    presets: after.providers,
    passwordsAlwaysEncrypted: profile.passwordsAlwaysEncrypted,
  });
  const byFileId = new Map<number, PlannedRow>();
  for (const each of rows) {
    const { id } = each.row;
    // Of two rows that say the same ID, the one that goes in is meant.
    if (id !== null && !byFileId.get(id)?.after) byFileId.set(id, each);
  }
  const accountFor = (id: number) => {
    const planned = byFileId.get(id);
    if (planned) return planned.after && { id: planned.after.id, isNew: planned.before === null };
    return accountStore.byId(id) && { id, isNew: false };
  };
  const secrets = secretsByAccount(file.opened);
  const works: RowWork[] = [];
  for (const row of rows) works.push(await rowWork(row, secrets, profile, after.providers));
  return importWork({
    ...{ format: file.format, secrets: file.secrets, rows: works, nextId, fileDigest: file.digest },
    ignoredColumns: file.ignoredColumns,
    settings: planSettings(file.settings, { settings, accountFor }),
    clientSecrets: await newClientSecrets(file.opened, after.registrations, profile.clientSecrets),
  });
}

async function rowWork(
  planned: PlannedRow,
  file: SecretsByAccount,
  profile: Profile,
  presets: readonly ProviderInfo[],
): Promise<RowWork> {
  const { grants } = profile;
  const { before, after, row } = planned;
  if (!after) return { ...planned, password: null, grant: null, warnings: [] };
  await lookAt(before?.grantId ?? null, grants);
  const account =
    after === before
      ? after
      : {
          ...after,
          grantId: keptGrant(after, before, grants.forAccounts),
          passwordId: keptPassword(after, before),
          ...keptConsent(after, before),
        };
  const secrets = await newSecretsFor(account, row.id, file, profile);
  const warnings = lintDraft({
    ...{ draft: account, accountId: account.id, accounts: [account], presets },
    passwordTyped: secrets.password !== null,
    passwordSet: account.passwordId !== null,
  }).flatMap((finding) =>
    finding.level === 'warning' ? { ...finding, message: findingMessage(finding) } : [],
  );
  return { ...planned, after: account, ...secrets, warnings };
}

/** A moment after the start not every sign-in has been opened, and then nobody can say whether it is good. */
async function lookAt(grantId: string | null, grants: Profile['grants']): Promise<void> {
  if (grantId === null || grants.forAccounts.info(grantId)?.state !== 'not-checked') return;
  // A key store that is locked says nothing; what is there stays.
  await grants.open(grantId).catch(() => undefined);
}
