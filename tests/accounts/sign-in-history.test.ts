import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { createAccountHealth } from '../../main/accounts/account-health.ts';
import { createSignInHistory, signInHistorySchema } from '../../main/accounts/sign-in-history.ts';
import type { SignInEvent } from '../../shared/sign-in-event.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const dayMs = 24 * 60 * 60_000;
const nowMs = Date.UTC(2026, 10, 21);
const signedIn = (atMs: number): SignInEvent => ({
  ...{ atMs, kind: 'signed-in', signedInAs: 'ben@contoso.test', code: null, detail: null },
});
const withdrawn = (atMs: number): SignInEvent => ({
  ...{ atMs, kind: 'withdrawn', signedInAs: 'ben@contoso.test', code: 'grant-revoked' },
  detail: { error: 'invalid_grant', aadsts: 50_173 },
});

function start() {
  const database = new DatabaseSync(':memory:');
  database.exec(signInHistorySchema);
  return { database, history: createSignInHistory(database, () => nowMs) };
}

test('the history of an account is told newest first, with what the provider said', () => {
  const { history } = start();
  history.add([1, 2], signedIn(nowMs - dayMs));
  history.add([1], withdrawn(nowMs));
  expect(history.list(1)).toEqual([withdrawn(nowMs), signedIn(nowMs - dayMs)]);
  expect(history.list(2)).toEqual([signedIn(nowMs - dayMs)]);
  expect(history.list(3)).toEqual([]);
});

test('the last withdrawal counts until somebody signs in', () => {
  const { history } = start();
  history.add([1], withdrawn(1));
  expect(history.lastWithdrawal(1)?.detail).toEqual({ error: 'invalid_grant', aadsts: 50_173 });
  history.add([1], signedIn(2));
  expect(history.lastWithdrawal(1)).toBeNull();
});

test('it keeps thirty events of an account, of a year, of accounts that are still there', () => {
  const { history } = start();
  for (let count = 0; count < 40; count += 1) history.add([1], signedIn(nowMs - count));
  expect(history.list(1)).toHaveLength(30);
  history.add([2], signedIn(nowMs - 366 * dayMs));
  history.add([2], signedIn(nowMs - 364 * dayMs));
  history.add([3], signedIn(nowMs));
  history.prune([1, 2]);
  expect([1, 2, 3].map((id) => history.list(id).length)).toEqual([30, 1, 0]);
});

test('a disk that takes nothing stops nothing', () => {
  const { database, history } = start();
  database.exec('drop table sign_in_event');
  expect(() => history.add([1], signedIn(1))).not.toThrow();
  expect(history.list(1)).toEqual([]);
});

test('it is there after a restart, also where the file is of before it', async () => {
  const folder = await temporaryFolder();
  const open = () => createAccountHealth({ folder, nowMs: () => nowMs });
  const old = open();
  old.note('grant', 'grant-one', 'grant-revoked', nowMs);
  old.close();
  const database = new DatabaseSync(`${folder}/status.db`);
  database.exec('drop table sign_in_event; pragma user_version = 1');
  database.close();
  const first = open();
  expect(first.last('grant', 'grant-one')?.code).toBe('grant-revoked');
  first.history.add([1], signedIn(nowMs));
  first.close();
  const second = open();
  expect(second.history.list(1)).toEqual([signedIn(nowMs)]);
  second.close();
});
