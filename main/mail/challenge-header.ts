import { Buffer } from 'node:buffer';

const claimsParameter = /(?:^|[\s,])claims="([A-Za-z0-9+/_=-]{1,8192})"/;

/**
 * Answers the claims that an API wants to see proved, as JSON text; empty: its answer names none.
 *
 * @param header value of WWW-Authenticate; empty: there is none
 * @see https://learn.microsoft.com/entra/identity-platform/claims-challenge
 */
export function claimsOfHeader(header: string): string {
  if (!/\berror="insufficient_claims"/.test(header)) return '';
  const text = claimsParameter.exec(header)?.[1] ?? '';
  return Buffer.from(text, 'base64').toString('utf8');
}
