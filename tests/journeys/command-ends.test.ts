import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startMailServer } from '../helpers/mail-server.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const script = join(import.meta.dirname, '../../main/cli.ts');

async function run(profile: string, words: readonly string[], stdin = '') {
  const child = spawn(process.execPath, [script, ...words, '--profile', profile, '--json']);
  onTestFinished(() => void child.kill('SIGKILL'));
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => void (out += chunk.toString()));
  child.stderr.resume();
  child.stdin.end(stdin);
  const exitCode = await new Promise<number | null>((resolve) => void child.once('close', resolve));
  return { exitCode, out };
}

/** A mail server that takes its time to say that it has a message. */
async function serverAnsweringAfter(ms: number): Promise<number> {
  const { port } = await startMailServer({
    secure: false,
    disabledCommands: ['STARTTLS'],
    onAuth: (_auth, _session, callback) => callback(null, { user: 'x' }),
    onData: (stream, _session, callback) => {
      stream.resume().once('end', () => void setTimeout(() => callback(null, 'taken'), ms));
    },
  });
  return port;
}

test('a command that has done its own work waits for the server that has another message', async () => {
  const profile = join(await temporaryFolder(), 'profile');
  for (const port of [await serverAnsweringAfter(4_000), await serverAnsweringAfter(0)]) {
    const server = ['--host', '127.0.0.1', '--port', String(port), '--tls', 'off'];
    const words = ['accounts', 'add', ...server, '--user', 'ada@example.test', '--password-stdin'];
    expect(await run(profile, words, 'secret')).toMatchObject({ exitCode: 0 });
  }
  expect(await run(profile, ['send', '--account', '1', '--to', 'x@example.test', '--no-wait'])).toMatchObject(
    { exitCode: 0 },
  );
  expect(await run(profile, ['send', '--account', '2', '--to', 'y@example.test'])).toMatchObject({
    exitCode: 0,
  });
  const { out } = await run(profile, ['outbox', 'list']);
  expect(JSON.parse(out)).toMatchObject([{ state: 'sent' }, { state: 'sent' }]);
}, 30_000);
