import { mkdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isBuilt, saveBuildStamp } from '../../build/build-stamp.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

/** A project with sources, as if built. */
async function project(): Promise<string> {
  const root = await temporaryFolder();
  for (const path of [
    'main/a/b.ts',
    'shared/c.ts',
    'out/main/main.js',
    'out/main/compose-worker.cjs',
    'out/preload/preload.cjs',
    'out/renderer/index.html',
  ]) {
    await mkdir(join(root, path, '..'), { recursive: true });
    await writeFile(join(root, path), 'x');
  }
  saveBuildStamp(root)();
  return root;
}

test('bundles of unchanged sources need not be built again', async () => {
  expect(isBuilt(await project())).toBe(true);
  expect(isBuilt(await temporaryFolder())).toBe(false);
});

test.for([
  ['a changed source', (root: string) => writeFile(join(root, 'main/a/b.ts'), 'longer')],
  ['a touched source', (root: string) => utimes(join(root, 'shared/c.ts'), 1, 1)],
  ['a new source', (root: string) => writeFile(join(root, 'main/new.ts'), '')],
  ['a source that is gone', (root: string) => rm(join(root, 'shared/c.ts'))],
  ['a bundle that is gone', (root: string) => rm(join(root, 'out/main/main.js'))],
] as const)('%s makes them be built again', async ([, change]) => {
  const root = await project();
  await change(root);
  expect(isBuilt(root)).toBe(false);
});

test('what changes while the bundles are built is not counted as built', async () => {
  const root = await project();
  const save = saveBuildStamp(root);
  await writeFile(join(root, 'main/a/b.ts'), 'changed meanwhile');
  save();
  expect(isBuilt(root)).toBe(false);
});
