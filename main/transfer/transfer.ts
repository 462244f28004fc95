import type { Handlers, Input } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import { shortestPassphrase } from '../../shared/transfer.ts';
import type { ImportPlan, ImportResult } from '../../shared/transfer.ts';
import type { AccountStore } from '../accounts/account-store.ts';
import type { SecretReference } from '../accounts/accounts-file.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { accountsCsv } from '../accounts/write-csv.ts';
import type { Grants } from '../grants.ts';
import type { SaveSettings } from '../oauth-clients.ts';
import type { Random } from '../ports.ts';
import { besideSealed, profileText } from '../settings/profile-document.ts';
import { sealText } from '../settings/sealed-export.ts';
import type { TokenVault } from '../vault/token-vault.ts';
import { decideImport } from './decide-import.ts';
import type { Profile } from './decide-import.ts';
import { collectSecrets } from './exported-secrets.ts';
import { exportedFile, ownAccounts, profileContents } from './export-profile.ts';
import { keepSecrets } from './imported-secrets.ts';
import type { ImportWork } from './import-work.ts';
import { readImport } from './read-import.ts';
import type { ImportedFile } from './read-import.ts';

/** Export and import of a profile. */
export type Transfer = Pick<Handlers, 'exportProfile' | 'exportAccounts' | 'importPlan' | 'importApply'>;

interface Deps extends Profile {
  readonly accountStore: AccountStore;
  readonly accounts: Pick<Accounts, 'merge' | 'forgetUnused' | 'row'>;
  readonly grants: Pick<Grants, 'forAccounts' | 'open' | 'take'>;
  readonly vault: Pick<TokenVault, 'get' | 'put'>;
  readonly saveSettings: SaveSettings;
  readonly random: Random;
}

/** Answers the export and import of a profile. */
export function createTransfer(deps: Deps): Transfer {
  const { accountStore, accounts, grants, settings, random } = deps;
  const clientsNow = () => deps.clientsWith({});
  const decide = (file: ImportedFile) => decideImport(file, deps);

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
    const withStatus = (kind: 'sign-in-needed' | 'password-needed') =>
      ids.filter((id) => accounts.row(id)?.status.kind === kind).toSorted((a, b) => a - b);
    return {
      added: count('added'),
      changed: count('changed'),
      same: count('same'),
      refused: count('refused'),
      settingsChanged: planned.filter(({ action }) => action === 'changed').length,
      signInNeeded: withStatus('sign-in-needed'),
      passwordNeeded: withStatus('password-needed'),
    };
  }

  const read = (input: Input<'importPlan'>) => readImport(input, clientsNow().providers);

  return {
    exportProfile: async ({ passphrase }) => {
      if (passphrase !== null && passphrase.length < shortestPassphrase) throw tooShort();
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

function tooShort(): AppError {
  return new AppError(
    'invalid-request',
    `The passphrase must have at least ${shortestPassphrase} characters; use several words.`,
    { field: 'passphrase' },
  );
}

function changedMeanwhile(): AppError {
  return new AppError(
    'import-refused',
    'The profile or the file has changed since the import was planned. Nothing was imported; look at it again.',
    { field: 'planId' },
  );
}
