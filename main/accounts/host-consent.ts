import { createHash } from 'node:crypto';
import type { Account } from '../../shared/account.ts';
import { AppError } from '../../shared/errors.ts';
import type { Random } from '../ports.ts';
import type { ConsentRecord, SecretRecord } from '../vault/secret-record.ts';
import type { ForeignServer } from './accounts-deps.ts';
import { isLoopbackHost } from './host-name.ts';

const idBytes = 15;
const tagLength = 16;

/**
 * Answers an ID for a person's word that the sign-in may be shown to a server. It ends in a digest of the place, so that a
 * row can say that the word is for another one without opening the vault.
 */
export function consentIdFor(place: ForeignServer, random: Random): string {
  return `${Buffer.from(random.bytes(idBytes)).toString('base64url')}-${placeTag(place)}`;
}

/** Says whether a consent was given for this place, as far as its ID tells; the sealed record decides. */
export function looksConfirmed(consentId: string | undefined, place: ForeignServer): boolean {
  return consentId?.endsWith(`-${placeTag(place)}`) ?? false;
}

/** Answers the record that is sealed: whoever changes a file cannot agree in the person's place. */
export function consentRecordFor(id: string, accountId: number, place: ForeignServer): ConsentRecord {
  const { provider, issuer, server } = place;
  return { kind: 'consent', id, accountId, provider, issuer, server };
}

/**
 * Says whether the person agreed that the account's sign-in is shown to this server.
 *
 * @throws {AppError} `vault-unavailable`
 */
export async function isConfirmed(
  vault: { readonly get: (id: string) => Promise<SecretRecord | null> },
  { id, consentId }: Account,
  { provider, issuer, server }: ForeignServer,
): Promise<boolean> {
  if (consentId === undefined) return false;
  try {
    const record = await vault.get(consentId);
    return (
      record?.kind === 'consent' &&
      record.accountId === id &&
      record.provider === provider &&
      record.issuer === issuer &&
      record.server === server
    );
  } catch (error) {
    // Sealed on another computer: it is asked for again here.
    if (error instanceof AppError && error.code === 'vault-unreadable') return false;
    throw error;
  }
}

type Place = Pick<Account, 'provider' | 'host' | 'port' | 'sendThrough'>;

/** Answers the consent that an account keeps when it becomes another one: none where provider or server are others. */
export function keptConsent(
  after: Place,
  before: (Place & Pick<Account, 'consentId'>) | null,
): Pick<Account, 'consentId'> {
  const { consentId } = before ?? {};
  return before && consentId !== undefined && placeOf(before) === placeOf(after) ? { consentId } : {};
}

function placeOf({ provider, host, port, sendThrough }: Place): string {
  return JSON.stringify([provider, sendThrough, host.toLowerCase(), isLoopbackHost(host) && port]);
}

function placeTag({ provider, issuer, server }: ForeignServer): string {
  const text = JSON.stringify([provider, issuer, server]);
  return createHash('sha256').update(text).digest('hex').slice(0, tagLength);
}
