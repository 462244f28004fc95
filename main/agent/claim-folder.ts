import { constants } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { codeOf } from './watch-problem.ts';

/** Lies in a watch folder and says which profile watches it; a name with a dot in front is no document. */
const markName = '.smtp-setup-watch';
/** Of an owner's ID; more is not looked at. */
const markBytes = 36;

/**
 * Makes a folder one that this profile watches, where no other does: two would send every document twice.
 *
 * @param owner the ID of the profile
 * @throws {AppError} `deferred` — another profile watches it
 * @throws the system's error where nothing can be written
 */
export async function claimFolder(folder: string, owner: string): Promise<void> {
  const path = join(folder, markName);
  let found = await readMark(path);
  if (found === null || found === '') {
    // Somebody died before there was anything in it.
    if (found === '') await rm(path, { force: true });
    await writeMark(path, owner);
    found = await readMark(path);
  }
  if (found !== owner)
    throw new AppError(
      'deferred',
      `Another profile watches this folder, and both would send each document; the file "${markName}" in it says on which computer. Remove the folder there; if that profile is gone, delete the file.`,
    );
}

/** Lets other profiles have a folder that this one watched; where the folder is away, the mark stays. */
export async function releaseFolder(folder: string, owner: string): Promise<void> {
  const path = join(folder, markName);
  if ((await readMark(path)) === owner) await rm(path, { force: true }).catch(() => undefined);
}

/** Answers the owner in a mark; null: there is none; `unreadable`: there is something that is none of ours. */
async function readMark(path: string): Promise<string | null> {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      if (!(await file.stat()).isFile()) return 'unreadable';
      const { buffer, bytesRead } = await file.read(Buffer.alloc(markBytes), 0, markBytes, 0);
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? null : 'unreadable';
  }
}

async function writeMark(path: string, owner: string): Promise<void> {
  try {
    const file = await open(path, 'wx', 0o644);
    try {
      await file.writeFile(
        `${owner}\nOf a profile of SMTP Setup on ${hostname()}, which watches this folder.\n`,
      );
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    // Another one was faster; reading it again says whose it is.
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}
