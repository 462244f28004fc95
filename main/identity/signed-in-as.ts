import { domainToASCII } from 'node:url';
import * as z from 'zod';
import { isEmailAddress } from '../../shared/email-address.ts';
import { late } from '../../shared/late-schema.ts';

/** Who signed in: the key is compared, the rest is for people. */
export interface SignedInAs {
  /** Never changes and is never given to somebody else: `oid.tid` at Microsoft, `sub` elsewhere. */
  readonly key: string;
  /** Addresses and sign-in names of the person; the first is the best guess of the mailbox. */
  readonly addresses: readonly string[];
  /** What the person knows the sign-in by: an address, else a name. */
  readonly displayName: string;
}

const optionalText = z.string().min(1).max(320).optional().catch(undefined);

const googleClaims = late(() =>
  z.object({
    sub: z.string().min(1).max(255),
    email: optionalText,
    email_verified: z.boolean().optional().catch(undefined),
    name: optionalText,
  }),
);

const microsoftClaims = late(() =>
  z.object({
    oid: z.string().min(1).max(64),
    tid: z.string().min(1).max(64),
    preferred_username: optionalText,
    upn: optionalText,
    email: optionalText,
    name: optionalText,
  }),
);

const customClaims = late(() =>
  googleClaims.unwrap().extend({ preferred_username: optionalText, upn: optionalText }),
);

const present = (texts: readonly (string | undefined)[]): string[] => [
  ...new Set(texts.filter((text) => text !== undefined)),
];

/**
 * Answers who a Google id_token speaks of; null when it names nobody.
 *
 * An address that Google has not verified may be anybody's, so it does not count.
 *
 * @see https://developers.google.com/identity/openid-connect/openid-connect#an-id-tokens-payload
 */
export function googleIdentity(claims: unknown): SignedInAs | null {
  const parsed = googleClaims.safeParse(claims);
  if (!parsed.success) return null;
  const { sub, email, email_verified: verified, name } = parsed.data;
  const addresses = present([verified === false ? undefined : email]);
  return { key: sub, addresses, displayName: email ?? name ?? sub };
}

/**
 * Answers who an id_token or a userinfo document of a custom provider speaks of; null when it names nobody.
 *
 * @see OpenID Connect Core 1.0 §5.1
 */
export function customIdentity(claims: unknown): SignedInAs | null {
  const parsed = customClaims.safeParse(claims);
  if (!parsed.success) return null;
  const { sub, email, email_verified: verified, preferred_username: userName, upn, name } = parsed.data;
  return {
    key: sub,
    addresses: present([verified === false ? undefined : email, userName, upn]),
    displayName: email ?? userName ?? upn ?? name ?? sub,
  };
}

/**
 * Answers who a Microsoft id_token speaks of; null when it names nobody.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference
 */
export function microsoftIdentity(claims: unknown): SignedInAs | null {
  const parsed = microsoftClaims.safeParse(claims);
  if (!parsed.success) return null;
  const { oid, tid, preferred_username: userName, upn, email, name } = parsed.data;
  // The sign-in name (UPN) need not be the mailbox; where both are told, `email` is the mailbox.
  const mailbox = email !== undefined && isEmailAddress(email) ? email : undefined;
  return {
    key: `${oid}.${tid}`,
    addresses: present([mailbox, userName, upn, email]),
    displayName: userName ?? upn ?? email ?? name ?? oid,
  };
}

/** Makes two spellings of one mailbox equal: case, Unicode form, IDNA, and Gmail's dots and second domain. */
export function comparableAddress(address: string): string {
  const text = address.trim().normalize('NFC').toLowerCase();
  const at = text.lastIndexOf('@');
  if (at < 0) return text;
  const local = text.slice(0, at);
  const domain = domainToASCII(text.slice(at + 1)) || text.slice(at + 1);
  // https://support.google.com/mail/answer/7436150: dots do not matter in gmail.com addresses.
  if (domain === 'gmail.com' || domain === 'googlemail.com') return `${local.replaceAll('.', '')}@gmail.com`;
  return `${local}@${domain}`;
}

/** Says whether the person goes by the expected address; an empty one expects anybody. */
export function isExpected(identity: SignedInAs, expected: string): boolean {
  if (expected.trim() === '') return true;
  const wanted = comparableAddress(expected);
  return identity.addresses.some((address) => comparableAddress(address) === wanted);
}

/**
 * Compares who signed in with who should have.
 *
 * A grant that is known is compared by its key alone: people are renamed, and addresses pass to others.
 */
export function compareIdentity(comparison: {
  readonly identity: SignedInAs;
  /** Key of the grant that is to be replaced; null: a first sign-in. */
  readonly knownKey: string | null;
  readonly expected: string;
}): 'same' | 'other' {
  const { identity, knownKey, expected } = comparison;
  const same = knownKey === null ? isExpected(identity, expected) : identity.key === knownKey;
  return same ? 'same' : 'other';
}
