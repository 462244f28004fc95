import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { writtenBill } from '../../build/bill-of-materials.ts';
import { effort, tried } from '../helpers/effort.ts';

const root = resolve(import.meta.dirname, '../..');
const lock = z
  .object({
    packages: z.record(
      z.string(),
      z.object({
        version: z.string().optional(),
        license: z.string().optional(),
        integrity: z.string().optional(),
        resolved: z.string().optional(),
        dev: z.boolean().default(false),
        hasInstallScript: z.boolean().default(false),
      }),
    ),
  })
  .parse(JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')));
const manifest = z
  .object({
    dependencies: z.record(z.string(), z.string()),
    devDependencies: z.record(z.string(), z.string()),
    allowScripts: z.record(z.string(), z.boolean()),
  })
  .parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));

const packages = Object.entries(lock.packages)
  .filter(([path]) => path !== '')
  .map(([path, entry]) => ({ name: path.slice(path.lastIndexOf('node_modules/') + 13), ...entry }));

/** Licences under which anything may go into the app. */
const permissive = new Set([
  ...['MIT', 'MIT-0', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'BlueOak-1.0.0'],
  ...['Python-2.0', 'WTFPL', 'CC0-1.0'],
]);
/** Licences of tools, of which nothing is handed on. */
const toolsOnly = new Set(['MPL-2.0', 'CC-BY-4.0']);

/** Whoever offers a choice of licences offers each of them. */
const choices = (license = 'none') => license.replaceAll(/[()]/g, '').split(' OR ');

/** Answers what may not be used, with its licence. */
const refused = (all: readonly { name: string; license?: string | undefined; dev: boolean }[]) =>
  all
    .filter(
      ({ license, dev }) =>
        !choices(license).some((each) => permissive.has(each) || (dev && toolsOnly.has(each))),
    )
    .map(({ name, license }) => `${name}: ${license ?? 'none'}`);

test('every package has a licence that allows its use', () => {
  expect(packages.length).toBeGreaterThan(100);
  expect(refused(packages)).toEqual([]);
  tried(packages.length);
});

test('a package without a licence, one that binds, and a tool inside the app are found', () => {
  const found = refused([
    { name: 'a', dev: true },
    { name: 'b', license: 'GPL-3.0-only', dev: true },
    { name: 'c', license: 'MPL-2.0', dev: false },
    { name: 'd', license: '(GPL-3.0 OR MIT)', dev: false },
    { name: 'e', license: 'MIT AND GPL-3.0', dev: false },
  ]);
  expect(found).toEqual(['a: none', 'b: GPL-3.0-only', 'c: MPL-2.0', 'e: MIT AND GPL-3.0']);
});

test('only packages that are named in package.json have scripts that run while they are installed', () => {
  const scripted = packages.filter(({ hasInstallScript }) => hasInstallScript);
  expect(scripted.map(({ name }) => name).toSorted()).toEqual(Object.keys(manifest.allowScripts).toSorted());
  expect(scripted.filter(({ dev }) => !dev)).toEqual([]);
});

test('every package is the one whose checksum is known, from a registry', () => {
  const loose = packages.filter(({ integrity }) => !/^sha512-[\w+/]{86}==$/.test(integrity ?? ''));
  expect(loose.map(({ name }) => name)).toEqual([]);
  const elsewhere = packages.filter(
    ({ resolved }) => resolved !== undefined && !resolved.startsWith('https://'),
  );
  expect(elsewhere.map(({ name }) => name)).toEqual([]);
  tried(packages.length);
});

test('docs/architecture.md says of every dependency what it is for', async () => {
  const text = await readFile(join(root, 'docs', 'architecture.md'), 'utf8');
  const explained = new Set(
    text
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .flatMap((line) => line.split('|')[1]?.split(',') ?? [])
      .map((name) => name.trim()),
  );
  const names = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.devDependencies)];
  expect(names.filter((name) => !name.startsWith('@types/') && !explained.has(name))).toEqual([]);
});

/** Both ask npm, which takes seconds. */
const isFull = effort({ quick: 0, full: 1 }) === 1;

/** Runs npm; answers what it wrote, also where it failed. */
async function npm(...argv: readonly string[]): Promise<string> {
  const script = process.env['npm_execpath'];
  const [program, more] = script === undefined ? ['npm', []] : [process.execPath, [script]];
  const ran = promisify(execFile)(program, [...more, ...argv], { cwd: root, maxBuffer: 64 * 1024 * 1024 });
  const { stdout } = await ran.catch((error: { stdout?: string }) => ({ stdout: error.stdout ?? '' }));
  return stdout;
}

if (isFull) {
  test('the bill of materials names every package of the app, with its version', async () => {
    const bill = await writtenBill(root);
    const named = new Set(bill.components.map(({ name, version }) => `${name}@${version}`));
    const inside = packages.filter(({ dev }) => !dev).map(({ name, version }) => `${name}@${version}`);
    // Of the packages that are made for one system each, those of other ones are not on this computer.
    const missing = inside.filter((each) => !named.has(each) && !each.startsWith('@typescript/'));
    expect(missing).toEqual([]);
    expect([...named].filter((each) => !inside.includes(each))).toEqual([]);
    tried(named.size);
  });

  test('no package of the app is behind an advisory that the registry knows', async ({ skip }) => {
    const answer = z
      .object({ metadata: z.object({ vulnerabilities: z.record(z.string(), z.number()) }).optional() })
      .safeParse(JSON.parse((await npm('audit', '--json', '--omit=dev')) || '{}'));
    const counts = answer.data?.metadata?.vulnerabilities;
    skip(!counts, 'the registry does not answer this question');
    const { high = 0, critical = 0 } = counts ?? {};
    expect({ high, critical }).toEqual({ high: 0, critical: 0 });
  });
}
