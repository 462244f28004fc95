import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { builtRenderer } from '../helpers/fake-page.ts';

const mostBytes = 250 * 1024;

let folder: string;
beforeAll(async () => {
  folder = await builtRenderer();
});

const read = (file: string) => readFileSync(join(folder, 'assets', file), 'utf8');

/** The files that a page loads before its first screen: those it names, and those they import at once. */
function firstFiles(): ReadonlySet<string> {
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  const files = new Set([...page.matchAll(/assets\/([\w.-]+\.(?:js|css))/g)].map((match) => match[1] ?? ''));
  for (const file of files) {
    if (!file.endsWith('.js')) continue;
    for (const match of read(file).matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g))
      files.add(match[1] ?? '');
  }
  return files;
}

test('the first screen takes at most 250 KB over the wire', () => {
  const files = [...firstFiles()];
  const bytes = files.reduce((sum, file) => sum + gzipSync(read(file)).length, 0);
  expect(files.length).toBeGreaterThan(2);
  expect(bytes).toBeLessThanOrEqual(mostBytes);
  process.stdout.write(`first screen: ${(bytes / 1024).toFixed(1)} KB gzip in ${files.length} files\n`);
});

test('the page brings no validator along', () => {
  const files = readdirSync(join(folder, 'assets')).filter((name) => name.endsWith('.js'));
  expect(files.filter((file) => read(file).includes('ZodError'))).toEqual([]);
});

test('the page holds no inline script, style or data', () => {
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  expect(page).not.toMatch(/<script(?![^>]*src=)|<style|style=|data:/);
  expect(page).toContain('__CSP_NONCE__');
});
