import { randomBytes } from 'node:crypto';
import { closeSync, fsync, openSync } from 'node:fs';
import { open, rename, rm, unlink } from 'node:fs/promises';
import { promisify } from 'node:util';
import { AppError } from '../shared/errors.ts';
import { systemCode } from './system-code.ts';

const ownerOnly = 0o600;
const syncLater = promisify(fsync);

/** Whether the file system itself refused something: everything but that the file is not there. */
export function isStorageFault(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && systemCode(error) !== 'ENOENT';
}

/** Answers the error of the app for one of the file system; paths stay out of it. */
export function fileFailure(
  error: unknown,
  message: string,
  code: 'document-unreadable' | 'profile-unreadable' | 'storage-unusable' = 'document-unreadable',
): AppError {
  if (error instanceof AppError) return error;
  const reason = systemCode(error);
  if (reason === 'ENOSPC' || reason === 'EDQUOT') {
    return new AppError('storage-full', `${message} There is no space left.`, { cause: error });
  }
  return new AppError(code, message, { cause: error, detail: { systemCode: reason } });
}

/** Removes a file, where it is there. */
export async function removeFile(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
  }
}

/** Makes new names in a folder survive a power cut, where the system lets a folder be synced. */
export async function syncFolder(path: string): Promise<void> {
  try {
    await syncFile(path, 'r');
  } catch (error) {
    // Windows does not open folders; its file system keeps names in order by itself.
    if (!['EISDIR', 'EPERM', 'EACCES', 'EINVAL'].includes(systemCode(error))) throw error;
  }
}

/** Puts the bytes of a file on disk. */
export async function syncFile(path: string, flags = 'r+'): Promise<void> {
  const file = openSync(path, flags);
  try {
    // The only step that takes its time; a thread for each of the others would take longer than they do.
    await syncLater(file);
  } finally {
    closeSync(file);
  }
}

/**
 * Writes a file whole or not at all.
 *
 * @param mode who may read it; its owner only, where nothing is said
 */
export async function writeWhole(path: string, text: string, mode = ownerOnly): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const file = await open(temporary, 'wx', ownerOnly);
    try {
      // Not every file system has modes; whoever may read there is decided elsewhere.
      if (mode !== ownerOnly) await file.chmod(mode).catch(() => undefined);
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
