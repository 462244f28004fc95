import { Buffer } from 'node:buffer';
import { AppError } from '../../shared/errors.ts';
import type { Cipher } from '../../main/ports.ts';

/** A cipher that hides text well enough to be searched for, and that a test can lock. */
export interface FakeCipher extends Cipher {
  readonly locked: (locked: boolean) => void;
  /** Sealed bytes of now count as sealed with an old key from here on. */
  readonly rotate: () => void;
}

/** Answers a working cipher; bytes that another one sealed are unreadable to it. */
export function createFakeCipher(strength: Cipher['strength'] = 'operating-system'): FakeCipher {
  let isLocked = false;
  let generation = 1;
  const mark = Buffer.from(`fake${Math.trunc(Math.random() * 1e9)}:`);
  const flip = (bytes: Uint8Array) => Uint8Array.from(bytes, (byte) => byte ^ 0x5a);
  const unlocked = () => {
    if (isLocked) throw new AppError('vault-unavailable', 'The key store is locked.');
  };
  return {
    strength,
    locked: (value) => void (isLocked = value),
    rotate: () => void (generation += 1),
    encrypt: async (text) => {
      unlocked();
      return Buffer.concat([mark, Uint8Array.of(generation), flip(Buffer.from(text))]);
    },
    decrypt: async (sealed) => {
      unlocked();
      const bytes = Buffer.from(sealed);
      if (!bytes.subarray(0, mark.length).equals(mark)) {
        throw new AppError('vault-unreadable', 'Sealed elsewhere.');
      }
      const text = Buffer.from(flip(bytes.subarray(mark.length + 1))).toString('utf8');
      return { text, sealAgain: bytes[mark.length] !== generation };
    },
  };
}
