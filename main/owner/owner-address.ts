import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, realpathSync } from 'node:fs';
import { posix } from 'node:path';
import type { Random } from '../ports.ts';
import { systemCode } from '../system-code.ts';

/** What the place of the owner's socket depends on. */
export interface AddressSystem {
  readonly platform: NodeJS.Platform;
  /** `XDG_RUNTIME_DIR`; it goes away with the user's last session. */
  readonly runtimeFolder: string | undefined;
  readonly temporaryFolder: string;
  readonly userId: number;
}

// sockaddr_un holds 108 bytes on Linux, 104 on macOS and the BSDs, one of them the NUL at the end.
const pathLimitBytes = { linux: 107, other: 103 };

/** Answers how many bytes the path of a local socket may have. */
export function socketPathLimitBytes(platform: NodeJS.Platform): number {
  return platform === 'linux' ? pathLimitBytes.linux : pathLimitBytes.other;
}

/** Answers the file name of a profile's socket; the same for every way of writing the profile's path. */
export function socketName(realProfilePath: string): string {
  return `${createHash('sha256').update(realProfilePath).digest('hex').slice(0, 16)}.sock`;
}

/**
 * Answers the folders in which the socket may stand, best first; each is this user's alone and leaves room for the name.
 *
 * Paths of profiles are often longer than the address of a socket may be, so it never stands in the profile.
 */
export function socketFolders(system: AddressSystem, name: string): readonly string[] {
  const own = `smtp-setup-${system.userId}`;
  const folders = [
    ...(system.runtimeFolder?.startsWith('/') ? [posix.join(system.runtimeFolder, 'smtp-setup')] : []),
    posix.join(system.temporaryFolder, own),
    posix.join('/tmp', own),
  ];
  const limit = socketPathLimitBytes(system.platform);
  return [...new Set(folders)].filter((folder) => Buffer.byteLength(posix.join(folder, name)) <= limit);
}

/** Answers a pipe name that nobody can have taken before: any user may make pipes of any name. */
export function pipeName(random: Random): string {
  return `\\\\.\\pipe\\smtp-setup-${Buffer.from(random.bytes(16)).toString('hex')}`;
}

/** Answers the facts of this computer. */
export function thisSystem(platform: NodeJS.Platform, temporaryFolder: string): AddressSystem {
  return {
    platform,
    runtimeFolder: process.env['XDG_RUNTIME_DIR'],
    temporaryFolder,
    // -1, on Windows, is not used there.
    userId: process.getuid?.() ?? -1,
  };
}

/**
 * Answers where the owner listens, with the folder made; null where no folder can be had.
 *
 * @param profileFolder absolute and existing
 */
export function prepareOwnerAddress(
  profileFolder: string,
  system: AddressSystem,
  random: Random,
): string | null {
  if (system.platform === 'win32') return pipeName(random);
  const name = socketName(realpathSync(profileFolder));
  const folder = socketFolders(system, name).find((candidate) => makePrivateFolder(candidate, system.userId));
  if (folder !== undefined) return posix.join(folder, name);
  // Somebody else has made every folder of our name; one with a random name cannot be taken beforehand.
  try {
    return posix.join(mkdtempSync('/tmp/smtp-setup-'), name);
  } catch {
    return null;
  }
}

/** Says whether the folder is there and this user's alone; a link does not count, for its target may change. */
function makePrivateFolder(folder: string, userId: number): boolean {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') return false;
  }
  try {
    const about = lstatSync(folder);
    if (!about.isDirectory() || about.uid !== userId) return false;
    if ((about.mode & 0o077) !== 0) chmodSync(folder, 0o700);
    return true;
  } catch {
    return false;
  }
}
