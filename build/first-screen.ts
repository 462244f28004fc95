import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** What the first screen may take over the wire. */
export const firstScreenLimitBytes = 250 * 1024;

/**
 * Answers the scripts and styles that a built page loads before its first screen: those it names, and those they import at once.
 *
 * @param folder of the built page, with `index.html` and `assets`
 * @returns per file its name in `assets` and its size after gzip
 */
export function firstScreenFiles(
  folder: string,
): readonly { readonly name: string; readonly gzipBytes: number }[] {
  const read = (file: string) => readFileSync(join(folder, 'assets', file), 'utf8');
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  const files = new Set([...page.matchAll(/assets\/([\w.-]+\.(?:js|css))/g)].map((match) => match[1] ?? ''));
  for (const file of files) {
    if (!file.endsWith('.js')) continue;
    for (const match of read(file).matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g))
      files.add(match[1] ?? '');
  }
  return [...files].map((name) => ({ name, gzipBytes: gzipSync(read(name)).length }));
}
