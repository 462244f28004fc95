import type { ProviderInfo } from '../../shared/app-state.ts';
import type { Handlers, Input } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import type { SettingsChange } from '../../shared/settings.ts';
import type { ImportPlan, ImportResult } from '../../shared/transfer.ts';
import type { AccountStore } from '../accounts/account-store.ts';
import type { SecretReference } from '../accounts/accounts-file.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { keptGrant, keptPassword } from '../accounts/kept-secrets.ts';
import { lastImportedId, planImport } from '../accounts/plan-import.ts';
import type { PlannedRow } from '../accounts/plan-import.ts';
import { accountsCsv } from '../accounts/write-csv.ts';
import type { ClientSecrets } from '../client-secrets.ts';
import type { Grants } from '../grants.ts';
import type { Registration } from '../identity/registration.ts';
import type { SaveSettings } from '../oauth-clients.ts';
import type { Random } from '../ports.ts';
import { planSettings } from '../settings/plan-settings.ts';
import { besideSealed, profileText } from '../settings/profile-document.ts';
import { sealText } from '../settings/sealed-export.ts';
import type { SettingsStore } from '../settings/settings-store.ts';
import type { TokenVault } from '../vault/token-vault.ts';
import { exportedFile, ownAccounts, profileContents } from './export-profile.ts';
import { importWork } from './import-work.ts';
import type { ImportWork, RowWork } from './import-work.ts';
import { readImport } from './read-import.ts';
import type { ImportedFile } from './read-import.ts';
import { collectSecrets, keepSecrets, newClientSecrets, newSecretsFor, secretsByAccount } from './secrets.ts';

/** Export and import of a profile. */
export type Transfer = Pick<Handlers, 'exportProfile' | 'exportAccounts' | 'importPlan' | 'importApply'>;

interface Deps {
  readonly accountStore: AccountStore;
  readonly accounts: Pick<Accounts, 'merge' | 'forgetUnused' | 'row'>;
  readonly grants: Pick<Grants, 'forAccounts' | 'open' | 'take'>;
  readonly vault: Pick<TokenVault, 'get' | 'put'>;
  readonly clientSecrets: Pick<ClientSecrets, 'get'>;
  readonly settings: Pick<SettingsStore, 'get' | 'own' | 'isLocked' | 'preview'>;
  readonly saveSettings: SaveSettings;
  /** Providers and clients as they would be with other settings. */
  readonly clientsWith: (change: SettingsChange) => {
    readonly providers: readonly ProviderInfo[];
    readonly registrations: readonly Registration[];
  };
  readonly passwordsAlwaysEncrypted: boolean;
  readonly random: Random;
}

