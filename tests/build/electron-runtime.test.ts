import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findElectron, whyPreview } from '../../build/start/electron-runtime.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

/** A project whose Electron package has its runtime. */
async function installed(): Promise<{ root: string; folder: string }> {
  const root = await temporaryFolder();
  const folder = join(root, 'node_modules', 'electron');
  await mkdir(join(folder, 'dist'), { recursive: true });
  await writeFile(join(folder, 'package.json'), '{"version":"45.4.1"}');
  await writeFile(join(folder, 'path.txt'), 'electron');
  await writeFile(join(folder, 'dist', 'version'), 'v45.4.1');
  await writeFile(join(folder, 'dist', 'electron'), '');
  return { root, folder };
}

const desktop = { platform: 'linux', env: { DISPLAY: ':0' }, userId: 1000 } as const;

test('an installed runtime is found, on each system', async () => {
  const { root, folder } = await installed();
  const path = join(folder, 'dist', 'electron');
  expect(findElectron({ root, ...desktop })).toEqual({ kind: 'installed', path });
  expect(findElectron({ root, ...desktop, env: { WAYLAND_DISPLAY: 'wayland-0' } })).toEqual({
    kind: 'installed',
    path,
  });
  expect(findElectron({ root, platform: 'win32', env: {}, userId: undefined })).toEqual({
    kind: 'installed',
    path,
  });
});

test.for([
  ['no binary', 'dist/electron'],
  ['no version', 'dist/version'],
  ['no name of the binary', 'path.txt'],
  ['no package', 'package.json'],
] as const)('a runtime with %s is missing', async ([, path]) => {
  const { root, folder } = await installed();
  await rm(join(folder, path));
  expect(findElectron({ root, ...desktop })).toEqual({ kind: 'missing' });
});

test('a runtime of another version is missing, and one elsewhere counts where it is named', async () => {
  const { root, folder } = await installed();
  await writeFile(join(folder, 'dist', 'version'), '44.0.0');
  expect(findElectron({ root, ...desktop })).toEqual({ kind: 'missing' });
  const env = { DISPLAY: ':0', ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'dist') };
  expect(findElectron({ root, ...desktop, env })).toMatchObject({ kind: 'installed' });
  await rm(join(folder, 'dist', 'electron'));
  expect(findElectron({ root, ...desktop, env })).toEqual({ kind: 'missing' });
});

test('a runtime that could not show a window, or only without its sandbox, is not used', async () => {
  const { root } = await installed();
  expect(findElectron({ root, ...desktop, env: {} })).toEqual({ kind: 'no-display' });
  expect(findElectron({ root, ...desktop, userId: 0 })).toEqual({ kind: 'root' });
});

test('why the preview is shown is one line, with the command that changes it', () => {
  for (const kind of ['missing', 'no-display', 'root'] as const) expect(whyPreview(kind)).not.toContain('\n');
  expect(whyPreview('missing')).toContain('npx install-electron');
});
