import type { ErrorCode } from '../errors.ts';
import type { CardId, CopyKey, LinkKey, StepKey, Who } from './words.ts';

/** What the window can do about it at once. */
export type CardAction =
  | 'sign-in'
  | 'edit-account'
  | 'reconfigure'
  | 'send-through-graph'
  | 'allow-large-messages';

/** One thing to do, and whose it is. */
export type RuleStep = readonly [by: Exclude<Who, 'wait'> | 'app', step: StepKey];

/** How an error is recognised; it is enough that one of the signs is there. */
export interface Signs {
  /** Numbers of Microsoft's errors. */
  readonly aadsts?: readonly number[];
  /** Names of OAuth errors and their sub-errors. */
  readonly errors?: readonly string[];
  /** The server's reply in one line, e.g. `535 5.7.139 Authentication …`. */
  readonly reply?: RegExp;
  /** Name of a failed connection, e.g. `ECONNREFUSED`. */
  readonly network?: RegExp;
  /** HTTP status of the authorization server. */
  readonly status?: readonly number[];
  /** Words of other programs for the same thing. */
  readonly words?: RegExp;
  /** The app's own code, where nothing else tells more. */
  readonly codes?: readonly ErrorCode[];
}

/** One card: what it is recognised by, who can do what, and what helps. */
export interface Rule {
  readonly id: CardId;
  readonly who: Who;
  readonly signs: Signs;
  /** Where `errors` and `codes` mean this only at one provider. */
  readonly provider?: 'google' | 'microsoft';
  /** Where it means this only for accounts that sign in so. */
  readonly by?: 'password' | 'token';
  readonly steps: readonly RuleStep[];
  readonly copies?: readonly CopyKey[];
  readonly links?: readonly LinkKey[];
  readonly actions?: readonly CardAction[];
  /** Where the error is described. */
  readonly source: string;
}

export const entraErrors = 'https://learn.microsoft.com/entra/identity-platform/reference-error-codes';