/** Answers the export and import of a profile. */
export function createTransfer(deps: Deps): Transfer {
  const { accountStore, accounts, grants, settings, random } = deps;
  const clientsNow = () => deps.clientsWith({});

  async function rowWork(planned: PlannedRow, file: ReturnType<typeof secretsByAccount>): Promise<RowWork> {
    const { before, after, row } = planned;
    if (!after) return { ...planned, password: null, grant: null };
    await lookAt(before?.grantId ?? null);
    const account =
      after === before
        ? after
        : {
            ...after,
            grantId: keptGrant(after, before, grants.forAccounts),
            passwordId: keptPassword(after, before),
          };
    return { ...planned, after: account, ...(await newSecretsFor(account, row.id, file, deps)) };
  }

  /** A moment after the start not every sign-in has been opened, and then nobody can say whether it is good. */
  async function lookAt(grantId: string | null): Promise<void> {
    if (grantId === null || grants.forAccounts.info(grantId)?.state !== 'not-checked') return;
    // A key store that is locked says nothing; what is there stays.
    await grants.open(grantId).catch(() => undefined);
  }

  /** Decides what a file does to the profile as it is at this moment. */
  async function decide(file: ImportedFile): Promise<ImportWork> {
    const { defaultAccountId: _, ...others } = file.settings;
    const noAccounts = { settings, accountFor: () => null };
    const after = deps.clientsWith(planSettings(others, noAccounts).change);
    const { rows, nextId } = planImport(file.rows, {
      accounts: accountStore.list(),
      nextId: Math.max(accountStore.lowestFreeId(), Math.min(file.nextId, lastImportedId + 1)),
      presets: after.providers,
      passwordsAlwaysEncrypted: deps.passwordsAlwaysEncrypted,
    });
    const byFileId = new Map(rows.flatMap((each) => (each.row.id === null ? [] : [[each.row.id, each]])));
    const accountFor = (id: number) => {
      const planned = byFileId.get(id);
      if (planned) return planned.after && { id: planned.after.id, isNew: planned.before === null };
      return accountStore.byId(id) && { id, isNew: false };
    };
    const secrets = secretsByAccount(file.opened);
    const works: RowWork[] = [];
    for (const row of rows) works.push(await rowWork(row, secrets));
    return importWork({
      ...{ format: file.format, secrets: file.secrets, rows: works, nextId, fileDigest: file.digest },
      settings: planSettings(file.settings, { settings, accountFor }),
      clientSecrets: await newClientSecrets(file.opened, after.registrations, deps.clientSecrets),
    });
  }

  /** Secrets first, then all accounts in one write, then the settings: wherever it ends, the import can be repeated. */
  async function apply(file: ImportedFile, planId: string): Promise<ImportPlan> {
    const made: SecretReference[] = [];
    const note = (secrets: readonly SecretReference[]) => {
      if (secrets.length === 0) return;
      made.push(...secrets);
      accountStore.forgetUnlessUsed(secrets);
    };
    const works: ImportWork[] = [];
    try {
      await accounts.merge(async () => {
        const work = await decide(file);
        if (work.plan.planId !== planId) throw changedMeanwhile();
        works.push(work);
        const kept = await keepSecrets(work.changed, { vault: deps.vault, grants, random, note });
        const renewed = work.changed.filter(({ password, grant }) => password !== null || grant !== null);
        return {
          accounts: kept,
          nextId: work.nextId,
          renewed: new Set(renewed.map(({ account }) => account.id)),
        };
      });
    } catch (error) {
      accounts.forgetUnused(made);
      throw error;
    }
    const [work] = works;
    if (!work) throw changedMeanwhile();
    const secrets = Object.keys(work.clientSecrets).length > 0 && { clientSecrets: work.clientSecrets };
    if (Object.keys(work.settings).length > 0 || secrets) {
      await deps.saveSettings({ ...work.settings, ...secrets });
    }
    return work.plan;
  }

  function resultOf({ rows, settings: planned }: ImportPlan): ImportResult {
    const count = (action: string) => rows.filter((row) => row.action === action).length;
    const ids = rows.flatMap(({ accountId }) => accountId ?? []);
    const needsSignIn = (id: number) => accounts.row(id)?.status.kind === 'sign-in-needed';
    return {
      added: count('added'),
      changed: count('changed'),
      same: count('same'),
      refused: count('refused'),
      settingsChanged: planned.filter(({ action }) => action === 'changed').length,
      signInNeeded: ids.filter(needsSignIn).toSorted((a, b) => a - b),
    };
  }

  const read = (input: Input<'importPlan'>) => readImport(input, clientsNow().providers);

  return {
    exportProfile: async ({ passphrase }) => {
      const own = ownAccounts(accountStore.list());
      const contents = profileContents(accountStore.list(), accountStore.lowestFreeId(), settings.own());
      const beside = besideSealed(contents);
      const sealed =
        passphrase === null
          ? null
          : await sealText(JSON.stringify(await collectSecrets(own, clientsNow().registrations, deps)), {
              passphrase,
              beside,
              random,
            });
      return exportedFile('smtp-setup.json', 'application/json', profileText(contents, sealed));
    },
    exportAccounts: async ({ accountIds }) => {
      const wanted = accountIds === null ? accountStore.list() : accountIds.map(accountStore.existing);
      const text = accountsCsv(ownAccounts([...new Set(wanted)]), clientsNow().providers);
      return exportedFile('smtp-setup.csv', 'text/csv;charset=utf-8', text);
    },
    importPlan: async (input) => (await decide(await read(input))).plan,
    importApply: async ({ planId, ...input }) => resultOf(await apply(await read(input), planId)),
  };
}

function changedMeanwhile(): AppError {
  return new AppError(
    'import-refused',
    'The profile or the file has changed since the import was planned. Nothing was imported; look at it again.',
    { field: 'planId' },
  );
}
