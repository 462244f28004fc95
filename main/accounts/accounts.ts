import type { Account, AccountDraft, AccountRow, SendThrough } from '../../shared/account.ts';
import { isManagedId } from '../../shared/account.ts';
import type { ProviderInfo } from '../../shared/app-state.ts';
import type { Handlers } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { resolveAccount } from './account-key.ts';
import { accountRow } from './account-rows.ts';
import { secretsOf } from './accounts-file.ts';
import type { SecretReference } from './accounts-file.ts';
import { serverOf } from './account-server.ts';
import type { AccountsDeps, ForeignServer } from './accounts-deps.ts';
import { findingError } from './finding-error.ts';
import { isConfirmed, keptConsent, looksConfirmed } from './host-consent.ts';
import { lintDraft } from './lint.ts';
import { looksBound, openPassword } from './passwords.ts';
import { createMergeAccounts } from './merge-accounts.ts';
import type { Merge } from './merge-accounts.ts';
import { applyPreset, presetFor } from './presets.ts';
import { createAccountRemoval } from './remove-accounts.ts';
import { createSaveAccount } from './save-account.ts';
import { accountsSetEnabled } from './set-enabled.ts';
import { tidyDraft } from './tidy-draft.ts';

type AccountHandlers = Pick<
  Handlers,
  | 'accountsLint'
  | 'accountsSave'
  | 'accountsRemove'
  | 'accountsSetEnabled'
  | 'accountsRestore'
  | 'accountsSendThrough'
  | 'accountsResolve'
>;

/** The accounts of a profile: what the window and the command line do with them, and what sending asks of them. */
export type Accounts = ReturnType<typeof createAccounts>;

