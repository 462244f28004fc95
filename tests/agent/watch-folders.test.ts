import { chmod, chown, mkdir, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeAgentHealth } from '../../main/agent/agent-health.ts';
import { createWatchFolders } from '../../main/agent/watch-folders.ts';
import { tryOwnerLock } from '../../main/owner/owner-lock.ts';
import type { PickFolder } from '../../main/ports.ts';
import type { WatchFolderDraft } from '../../shared/watch.ts';
import { systemClock } from '../helpers/system-ports.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

async function start(pickFolder: PickFolder | null = null) {
  const base = await realpath(await temporaryFolder());
  const profileFolder = join(base, 'profile');
  const folder = join(base, 'outgoing');
  await mkdir(profileFolder, { mode: 0o700 });
  await mkdir(folder, { mode: 0o755 });
  const accountExists = (id: number) => id === 1;
  const verbs = createWatchFolders({ profileFolder, clock: systemClock, accountExists, pickFolder });
  const draft = (path: string, accountId: number | null = 1): WatchFolderDraft => ({
    ...{ folder: path, accountId, records: [], recipients: 'file-name', subject: '{name}', body: '' },
  });
  return { base, profileFolder, folder, draft, ...verbs };
}

test('a folder is added, listed and removed; without an agent nobody looks at it', async () => {
  const { folder, draft, add, remove, status } = await start();
  const added = await add(draft(folder));
  expect(added).toMatchObject({ id: 1, folder });
  expect(await status()).toMatchObject({
    canPick: false,
    folders: [{ id: 1, folder, state: 'no-agent', problem: null, last: null }],
  });
  await expect(add(draft(folder))).rejects.toMatchObject({ code: 'invalid-request', field: 'folder' });
  expect([await remove(1), await remove(1), (await status()).folders]).toEqual([true, false, []]);
});

test('a path from somewhere in the middle, a folder that is none and an account that is gone are refused', async () => {
  const { base, folder, draft, add, status } = await start();
  for (const path of ['outgoing', join(base, 'nowhere')])
    await expect(add(draft(path))).rejects.toMatchObject({ code: 'invalid-request', field: 'folder' });
  await expect(add(draft(folder, 7))).rejects.toMatchObject({ code: 'account-not-found', field: 'account' });
  expect((await status()).folders).toEqual([]);
});

test('the profile, what lies in it and what it lies in are refused untouched, also by way of a link', async () => {
  const { base, profileFolder, draft, add } = await start();
  await mkdir(join(profileFolder, 'vault'));
  await symlink(profileFolder, join(base, 'link'));
  for (const path of [profileFolder, join(profileFolder, 'vault'), base, join(base, 'link')])
    await expect(add(draft(path))).rejects.toMatchObject({
      ...{ code: 'invalid-request', field: 'folder', message: expect.stringMatching(/profile/) },
    });
  expect(await readdir(profileFolder)).toEqual(['vault']);
});

test('a folder inside or around a watched one is refused: what was sent would be sent again', async () => {
  const { base, draft, add } = await start();
  const outer = join(base, 'a');
  await mkdir(join(outer, 'b', 'c'), { recursive: true, mode: 0o755 });
  await add(draft(join(outer, 'b')));
  for (const path of [outer, join(outer, 'b', 'sent'), join(outer, 'b', 'c')])
    await expect(add(draft(path))).rejects.toMatchObject({
      ...{ code: 'invalid-request', message: expect.stringMatching(/inside or around .*choose one beside/) },
    });
  await mkdir(join(base, 'ab'), { mode: 0o755 });
  expect(await add(draft(join(base, 'ab')))).toMatchObject({ id: 2 });
});

test.skipIf(process.platform === 'win32')(
  'a folder in which other users may rename what is not theirs is refused with the way out',
  async () => {
    const { base, folder, draft, add } = await start();
    for (const mode of [0o777, 0o770]) {
      await chmod(folder, mode);
      await expect(add(draft(folder))).rejects.toMatchObject({
        ...{ code: 'invalid-request', message: expect.stringMatching(/chmod \+t/) },
      });
    }
    await chmod(folder, 0o755);
    // Whoever may rename the folder itself can put another one in its place.
    await chmod(base, 0o777);
    await expect(add(draft(folder))).rejects.toMatchObject({ message: expect.stringMatching(/above/) });
    expect(await readdir(folder)).toEqual([]);
    await chmod(base, 0o1777);
    await chmod(folder, 0o1777);
    expect(await add(draft(folder))).toMatchObject({ folder });
  },
);

