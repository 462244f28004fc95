import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { asPerson, openAccounts } from './fake-account-parts.ts';

const sa = { businessObject: 'SystemUser', columnName: 'User_Name', columnValue: 'sa' };
const way = { provider: 'google', sendThrough: 'smtp' } as const;
const start = async (change: Parameters<typeof openAccounts>[1] = {}) => {
  const folder = await temporaryFolder();
  const parts = openAccounts(folder, change);
  await parts.accounts.start();
  const person = asPerson(parts);
  await person.add(sa, { password: 'one', makeDefault: true });
  await person.add();
  parts.events.length = 0;
  return { folder, ...parts, person };
};
const ids = ({ accounts }: Awaited<ReturnType<typeof start>>) => accounts.rows().map(({ id }) => id);

describe('Remove', () => {
  it('takes the rows away and keeps their secrets while it can be undone', async () => {
    const parts = await start();
    const { removed, undoToken, waitingItems } = await parts.person.remove([1, 1]);
    expect([removed, typeof undoToken, waitingItems]).toEqual([true, 'string', 0]);
    expect(ids(parts)).toEqual([2]);
    expect(parts.accounts.row(1)).toBeNull();
    expect(parts.events).toEqual(['changed 1']);
    expect(await parts.vault.list()).toHaveLength(1);
    expect((await parts.person.resolve()).accountId).toBeNull();
  });

  it('is undone with password, key and default', async () => {
    const parts = await start();
    const before = parts.accounts.row(1);
    const { undoToken } = await parts.person.remove([1]);
    expect(await parts.person.restore(undoToken)).toEqual({ restoredIds: [1] });
    expect(parts.accounts.row(1)).toEqual(before);
    expect(parts.accounts.row(1)?.isDefault).toBe(true);
    expect(await parts.accounts.passwordFor(parts.store.existing(1))).toEqual({ password: 'one' });
    await parts.accounts.stop();
    expect(await parts.vault.list()).toHaveLength(1);
    expect(parts.clock.sleeping()).toBe(0);
  });

  it.each<[string, (parts: Awaited<ReturnType<typeof start>>) => Promise<unknown>]>([
    ['another account is saved', ({ person }) => person.edit(2, { port: 25 })],
    ['another account is removed', ({ person }) => person.remove([2])],
    ['the app stops', ({ accounts }) => accounts.stop()],
    ['the time for it is over', ({ clock }) => clock.advance(10 * 60_000)],
    ['a sign-in changes an account', ({ accounts }) => accounts.unlinkGrant([2])],
  ])('cannot be undone any more once %s: the secrets are forgotten then', async (_, change) => {
    const parts = await start();
    const { undoToken } = await parts.person.remove([1]);
    parts.health.note('server', 1, 'sender-rejected', 1);
    await change(parts);
    await parts.accounts.settled();
    await expect(parts.person.restore(undoToken)).rejects.toMatchObject({
      code: 'transition-refused',
      field: 'undoToken',
    });
    expect(await parts.vault.list()).toEqual([]);
    expect(parts.health.last('server', 1)).toBeUndefined();
    expect(parts.deps.defaultAccount.id()).toBeNull();
    expect(parts.store.toForget()).toEqual([]);
    // Only a removal that came after it may still wait.
    expect(parts.clock.sleeping()).toBe(parts.store.list().length === 0 ? 1 : 0);
  });

  it('can be undone for as long as a toast may stand under a pointer', async () => {
    const parts = await start();
    const { undoToken } = await parts.person.remove([1]);
    await parts.clock.advance(5 * 60_000);
    await expect(parts.person.restore(undoToken)).resolves.toEqual({ restoredIds: [1] });
  });

  it('is final after a crash: the next start forgets the secrets', async () => {
    const parts = await start();
    await parts.person.remove([1]);
    const again = openAccounts(parts.folder, { vault: parts.vault });
    await again.accounts.start();
    expect(await parts.vault.list()).toEqual([]);
    expect(again.accounts.rows().map(({ id }) => id)).toEqual([2]);
  });

  it('of a shared sign-in leaves it to the others', async () => {
    const parts = await start();
    parts.kept.set('grant-one', { provider: 'google', mailbox: 'anna@example.com' });
    await parts.person.edit(1, { provider: 'google', host: '' });
    await parts.person.edit(2, { provider: 'google', host: '' });
    await parts.accounts.linkGrant(1, 'grant-one', way);
    await parts.accounts.linkGrant(2, 'grant-one', way);
    await parts.person.remove([1]);
    await parts.accounts.stop();
    expect(parts.kept.has('grant-one')).toBe(true);
    await parts.person.remove([2]);
    await parts.accounts.stop();
    expect([[...parts.kept.keys()], parts.revoked]).toEqual([[], []]);
  });

  it.each([
    [[9], 'account-not-found', 'accountIds'],
    [[1, 9], 'account-not-found', 'accountIds'],
  ])('of accounts %j is refused, and nothing is removed', async (accountIds, code, field) => {
    const parts = await start();
    await expect(parts.person.remove(accountIds)).rejects.toMatchObject({ code, field });
    expect(ids(parts)).toEqual([1, 2]);
  });

  it('cannot be undone with a made-up token', async () => {
    const parts = await start();
    await expect(parts.person.restore('made-up-token')).rejects.toMatchObject({ code: 'transition-refused' });
    await expect(parts.person.restore('')).rejects.toMatchObject({ code: 'transition-refused' });
  });

  it('cannot be undone when another account has the key by now', async () => {
    const parts = await start();
    const { undoToken } = await parts.person.remove([1]);
    // Past the service, as an import might.
    parts.store.replace([{ ...parts.store.existing(2), ...sa, columnValue: ' SA' }]);
    await expect(parts.person.restore(undoToken)).rejects.toMatchObject({
      code: 'key-taken',
      detail: { accountId: 2 },
    });
    expect(ids(parts)).toEqual([2]);
  });

  it('leaves a default that the policy sets alone', async () => {
    const parts = await start();
    const defaultAccount = { id: () => 1, set: () => expect.unreachable(), isLocked: () => true };
    const again = openAccounts(parts.folder, { vault: parts.vault, defaultAccount });
    await again.accounts.start();
    await asPerson(again).remove([1]);
    await again.accounts.stop();
    expect(await parts.vault.list()).toEqual([]);
  });

  it('of many accounts forgets their passwords with one write', async () => {
    const { folder, store, vault } = await start();
    let writes = 0;
    const forgotten: typeof store.forgotten = (gone) => {
      writes += 1;
      store.forgotten(gone);
    };
    const { accounts, ...parts } = openAccounts(folder, { store: { ...store, forgotten }, vault });
    const person = asPerson({ accounts, ...parts });
    await Promise.all([1, 2, 3].map(() => person.add({}, { password: 'x' })));
    await accounts.settled();
    writes = 0;
    await person.remove([1, 2, 3, 4, 5]);
    await accounts.stop();
    expect([writes, store.toForget(), await vault.list()]).toEqual([1, [], []]);
  });
});

