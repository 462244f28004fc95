import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { AsyncSafeStorage } from '../../main/electron/safe-storage-cipher.ts';

/** How the key store of the computer behaves; a test may change it at any time. */
export interface SafeStorageBehaviour {
  /** What stands before each sealed text: on Linux `v10` means a password that everybody knows. */
  tag: 'v10' | 'v11';
  /** `locked` rejects as Electron does, `silent` never answers, `absent` has no store at all. */
  mood: 'answers' | 'locked' | 'silent' | 'absent' | 'lies';
  /** Answers `shouldReEncrypt`, as after a key was replaced. */
  keyReplaced: boolean;
}

const keyBytes = 32;

/**
 * Answers a small working `safeStorage`: real encryption under a key of its own, with Electron's answers and errors.
 *
 * It shows how our code takes them; that Electron gives them was read in its sources and is not shown by anything here.
 */
export function createSafeStorageStandIn(
  behaviour: SafeStorageBehaviour,
  isReady: () => boolean = () => true,
): AsyncSafeStorage {
  const key = randomBytes(keyBytes);
  const never = <Value>() => new Promise<Value>(() => undefined);
  const asked = (what: 'encrypting' | 'decrypting') => {
    if (!isReady()) throw new Error('safeStorage cannot be used before app is ready');
    if (behaviour.mood === 'locked') {
      throw new Error(`Error while ${what}: the key store is temporarily unavailable, try again later.`);
    }
  };

  return {
    isAsyncEncryptionAvailable: async () => {
      if (behaviour.mood === 'silent') return never();
      return isReady() && behaviour.mood !== 'absent';
    },
    encryptStringAsync: async (text) => {
      asked('encrypting');
      if (behaviour.mood === 'silent') return never();
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.from(behaviour.tag, 'latin1'), nonce, body, cipher.getAuthTag()]);
    },
    decryptStringAsync: async (sealed) => {
      asked('decrypting');
      if (behaviour.mood === 'silent') return never();
      if (sealed.length === 0) return { result: '', shouldReEncrypt: false };
      if (behaviour.mood === 'lies') return { result: 'something else', shouldReEncrypt: false };
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(3, 15));
        decipher.setAuthTag(sealed.subarray(-16));
        const text = Buffer.concat([decipher.update(sealed.subarray(15, -16)), decipher.final()]).toString(
          'utf8',
        );
        return { result: text, shouldReEncrypt: behaviour.keyReplaced };
      } catch {
        throw new Error('Error while decrypting the ciphertext provided to safeStorage.decryptStringAsync.');
      }
    },
  };
}
