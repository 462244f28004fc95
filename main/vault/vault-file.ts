import { Buffer } from 'node:buffer';
import { chmodSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { open, readdir, readFile, rename, rm, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { Clock, Random } from '../ports.ts';
import { systemCode } from '../system-code.ts';

const sealedName = /^([A-Za-z0-9_-]{8,64})\.json$/;
const temporaryName = /\.tmp$/;
const ownerOnlyFolder = 0o700;
const ownerOnlyFile = 0o600;

// Virus scanners hold a new file open for a moment, and Windows then refuses to rename over it.
const renameWaitsMs = [10, 40, 160, 640];
const heldOpen = new Set(['EPERM', 'EACCES', 'EBUSY']);
// Windows has no fsync for folders, and some network file systems have none either.
const noFolderSync = new Set(['EPERM', 'EACCES', 'EISDIR', 'EINVAL', 'EBADF', 'ENOTSUP']);

/**
 * Reduces an error of the file system to what a person can act on; it names no path.
 *
 * @returns `storage-full` — the disk or the quota is used up; else `vault-unavailable`
 */
export function storageFailure(error: unknown, message: string): AppError {
  if (error instanceof AppError) return error;
  const code = systemCode(error);
  const detail = code === '' ? {} : { detail: { systemCode: code } };
  return code === 'ENOSPC' || code === 'EDQUOT'
    ? new AppError('storage-full', 'There is no space left to keep a secret; nothing was changed.', detail)
    : new AppError('vault-unavailable', message, detail);
}

/** Makes a rename or a new name in the folder survive a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!noFolderSync.has(systemCode(error))) throw error;
  }
}

/** Writes a file that did not exist, readable by its owner only, and waits until the disk has it. */
export async function writeNewFile(path: string, bytes: string | Uint8Array): Promise<void> {
  const handle = await open(path, 'wx', ownerOnlyFile);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Files of one folder: whole or absent, never half, whatever happens to the process. */
export interface VaultFiles {
  /** Makes the folder and sweeps what an interrupted write left behind. */
  readonly prepare: () => Promise<void>;
  /** The bytes of a secret's file; null: there is none. */
  readonly read: (id: string) => Promise<Buffer | null>;
  /** Replaces the file of a secret, so that either the old or the new one is there at any moment. */
  readonly write: (id: string, text: string) => Promise<void>;
  readonly remove: (id: string) => Promise<void>;
  readonly ids: () => Promise<readonly string[]>;
}

interface VaultFilesDeps {
  /** The folder of the sealed files. */
  readonly folder: string;
  readonly clock: Clock;
  readonly random: Random;
}

/** Answers the files of a vault folder; errors are those of the file system. */
export function createVaultFiles({ folder, clock, random }: VaultFilesDeps): VaultFiles {
  const pathOf = (id: string) => join(folder, `${id}.json`);

  async function replace(from: string, to: string): Promise<void> {
    for (const waitMs of renameWaitsMs) {
      try {
        return await rename(from, to);
      } catch (error) {
        if (!heldOpen.has(systemCode(error))) throw error;
        await clock.sleep(waitMs);
      }
    }
    return rename(from, to);
  }

  return {
    // At every start, before the first snapshot: to hand four small steps to other threads takes longer than they do.
    prepare: async () => {
      mkdirSync(folder, { recursive: true, mode: ownerOnlyFolder });
      chmodSync(folder, ownerOnlyFolder);
      const leftOver = readdirSync(folder).filter((name) => temporaryName.test(name));
      for (const name of leftOver) rmSync(join(folder, name), { force: true });
    },
    read: async (id) => {
      try {
        return await readFile(pathOf(id));
      } catch (error) {
        if (systemCode(error) === 'ENOENT') return null;
        throw error;
      }
    },
    write: async (id, text) => {
      const temporary = join(folder, `${id}.${Buffer.from(random.bytes(6)).toString('hex')}.tmp`);
      try {
        await writeNewFile(temporary, text);
        await replace(temporary, pathOf(id));
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
      await syncFolder(folder);
    },
    remove: async (id) => {
      try {
        await unlink(pathOf(id));
      } catch (error) {
        if (systemCode(error) === 'ENOENT') return;
        throw error;
      }
      await syncFolder(folder);
    },
    ids: async () => readdirSync(folder).flatMap((name) => sealedName.exec(name)?.[1] ?? []),
  };
}

/** Where the sealed files of a profile lie. */
export function vaultFolder(profileFolder: string): string {
  return join(profileFolder, 'vault');
}

/**
 * Says whether a profile holds anything sealed, so that a lost key is never replaced by a new one.
 *
 * @param isMeant looks at the bytes of a file; absent: any file counts
 * @throws {AppError} `vault-unavailable` — the folder cannot be read
 */
export async function hasSealedFiles(
  profileFolder: string,
  isMeant: (file: Buffer) => boolean = () => true,
): Promise<boolean> {
  const folder = vaultFolder(profileFolder);
  try {
    for (const name of await readdir(folder)) {
      if (sealedName.test(name) && isMeant(await readFile(join(folder, name)))) return true;
    }
    return false;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw storageFailure(error, 'The folder of the sealed secrets cannot be read.');
  }
}
