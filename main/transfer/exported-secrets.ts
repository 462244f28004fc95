import * as z from 'zod';
import type { Account } from '../../shared/account.ts';
import { AppError } from '../../shared/errors.ts';
import { keptPassword } from '../accounts/kept-secrets.ts';
import { passwordRecordFor } from '../accounts/passwords.ts';
import type { ClientSecrets } from '../client-secrets.ts';
import type { Grants } from '../grants.ts';
import { clientPlaceOf } from '../identity/registration.ts';
import type { Registration } from '../identity/registration.ts';
import { clientRecord, grantRecord, passwordRecord } from '../vault/secret-record.ts';
import type { TokenVault } from '../vault/token-vault.ts';
import { late } from '../../shared/late-schema.ts';

/** What the sealed part of an export holds: each secret with the only place it may be sent to, and whose it is. */
const exportedSecrets = late(() =>
  z.strictObject({
    passwords: z.array(passwordRecord.unwrap().omit({ kind: true, id: true }).extend({ accountId: z.int() })),
    grants: z.array(
      grantRecord
        .unwrap()
        .omit({ kind: true, id: true, dialogId: true })
        .extend({ accountIds: z.array(z.int()) }),
    ),
    clients: z.array(clientRecord.unwrap().omit({ kind: true, id: true })),
  }),
);
export type ExportedSecrets = z.infer<typeof exportedSecrets>;
/** What a file without a sealed part has. */
export const noSecrets: ExportedSecrets = { passwords: [], grants: [], clients: [] };
export type ExportedGrant = ExportedSecrets['grants'][number];

/** Who keeps the secrets of this profile. */
export interface Keepers {
  readonly vault: Pick<TokenVault, 'get'>;
  readonly grants: Pick<Grants, 'forAccounts' | 'open'>;
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

/** Answers null for what was sealed elsewhere: it is lost here already. */
export async function readable<Value>(read: () => Promise<Value | null>): Promise<Value | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof AppError && error.code === 'vault-unreadable') return null;
    throw error;
  }
}

/** Answers the password that an account sends with today; null: none that was made for its place. */
export async function currentPassword(account: Account, vault: Keepers['vault']) {
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

/** Says whether a password was made for the servers and SMTP User of an account. */
export function isPlaceOf(
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