/** Answers the accounts of a profile; `start` comes before anything else. */
export function createAccounts(deps: AccountsDeps) {
  const { store, health, vault, grants, defaultAccount } = deps;
  const inOrder = createQueue();
  const saveAccount = createSaveAccount(deps);
  const removal = createAccountRemoval(deps, (secrets) => forget(secrets, { revoke: false }));
  const mergeAccounts = createMergeAccounts(deps, {
    // A secret on its way out must not be taken for one that is there.
    settled: () => cleanUp,
    onWritten: (passwordIds, unused) => {
      removal.finalize();
      for (const id of passwordIds) inVault?.add(id);
      forget(unused, { revoke: false });
    },
  });
  let cleanUp: Promise<unknown> = Promise.resolve();
  /** IDs in the vault; null: not read yet, so every password is taken to be there. */
  let inVault: Set<string> | null = null;

  /** Forgets in the background what no account refers to; what fails is tried again at the next start. */
  function forget(secrets: readonly SecretReference[], { revoke }: { readonly revoke: boolean }): void {
    cleanUp = Promise.all([cleanUp, forgetAfter(cleanUp, secrets, revoke)]);
  }

  async function forgetAfter(
    earlier: Promise<unknown>,
    secrets: readonly SecretReference[],
    revoke: boolean,
  ) {
    await earlier;
    const unused = new Set(store.toForget().map(({ id }) => id));
    const gone: SecretReference[] = [];
    for (const secret of secrets.filter(({ id }) => unused.has(id))) {
      try {
        if (secret.kind === 'grant') await grants.release(secret.id, { revoke });
        else await vault.remove(secret.id);
        gone.push(secret);
      } catch {
        // It stays on the list.
      }
    }
    try {
      store.forgotten(gone);
    } catch {
      // A full disk: the list is longer than it need be, and forgetting twice does no harm.
    }
  }

  function rowOf(account: Account): AccountRow {
    return accountRow(account, deps, (id) => inVault === null || inVault.has(id));
  }

  function setDefault(accountId: number, makeDefault: boolean | undefined): void {
    if (makeDefault === undefined || makeDefault === (defaultAccount.id() === accountId)) return;
    defaultAccount.set(makeDefault ? accountId : null);
  }

  /** Says whether a draft keeps a consent to its server, or the administrator gave it; one that needs none has none. */
  function isHostConfirmed(draft: AccountDraft, before: Account | null): boolean {
    if (before === null) return false;
    if (store.isServedByPolicy({ ...before, ...draft })) return true;
    const { consentId } = keptConsent(draft, before);
    if (consentId === undefined) return false;
    const place = deps.foreignServer?.({ ...before, ...draft }) ?? null;
    return place !== null && looksConfirmed(consentId, place) && (inVault?.has(consentId) ?? true);
  }

  async function save(input: Parameters<Handlers['accountsSave']>[0]): Promise<AccountRow> {
    const { account, before, unused, secretRenewed } = await saveAccount(input);
    if (before && account.grantId === null) noteSignedOut(before);
    removal.finalize();
    if (account.passwordId !== null) inVault?.add(account.passwordId);
    if (account.consentId !== undefined) inVault?.add(account.consentId);
    forget(unused, { revoke: input.signOut });
    const corrected =
      before !== null && (serverOf(before) !== serverOf(account) || before.consentId !== account.consentId);
    if (secretRenewed || corrected) health.clear('server', account.id);
    const oldDefault = defaultAccount.id();
    try {
      setDefault(account.id, input.makeDefault);
    } finally {
      // The account is saved, whatever becomes of the setting.
      deps.onChanged(oldDefault === null ? [account.id] : [account.id, oldDefault]);
    }
    if (before && before.enabled !== account.enabled) deps.onEnabledChanged(account.id, account.enabled);
    if (secretRenewed) deps.onSecretRenewed(account.id);
    else if (corrected) deps.onCorrected(account.id);
    return rowOf(account);
  }

  /** @throws {AppError} `locked-by-policy`, `account-invalid` — with the field */
  async function sendThrough(accountId: number, way: SendThrough): Promise<{ switched: boolean }> {
    const before = store.existing(accountId);
    if (before.sendThrough === way) return { switched: true };
    assertWay(before, { ...before, sendThrough: way });
    const preset = presetFor(deps.presets(), before.provider, way);
    if (!preset)
      throw new AppError('account-invalid', 'The provider does not send in this way.', {
        field: 'sendThrough',
      });
    const { id, grantId, passwordId: _none, consentId: _consent, ...draft } = before;
    if (grantId === null || !grants.isBound(grantId, { ...before, sendThrough: way }))
      return { switched: false };
    await save({ accountId: id, draft: applyPreset(draft, preset), pendingGrantId: null, signOut: false });
    return { switched: true };
  }

  function noteSignedOut({ id, grantId }: Account): void {
    if (grantId !== null) deps.onSignedOut?.(id, grants.info(grantId)?.signedInAs ?? '');
  }

  const handlers: AccountHandlers = {
    accountsLint: async ({ accountId, draft, passwordTyped }) => {
      const before = accountId === null ? null : store.byId(accountId);
      const passwordId = before?.passwordId ?? null;
      const tidy = tidyDraft(draft, deps.presets());
      const fits = passwordId !== null && looksBound(passwordId, tidy);
      const findings = lintDraft({
        draft,
        accountId,
        passwordTyped,
        passwordSet: fits,
        passwordElsewhere: passwordId !== null && !fits,
        hostConfirmed: isHostConfirmed(tidy, before),
        accounts: store.list(),
        presets: deps.presets(),
        lockedFields: store.lockedFields(accountId),
        passwordsAlwaysEncrypted: deps.passwordsAlwaysEncrypted?.() ?? false,
      });
      return { findings };
    },
    // One after the other: two saves at once could both find a key free.
    accountsSave: (input) => inOrder(() => save(input)),
    accountsRemove: (input) => inOrder(() => removal.remove(input)),
    accountsSetEnabled: (input) =>
      inOrder(async () => {
        store.assertOwn(input.accountIds);
        const changed = accountsSetEnabled(store.list(), input.accountIds.map(store.existing), input.enabled);
        if (changed.length === 0) return { changed: 0 };
        store.replace(changed);
        removal.finalize();
        const ids = changed.map(({ id }) => id);
        deps.onChanged(ids);
        for (const id of ids) deps.onEnabledChanged(id, input.enabled);
        return { changed: ids.length };
      }),
    accountsSendThrough: (input) => inOrder(() => sendThrough(input.accountId, input.sendThrough)),
    accountsRestore: (input) => inOrder(async () => removal.restore(input)),
    accountsResolve: async ({ records }) =>
      resolveAccount({
        accounts: store.list(),
        defaultAccountId: defaultAccount.id(),
        records,
        systemUser: deps.systemUser(),
      }),
  };

  return {
    handlers,
    /**
     * Changes and adds many accounts in one write, as an import does.
     *
     * @param decide says what; nothing else changes an account until it is written
     * @throws {AppError} what `decide` throws, `locked-by-policy`, `storage-full` — no account has changed
     */
    merge: (decide: () => Promise<Merge>): Promise<void> => inOrder(() => mergeAccounts(decide)),
    /** Forgets secrets that were made in vain: those an account refers to stay. */
    forgetUnused: (secrets: readonly SecretReference[]): void => forget(secrets, { revoke: false }),
    /** Forgets what a crash left without an account, and learns which passwords the vault has. */
    start: async (): Promise<void> => {
      forget(store.toForget(), { revoke: false });
      await cleanUp;
      inVault = new Set(
        await vault
          .list()
          .catch(() => store.list().flatMap(({ passwordId, consentId }) => passwordId ?? consentId ?? [])),
      );
    },
    /** Ends the possibility to undo and resolves when every unused secret is forgotten. */
    stop: async (): Promise<void> => {
      await inOrder(async () => removal.finalize());
      await cleanUp;
      store.close();
    },
    /** Resolves when the secrets that are unused by now are forgotten. */
    settled: async (): Promise<void> => void (await cleanUp),
    /** Answers all rows by ascending ID. */
    rows: (): readonly AccountRow[] => store.list().map(rowOf),
    /** Answers a row; null: there is no such account. */
    row: (id: number): AccountRow | null => {
      const account = store.byId(id);
      return account && rowOf(account);
    },
    /**
     * Answers the password of an account, if it was entered for the host and SMTP User of today.
     *
     * @throws {AppError} `password-required`, `vault-unavailable`, `vault-unreadable`
     */
    passwordFor: async (account: Account): Promise<{ readonly password: string }> => {
      try {
        return await openPassword(vault, account);
      } catch (error) {
        if (error instanceof AppError && error.code === 'vault-unreadable')
          noteServerAnswer(account.id, error.code);
        throw error;
      }
    },
    /**
     * Says whether the person, or the policy, agreed that the account's sign-in is shown to this server.
     *
     * @throws {AppError} `vault-unavailable`
     */
    isConfirmed: async (account: Account, place: ForeignServer): Promise<boolean> =>
      store.isServedByPolicy(account) || isConfirmed(vault, account, place),
    noteServerAnswer,
    /**
     * Lets an account use a grant at once, as a sign-in from the toolbar does; an empty SMTP User is filled, and an account
     * that sent in another way until now gets what the provider fills in.
     *
     * @param way what the grant was made for
     * @throws {AppError} `account-not-found`, `locked-by-policy`, `storage-full`
     */
    linkGrant: (
      accountId: number,
      grantId: string,
      way: Pick<Account, 'provider' | 'sendThrough'>,
    ): Promise<void> =>
      inOrder(async () => {
        const before = store.existing(accountId);
        assertWay(before, way);
        const user = before.user || (grants.info(grantId)?.mailbox ?? '');
        const unused = secretsOf(before).filter(({ id }) => id !== grantId);
        const { consentId: _consent, ...sent } = sentBy(before, way, deps.presets());
        const after = { ...sent, ...keptConsent(sent, before), user, grantId, passwordId: null };
        store.replace([after], { forget: unused });
        removal.finalize();
        forget(unused, { revoke: false });
        health.clear('server', accountId);
        deps.onChanged([accountId]);
        deps.onSecretRenewed(accountId);
      }),
    /**
     * Takes the grant away from accounts in one write. The grant itself is left to the caller, who may revoke it; after a
     * crash the next start forgets it.
     */
    unlinkGrant: (accountIds: readonly number[]): Promise<void> =>
      inOrder(async () => {
        const before = accountIds.map(store.existing);
        const unused = before.flatMap((account) => secretsOf({ ...account, passwordId: null }));
        store.replace(
          before.map((account) => ({ ...account, grantId: null })),
          { forget: unused },
        );
        before.forEach(noteSignedOut);
        removal.finalize();
        for (const id of accountIds) health.clear('server', id);
        deps.onChanged(accountIds);
      }),
  };

  /** Notes how the server answered an account; null: it accepted. Only news changes the row. */
  function noteServerAnswer(accountId: number, code: ErrorCode | null): void {
    if (!store.byId(accountId)) return;
    if (health.note('server', accountId, code, deps.clock.nowMs())) deps.onStatusNews(accountId);
  }
}

/**
 * Refuses a sign-in that would make an account of the policy send in another way.
 *
 * @throws {AppError} `locked-by-policy` — with the field
 */
export function assertWay(account: Account, way: Pick<Account, 'provider' | 'sendThrough'>): void {
  if (!isManagedId(account.id)) return;
  const field = (['provider', 'sendThrough'] as const).find((name) => account[name] !== way[name]);
  if (field) throw findingError({ field, level: 'error', code: 'locked-by-policy' });
}

/** Answers the account as it sends in this way; one that did so already keeps its own host and port. */
function sentBy(
  before: Account,
  { provider, sendThrough }: Pick<Account, 'provider' | 'sendThrough'>,
  providers: readonly ProviderInfo[],
): Account {
  if (before.provider === provider && before.sendThrough === sendThrough) return before;
  const preset = presetFor(providers, provider, sendThrough);
  return { ...before, ...(preset && applyPreset(before, preset)), provider, sendThrough };
}

/** Runs tasks one after the other, also after one has failed. */
function createQueue() {
  let tail: Promise<unknown> = Promise.resolve();
  return <Value>(task: () => Promise<Value>): Promise<Value> => {
    const turn = tail.then(task, task);
    tail = turn.catch(() => undefined);
    return turn;
  };
}
