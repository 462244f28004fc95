import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { wireAddress } from '../../main/mail/mail-address.ts';
import { isEmailAddress } from '../../shared/email-address.ts';
import { runs } from '../helpers/effort.ts';

test.each([
  'a@b',
  'ada.lovelace+quotes@mail.example.test',
  "o'neil@example.test",
  'ß@müller.example',
  `${'x'.repeat(64)}@example.test`,
])('%s is an address', (text) => {
  expect(isEmailAddress(text)).toBe(true);
});

test.each([
  '',
  'a',
  '@example.test',
  'a@',
  'a b@example.test',
  'a@b@example.test'.replace('a@', 'a@@'),
  '.a@example.test',
  'a.@example.test',
  'a..b@example.test',
  'a@-b.test',
  'a@b..test',
  'a@b.test\r\nBcc: c@d.test',
  'Ada <ada@example.test>',
  'a,b@example.test',
  `${'x'.repeat(65)}@example.test`,
  `a@${'b'.repeat(64)}.test`,
  'a@[127.0.0.1]',
  // Programs would ask 127.0.0.1 and 0.0.0.12 for it.
  'a@127.0.0.1',
  'a@12',
  // Letters of two directions, and digits that bring a comma or a parenthesis along.
  'a@example.orgأ',
  'a@b🄁c.example',
  'a@⑴.example',
])('%j is not an address', (text) => {
  expect(isEmailAddress(text)).toBe(false);
});

test('whatever is an address can be asked for: its domain stands in the DNS, and it is one argument of a command', () => {
  const label = fc.oneof(
    fc.constantFrom(
      'example',
      'xn--a',
      'xn--mller-kva',
      '1',
      '0x1',
      '256',
      'a-b',
      'ß',
      'ﬁ',
      'أ',
      '見',
      'a\u0301',
    ),
    fc.stringMatching(/^[\p{L}\p{N}-]{1,6}$/u),
  );
  const domain = fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => labels.join('.'));
  let taken = 0;
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 4 }), domain, (local, name) => {
      const address = `a${local}@${name}`;
      if (!isEmailAddress(address)) return;
      taken += 1;
      expect(wireAddress(address)).toMatch(/^a[^\s<>,;:"()\p{Cc}]*@[\da-z.-]*[a-z][\da-z.-]*$/u);
    }),
    runs({ quick: 1_000, full: 10_000 }),
  );
  expect(taken).toBeGreaterThan(100);
});
