import type { Account } from '../../shared/account.ts';
import type { SecretReference } from '../accounts/accounts-file.ts';
import { passwordIdFor, passwordRecordFor } from '../accounts/passwords.ts';
import { signInAccountOf } from '../grants.ts';
import type { Grants } from '../grants.ts';
import { clientPlaceOf, isSameClientPlace } from '../identity/registration.ts';
import type { Registration } from '../identity/registration.ts';
import { isExpected } from '../identity/signed-in-as.ts';
import type { Random } from '../ports.ts';
import type { TokenVault } from '../vault/token-vault.ts';
import { currentPassword, isPlaceOf, readable } from './exported-secrets.ts';
import type { ExportedGrant, ExportedSecrets, Keepers } from './exported-secrets.ts';

/** The secrets of an export by the accounts of its file. */
export interface SecretsByAccount {
  readonly password: (fileId: number | null) => ExportedSecrets['passwords'][number] | undefined;
  readonly grant: (fileId: number | null) => ExportedGrant | undefined;
}

/** Answers secrets by the Email Server IDs of their file. */
export function secretsByAccount({ passwords, grants }: ExportedSecrets): SecretsByAccount {
  const passwordOf = new Map(passwords.map((each) => [each.accountId, each]));
  const grantOf = new Map(grants.flatMap((each) => each.accountIds.map((id) => [id, each] as const)));
  return {
    password: (id) => (id === null ? undefined : passwordOf.get(id)),
    grant: (id) => (id === null ? undefined : grantOf.get(id)),
  };
}

/** What an account gets from a file, beside the secrets that it keeps. */
export interface NewSecrets {
  readonly password: string | null;
  readonly grant: ExportedGrant | null;
}

/**
 * Answers what an account gets from a file: only what was made for its own place, and only what it does not have.
 *
 * A sign-in that is good stays: it was refreshed since, and a provider that sees the old one again may take both back.
 *
 * @param account as it will be, with the secrets that it keeps
 * @throws {AppError} `vault-unavailable`
 */
export async function newSecretsFor(
  account: Account,
  fileId: number | null,
  file: SecretsByAccount,
  keepers: Keepers,
): Promise<NewSecrets> {
  const password = file.password(fileId);
  const grant = file.grant(fileId);
  const isWanted = password && account.provider === 'none' && isPlaceOf(account, password);
  const current = isWanted ? await readable(() => currentPassword(account, keepers.vault)) : null;
  const state = account.grantId === null ? null : keepers.grants.forAccounts.info(account.grantId)?.state;
  const isGood = state === 'ready' || state === 'not-checked';
  return {
    password: isWanted && current?.password !== password.password ? password.password : null,
    grant: grant && !isGood && isGrantOf(account, grant) ? grant : null,
  };
}

function isGrantOf(account: Account, grant: ExportedGrant): boolean {
  return (
    grant.provider === account.provider &&
    grant.sendThrough === account.sendThrough &&
    isExpected(grant.identity, signInAccountOf(account))
  );
}

/**
 * Answers the secrets of clients that a file brings, by provider: only for a client that is the same at the same place, and
 * whose secret is another one.
 *
 * @param registrations as they will be
 * @throws {AppError} `vault-unavailable`
 */
export async function newClientSecrets(
  { clients }: ExportedSecrets,
  registrations: readonly Registration[],
  clientSecrets: Keepers['clientSecrets'],
): Promise<Readonly<Record<string, string>>> {
  const entries: [string, string][] = [];
  for (const { secret, ...place } of clients) {
    const registration = registrations.find(
      (each) => each.takesSecret && isSameClientPlace(clientPlaceOf(each), place),
    );
    if (!registration) continue;
    const current = await readable(() => clientSecrets.get(registration));
    if (current !== secret) entries.push([registration.provider, secret]);
  }
  return Object.fromEntries(entries);
}

interface Making {
  readonly vault: Pick<TokenVault, 'put'>;
  readonly grants: Pick<Grants, 'take'>;
  readonly random: Random;
  /** Notes, before a secret is sealed, that it is to be forgotten unless an account comes to refer to it. */
  readonly note: (secrets: readonly SecretReference[]) => void;
}

/**
 * Seals what accounts get, and answers the accounts with references to it.
 *
 * @throws {AppError} `vault-unavailable`, `storage-full` — what was sealed by then is noted
 */
export async function keepSecrets(
  wanted: readonly (NewSecrets & { readonly account: Account })[],
  { vault, grants, random, note }: Making,
): Promise<readonly Account[]> {
  const records = wanted.map(({ account, password }) =>
    password === null ? null : passwordRecordFor(passwordIdFor(account, random), account, password),
  );
  // One write for all: each of them writes the whole list of accounts.
  note(records.flatMap((record) => (record ? { kind: 'password' as const, id: record.id } : [])));
  const grantIds = new Map<ExportedGrant, string>();
  const kept: Account[] = [];
  for (const [index, { account, grant }] of wanted.entries()) {
    const record = records[index];
    if (record) await vault.put(record);
    if (grant && !grantIds.has(grant)) {
      const { accountIds: _, ...contents } = grant;
      grantIds.set(grant, await grants.take(contents, (id) => note([{ kind: 'grant', id }])));
    }
    const grantId = (grant && grantIds.get(grant)) ?? account.grantId;
    kept.push({ ...account, grantId, passwordId: record?.id ?? account.passwordId });
  }
  return kept;
}
