import { mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createLogFile, profileLogPath, readLogTail } from '../../main/log-file.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const open = async () => {
  const folder = await temporaryFolder();
  const path = profileLogPath(folder);
  return { folder, path };
};

describe('the log of a profile', () => {
  it('is a file in a folder of its own, which only this user may read', async () => {
    const { path } = await open();
    const write = createLogFile(path);
    write('one');
    write('two');
    expect(await readFile(path, 'utf8')).toBe('one\ntwo\n');
    if (process.platform !== 'win32') {
      expect((await stat(path)).mode & 0o077).toBe(0);
      expect((await stat(join(path, '..'))).mode & 0o077).toBe(0);
    }
  });

  it('makes room when it is full, and keeps the files before it, the oldest of which goes', async () => {
    const { path } = await open();
    const write = createLogFile(path, { maxBytes: 12, files: 3 });
    for (const line of ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh']) write(line);
    const folder = join(path, '..');
    expect((await readdir(folder)).toSorted()).toEqual(['log.jsonl', 'log.jsonl.1', 'log.jsonl.2']);
    const all = await Promise.all(
      ['log.jsonl.2', 'log.jsonl.1', 'log.jsonl'].map((name) => readFile(join(folder, name), 'utf8')),
    );
    expect(all.join('')).toBe('third\nfourth\nfifth\nsixth\nseventh\n'.slice('third\n'.length));
    expect(all.every((text) => text.length <= 12)).toBe(true);
  });

  it('takes a line that is larger than a file', async () => {
    const { path } = await open();
    const write = createLogFile(path, { maxBytes: 4, files: 2 });
    write('a long line');
    write('b');
    expect(await readFile(path, 'utf8')).toBe('b\n');
  });

  it('is at most five files of a megabyte', async () => {
    const { path } = await open();
    const write = createLogFile(path);
    await mkdir(join(path, '..'));
    await writeFile(path, 'x'.repeat(1024 * 1024 - 3));
    write('y');
    expect((await stat(path)).size).toBe(1024 * 1024 - 1);
    write('z');
    expect(await readFile(path, 'utf8')).toBe('z\n');
  });

  it('fails nothing where it cannot be written, and makes no profile', async () => {
    const folder = join(await temporaryFolder(), 'no profile');
    const write = createLogFile(profileLogPath(folder));
    expect(() => write('one')).not.toThrow();
    await expect(stat(folder)).rejects.toThrow('ENOENT');
  });
});

describe('the end of a log', () => {
  it('is read over several files, oldest first', async () => {
    const { path } = await open();
    const write = createLogFile(path, { maxBytes: 10, files: 5 });
    for (let line = 1; line <= 9; line += 1) write(`line ${line}`);
    expect(readLogTail(path, 4)).toEqual(['line 6', 'line 7', 'line 8', 'line 9']);
    expect(readLogTail(path, 100)).toHaveLength(5);
  });

  it('is empty where there is none', async () => {
    const { path } = await open();
    expect(readLogTail(path, 10)).toEqual([]);
  });
});
