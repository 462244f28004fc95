import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const bench = resolve(import.meta.dirname, '../../bench');

const script = `
  import { registerHooks } from 'node:module';
  const asked = [];
  registerHooks({ resolve: (name, context, next) => { asked.push(name); return next(name, context); } });
  for (const name of ['google', 'microsoft', 'custom', 'sign-in', 'access-tokens']) await import('./main/identity/' + name + '.ts');
  await import('./main/electron/updates.ts');
  console.log(JSON.stringify(asked.filter((name) => !name.startsWith('.') && !name.startsWith('node:'))));
`;

it('the libraries of the providers are not loaded before somebody signs in', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]);
  const asked: unknown = JSON.parse(stdout);
  expect(asked).toContain('zod');
  expect(asked).not.toContain('google-auth-library');
  expect(asked).not.toContain('@azure/msal-node');
  expect(asked).not.toContain('openid-client');
  expect(asked).not.toContain('electron-updater');
});

it('an app that has started, and that a window draws, has loaded nothing that signs in, sends, relays or updates', async () => {
  const folder = await temporaryFolder();
  const list = join(folder, 'loaded');
  await promisify(execFile)(
    process.execPath,
    [
      `--import=${pathToFileURL(join(bench, 'note-loaded.ts')).href}`,
      join(bench, 'start-worker.ts'),
      join(folder, 'profile'),
    ],
    { env: { ...process.env, LOADED_MODULES: list } },
  );
  const loaded = (await readFile(list, 'utf8')).trim().split('\n');
  expect(loaded.filter((url) => url.endsWith('/main/app.ts'))).toHaveLength(1);
  const packages = new Set(
    loaded.flatMap((url) => /\/node_modules\/((?:@[\w.-]+\/)?[\w.-]+)/.exec(url)?.[1] ?? []),
  );
  expect(packages).toContain('zod');
  const late = [
    '@azure/msal-node',
    '@azure/msal-common',
    'google-auth-library',
    'openid-client',
    'nodemailer',
  ];
  expect([...late, 'smtp-server', 'electron-updater'].filter((name) => packages.has(name))).toEqual([]);
});
