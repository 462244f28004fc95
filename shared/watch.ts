import * as z from 'zod';
import { businessRecord } from './account.ts';
import { late } from './late-schema.ts';

/** A watch folder as it is added, and what its messages are made of. */
export const watchFolderDraft = late(() =>
  z.strictObject({
    /** Absolute. */
    folder: z.string().min(1).max(4_096),
    /** null: the records decide. */
    accountId: z.int().min(1).nullable(),
    records: z.array(businessRecord).max(100),
    /** Where the recipients of a document stand. */
    recipients: z.enum(['sidecar', 'file-name']),
    /** With `{name}` and `{file}`. */
    subject: z.string().max(998),
    body: z.string().max(1_000_000),
  }),
);
export type WatchFolderDraft = z.infer<typeof watchFolderDraft>;

/** What became of the document of a folder that was at its end last. */
export interface WatchResult {
  readonly file: string;
  readonly outcome: 'sent' | 'failed';
  readonly timeMs: number;
}

/** A watch folder, and how it is. */
export interface WatchFolderRow extends WatchFolderDraft {
  readonly id: number;
  /** `no-agent`: nobody looks at it; `starting`: an agent runs and has not said anything of it yet. */
  readonly state: 'no-agent' | 'starting' | 'watching' | 'unreachable';
  /** Files that are not whole, or that nobody can send yet. */
  readonly waiting: number;
  /** Documents whose message is not at its end. */
  readonly onTheWay: number;
  /** Why something did not work the last time; null: all is well. */
  readonly problem: string | null;
  /** null: none is known. */
  readonly last: WatchResult | null;
}

/** All watch folders of the profile. */
export interface WatchStatus {
  readonly folders: readonly WatchFolderRow[];
  /** A folder is chosen in a window of the system; else its path is typed. */
  readonly canPick: boolean;
}
