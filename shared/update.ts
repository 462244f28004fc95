import type { Failure } from './errors.ts';

/** Why this copy of the app does not update itself. */
export type UpdateObstacle =
  /** The program that has the profile open is not the window app. */
  | 'not-here'
  /** The policy of the administrator. */
  | 'policy'
  /** It was started from its sources. */
  | 'development'
  /** The packages of the system do it, or the next AppImage is fetched by hand: nobody's signature could be verified. */
  | 'system'
  /** Whoever installed it for the whole computer does it. */
  | 'administrator'
  /** It was built without a place where newer versions are. */
  | 'no-source'
  /** It was built without a signature, so that of a newer version could not be compared. */
  | 'unsigned';

/** How far a newer version of the app is; `asked`: a person wants an answer, whatever it is. */
export type UpdateView =
  | { readonly stage: 'off'; readonly because: UpdateObstacle; readonly asked?: true }
  | { readonly stage: 'idle' }
  | { readonly stage: 'checking' }
  /** There is no newer version for this computer. */
  | { readonly stage: 'newest' }
  | { readonly stage: 'available'; readonly version: string }
  /** `percent` is a whole number from 0 to 100. */
  | { readonly stage: 'downloading'; readonly version: string; readonly percent: number }
  /** Downloaded and verified. */
  | { readonly stage: 'ready'; readonly version: string }
  /** `version`: null where it failed while looking for one. */
  | { readonly stage: 'failed'; readonly version: string | null; readonly failure: Failure };
