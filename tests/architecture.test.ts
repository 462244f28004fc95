import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { brokenRules, looseVersions } from './helpers/house-rules.ts';
import { sourceFiles } from './helpers/source-files.ts';

const root = join(import.meta.dirname, '..');
const folders = ['main', 'preload', 'renderer', 'shared', 'sandbox', 'tests', 'bench', 'build'];
const files = sourceFiles(
  root,
  folders.filter((folder) => existsSync(join(root, folder))),
);

test('every file has its place, its name, and imports only what its layer may', () => {
  expect(files.length).toBeGreaterThan(100);
  expect(brokenRules(files)).toEqual([]);
});

test('all versions are exact', () => {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Parameters<
    typeof looseVersions
  >[0];
  expect(looseVersions(manifest)).toEqual([]);
  expect(looseVersions({ dependencies: { a: '1.2.3', b: '^1.2.3', c: 'latest' } })).toEqual([
    'b@^1.2.3',
    'c@latest',
  ]);
});

test.for([
  ['shared/a.ts', "import { join } from 'node:path';"],
  ['shared/a.ts', "import type { B } from '../main/b.ts';"],
  ['renderer/a.tsx', "import { b } from '../main/b.ts';"],
  ['renderer/a.tsx', "import type { b } from '../main/b.ts';"],
  ['renderer/a.tsx', "import fs from 'node:fs';"],
  ['renderer/a.tsx', "import { ipcRenderer } from 'electron';"],
  ['preload/a.ts', "import { z } from 'zod';"],
  ['main/a.ts', "import { app } from 'electron';"],
  ['main/a.ts', "export { app } from 'electron';"],
  ['main/a.ts', "const e = await import('electron');"],
  ['main/a.ts', "const e = createRequire(import.meta.url)('electron');"],
  ['main/a.ts', "import { b } from './electron/b.ts';"],
  ['main/a.ts', "import { b } from '../sandbox/b.ts';"],
  ['main/a.ts', "import { b } from '../tests/b.ts';"],
  ['main/a.ts', "import { useState } from 'react';"],
  ['main/mail/a.ts', "import { b } from '../outbox/b.ts';"],
  ['main/mail/a.ts', "export * from '../outbox/b.ts';"],
  ['main/cli/a.ts', "import { b } from '../vault/b.ts';"],
  ['sandbox/a.ts', "import { b } from '../shared/b.ts';"],
  ['sandbox/a.ts', "import { b } from '../main/b.ts';"],
  ['main/a.ts', "import { b } from './missing.ts';"],
  ['main/a.ts', "import { b } from './b';"],
  ['main/index.ts', ''],
  ['main/string-utils.ts', ''],
  ['main/helpers/a.ts', ''],
  ['main/accountStore.ts', ''],
  ['main/a.ts', 'export default 1;'],
  ['main/a.ts', 'const a = 1; export { a as default };'],
  ['main/a.ts', 'export interface IAccount { readonly a: string }'],
  ['main/a.ts', 'export class Account {}'],
] as const)('%s with `%s` breaks a rule', ([path, text]) => {
  const others = [
    'main/b.ts',
    'main/electron/b.ts',
    'main/outbox/b.ts',
    'main/vault/b.ts',
    'sandbox/b.ts',
    'shared/b.ts',
    'tests/b.ts',
  ];
  const all = [{ path, text }, ...others.map((other) => ({ path: other, text: 'export const b = 1;' }))];
  expect(brokenRules(all)).toHaveLength(1);
});

test.for([
  ['main/mail/a.ts', "import type { b } from '../outbox/b.ts';"],
  ['main/mail/a.ts', "import { type b } from '../outbox/b.ts';"],
  ['main/electron/a.ts', "import { app } from 'electron';"],
  ['main/boot.ts', "import { b } from './electron/b.ts';"],
  ['main/a.ts', "const text = \"import { app } from 'electron'\"; // import 'electron'"],
  ['tests/helpers/a.ts', "import { b } from '../../main/b.ts';"],
  ['vitest.config.ts', 'export default {};'],
  ['shared/a.ts', 'export class AppError extends Error {}'],
] as const)('%s with `%s` is in order', ([path, text]) => {
  const others = ['main/b.ts', 'main/electron/b.ts', 'main/outbox/b.ts'];
  const all = [{ path, text }, ...others.map((other) => ({ path: other, text: 'export const b = 1;' }))];
  expect(brokenRules(all)).toEqual([]);
});
