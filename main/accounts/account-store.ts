import type { Account, AccountDraft } from '../../shared/account.ts';
import { firstManagedId, isManagedId, newAccountDraft } from '../../shared/account.ts';
import { AppError } from '../../shared/errors.ts';
import type { Ports, Store } from '../ports.ts';
import {
  parseAccountsChange,
  parseAccountsFile,
  placeOf,
  referencesOf,
  secretsOf,
  withChange,
} from './accounts-file.ts';
import type { AccountsChange, AccountsFile, SecretReference } from './accounts-file.ts';
import { hasOwnUser, isSamePlace, linkOf, withLink } from './managed-accounts.ts';
import type { ManagedDraft, ManagedLink } from './managed-accounts.ts';

/** Accounts on the disk; every verb that changes something is one atomic write, of `accounts.json` or of one change beside it. */
export type AccountStore = ReturnType<typeof createAccountStore>;

interface Deps extends Pick<Ports, 'openStore'> {
  /** Accounts of the policy, by ascending ID. */
  readonly managed?: readonly ManagedDraft[];
  /**
   * The policy file itself was read, so an account that it does not name is gone. Without it nothing is forgotten: a policy
   * that is refused, or taken away for a moment, must not cost anybody a sign-in.
   */
  readonly forgetMissing?: boolean;
}

/** What goes into the same write as a change of accounts. */
export interface Alongside {
  /** Secrets that are not wanted any more; those an account refers to are left out. */
  readonly forget?: readonly SecretReference[];
}

/**
 * Opens `accounts.json`, and joins to it the accounts of the policy.
 *
 * @throws {AppError} `profile-unreadable` — the file is not what we wrote; its bytes stay as they are
 */
