import { link, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { Random } from '../ports.ts';
import { systemCode } from '../system-code.ts';

interface Choice {
  /** An older file goes. */
  readonly force: boolean;
  readonly random: Random;
}

/**
 * Writes a file that only its owner may read; whatever happens, it is there whole or not at all.
 *
 * @throws {AppError} `invalid-request` — it is there already, or cannot be written
 * @throws {AppError} `storage-full`
 */
export async function writeExport(path: string, text: string, { force, random }: Choice): Promise<void> {
  await refuseTaken(path, force);
  const suffix = Buffer.from(random.bytes(6)).toString('hex');
  const temporary = join(dirname(path), `.${basename(path)}.${suffix}.tmp`);
  try {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await (force ? rename(temporary, path) : publish(temporary, path));
  } catch (error) {
    throw refused(path, error);
  } finally {
    await rm(temporary, { force: true });
  }
}

/**
 * Says so before anything is asked or sealed.
 *
 * @throws {AppError} `invalid-request` — there is such a file already, or what is there is no file
 */
export async function refuseTaken(path: string, force: boolean): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (!found) return;
  if (!found.isFile()) throw invalid(path, 'is not a file; - is standard output');
  if (!force) throw taken(path);
}

/** A new name is given only where nobody else has taken it meanwhile. */
async function publish(temporary: string, path: string): Promise<void> {
  try {
    await link(temporary, path);
  } catch (error) {
    if (systemCode(error) === 'EEXIST') throw taken(path);
    // Some file systems have no second names.
    await rename(temporary, path);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'cannot be written: its folder does not exist',
  ENOTDIR: 'cannot be written: its folder does not exist',
  EACCES: 'may not be written',
  EPERM: 'may not be written',
  EROFS: 'may not be written',
};

function refused(path: string, error: unknown): AppError {
  if (error instanceof AppError) return error;
  const code = systemCode(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new AppError('storage-full', `There is no space left for "${path}"; nothing was written.`);
  }
  return invalid(path, reasons[code] ?? 'cannot be written');
}

function taken(path: string): AppError {
  return invalid(path, 'is there already; give --force to replace it');
}

function invalid(path: string, message: string): AppError {
  return new AppError('invalid-request', `"${path}" ${message}.`, { field: 'file' });
}
