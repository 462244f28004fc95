import { createHmac, timingSafeEqual } from 'node:crypto';

/** What both sides of one connection know when they prove that they have the profile's key. */
export interface Handshake {
  /** 32 bytes, from `owner.json`. */
  readonly key: Uint8Array;
  /** Where the connection goes; a program in between would stand at another address. */
  readonly address: string;
  /** base64url, fresh for the connection. */
  readonly clientNonce: string;
  readonly ownerNonce: string;
}

export const keyBytes = 32;
export const nonceBytes = 32;

/**
 * Answers what proves that a side has the key, without showing it (base64url).
 *
 * The sides prove different texts, so neither can hand back what it was given.
 *
 * @see RFC 2104 (HMAC)
 */
export function proofOf(
  side: 'owner' | 'client',
  { key, address, clientNonce, ownerNonce }: Handshake,
): string {
  const text = JSON.stringify([side, address, clientNonce, ownerNonce]);
  return createHmac('sha256', key).update(text).digest('base64url');
}

/** Says whether the other side has the key; takes the same time for every wrong proof of the right length. */
export function isProof(proof: string, side: 'owner' | 'client', handshake: Handshake): boolean {
  const expected = Buffer.from(proofOf(side, handshake));
  const given = Buffer.from(proof);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
