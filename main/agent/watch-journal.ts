import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { businessRecord } from '../../shared/account.ts';
import { AppError } from '../../shared/errors.ts';
import { fileFailure, syncFolder, writeWhole } from '../whole-file.ts';
import { late } from '../../shared/late-schema.ts';

const message = late(() =>
  z.strictObject({
    accountId: z.int().min(1).nullable(),
    records: z.array(businessRecord),
    to: z.array(z.string()),
    cc: z.array(z.string()),
    bcc: z.array(z.string()),
    subject: z.string(),
    body: z.string(),
    /** What the attachment is called. */
    documentName: z.string(),
  }),
);

/** Tells one file of a name from the next one. */
const seenFile = late(() => z.strictObject({ name: z.string(), sizeBytes: z.int(), mtimeMs: z.int() }));

const stage = late(() =>
  z.discriminatedUnion('kind', [
    /** It will be handed over with this very message, whatever becomes of the template. */
    z.strictObject({ kind: z.literal('taken'), message }),
    z.strictObject({ kind: z.literal('submitted'), itemId: z.string() }),
    /** It is to be moved; the name is chosen once, so that a second try does the same. */
    z.strictObject({
      kind: z.literal('settled'),
      outcome: z.enum(['sent', 'failed']),
      target: z.string(),
      note: z.string(),
    }),
  ]),
);

const entry = late(() =>
  z.strictObject({
    version: z.literal(1),
    /** The submission key: of folder, name, time, content and the recipients of a sidecar. */
    key: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
    /** Absolute. */
    folder: z.string(),
    document: seenFile,
    sidecar: seenFile.nullable(),
    stage,
  }),
);

/** What becomes of one document of a watch folder, from the moment it is taken until it has left the folder. */
export type WatchEntry = z.infer<typeof entry>;
export type SeenFile = z.infer<typeof seenFile>;
export type WatchMessage = z.infer<typeof message>;

export type WatchJournal = Awaited<ReturnType<typeof openWatchJournal>>;

/**
 * Opens the list of documents that are on their way, a file each. What is put in is on the disk when the call returns.
 *
 * @throws {AppError} `profile-unreadable` — a file in it is not what we wrote: it may say that a document was handed over already
 */
export async function openWatchJournal(profileFolder: string) {
  const folder = join(profileFolder, 'watch');
  const entries = new Map<string, WatchEntry>();
  try {
    await mkdir(folder, { mode: 0o700, recursive: true });
    for (const name of await readdir(folder)) {
      const path = join(folder, name);
      if (name.endsWith('.tmp')) await rm(path, { force: true });
      else if (name.endsWith('.json')) {
        const read = parseEntry(await readFile(path, 'utf8'));
        entries.set(read.key, read);
      }
    }
  } catch (error) {
    throw fileFailure(error, 'The folder "watch" of the profile cannot be used.', 'profile-unreadable');
  }
  const pathOf = (key: string) => join(folder, `${key}.json`);
  return {
    list: (): readonly WatchEntry[] => [...entries.values()],
    has: (key: string): boolean => entries.has(key),
    /** @throws {AppError} `storage-full`, `profile-unreadable` — the entry is as it was */
    put: async (next: WatchEntry): Promise<void> => {
      try {
        await writeWhole(pathOf(next.key), JSON.stringify(next));
        await syncFolder(folder);
      } catch (error) {
        throw fileFailure(error, 'A file of the watch folder cannot be noted.', 'profile-unreadable');
      }
      entries.set(next.key, next);
    },
    remove: async (key: string): Promise<void> => {
      await rm(pathOf(key), { force: true });
      entries.delete(key);
    },
  };
}

function parseEntry(text: string): WatchEntry {
  try {
    return entry.parse(JSON.parse(text));
  } catch (cause) {
    throw new AppError('profile-unreadable', 'A file in the folder "watch" of the profile is damaged.', {
      cause,
    });
  }
}
