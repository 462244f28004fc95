import { lstat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../../shared/errors.ts';

const groupOrOthersMayWrite = 0o022;
/** Where it is set, entries are renamed and removed by their owner, the folder's owner and root alone. */
const sticky = 0o1000;

/**
 * Makes sure that no other user of the computer can exchange a watch folder, a folder above it, or `sent` and `failed` inside:
 * documents would be moved to wherever a link put there leads, with the rights of this user.
 *
 * Where there are no modes, on Windows, it says nothing: there the access list of the folder decides.
 *
 * @param folder absolute, without links
 * @param insideNames the folders in it that documents go to
 * @throws {AppError} `deferred` — another user can
 */
export async function assertOnlyOursToChange(folder: string, insideNames: readonly string[]): Promise<void> {
  const userId = process.getuid?.();
  if (userId === undefined) return;
  for (const name of insideNames) {
    const about = await lstat(join(folder, name));
    if (about.uid !== userId)
      throw refused(
        `The folder "${name}" in the watch folder belongs to another user, who could exchange it; give it to the user of the agent (chown).`,
      );
  }
  for (let path = folder; ; path = dirname(path)) {
    const { mode, uid } = await lstat(path);
    const isWatched = path === folder;
    const which = isWatched ? 'the watch folder' : `the folder "${path}" above the watch folder`;
    if (uid !== userId && (isWatched || uid !== 0))
      throw refused(
        `Another user owns ${which} and could lead documents elsewhere; give it to the user of the agent (chown).`,
      );
    if ((mode & groupOrOthersMayWrite) !== 0 && (mode & sticky) === 0)
      throw refused(
        `Other users may rename what is in ${which} and could lead documents elsewhere; take that from them (chmod go-w), or let everybody rename their own files only (chmod +t).`,
      );
    if (path === dirname(path)) return;
  }
}

function refused(message: string): AppError {
  return new AppError('deferred', message);
}
