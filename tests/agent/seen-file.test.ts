import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { openSeen } from '../../main/agent/seen-file.ts';
import { effort, tried } from '../helpers/effort.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const tries = effort({ quick: 10_000, full: 100_000 });
const time = new Date(1_700_000_000_000);

/** Puts the names one after the other in the place of another one, as fast as it can. */
const exchanging = `
const { linkSync, renameSync } = require('node:fs');
const { parentPort, workerData: { place, names, stop } } = require('node:worker_threads');
for (let turn = 0; Atomics.load(stop, 0) === 0; turn += 1) {
  linkSync(names[turn % names.length], place + '.next');
  renameSync(place + '.next', place);
  if (turn === 0) parentPort.postMessage('begun');
}`;

// Elsewhere a second name of a link is one of what it points to.
test.skipIf(process.platform !== 'linux')(
  `whoever exchanges a document for a link or a pipe ${tries.toLocaleString('en')} times never has another file read`,
  { timeout: 5 * 60_000 },
  async () => {
    const base = await temporaryFolder();
    const folder = join(base, 'watched');
    await mkdir(folder);
    await chmod(folder, 0o700);
    const at = (name: string) => join(base, name);
    const [own, foreign, link, pipe] = [at('own'), at('foreign'), at('link'), at('pipe')];
    // As long and as old as the document: only the way there tells them apart.
    for (const [path, text] of [
      [own, 'document'],
      [foreign, 'a secret'],
    ] as const) {
      await writeFile(path, text);
      await utimes(path, time, time);
    }
    await symlink(foreign, link);
    execFileSync('mkfifo', [pipe]);
    const place = join(folder, 'quote.pdf');
    const stop = new Int32Array(new SharedArrayBuffer(4));
    const names = [own, link, own, pipe];
    const worker = new Worker(exchanging, { eval: true, workerData: { place, names, stop } });
    const ended = once(worker, 'exit');
    onTestFinished(async () => {
      Atomics.store(stop, 0, 1);
      await ended;
    });
    await once(worker, 'message');
    const read = new Set<string>();
    for (let count = 0; count < tries; count += 1) {
      const handle = await openSeen(folder, { name: 'quote.pdf', sizeBytes: 8, mtimeMs: time.getTime() });
      if (!handle) continue;
      read.add(await handle.readFile('utf8'));
      await handle.close();
    }
    expect([...read]).toEqual(['document']);
    tried(tries);
  },
);
