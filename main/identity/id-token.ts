import { Buffer } from 'node:buffer';
import * as z from 'zod';
import { AppError } from '../../shared/errors.ts';
import { late } from '../../shared/late-schema.ts';

// Clocks of business computers are minutes off more often than one would think.
const clockSkewMs = 5 * 60_000;

const checkedClaims = late(() =>
  z.looseObject({
    iss: z.string(),
    aud: z.union([z.string(), z.array(z.string())]),
    azp: z.string().optional(),
    exp: z.number(),
    nonce: z.string().optional(),
    tid: z.string().optional(),
  }),
);

/** The claims of a validated id_token. */
export type IdTokenClaims = z.infer<typeof checkedClaims>;

/** What an id_token must say. */
export interface IdTokenExpectation {
  readonly clientId: string;
  /** Any of them; `{tenantid}` stands for the token's own `tid`. */
  readonly issuers: readonly string[];
  /** null: it was not made for an attempt of ours, as after a refresh (OpenID Connect Core §12.2). */
  readonly nonce: string | null;
  readonly nowMs: number;
}

const failed = (message: string, check: string) =>
  new AppError('authorization-failed', message, { detail: { check } });

/**
 * Answers the claims of an id_token that came straight from the token endpoint.
 *
 * Its signature is not looked at: the TLS connection to the token endpoint says who made it.
 *
 * @throws {AppError} `issuer-mismatch` — another server made it
 * @throws {AppError} `state-mismatch` — it was made for another attempt
 * @throws {AppError} `authorization-failed` — it is missing, unreadable, for another client or expired
 * @see OpenID Connect Core 1.0 §3.1.3.7
 */
export function validateIdToken(idToken: string | undefined, expected: IdTokenExpectation): IdTokenClaims {
  const claims = checkedClaims.safeParse(payloadOf(idToken ?? ''));
  if (!claims.success) throw failed('The provider did not say who signed in.', 'id_token');
  const { iss, aud, azp, exp, nonce, tid } = claims.data;
  const issuers = expected.issuers.map((issuer) => issuer.replace('{tenantid}', tid ?? ''));
  if (!issuers.includes(iss)) {
    throw new AppError(
      'issuer-mismatch',
      'Another authorization server says who signed in than the one asked.',
    );
  }
  const audiences = typeof aud === 'string' ? [aud] : aud;
  if (!audiences.includes(expected.clientId) || (audiences.length > 1 && azp !== expected.clientId)) {
    throw failed('The provider answered for another client.', 'aud');
  }
  if (exp * 1000 + clockSkewMs < expected.nowMs) {
    throw failed('The answer of the provider is out of date; check the clock of this computer.', 'exp');
  }
  if (expected.nonce !== null && nonce !== expected.nonce) {
    throw new AppError('state-mismatch', 'The answer of the provider belongs to another sign-in.');
  }
  return claims.data;
}

function payloadOf(idToken: string): unknown {
  try {
    return JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
