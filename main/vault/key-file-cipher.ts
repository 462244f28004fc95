import { Buffer } from 'node:buffer';
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { constants } from 'node:fs';
import { link, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { Cipher, Random } from '../ports.ts';
import { systemCode } from '../system-code.ts';
import { storageFailure, syncFolder, writeNewFile } from './vault-file.ts';

const keyBytes = 32;
// NIST SP 800-38D §8.2.2: 96 random bits are enough for 2^32 messages under one key.
const nonceBytes = 12;
const tagBytes = 16;
const sealedVersion = 1;
const headerBytes = 1 + nonceBytes;
const readableByOthers = 0o077;
const noHardLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

interface KeyFileCipherDeps {
  /** The key file; its folder is made if need be. */
  readonly path: string;
  readonly random: Random;
  /** Modes and owners of files mean nothing on `win32`, where the profile's access list protects the file. */
  readonly platform: NodeJS.Platform;
  /** Whether anything sealed with the key exists: then a missing key is a loss, not a first start. */
  readonly sealedFilesExist: () => Promise<boolean>;
}

/**
 * Answers a cipher whose key is a file of 32 bytes that only this user may read.
 *
 * The key is made at the first sealing and read once. It protects against other users and copies of the sealed files
 * alone, not against programs of the same user.
 *
 * @see NIST SP 800-38D (AES-256-GCM)
 */
export function createKeyFileCipher(deps: KeyFileCipherDeps): Cipher {
  let loaded: Promise<Buffer> | null = null;

  async function key(mayCreate: boolean): Promise<Buffer> {
    loaded ??= loadKey(deps, mayCreate);
    try {
      return await loaded;
    } catch (error) {
      loaded = null;
      if (mayCreate && error instanceof AppError && error.code === 'vault-unreadable')
        throw noKeyToSealWith(error);
      throw storageFailure(error, 'The key file cannot be read or written.');
    }
  }

  return {
    strength: 'key-file',
    encrypt: async (text) => {
      const secret = await key(true);
      const nonce = deps.random.bytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', secret, nonce, { authTagLength: tagBytes });
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([Uint8Array.of(sealedVersion), nonce, body, cipher.getAuthTag()]);
    },
    decrypt: async (sealed) => {
      const secret = await key(false);
      return { text: unseal(Buffer.from(sealed), secret), sealAgain: false };
    },
  };
}

/**
 * Says whether a file of the vault was sealed with a key file, as far as its first bytes tell; what tells nothing counts.
 *
 * Without this, a computer that loses its keyring could never begin with a key file.
 */
export function isKeyFileSealed(file: Buffer): boolean {
  const start = /"sealed":"([\w+/]{4})/.exec(file.toString('latin1'))?.[1];
  return start === undefined || Buffer.from(start, 'base64')[0] === sealedVersion;
}

function unseal(sealed: Buffer, key: Buffer): string {
  if (sealed.length < headerBytes + tagBytes || sealed[0] !== sealedVersion) {
    throw new AppError('vault-unreadable', 'A sealed secret is damaged or was sealed in another way.');
  }
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, headerBytes), {
    authTagLength: tagBytes,
  });
  decipher.setAuthTag(sealed.subarray(-tagBytes));
  try {
    const body = decipher.update(sealed.subarray(headerBytes, -tagBytes));
    return Buffer.concat([body, decipher.final()]).toString('utf8');
  } catch {
    throw new AppError('vault-unreadable', 'A sealed secret is damaged or was sealed with another key.');
  }
}

async function loadKey(deps: KeyFileCipherDeps, mayCreate: boolean): Promise<Buffer> {
  const present = await readKey(deps);
  if (present) return present;
  if (!mayCreate || (await deps.sealedFilesExist())) {
    throw new AppError(
      'vault-unreadable',
      'The key file is missing, so what was sealed with it cannot be read; restore it from a backup.',
    );
  }
  await createKey(deps);
  const created = await readKey(deps);
  if (!created) throw new AppError('vault-unavailable', 'The key file disappeared after it was made.');
  return created;
}

/** To sign in or enter a password again would fail in the same way, so the error must not say that it helps. */
function noKeyToSealWith(cause: AppError): AppError {
  return new AppError(
    'profile-unreadable',
    'The key file "vault.key" of the profile is missing or damaged, so no secret can be kept. Restore it from a backup; if there is ' +
      'none, end the app, move it and the folder "vault" beside it away, then sign in and enter the passwords again.',
    { cause, detail: { file: 'vault.key' } },
  );
}

async function readKey({ path, platform }: KeyFileCipherDeps): Promise<Buffer | null> {
  const noFollow = platform === 'win32' ? 0 : constants.O_NOFOLLOW;
  let handle;
  try {
    handle = await open(path, constants.O_RDONLY | noFollow);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    if (systemCode(error) === 'ELOOP') {
      throw new AppError('vault-unavailable', 'The key file is a link; put the file itself there.');
    }
    throw error;
  }
  try {
    const about = await handle.stat();
    if (platform !== 'win32') {
      if ((about.mode & readableByOthers) !== 0) {
        throw new AppError('vault-unavailable', 'Other users may read the key file; set its mode to 600.');
      }
      if (process.getuid && about.uid !== process.getuid()) {
        throw new AppError('vault-unavailable', 'The key file belongs to another user.');
      }
    }
    if (!about.isFile() || about.size !== keyBytes) {
      throw new AppError('vault-unreadable', 'The key file is damaged; restore it from a backup.');
    }
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

/** Puts a new key in place whole or not at all; a key that came there meanwhile stays. */
async function createKey({ path, random }: KeyFileCipherDeps): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const temporary = `${path}.${Buffer.from(random.bytes(6)).toString('hex')}.tmp`;
  try {
    await writeNewFile(temporary, random.bytes(keyBytes));
    await putInPlace(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
  // Not before: it would take the file of somebody who is making a key at the same time.
  await sweep(folder, basename(path));
  await syncFolder(folder);
}

async function putInPlace(temporary: string, path: string): Promise<void> {
  try {
    // Unlike rename, link never replaces a file.
    await link(temporary, path);
  } catch (error) {
    const code = systemCode(error);
    // Somebody else's key is in place; if ours is gone, they have swept.
    if (code === 'EEXIST' || code === 'ENOENT') return;
    if (!noHardLinks.has(code)) throw error;
    if (await exists(path)) return;
    await rename(temporary, path);
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw error;
  }
}

async function sweep(folder: string, name: string): Promise<void> {
  const leftOver = (await readdir(folder)).filter(
    (entry) => entry.startsWith(`${name}.`) && entry.endsWith('.tmp'),
  );
  await Promise.all(leftOver.map((entry) => rm(join(folder, entry), { force: true })));
}
