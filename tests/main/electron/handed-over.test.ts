import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { isAnything, parseHandOver, sortArguments } from '../../../main/electron/handed-over.ts';

it('files are found from where they were named', () => {
  const [whole, inUrl] = [resolve('/b/c d.pdf'), resolve('/e/f g.pdf')];
  const words = ['a.pdf', whole, '', pathToFileURL(inUrl).href, './-h.pdf'];
  expect(sortArguments(words, '/folder')).toEqual({
    links: [],
    paths: [resolve('/folder/a.pdf'), whole, inUrl, resolve('/folder/-h.pdf')],
  });
});

it('a link brings no file along: a quotation mark in it would end the argument on Windows', () => {
  // Registered is `"SMTP Setup.exe" -- "%1"`, and the link was `mailto:x@evil.test" "C:\\Users\\ada\\taxes.pdf`.
  for (const words of [
    ['mailto:x@evil.test', 'C:\\Users\\ada\\taxes.pdf'],
    ['smtp-setup:', '\\\\evil.test\\share\\a.pdf'],
  ])
    expect(sortArguments(words, '/folder')).toEqual({ links: [words[0]], paths: [] });
});

it.each(['https://x.test/a.pdf', 'file://server/share/a.pdf', 'file:///a%2fb.pdf', 'data:,x', 'x-y:z'])(
  '%s is neither',
  (word) => {
    expect(sortArguments([word], '/folder')).toEqual({ links: [], paths: [] });
  },
);

it('a letter and a colon are a drive, not a scheme', () => {
  expect(sortArguments(['C:\\a.pdf'], '/folder').paths).toEqual([resolve('/folder', 'C:\\a.pdf')]);
});

it('one link and a hundred files are enough', () => {
  const many = Array.from({ length: 150 }, (_, index) => `${index}.pdf`);
  expect(sortArguments(many, '/folder').paths).toHaveLength(100);
  expect(sortArguments(['mailto:a@x.test', 'mailto:b@x.test'], '/folder').links).toEqual(['mailto:a@x.test']);
});

it.each([
  null,
  'text',
  {},
  { v: 2, mode: 'window', links: [], paths: [] },
  { v: 1 },
  { v: 1, mode: 'constructor' },
])('%j is not what a second process of ours tells', (value) => {
  expect(parseHandOver(value)).toBeNull();
});

it('of what a second process tells only links and absolute paths are taken', () => {
  const whole = resolve('/a.pdf');
  const told = {
    v: 1,
    mode: 'window',
    links: ['https://x.test', 7, 'mailto:a@x.test', 'mailto:b@x.test'],
    paths: ['relative.pdf', whole, '/b\0.pdf', `/${'c'.repeat(40_000)}`, null, { toString: '/d' }],
  };
  const taken = parseHandOver(told);
  expect(taken).toEqual({ v: 1, mode: 'window', links: ['mailto:a@x.test'], paths: [whole] });
  expect(parseHandOver({ v: 1, mode: 'agent', links: 'mailto:', paths: { length: 1 } })).toEqual({
    ...{ v: 1, mode: 'agent', links: [], paths: [] },
  });
  expect(taken && isAnything(taken)).toBe(true);
});
