import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const script = join(import.meta.dirname, '../load/load-test.ts');

test(
  'each document of a batch arrives once, and no mailbox is faster than its service allows',
  { timeout: 180_000 },
  async () => {
    const choices = ['--documents', '160', '--accounts', '4', '--no-window'];
    const { stdout } = await promisify(execFile)(process.execPath, [script, ...choices]).catch(
      (error: { stdout: string }) => error,
    );
    const last = stdout.trimEnd().split('\n').at(-1);
    expect(last, stdout).toMatch(/^160 documents, 4 accounts: 0 lost, 0 doubled, pace kept, memory /);
    expect(stdout).not.toContain('not flat');
    // One of the mailboxes has more than its minute takes: it did have to wait.
    expect(stdout).toMatch(/\d+\.\d s, [1-9]\d* minutes of the virtual clock/);
  },
);
