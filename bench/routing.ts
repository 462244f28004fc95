import { enabledAccountsWithKey, keyOf, resolveAccount } from '../main/accounts/account-key.ts';
import { newAccountDraft } from '../shared/account.ts';
import type { Account, AccountKey } from '../shared/account.ts';
import { normalizeKeyPart } from '../shared/key-part.ts';
import { ratioOf, spreadOf } from './figures.ts';
import type { Bench } from './figures.ts';
import { inTurns, cpuNsEach } from './in-turns.ts';

const accountCounts = { quick: 10_000, usual: 100_000 };
const lookupCounts = { quick: 2_000, usual: 200_000 };
/** Each of these goes through all accounts. */
const linearLookups = 200;
const key = { businessObject: 'SystemUser', columnName: 'User_Name' };

const accounts = (accountCount: number): readonly Account[] =>
  Array.from({ length: accountCount }, (_, index) => ({
    ...newAccountDraft,
    ...key,
    ...{ host: 'mail.example.com', user: `user${index}@example.com`, columnValue: `user${index}` },
    ...{ id: index + 1, grantId: null, passwordId: null },
  }));

/** Texts that were never looked up: what has been hashed before is found faster than what a caller brings. */
const freshKeys = (count: number, accountCount: number): readonly AccountKey[] =>
  Array.from({ length: count }, () => ({
    ...key,
    columnValue: `User${Math.floor(Math.random() * accountCount)}`,
  }));

const parts = ({ businessObject, columnName, columnValue }: AccountKey) =>
  [businessObject, columnName, columnValue].map(normalizeKeyPart);

/** The plain way, made ready as far as it can be: every part of every account is normalised before. */
function linearSearch(all: readonly Account[]) {
  const prepared = all.flatMap((account) => {
    const own = account.enabled ? keyOf(account) : null;
    return own ? { account, parts: parts(own) } : [];
  });
  return (wanted: AccountKey): Account | null => {
    const [object, column, value] = parts(wanted);
    const found = prepared.find(
      (each) => each.parts[2] === value && each.parts[1] === column && each.parts[0] === object,
    );
    return found?.account ?? null;
  };
}

/** Answers how long a lookup among accounts takes, several times, in nanoseconds. */
export function lookupNs(accountCount: number, times: number): readonly number[] {
  const all = accounts(accountCount);
  const measure = () =>
    cpuNsEach(freshKeys(lookupCounts.usual, accountCount), (wanted) => enabledAccountsWithKey(all, wanted));
  // The first one makes the index.
  return Array.from({ length: times + 1 }, measure).slice(1);
}

/** Which account sends, among 100,000. */
export const routing: Bench = {
  name: 'routing',
  goals: ['goal-9'],
  run: async ({ rounds, quick }) => {
    const lookups = quick ? lookupCounts.quick : lookupCounts.usual;
    const accountCount = quick ? accountCounts.quick : accountCounts.usual;
    const all = accounts(accountCount);
    const linear = linearSearch(all);
    const resolve = ({ businessObject, columnName, columnValue }: AccountKey) =>
      resolveAccount({
        accounts: all,
        records: [{ businessObject, columns: { [columnName]: columnValue } }],
        ...{ systemUser: '', defaultAccountId: null },
      });
    for (const each of freshKeys(linearLookups, accountCount)) {
      const ids = [enabledAccountsWithKey(all, each)[0]?.id, resolve(each).accountId, linear(each)?.id];
      if (new Set(ids).size !== 1) throw new Error(`Three ways, and not one account: ${ids.join(', ')}`);
    }
    const side = (count: number, call: (wanted: AccountKey) => unknown) => () => {
      const wanted = freshKeys(count, accountCount);
      return cpuNsEach(wanted, call);
    };
    const taken = await inTurns(rounds, {
      lookup: side(lookups, (wanted) => enabledAccountsWithKey(all, wanted)),
      resolve: side(lookups, resolve),
      linear: side(linearLookups, linear),
    });
    return [
      {
        name: 'goal-9',
        what: 'which account, among 100,000',
        skipped: null,
        figures: [
          {
            what: 'lookup of a key, of a linear search',
            unit: '',
            measured: ratioOf(taken.lookup, taken.linear),
            limit: { atMost: 1 / 1_000 },
          },
          { what: 'lookup of a key', unit: 'ns', measured: spreadOf(taken.lookup), limit: { atMost: 250 } },
          {
            what: 'whole decision with its reasons, of a linear search',
            unit: '',
            measured: ratioOf(taken.resolve, taken.linear),
            limit: null,
          },
          { what: 'whole decision', unit: 'ns', measured: spreadOf(taken.resolve), limit: null },
        ],
      },
    ];
  },
};
