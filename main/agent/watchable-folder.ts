import { chmod, lstat, mkdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { assertOnlyOursToChange } from './folder-rights.ts';
import { codeOf } from './watch-problem.ts';

/** Where documents go from a watch folder. They are also its mark: the empty place of a share that is away has none. */
const insideNames = ['sent', 'failed'] as const;

type Step = (path: string) => Promise<void>;

/**
 * Makes the folders inside a watch folder and answers its path without links.
 *
 * @param check says of that path that it is not wanted, by throwing; nothing has been made then
 * @param claim makes it the profile's own, where everything else is well
 * @throws {AppError} `invalid-request` — it is not a folder, nothing can be made in it, or other users could lead documents
 * elsewhere
 */
export async function prepareWatchFolder(
  folder: string,
  { check, claim }: { check?: Step; claim?: Step } = {},
): Promise<string> {
  try {
    const path = await realpath(folder);
    const about = await stat(path);
    if (!about.isDirectory()) throw new AppError('invalid-request', 'It is not a folder.');
    await check?.(path);
    await assertOnlyOursToChange(path, []);
    for (const name of insideNames) await makeInside(join(path, name), about.mode);
    await assertWatchable(path);
    await claim?.(path);
    return path;
  } catch (error) {
    const reason = error instanceof AppError ? error.message : `It cannot be used (${codeOf(error)}).`;
    throw new AppError('invalid-request', `"${folder}" is not taken. ${reason}`, { field: 'folder' });
  }
}

/**
 * Makes sure that a watch folder is there, that it is not the empty place where a share comes and goes, and that nobody else can
 * lead documents out of it.
 *
 * @throws {AppError} `deferred` — it is not there, leads elsewhere by now, has no folders `sent` and `failed`, or other users may
 * exchange them
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
  await assertOnlyOursToChange(folder, insideNames);
}

/** Who may look into the watch folder may look into this one; a umask does not decide it. */
async function makeInside(path: string, folderMode: number): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return;
    throw error;
  }
  // Not every file system has modes.
  await chmod(path, 0o700 | (folderMode & 0o2055)).catch(() => undefined);
}
