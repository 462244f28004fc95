import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hasBrowser } from '../../build/start/browser.ts';
import { makeDemoFolder } from '../../build/start/demo-folder.ts';
import { startProgram } from '../../build/start/program.ts';
import { parseSandboxLine, sandboxText } from '../../build/start/sandbox-line.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

test.for([
  ['linux', {}, false],
  ['linux', { DISPLAY: ':0' }, true],
  ['linux', { WAYLAND_DISPLAY: 'w' }, true],
  ['linux', { BROWSER: 'firefox' }, true],
  ['linux', { DISPLAY: ':0', SSH_CONNECTION: '1 2 3 4' }, false],
  ['linux', { DISPLAY: ':0', CI: 'true' }, false],
  ['linux', { BROWSER: 'firefox', CI: 'true' }, false],
  ['darwin', {}, true],
  ['darwin', { SSH_CONNECTION: '1 2 3 4' }, false],
  ['win32', {}, true],
] as const)('on %s with %j a browser is opened: %s', ([platform, env, opened]) => {
  expect(hasBrowser(platform, env)).toBe(opened);
});

/** A program of ours with this text. */
async function program(text: string) {
  const path = join(await temporaryFolder(), 'a program.mjs');
  await writeFile(path, text);
  return startProgram({ name: 'It', path: process.execPath, args: [path] });
}

test('a program says its first line and ends when it is asked to', async () => {
  const started = await program(
    "console.log('ready'); process.stdin.resume(); process.stdin.on('end', () => process.exit(7));",
  );
  expect(await started.firstLine(10_000)).toBe('ready');
  await started.end(10_000);
  expect([7, null]).toContain(await started.ended);
});

test('a program that does not listen is killed in the end', async () => {
  const started = await program(
    "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('deaf');",
  );
  await started.firstLine(10_000);
  await started.end(200);
  expect(await started.ended).toBeNull();
});

test('a program that cannot start says so in its own words', async () => {
  const failed = await program("console.error('error: no room'); process.exit(3);");
  await expect(failed.firstLine(10_000)).rejects.toThrow('It could not start: error: no room');
  const missing = startProgram({ name: 'It', path: '/none/there', args: [] });
  await expect(missing.firstLine(10_000)).rejects.toThrow('ENOENT');
  await missing.end(100);
});

test('a program that says nothing is not waited for for ever', async () => {
  const silent = await program('setInterval(() => {}, 1000);');
  await expect(silent.firstLine(300)).rejects.toThrow('It did not start within 0 s.');
  await silent.end(100);
});

test('the demo profile is new each time, and those of processes that are gone are removed', async () => {
  const cache = join(await temporaryFolder(), 'cache');
  const first = makeDemoFolder(cache);
  // No process has so high an ID.
  await mkdir(join(cache, 'demo-profile-999999999-abc'));
  await mkdir(join(cache, 'renderer'));
  const second = makeDemoFolder(cache);
  const names = [first, second].map((path) => path.slice(cache.length + 1));
  expect((await readdir(cache)).toSorted((a, b) => a.localeCompare(b))).toEqual(
    [...names, 'renderer'].toSorted((a, b) => a.localeCompare(b)),
  );
});

const line = {
  inbox: 'http://localhost:1/inbox',
  faults: 'http://localhost:1/faults',
  policyFile: '/p',
  caFile: '/c',
  smtp: { starttls: 1, implicit: 2, plain: 3 },
  people: [{ address: 'ada@x.test', password: 'pw', provider: 'google' }],
};

test('what the sandbox prints is read, and anything else is refused', () => {
  const sandbox = parseSandboxLine(JSON.stringify(line));
  expect(sandboxText(sandbox)).toContain('Google    ada@x.test  pw');
  for (const wrong of ['', 'Error', '{}', JSON.stringify({ ...line, people: [{}] })]) {
    expect(() => parseSandboxLine(wrong)).toThrow('not its list of addresses');
  }
});
