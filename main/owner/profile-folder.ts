import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { systemCode } from '../system-code.ts';

const ownerOnly = 0o700;
const others = 0o077;
const othersMayWrite = 0o022;

/** Only a folder that holds one of these, or nothing, is ours to close: a person may name any folder, even `/`. */
const ourFiles = ['owner.lock', 'accounts.json', 'settings.json', 'outbox.db'];

/**
 * Makes the folder of a profile, or takes the one that is there, for its owner only.
 *
 * Who may write to the folder can put another program's address and key into `owner.json`, or other accounts beside it.
 *
 * @param path absolute
 * @throws {AppError} `profile-unreadable` — other users may write to it, or have put something there
 * @throws the system's error where it cannot be made or written to
 */
export function prepareProfileFolder(path: string): void {
  makeFolder(path);
  accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
  // Modes mean nothing on Windows, where the folders of a user are closed by their access list.
  const userId = process.getuid?.();
  if (userId !== undefined) closeFolder(path, userId);
}

/** Node's recursive `mkdirSync` never returns where the file system answers ENOENT below an existing folder, as /proc does. */
function makeFolder(path: string): void {
  try {
    mkdirSync(path, { mode: ownerOnly });
  } catch (error) {
    const code = systemCode(error);
    if (code === 'EEXIST') return;
    const parent = dirname(path);
    if (code !== 'ENOENT' || parent === path || existsSync(parent)) throw error;
    makeFolder(parent);
    mkdirSync(path, { mode: ownerOnly });
  }
}

function closeFolder(path: string, userId: number): void {
  const { mode, uid } = statSync(path);
  if ((mode & others) === 0) return;
  const names = readdirSync(path);
  const isOurs = uid === userId && (names.length === 0 || names.some((name) => ourFiles.includes(name)));
  if ((mode & othersMayWrite) !== 0) {
    if (!isOurs)
      throw refused(
        'Other users may write to the profile folder; make it yours alone (mode 700), or name another.',
      );
    const isForeign = (name: string) => lstatSync(join(path, name)).uid !== userId;
    if (names.some(isForeign))
      throw refused(
        'Another user has put a file into the profile folder; look at it, or name another folder.',
      );
  }
  if (isOurs) chmodSync(path, ownerOnly);
}

function refused(message: string): AppError {
  return new AppError('profile-unreadable', message);
}
