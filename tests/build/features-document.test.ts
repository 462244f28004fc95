import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const repository = join(import.meta.dirname, '../..');
const rows = readFileSync(join(repository, 'docs/features.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| [AB]\d/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, id = '', , , shownBy = '']) => ({ id, shownBy }));

/** How many lines each of the five systems has. */
const lines = { A1: 21, A2: 7, A3: 7, A4: 3, A5: 5 };

test('every line of the five systems is there, once and in order', () => {
  const expected = Object.entries(lines).flatMap(([system, count]) =>
    Array.from({ length: count }, (_, index) => `${system}.${index + 1}`),
  );
  expect(rows.map(({ id }) => id).filter((id) => id.startsWith('A'))).toEqual(expected);
});

test('every line names a test that exists, or why it is left out', () => {
  const wrong = rows.flatMap(({ id, shownBy }) => {
    const paths = [...shownBy.matchAll(/`((?:tests|docs)\/[^`]+)`/g)].map(([, path = '']) => path);
    const isOut = /\bout: (?:incoming mail|EWS)/.test(shownBy);
    const missing = paths.filter((path) => !existsSync(join(repository, path)));
    if (missing.length > 0) return `${id}: ${missing.join(', ')} is not there`;
    return isOut || paths.some((path) => path.startsWith('tests/')) ? [] : `${id} names no test`;
  });
  expect(wrong).toEqual([]);
});
