import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { AgentHealth } from '../../main/agent/agent-health.ts';
import { startMailServer } from '../helpers/mail-server.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

// The agent as a process of its own.

const script = join(import.meta.dirname, '../../main/cli.ts');

function start(profile: string, words: readonly string[], stdin = '') {
  const child = spawn(process.execPath, [script, ...words, '--profile', profile, '--json']);
  onTestFinished(() => void child.kill('SIGKILL'));
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => void (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => void (err += chunk.toString()));
  child.stdin.on('error', () => undefined);
  child.stdin.end(stdin);
  const ended = once(child, 'close').then(([exitCode]) => ({
    exitCode: exitCode as number | null,
    out,
    err,
  }));
  const lines = () => out.split('\n').filter((line) => line !== '');
  return { child, ended, last: () => JSON.parse(lines().at(-1) ?? 'null') as AgentHealth | null };
}

const run = (profile: string, ...words: string[]) => start(profile, words).ended;

async function addAccount(profile: string, port: number): Promise<void> {
  const words = [
    'accounts',
    'add',
    '--default',
    '--host',
    '127.0.0.1',
    '--port',
    String(port),
    '--tls',
    'off',
  ];
  expect((await run(profile, ...words, '--from', 'ada@fabrikam.test')).err).toBe('');
}

async function startAgent(profile: string) {
  const agent = start(profile, ['agent', 'run']);
  await expect.poll(() => agent.last(), { timeout: 20_000 }).not.toBeNull();
  return agent;
}

test('an agent sends what is handed over and what comes into its folder, is the only one, and ends when it is told', async () => {
  const base = await temporaryFolder();
  const profile = join(base, 'profile');
  const server = await startMailServer();
  await addAccount(profile, server.port);
  expect(await run(profile, 'agent', 'status')).toMatchObject({ exitCode: 69 });
  await mkdir(join(base, 'outgoing'), { mode: 0o755 });
  const added = await run(
    profile,
    'agent',
    'watch',
    'add',
    join(base, 'outgoing'),
    '--subject',
    'Invoice {name}',
  );
  expect([added.exitCode, JSON.parse(added.out)]).toMatchObject([0, { id: 1, recipients: 'file-name' }]);

  const agent = await startAgent(profile);
  expect(await run(profile, 'agent', 'run')).toMatchObject({ exitCode: 69 });
  const sent = await run(profile, 'send', '--to', 'kay@fabrikam.test', '--subject', 'Quote');
  expect(sent.exitCode).toBe(0);
  await writeFile(join(base, 'outgoing', 'INV-1__lee@fabrikam.test.pdf'), 'pdf');
  await expect
    .poll(() => server.taken().map(({ to }) => to[0]), { timeout: 20_000 })
    .toContain('lee@fabrikam.test');
  await expect
    .poll(
      () =>
        stat(join(base, 'outgoing', 'sent', 'INV-1__lee@fabrikam.test.pdf')).then(
          () => 'there',
          () => '',
        ),
      {
        timeout: 20_000,
      },
    )
    .toBe('there');
  const status = await run(profile, 'agent', 'status');
  expect([status.exitCode, JSON.parse(status.out)]).toMatchObject([
    0,
    { running: true, ready: 1, notReady: [], health: { pid: agent.child.pid, role: 'owner' } },
  ]);

  agent.child.kill('SIGTERM');
  expect(await agent.ended).toMatchObject({ exitCode: 0, err: '' });
  expect(agent.last()).toMatchObject({ role: 'ended', counts: { sent: 2, queued: 0 } });
  const line = await readFile(join(profile, 'agent-health.json'), 'utf8');
  expect(JSON.parse(line)).toEqual(agent.last());
  expect(await run(profile, 'agent', 'status')).toMatchObject({ exitCode: 69 });
});

test('an account that needs a person makes "agent status" end with 77', async () => {
  const profile = join(await temporaryFolder(), 'profile');
  await run(profile, 'accounts', 'add', '--host', 'mail.test', '--user', 'ada@fabrikam.test');
  const agent = await startAgent(profile);
  const { exitCode, out, err } = await run(profile, 'agent', 'status');
  expect([exitCode, JSON.parse(out), JSON.parse(err)]).toMatchObject([
    77,
    { running: true, notReady: [{ accountId: 1, status: 'password-needed' }] },
    { error: { code: 'password-required' } },
  ]);
  agent.child.kill('SIGINT');
  expect((await agent.ended).exitCode).toBe(0);
});

test('an agent waits beside the owner of the profile, and takes over within a second when it dies', async () => {
  const profile = join(await temporaryFolder(), 'profile');
  const worker = join(import.meta.dirname, '..', 'helpers', 'profile-worker.ts');
  const policy = join(import.meta.dirname, 'no-policy.json');
  const owner = fork(worker, [profile, policy], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  onTestFinished(() => void owner.kill('SIGKILL'));
  await once(owner, 'message');
  const agent = await startAgent(profile);
  expect(agent.last()?.role).toBe('client');
  const gone = once(owner, 'exit');
  owner.kill('SIGKILL');
  await gone;
  const log = () => readFile(join(profile, 'log', 'log.jsonl'), 'utf8');
  await expect.poll(log, { timeout: 1_000, interval: 20 }).toMatch(/"profile-joined","role":"owner"/);
  await expect.poll(() => agent.last()?.role, { timeout: 5_000 }).toBe('owner');
  agent.child.kill('SIGTERM');
  expect((await agent.ended).exitCode).toBe(0);
});

test('an agent that is told to end waits for the reply to a message whose end has left', async () => {
  const profile = join(await temporaryFolder(), 'profile');
  const ending = Promise.withResolvers<void>();
  const server = await startMailServer({
    onData: (stream, _session, callback) => {
      stream.resume().once('end', () => {
        ending.resolve();
        setTimeout(() => callback(null, 'taken late'), 1_500);
      });
    },
  });
  await addAccount(profile, server.port);
  const agent = await startAgent(profile);
  const { out } = await run(profile, 'send', '--to', 'kay@fabrikam.test', '--no-wait');
  await ending.promise;
  const beganAtMs = performance.now();
  agent.child.kill('SIGTERM');
  expect((await agent.ended).exitCode).toBe(0);
  expect(performance.now() - beganAtMs).toBeLessThan(10_000);
  const { itemId } = JSON.parse(out) as { itemId: string };
  expect(JSON.parse((await run(profile, 'outbox', 'show', itemId)).out)).toMatchObject({ state: 'sent' });
});
