import { closeSync, fsyncSync, openSync } from 'node:fs';
import { systemCode } from '../system-code.ts';

/** Makes new names in a folder last through a power cut; Windows has no such call. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  try {
    const handle = openSync(folder, 'r');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch {
    // Some file systems do not sync folders; the document itself is safe.
  }
}

/** Answers the system's name of a file error, e.g. `ENOENT`; never its message, which holds the path. */
export function errorCode(error: unknown): string {
  return systemCode(error) || 'UNKNOWN';
}
