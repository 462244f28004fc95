import type { ErrorCode, Failure, FailureDetail } from './errors.ts';

/** A person's file, copied into the profile and ready to be attached. */
export interface StagedDocument {
  readonly documentId: string;
  readonly name: string;
  readonly sizeBytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  /** CRC-32 of its bytes; absent: an earlier version took it over. */
  readonly crc32?: number | undefined;
}

export const outboxStates = [
  'queued',
  'sending',
  'held',
  'sent',
  'failed',
  'unconfirmed',
  'cancelled',
] as const;
export type OutboxState = (typeof outboxStates)[number];

/** Who handed the message over: a person at the window, or a program that nobody answers for. */
export type Origin = 'user' | 'agent';

/** One recipient's refusal. */
export interface RefusedRecipient {
  readonly address: string;
  /** The server's reply, one line. */
  readonly reply: string;
}

/** One message on its way, as the window and scripts see it. */
export interface OutboxItem {
  readonly itemId: string;
  /** Grows with every item; pages are cut by it. */
  readonly sequence: number;
  /** With angle brackets; the same for ever. */
  readonly messageId: string;
  readonly accountId: number;
  readonly origin: Origin;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly subject: string;
  readonly documents: readonly StagedDocument[];
  readonly state: OutboxState;
  /** Why it is held, failed, unconfirmed or waiting for its next try; null where nothing went wrong. */
  readonly because: ErrorCode | null;
  /** One sentence for scripts, e.g. "Failed to obtain an access token". */
  readonly reason: string | null;
  /** The server's last reply, one line. */
  readonly reply: string | null;
  /** What else is known of what went wrong; absent: nothing. */
  readonly detail?: FailureDetail | undefined;
  readonly attempts: number;
  readonly createdAtMs: number;
  readonly changedAtMs: number;
  /** When a queued item is tried next; null: at once, or not by itself. */
  readonly nextTryAtMs: number | null;
  /** When a person or program wanted it to leave at the earliest; null: at once, or somebody has pressed Send Now since. */
  readonly sendAtMs: number | null;
  readonly accepted: readonly string[];
  readonly refused: readonly RefusedRecipient[];
  /** A person said that an unconfirmed message was sent. */
  readonly confirmedBy: 'server' | 'person' | null;
}

export interface OutboxPage {
  /** Newest first. */
  readonly items: readonly OutboxItem[];
  /** How many items the filter matches in all. */
  readonly total: number;
  /** How many items the filter matches in each state, whichever states it names. */
  readonly counts: Readonly<Record<OutboxState, number>>;
  /** Pass as `beforeSequence` for the next page; null at the end. */
  readonly nextBeforeSequence: number | null;
}

/** A part of the history as CSV; the first one begins with the names of the columns. */
export interface ExportedPage {
  readonly csv: string;
  /** How many messages are in this part. */
  readonly rows: number;
  /** How many the filter matches in all. */
  readonly total: number;
  /** Pass as `beforeSequence` for the next part; null at the end. */
  readonly nextBeforeSequence: number | null;
}

/** What `outboxSubmit` answers once the item is durable. */
export interface Submitted {
  readonly itemId: string;
  readonly messageId: string;
  readonly state: OutboxState;
  readonly accountId: number;
}

/** The stages of a sign-in, as the person sees them. */
export type SignInView = {
  readonly attemptId: string;
  readonly provider: string;
  /** The account it is for; null while a new record is typed. */
  readonly accountId: number | null;
  /** The dialog that waits for it; null when it acts at once. */
  readonly dialogId: string | null;
  /** Whose sign-in is expected; empty: anybody's. */
  readonly expected: string;
  /** For "Open again" and "Copy link", or the page that takes the code; holds no secret that is good without this computer. */
  readonly url: string;
  /** What the owner of the mailbox types at `url`, in a browser anywhere; absent: the browser of this computer is used. */
  readonly userCode?: string;
  /** Epoch milliseconds. */
  readonly expiresAtMs: number;
} & SignInStage;

export type SignInStage =
  | { readonly stage: 'waiting' }
  | { readonly stage: 'checking' }
  | { readonly stage: 'signed-in'; readonly signedInAs: string; readonly pendingGrantId: string | null }
  | { readonly stage: 'wrong-account'; readonly signedInAs: string; readonly failure: Failure }
  | {
      readonly stage: 'cancelled' | 'timed-out' | 'failed';
      readonly failure: Failure;
      /** The browser, or the owner of the mailbox, had done their part: it ended while the account was checked. */
      readonly atChecking?: true;
    };

/** "Sign in again as …?": one for all items of one dead grant. */
export interface Question {
  readonly questionId: string;
  readonly accountId: number;
  readonly provider: string;
  /** Whom to sign in. */
  readonly expected: string;
  readonly waitingItems: number;
  readonly askedAtMs: number;
}

/** How far many messages are that go out together. */
export interface BatchProgress {
  /** Messages that are through: sent, or in need of a person. */
  readonly done: number;
  readonly total: number;
  /** Messages a minute, at the pace of the last two; null: too early to say. */
  readonly perMinute: number | null;
  /** When the last one is through, if it goes on so; null as above. */
  readonly expectedEndMs: number | null;
}
