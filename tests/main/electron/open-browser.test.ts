import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createOpenBrowser } from '../../../main/electron/open-browser.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const parts = { env: {}, log: () => undefined };

function setUp(options: { platform?: NodeJS.Platform; allowLoopbackHttp?: boolean } = {}) {
  const opened: string[] = [];
  const open = createOpenBrowser({
    ...parts,
    shell: { openExternal: async (url) => void opened.push(url) },
    platform: options.platform ?? 'linux',
    allowLoopbackHttp: options.allowLoopbackHttp ?? false,
  });
  return { open, opened };
}

it('an https address is opened', async () => {
  const { open, opened } = setUp();
  await open('https://login.microsoftonline.com/organizations/oauth2/v2.0/authorize?state=abc');
  expect(opened).toHaveLength(1);
});

it.each([
  'http://127.0.0.1:8080/',
  'file:///etc/passwd',
  'smb://server/share',
  'ms-settings:defaultapps',
  'javascript:alert(1)',
  'mailto:a@example.test',
  'https://user:password@example.test/',
  'not a url',
  '',
])('%j is opened by no installed app', async (url) => {
  const { open, opened } = setUp();
  await expect(open(url)).rejects.toMatchObject({ code: 'browser-not-opened' });
  expect(opened).toEqual([]);
});

it.each([
  ['http://127.0.0.1:8080/authorize', true],
  ['http://localhost:8080/', true],
  ['http://[::1]:8080/', true],
  ['http://127.0.0.1.example.test/', false],
  ['http://localhost.example.test/', false],
  ['http://example.test/', false],
  ['ftp://127.0.0.1/', false],
])('%s may be opened by an unpackaged build: %j', async (url, allowed) => {
  const { open, opened } = setUp({ allowLoopbackHttp: true });
  await open(url).catch(() => undefined);
  expect(opened.length === 1).toBe(allowed);
});

it('an address that Windows would cut is not opened there', async () => {
  const address = (length: number) => `https://example.test/?q=${'x'.repeat(length - 24)}`;
  expect(address(2081)).toHaveLength(2081);
  const { open, opened } = setUp({ platform: 'win32' });
  await open(address(2081));
  await expect(open(address(2082))).rejects.toMatchObject({
    code: 'browser-not-opened',
    detail: { lengthCharacters: 2082 },
  });
  expect(opened).toHaveLength(1);
  const elsewhere = setUp({ platform: 'darwin' });
  await elsewhere.open(address(2082));
  expect(elsewhere.opened).toHaveLength(1);
});

it("the state of a sign-in does not stand in the failure, even where the system's error repeats the address", async () => {
  const open = createOpenBrowser({
    ...parts,
    shell: { openExternal: (url) => Promise.reject(new Error(`Failed to open: ${url}`)) },
    platform: 'linux',
    allowLoopbackHttp: false,
  });
  const error: unknown = await open('https://example.test/?state=canary').catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'browser-not-opened' });
  expect(error instanceof Error && `${error.message} ${String(error.cause)}`).not.toContain('canary');
});

it('an address goes to the browser of choice, and to the system where that one is not installed', async () => {
  const folder = await temporaryFolder();
  const opened: string[] = [];
  const logged: string[] = [];
  const open = createOpenBrowser({
    shell: { openExternal: async (url) => void opened.push(url) },
    platform: 'linux',
    env: { PATH: folder },
    log: (event) => void logged.push(event),
    allowLoopbackHttp: false,
  });
  await open('https://example.test/', 'firefox');
  expect([opened, logged]).toEqual([['https://example.test/'], ['browser-not-found']]);
  await writeFile(join(folder, 'firefox'), '#!/bin/sh\nexit 0\n', { mode: 0o755 });
  await open('https://example.test/2', 'firefox');
  await expect(open('http://127.0.0.1/', 'firefox')).rejects.toMatchObject({ code: 'browser-not-opened' });
  expect([opened, logged]).toEqual([['https://example.test/'], ['browser-not-found']]);
});
