import { expect, it } from 'vitest';
import { resolveAccount } from '../../main/accounts/account-key.ts';
import { firstManagedId } from '../../shared/account.ts';
import type { Account, BusinessRecord } from '../../shared/account.ts';
import { exampleAccount } from '../helpers/example-accounts.ts';
import { effort, seed, tried } from '../helpers/effort.ts';
import { createRandom } from '../helpers/repeatable-random.ts';

/** `npm run trust` makes the whole proof, `TRUST_SEED` chooses other pairs. */
const pairs = effort({ quick: 20_000, full: 1_000_000 });
const recordsPerList = 50;
const { chance, pick, upTo, many } = createRandom(seed);

/** Spellings that are one and the same key, and some that are not. */
const objects = [
  'SystemUser',
  'SalesDocument',
  'Customer',
  'Gr\u00f6\u00dfe',
  '\u0130tem',
  'constructor',
  '',
];
const columns = ['User_Name', 'Sales_Doc_Type', 'Stra\u00dfe', '__proto__', ' \u00a0'];
const values = [
  'sa',
  'INVOICE',
  'Zo\u00eb',
  '\u212bngstr\u00f6m',
  '\u039f\u0394\u039f\u03a3',
  '\u01f0',
  'a\u0307\u0323',
  '',
];

function spelled(text: string): string {
  const lettered = pick([text, text, text.toUpperCase(), text.toLowerCase()]);
  const composed = pick([lettered, lettered.normalize('NFC'), lettered.normalize('NFD')]);
  return pick(['', '', '', ' ', '\u00a0']) + composed + pick(['', '', '', ' ', '\t', '   ']);
}

/** Half of the words come from the list, so that keys meet; the rest makes long lists of different ones. */
const word = (words: readonly string[], rare: number) =>
  spelled(chance(rare) ? `word${upTo(2_000)}` : pick(words));

/** As files of earlier versions may hold them: the same key many times, halves of keys, in any order. */
function anyAccounts(): readonly Account[] {
  const rare = pick([0, 0.5, 0.95]);
  const anyAccount = (id: number) =>
    exampleAccount(id, {
      enabled: chance(0.8),
      businessObject: word(objects, rare / 4),
      columnName: word(columns, rare / 4),
      columnValue: word(values, rare),
    });
  const own = many(pick([0, 1, 3, 20, 200, 2_000]), (index) => anyAccount(index + 1));
  const managed = many(pick([0, 0, 2, 20]), (index) => anyAccount(firstManagedId + index));
  return chance(0.5) ? [...own, ...managed] : [...managed, ...own].toReversed();
}

const anyRecords = (): readonly BusinessRecord[] =>
  many(upTo(5), () => ({
    businessObject: word(objects, 0.1),
    columns: Object.fromEntries(many(upTo(4), () => [word(columns, 0.1), word(values, 0.5)])),
  }));

const fold = (text: string) => text.normalize('NFC').trim().toLowerCase().normalize('NFC');
const keyParts = (account: Account) =>
  [account.businessObject, account.columnName, account.columnValue].map(fold).join('\0');
const isManaged = (account: Account) => account.id >= firstManagedId;

/** An account with what the oracle compares; blank parts make no key. */
const withKey = (account: Account) => ({
  account,
  key: /(?:^|\0)(?:\0|$)/.test(keyParts(account)) ? null : keyParts(account),
});

/** The rules of the product, one sentence each, by looking at every account for every object. */
function oracle(
  all: readonly ReturnType<typeof withKey>[],
  records: readonly BusinessRecord[],
  systemUser: string,
  defaultAccountId: number | null,
) {
  // SystemUser.User_Name is always known: where the caller names no SystemUser, it comes last.
  const isNamed = records.some((record) => fold(record.businessObject) === 'systemuser');
  const known = { businessObject: 'SystemUser', columns: { User_Name: systemUser } };
  const carried = isNamed ? records : [...records, known];
  // Repeated records of one object form one record at its first place.
  const order = [...new Set(carried.map((record) => fold(record.businessObject)))];
  const tried = order.map((object) => [
    ...new Set(
      carried
        .filter((record) => fold(record.businessObject) === object)
        .flatMap((record) => Object.entries(record.columns))
        .map(([column, value]) => [object, fold(column), fold(value)])
        .filter((parts) => parts.every((part) => part !== ''))
        .map((parts) => parts.join('\0')),
    ),
  ]);
  const enabled = all.filter(({ account, key }) => account.enabled && key !== null);
  const matches = tried.map((keys) => enabled.filter(({ key }) => keys.includes(key ?? '')));
  // Of a key that one of the policy has, the policy's accounts are the only ones.
  const counts = (one: ReturnType<typeof withKey>, among: typeof enabled) =>
    isManaged(one.account) || !among.some(({ account, key }) => isManaged(account) && key === one.key);
  // The first record with a matching enabled account wins; ties go to the lowest Email Server ID.
  const firstMatched = matches
    .map((found) => found.filter((one) => counts(one, found)))
    .find(({ length }) => length > 0);
  const ids = (found: typeof enabled) => found.map(({ account }) => account.id).toSorted((a, b) => a - b);
  const winner = firstMatched && ids(firstMatched)[0];
  const fallback = all.find(({ account }) => account.id === defaultAccountId && account.enabled)?.account.id;
  return {
    accountId: winner ?? fallback ?? null,
    rule: winner !== undefined ? 'key' : fallback !== undefined ? 'default' : 'none',
    matched: all.find(({ account }) => account.id === winner)?.key ?? null,
    losers: winner === undefined ? [] : ids(matches.flat()).filter((id) => id !== winner),
    tried: tried.flat(),
  };
}

it(
  `which account sends is what the rules say, for ${pairs.toLocaleString('en')} lists of accounts and records`,
  { timeout: 3 * 3_600_000 },
  () => {
    const joined = (key: { businessObject: string; columnName: string; columnValue: string }) =>
      [key.businessObject, key.columnName, key.columnValue].map(fold).join('\0');
    const rules = { key: 0, default: 0, none: 0 };
    for (let pair = 0; pair < pairs; pair += recordsPerList) {
      const accounts = anyAccounts();
      const prepared = accounts.map(withKey);
      for (let count = 0; count < recordsPerList; count += 1) {
        const records = anyRecords();
        const systemUser = word(values, 0.2);
        const defaultAccountId = chance(0.5) ? null : (pick(accounts)?.id ?? 7);
        const found = resolveAccount({ accounts, records, systemUser, defaultAccountId });
        const plain = {
          ...found,
          matched: found.matched && joined(found.matched),
          losers: found.losers.toSorted((a, b) => a - b),
          tried: found.tried.map(joined),
        };
        const expected = oracle(prepared, records, systemUser, defaultAccountId);
        rules[found.rule] += 1;
        if (JSON.stringify(plain) === JSON.stringify(expected)) continue;
        expect({ seed, pair: pair + count, records, ...plain }).toEqual({
          seed,
          pair: pair + count,
          records,
          ...expected,
        });
      }
    }
    // A proof by accounts that never match would be none.
    for (const times of Object.values(rules)) expect(times).toBeGreaterThan(pairs / 50);
    tried(pairs);
  },
);
