import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSecretCutter } from '../../main/secret-cutter.ts';
import { runs } from '../helpers/effort.ts';

const secrets = ['ya29.canary-token_0123?>?>?~~~?>?>456789/+abc', 'pa ss&"wörd', 'abcd'];
const sent = [`user=anna@example.com\u0001auth=Bearer ${secrets[0]}\u0001\u0001`];
const encoded = [...secrets, ...sent].flatMap((text) => [
  Buffer.from(text).toString('base64'),
  Buffer.from(`x${text}`).toString('base64url'),
]);

function usedCutter(own: readonly string[]): (text: string) => string {
  const cut = createSecretCutter(own, sent);
  for (let reply = 0; reply < 200; reply += 1) cut(`250 2.0.0 OK: queued as 4Fz2mQ1xWnz9rx${reply}`);
  return cut;
}

test.each([
  ['long ones', secrets.slice(0, 1)],
  ['short ones too', secrets],
])('what is cut does not depend on how many texts came before: %s', (_which, own) => {
  const used = usedCutter(own);
  const piece = fc
    .tuple(fc.constantFrom(...secrets, ...encoded), fc.nat(60), fc.nat(60))
    .map(([text, from, length]) => text.slice(from, from + length));
  const word = fc.oneof(piece, fc.string({ maxLength: 12 }), fc.constantFrom('250', '2.0.0', '-', '_', ' '));
  let cuts = 0;
  fc.assert(
    fc.property(fc.array(word, { maxLength: 8 }), (words) => {
      const text = words.join('');
      const expected = createSecretCutter(own, sent)(text);
      cuts += Number(expected !== text);
      expect(used(text)).toBe(expected);
    }),
    runs({ quick: 2_000, full: 100_000 }),
  );
  expect(cuts).toBeGreaterThan(100);
});
