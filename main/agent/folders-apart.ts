import { isAbsolute, relative, sep } from 'node:path';
import { AppError } from '../../shared/errors.ts';

/** Says whether a path is a folder or lies in it; both absolute and without links. */
export function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/**
 * Makes sure that a watch folder shares no file with the profile or with another watch folder: the profile would be taken apart,
 * and what was sent would be sent again.
 *
 * @param folder as all others absolute and without links
 * @throws {AppError} `invalid-request` — it is one of them, or lies inside or around one
 */
export function assertApart(folder: string, profileFolder: string, others: readonly string[]): void {
  const touches = (path: string) => isWithin(folder, path) || isWithin(path, folder);
  if (touches(profileFolder))
    throw refused(
      'It is the profile of this app, or lies inside or around it; choose a folder that has nothing to do with it.',
    );
  const other = others.find(touches);
  if (other === undefined) return;
  throw refused(
    other === folder
      ? 'It is watched already; remove it first.'
      : `It lies inside or around "${other}", which is watched already; choose one beside it, or remove that one first.`,
  );
}

function refused(message: string): AppError {
  return new AppError('invalid-request', message, { field: 'folder' });
}
