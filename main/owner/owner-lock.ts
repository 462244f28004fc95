import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { AppError } from '../../shared/errors.ts';
import { prepareProfileFolder } from './profile-folder.ts';
import { systemCode } from '../system-code.ts';

/** The right to open the files of a profile; the operating system takes it back when the process dies. */
export interface OwnerLock {
  readonly release: () => void;
}

// https://www.sqlite.org/rescode.html: the low byte is the primary result code.
const sqliteBusy = 5;
const sqliteFull = 13;

/**
 * Takes the lock of a profile, or answers null where another process, or another session of this one, holds it.
 *
 * A lock file judged by its age would go to a second process while the first one is only busy or suspended; a lock of the
 * operating system goes with the process and never before.
 *
 * @param profileFolder absolute; made when it is missing
 * @param name the file of the lock; the right to something else in the profile has a file of its own
 * @throws {AppError} `profile-unreadable` — the folder cannot be used or is open to other users, or the file is not a lock file
 * @throws {AppError} `storage-full`
 */
export function tryOwnerLock(profileFolder: string, name = 'owner.lock'): OwnerLock | null {
  const path = join(profileFolder, name);
  try {
    prepareProfileFolder(profileFolder);
    createLockFile(path);
  } catch (error) {
    throw folderError(error);
  }
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(path, { timeout: 0 });
    database.exec('pragma locking_mode=exclusive; pragma journal_mode=delete; begin exclusive');
  } catch (error) {
    database?.close();
    const code = sqliteCode(error);
    if (code === sqliteBusy) return null;
    if (code === sqliteFull)
      throw new AppError('storage-full', 'There is no room for the lock of the profile.', { cause: error });
    throw new AppError('profile-unreadable', `The file ${name} of the profile cannot be used.`, {
      cause: error,
    });
  }
  const held = database;
  return { release: () => held.close() };
}

/** SQLite would make the file with the umask's mode. An existing file is not opened: closing it would drop a lock of this process. */
function createLockFile(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
  }
}

function folderError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const code = systemCode(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new AppError('storage-full', 'There is no room for the profile folder.', { cause: error });
  }
  if (code === 'EROFS') {
    const message = 'The profile folder lies on a file system that may only be read (EROFS).';
    return new AppError('profile-unreadable', message, { cause: error });
  }
  return new AppError(
    'profile-unreadable',
    `The profile folder cannot be used (${code || 'unknown reason'}).`,
    { cause: error },
  );
}

function sqliteCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number')
    return undefined;
  return error.errcode & 0xff;
}
