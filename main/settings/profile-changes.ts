import { closeSync, constants, fdatasyncSync, ftruncateSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { syncFolder } from './file-system.ts';
import { checksumIn, profileFileText, readFileIfThere, readProfileFile, unreadable } from './profile-file.ts';
import { late } from '../../shared/late-schema.ts';

/** Changes of a document since it was written whole, each a line of a file beside it. */
export type ProfileChanges = ReturnType<typeof createProfileChanges>;

const ownerOnly = 0o600;
/** From there on the document is written whole again: reading it must not come to take long. */
const maxSizeBytes = 65_536;

const changeLine = late(() => z.strictObject({ after: z.string(), change: z.unknown() }));

/**
 * Answers the keeper of `<name>.changes`: what is appended there costs as little for a long document as for a short one.
 *
 * Each line names the checksum of what it follows, the first one that of the document. So a file that a process left that died
 * right after it had written the document whole is known to be older than that, and so is one beside a restored document.
 */
export function createProfileChanges(folder: string, name: string) {
  const fileName = `${name}.changes`;
  const path = join(folder, fileName);
  /** Checksum of what the next line follows; null: none can, since the document has no checksum. */
  let after: string | null = null;
  /** What is behind it was never acknowledged. */
  let goodBytes = 0;
  let isThere = false;

  /** Forgets all changes: they are in the document, or belong to another one. */
  function remove(): void {
    rmSync(path, { force: true });
    isThere = false;
  }

  function append(text: string): void {
    const file = openSync(path, constants.O_RDWR | constants.O_CREAT, ownerOnly);
    const isNew = !isThere;
    isThere = true;
    try {
      ftruncateSync(file, goodBytes);
      try {
        const bytes = Buffer.from(text);
        if (writeSync(file, bytes, 0, bytes.length, goodBytes) !== bytes.length) throw new RangeError('cut');
        fdatasyncSync(file);
      } catch (error) {
        // What is told to have failed must not be there after a restart.
        ftruncateSync(file, goodBytes);
        throw error;
      }
    } finally {
      closeSync(file);
    }
    if (isNew) syncFolder(folder);
  }

  return {
    /**
     * Answers the changes that follow a document, the oldest first.
     *
     * @param checksum of the document; null: it has none
     * @throws {AppError} `profile-unreadable` — the file is damaged; its bytes stay as they are
     */
    load: (checksum: string | null): readonly unknown[] => {
      const bytes = readFileIfThere(folder, fileName);
      after = checksum;
      isThere = bytes !== null;
      const changes: unknown[] = [];
      const lines = bytes ? linesOf(bytes) : [];
      for (const [index, line] of lines.entries()) {
        // The last one may be what a process was at when it died, or the power went: nobody was told that it is kept.
        const isTorn = line.at(-1) !== newLine || line.includes(0);
        if (isTorn && index === lines.length - 1) break;
        const text = line.subarray(0, -1);
        const { after: follows, change } = readProfileFile(fileName, text, (value) =>
          changeLine.parse(value),
        );
        const own = checksumIn(text.toString());
        if (own === null) throw unreadable(fileName, 'has a line without a checksum');
        if (follows !== after) {
          if (changes.length > 0) throw unreadable(fileName, 'lacks a line');
          break;
        }
        changes.push(change);
        after = own;
        goodBytes += line.length;
      }
      return changes;
    },
    /** Says whether there is anything that the document lacks. */
    isEmpty: (): boolean => goodBytes === 0,
    /** Adds a change durably; false: the document is to be written whole instead. */
    add: (change: object): boolean => {
      if (after === null) return false;
      const text = profileFileText({ after, change });
      const line = `${text}\n`;
      const sizeBytes = goodBytes + Buffer.byteLength(line);
      if (sizeBytes > maxSizeBytes) return false;
      try {
        append(line);
      } catch {
        // The document written whole says what is wrong, if that fails too.
        return false;
      }
      goodBytes = sizeBytes;
      after = checksumIn(text);
      return true;
    },
    /**
     * Comes before the document is written whole: what follows another one would be taken for its changes if it came to be the
     * same again.
     *
     * @throws the system's error where the file cannot be removed
     */
    beforeWhole: (): void => {
      if (isThere && goodBytes === 0) remove();
    },
    /** Comes once the document is whole on the disk; from then on it is the one that changes follow. */
    afterWhole: (checksum: string | null): void => {
      after = checksum;
      goodBytes = 0;
      try {
        if (isThere) remove();
      } catch {
        // It is known to be older than the document, and is removed before that is written next.
      }
    },
  };
}

const newLine = 0x0a;

/** Answers the lines of a file with their ends; the last one may have none. */
function linesOf(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(newLine, start);
    const next = end === -1 ? bytes.length : end + 1;
    lines.push(bytes.subarray(start, next));
    start = next;
  }
  return lines;
}
