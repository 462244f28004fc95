import { createHash } from 'node:crypto';
import type { Account } from '../../shared/account.ts';
import { AppError } from '../../shared/errors.ts';
import type { Random } from '../ports.ts';
import type { ConsentRecord, PasswordRecord, SecretRecord } from '../vault/secret-record.ts';
import { normalizeHost, parseServerName } from './host-name.ts';

/** The part of the vault that passwords need. */
export interface PasswordVault {
  readonly put: (record: PasswordRecord | ConsentRecord) => Promise<void>;
  readonly get: (id: string) => Promise<SecretRecord | null>;
  readonly remove: (id: string) => Promise<void>;
  readonly list: () => Promise<readonly string[]>;
}

/** Where a password may be sent. */
export type PasswordPlace = Pick<Account, 'host' | 'alternateServer' | 'user'>;

const idBytes = 15;
const tagLength = 16;

/**
 * Answers an ID for the password of an account. It ends in a digest of the place it is made for, so that a row can say that
 * a password does not fit any more without opening the vault.
 */
export function passwordIdFor(place: PasswordPlace, random: Random): string {
  return `${Buffer.from(random.bytes(idBytes)).toString('base64url')}-${placeTag(place)}`;
}

/** Says whether a password was made for this place, as far as its ID tells; the sealed record decides. */
export function looksBound(passwordId: string, place: PasswordPlace): boolean {
  return passwordId.endsWith(`-${placeTag(place)}`);
}

/** Answers the record of a password for a place; an alternate server belongs to the place, for it gets the password too. */
export function passwordRecordFor(id: string, place: PasswordPlace, password: string): PasswordRecord {
  return { kind: 'password', id, host: hostsOf(place), user: place.user, password };
}

/**
 * Answers the password of an account, if it was made for the host and SMTP User of today.
 *
 * @throws {AppError} `password-required` — there is none, or it was made for another host or user
 * @throws {AppError} `vault-unavailable`, `vault-unreadable` — as the vault says
 */
export async function openPassword(
  vault: Pick<PasswordVault, 'get'>,
  account: PasswordPlace & Pick<Account, 'passwordId'>,
): Promise<{ readonly password: string }> {
  const record = account.passwordId === null ? null : await vault.get(account.passwordId);
  if (record?.kind !== 'password') throw new AppError('password-required', 'The account has no password.');
  if (record.host !== hostsOf(account) || record.user !== account.user) {
    throw new AppError('password-required', 'The password was entered for another host or SMTP User.');
  }
  return { password: record.password };
}

/** Hosts hold no spaces, so none can be mistaken for two. Ports are no part of the place, neither here nor there. */
function hostsOf({ host, alternateServer }: PasswordPlace): string {
  const alternate = parseServerName(alternateServer)?.host ?? alternateServer;
  return [...new Set([host, alternate].filter(Boolean).map(normalizeHost))].join(' ');
}

function placeTag(place: PasswordPlace): string {
  const text = JSON.stringify([hostsOf(place), place.user]);
  return createHash('sha256').update(text).digest('hex').slice(0, tagLength);
}
