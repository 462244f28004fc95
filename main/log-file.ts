import {
  appendFileSync,
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

interface Limits {
  /** A file of this size makes room for the next one. */
  readonly maxBytes?: number;
  /** How many files there are at most, the one that is written included. */
  readonly files?: number;
}

// Enough for some weeks.
const usualBytes = 1024 * 1024;
const usualFiles = 5;

/** Where the log of a profile is; older files lie beside it, as `log.jsonl.1` and so on. */
export function profileLogPath(profileFolder: string): string {
  return join(profileFolder, 'log', 'log.jsonl');
}

/**
 * Answers a writer of lines at the end of a file that only this user may read; it never throws, and makes the file's folder but
 * not what is above it.
 *
 * Several processes may write to one file: a line is appended in one piece.
 */
export function createLogFile(path: string, limits: Limits = {}): (line: string) => void {
  const { maxBytes = usualBytes, files = usualFiles } = limits;
  return (line) => {
    try {
      const size = statSync(path, { throwIfNoEntry: false })?.size;
      if (size === undefined) mkdirSync(dirname(path), { mode: 0o700 });
    } catch {
      // It is there already, or the folder above it is not.
    }
    try {
      const text = `${line}\n`;
      const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
      if (size > 0 && size + Buffer.byteLength(text) > maxBytes) rotate(path, files);
      appendFileSync(path, text, { mode: 0o600 });
    } catch {
      // A full disk or a missing folder: nothing may fail because it was to be written down.
    }
  };
}

/** Two processes that rotate at once lose the oldest lines at most, never the newest. */
function rotate(path: string, files: number): void {
  const name = (age: number) => (age === 0 ? path : `${path}.${age}`);
  if (files <= 1) {
    rmSync(path, { force: true });
    return;
  }
  for (let age = files - 2; age >= 0; age -= 1) {
    if (statSync(name(age), { throwIfNoEntry: false })) renameSync(name(age), name(age + 1));
  }
}

/**
 * Answers the last lines of a log, oldest first, at most `maxLines`; what cannot be read is left out.
 *
 * @param files how many files there are at most
 */
export function readLogTail(path: string, maxLines: number, files = usualFiles): readonly string[] {
  let lines: string[] = [];
  for (let age = 0; age < files && lines.length < maxLines; age += 1) {
    const text = readEnd(age === 0 ? path : `${path}.${age}`);
    if (text === null) break;
    lines = [...text.split('\n').filter((line) => line !== ''), ...lines];
  }
  return lines.slice(-maxLines);
}

/** A log that somebody else made large is not read whole. */
function readEnd(path: string): string | null {
  try {
    const file = openSync(path, 'r');
    try {
      const { size } = fstatSync(file);
      const length = Math.min(size, 2 * usualBytes);
      const buffer = Buffer.alloc(length);
      readSync(file, buffer, 0, length, size - length);
      return buffer.toString('utf8');
    } finally {
      closeSync(file);
    }
  } catch {
    return null;
  }
}
