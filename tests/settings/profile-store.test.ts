import Conf from 'conf';
import { spawnSync } from 'node:child_process';
import { chmod, chown, mkdir, readdir, readFile, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { openProfileStore } from '../../main/settings/profile-store.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const format = z.strictObject({ version: z.literal(1), text: z.string() });
const program = fileURLToPath(new URL('profile-program.ts', import.meta.url));
const nobody = 65_534;
const initial = { version: 1 as const, text: '' };
const open = (folder: string) =>
  openProfileStore({
    folder,
    name: 'example',
    parse: (value) => format.parse(value),
    initial,
    createWriter: (options) => new Conf(options),
  });

async function saved(text: string): Promise<{ folder: string; path: string }> {
  const folder = await temporaryFolder();
  open(folder).set({ version: 1, text });
  return { folder, path: join(folder, 'example.json') };
}

describe('a document of the profile', () => {
  it('is what it was set to, also after a restart', async () => {
    const { folder } = await saved('Zoë');
    expect(open(folder).get()).toEqual({ version: 1, text: 'Zoë' });
  });

  it('may be large: then too it is what it was set to, or refused as a whole', async () => {
    const text = 'Zoë '.repeat(300_000);
    const { folder, path } = await saved(text);
    expect(open(folder).get().text).toBe(text);
    await truncate(path, 1_200_000);
    expect(() => open(folder)).toThrow(/example\.json/);
  });

  it('begins with what it is given, and writes nothing until it is set', async () => {
    const folder = await temporaryFolder();
    expect(open(folder).get()).toEqual(initial);
    expect(await readdir(folder)).toEqual([]);
  });

  it('is one compact file that only its owner may read, in a folder made for it', async () => {
    const folder = join(await temporaryFolder(), 'new', 'profile');
    open(folder).set({ version: 1, text: 'a' });
    expect(await readdir(folder)).toEqual(['example.json']);
    if (process.platform !== 'win32') {
      expect((await stat(join(folder, 'example.json'))).mode & 0o777).toBe(0o600);
      expect((await stat(folder)).mode & 0o777).toBe(0o700);
    }
    expect(await readFile(join(folder, 'example.json'), 'utf8')).not.toContain('\n');
  });

  it.skipIf(process.platform === 'win32')('gets its mode back when somebody opened it up', async () => {
    const { folder, path } = await saved('a');
    await chmod(path, 0o644);
    open(folder).set({ version: 1, text: 'b' });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('may hold names with dots and names that JavaScript uses', async () => {
    const folder = await temporaryFolder();
    const loose = () =>
      openProfileStore<Record<string, unknown>>({
        folder,
        name: 'example',
        parse: (value) => z.record(z.string(), z.unknown()).parse(value),
        initial: {},
        createWriter: (options) => new Conf(options),
      });
    const value = { version: 1, 'a.b': { constructor: 1, toJSON: 2 } };
    loose().set(value);
    expect(loose().get()).toEqual(value);
  });

  it('is swept of what a process left that died while writing', async () => {
    const { folder } = await saved('a');
    const left = ['example.json.next', 'example.json.next.tmp-1234567890abcdef', 'example.json.next.tmp-x'];
    const others = ['other.json.next', 'example.json.next-of-mine', 'example.txt'];
    await Promise.all([...left, ...others].map((name) => writeFile(join(folder, name), '{')));
    expect(open(folder).get().text).toBe('a');
    expect((await readdir(folder)).toSorted()).toEqual(['example.json', ...others].toSorted());
  });
});

describe('a damaged document', () => {
  const flip = async (path: string) => {
    const bytes = await readFile(path);
    bytes[bytes.length - 4] = (bytes[bytes.length - 4] ?? 0) ^ 1;
    await writeFile(path, bytes);
  };

  it.each<[string, (path: string) => Promise<unknown>]>([
    ['cut short', (path) => truncate(path, 20)],
    ['with a bit flipped in a text', flip],
    ['empty', (path) => truncate(path, 0)],
    ['full of NUL bytes', (path) => writeFile(path, new Uint8Array(64))],
    ['null', (path) => writeFile(path, 'null')],
    ['a list', (path) => writeFile(path, '[1]')],
    ['an empty object', (path) => writeFile(path, '{}')],
    ['of another shape', (path) => writeFile(path, '{"version":1,"text":1}')],
    ['from the future', (path) => writeFile(path, '{"version":2,"text":"a"}')],
    ['with a byte order mark', (path) => writeFile(path, '\ufeff{"version":1,"text":"a"}')],
  ])('that is %s is refused by its name, and its bytes stay', async (_, damage) => {
    const { folder, path } = await saved('a text');
    await damage(path);
    const before = await readFile(path);
    const opening = () => open(folder);
    expect(opening).toThrow(
      expect.objectContaining({ code: 'profile-unreadable', detail: { file: 'example.json' } }),
    );
    expect(opening).toThrow(/^example\.json /);
    expect(await readFile(path)).toEqual(before);
    expect(await readdir(folder)).toEqual(['example.json']);
  });

  it.each<[string, (path: string) => Promise<unknown>]>([
    ['is a folder', (path) => mkdir(path)],
    ['leads in a circle', (path) => symlink('example.json', path)],
  ])('that %s is refused without its path', async (_, make) => {
    const folder = await temporaryFolder();
    await make(join(folder, 'example.json'));
    expect(() => open(folder)).toThrow(/^example\.json cannot be read \(E[A-Z]+\)\.$/);
  });

  it.skipIf(process.platform === 'win32')('that this user may not read is refused', async () => {
    const { folder, path } = await saved('a');
    await chmod(path, 0);
    // Nothing is unreadable to root.
    const asNobody = process.getuid?.() === 0 ? { uid: nobody } : {};
    if (asNobody.uid) await Promise.all([chown(folder, nobody, nobody), chown(path, nobody, nobody)]);
    const { stdout } = spawnSync(process.execPath, [program, folder], { encoding: 'utf8', ...asNobody });
    expect(stdout).toBe('profile-unreadable example.json cannot be read (EACCES).');
  });
});

describe('a disk that is full', () => {
  it.skipIf(process.platform === 'win32')('never leaves half a document: the old one stays', async () => {
    const { folder, path } = await saved('old');
    const before = await readFile(path);
    const limited = 'trap "" XFSZ; ulimit -f 8; exec "$0" "$@"';
    const run = (env: NodeJS.ProcessEnv) =>
      spawnSync('/bin/sh', ['-c', limited, process.execPath, program, folder], { encoding: 'utf8', env });
    // Under snap the library writes in place.
    for (const env of [process.env, { ...process.env, SNAP: '1' }]) {
      const { stdout } = run(env);
      expect(stdout).toMatch(/^kept storage-full example\.json could not be saved/);
      expect(await readFile(path)).toEqual(before);
      expect(await readdir(folder)).toEqual(['example.json']);
    }
  });

  it('is told from a folder that cannot be written', async () => {
    const { folder, path } = await saved('old');
    await mkdir(join(folder, 'example.json.next'));
    await writeFile(join(folder, 'example.json.next', 'in-the-way'), '');
    const store = open(folder);
    expect(() => store.set({ version: 1, text: 'new' })).toThrow(
      expect.objectContaining({ code: 'profile-unreadable', message: expect.not.stringContaining(folder) }),
    );
    expect(store.get().text).toBe('old');
    expect(await readFile(path, 'utf8')).toContain('old');
  });
});
