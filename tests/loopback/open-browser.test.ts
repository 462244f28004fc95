import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { createOpenBrowser } from '../../main/loopback/open-browser.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

/** A browser that notes how it was called, in a folder with spaces in its name. */
async function browser(end: string) {
  const folder = join(await temporaryFolder(), 'my programs');
  await mkdir(folder);
  const script = join(folder, 'my browser');
  const called = join(folder, 'called');
  await writeFile(script, `#!/bin/sh\nprintf '%s\\n' "$#" "$@" > "$(dirname "$0")/called"\n${end}\n`);
  await chmod(script, 0o755);
  const open = createOpenBrowser({ platform: process.platform, env: { BROWSER: script } });
  return { open, called: () => readFile(called, 'utf8').then((text) => text.trim().split('\n')) };
}

const failure = expect.objectContaining({ code: 'browser-not-opened' });

describe.skipIf(process.platform === 'win32')(
  'opening a page in the browser ($BROWSER is a shell script here)',
  () => {
    it('hands it over as one argument, past no shell', async () => {
      const { open, called } = await browser('exit 0');
      const page = 'https://example.com/?a=$(touch%20x)&b=`id`;echo%20hi&c=%22d%22';
      await open(page);
      expect(await called()).toEqual(['1', new URL(page).href]);
    });

    it.each(['http://127.0.0.1:1234/x', 'http://localhost:1234/', 'http://[::1]:1234/'])(
      'takes the page %s of this computer',
      async (page) => {
        const { open, called } = await browser('exit 0');
        await open(page);
        expect(await called()).toEqual(['1', page]);
      },
    );

    it('does not wait for a browser that goes on running', async () => {
      const { open, called } = await browser('exec sleep 20');
      await open('https://example.com/');
      await vi.waitFor(async () => expect(await called()).toEqual(['1', 'https://example.com/']));
    });

    it('comes before the browser that was chosen', async () => {
      const { open, called } = await browser('exit 0');
      await open('https://example.com/', 'firefox');
      expect(await called()).toEqual(['1', 'https://example.com/']);
    });

    it('is not set: then the chosen one opens the page', async () => {
      const folder = await temporaryFolder();
      await writeFile(join(folder, 'firefox'), `#!/bin/sh\necho "$@" > "$(dirname "$0")/called"\n`);
      await chmod(join(folder, 'firefox'), 0o755);
      // `dirname` is looked up in the PATH of the browser, which is the test's own.
      const open = createOpenBrowser({ platform: 'linux', env: { PATH: folder } });
      await open('https://example.com/', 'firefox');
      await vi.waitFor(async () =>
        expect(await readFile(join(folder, 'called'), 'utf8')).toBe('https://example.com/\n'),
      );
    });

    it('says so when the program ends at once with a code', async () => {
      const { open } = await browser('exit 3');
      await expect(open('https://example.com/?state=canary')).rejects.toEqual(failure);
    });
  },
);

describe('a page is not opened', () => {
  it.each([
    'http://example.com/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'ms-msdt:/id',
    'https://anna:canary@example.com/',
    'http://localhost.example.com/',
    '--help',
    '',
    'not a page',
  ])('when it is %j', async (page) => {
    const open = createOpenBrowser({ platform: process.platform, env: { BROWSER: 'no-such-program' } });
    await expect(open(page)).rejects.toMatchObject({ code: 'browser-not-opened', field: 'url' });
  });

  it('when there is no such program; the page stays out of the error', async () => {
    const open = createOpenBrowser({ platform: process.platform, env: { BROWSER: 'no-such-program' } });
    const error: unknown = await open('https://example.com/?state=canary').catch((reason: unknown) => reason);
    expect(error).toEqual(failure);
    expect(error).not.toHaveProperty('cause');
    expect(String(error)).not.toContain('canary');
  });
});
