import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readTestReport } from './figures.ts';
import { mutationAreas } from './mutation-areas.ts';
import { readMutationReport } from './mutation.ts';
import { subjects } from './subjects.ts';

const root = resolve(import.meta.dirname, '../..');
const security = await readFile(join(root, 'docs', 'security.md'), 'utf8');
const rowsOf = (heading: string) =>
  (security.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

test('every file of a promise is there, and runs once', () => {
  const files = subjects.flatMap(({ tests }) => tests);
  const named = [...files, ...mutationAreas.flatMap(({ sources, tests }) => [...sources, ...tests])];
  expect(named.filter((path) => !existsSync(join(root, path.replace(/:.*$/, ''))))).toEqual([]);
  expect(files.filter((path, index) => files.indexOf(path) < index)).toEqual([]);
  expect(files.filter((path) => !path.endsWith('.test.ts'))).toEqual([]);
});

test('every test that docs/security.md rests on belongs to a promise', () => {
  const files = new Set(subjects.flatMap(({ tests }) => tests));
  const named = [...security.matchAll(/`(tests\/[\w./-]+\.test\.ts)`/g)].map(([, path = '']) => path);
  expect(named.length).toBeGreaterThan(40);
  expect([...new Set(named)].filter((path) => !files.has(path))).toEqual([]);
});

test('every test that has a full size belongs to a promise: nobody else asks for it', async () => {
  const files = new Set(subjects.flatMap(({ tests }) => tests));
  const paths = await readdir(join(root, 'tests'), { recursive: true });
  const tests = paths.filter((path) => path.endsWith('.test.ts')).map((path) => `tests/${path}`);
  const sized = await Promise.all(
    tests.map(async (path) =>
      /\b(?:effort|runs)\(\{/.test(await readFile(join(root, path), 'utf8')) ? [path] : [],
    ),
  );
  expect(sized.flat().length).toBeGreaterThan(20);
  expect(sized.flat().filter((path) => !files.has(path.replaceAll('\\', '/')))).toEqual([]);
});

test('docs/security.md shows what is promised and what is tried against it', () => {
  const [, ...rows] = rowsOf('What is promised, and attacked by a command').slice(1);
  expect(rows).toEqual(
    subjects.map(({ name, promise, attacks }) => [
      `\`${name}\``,
      promise,
      attacks[0]?.toUpperCase() + attacks.slice(1),
      expect.stringMatching(/^[\d,]+$/),
    ]),
  );
});

test('whatever keeps somebody out is shown by a test', () => {
  const [, , ...rows] = rowsOf('Who is kept out, and how');
  expect(rows.length).toBeGreaterThan(10);
  const unproved = rows.filter(
    ([, , , shown = '']) => !/`tests\/[\w./-]+\.test\.ts`|not stopped/.test(shown),
  );
  expect(unproved.map(([who]) => who)).toEqual([]);
});

const found = (name: string, status = 'passed', assertionResults: object[] = []) => ({
  ...{ name: join('/root', name), status, assertionResults },
});
const result = (status: string, fullName = status) => ({ status, fullName, failureMessages: ['why'] });

test('a promise is broken where a test fails, a file does not load, or one does not run', () => {
  const report = {
    testResults: [
      found('a.test.ts', 'failed', [result('passed'), result('failed', 'it holds'), result('pending')]),
      found('b.test.ts', 'failed'),
      found('other.test.ts', 'failed', [result('failed'), result('passed')]),
    ],
  };
  const cases = ['a', 'a', 'other'].map((name) => `{"file":"/root/${name}.test.ts","cases":50}\n`).join('');
  const tests = ['a.test.ts', 'b.test.ts', 'c.test.ts'];
  expect(readTestReport({ root: '/root', tests, report, cases })).toEqual({
    tried: 102,
    broken: ['c.test.ts did not run', '/root/b.test.ts cannot be loaded: ', 'it holds\nwhy'],
    skipped: 1,
  });
});

test('a fault that no test runs over counts as one that no test finds', () => {
  const mutant = (status: string) => ({ status, replacement: 'false', location: { start: { line: 3 } } });
  const statuses = ['Killed', 'Timeout', 'Survived', 'NoCoverage', 'RuntimeError', 'Ignored'];
  const { found, all, survivors } = readMutationReport({
    files: { 'a.ts': { mutants: statuses.map(mutant) } },
  });
  expect([found, all]).toEqual([2, 4]);
  expect(survivors).toEqual([1, 2].map(() => ({ file: 'a.ts', line: 3, replacement: 'false' })));
});
