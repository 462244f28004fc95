import * as z from 'zod';
import type { Account } from '../../shared/account.ts';
import { firstManagedId } from '../../shared/account.ts';
import { parseAccounts } from './account-shape.ts';
import { managedLink } from './managed-accounts.ts';
import { late } from '../../shared/late-schema.ts';

const secretReference = late(() =>
  z.strictObject({
    kind: z.enum(['password', 'grant', 'consent']),
    id: z.string().min(1),
  }),
);

/** A secret that no account refers to, or not yet: it is to be forgotten. */
export type SecretReference = z.infer<typeof secretReference>;

const accountsFile = late(() =>
  z.strictObject({
    version: z.literal(1),
    /** Email Server ID of the next account; only grows. */
    nextId: z.int().min(1).max(firstManagedId),
    /** The person's own, by ascending ID. */
    // Looked at by `parseAccounts`: a schema makes an object for each of thousands.
    accounts: z.custom<readonly unknown[]>(Array.isArray, 'must be a list'),
    /** The person's part of the accounts of the policy; not there while there are none. */
    managed: z.array(managedLink).optional(),
    /** Survives a crash, so that no secret is left behind that nobody refers to. */
    toForget: z.array(secretReference),
  }),
);
/** What `accounts.json` holds. */
export type AccountsFile = Omit<z.infer<typeof accountsFile>, 'accounts'> & {
  readonly accounts: readonly Account[];
};

/**
 * Answers the accounts file that a value is; every row is checked, and the IDs against each other.
 *
 * @throws {ZodError | RangeError} it is none
 */
export function parseAccountsFile(value: unknown): AccountsFile {
  const file = accountsFile.parse(value);
  const accounts = parseAccounts(file.accounts);
  let last = 0;
  for (const { id } of accounts) {
    if (id <= last || id >= file.nextId) throw new RangeError('The IDs do not ascend.');
    last = id;
  }
  return { ...file, accounts };
}

const accountsChange = late(() =>
  z.strictObject({
    accounts: z.array(z.unknown()),
    managed: z.array(managedLink),
    toForget: z.array(secretReference),
  }),
);
/** What one change makes of `accounts.json`: rows under the IDs that they replace, and all that is to be forgotten. */
export interface AccountsChange extends Omit<z.infer<typeof accountsChange>, 'accounts'> {
  /** Of accounts that are there. */
  readonly accounts: readonly Account[];
}

/**
 * Answers a change of the accounts file as it was written down.
 *
 * @throws {ZodError} it is none
 */
export function parseAccountsChange(value: unknown): AccountsChange {
  const change = accountsChange.parse(value);
  return { ...change, accounts: parseAccounts(change.accounts) };
}

/**
 * Answers the accounts file with a change.
 *
 * @throws {RangeError} one of the accounts is not there
 */
export function withChange(
  file: AccountsFile,
  { accounts, managed, toForget }: AccountsChange,
): AccountsFile {
  const rows = [...file.accounts];
  for (const each of accounts) {
    const place = placeOf(rows, each.id);
    if (place === -1) throw new RangeError('An account is changed that is not there.');
    rows[place] = each;
  }
  const relinked = new Set(managed.map(({ id }) => id));
  const links = [...(file.managed ?? []).filter(({ id }) => !relinked.has(id)), ...managed];
  return {
    ...file,
    ...{ accounts: accounts.length === 0 ? file.accounts : rows, toForget },
    ...(managed.length > 0 && { managed: links.toSorted((a, b) => a.id - b.id) }),
  };
}

/** Answers where the account with an ID lies among accounts that ascend; -1: there is none. Halves them, however many there are. */
export function placeOf(accounts: readonly Account[], id: number): number {
  let [from, to] = [0, accounts.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((accounts[middle]?.id ?? 0) < id) from = middle + 1;
    else to = middle;
  }
  return accounts[from]?.id === id ? from : -1;
}

type Referring = Pick<Account, 'grantId' | 'passwordId' | 'consentId'>;

/** Answers the secrets that an account refers to. */
export function secretsOf({ grantId, passwordId, consentId }: Referring): SecretReference[] {
  return [
    ...(grantId === null ? [] : [{ kind: 'grant' as const, id: grantId }]),
    ...(passwordId === null ? [] : [{ kind: 'password' as const, id: passwordId }]),
    ...(consentId === undefined ? [] : [{ kind: 'consent' as const, id: consentId }]),
  ];
}

/** Answers the secrets that any of the accounts refers to, as `kind:id`. */
export function referencesOf(accounts: readonly Referring[]): Set<string> {
  const references = new Set<string>();
  for (const { grantId, passwordId, consentId } of accounts) {
    if (grantId !== null) references.add(`grant:${grantId}`);
    if (passwordId !== null) references.add(`password:${passwordId}`);
    if (consentId !== undefined) references.add(`consent:${consentId}`);
  }
  return references;
}
