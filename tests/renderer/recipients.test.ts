import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { faxAddress, isFax, parseRecipients } from '../../renderer/compose/recipients.ts';

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

describe('fax numbers', () => {
  const format = '{0}@fax.example.test';

  test.each([
    ['fax:5550100', ['5550100@fax.example.test']],
    ['FAX: +1 (555) 010-0.1', ['155501001@fax.example.test']],
    ['Kay <fax:555/0100>, lee@x.test', ['5550100@fax.example.test', 'lee@x.test']],
    ['fax:5550100; fax:555 0100', ['5550100@fax.example.test']],
  ])('%j becomes an address by the format of the settings', (text, addresses) => {
    expect(parseRecipients(text, format)).toEqual({ addresses, invalid: [] });
  });

  test('the number may stand twice in the format, or before the address of a gateway', () => {
    expect(faxAddress('fax:12', 'fax={0}@{0}.gateway.test')).toBe('fax=12@12.gateway.test');
  });

  test.each([
    ['no format is set', 'fax:5550100', ''],
    ['the format has no place for it', 'fax:5550100', 'office@fax.example.test'],
    ['the format makes no address', 'fax:5550100', '{0} at fax'],
    ['it is no number', 'fax:office', format],
    ['there is no number', 'fax:', format],
  ])('where %s it is named as it was typed', (_why, text, faxFormat) => {
    expect(parseRecipients(text, faxFormat)).toEqual({ addresses: [], invalid: [text] });
    expect(isFax(text)).toBe(true);
  });

  test('an address that begins with fax is an address', () => {
    expect(parseRecipients('fax@x.test', format)).toEqual({ addresses: ['fax@x.test'], invalid: [] });
    expect(isFax('fax@x.test')).toBe(false);
  });
});
