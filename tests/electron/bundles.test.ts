import { execFile } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { createComposing } from '../../main/mail/composing.ts';
import { methodNames } from '../../shared/method-names.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const out = join(resolve(import.meta.dirname, '../..'), 'out');

test('the entry is small and brings nothing along that could fail before errors are caught', async () => {
  const text = await readFile(join(out, 'main', 'main.js'), 'utf8');
  const imported = [...text.matchAll(/^import (?:[^'"]*from )?["']([^'"]+)["']/gm)].map(
    ([, name]) => name ?? '',
  );
  const foreign = imported.filter((name) => name !== 'electron' && !name.startsWith('node:'));
  expect(foreign).toEqual([]);
  expect(text.length).toBeLessThan(60_000);
});

test('the entry does not wait for ready while it is evaluated', async () => {
  const text = await readFile(join(out, 'main', 'main.js'), 'utf8');
  // A top-level await stands at the beginning of a line or after an assignment there.
  expect(text).not.toMatch(/^(?:const|let|var)[^\n]*=\s*await |^await /m);
});

test('the thread that composes is one CommonJS file that asks for nothing but Node, and composes', async () => {
  const text = await readFile(join(out, 'main', 'compose-worker.cjs'), 'utf8');
  const required = [...text.matchAll(/require\(["']([^"']+)["']\)/g)].map(([, name]) => name ?? '');
  expect(required.filter((name) => !name.startsWith('node:'))).toEqual([]);
  expect(text).not.toMatch(/\bimport\(/);
  expect(text.length).toBeLessThan(400_000);
  const composing = createComposing(() => ({ text }));
  onTestFinished(() => composing.stop());
  const writeTo = join(await temporaryFolder(), 'message.eml');
  const input = { messageId: '<1@a.test>', dateMs: 0, from: { name: '', address: 'a@a.test' }, replyTo: '' };
  await composing.compose(
    // What is small does not come to the thread.
    {
      ...input,
      to: ['b@b.test'],
      cc: [],
      bcc: [],
      subject: 'Hi',
      body: 'Hello\n'.repeat(20_000),
      documents: [],
    },
    writeTo,
  );
  expect(await readFile(writeTo, 'utf8')).toContain('Message-ID: <1@a.test>');
});

test('the main process finds that file from where it is itself', async () => {
  const chunks = await readdir(join(out, 'main', 'chunks'));
  const texts = await Promise.all(
    ['main.js', ...chunks.map((name) => join('chunks', name))].map((name) =>
      readFile(join(out, 'main', name), 'utf8'),
    ),
  );
  const [finds] = texts.filter((text) => text.includes('compose-worker.cjs'));
  expect(finds).toMatch(/["'`]\.\.\/compose-worker\.cjs["'`]/);
});

const loadUpdater = `
  import { registerHooks } from 'node:module';
  const electron = \`
    export const app = { getVersion: () => '1.0.0', getName: () => '', getAppPath: () => '', isPackaged: true, on: () => {} };
    export const autoUpdater = { on: () => {} };
  \`;
  registerHooks({
    resolve: (name, context, next) =>
      name === 'electron' ? { url: 'electron:', format: 'module', shortCircuit: true } : next(name, context),
    load: (url, context, next) =>
      url === 'electron:' ? { format: 'module', source: electron, shortCircuit: true } : next(url, context),
  });
  const { default: library } = await import(process.argv.at(-1));
  console.log(typeof new library.NsisUpdater().verifyUpdateCodeSignature, typeof new library.MacUpdater().quitAndInstall);
`;

test('the updater is bundled apart from what starts, and asks for nothing but electron', async () => {
  const chunks = join(out, 'main', 'chunks');
  const texts = await Promise.all(
    (await readdir(chunks)).map(async (name) => [name, await readFile(join(chunks, name), 'utf8')] as const),
  );
  const holding = texts.filter(([, text]) => text.includes('exports.NsisUpdater = '));
  expect(holding).toHaveLength(1);
  const [name = '', text = ''] = holding[0] ?? [];
  expect(name).not.toMatch(/^boot-/);
  const asked = [...text.matchAll(/__require\(["'](?:node:)?([^"']+)["']\)/g)].map(([, each]) => each ?? '');
  expect(asked.filter((each) => each !== 'electron' && !builtinModules.includes(each))).toEqual([]);
  const run = promisify(execFile);
  const url = pathToFileURL(join(chunks, name)).href;
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', loadUpdater, '--', url]);
  expect(stdout.trim()).toBe('function function');
});

test('the preload is one CommonJS file that asks for nothing but electron', async () => {
  const text = await readFile(join(out, 'preload', 'preload.cjs'), 'utf8');
  const required = [...text.matchAll(/require\(["']([^"']+)["']\)/g)].map(([, name]) => name ?? '');
  expect(required).toEqual(['electron']);
  expect(text).not.toMatch(/^(?:import|export) /m);
  expect(builtinModules.some((name) => required.includes(name))).toBe(false);
});

test('the preload knows every method and carries no validator', async () => {
  const text = await readFile(join(out, 'preload', 'preload.cjs'), 'utf8');
  for (const name of methodNames) expect(text).toContain(`"${name}"`);
  expect(text.length).toBeLessThan(10_000);
  expect(text).not.toMatch(/zod|safeParse/i);
});

test('the page has no inline script, and a place for its nonce', async () => {
  const html = await readFile(join(out, 'renderer', 'index.html'), 'utf8');
  for (const [, attributes, inside] of html.matchAll(/<script([^>]*)>([^]*?)<\/script>/g)) {
    expect(attributes).toMatch(/src="/);
    expect(inside).toBe('');
  }
  expect(html).not.toMatch(/ on\w+="/);
  expect(html).toContain('__CSP_NONCE__');
});
