import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { isBuilt } from '../../build/build-stamp.ts';
import { bundleAll } from '../../build/bundle.ts';
import { openDoor } from '../../build/demo/door.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

// The programs that a newcomer starts, as processes.

const root = join(import.meta.dirname, '../..');

function start(script: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [join(root, script), ...args], {
    env: { ...process.env, CI: 'true', ELECTRON_OVERRIDE_DIST_PATH: '/none', ...env },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let printed = '';
  let complaints = '';
  const lines: string[] = [];
  const watchers = new Set<() => void>();
  child.stderr.on('data', (chunk: Buffer) => void (complaints += chunk.toString()));
  createInterface({ input: child.stdout }).on('line', (text) => {
    printed += `${text}\n`;
    lines.push(text);
    for (const watch of watchers) watch();
  });
  const ended = new Promise<number | null>((resolve) => void child.once('close', resolve));
  /** The first line that fits, also one that was printed before. */
  const line = (pattern: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const watch = () => {
        const found = lines.map((text) => pattern.exec(text)?.[1]).find((text) => text !== undefined);
        if (found === undefined) return;
        watchers.delete(watch);
        resolve(found);
      };
      watchers.add(watch);
      watch();
      void ended.then(() => reject(new Error(`ended: ${complaints}`)));
    });
  return { child, ended, line, all: () => printed + complaints };
}

function run(
  script: string,
  args: readonly string[],
): Promise<{ exitCode: number | null; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, script), ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => void (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => void (err += chunk.toString()));
    child.once('close', (exitCode) => resolve({ exitCode, out, err }));
  });
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
}

beforeAll(async () => {
  if (!isBuilt(root)) await bundleAll(() => undefined);
});

const address = /^SMTP Setup: (http:\S+)$/;

test('one command starts the sandbox and the app, and Ctrl+C ends all of it within ten seconds', async () => {
  const started = start('build/start.ts');
  const url = await started.line(address);
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}$/);
  const inbox = await started.line(/^ {2}Inbox +(\S+)$/);
  expect(started.all()).toContain('npx install-electron');
  expect(started.all()).toMatch(/^ {2}Google +\S+@\S+ +\S+$/m);
  expect(await answers(url)).toBe(true);
  expect(await answers(inbox)).toBe(true);
  const endedAtMs = performance.now();
  started.child.kill('SIGINT');
  expect(await started.ended).toBe(0);
  expect(performance.now() - endedAtMs).toBeLessThan(10_000);
  expect([await answers(url), await answers(inbox)]).toEqual([false, false]);
  expect(started.all()).not.toMatch(/^\s+at /m);
});

test('the browser gets an address without the bearer, which is good once; the printed one is good again', async () => {
  const opened: string[] = [];
  const door = await openDoor(await temporaryFolder(), opened);
  onTestFinished(() => void door.close());
  const started = start('build/start.ts', [], { CI: '', BROWSER: door.script });
  const printed = await started.line(address);
  await expect.poll(() => opened, { timeout: 20_000 }).toHaveLength(1);
  const [url = ''] = opened;
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/open\/[\w-]{43}$/);
  const visits = [];
  for (let visit = 0; visit < 2; visit += 1) {
    const { status, headers } = await fetch(url, { redirect: 'manual' });
    visits.push([status, headers.get('location')]);
  }
  expect(visits).toEqual([
    [303, printed],
    [403, null],
  ]);
  expect([await answers(printed), await answers(printed)]).toEqual([true, true]);
  started.child.kill('SIGINT');
  expect(await started.ended).toBe(0);
});

test('when the command itself is killed nothing of what it started stays', async () => {
  const started = start('build/start.ts');
  const url = await started.line(address);
  const inbox = await started.line(/^ {2}Inbox +(\S+)$/);
  started.child.kill('SIGKILL');
  await expect
    .poll(async () => [await answers(url), await answers(inbox)], { timeout: 10_000 })
    .toEqual([false, false]);
});

test('the command line is a client of a running preview, and goes on without it', async () => {
  const profile = ['--profile', join(await temporaryFolder(), 'a profile')];
  const preview = start('main/preview.ts', profile);
  const url = new URL(await preview.line(address));
  const add = [
    'accounts',
    'add',
    '--host',
    'mail.example.test',
    '--user',
    'ada@example.test',
    '--json',
    ...profile,
  ];
  expect(await run('main/cli.ts', add)).toMatchObject({ exitCode: 0, err: '' });
  const asked = await fetch(`${url.origin}/call/stateGet`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${url.hash.slice('#token='.length)}`,
    },
    body: '{}',
  });
  expect(await asked.json()).toMatchObject({
    ok: true,
    value: {
      state: {
        accounts: [{ user: 'ada@example.test' }],
        host: { kind: 'preview', secretStorage: 'key-file' },
      },
    },
  });
  preview.child.kill('SIGKILL');
  const list = await run('main/cli.ts', ['accounts', 'list', '--json', ...profile]);
  expect(JSON.parse(list.out)).toMatchObject([{ id: 1 }]);
});

test('a preview ends with its parent, and within ten seconds when it is asked to', async () => {
  for (const end of ['stdin', 'SIGTERM', 'SIGINT'] as const) {
    const profile = ['--profile', await temporaryFolder()];
    const preview = start('main/preview.ts', [...profile, '--with-parent']);
    const url = await preview.line(address);
    // An open stream of state must not keep it.
    const token = url.split('#token=')[1];
    const stream = await fetch(`${new URL(url).origin}/state`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(stream.ok).toBe(true);
    void stream.text().catch(() => undefined);
    const endedAtMs = performance.now();
    if (end === 'stdin') preview.child.stdin.end();
    else preview.child.kill(end);
    expect(await preview.ended).toBe(0);
    expect(performance.now() - endedAtMs).toBeLessThan(10_000);
    expect(existsSync(join(profile[1] ?? '', 'owner.json'))).toBe(false);
  }
});

test('a damaged profile opens as a page that says why', async () => {
  const profile = await temporaryFolder();
  const { writeFile } = await import('node:fs/promises');
  await writeFile(join(profile, 'accounts.json'), '{');
  const preview = start('main/preview.ts', ['--profile', profile, '--json']);
  const url = new URL(await preview.line(/^\{"url":"(http:[^"]+)"\}$/));
  const headers = {
    'content-type': 'application/json',
    authorization: `Bearer ${url.hash.slice('#token='.length)}`,
  };
  const reply = await fetch(`${url.origin}/call/stateGet`, { method: 'POST', headers, body: '{}' });
  expect(await reply.json()).toMatchObject({
    value: { state: { problems: [{ code: 'profile-unreadable' }] } },
  });
});

test.for([
  ['build/start.ts', ['--nope'], 1],
  ['build/start.ts', ['--port', '70000', '--no-open'], 1],
  ['main/preview.ts', ['--port', 'abc'], 64],
  ['main/preview.ts', ['--nope'], 64],
] as const)('%s with %j ends with one line and no stack', async ([script, args, exitCode]) => {
  const ran = await run(script, args);
  expect(ran.exitCode).toBe(exitCode);
  expect(ran.err).toMatch(/^error: [^\n]+\n$/);
});
