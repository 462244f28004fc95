import { mkdir, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it, onTestFinished } from 'vitest';
import { createAccountHealth } from '../../main/accounts/account-health.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const open = (folder: string) => {
  const health = createAccountHealth({ folder, nowMs: () => 42 });
  onTestFinished(health.close);
  return health;
};

/** A folder whose `status.db` knows that account 7 was refused. */
async function refusedBefore(): Promise<{ folder: string; path: string }> {
  const folder = await temporaryFolder();
  const health = open(folder);
  health.note('server', 7, 'authentication-rejected', 1_000);
  health.close();
  return { folder, path: join(folder, 'status.db') };
}

it('a refusal is known after a restart, until it is cleared', async () => {
  const { folder } = await refusedBefore();
  const health = open(folder);
  expect(health.last('server', 7)).toEqual({ code: 'authentication-rejected', sinceMs: 1_000 });
  health.clear('server', 7);
  health.note('grant', 'abcdefgh', null, 5);
  health.close();
  const again = open(folder);
  expect(again.last('server', 7)).toBeUndefined();
  expect(again.last('grant', 'abcdefgh')).toEqual({ code: null, sinceMs: 5 });
});

it('accounts and grants of one name do not mix', async () => {
  const health = open(await temporaryFolder());
  health.note('server', '7', 'sender-rejected', 1);
  expect(health.last('grant', '7')).toBeUndefined();
  expect(health.last('server', 7)?.code).toBe('sender-rejected');
});

it('only a changed answer is news, and the first one says since when', async () => {
  const health = open(await temporaryFolder());
  expect(health.note('server', 1, null, 10)).toBe(true);
  expect(health.note('server', 1, null, 20)).toBe(false);
  expect(health.last('server', 1)).toEqual({ code: null, sinceMs: 10 });
  expect(health.note('server', 1, 'sender-rejected', 30)).toBe(true);
});

it.skipIf(process.platform === 'win32')('only this user may read the file', async () => {
  const { path } = await refusedBefore();
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

it.each<[string, (path: string) => unknown]>([
  ['no database', (path) => writeFile(path, 'not a database, but long enough to be looked at as one')],
  ['cut short', (path) => truncate(path, 5_000)],
  [
    'from the future',
    (path) => {
      const database = new DatabaseSync(path);
      database.exec('pragma user_version = 99');
      database.close();
    },
  ],
  [
    'of another shape',
    (path) => {
      const database = new DatabaseSync(path);
      database.exec('drop table health; create table health (other text)');
      database.close();
    },
  ],
  [
    'with a code nobody knows',
    (path) => {
      const database = new DatabaseSync(path);
      database.exec("update health set code = 'no-such-code'");
      database.close();
    },
  ],
])('a file that is %s is moved aside with its bytes, and a new one begun', async (_, damage) => {
  const { folder, path } = await refusedBefore();
  await damage(path);
  const damaged = await readFile(path);
  const health = open(folder);
  expect(health.last('server', 7)).toBeUndefined();
  health.note('server', 1, null, 1);
  health.close();
  expect(open(folder).last('server', 1)).toEqual({ code: null, sinceMs: 1 });
  expect(await readFile(join(folder, 'status.db.damaged-42'))).toEqual(damaged);
});

it('an empty file is a new one', async () => {
  const { folder, path } = await refusedBefore();
  await truncate(path, 0);
  expect(open(folder).last('server', 7)).toBeUndefined();
  expect(await readdir(folder)).toEqual(['status.db']);
});

it('where no file can be, the notes last until the app ends', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'status.db'));
  const health = open(folder);
  health.note('server', 1, 'sender-rejected', 1);
  expect(health.last('server', 1)?.code).toBe('sender-rejected');
  health.close();
});

it('a note after the end is kept in memory and harms nobody', async () => {
  const health = open(await temporaryFolder());
  health.close();
  expect(health.note('server', 1, null, 1)).toBe(true);
  health.close();
});
