import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { createKeyPartTable } from '../../main/accounts/key-part-table.ts';
import { normalizeKeyPart } from '../../shared/key-part.ts';

const part = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'B', 'b', '1', ' ', '\u00e9', 'e\u0301', '\u0130'), maxLength: 4 }),
  fc.string({ unit: 'binary', maxLength: 5 }),
  // About as long as there is room for, and different in the last letters only.
  fc.string({ unit: fc.constantFrom('x', 'X', '\u00e9'), maxLength: 3 }).map((end) => 'x'.repeat(29) + end),
);

it('a table of parts finds what a map of normalised parts does, and nothing else', () => {
  fc.assert(
    fc.property(fc.array(part, { maxLength: 40 }), fc.array(part, { maxLength: 20 }), (kept, others) => {
      const entries = new Map(kept.map((each, index) => [normalizeKeyPart(each), index]));
      const table = createKeyPartTable(entries);
      for (const each of [...kept, ...others, '']) {
        expect(table(each)).toBe(entries.get(normalizeKeyPart(each)));
      }
    }),
    { numRuns: 300 },
  );
});

it('a table of thousands of parts finds each of them, and none of as many others', () => {
  const words = Array.from({ length: 5_000 }, (_, index) => `${index % 7 === 0 ? 'customer-' : ''}${index}`);
  const table = createKeyPartTable(new Map(words.map((word, index) => [word, index])));
  expect(words.map((word) => table(word.toUpperCase()))).toEqual(words.map((_, index) => index));
  expect(words.filter((word) => table(`${word}x`) !== undefined || table(`x${word}`) !== undefined)).toEqual(
    [],
  );
});
