import type { Finding } from './account.ts';
import type { Failure } from './errors.ts';

/** What an import does, or would do, with a row or a setting. */
export type ImportAction = 'added' | 'changed' | 'same' | 'refused';

/** A value before and after an import, as text; a secret is only ever said to be set. */
export interface ImportChange {
  /** Name of the field or setting, as the contract spells it; `password` and `signIn` are secrets. */
  readonly field: string;
  readonly from: string;
  readonly to: string;
}

/** A finding of the dialog about an account as an import would make it. */
export interface ImportWarning extends Finding {
  /** One sentence, in English. */
  readonly message: string;
}

/** What becomes of one row of the file. */
export interface ImportRow {
  /** The line it begins in (CSV), or its place in the list (JSON), from 1. */
  readonly line: number;
  readonly action: ImportAction;
  /** The account that it is or becomes; null: refused. */
  readonly accountId: number | null;
  /** What a person knows the row by: its SMTP User, else its host. */
  readonly title: string;
  readonly changes: readonly ImportChange[];
  /** What the SMTP Setup dialog would warn of in an account that is new or changes; absent: nothing. */
  readonly warnings?: readonly ImportWarning[];
  /** Why it is refused. */
  readonly failure: Failure | null;
}

/** What becomes of one setting of the file. */
export interface ImportSetting {
  /** As the contract spells it; `clientSecrets` says in `to` which providers get one. */
  readonly key: string;
  readonly action: Exclude<ImportAction, 'added'>;
  readonly from: string;
  readonly to: string;
  readonly failure: Failure | null;
}

/** What an import would do; nothing has been done yet. */
export interface ImportPlan {
  /** Names exactly this plan: an import that would do something else by now is refused. */
  readonly planId: string;
  readonly format: 'profile' | 'csv';
  readonly rows: readonly ImportRow[];
  readonly settings: readonly ImportSetting[];
  /** Titles of columns that nothing is read from, as the file has them. */
  readonly ignoredColumns: readonly string[];
  /** `sealed`: the file has secrets, and the passphrase was not given. */
  readonly secrets: 'none' | 'sealed' | 'opened';
}

/** What an import did. */
export interface ImportResult {
  readonly added: number;
  readonly changed: number;
  readonly same: number;
  readonly refused: number;
  readonly settingsChanged: number;
  /** Accounts that need a sign-in before they can send, by ascending ID. */
  readonly signInNeeded: readonly number[];
  /** Accounts that need a password before they can send, by ascending ID. */
  readonly passwordNeeded: readonly number[];
}

/** A file for the person to keep. */
export interface ExportedFile {
  /** Suggested name. */
  readonly fileName: string;
  readonly mediaType: string;
  readonly text: string;
}

/** The fewest characters of a passphrase that secrets are exported under; a file is tried offline, as often as somebody likes. */
export const shortestPassphrase = 8;

/** The largest file that an import reads, in bytes. */
export const maxImportBytes = 16 * 1024 * 1024;
