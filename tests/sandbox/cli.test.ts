import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { policyFormat } from '../../main/settings/policy-format.ts';
import { customProvider } from '../../shared/settings.ts';

const root = join(import.meta.dirname, '..', '..');

const run = (args: readonly string[]) => {
  const child = spawn(process.execPath, [join('sandbox', 'cli.ts'), ...args], { cwd: root });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => (stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
  const firstLine = new Promise<string>((resolve) => {
    createInterface({ input: child.stdout }).once('line', resolve);
  });
  return { child, ended, firstLine };
};

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });

describe('npm run sandbox', () => {
  it.concurrent('prints one line of JSON, serves until it is told to end, and leaves nothing behind', async () => {
    const { child, ended, firstLine } = run(['--json']);
    const line = JSON.parse(await firstLine);
    expect(Object.keys(line)).toEqual([
      ...['inbox', 'faults', 'policyFile', 'caFile', 'smtp', 'people'],
      ...['customPeople', 'customProvider'],
    ]);
    expect(new Set(line.customPeople.map(({ provider }: { provider: string }) => provider))).toEqual(
      new Set(['custom']),
    );
    expect(customProvider.safeParse(line.customProvider.entry).error).toBeUndefined();
    expect(Object.keys(line.smtp)).toEqual(['starttls', 'implicit', 'plain']);
    const providers = line.people.map(({ provider }: { provider: string }) => provider);
    for (const [provider, least] of [
      ['google', 3],
      ['microsoft', 3],
      ['none', 2],
    ] as const) {
      expect(providers.filter((each: string) => each === provider).length).toBeGreaterThanOrEqual(least);
    }
    expect(new Set(providers)).toEqual(new Set(['google', 'microsoft', 'none']));
    expect(Object.keys(line.people[0])).toEqual(['address', 'password', 'provider']);

    const policy = policyFormat.parse(JSON.parse(await readFile(line.policyFile, 'utf8')));
    expect(join(dirname(line.policyFile), policy.certificateAuthorities ?? '')).toBe(line.caFile);
    expect((await stat(dirname(line.policyFile))).mode & 0o777).toBe(0o700);
    expect(await (await fetch(`${line.inbox}/messages`)).json()).toEqual([]);
    expect(await (await fetch(line.faults)).json()).not.toEqual([]);
    expect(await answers(line.smtp.plain)).toBe(true);

    const toldAtMs = performance.now();
    child.kill('SIGINT');
    const { code, stdout, stderr } = await ended;
    expect(performance.now() - toldAtMs).toBeLessThan(2000);
    expect([code, stdout.split('\n').length, stderr]).toEqual([0, 2, '']);
    expect(existsSync(dirname(line.policyFile))).toBe(false);
    expect(await answers(line.smtp.plain)).toBe(false);
  });

  it.concurrent('says in words where everything is, and ends with the program that started it', async () => {
    const { child, ended, firstLine } = run(['--with-parent']);
    expect(await firstLine).toContain('Nothing leaves this computer');
    child.stdin.end();
    const { code, stdout, stderr } = await ended;
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/Inbox {4}http:\/\/localhost:\d+\/inbox\//);
    expect(stdout).toMatch(/microsoft {2}ben@contoso\.test/);
  });

  it.concurrent.each([[['--jason']], [['start']]])(
    'answers %o with one line and exit code 64',
    async (args) => {
      const { code, stdout, stderr } = await run(args).ended;
      expect([code, stdout]).toEqual([64, '']);
      expect(stderr).toMatch(/^.+ Known options: --json, --with-parent, --help\.\n$/);
    },
  );
});
