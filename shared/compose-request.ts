import type { Failure } from './errors.ts';
import type { StagedDocument } from './message.ts';

/** A message that somebody asked for outside the window, by a link or by files; it is prefilled, never sent. */
export interface ComposeRequest {
  /** As a person would type it, addresses apart by commas. */
  readonly to: string;
  readonly cc: string;
  readonly bcc: string;
  readonly subject: string;
  readonly body: string;
  readonly documents: readonly GivenDocument[];
}

/** A file that was handed over with a request: in the profile already, or the reason why it is not. */
export type GivenDocument =
  | { readonly name: string; readonly document: StagedDocument }
  | { readonly name: string; readonly failure: Failure };

/** Answers a request for a message without content. */
export function emptyRequest(): ComposeRequest {
  return { to: '', cc: '', bcc: '', subject: '', body: '', documents: [] };
}
