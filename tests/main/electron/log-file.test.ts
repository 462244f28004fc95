import { readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createLogFile } from '../../../main/electron/log-file.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

it('lines go to the end of a file that only this user may read', async () => {
  const path = join(await temporaryFolder(), 'log.jsonl');
  const write = createLogFile(path);
  write('one');
  write('two');
  expect(await readFile(path, 'utf8')).toBe('one\ntwo\n');
  expect((await stat(path)).mode & 0o077).toBe(0);
});

it('a full file makes room, and the one before it is kept', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'log.jsonl');
  await writeFile(path, 'x'.repeat(1024 * 1024 + 1));
  const write = createLogFile(path);
  write('new');
  expect(await readFile(path, 'utf8')).toBe('new\n');
  expect(await readdir(folder)).toEqual(['log.jsonl', 'log.jsonl.1']);
});

it('nothing fails because it cannot be written down', async () => {
  const write = createLogFile(join(await temporaryFolder(), 'missing', 'log.jsonl'));
  expect(() => write('one')).not.toThrow();
});