test.skipIf(process.getuid?.() !== 0)(
  'a folder of another user, and one whose "sent" is, are refused',
  async () => {
    const { folder, draft, add } = await start();
    await chown(folder, 12_345, 12_345);
    await expect(add(draft(folder))).rejects.toMatchObject({ message: expect.stringMatching(/chown/) });
    await chown(folder, 0, 0);
    await mkdir(join(folder, 'sent'));
    await chown(join(folder, 'sent'), 12_345, 12_345);
    await expect(add(draft(folder))).rejects.toMatchObject({ message: expect.stringMatching(/"sent"/) });
  },
);

test('a file is no watch folder', async () => {
  const { base, draft, add } = await start();
  await writeFile(join(base, 'file'), '');
  await expect(add(draft(join(base, 'file')))).rejects.toMatchObject({
    message: expect.stringMatching(/not a folder/),
  });
});

test('where folders are chosen in a window of the system, no other one is taken', async () => {
  let answer: string | null = null;
  const { folder, draft, add, pick, status } = await start(async () => answer);
  expect((await status()).canPick).toBe(true);
  expect(await pick()).toBeNull();
  await expect(add(draft(folder))).rejects.toMatchObject({ code: 'invalid-request', field: 'folder' });
  answer = folder;
  expect(await pick()).toBe(folder);
  expect(await add(draft(folder))).toMatchObject({ folder });
});

test('what the running agent says of a folder is told with it', async () => {
  const { profileFolder, folder, draft, add, status } = await start();
  await add(draft(folder));
  const agent = tryOwnerLock(profileFolder, 'agent.lock');
  expect((await status()).folders).toMatchObject([{ state: 'starting' }]);
  const time = '2026-11-20T09:00:00.000Z';
  const last = { file: 'INV-1__kay@fabrikam.test.pdf', outcome: 'sent', timeMs: Date.parse(time) } as const;
  const told = { state: 'watching', waiting: 2, onTheWay: 1, problem: null, last } as const;
  await writeAgentHealth(profileFolder, {
    ...{ version: '0.0.0', pid: 1, role: 'owner', time, startedAt: time, lastError: null },
    counts: { queued: 0, sending: 0, held: 0, sent: 0, failed: 0, unconfirmed: 0, cancelled: 0 },
    ...{ ready: 1, notChecked: 0, notReady: [], watch: [{ id: 1, folder, ...told }] },
  });
  expect((await status()).folders).toMatchObject([told]);
  // What an agent that has ended said is no news.
  agent?.release();
  expect((await status()).folders).toMatchObject([{ state: 'no-agent', waiting: 0, last: null }]);
});

test('a folder that another profile watches is refused until that one removes it, or its mark is deleted', async () => {
  const { base, folder, draft, add, remove } = await start();
  const profileFolder = join(base, 'other');
  await mkdir(profileFolder, { mode: 0o700 });
  const other = createWatchFolders({
    ...{ profileFolder, clock: systemClock, accountExists: () => true, pickFolder: null },
  });
  await add(draft(folder));
  await expect(other.add(draft(folder))).rejects.toMatchObject({
    ...{ code: 'invalid-request', field: 'folder', message: expect.stringMatching(/Another profile/) },
  });
  await remove(1);
  expect(await other.add(draft(folder))).toMatchObject({ id: 1 });
  await expect(add(draft(folder))).rejects.toMatchObject({ code: 'invalid-request' });
  await rm(join(folder, '.smtp-setup-watch'));
  expect(await add(draft(folder))).toMatchObject({ folder });
});

test('how many documents lie in a new folder already is said when it is added', async () => {
  const { folder, draft, add, remove } = await start();
  for (const name of ['a.pdf', 'a.pdf.json', 'b.csv', 'c.part']) await writeFile(join(folder, name), '-');
  await mkdir(join(folder, 'more'));
  expect(await add(draft(folder))).toMatchObject({ alreadyThere: 3 });
  await remove(1);
  expect(await add({ ...draft(folder), recipients: 'sidecar' })).toMatchObject({ alreadyThere: 2 });
});
