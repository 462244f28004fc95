import type { ErrorCode } from '../shared/errors.ts';
import type { OutboxItem, SignInStage } from '../shared/message.ts';

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

/** Codes of items that a person is asked to sign in for. */
export const askedCodes: readonly ErrorCode[] = ['sign-in-required', 'vault-unreadable'];

/** Codes that a held item leaves behind once its account says something else of server, way or sender. */
export const correctedCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'account-invalid',
  'server-not-providers',
  'sender-rejected',
  'authentication-rejected',
  'smtp-auth-disabled',
  // Another way of sending has a consent of its own.
  'consent-required',
]);

/** Codes that a held item leaves behind once its account has a new password or sign-in. */
export const renewedCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  ...signInCodes,
  ...correctedCodes,
  'password-required',
  // Who could sign in has a client again.
  'client-rejected',
  'scope-missing',
  'large-messages-not-allowed',
]);

/** Says whether an item of a dead grant takes this reason: what is held for something else keeps its own. */
export function mayRecode(
  { state, because }: Pick<OutboxItem, 'state' | 'because'>,
  code: ErrorCode,
): boolean {
  if (state !== 'held') return state === 'queued';
  return code !== 'sign-in-required' && because !== null && askedCodes.includes(because);
}

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
