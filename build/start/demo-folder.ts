import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Answers a new folder for the demo profile of this process, and removes those of processes that are gone. */
export function makeDemoFolder(cacheFolder: string): string {
  mkdirSync(cacheFolder, { recursive: true });
  for (const name of readdirSync(cacheFolder)) {
    const pid = Number(/^demo-profile-(\d+)-/.exec(name)?.[1]);
    if (pid > 0 && !isRunning(pid)) rmSync(join(cacheFolder, name), { recursive: true, force: true });
  }
  return mkdtempSync(join(cacheFolder, `demo-profile-${process.pid}-`));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process answers EPERM.
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}
