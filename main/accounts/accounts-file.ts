import * as z from 'zod';
import type { Account } from '../../shared/account.ts';
import { firstManagedId } from '../../shared/account.ts';
import { parseAccounts } from './account-shape.ts';
import { managedLink } from './managed-accounts.ts';

const secretReference = z.strictObject({
  kind: z.enum(['password', 'grant', 'consent']),
  id: z.string().min(1),
});

/** A secret that no account refers to, or not yet: it is to be forgotten. */
export type SecretReference = z.infer<typeof secretReference>;

const accountsFile = z.strictObject({
  version: z.literal(1),
  /** Email Server ID of the next account; only grows. */
  nextId: z.int().min(1).max(firstManagedId),
  /** The person's own, by ascending ID. */
  accounts: z.array(z.unknown()),
  /** The person's part of the accounts of the policy; not there while there are none. */
  managed: z.array(managedLink).optional(),
  /** Survives a crash, so that no secret is left behind that nobody refers to. */
  toForget: z.array(secretReference),
});
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
  return new Set(accounts.flatMap(secretsOf).map(({ kind, id }) => `${kind}:${id}`));
}
