import { describe, expect, it } from 'vitest';
import { openSealed, sealedPart, sealText } from '../../main/settings/sealed-export.ts';
import type { SealedPart } from '../../main/settings/sealed-export.ts';
import { systemRandom } from '../helpers/system-ports.ts';

const random = systemRandom;
const secret = 'pässword-0123456789';
/** As cheap as a file may be; the default takes half a second each time. */
const cost = { N: 2 ** 14, r: 1, p: 1 };
const beside = '{"accounts":[]}';
const cheap = () => sealText(secret, { passphrase: 'correct horse', beside, random, cost });
const codeOf = (opening: Promise<unknown>) =>
  opening.then(
    () => 'opened',
    (error: { code: string }) => error.code,
  );

describe('a sealed export', () => {
  it('opens with its passphrase, in whichever form the keyboard writes its letters', async () => {
    const part = await sealText(secret, { passphrase: 'Gru\u0308n', beside, random });
    expect(part).toMatchObject({ kdf: 'scrypt', N: 131_072, r: 8, p: 1, cipher: 'aes-256-gcm' });
    expect(sealedPart.safeParse(JSON.parse(JSON.stringify(part))).success).toBe(true);
    expect(JSON.stringify(part)).not.toContain(secret);
    expect(await openSealed(part, { passphrase: 'Gr\u00fcn', beside })).toBe(secret);
  });

  it('is another one each time, so that nobody sees that two are the same', async () => {
    const [first, second] = await Promise.all([cheap(), cheap()]);
    for (const name of ['salt', 'check', 'nonce', 'text'] as const)
      expect(first[name]).not.toBe(second[name]);
  });

  it('says when the passphrase is wrong, and when what lies beside it was changed', async () => {
    const part = await cheap();
    expect(await codeOf(openSealed(part, { passphrase: 'correct horsE', beside }))).toBe('passphrase-wrong');
    expect(await codeOf(openSealed(part, { passphrase: 'correct horse', beside: '{"accounts":[ ]}' }))).toBe(
      'import-refused',
    );
  });

  it('does not open after any bit of it has flipped', async () => {
    const part = await cheap();
    const binary = ['salt', 'check', 'nonce', 'text'] as const;
    const flips = binary.flatMap((name) => {
      const bytes = Buffer.from(part[name], 'base64');
      return Array.from(bytes.keys(), (index) => {
        const flipped = Buffer.from(bytes);
        flipped[index] = (flipped[index] ?? 0) ^ (1 << (index % 8));
        return { name, changed: { ...part, [name]: flipped.toString('base64') } };
      });
    });
    expect(flips.length).toBeGreaterThan(60);
    for (const { name, changed } of flips) {
      const wanted = name === 'salt' || name === 'check' ? 'passphrase-wrong' : 'import-refused';
      expect(await codeOf(openSealed(changed, { passphrase: 'correct horse', beside })), name).toBe(wanted);
    }
  });

  it.each<[string, Partial<Record<keyof SealedPart, unknown>>]>([
    ['N that is no power of two', { N: 20_000 }],
    ['N that is too small', { N: 1_024 }],
    ['more memory than we have', { N: 2 ** 20, r: 8 }],
    ['more memory by r', { r: 32, N: 2 ** 17 }],
    ['hours of work', { N: 2 ** 14, r: 32, p: 16 }],
    ['another derivation', { kdf: 'pbkdf2' }],
    ['another cipher', { cipher: 'aes-256-cbc' }],
    ['a short salt', { salt: 'AAAA' }],
    ['a short nonce', { nonce: 'AAAA' }],
    ['a short check', { check: '' }],
    ['no text', { text: '' }],
    ['no base64', { text: '%'.repeat(40) }],
    ['parameters that are texts', { N: '131072' }],
    ['more than we know', { extra: 1 } as object],
  ])('is refused with %s', async (_, change) => {
    expect(sealedPart.safeParse({ ...(await cheap()), ...change }).success).toBe(false);
  });
});
