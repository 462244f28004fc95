import type { ErrorCode } from '../shared/errors.ts';
import type { SignInStage } from '../shared/message.ts';

/** Codes that a held item leaves behind once somebody has signed in. */
export const signInCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'sign-in-required',
  'sign-in-cancelled',
  'sign-in-timed-out',
  'authorization-denied',
  'wrong-account',
  'grant-revoked',
  'vault-unreadable',
  'authentication-rejected',
]);

/**
 * Answers why the items of a dead grant are held after a sign-in ended; null: it succeeded, they go out.
 *
 * A technical failure leaves them as they were: nobody decided anything.
 */
export function heldAfterSignIn(
  end: Pick<SignInStage, 'stage'> & { readonly failure?: { readonly code: ErrorCode } },
): ErrorCode | null {
  switch (end.stage) {
    case 'signed-in':
      return null;
    case 'wrong-account':
      return 'wrong-account';
    case 'timed-out':
      return 'sign-in-timed-out';
    case 'cancelled':
      return 'sign-in-cancelled';
    default:
      return end.failure?.code === 'authorization-denied' ? 'sign-in-cancelled' : 'sign-in-required';
  }
}
