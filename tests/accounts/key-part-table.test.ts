import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { createKeyPartTable } from '../../main/accounts/key-part-table.ts';
import { normalizeKeyPart } from '../../shared/key-part.ts';

const part = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'B', 'b', '1', ' ', '\u00e9', 'e\u0301', '\u0130'), maxLength: 4 }),
  fc.string({ unit: 'binary', maxLength: 5 }),
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
