import { lstat, mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../shared/errors.ts';

/** Where documents go from a watch folder. They are also its mark: the empty place of a share that is away has none. */
const insideNames = ['sent', 'failed'] as const;

/**
 * Makes the folders inside a watch folder and answers its path without links.
 *
 * @throws {AppError} `invalid-request` — it is not a folder, or nothing can be made in it
 */
export async function prepareWatchFolder(folder: string): Promise<string> {
  try {
    const path = await realpath(folder);
    for (const name of insideNames) {
      await mkdir(join(path, name)).catch((error: unknown) => {
        if (codeOf(error) !== 'EEXIST') throw error;
      });
    }
    await assertWatchable(path);
    return path;
  } catch (error) {
    const reason = error instanceof AppError ? error.message : `It cannot be used (${codeOf(error)}).`;
    throw new AppError('invalid-request', `"${folder}" is not taken. ${reason}`, { field: 'folder' });
  }
}

/**
 * Makes sure that a watch folder is there, and not the empty place where a share comes and goes.
 *
 * @throws {AppError} `deferred` — it is not there, leads elsewhere by now, or has no folders `sent` and `failed`
 */
export async function assertWatchable(folder: string): Promise<void> {
  const path = await realpath(folder).catch((error: unknown) => {
    throw new AppError('deferred', `The watch folder is not there (${codeOf(error)}).`);
  });
  if (path !== folder) throw new AppError('deferred', 'The path of the watch folder leads elsewhere by now.');
  for (const name of insideNames) {
    const about = await lstat(join(folder, name)).catch(() => null);
    if (!about?.isDirectory())
      throw new AppError(
        'deferred',
        `The watch folder has no folder "${name}": the share is away, or "${name}" has to be made again.`,
      );
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'internal';
}
