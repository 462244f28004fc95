import { assert, constantFrom, property, string } from 'fast-check';
import { expect, it, test } from 'vitest';
import { emptyRequest } from '../../shared/compose-request.ts';
import { isMessageLink, parseMessageLink } from '../../shared/message-link.ts';
import { runs } from '../helpers/effort.ts';

it.each([
  ['mailto:ada@example.com', { to: 'ada@example.com' }],
  ['MAILTO:ada@example.com', { to: 'ada@example.com' }],
  ['mailto:', {}],
  ['mailto:a@x.test,b@x.test', { to: 'a@x.test,b@x.test' }],
  ['mailto:a@x.test?to=b@x.test&To=c@x.test', { to: 'a@x.test, b@x.test, c@x.test' }],
  ['mailto:?cc=c@x.test&bcc=d@x.test', { cc: 'c@x.test', bcc: 'd@x.test' }],
  ['mailto:a@x.test?subject=Offer%20%26%20order', { to: 'a@x.test', subject: 'Offer & order' }],
  ['mailto:a@x.test?body=one%0D%0Atwo%0Athree', { to: 'a@x.test', body: 'one\ntwo\nthree' }],
  ['mailto:a+b@x.test?subject=1+1=2', { to: 'a+b@x.test', subject: '1+1=2' }],
  ['mailto:gorby%25kremvax@example.com', { to: 'gorby%kremvax@example.com' }],
  ['mailto:user@example.org?subject=caf%C3%A9', { to: 'user@example.org', subject: 'café' }],
  ['mailto:a@x.test?subject=why?', { to: 'a@x.test', subject: 'why?' }],
  ['mailto:a@x.test?subject=x#fragment', { to: 'a@x.test', subject: 'x' }],
  ['smtp-setup:compose?to=a@x.test&subject=Hi', { to: 'a@x.test', subject: 'Hi' }],
  ['smtp-setup://compose/?to=a@x.test', { to: 'a@x.test' }],
  ['Smtp-Setup:Compose', {}],
])('%s fills in %j', (link, filled) => {
  expect(isMessageLink(link)).toBe(true);
  expect(parseMessageLink(link)).toEqual({ ...emptyRequest(), ...filled });
});

it.each([
  ['attachments', 'mailto:a@x.test?attach=/etc/passwd&attachment=file:///etc/passwd'],
  ['header fields', 'mailto:a@x.test?from=ceo@x.test&reply-to=e@x.test&X-Priority=1&in-reply-to=%3C1%3E'],
  ['the account, the records and the time', 'mailto:a@x.test?accountId=1&records=[]&sendAt=2030&documents=x'],
  ['inherited names', 'mailto:a@x.test?__proto__=x&constructor=y&toString=z'],
  ['names without a value, and values without a name', 'mailto:a@x.test?subject&=x&&=&body='],
  ['what cannot be decoded', 'mailto:a@x.test?subject=%E0%A4%A&body=%&cc=%ff'],
])('%s are left out of a link', (_what, link) => {
  expect(parseMessageLink(link)).toEqual({ ...emptyRequest(), to: 'a@x.test' });
});

it.each([
  ['a line end in the subject', '?subject=a%0D%0ABcc:%20e@x.test', { subject: 'a Bcc: e@x.test' }],
  ['a line end in the recipients', '?to=a@x.test%0D%0ABcc:e@x.test', { to: 'a@x.test Bcc:e@x.test' }],
  ['other line ends', '?subject=a%C2%85b%E2%80%A8c%0Bd', { subject: 'a b c d' }],
  ['a null', '?to=a@x.test%00.evil.test&body=a%00b', { to: 'a@x.test .evil.test', body: 'ab' }],
  ['an escape of a terminal', '?body=%1B[31mred%07&subject=%1B]0;x', { body: '[31mred', subject: ']0;x' }],
  ['a turn of direction', '?to=%E2%80%AEmoc.live@x%E2%80%AC', { to: 'moc.live@x' }],
  ['marks without width', '?to=a%E2%80%8B@x%EF%BB%BF.test', { to: 'a@x.test' }],
  ['a tab in the body, which stays', '?body=a%09b', { body: 'a\tb' }],
  ['a second subject and body', '?subject=a&subject=b&body=c&body=d', { subject: 'a', body: 'c' }],
  ['script', '?body=%3Cscript%3Ealert(1)%3C/script%3E', { body: '<script>alert(1)</script>' }],
])('of a hostile link only text is left: %s', (_what, query, filled) => {
  expect(parseMessageLink(`mailto:${query}`)).toEqual({ ...emptyRequest(), ...filled });
});

it.each([
  'https://example.com/?to=a@x.test',
  'smtp-setup:send?to=a@x.test',
  'smtp-setup:compose/../settings',
  'smtp-setup:compose:x',
  'smtp-setup:',
  'javascript:mailto:a@x.test',
  ' mailto:a@x.test',
  '',
  `mailto:a@x.test?body=${'x'.repeat(1_000_000)}`,
])('no message is begun for %.60s', (link) => {
  expect(parseMessageLink(link)).toBeNull();
});

test('no field is longer than it may be, and no character is cut in half', () => {
  const request = parseMessageLink(
    `mailto:?subject=${'%F0%9F%99%82'.repeat(1_000)}&body=${'a'.repeat(200_000)}&bcc=${'b'.repeat(90_000)}`,
  );
  expect(request?.subject).toBe('🙂'.repeat(499));
  expect([request?.body.length, request?.bcc.length]).toEqual([100_000, 40_000]);
});

const units = [
  'a',
  'ß',
  '🙂',
  '%',
  '&',
  '=',
  '?',
  '#',
  ':',
  ',',
  '@',
  '0',
  'D',
  '\0',
  '\r',
  '\n',
  '\x1b',
  '\x85',
];

test('whatever follows mailto: fills in fields of text alone: no file, no account, no control character', () => {
  const text = string({
    unit: constantFrom(
      ...units,
      '\u2028',
      '\u202e',
      '\u200b',
      '\ud800',
      'attach=',
      '&from=',
      '&to=',
      '&__proto__=',
    ),
  });
  const empty = emptyRequest();
  assert(
    property(text, (given) => {
      for (const link of [`mailto:${given}`, `mailto:?subject=${encodeURIComponent(given.toWellFormed())}`]) {
        const { to, cc, bcc, subject, body, ...rest } = parseMessageLink(link) ?? empty;
        expect([to, cc, bcc, subject].join('')).not.toMatch(/[\p{Cc}\u200b\u2028\u202e]/u);
        expect(body).not.toMatch(/[^\P{Cc}\n\t]|[\u200b\u202e]/u);
        expect({ ...empty, ...rest }).toEqual(empty);
        expect(Object.getPrototypeOf(rest)).toBe(Object.prototype);
      }
    }),
    runs({ quick: 200, full: 10_000 }),
  );
});
