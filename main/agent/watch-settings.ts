import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import * as z from 'zod';
import { AppError } from '../../shared/errors.ts';
import { watchFolderDraft } from '../../shared/watch.ts';
import { fileFailure, writeWhole } from '../whole-file.ts';
import { tryOwnerLock } from '../owner/owner-lock.ts';
import type { Clock } from '../ports.ts';
import { late } from '../../shared/late-schema.ts';
import { systemCode } from '../system-code.ts';

const watchFolder = late(() =>
  watchFolderDraft.unwrap().extend({
    id: z.int().min(1),
    /** Absolute, without links. */
    folder: z.string().refine(isAbsolute, 'must be absolute'),
  }),
);

/** A folder whose documents are sent. */
export type WatchFolder = z.infer<typeof watchFolder>;

const watchFile = late(() =>
  z.strictObject({
    version: z.literal(1),
    /** Tells this profile from others that would watch the same folder; made with the first change. */
    owner: z.uuid().optional(),
    folders: z.array(watchFolder).max(100),
  }),
);

const fileName = 'watch-folders.json';

/**
 * Answers the watch folders of a profile; none where there is no such file.
 *
 * @throws {AppError} `profile-unreadable` — the file is not what we wrote
 */
export async function readWatchFolders(profileFolder: string): Promise<readonly WatchFolder[]> {
  return (await readWatchFile(profileFolder)).folders;
}

/**
 * Answers the ID under which a profile watches folders.
 *
 * @throws {AppError} `profile-unreadable`, `profile-in-use`, `storage-full` — it has none yet, and none can be written
 */
export async function watchOwnerOf(profileFolder: string, clock: Clock): Promise<string> {
  const { owner } = await readWatchFile(profileFolder);
  if (owner !== undefined) return owner;
  await changeWatchFolders(profileFolder, clock, (folders) => folders);
  return watchOwnerOf(profileFolder, clock);
}

async function readWatchFile(
  profileFolder: string,
): Promise<Pick<z.infer<typeof watchFile>, 'owner' | 'folders'>> {
  let text: string;
  try {
    text = await readFile(join(profileFolder, fileName), 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return { folders: [] };
    throw fileFailure(error, `The file ${fileName} cannot be read.`, 'profile-unreadable');
  }
  try {
    return watchFile.parse(JSON.parse(text));
  } catch (cause) {
    throw new AppError('profile-unreadable', `The file ${fileName} of the profile is damaged.`, { cause });
  }
}

const lockName = 'watch-folders.lock';
const lockTries = 100;
const lockPauseMs = 50;

/**
 * Changes the watch folders of a profile; two that change them at once do so one after the other.
 *
 * @throws {AppError} `profile-unreadable`, `profile-in-use`, `storage-full`, and what `change` throws — nothing has changed
 */
export async function changeWatchFolders(
  profileFolder: string,
  clock: Clock,
  change: (folders: readonly WatchFolder[]) => readonly WatchFolder[],
): Promise<void> {
  let lock = tryOwnerLock(profileFolder, lockName);
  for (let tries = 0; !lock && tries < lockTries; tries += 1) {
    await clock.sleep(lockPauseMs);
    lock = tryOwnerLock(profileFolder, lockName);
  }
  if (!lock) throw new AppError('profile-in-use', 'Another program is changing the watch folders.');
  try {
    const { owner = randomUUID(), folders } = await readWatchFile(profileFolder);
    const text = JSON.stringify({ version: 1, owner, folders: change(folders) }, null, 2);
    await writeWhole(join(profileFolder, fileName), `${text}\n`);
  } catch (error) {
    throw fileFailure(error, `The file ${fileName} cannot be written.`, 'profile-unreadable');
  } finally {
    lock.release();
  }
}
