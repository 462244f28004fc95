import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

async function makeFolder(place: string): Promise<string> {
  const folder = await mkdtemp(join(place, 'smtp-setup-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Answers a fresh folder that goes away with the test. */
export const temporaryFolder = (): Promise<string> => makeFolder(tmpdir());

/** Answers one in memory where the system has such a place: for thousands of files that would wait for the disk. */
export const memoryFolder = (): Promise<string> => makeFolder(existsSync('/dev/shm') ? '/dev/shm' : tmpdir());
