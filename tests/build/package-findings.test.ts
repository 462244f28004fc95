import { describe, expect, it } from 'vitest';
import { besideFindings, packageFindings, sizeFindings } from '../../build/package-findings.ts';
import { fuseFindings, readFuses, sentinel } from '../../build/read-fuses.ts';

const manifest = {
  main: 'out/main/main.js',
  type: 'module',
  productName: 'SMTP Setup',
  desktopName: 'smtp-setup.desktop',
};
const good = [
  '/package.json',
  '/out',
  '/out/main',
  '/out/main/main.js',
  '/out/main/compose-worker.cjs',
  '/out/main/chunks',
  '/out/main/chunks/boot-B1x_.js',
  '/out/preload',
  '/out/preload/preload.cjs',
  '/out/renderer',
  '/out/renderer/index.html',
  '/out/renderer/assets',
  '/out/renderer/assets/index-B1.css',
];

describe('what the package holds', () => {
  it('the bundles and nothing else are in order, under Windows too', () => {
    expect(packageFindings(good, manifest)).toEqual([]);
    expect(
      packageFindings(
        good.map((path) => path.replaceAll('/', '\\')),
        manifest,
      ),
    ).toEqual([]);
  });

  it.each([
    '/node_modules',
    '/node_modules/zod/index.js',
    '/main/main.ts',
    '/out/main/main.js.map',
    '/out/renderer/policy.json',
    '/out/key.pem',
    '/.env',
    '/out/preload/other.cjs',
    '/out/main/other.cjs',
    '/sandbox/cli.ts',
  ])('%s does not belong there', (path) => {
    expect(packageFindings([...good, path], manifest)).toEqual([`${path} does not belong into the package`]);
  });

  it.each([
    '/out/main/main.js',
    '/out/main/compose-worker.cjs',
    '/out/preload/preload.cjs',
    '/out/renderer/index.html',
    '/package.json',
  ])('without %s it would not start, or not send', (path) => {
    const files = good.filter((file) => file !== path);
    expect(packageFindings(files, manifest)).toEqual([`${path} is missing`]);
  });

  it('its package.json names the app and no tools', () => {
    expect(packageFindings(good, { ...manifest, scripts: {}, productName: 'Other' })).toEqual([
      'package.json says another "productName" than "SMTP Setup"',
      'package.json still has "scripts"',
    ]);
    expect(packageFindings(good, null)).toHaveLength(4);
  });
});

it('beside the archive lies the command line, and in a release the place of newer versions', () => {
  const files = ['app.asar', 'apparmor-profile', 'bin', 'bin/smtp-setup'];
  expect(besideFindings(files)).toEqual([]);
  expect(besideFindings([...files, 'app-update.yml'])).toEqual([]);
  expect(besideFindings(['app.asar', 'apparmor-profile', 'bin', 'app.asar.unpacked', 'bin\\other'])).toEqual([
    'resources/bin/smtp-setup is missing',
    'resources/app.asar.unpacked does not belong beside the archive',
    'resources/bin/other does not belong beside the archive',
  ]);
});

it('what is bigger than its limit is named with both sizes', () => {
  const part = (bytes: number) => ({ name: 'app.asar', bytes, limitBytes: 8_192 });
  expect(sizeFindings([part(8_192)])).toEqual([]);
  expect(sizeFindings([part(1), part(8_193)])).toEqual(['app.asar takes 9 KB, and may take 8 KB']);
});

describe('the fuses of the binary', () => {
  const binary = (states: string, version = 1) =>
    Buffer.concat([
      Buffer.from(`ELF ${sentinel}`),
      Buffer.from([version, states.length]),
      Buffer.from(`${states} end`),
    ]);

  it('are read where they stand', () => {
    expect(readFuses(binary('000011001'))).toEqual({ version: 1, states: '000011001' });
    expect(readFuses(Buffer.from('no fuses'))).toBeNull();
    expect(readFuses(Buffer.from(sentinel))).toBeNull();
  });

  it('are as a release needs them', () => {
    expect(fuseFindings(readFuses(binary('000011001')))).toEqual([]);
  });

  it.each([0, 1, 2, 3, 4, 5, 6, 7])('number %i is noticed when it is wrong, removed or missing', (index) => {
    const states = Array.from('000011001');
    for (const wrong of [states[index] === '1' ? '0' : '1', 'r']) {
      const changed = states.with(index, wrong).join('');
      expect(fuseFindings(readFuses(binary(changed)))).toHaveLength(1);
    }
    expect(fuseFindings(readFuses(binary(states.slice(0, index).join('')))).length).toBeGreaterThan(0);
  });

  it('of another version or none at all are not taken for ours', () => {
    expect(fuseFindings(readFuses(binary('000011001', 2)))).toHaveLength(1);
    expect(fuseFindings(null)).toEqual(['the binary has no fuses']);
  });
});
