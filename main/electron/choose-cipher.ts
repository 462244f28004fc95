import { AppError } from '../../shared/errors.ts';
import type { Cipher } from '../ports.ts';
import type { SafeStorageProbe } from './safe-storage-cipher.ts';

interface Deps {
  readonly operatingSystem: Cipher & { readonly probe: () => Promise<SafeStorageProbe> };
  readonly platform: NodeJS.Platform;
  /** Answers the cipher of a key file, where the administrator allows one; null: not allowed. */
  readonly keyFile: () => Cipher | null;
}

/** Seals nothing: with it, the vault keeps secrets in memory only. */
const memoryCipher: Cipher = {
  strength: 'memory',
  encrypt: () => Promise.reject(nothingSealed()),
  decrypt: () => Promise.reject(nothingSealed()),
};

/**
 * Answers the cipher this computer deserves: the operating system's store, and on Linux without a keyring a key file where
 * that is allowed, else none.
 *
 * A store that does not answer is not a missing one: it stays the choice, and each call says `vault-unavailable` until it
 * answers.
 */
export async function chooseCipher({ operatingSystem, platform, keyFile }: Deps): Promise<Cipher> {
  // Elsewhere the answer may hang on a question to the person, and there is nothing to choose.
  if (platform !== 'linux') return operatingSystem;
  return (await operatingSystem.probe()) === 'unprotected' ? (keyFile() ?? memoryCipher) : operatingSystem;
}

function nothingSealed(): AppError {
  return new AppError('vault-unavailable', 'Secrets are kept in memory only on this computer.');
}
