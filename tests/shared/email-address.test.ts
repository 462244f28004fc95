import { expect, test } from 'vitest';
import { isEmailAddress } from '../../shared/email-address.ts';

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
])('%j is not an address', (text) => {
  expect(isEmailAddress(text)).toBe(false);
});
