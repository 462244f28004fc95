import * as z from 'zod';
import type { Account } from '../../shared/account.ts';
import { AppError } from '../../shared/errors.ts';
import type { SecretReference } from '../accounts/accounts-file.ts';
import { keptPassword } from '../accounts/kept-secrets.ts';
import { passwordIdFor, passwordRecordFor } from '../accounts/passwords.ts';
import type { ClientSecrets } from '../client-secrets.ts';
import { signInAccountOf } from '../grants.ts';
import type { Grants } from '../grants.ts';
import { clientPlaceOf, isSameClientPlace } from '../identity/registration.ts';
import type { Registration } from '../identity/registration.ts';
import { isExpected } from '../identity/signed-in-as.ts';
import type { Random } from '../ports.ts';
import { clientRecord, grantRecord, passwordRecord } from '../vault/secret-record.ts';
import type { TokenVault } from '../vault/token-vault.ts';

/** What the sealed part of an export holds: each secret with the only place it may be sent to, and whose it is. */
const exportedSecrets = z.strictObject({
  passwords: z.array(passwordRecord.omit({ kind: true, id: true }).extend({ accountId: z.int() })),
  grants: z.array(
    grantRecord.omit({ kind: true, id: true, dialogId: true }).extend({ accountIds: z.array(z.int()) }),
  ),
  clients: z.array(clientRecord.omit({ kind: true, id: true })),
});
export type ExportedSecrets = z.infer<typeof exportedSecrets>;
/** What a file without a sealed part has. */
export const noSecrets: ExportedSecrets = { passwords: [], grants: [], clients: [] };
type ExportedGrant = ExportedSecrets['grants'][number];

interface Keepers {
  readonly vault: Pick<TokenVault, 'get' | 'put'>;
  readonly grants: Pick<Grants, 'forAccounts' | 'open' | 'take'>;
  readonly clientSecrets: Pick<ClientSecrets, 'get'>;
}

/**
 * Answers the secrets of these accounts and clients, as far as they can be used: what was made for another place, was
 * withdrawn, or cannot be opened on this computer is left out.
 *
 * @throws {AppError} `vault-unavailable` — an export without them would look like one with them
 */
export async function collectSecrets(
  accounts: readonly Account[],
  registrations: readonly Registration[],
  keepers: Keepers,
): Promise<ExportedSecrets> {
  const passwords: ExportedSecrets['passwords'] = [];
  const grants = new Map<string, ExportedGrant>();
  for (const account of accounts) {
    const password = await readable(() => currentPassword(account, keepers.vault));
    if (password) passwords.push({ accountId: account.id, ...password });
    const grant = await readable(() => currentGrant(account, grants, keepers));
    grant?.accountIds.push(account.id);
  }
  const clients: ExportedSecrets['clients'] = [];
  for (const registration of registrations.filter(({ takesSecret }) => takesSecret)) {
    const secret = await readable(() => keepers.clientSecrets.get(registration));
    if (secret) clients.push({ ...clientPlaceOf(registration), secret });
  }
  return { passwords, grants: [...grants.values()], clients };
}

async function readable<Value>(read: () => Promise<Value | null>): Promise<Value | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof AppError && error.code === 'vault-unreadable') return null;
    throw error;
  }
}

async function currentPassword(account: Account, vault: Keepers['vault']) {
  const id = keptPassword(account, account);
  const record = id === null ? null : await vault.get(id);
  if (record?.kind !== 'password') return null;
  const { host, user, password } = record;
  return isPlaceOf(account, record) ? { host, user, password } : null;
}

async function currentGrant(
  account: Account,
  found: Map<string, ExportedGrant>,
  { grants, vault }: Keepers,
): Promise<ExportedGrant | null> {
  const { grantId } = account;
  if (grantId === null) return null;
  if (grants.forAccounts.info(grantId)?.state === 'not-checked') await grants.open(grantId);
  const isGood = grants.forAccounts.info(grantId)?.state === 'ready';
  if (!isGood || !grants.forAccounts.isBound(grantId, account)) return null;
  const known = found.get(grantId);
  if (known) return known;
  const record = await vault.get(grantId);
  if (record?.kind !== 'grant') return null;
  const { kind: _, id: __, dialogId: ___, ...contents } = record;
  const grant: ExportedGrant = { ...contents, accountIds: [] };
  found.set(grantId, grant);
  return grant;
}

function isPlaceOf(
  account: Account,
  { host, user }: { readonly host: string; readonly user: string },
): boolean {
  const place = passwordRecordFor('', account, '');
  return place.host === host && place.user === user;
}

/**
 * Answers the secrets that the text of an opened export holds.
 *
 * @throws {AppError} `import-refused` — another version sealed them
 */
export function parseSecrets(text: string): ExportedSecrets {
  const parsed = exportedSecrets.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  // What zod says of it could hold a piece of a secret.
  throw new AppError(
    'import-refused',
    'The secrets of the file are in a form that this version does not know.',
    {
      field: 'sealed',
    },
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

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

interface Making extends Pick<Keepers, 'vault' | 'grants'> {
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
