import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { SeenFile } from './watch-journal.ts';
import { codeOf } from './watch-problem.ts';

/** What lies in a folder under a name; links are not followed. */
export type Seen =
  | { readonly kind: 'file' | 'link'; readonly file: SeenFile }
  | { readonly kind: 'gone' | 'other' };

/** Answers what lies there; rejects as the system does where it cannot be said. */
export async function look(folder: string, name: string): Promise<Seen> {
  try {
    const about = await lstat(join(folder, name));
    const file = { name, sizeBytes: about.size, mtimeMs: Math.floor(about.mtimeMs) };
    if (about.isFile()) return { kind: 'file', file };
    return about.isSymbolicLink() ? { kind: 'link', file } : { kind: 'other' };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { kind: 'gone' };
    throw error;
  }
}

/** Says whether it is still the same file. */
export function isSame(a: SeenFile, b: SeenFile): boolean {
  return a.name === b.name && a.sizeBytes === b.sizeBytes && a.mtimeMs === b.mtimeMs;
}

/**
 * Opens a file for reading, never what a link points to; null where another one, or nothing, lies there now.
 *
 * The caller closes the handle.
 */
export async function openSeen(folder: string, file: SeenFile): Promise<FileHandle | null> {
  const seen = await look(folder, file.name);
  if (seen.kind !== 'file' || !isSame(seen.file, file)) return null;
  // On Windows the last two are undefined, which counts as 0; there the look before has to do.
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  const handle = await open(join(folder, file.name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch(
    (error: unknown) => {
      // Between the two calls it went away, or became a link.
      if (['ENOENT', 'ELOOP'].includes(codeOf(error))) return null;
      throw error;
    },
  );
  if (!handle) return null;
  try {
    const about = await handle.stat();
    if (about.isFile() && about.size === file.sizeBytes && Math.floor(about.mtimeMs) === file.mtimeMs)
      return handle;
  } catch {
    // It went away between the two calls.
  }
  await handle.close();
  return null;
}

const pieceBytes = 256 * 1024;

/** Answers the SHA-256 of a file, in lower-case hexadecimal. */
export async function hashOf(handle: FileHandle): Promise<string> {
  const hash = createHash('sha256');
  const piece = Buffer.alloc(pieceBytes);
  for (let offset = 0; ;) {
    const { bytesRead } = await handle.read(piece, 0, piece.length, offset);
    if (bytesRead === 0) return hash.digest('hex');
    hash.update(piece.subarray(0, bytesRead));
    offset += bytesRead;
  }
}

/**
 * Answers the submission key of a document: the same for the same file, however often it is looked at and by whichever process.
 *
 * @param content its SHA-256, or why nobody reads it
 * @param recipients who gets it where that stands beside it: the same file for somebody else is another message
 */
export function submissionKeyOf(
  folder: string,
  { name, mtimeMs }: SeenFile,
  content: string,
  recipients: readonly (readonly string[])[] = [],
): string {
  return createHash('sha256')
    .update(JSON.stringify(['watch-folder', folder, name, mtimeMs, content, ...recipients]))
    .digest('base64url');
}
