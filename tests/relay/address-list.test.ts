import * as fc from 'fast-check';
import parseByLibrary from 'nodemailer/lib/addressparser';
import { expect, test } from 'vitest';
import { parseAddressList, parseOneAddress } from '../../main/relay/address-list.ts';
import { runs } from '../helpers/effort.ts';

const ada = 'ada@example.com';
const kay = 'kay@example.com';

test.for([
  ['', []],
  [ada, [ada]],
  [`<${ada}>`, [ada]],
  [`Ada Lovelace <${ada}>, Kay<${kay}>`, [ada, kay]],
  [`"Lovelace, Ada <x@y>" <${ada}>,\t${kay} `, [ada, kay]],
  [`"a \\"b\\"" J. Smith <${ada}>`, [ada]],
  [`=?utf-8?Q?Gr=C3=BC=C3=9Fe?= <${ada}>, Größe <kay@bücher.example>`, [ada, 'kay@bücher.example']],
  [`${ada} (Ada at work), ${kay}`, [ada, kay]],
  [`, ${ada},, ${kay},`, [ada, kay]],
  ['undisclosed-recipients:;', []],
  [`Team: ${ada}, "Kay" <${kay}>;, lee@example.com`, [ada, kay, 'lee@example.com']],
] as const)('%j is a list of addresses', ([text, expected]) => {
  expect(parseAddressList(text)).toEqual(expected);
});

test.for([
  `<${ada}> <${kay}>`,
  `${ada} ${kay}`,
  `${ada} <${kay}`,
  `${ada} <${kay}>`,
  `${ada}; ${kay}`,
  `Team: ${ada}`,
  `: ${ada};`,
  `Team: Sub: ${ada};;`,
  `${ada} (, ${kay})`,
  `(${kay}) ${ada}`,
  `"${ada}`,
  `"a b"@example.com`,
  'ada@[127.0.0.1]',
  `<@example.org:${ada}>`,
  `=?utf-8?Q?kay=40example.org?=@example.com`,
  'ada',
  `${ada}\u0000`,
  `a\u000bb <${ada}>`,
])('%j, which two programs read in two ways, is none', (text) => {
  expect(parseAddressList(text)).toBeNull();
  expect(parseOneAddress(text)).toBeNull();
});

test('From and Sender are one address with its name', () => {
  for (const text of [ada, ` <${ada}>`, `"Ada, Sales" <${ada}>`, `${ada} (Ada)`])
    expect(parseOneAddress(text)).toBe(ada);
  for (const text of ['', `${ada},`, `${ada}, ${kay}`, `Team: ${ada};`, 'Team:;'])
    expect(parseOneAddress(text)).toBeNull();
});

test('whatever is taken, another reader finds the same addresses in it, and no address is left out', () => {
  const words = [
    ada,
    kay,
    '<',
    '>',
    '"',
    ',',
    ';',
    ':',
    '(',
    ')',
    '\\',
    '@',
    ' ',
    'Ada',
    '.',
    '=?utf-8?Q?a?=',
  ];
  const piece = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...words) },
    { weight: 1, arbitrary: fc.string() },
  );
  const mailbox = fc.constantFrom(
    `Ada <${ada}>`,
    `"Kay, K." <${kay}>`,
    `Team: ${ada}, ${kay};`,
    kay,
    `${ada} (A)`,
  );
  const text = fc.oneof(
    fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
    fc.tuple(fc.array(mailbox), piece, fc.nat()).map(([boxes, odd, at]) => {
      const whole = boxes.join(', ');
      const place = at % (whole.length + 1);
      return `${whole.slice(0, place)}${odd}${whole.slice(place)}`;
    }),
  );
  let taken = 0;
  fc.assert(
    fc.property(text, (line) => {
      const found = parseAddressList(line);
      if (found === null) return;
      taken += 1;
      expect(parseAddressList(found.map((each) => `<${each}>`).join(', '))).toEqual(found);
      expect(line.replaceAll(/"(?:[^"\\]|\\.)*"/g, '').split('@')).toHaveLength(found.length + 1);
      const byLibrary = parseByLibrary(line, { flatten: true }).map(({ address }) => address);
      expect(byLibrary.filter((each) => each !== '')).toEqual(found);
    }),
    runs({ quick: 3_000, full: 10_000 }),
  );
  expect(taken).toBeGreaterThan(300);
});

test('a text that is long and odd takes no long time', () => {
  const startedAtMs = performance.now();
  for (const part of ['"a" ', 'a ', '"', '(a)', 'a@b.c <', 'a:', ', '])
    parseAddressList(`${part.repeat(256_000 / part.length)}!`);
  expect(performance.now() - startedAtMs).toBeLessThan(2_000);
});
