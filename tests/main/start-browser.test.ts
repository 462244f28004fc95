import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { openInChosenBrowser } from '../../main/start-browser.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const url = 'https://login.example.com/authorize?state=canary&scope=a%20b';

/** A computer whose PATH has these programs; each notes how it was called. */
async function computer(programs: Readonly<Record<string, string>>) {
  const folder = join(await temporaryFolder(), 'my programs');
  await mkdir(folder);
  for (const [name, end] of Object.entries(programs)) {
    const path = join(folder, name);
    await writeFile(path, `#!/bin/sh\nprintf '%s\\n' "$0" "$#" "$@" > "$(dirname "$0")/called"\n${end}\n`);
    await chmod(path, 0o755);
  }
  const logged: unknown[] = [];
  const open = (address: string, browser: Parameters<typeof openInChosenBrowser>[1]) =>
    openInChosenBrowser(address, browser, {
      platform: 'linux',
      env: { PATH: folder },
      log: (...line) => void logged.push(line),
    });
  const called = () => readFile(join(folder, 'called'), 'utf8').then((text) => text.trim().split('\n'));
  return { folder, open, called, logged };
}

describe.skipIf(process.platform === 'win32')('a browser of choice (a shell script here)', () => {
  it('gets the page as its one argument', async () => {
    const { folder, open, called, logged } = await computer({ 'firefox-esr': 'exit 0' });
    expect(await open(url, 'firefox')).toBe(true);
    await vi.waitFor(async () => expect(await called()).toEqual([join(folder, 'firefox-esr'), '1', url]));
    expect(logged).toEqual([]);
  });

  it.each([
    ['is not installed', {}],
    ['ends at once with a code', { 'microsoft-edge': 'exit 1' }],
  ])('that %s leaves the page to the system, with a line in the log', async (_what, programs) => {
    const { open, logged } = await computer(programs);
    expect(await open(url, 'edge')).toBe(false);
    expect(logged).toEqual([['browser-not-found', { method: 'edge' }]]);
    expect(JSON.stringify(logged)).not.toContain('canary');
  });

  it('that may not be run is none', async () => {
    const { folder, open } = await computer({ firefox: 'exit 0' });
    await chmod(join(folder, 'firefox'), 0o644);
    await mkdir(join(folder, 'firefox-esr'));
    expect(await open(url, 'firefox')).toBe(false);
  });

  it.each(['--help', '-url', 'file:///etc/passwd', 'javascript:alert(1)', ''])(
    'never gets %j for a page',
    async (address) => {
      const { open, called } = await computer({ firefox: 'exit 0' });
      expect(await open(address, 'firefox')).toBe(false);
      await expect(called()).rejects.toThrow('ENOENT');
    },
  );

  it('is none where none was chosen', async () => {
    const { open, logged } = await computer({ firefox: 'exit 0' });
    expect(await open(url, 'system')).toBe(false);
    expect(logged).toEqual([]);
  });
});
