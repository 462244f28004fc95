import { appendFileSync, renameSync, statSync } from 'node:fs';

// Enough for some weeks; one older file of the same size is kept.
const largestBytes = 1024 * 1024;

/** Answers a writer of lines at the end of a file that only this user may read; it never throws. */
export function createLogFile(path: string): (line: string) => void {
  return (line) => {
    try {
      if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > largestBytes)
        renameSync(path, `${path}.1`);
      appendFileSync(path, `${line}\n`, { mode: 0o600 });
    } catch {
      // A full disk or a missing folder: nothing may fail because it was to be written down.
    }
  };
}
