import { execFileSync } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readFileLimited, readFileLimitedSync } from '../../main/limited-read.ts';

const ways = [
  ['at once', async (path: string, limit: number) => readFileLimitedSync(path, limit)],
  ['piece by piece', readFileLimited],
] as const;

test.for(ways)('a file is read whole as long as it keeps to the limit, %s', async ([, read]) => {
  const path = join(await mkdtemp(join(tmpdir(), 'limited-')), 'file');
  const bytes = Buffer.alloc(200_000, 'abc');
  await writeFile(path, bytes);
  expect(Buffer.from((await read(path, 200_000)) ?? []).equals(bytes)).toBe(true);
  expect(await read(path, 199_999)).toBeNull();
  await writeFile(path, '');
  expect(await read(path, 10)).toHaveLength(0);
  await expect(read(`${path}.none`, 10)).rejects.toMatchObject({ code: 'ENOENT' });
});

test.skipIf(process.platform === 'win32').for(ways)(
  'a file without an end is given up at the limit, %s',
  async ([, read]) => {
    expect(await read('/dev/zero', 1_000_000)).toBeNull();
  },
);

test.skipIf(process.platform === 'win32')('a pipe is read to its end', async () => {
  const path = join(await mkdtemp(join(tmpdir(), 'limited-')), 'pipe');
  execFileSync('mkfifo', [path]);
  const reading = readFileLimited(path, 10);
  await writeFile(path, 'secret');
  expect(Buffer.from((await reading) ?? []).toString()).toBe('secret');
});
