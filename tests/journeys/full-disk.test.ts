import { execFile, spawnSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

/** Mounting needs a name space of its own, which not every system gives. */
const canMount = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0;

test.skipIf(!canMount)(
  'while the disk is full nothing is taken over, sent or lost; with room again everything goes on by itself',
  async () => {
    const sandbox = await startSandbox();
    onTestFinished(() => sandbox.close());
    const who = sandbox.people.find(({ provider }) => provider === 'none');
    if (!who) throw new Error('nobody has a password');
    const disk = join(await temporaryFolder(), 'disk');
    await mkdir(disk);
    const worker = join(import.meta.dirname, '../helpers/full-disk-worker.ts');
    const place = [disk, sandbox.policyFile, sandbox.faultsUrl, String(sandbox.smtp.starttls)];
    const { stdout, stderr } = await promisify(execFile)('unshare', [
      ...['-rm', process.execPath, worker, ...place, who.address, who.password],
    ]);
    expect(JSON.parse(stdout), stderr).toEqual({
      first: 'sent',
      sendNowWhileFull: 'storage-full',
      waitingWhileFull: 'queued',
      handedOverWhileFull: 'storage-full',
      settingsWhileFull: 'storage-full',
      listedWhileFull: 'ok',
      waitingAfterwards: 'sent',
      handedOverAfterwards: 'sent',
      settingsAfterwards: 'ok',
    });
    expect(sandbox.inbox.messages().map(({ subject }) => subject)).toEqual(['first', 'waiting', 'refused']);
  },
);
