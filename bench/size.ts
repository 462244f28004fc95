import { execFile } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { firstScreenFiles, firstScreenLimitBytes } from '../build/first-screen.ts';
import { archiveLimitBytes, packedArchive } from '../build/package-findings.ts';
import { spreadOf } from './figures.ts';
import type { Bench, Figure } from './figures.ts';
import { goals } from './goals.ts';

const root = resolve(import.meta.dirname, '..');
const kilobyte = 1024;

function folderBytes(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}

const kilobytes = (what: string, bytes: number, limitBytes?: number): Figure => ({
  ...{ what, unit: 'KB', measured: spreadOf([bytes / kilobyte]) },
  limit: limitBytes === undefined ? null : { atMost: limitBytes / kilobyte },
});

/** What a person downloads besides the runtime, as `npm run package:check` packs it. */
export const size: Bench = {
  name: 'size',
  goals: ['goal-14'],
  run: async ({ quick }) => {
    if (quick)
      return [{ name: 'goal-14', what: goals['goal-14'], figures: [], skipped: 'a quick run packs nothing' }];
    await promisify(execFile)(process.execPath, [join(root, 'build', 'package-check.ts')]);
    const archive = statSync(join(root, packedArchive)).size;
    const page = firstScreenFiles(join(root, 'out', 'renderer'));
    const pageBytes = page.reduce((sum, { gzipBytes }) => sum + gzipBytes, 0);
    return [
      {
        name: 'goal-14',
        what: goals['goal-14'],
        skipped: null,
        figures: [
          {
            what: 'app.asar, of its limit',
            unit: '',
            measured: spreadOf([archive / archiveLimitBytes]),
            limit: null,
          },
          kilobytes('app.asar', archive, archiveLimitBytes),
          kilobytes('scripts and styles before the first paint (gzip)', pageBytes, firstScreenLimitBytes),
          ...['main', 'preload', 'renderer'].map((part) =>
            kilobytes(`unpacked, ${part}`, folderBytes(join(root, 'out', part))),
          ),
        ],
      },
    ];
  },
};
