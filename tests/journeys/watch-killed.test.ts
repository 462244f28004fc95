import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, realpath, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { AgentHealth } from '../../main/agent/agent-health.ts';
import { changeWatchFolders } from '../../main/agent/watch-settings.ts';
import { prepareWatchFolder } from '../../main/agent/watchable-folder.ts';
import { startMailServer } from '../helpers/mail-server.ts';
import { startApp } from '../helpers/start-app.ts';
import { systemClock } from '../helpers/system-ports.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const script = join(import.meta.dirname, '..', 'helpers', 'agent-worker.ts');

async function startAgent(profileFolder: string, killAt: string) {
  const child = fork(script, [profileFolder, killAt], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const healths: AgentHealth[] = [];
  child.on('message', (health: AgentHealth) => void healths.push(health));
  return {
    exited,
    healths,
    end: async () => {
      child.send('end');
      await exited;
    },
  };
}

/** A profile with one account, and a watch folder with one document and its sidecar. */
async function prepare() {
  const server = await startMailServer();
  const base = await realpath(await temporaryFolder());
  const profileFolder = join(base, 'profile');
  const app = await startApp({ sandbox: null, profileFolder });
  const account = await app.add({
    ...{ host: '127.0.0.1', port: server.port, tls: false, from: 'ada@fabrikam.test' },
  });
  await app.stop();
  const outgoing = join(base, 'outgoing');
  await writeFile(join(base, 'invoice.pdf'), 'the invoice');
  await writeFile(join(base, 'invoice.pdf.json'), JSON.stringify({ to: 'kay@fabrikam.test' }));
  await mkdir(outgoing, { mode: 0o755 });
  await prepareWatchFolder(outgoing);
  const template = { subject: 'Invoice {name}', body: 'Hello' };
  await changeWatchFolders(profileFolder, systemClock, () => [
    { id: 1, folder: outgoing, accountId: account.id, records: [], recipients: 'sidecar', ...template },
  ]);
  for (const name of ['invoice.pdf', 'invoice.pdf.json'])
    await rename(join(base, name), join(outgoing, name));
  return { server, profileFolder, outgoing };
}

test.for([
  'before documentBegin',
  'after documentEnd',
  'watch-noted taken',
  'before outboxSubmit',
  'after outboxSubmit',
  'watch-handed-over',
  'watch-noted submitted',
  'after outboxGet',
  'watch-noted settled',
  'watch-ended settled',
])('an agent that is killed at "%s" loses no document and sends none twice', async (killAt) => {
  const { server, profileFolder, outgoing } = await prepare();
  const killed = await startAgent(profileFolder, killAt);
  expect((await killed.exited)[1]).toBe('SIGKILL');

  const agent = await startAgent(profileFolder, '');
  const inside = (name: string) => readdirSync(join(outgoing, name)).toSorted();
  await expect
    .poll(() => [...inside('sent'), ...inside('failed')], { timeout: 20_000 })
    .toEqual(['invoice.pdf', 'invoice.pdf.json', 'invoice.pdf.note.txt']);
  await expect.poll(() => readdirSync(join(profileFolder, 'watch'))).toEqual([]);
  await expect
    .poll(() => agent.healths.at(-1)?.watch, { timeout: 20_000 })
    .toMatchObject([{ onTheWay: 0, problem: null }]);
  await agent.end();

  expect(readdirSync(outgoing).toSorted()).toEqual(['.smtp-setup-watch', 'failed', 'sent']);
  if (existsSync(join(outgoing, 'sent', 'invoice.pdf'))) expect(server.taken()).toHaveLength(1);
  else {
    // The reply of the server died with the agent: only a person can say.
    expect(readFileSync(join(outgoing, 'failed', 'invoice.pdf.note.txt'), 'utf8')).toMatch(
      /may have been sent/,
    );
    expect(server.taken().length).toBeLessThanOrEqual(1);
  }
  expect(agent.healths.at(-1)).toMatchObject({ role: 'ended', watch: [{ onTheWay: 0, problem: null }] });
});