describe('Remove of accounts that still have something to send', () => {
  it('is not done while nobody has said what becomes of it', async () => {
    const parts = await start();
    parts.waiting.set(1, 3);
    expect(await parts.person.remove([1, 2])).toEqual({ removed: false, undoToken: null, waitingItems: 3 });
    expect(ids(parts)).toEqual([1, 2]);
  });

  it('cancels what waits', async () => {
    const parts = await start();
    parts.waiting.set(1, 3);
    expect(await parts.person.remove([1], 'cancel')).toMatchObject({ removed: true, waitingItems: 3 });
    expect(parts.waiting.size).toBe(0);
  });

  it('lets another account send it', async () => {
    const parts = await start();
    parts.waiting.set(1, 3);
    expect(await parts.person.remove([1], { moveToAccountId: 2 })).toMatchObject({ removed: true });
    expect([...parts.waiting]).toEqual([[2, 3]]);
  });

  it.each([
    [[1], 9, 'account-not-found'],
    [[1, 2], 2, 'account-not-found'],
    [[1], 2, 'account-disabled'],
  ])('is refused where %j would leave it to %i', async (accountIds, moveToAccountId, code) => {
    const parts = await start();
    if (code === 'account-disabled') await parts.person.edit(2, { enabled: false });
    parts.waiting.set(1, 3);
    await expect(parts.person.remove(accountIds, { moveToAccountId })).rejects.toMatchObject({
      code,
      field: 'waiting',
    });
    expect([ids(parts), parts.waiting.get(1)]).toEqual([[1, 2], 3]);
  });
});

it('which account sends is answered with the system user and the default account', async () => {
  const { person } = await start();
  expect(await person.resolve()).toMatchObject({ accountId: 1, rule: 'key' });
  await person.edit(1, { columnValue: 'other' });
  expect(await person.resolve()).toMatchObject({ accountId: 1, rule: 'default' });
});

it('a draft is linted against what is saved', async () => {
  const { person, accounts } = await start();
  const row = accounts.row(2);
  if (!row) throw new Error('it is there');
  const { id, isDefault: _, passwordSet: __, signedInAs: ___, status: ____, ...draft } = row;
  const lint = (accountId: number | null) =>
    person.lint({ accountId, draft: { ...draft, ...sa, tls: false }, passwordTyped: false });
  expect((await lint(id)).findings.map(({ code }) => code)).toEqual(['key-taken']);
  expect((await lint(1)).findings.map(({ code }) => code)).toEqual(['password-without-tls']);
});
