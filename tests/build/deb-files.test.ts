import { execFile } from 'node:child_process';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import {
  debFolder,
  debManual,
  debScripts,
  ownDebScript,
  withCommand,
  writeDebFiles,
} from '../../build/deb-files.ts';
import { debFindings } from '../../build/package-findings.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const root = join(import.meta.dirname, '../..');
const filledIn = (template: string) =>
  template.replaceAll('${executable}', 'smtp-setup').replaceAll('${sanitizedProductName}', 'SMTP Setup');

test.each(debScripts)('%s of the deb does what it did, and names the command line', async (name) => {
  const own = await ownDebScript(name);
  const lines = withCommand(own).split('\n');
  const changed = own.split('\n').filter((line, index) => line !== lines[index]);
  expect(lines).toHaveLength(own.split('\n').length);
  expect(changed.length).toBeGreaterThan(0);
  expect(changed.filter((line) => !/update-alternatives|ln -sf/.test(line))).toEqual([]);
});

test('a script that is not as it was is told', () => {
  expect(() => withCommand('#!/bin/bash\n')).toThrow('puts no executable into /usr/bin');
});

test.skipIf(process.platform !== 'linux')(
  'the scripts give /usr/bin the command line, and take it away',
  async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'update-alternatives'), '#!/bin/sh\nprintf "%s\\n" "$@"\n', { mode: 0o700 });
    const ran = await Promise.all(
      debScripts.map(async (name) => {
        const script = join(folder, name);
        await writeFile(script, filledIn(withCommand(await ownDebScript(name))));
        // Nothing else of the system is there for it to change.
        const { stdout } = await promisify(execFile)('/bin/bash', [script], { env: { PATH: folder } });
        return stdout.trimEnd().split('\n');
      }),
    );
    const command = '/opt/SMTP Setup/resources/bin/smtp-setup';
    expect(ran).toEqual([
      ['--install', '/usr/bin/smtp-setup', 'smtp-setup', command, '100'],
      ['--remove', 'smtp-setup', command],
    ]);
  },
);

test('what the deb brings beside the app is looked at', async () => {
  const [afterInstall = '', afterRemove = ''] = await Promise.all(
    debScripts.map(async (name) => filledIn(withCommand(await ownDebScript(name)))),
  );
  const deb = { argv: ['/unpacked/=/opt/SMTP Setup'], afterInstall, afterRemove, manual: 'page' };
  expect(debFindings(deb, 'page')).toEqual([]);
  const [ownInstall = '', ownRemove = ''] = await Promise.all(
    debScripts.map(async (name) => filledIn(await ownDebScript(name))),
  );
  const own = { argv: [], afterInstall: ownInstall, afterRemove: ownRemove, manual: null };
  expect(debFindings(own, 'page')).toEqual([
    'the deb does not put the app into /opt/SMTP Setup',
    'the deb has no manual page of today',
    'the deb does not put the command line into /usr/bin',
    'the deb leaves the command line in /usr/bin',
  ]);
  expect(debFindings({ ...deb, afterInstall: afterInstall.split('# Check if')[0] ?? '' }, 'page')).toEqual([
    'the deb does not set up the sandbox',
    'the deb does not allow the sandbox to AppArmor',
  ]);
});

test('the manual page is packed as manual pages are', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'docs'));
  await copyFile(join(root, 'docs', 'smtp-setup.1'), join(folder, 'docs', 'smtp-setup.1'));
  await writeDebFiles(folder);
  const packed = await readFile(join(folder, debFolder, debManual));
  expect(gunzipSync(packed)).toEqual(await readFile(join(root, 'docs', 'smtp-setup.1')));
  // Neither a time nor a name, so that the same page gives the same package.
  expect(packed.readUInt32LE(4)).toBe(0);
});