export function createAccountStore({ openStore, managed = [], forgetMissing = false }: Deps) {
  const store: Store<AccountsFile> = openStore(
    'accounts',
    parseAccountsFile,
    { version: 1, nextId: 1, accounts: [], toForget: [] },
    (file, change) => withChange(file, parseAccountsChange(change)),
  );
  const ofPolicy = new Map(managed.map((draft) => [draft.id, draft]));
  const linksBefore = links();
  if (forgetMissing) quietly(keepOnlyNamed);
  let all = joined();

  function links(): readonly ManagedLink[] {
    return store.get().managed ?? [];
  }

  /** The policy's go last: their IDs are the highest. */
  function joined(): readonly Account[] {
    if (managed.length === 0) return store.get().accounts;
    const own = new Map(links().map((link) => [link.id, link]));
    return [...store.get().accounts, ...managed.map((draft) => withLink(draft, own.get(draft.id)))];
  }

  function keepOnlyNamed(): void {
    const own = new Map(linksBefore.map((link) => [link.id, link]));
    const next = managed.map((draft) => linkOf(draft, own.get(draft.id)));
    if (JSON.stringify(next) !== JSON.stringify(linksBefore)) {
      save({ managed: next }, linksBefore.flatMap(secretsOf));
    }
  }

  function save(next: Partial<AccountsFile>, forget: readonly SecretReference[]): void {
    const { managed: managedBefore = [], ...current } = store.get();
    const { managed: links = managedBefore, ...rest } = next;
    const file = { ...current, ...rest };
    const toForget = unusedOf([...file.accounts, ...links], [...current.toForget, ...forget]);
    store.set({ ...file, toForget, ...(links.length > 0 && { managed: links }) });
  }

  /** Replaces rows; what is written is as long as they are, however many others there are. */
  function amend(
    rows: Pick<AccountsChange, 'accounts' | 'managed'>,
    forget: readonly SecretReference[] = [],
  ): void {
    const { toForget: before } = store.get();
    const changed = withChange(store.get(), { ...rows, toForget: before });
    const toForget = unusedOf([...changed.accounts, ...(changed.managed ?? [])], [...before, ...forget]);
    store.set({ ...changed, toForget }, { ...rows, toForget } satisfies AccountsChange);
  }

  function write(next: Partial<AccountsFile>, forget: readonly SecretReference[] = []): void {
    save(next, forget);
    all = joined();
  }

  function byId(id: number): Account | null {
    return all[placeOf(all, id)] ?? null;
  }

  function existing(id: number): Account {
    const found = byId(id);
    if (!found) throw new AppError('account-not-found', `There is no account ${id}.`, { field: 'accountId' });
    return found;
  }

  function linkFor(account: Account): ManagedLink | null {
    const draft = ofPolicy.get(account.id);
    return draft ? linkOf(draft, account) : null;
  }

  function freeId(): number {
    const { nextId } = store.get();
    if (nextId < firstManagedId) return nextId;
    throw new AppError(
      'account-invalid',
      `All Email Server IDs up to ${firstManagedId - 1} have been given, and none is given twice. Start with a new profile.`,
      { field: 'id' },
    );
  }

  function assertOwn(ids: readonly number[]): void {
    const accountId = ids.find(isManagedId);
    if (accountId === undefined) return;
    throw new AppError('locked-by-policy', `Account ${accountId} is set by the administrator.`, {
      field: 'accountIds',
      detail: { accountId },
    });
  }

  return {
    /** Answers all accounts by ascending ID, the policy's among them; the same array until something changes. */
    list: (): readonly Account[] => all,
    /** null: there is no such account. */
    byId,
    /** @throws {AppError} `account-not-found` */
    existing,
    /**
     * The ID that the next new account gets.
     *
     * @throws {AppError} `account-invalid` — none is left
     */
    nextId: freeId,
    /** No new account gets an ID below it; the first one of the administrator's: none is left. */
    lowestFreeId: (): number => store.get().nextId,
    /**
     * Adds an account; whatever ID it says, it gets the next one.
     *
     * @throws {AppError} `account-invalid` — no ID is left
     */
    add: (draft: Omit<Account, 'id'>): Account => {
      const added: Account = { ...draft, id: freeId() };
      write({ nextId: added.id + 1, accounts: [...store.get().accounts, added] });
      return added;
    },
    /**
     * Replaces accounts by their IDs; of one of the policy only the person's part is taken.
     *
     * @throws {AppError} `account-not-found` — nothing is replaced
     */
    replace: (changed: readonly Account[], { forget }: Alongside = {}): void => {
      const next = new Map(changed.map((each) => [existing(each.id).id, each]));
      const rows = [...next.values()];
      const own = rows.filter(({ id }) => !isManagedId(id));
      amend({ accounts: own, managed: rows.flatMap((each) => linkFor(each) ?? []) }, forget);
      all = joined();
    },
    /**
     * Replaces accounts of the person and adds new ones, under the IDs they have, in one write.
     *
     * @param nextId no account gets an ID below it from then on
     * @throws {AppError} `locked-by-policy` — nothing is written
     */
    merge: (changed: readonly Account[], nextId: number, { forget }: Alongside = {}): void => {
      assertOwn(changed.map(({ id }) => id));
      const before = store.get();
      const merged = new Map([...before.accounts, ...changed].map((each) => [each.id, each]));
      const accounts = [...merged.values()].toSorted((a, b) => a.id - b.id);
      const next = Math.max(before.nextId, nextId, (accounts.at(-1)?.id ?? 0) + 1);
      if (changed.length > 0 || next > before.nextId) write({ accounts, nextId: next }, forget);
    },
    /**
     * Removes accounts and answers them; their IDs are never given again.
     *
     * @throws {AppError} `account-not-found`, `locked-by-policy` — nothing is removed
     */
    remove: (ids: readonly number[], { forget }: Alongside = {}): readonly Account[] => {
      assertOwn(ids);
      const removed = [...new Set(ids)].map(existing);
      const gone = new Set(ids);
      write({ accounts: store.get().accounts.filter((each) => !gone.has(each.id)) }, forget);
      return removed;
    },
    /** Puts removed accounts back under their own IDs. */
    restore: (accounts: readonly Account[]): void => {
      const missing = accounts.filter((each) => byId(each.id) === null);
      write({ accounts: [...store.get().accounts, ...missing].toSorted((a, b) => a.id - b.id) });
    },
    /** @throws {AppError} `locked-by-policy` — one of the accounts is the policy's */
    assertOwn,
    /** Says whether the policy names the servers of an account: that is the administrator's word for them, and needs nobody else's. */
    isServedByPolicy: (account: Account): boolean => isSamePlace(ofPolicy.get(account.id), account),
    /** Answers the fields of an account that only the administrator changes. */
    lockedFields: (id: number | null): readonly (keyof AccountDraft)[] => {
      const draft = id === null ? undefined : ofPolicy.get(id);
      if (!draft) return [];
      return draftFields.filter((field) => field !== 'user' || !hasOwnUser(draft));
    },
    /** Accounts of the policy that are gone, or send elsewhere or otherwise, since the policy was read last. */
    changedByPolicy: forgetMissing
      ? linksBefore.flatMap((link) => {
          const draft = ofPolicy.get(link.id);
          return draft && linkOf(draft, link).server === link.server ? [] : link.id;
        })
      : [],
    /** Secrets that no account refers to and that are still to be forgotten. */
    toForget: (): readonly SecretReference[] => store.get().toForget,
    /** Notes, before a secret is made, that it is to be forgotten unless an account comes to refer to it. */
    forgetUnlessUsed: (secrets: readonly SecretReference[]): void =>
      amend({ accounts: [], managed: [] }, secrets),
    /** Notes that secrets are gone. */
    forgotten: (secrets: readonly SecretReference[]): void => {
      const gone = new Set(secrets.map((secret) => `${secret.kind}:${secret.id}`));
      const toForget = store.get().toForget.filter((secret) => !gone.has(`${secret.kind}:${secret.id}`));
      if (toForget.length === store.get().toForget.length) return;
      store.set({ ...store.get(), toForget }, {
        accounts: [],
        managed: [],
        toForget,
      } satisfies AccountsChange);
    },
    /** Brings `accounts.json` up to date, for whoever copies or edits it while no app is open. */
    close: (): void => quietly(() => store.fold?.()),
  };
}

/** Answers which of the secrets no account refers to, each once. */
function unusedOf(
  accounts: Parameters<typeof referencesOf>[0],
  secrets: readonly SecretReference[],
): SecretReference[] {
  const candidates = new Map(secrets.map((secret) => [`${secret.kind}:${secret.id}`, secret]));
  const used = candidates.size === 0 ? new Set<string>() : referencesOf(accounts);
  return [...candidates].flatMap(([key, secret]) => (used.has(key) ? [] : [secret]));
}

const draftFields = Object.keys(newAccountDraft) as (keyof AccountDraft)[];

/** A full disk at the start or the end: the next start tries again. */
function quietly(tidy: () => void): void {
  try {
    tidy();
  } catch {
    // Nothing is used that the policy has no room for: that is decided where the accounts are joined. Changes stay beside their file.
  }
}
