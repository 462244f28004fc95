import { execFile } from 'node:child_process';
import { copyFile, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { parseLaunch } from '../../main/electron/launch.ts';
import { productName } from '../../main/electron/words.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const shims = join(resolve(import.meta.dirname, '../..'), 'build', 'cli');
const words = ['send', '--subject', 'Re: a "b" $c', '--profile', 'x y', '', '*'];

test.skipIf(process.platform === 'win32').each([
  ['smtp-setup', 'resources', 'smtp-setup'],
  ['MacOS/SMTP Setup', 'Resources', 'SMTP Setup'],
])(
  'a command reaches the executable %s word by word, also through a link (a shell script)',
  async (executable, resources, name) => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, resources, 'bin'), { recursive: true });
    await mkdir(join(folder, 'MacOS'));
    await copyFile(join(shims, 'smtp-setup'), join(folder, resources, 'bin', 'smtp-setup'));
    await symlink(join(folder, resources, 'bin', 'smtp-setup'), join(folder, 'link'));
    const print = '#!/bin/sh\nprintf "%s\\0" "$@"\nexit 75\n';
    await writeFile(join(folder, executable), print, { mode: 0o700 });
    const ran = await promisify(execFile)(join(folder, 'link'), words).catch((error: unknown) => error);
    expect(ran).toMatchObject({ code: 75 });
    const argv = (ran as { stdout: string }).stdout.split('\0').slice(0, -1);
    expect(parseLaunch(argv)).toMatchObject({ mode: 'command', profile: null, words });
    expect(argv.includes('--ozone-platform=headless')).toBe(name === 'smtp-setup');
  },
);

test('on Windows the prompt waits for the command, and gets its exit code', async () => {
  const text = await readFile(join(shims, 'smtp-setup.cmd'), 'utf8');
  const lines = text.split('\r\n');
  expect(text.replaceAll('\r\n', '')).not.toContain('\n');
  expect(lines).toContain(`start "" /b /wait "%~dp0..\\..\\${productName}.exe" --cli -- %*`);
  expect(lines.at(-2)).toBe('exit /b %ERRORLEVEL%');
});
