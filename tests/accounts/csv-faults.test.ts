import { expect, it } from 'vitest';
import { readAccountsCsv } from '../../main/accounts/read-csv.ts';
import { issueSentence } from '../../main/issue-sentence.ts';
import { exampleProviders } from '../helpers/example-accounts.ts';

const read = (text: string) =>
  readAccountsCsv(text, { providers: exampleProviders, sentence: issueSentence });
const refusal = (text: string) => {
  try {
    read(text);
  } catch (error) {
    return error;
  }
  return null;
};
const long = 65_536;

it.each([
  [
    'a,b\n1,2\n',
    'line 1: names no column of accounts; the titles are those of the export, such as Email Server Hostname or IP Address.',
    1,
  ],
  ['\n\nx\n', 'line 3: names no column', 3],
  ['sep=;\nx;y\n', 'line 2: names no column', 2],
  ['host,user,host\n', 'line 1: the column Email Server Hostname or IP Address is there twice.', 1],
  ['host\nx\n"y\n', 'line 3: a quote is opened and never closed.', 3],
  ['sep=,\nhost\nx\n"y\n', 'line 4: a quote is opened and never closed.', 4],
  ['host\n"a\nb"\n"y\n', 'line 4: a quote is opened and never closed.', 4],
  [`host\n${'x'.repeat(long + 1)}`, 'line 2: is longer than 65536 characters.', 2],
  [`host\n\n${'x'.repeat(long + 1)}\n`, 'line 3: is longer than 65536 characters.', 3],
  [`host\n"${'x\n'.repeat(long)}"\n`, 'line 2: a row is too long.', 2],
])('%# is refused with its line', (text, message, line) => {
  expect(refusal(text)).toMatchObject({
    ...{ code: 'import-refused', message: expect.stringContaining(message), detail: { line } },
  });
});

it('a line of exactly 65,536 characters is no reason', () => {
  const [row] = read(`host,user\n${'x'.repeat(long - 2)},y\n`).rows;
  expect(row?.line).toBe(2);
  expect(row?.failure).toMatchObject({ field: 'host' });
});

it('names the columns that nothing is read from: trimmed, cut, the first hundred, no empty ones', () => {
  expect(read(`host, Odd ,,${'y'.repeat(120)}\nx,1,2,3\n`).ignoredColumns).toEqual(['Odd', 'y'.repeat(100)]);
  const many = Array.from({ length: 150 }, (_, index) => `c${index}`);
  expect(read(`host,${many.join(',')}\n`).ignoredColumns).toEqual(many.slice(0, 100));
  expect(read('host,user\n').ignoredColumns).toEqual([]);
});

it('takes the delimiter under which most titles are known, the comma where it is a draw', () => {
  const users = (text: string) => read(text).rows.map(({ given }) => given['user']);
  expect(users('host;user;a,b,c,d\nx;y;1\n')).toEqual(['y']);
  expect(users('\n \nhost\tuser\nx\ty\n')).toEqual(['y']);
  expect(users('host\nx\n')).toEqual([undefined]);
  expect(users('SEP=\t\nuser\thost\ny\tx\n')).toEqual(['y']);
  // Only as the first line is it a word to the reader.
  expect(refusal('\nsep=;\nuser;host\n')).toMatchObject({ detail: { line: 2 } });
});

it('a file that is cut is noticed at its last line alone', () => {
  const failures = (text: string) => read(text).rows.map(({ failure }) => failure?.message ?? null);
  expect(failures('host,user\na.test,b\nc.test')).toEqual([null, 'The file ends in the middle of the line.']);
  expect(failures('host,user\na.test\nc.test,d')).toEqual([null, null]);
  expect(failures('host,user\na.test\n')).toEqual([null]);
  expect(failures('host,user\na.test,b,c\n')).toEqual(['The line has more cells than the first one.']);
});
