import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createAccountStore } from '../../main/accounts/account-store.ts';
import { createNodePorts } from '../../main/loopback/node-ports.ts';
import { profileFileText } from '../../main/settings/profile-file.ts';
import { exampleAccount } from '../helpers/example-accounts.ts';
import { createFakeCipher } from '../helpers/fake-cipher.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const open = (profileFolder: string) => {
  const cipher = createFakeCipher();
  const ports = createNodePorts({ profileFolder, platform: 'linux', env: {}, cipher, log: () => undefined });
  return createAccountStore(ports);
};
const grant = (id: string) => ({ kind: 'grant' as const, id });
const password = (id: string) => ({ kind: 'password' as const, id });

describe('accounts on the disk', () => {
  it('are there after a restart', async () => {
    const folder = await temporaryFolder();
    const store = open(folder);
    store.add(exampleAccount(0, { host: 'one.example.com' }));
    store.add(exampleAccount(0, { host: 'two.example.com' }));
    store.replace([{ ...store.existing(1), port: 25 }]);
    expect(open(folder).list()).toEqual(store.list());
    expect(open(folder).byId(1)).toMatchObject({ host: 'one.example.com', port: 25 });
    expect(open(folder).byId(3)).toBeNull();
  });

  it('never get the ID of one that was removed, also after a restart', async () => {
    const folder = await temporaryFolder();
    const store = open(folder);
    store.add(exampleAccount(0));
    store.add(exampleAccount(0));
    store.remove([2]);
    expect(store.add(exampleAccount(0)).id).toBe(3);
    store.remove([1, 3]);
    expect(open(folder).add(exampleAccount(0)).id).toBe(4);
  });

  it('come back under their own IDs, in order', async () => {
    const store = open(await temporaryFolder());
    for (let count = 0; count < 4; count += 1) store.add(exampleAccount(0));
    const removed = store.remove([3, 1, 3]);
    expect(removed.map(({ id }) => id)).toEqual([3, 1]);
    store.restore(removed);
    store.restore(removed);
    expect(store.list().map(({ id }) => id)).toEqual([1, 2, 3, 4]);
    expect(store.nextId()).toBe(5);
  });

  it('are what they were changed to, without their file being written anew, also after a restart', async () => {
    const folder = await temporaryFolder();
    const store = open(folder);
    for (let count = 0; count < 3; count += 1) store.add(exampleAccount(0));
    const before = await readFile(join(folder, 'accounts.json'));
    store.forgetUnlessUsed([grant('new-grant'), grant('in-vain')]);
    store.replace([exampleAccount(2, { grantId: 'new-grant' }), exampleAccount(3, { port: 25 })]);
    store.replace([exampleAccount(3, { port: 26 })], { forget: [password('old')] });
    store.forgotten([grant('in-vain')]);
    expect(await readFile(join(folder, 'accounts.json'))).toEqual(before);
    const again = open(folder);
    expect([again.list(), again.toForget()]).toEqual([store.list(), [password('old')]]);
    expect(again.list()).toMatchObject([{ port: 587 }, { grantId: 'new-grant' }, { port: 26 }]);
    again.close();
    expect(await readdir(folder)).toEqual(['accounts.json']);
    expect([open(folder).list(), open(folder).toForget()]).toEqual([store.list(), [password('old')]]);
  });

  it('are refused with changes of accounts that are not there', async () => {
    const folder = await temporaryFolder();
    const store = open(folder);
    store.add(exampleAccount(0));
    store.replace([exampleAccount(1, { port: 25 })]);
    const path = join(folder, 'accounts.changes');
    const { checksum: _, ...line } = JSON.parse(await readFile(path, 'utf8')) as Record<string, object>;
    const change = { ...line['change'], accounts: [exampleAccount(9)] };
    await writeFile(path, `${profileFileText({ ...line, change })}\n`);
    expect(() => open(folder)).toThrow(expect.objectContaining({ code: 'profile-unreadable' }));
  });

  it('are left alone when one of several is not there', async () => {
    const store = open(await temporaryFolder());
    store.add(exampleAccount(0));
    const missing = expect.objectContaining({ code: 'account-not-found' });
    expect(() => store.remove([1, 9])).toThrow(missing);
    expect(() => store.replace([{ ...store.existing(1), port: 1 }, exampleAccount(9)])).toThrow(missing);
    expect(store.list()).toHaveLength(1);
    expect(store.existing(1).port).toBe(587);
  });

  it('are one list until something changes, so that its index is kept', async () => {
    const store = open(await temporaryFolder());
    store.add(exampleAccount(0));
    const list = store.list();
    store.forgetUnlessUsed([grant('abcdefgh')]);
    expect(store.list()).toBe(list);
    store.replace([exampleAccount(1, { port: 25 })]);
    expect(store.list()).not.toBe(list);
  });
});

describe('secrets to forget', () => {
  it('are known after a restart, unless an account refers to them', async () => {
    const folder = await temporaryFolder();
    const store = open(folder);
    store.forgetUnlessUsed([password('new-pass'), grant('new-grant')]);
    expect(open(folder).toForget()).toEqual([password('new-pass'), grant('new-grant')]);
    store.add(exampleAccount(0, { passwordId: 'new-pass' }));
    expect(open(folder).toForget()).toEqual([grant('new-grant')]);
    store.forgotten([grant('new-grant')]);
    expect(open(folder).toForget()).toEqual([]);
  });

  it('go into the same write as the change, and are kept while another account shares them', async () => {
    const folder = await temporaryFolder();
    const store = open(folder);
    store.add(exampleAccount(0, { grantId: 'shared' }));
    store.add(exampleAccount(0, { grantId: 'shared' }));
    store.remove([1], { forget: [grant('shared')] });
    expect(store.toForget()).toEqual([]);
    store.remove([2], { forget: [grant('shared')] });
    expect(open(folder).toForget()).toEqual([grant('shared')]);
  });

  it('are not a password and a grant of one name', async () => {
    const store = open(await temporaryFolder());
    store.forgetUnlessUsed([password('same'), grant('same')]);
    store.add(exampleAccount(0, { grantId: 'same' }));
    expect(store.toForget()).toEqual([password('same')]);
  });
});

describe('a file of accounts that we did not write', () => {
  const file = (change: object) =>
    JSON.stringify({
      version: 1,
      nextId: 3,
      accounts: [exampleAccount(1), exampleAccount(2)],
      toForget: [],
      ...change,
    });

  it.each<[string, object]>([
    ['gives one ID twice', { accounts: [exampleAccount(1), exampleAccount(1)] }],
    ['is not in order', { accounts: [exampleAccount(2), exampleAccount(1)] }],
    ['would give an ID again', { nextId: 2 }],
    ['holds half an account', { accounts: [{ id: 1, host: 'a' }] }],
    ['holds a password', { accounts: [{ ...exampleAccount(1), password: 'hunter2' }] }],
    ['has no accounts', { accounts: undefined }],
  ])('is refused when it %s', async (_, change) => {
    const folder = await temporaryFolder();
    const path = join(folder, 'accounts.json');
    await writeFile(path, file(change));
    expect(() => open(folder)).toThrow(
      expect.objectContaining({
        code: 'profile-unreadable',
        message: expect.not.stringContaining('hunter2'),
      }),
    );
    expect(await readFile(path, 'utf8')).toBe(file(change));
  });

  it('is taken when it fits', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'accounts.json'), file({}));
    expect(open(folder).list()).toHaveLength(2);
  });
});
