import * as z from 'zod';
import type { Account } from '../../shared/account.ts';
import { AppError } from '../../shared/errors.ts';
import type { Ports, Store } from '../ports.ts';
import { parseAccounts } from './account-shape.ts';

const secretReference = z.strictObject({ kind: z.enum(['password', 'grant']), id: z.string().min(1) });

/** A secret that no account refers to, or not yet: it is to be forgotten. */
export type SecretReference = z.infer<typeof secretReference>;

const accountsFile = z.strictObject({
  version: z.literal(1),
  /** Email Server ID of the next account; only grows. */
  nextId: z.int().min(1),
  /** By ascending ID. */
  accounts: z.array(z.unknown()),
  /** Survives a crash, so that no secret is left behind that nobody refers to. */
  toForget: z.array(secretReference),
});
type AccountsFile = Omit<z.infer<typeof accountsFile>, 'accounts'> & {
  readonly accounts: readonly Account[];
};

/** Accounts on the disk; every verb that changes something is one atomic write. */
export type AccountStore = ReturnType<typeof createAccountStore>;

/** What goes into the same write as a change of accounts. */
export interface Alongside {
  /** Secrets that are not wanted any more; those an account refers to are left out. */
  readonly forget?: readonly SecretReference[];
}

/**
 * Opens `accounts.json`.
 *
 * @throws {AppError} `profile-unreadable` — the file is not what we wrote; its bytes stay as they are
 */
export function createAccountStore({ openStore }: Pick<Ports, 'openStore'>) {
  const store: Store<AccountsFile> = openStore('accounts', parseAccountsFile, {
    version: 1,
    nextId: 1,
    accounts: [],
    toForget: [],
  });
  let byId = indexById(store.get().accounts);

  function write(next: Partial<AccountsFile>, forget: readonly SecretReference[] = []): void {
    const current = store.get();
    const accounts = next.accounts ?? current.accounts;
    const candidates = new Map(
      [...current.toForget, ...forget].map((secret) => [`${secret.kind}:${secret.id}`, secret]),
    );
    const used = candidates.size === 0 ? new Set<string>() : secretsOf(accounts);
    const toForget = [...candidates].flatMap(([key, secret]) => (used.has(key) ? [] : [secret]));
    store.set({ ...current, ...next, toForget });
    if (next.accounts) byId = indexById(accounts);
  }

  function existing(id: number): Account {
    const found = byId.get(id);
    if (!found) throw new AppError('account-not-found', `There is no account ${id}.`, { field: 'accountId' });
    return found;
  }

  return {
    /** Answers all accounts by ascending ID; the same array until something changes. */
    list: (): readonly Account[] => store.get().accounts,
    byId: (id: number): Account | null => byId.get(id) ?? null,
    /** @throws {AppError} `account-not-found` */
    existing,
    /** The ID that the next new account gets. */
    nextId: (): number => store.get().nextId,
    /** Adds an account; whatever ID it says, it gets the next one. */
    add: (draft: Omit<Account, 'id'>): Account => {
      const { nextId, accounts } = store.get();
      const added: Account = { ...draft, id: nextId };
      write({ nextId: nextId + 1, accounts: [...accounts, added] });
      return added;
    },
    /**
     * Replaces accounts by their IDs.
     *
     * @throws {AppError} `account-not-found` — nothing is replaced
     */
    replace: (changed: readonly Account[], { forget }: Alongside = {}): void => {
      const next = new Map(changed.map((each) => [existing(each.id).id, each]));
      write({ accounts: store.get().accounts.map((each) => next.get(each.id) ?? each) }, forget);
    },
    /**
     * Removes accounts and answers them; their IDs are never given again.
     *
     * @throws {AppError} `account-not-found` — nothing is removed
     */
    remove: (ids: readonly number[], { forget }: Alongside = {}): readonly Account[] => {
      const removed = [...new Set(ids)].map(existing);
      const gone = new Set(ids);
      write({ accounts: store.get().accounts.filter((each) => !gone.has(each.id)) }, forget);
      return removed;
    },
    /** Puts removed accounts back under their own IDs. */
    restore: (accounts: readonly Account[]): void => {
      const missing = accounts.filter((each) => !byId.has(each.id));
      write({ accounts: [...store.get().accounts, ...missing].toSorted((a, b) => a.id - b.id) });
    },
    /** Secrets that no account refers to and that are still to be forgotten. */
    toForget: (): readonly SecretReference[] => store.get().toForget,
    /** Notes, before a secret is made, that it is to be forgotten unless an account comes to refer to it. */
    forgetUnlessUsed: (secrets: readonly SecretReference[]): void => write({}, secrets),
    /** Notes that secrets are gone. */
    forgotten: (secrets: readonly SecretReference[]): void => {
      const gone = new Set(secrets.map((secret) => `${secret.kind}:${secret.id}`));
      const toForget = store.get().toForget.filter((secret) => !gone.has(`${secret.kind}:${secret.id}`));
      if (toForget.length < store.get().toForget.length) store.set({ ...store.get(), toForget });
    },
  };
}

function indexById(accounts: readonly Account[]): Map<number, Account> {
  return new Map(accounts.map((each) => [each.id, each]));
}

function secretsOf(accounts: readonly Account[]): Set<string> {
  const used = new Set<string>();
  for (const { grantId, passwordId } of accounts) {
    if (grantId !== null) used.add(`grant:${grantId}`);
    if (passwordId !== null) used.add(`password:${passwordId}`);
  }
  return used;
}

/** Every row is checked, and the IDs against each other. */
function parseAccountsFile(value: unknown): AccountsFile {
  const file = accountsFile.parse(value);
  const accounts = parseAccounts(file.accounts);
  let last = 0;
  for (const { id } of accounts) {
    if (id <= last || id >= file.nextId) throw new RangeError('The IDs do not ascend.');
    last = id;
  }
  return { ...file, accounts };
}
