import type { AppError } from '../../shared/errors.ts';

const dayMs = 24 * 60 * 60_000;
/** Google ends the refresh tokens of a project in Testing so long after the sign-in. */
const testingMs = 7 * dayMs;
/** A sign-in is renewed once a day: so long it takes at most until its end is seen, with some air. */
const seenWithinMs = 1.5 * dayMs;

/** What is known of a sign-in that the provider does not renew any more. */
export interface EndedSignIn {
  readonly provider: string;
  /** Epoch milliseconds of the sign-in itself, not of a renewal; undefined: nobody wrote it down. */
  readonly signedInAtMs: number | undefined;
  readonly nowMs: number;
}

/**
 * Answers what more can be told of a refused renewal than the provider says: a name for its card; empty: nothing.
 *
 * @see https://developers.google.com/identity/protocols/oauth2#expiration
 */
export function likelyCause(
  { code, detail }: Pick<AppError, 'code' | 'detail'>,
  { provider, signedInAtMs, nowMs }: EndedSignIn,
): '' | 'testing-seven-days' {
  if (provider !== 'google' || code !== 'grant-revoked' || signedInAtMs === undefined) return '';
  if (detail?.['error'] !== 'invalid_grant' || (detail['suberror'] ?? '') !== '') return '';
  const ageMs = nowMs - signedInAtMs;
  return ageMs >= testingMs && ageMs <= testingMs + seenWithinMs ? 'testing-seven-days' : '';
}
