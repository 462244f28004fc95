import { expect, it } from 'vitest';
import { passwordIdFor, passwordRecordFor } from '../../main/accounts/passwords.ts';
import { firstManagedId } from '../../shared/account.ts';
import { exampleAccount } from '../helpers/example-accounts.ts';
import { systemRandom } from '../helpers/system-ports.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { asPerson, openAccounts } from './fake-account-parts.ts';

const open = async () => {
  const opened = openAccounts(await temporaryFolder());
  await opened.accounts.start();
  return { ...opened, person: asPerson(opened) };
};
const merge = (id: number, change: object = {}) => exampleAccount(id, change);

it('changes and adds accounts in one write, and what they leave behind is forgotten', async () => {
  const { accounts, person, store, vault, events, health } = await open();
  const first = await person.add({ user: 'a@example.com' }, { password: 'pw-a' });
  await person.add({ user: 'b@example.com' });
  health.note('server', first.id, 'authentication-rejected', 1);
  const oldPassword = store.existing(first.id).passwordId ?? '';
  events.length = 0;
  await accounts.merge(async () => ({
    accounts: [merge(1, { host: 'other.example.com' }), merge(2, { enabled: false }), merge(7)],
    nextId: 12,
    renewed: new Set(),
  }));
  await accounts.settled();
  expect(store.list().map(({ id, host }) => [id, host])).toEqual([
    [1, 'other.example.com'],
    [2, 'mail.example.com'],
    [7, 'mail.example.com'],
  ]);
  expect(await vault.get(oldPassword)).toBeNull();
  expect(store.toForget()).toEqual([]);
  expect(health.last('server', 1)).toBeUndefined();
  expect(events).toEqual(['changed 1 2 7', 'corrected 1', 'disabled 2', 'corrected 2']);
  expect((await person.add({ user: 'c@example.com' })).id).toBe(12);
});

it('an account with a new password shows it at once', async () => {
  const { accounts, person, vault, store, events } = await open();
  const { id } = await person.add();
  const account = store.existing(id);
  const passwordId = passwordIdFor(account, systemRandom);
  events.length = 0;
  await accounts.merge(async () => {
    store.forgetUnlessUsed([{ kind: 'password', id: passwordId }]);
    await vault.put(passwordRecordFor(passwordId, account, 'pw'));
    return { accounts: [{ ...account, passwordId }], nextId: 1, renewed: new Set([id]) };
  });
  expect(accounts.row(id)).toMatchObject({ passwordSet: true, status: { kind: 'not-checked' } });
  expect(await accounts.passwordFor(store.existing(id))).toEqual({ password: 'pw' });
  expect(events).toEqual([`changed ${id}`, `renewed ${id}`]);
});

it('what was made in vain is forgotten, and nothing has changed', async () => {
  const { accounts, vault, store } = await open();
  const made = [{ kind: 'password', id: passwordIdFor(exampleAccount(1), systemRandom) }] as const;
  const refused = accounts.merge(async () => {
    store.forgetUnlessUsed(made);
    await vault.put(passwordRecordFor(made[0].id, exampleAccount(1), 'pw'));
    throw new Error('no');
  });
  await expect(refused).rejects.toThrow('no');
  accounts.forgetUnused(made);
  await accounts.settled();
  expect([await vault.list(), store.toForget(), store.list()]).toEqual([[], [], []]);
});

it('an account of the administrator is never merged', async () => {
  const { accounts, store } = await open();
  const input = { accounts: [merge(1), merge(firstManagedId)], nextId: 1, renewed: new Set<number>() };
  await expect(accounts.merge(async () => input)).rejects.toMatchObject({ code: 'locked-by-policy' });
  expect(store.list()).toEqual([]);
});

it('without a change no Undo is lost; only the next ID may grow', async () => {
  const { accounts, person, store } = await open();
  const { id } = await person.add();
  const { undoToken } = await person.remove([id]);
  await accounts.merge(async () => ({ accounts: [], nextId: 9, renewed: new Set() }));
  expect(store.lowestFreeId()).toBe(9);
  expect(await person.restore(undoToken)).toEqual({ restoredIds: [id] });
});

it('a change of an account that is removed and could be undone ends the Undo, not the account', async () => {
  const { accounts, person, store } = await open();
  const { id } = await person.add({}, { password: 'pw' });
  const { undoToken } = await person.remove([id]);
  await accounts.merge(async () => ({ accounts: [merge(id)], nextId: 1, renewed: new Set() }));
  await expect(person.restore(undoToken)).rejects.toMatchObject({ code: 'transition-refused' });
  expect(store.list().map((account) => account.id)).toEqual([id]);
});
