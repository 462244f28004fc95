import { createCipheriv, createDecipheriv, scrypt, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { AppError } from '../../shared/errors.ts';
import type { Random } from '../ports.ts';
import { late } from '../../shared/late-schema.ts';

const saltBytes = 16;
const nonceBytes = 12;
const tagBytes = 16;
const keyBytes = 32;
const checkBytes = 16;

/** What a guess of the passphrase costs: 128 MiB and about half a second. */
interface Cost {
  /** Power of two. */
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/** @see https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html (scrypt) */
const defaultCost: Cost = { N: 2 ** 17, r: 8, p: 1 };
// A file is read before anybody knows who wrote it: it must not take all memory, nor minutes.
const maxMemoryBytes = 256 * 1024 * 1024;
const maxWork = 4 * defaultCost.N * defaultCost.r * defaultCost.p;

const memoryBytes = ({ N, r }: Cost) => 128 * N * r;
const bytesOf = (count: number) =>
  z.base64().refine((text) => Buffer.from(text, 'base64').length === count, `must be ${count} bytes`);

/** Secrets under a passphrase, with all that is needed to open them but the passphrase. */
export const sealedPart = late(() =>
  z
    .strictObject({
      kdf: z.literal('scrypt'),
      N: z
        .int()
        .min(2 ** 14)
        .max(2 ** 20),
      r: z.int().min(1).max(32),
      p: z.int().min(1).max(16),
      salt: bytesOf(saltBytes),
      /** Tells a wrong passphrase from a file that was changed. */
      check: bytesOf(checkBytes),
      cipher: z.literal('aes-256-gcm'),
      nonce: bytesOf(nonceBytes),
      /** Ciphertext, then its tag. */
      text: z.base64().min(Math.ceil(tagBytes / 3) * 4),
    })
    .refine(({ N }) => Number.isInteger(Math.log2(N)), { path: ['N'], error: 'must be a power of two' })
    .refine((cost) => memoryBytes(cost) <= maxMemoryBytes && cost.N * cost.r * cost.p <= maxWork, {
      path: ['N'],
      error: 'must not ask for more memory or time than an export of this app does',
    }),
);
export type SealedPart = z.infer<typeof sealedPart>;

interface Sealing {
  readonly passphrase: string;
  /** What lies beside it in clear: where that was changed, it does not open any more. */
  readonly beside: string;
}

/**
 * Seals a text under a passphrase.
 *
 * @param options `cost`: less than the default is for tests
 * @see RFC 7914 (scrypt), NIST SP 800-38D (GCM)
 */
export async function sealText(
  text: string,
  {
    passphrase,
    beside,
    random,
    cost = defaultCost,
  }: Sealing & { readonly random: Random; readonly cost?: Cost },
): Promise<SealedPart> {
  const salt = random.bytes(saltBytes);
  const nonce = random.bytes(nonceBytes);
  const { key, check } = await derive(passphrase, salt, cost);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(beside));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  const { N, r, p } = cost;
  return {
    ...{ kdf: 'scrypt', N, r, p, salt: base64(salt), check: base64(check) },
    ...{ cipher: 'aes-256-gcm', nonce: base64(nonce), text: base64(sealed) },
  };
}

/**
 * Answers the text that was sealed.
 *
 * @throws {AppError} `passphrase-wrong` — it was sealed under another one
 * @throws {AppError} `import-refused` — it, or what lies beside it, was changed since
 */
export async function openSealed(part: SealedPart, { passphrase, beside }: Sealing): Promise<string> {
  const bytes = (text: string) => Buffer.from(text, 'base64');
  const { key, check } = await derive(passphrase, bytes(part.salt), part);
  if (!timingSafeEqual(check, bytes(part.check))) {
    throw new AppError('passphrase-wrong', 'The passphrase is not the one the file was exported with.', {
      field: 'passphrase',
    });
  }
  const sealed = bytes(part.text);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes(part.nonce), { authTagLength: tagBytes });
    decipher.setAAD(Buffer.from(beside));
    decipher.setAuthTag(sealed.subarray(-tagBytes));
    return decipher.update(sealed.subarray(0, -tagBytes), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    throw new AppError(
      'import-refused',
      'The file was changed after it was exported, so its secrets stay closed. Without the passphrase the rest can be imported.',
      { field: 'sealed' },
    );
  }
}

/** One derivation answers both, from parts of its output of which neither tells the other. */
async function derive(passphrase: string, salt: Uint8Array, { N, r, p }: Cost) {
  const derived = await new Promise<Buffer>((resolve, reject) => {
    // Keyboards write one letter in several ways.
    const text = passphrase.normalize('NFC');
    const maxmem = 2 * maxMemoryBytes;
    scrypt(text, salt, keyBytes + checkBytes, { N, r, p, maxmem }, (error, bytes) => {
      if (error) reject(new AppError('import-refused', 'The secrets of the file cannot be opened here.'));
      else resolve(bytes);
    });
  });
  return { key: derived.subarray(0, keyBytes), check: derived.subarray(keyBytes) };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
