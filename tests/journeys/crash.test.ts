import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const script = join(import.meta.dirname, '../crash/crash-test.ts');

test(
  'a program that is killed forty times while it takes over, refreshes, sends and saves loses nothing and doubles nothing',
  { timeout: 300_000 },
  async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [
      script,
      '--kills',
      '40',
      '--seed',
      '3',
    ]).catch((error: { stdout: string }) => error);
    expect(stdout.trimEnd().split('\n').at(-1), stdout).toBe(
      '40 kills, seed 3: 0 lost, 0 doubled, 0 falsely unconfirmed, 0 grants lost',
    );
  },
);
