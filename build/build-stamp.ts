import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What the bundles are made of. */
const sources = ['build/bundle.ts', 'main', 'package-lock.json', 'preload', 'renderer', 'shared'];
const results = [
  'out/main/main.js',
  'out/main/compose-worker.cjs',
  'out/preload/preload.cjs',
  'out/renderer/index.html',
];
const stampPath = '.cache/build-stamp';

/** Says whether the bundles were built from the sources as they are now. */
export function isBuilt(root: string): boolean {
  try {
    return (
      readFileSync(join(root, stampPath), 'utf8') === stampOf(root, sources) &&
      results.every((path) => existsSync(join(root, path)))
    );
  } catch {
    return false;
  }
}

/** Answers how to note that the bundles were built from the sources as they are at this moment. */
export function saveBuildStamp(root: string): () => void {
  const stamp = stampOf(root, sources);
  return () => {
    mkdirSync(dirname(join(root, stampPath)), { recursive: true });
    writeFileSync(join(root, stampPath), stamp);
  };
}

/**
 * Answers a hash of what lies at the paths, folders with all that is in them, as 64 hexadecimal digits.
 *
 * Names, sizes and times of change are enough: whoever keeps all three the same wants it so.
 */
export function stampOf(root: string, paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const path of paths) addTo(hash, root, path);
  return hash.digest('hex');
}

function addTo(hash: ReturnType<typeof createHash>, root: string, path: string): void {
  const about = statSync(join(root, path), { throwIfNoEntry: false });
  if (!about) return;
  if (!about.isDirectory()) {
    hash.update(`${path}\0${about.size}\0${about.mtimeMs}\n`);
    return;
  }
  const names = readdirSync(join(root, path));
  for (const name of names.toSorted((a, b) => (a < b ? -1 : 1))) addTo(hash, root, `${path}/${name}`);
}
