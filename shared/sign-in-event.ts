import type { ErrorCode, Failure } from './errors.ts';

/** What can happen to the sign-in of an account. */
export const signInEventKinds = ['signed-in', 'signed-out', 'withdrawn'] as const;
export type SignInEventKind = (typeof signInEventKinds)[number];

/** One line of the history of an account's sign-in. */
export interface SignInEvent {
  /** Epoch milliseconds. */
  readonly atMs: number;
  readonly kind: SignInEventKind;
  /** Address or name of who was signed in; empty: not known. */
  readonly signedInAs: string;
  /** Why it was withdrawn; null: it was not. */
  readonly code: ErrorCode | null;
  /** What the provider said of it; null: nothing. */
  readonly detail: Failure['detail'] | null;
}
