import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseRecipients } from '../../renderer/compose/recipients.ts';

describe('addresses as people write them', () => {
  test.each([
    ['', []],
    ['kay@fabrikam.test', ['kay@fabrikam.test']],
    ['a@x.test, b@x.test;c@x.test\nd@x.test', ['a@x.test', 'b@x.test', 'c@x.test', 'd@x.test']],
    ['Kay Howe <kay@fabrikam.test>', ['kay@fabrikam.test']],
    ['"Howe, Kay; Sales" <kay@fabrikam.test>, lee@x.test', ['kay@fabrikam.test', 'lee@x.test']],
    ['<kay@fabrikam.test>', ['kay@fabrikam.test']],
    ['mailto:kay@fabrikam.test', ['kay@fabrikam.test']],
    ['a@x.test b@x.test', ['a@x.test', 'b@x.test']],
    ['a@x.test,, ;\n\n b@x.test,', ['a@x.test', 'b@x.test']],
    ['a@x.test, A@X.test', ['a@x.test']],
    ['józef@bücher.example', ['józef@bücher.example']],
  ])('%j', (text, addresses) => {
    expect(parseRecipients(text)).toEqual({ addresses, invalid: [] });
  });

  test('what is no address is named as it was typed', () => {
    expect(parseRecipients('kay, Lee <lee@>, c@x.test')).toEqual({
      addresses: ['c@x.test'],
      invalid: ['kay', 'Lee <lee@>'],
    });
  });

  test('a quote that is never closed does not swallow the next line', () => {
    expect(parseRecipients('"Kay <kay@x.test>\nlee@x.test').addresses).toContain('lee@x.test');
  });

  test('no text is lost: every part is an address or is named', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z@.]{1,12}$/)), (words) => {
        const { addresses, invalid } = parseRecipients(words.join(','));
        const known = new Set([...addresses, ...invalid].map((text) => text.toLowerCase()));
        expect(words.every((word) => known.has(word.toLowerCase()))).toBe(true);
      }),
    );
  });
});
