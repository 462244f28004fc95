import * as z from 'zod';
import { AppError } from '../../shared/errors.ts';

// Real ones have a few hundred characters; a URL has to hold it.
const maxLength = 4096;
const claimsRequest = z.record(z.string(), z.unknown());

/**
 * Answers the claims of a challenge as they are passed back; empty: there are none, or they are none that could be asked for.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/claims-challenge
 * @see OpenID Connect Core 1.0 §5.5
 */
export function parseClaims(value: unknown): string {
  if (typeof value !== 'string' || value.length > maxLength) return '';
  try {
    const request = claimsRequest.parse(JSON.parse(value));
    return Object.keys(request).length === 0 ? '' : JSON.stringify(request);
  } catch {
    return '';
  }
}

// Beside the error and not in it: what a failure says is shown and logged, and this is a server's own text.
const challenges = new WeakMap<AppError, string>();

/** Answers the same failure, which now knows what the provider wants to see proved at the next sign-in. */
export function challengedBy(failure: AppError, claims: string): AppError {
  if (claims !== '') challenges.set(failure, claims);
  return failure;
}

/** Answers the claims that a failure asks for; empty: none. */
export function claimsAskedBy(failure: unknown): string {
  return failure instanceof AppError ? (challenges.get(failure) ?? '') : '';
}
