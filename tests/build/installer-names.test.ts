import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const configuration = readFileSync(join(root, 'electron-builder.yml'), 'utf8');
const administrators = readFileSync(join(root, 'docs', 'administrators.md'), 'utf8');

/** Answers the lines of a top-level member of the configuration. */
const section = (name: string) =>
  new RegExp(`^${name}:\\n((?: .*\\n|\\n)*)`, 'm').exec(configuration)?.[1] ?? '';

it.each([
  ['nsis', '${name}-${version}-setup-${arch}.${ext}', 'smtp-setup-…-setup-ARCH.exe'],
  ['msi', '${name}-${version}-computer-${arch}.${ext}', 'smtp-setup-…-computer-x64.msi'],
  ['mac', '${name}-${version}-mac-${arch}.${ext}', 'smtp-setup-…-mac-ARCH.dmg'],
  ['appImage', '${name}-${version}-${arch}.${ext}', 'smtp-setup-…-ARCH.AppImage'],
])('what %s makes has the name that administrators read, without a space', (name, pattern, shown) => {
  // A release turns spaces into dots, so that neither the list of newer versions nor a script would find the file.
  expect(section(name)).toContain(`artifactName: ${pattern}\n`);
  expect(administrators).toContain(`\`${shown}\``);
});

it('Windows has an installer for each processor, and not a third one with both inside', () => {
  expect(section('nsis')).toContain('buildUniversalInstaller: false\n');
});
