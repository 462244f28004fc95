import { execFile } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createPackage, extractAll } from '@electron/asar';
import { expect, test } from 'vitest';
import { sentinel } from '../../build/read-fuses.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const root = resolve(import.meta.dirname, '../..');
const unpacked = join(root, '.cache', 'package-check', 'release', 'linux-unpacked');

function packageCheck(...argv: readonly string[]): Promise<{ code: number; output: string }> {
  const script = join(root, 'build', 'package-check.ts');
  return new Promise((done) => {
    const child = execFile(process.execPath, [script, ...argv], (_error, stdout, stderr) =>
      done({ code: child.exitCode ?? -1, output: stdout + stderr }),
    );
  });
}

test('npm run package:check passes what is built, and fails on a fuse, a file, a size and a deb that are wrong', async () => {
  const good = await packageCheck('--no-build');
  expect(good.output).toContain('package: as it should be');
  expect(good.code).toBe(0);

  const executable = join(unpacked, 'smtp-setup');
  const binary = await readFile(executable);
  binary.write('1', binary.indexOf(sentinel) + sentinel.length + 2, 'latin1');
  await writeFile(executable, binary);
  const archive = join(unpacked, 'resources', 'app.asar');
  const files = await temporaryFolder();
  extractAll(archive, files);
  await writeFile(join(files, 'key.pem'), Buffer.alloc(8 * 1024 * 1024));
  await createPackage(files, archive);

  await writeFile(join(root, '.cache', 'package-check', 'stub', 'deb--after-remove'), '');

  const bad = await packageCheck('--no-pack');
  await rm(join(root, '.cache', 'package-check'), { recursive: true });
  expect(bad.code).toBe(1);
  const wrong = bad.output.split('\n').filter((line) => line.startsWith('wrong: '));
  expect(wrong).toEqual([
    'wrong: /key.pem does not belong into the package',
    'wrong: the fuse RunAsNode must be off',
    expect.stringMatching(/^wrong: app\.asar takes \d+ KB, and may take 8192 KB$/),
    'wrong: the deb leaves the command line in /usr/bin',
  ]);
});
