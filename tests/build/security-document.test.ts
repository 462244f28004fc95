import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

it('every file that docs/security.md rests on is there, and so is every function it names in one', async () => {
  const text = await readFile(join(root, 'docs', 'security.md'), 'utf8');
  const named = [...text.matchAll(/`((?:main|preload|shared|tests|build)\/[\w./-]+\.tsx?)`(?:: `(\w+)`)?/g)];
  expect(named.length).toBeGreaterThan(40);
  const wrong = await Promise.all(
    named.map(async ([, path = '', member]) => {
      if (!existsSync(join(root, path))) return [`${path} is missing`];
      const source = await readFile(join(root, path), 'utf8');
      return member === undefined || source.includes(member) ? [] : [`${path} has no ${member}`];
    }),
  );
  expect(wrong.flat()).toEqual([]);
});
