import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { errorsDocument } from '../../build/errors-document.ts';
import { errorCatalog } from '../../shared/errors.ts';
import { cardWords } from '../../shared/fix-cards/words.ts';

/** The formatter pads the cells of tables. */
const unpadded = (text: string) => text.replace(/ {2,}/g, ' ').replace(/-{3,}/g, '---');

test('docs/errors.md is what `node build/errors-document.ts` writes today', async () => {
  const text = await readFile(join(import.meta.dirname, '../../docs/errors.md'), 'utf8');
  expect(unpadded(text)).toBe(unpadded(errorsDocument()));
});

test('the document names every card and every code', () => {
  const text = errorsDocument();
  const names = [...Object.keys(cardWords), ...Object.keys(errorCatalog)];
  expect(names.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
});
