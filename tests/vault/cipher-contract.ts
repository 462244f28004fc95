import { Buffer } from 'node:buffer';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cipher } from '../../main/ports.ts';

/** What every cipher of the app must do; `create` answers one that works, and each call another one. */
export function cipherContract(name: string, create: () => Promise<Cipher>): void {
  describe(`${name} as a cipher`, () => {
    it('opens what it sealed, whatever the text', async () => {
      const cipher = await create();
      await fc.assert(
        fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 300 }), async (text) => {
          const opened = await cipher.decrypt(await cipher.encrypt(text));
          expect(opened.text).toBe(text);
        }),
        { numRuns: 50 },
      );
    });

    it('does not show the text in what it sealed', async () => {
      const cipher = await create();
      const sealed = Buffer.from(await cipher.encrypt('canary-refresh-token'));
      expect(sealed.includes('canary')).toBe(false);
    });

    it('does not open what another one sealed', async () => {
      const [one, other] = [await create(), await create()];
      const sealed = await one.encrypt('text');
      await other.encrypt('first use');
      await expect(other.decrypt(sealed)).rejects.toMatchObject({ code: 'vault-unreadable' });
    });
  });
}
