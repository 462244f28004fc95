import { timingSafeEqual } from 'node:crypto';
import type { SafeStorage } from 'electron';
import { AppError } from '../../shared/errors.ts';
import type { Cipher, Clock, Random } from '../ports.ts';

/** The part of `safeStorage` that stays in Electron 46; the synchronous calls are never used. */
export type AsyncSafeStorage = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync'
>;

interface Deps {
  readonly safeStorage: AsyncSafeStorage;
  readonly platform: NodeJS.Platform;
  readonly clock: Clock;
  readonly random: Random;
  /**
   * Resolves when the key that seals is itself on the disk, where the operating system keeps it in a file.
   *
   * @throws {AppError} `vault-unavailable` — it was not written in time
   */
  readonly keySaved: () => Promise<void>;
}

/** How the key store of this computer answered: as it should, without protection, or not (yet) at all. */
export type SafeStorageProbe = 'protected' | 'unprotected' | 'no-answer';

// An unanswered Keychain question leaves the promise pending for ever.
const answerWithinMs = 30_000;

/**
 * Answers a cipher over the operating system's secret store; it proves by a round trip that the store works before the
 * first secret is sealed.
 *
 * The store being locked or silent is `vault-unavailable` at each call, never a reason to seal with anything weaker.
 *
 * @see https://www.electronjs.org/docs/latest/api/safe-storage
 */
export function createSafeStorageCipher(
  deps: Deps,
): Cipher & { readonly probe: () => Promise<SafeStorageProbe> } {
  const { safeStorage, platform } = deps;
  const inTime = <Value>(answer: Promise<Value>) => withinTime(answer, deps.clock);
  let proof: Promise<void> | null = null;

  const seal = async (text: string): Promise<Buffer> => {
    const sealed = await inTime(safeStorage.encryptStringAsync(text));
    if (isUnprotected(sealed, platform)) throw unprotected();
    return sealed;
  };

  const prove = async (): Promise<void> => {
    if (!(await inTime(safeStorage.isAsyncEncryptionAvailable()))) throw unavailable('is not available');
    const text = Buffer.from(deps.random.bytes(32)).toString('base64');
    const { result } = await inTime(safeStorage.decryptStringAsync(await seal(text)));
    if (!sameText(result, text)) throw unavailable('gave back something else than it was given');
    await deps.keySaved();
  };

  /** One proof at a time; a failed one is tried again at the next call, for a locked store may have been unlocked. */
  const proved = (): Promise<void> => {
    proof ??= prove().catch((error: unknown) => {
      proof = null;
      throw asUnavailable(error);
    });
    return proof;
  };

  return {
    strength: 'operating-system',
    encrypt: async (text) => {
      await proved();
      return seal(text).catch((error: unknown) => {
        throw asUnavailable(error);
      });
    },
    decrypt: async (sealed) => {
      const bytes = Buffer.from(sealed);
      // An empty buffer "decrypts" to an empty text, which would pass for a secret.
      if (bytes.length === 0) throw unreadable();
      try {
        const { result, shouldReEncrypt } = await inTime(safeStorage.decryptStringAsync(bytes));
        return { text: result, sealAgain: shouldReEncrypt || isUnprotected(bytes, platform) };
      } catch (error) {
        throw decryptError(error);
      }
    },
    probe: async () => {
      try {
        await proved();
        return 'protected';
      } catch (error) {
        return error instanceof AppError && error.detail?.['unprotected'] === true
          ? 'unprotected'
          : 'no-answer';
      }
    },
  };
}

/**
 * Says whether a sealed text is sealed with a password that everybody knows: on Linux without a keyring Chromium falls back
 * to one without saying so, and marks what it sealed with `v10`. On macOS and Windows `v10` is the protected form.
 */
export function isUnprotected(sealed: Uint8Array, platform: NodeJS.Platform): boolean {
  return platform === 'linux' && Buffer.from(sealed.subarray(0, 3)).toString('latin1') === 'v10';
}

/** Answers the failure of a decryption; only the message of Electron's error tells them apart. */
function decryptError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const message = error instanceof Error ? error.message : '';
  // "Error while decrypting …" is final unless the store only could not be asked; any other reason may pass.
  if (/while decrypting/i.test(message) && !/temporarily|not available/i.test(message)) return unreadable();
  return unavailable('did not answer');
}

function asUnavailable(error: unknown): AppError {
  return error instanceof AppError ? error : unavailable('did not answer');
}

function unavailable(what: string): AppError {
  return new AppError('vault-unavailable', `The key store of this computer ${what}.`);
}

function unprotected(): AppError {
  return new AppError('vault-unavailable', 'This computer has no protected key store.', {
    detail: { unprotected: true },
  });
}

function unreadable(): AppError {
  return new AppError('vault-unreadable', 'The key store of this computer cannot open what was sealed.');
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

async function withinTime<Value>(answer: Promise<Value>, clock: Clock): Promise<Value> {
  const answered = new AbortController();
  const late = clock.sleep(answerWithinMs, answered.signal).then(() => {
    throw unavailable('did not answer in time');
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    answered.abort();
    late.catch(() => undefined);
  }
}
