import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { firstScreenFiles, firstScreenLimitBytes } from '../../build/first-screen.ts';
import { builtRenderer } from '../helpers/fake-page.ts';

let folder: string;
beforeAll(async () => {
  folder = await builtRenderer();
});

const read = (file: string) => readFileSync(join(folder, 'assets', file), 'utf8');

test('the first screen takes at most 250 KB over the wire', () => {
  const files = firstScreenFiles(folder);
  const bytes = files.reduce((sum, { gzipBytes }) => sum + gzipBytes, 0);
  expect(files.length).toBeGreaterThan(2);
  expect(bytes).toBeLessThanOrEqual(firstScreenLimitBytes);
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
