import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  comparableKey,
  enabledAccountsWithKey,
  keyOf,
  resolveAccount,
} from '../../main/accounts/account-key.ts';
import type { Account, BusinessRecord } from '../../shared/account.ts';
import { normalizeKeyPart } from '../../shared/key-part.ts';
import { exampleAccount, keyedAccount } from '../helpers/example-accounts.ts';
import { runs } from '../helpers/effort.ts';

const invoice: BusinessRecord = { businessObject: 'SalesDocument', columns: { Sales_Doc_Type: 'INVOICE' } };
const systemUser = (name: string): BusinessRecord => ({
  businessObject: 'SystemUser',
  columns: { User_Name: name },
});
const invoiceAccount = (id: number, change: Partial<Account> = {}) =>
  exampleAccount(id, {
    businessObject: 'SalesDocument',
    columnName: 'Sales_Doc_Type',
    columnValue: 'invoice',
    ...change,
  });
const resolve = (
  accounts: readonly Account[],
  records: readonly BusinessRecord[],
  name = '',
  defaultId?: number,
) => resolveAccount({ accounts, records, systemUser: name, defaultAccountId: defaultId ?? null });

describe('parts of keys', () => {
  it.each([
    ['  sa ', 'SA'],
    ['INVOICE', 'invoice'],
    // A Turkish computer would lower-case I without its dot.
    ['TITLE', 'title'],
    ['Zo\u00eb', 'ZOE\u0308'],
    ['\u00a0x\u3000', 'x'],
  ])('%j and %j are the same', (a, b) => {
    expect(normalizeKeyPart(a)).toBe(normalizeKeyPart(b));
  });

  it('stay the same when compared again, whatever they hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(normalizeKeyPart(normalizeKeyPart(text))).toBe(normalizeKeyPart(text));
      }),
      runs({ quick: 100, full: 2_000 }),
    );
  });

  it('make a key only together', () => {
    expect(keyOf(keyedAccount(1, ' sa '))).toEqual({
      businessObject: 'SystemUser',
      columnName: 'User_Name',
      columnValue: 'sa',
    });
    expect(keyOf(keyedAccount(1, '   '))).toBeNull();
    expect(keyOf(exampleAccount(1))).toBeNull();
  });
});

describe('accounts with a key', () => {
  it('are those of the list and the key that are asked for now, whatever was asked for before', () => {
    const key = { businessObject: 'SalesDocument', columnName: 'Sales_Doc_Type', columnValue: 'invoice' };
    const lists = [
      [invoiceAccount(1)],
      [invoiceAccount(2), exampleAccount(3, { ...key, columnName: 'Other' })],
    ];
    const asked = lists.flatMap((accounts) =>
      [key, { ...key, columnName: 'Other' }, { ...key, businessObject: 'Other' }, key].map((each) =>
        enabledAccountsWithKey(accounts, each).map(({ id }) => id),
      ),
    );
    expect(asked).toEqual([[1], [], [], [1], [2], [3], [], [2]]);
  });
});

describe('which account sends', () => {
  it('is the same however often an object, a column and a value are spelled in another way', () => {
    const accounts = [invoiceAccount(1), invoiceAccount(2, { columnName: 'Sales_Doc_ID', columnValue: 'B' })];
    for (let asked = 0; asked < 2; asked += 1) {
      for (const spell of [(text: string) => text, (text: string) => ` ${text.toUpperCase()} `]) {
        const record = (column: string, value: string): BusinessRecord => ({
          ...{ businessObject: spell('SalesDocument'), columns: { [spell(column)]: spell(value) } },
        });
        expect(resolve(accounts, [record('Sales_Doc_Type', 'Invoice')]).accountId).toBe(1);
        expect(resolve(accounts, [record('sales_doc_id', 'b')]).accountId).toBe(2);
        expect(resolve(accounts, [record('Sales_Doc_Type', 'b')]).accountId).toBeNull();
      }
    }
  });

  it('is the one of the first record that matches, in the order of the caller', () => {
    const accounts = [keyedAccount(1, 'sa'), invoiceAccount(2)];
    expect(resolve(accounts, [invoice, systemUser('sa')])).toMatchObject({
      accountId: 2,
      rule: 'key',
      losers: [1],
    });
    expect(resolve(accounts, [systemUser('sa'), invoice])).toMatchObject({
      accountId: 1,
      rule: 'key',
      losers: [2],
    });
  });

  it('is the one with the lowest Email Server ID where several match one record', () => {
    const record: BusinessRecord = {
      businessObject: 'SalesDocument',
      columns: { Sales_Doc_Type: 'INVOICE', Location: 'MAIN' },
    };
    const byPlace = invoiceAccount(3, { columnName: 'Location', columnValue: 'Main' });
    const result = resolve([byPlace, invoiceAccount(7), invoiceAccount(5)], [record]);
    expect(result).toMatchObject({ accountId: 3, losers: [5, 7] });
    expect(result.matched).toEqual({
      businessObject: 'SalesDocument',
      columnName: 'Location',
      columnValue: 'Main',
    });
    expect(result.tried.map((key) => key.columnName)).toEqual(['Sales_Doc_Type', 'Location']);
  });

  it('is never a disabled one', () => {
    const accounts = [keyedAccount(1, 'sa', { enabled: false }), keyedAccount(2, 'sa')];
    expect(resolve(accounts, [systemUser('sa')])).toMatchObject({ accountId: 2, losers: [] });
  });

  it('is the default account where no key matches, if it is enabled', () => {
    const accounts = [exampleAccount(1), exampleAccount(2, { enabled: false })];
    expect(resolve(accounts, [invoice], '', 1)).toMatchObject({
      accountId: 1,
      rule: 'default',
      matched: null,
    });
    expect(resolve(accounts, [invoice], '', 2)).toMatchObject({ accountId: null, rule: 'none' });
    expect(resolve(accounts, [invoice], '', 9)).toMatchObject({ accountId: null, rule: 'none' });
  });

  it('names every key that was tried where there is none', () => {
    expect(resolve([], [invoice], 'sa')).toEqual({
      accountId: null,
      rule: 'none',
      matched: null,
      losers: [],
      tried: [
        { businessObject: 'SalesDocument', columnName: 'Sales_Doc_Type', columnValue: 'INVOICE' },
        { businessObject: 'SystemUser', columnName: 'User_Name', columnValue: 'sa' },
      ],
    });
  });

  it('looks for the system user last, unless the caller names one', () => {
    const accounts = [keyedAccount(1, 'sa'), invoiceAccount(2)];
    expect(resolve(accounts, [invoice], 'sa').accountId).toBe(2);
    expect(resolve(accounts, [], 'SA').accountId).toBe(1);
    expect(resolve(accounts, [systemUser('somebody')], 'sa')).toMatchObject({
      accountId: null,
      rule: 'none',
    });
    expect(resolve(accounts, [{ businessObject: ' systemuser ', columns: {} }], 'sa').accountId).toBeNull();
    expect(resolve(accounts, [], '').tried).toEqual([]);
  });

  it('takes repeated records of one object as one at its first place', () => {
    const accounts = [
      invoiceAccount(9),
      keyedAccount(1, 'sa'),
      invoiceAccount(4, { columnName: 'Location', columnValue: 'MAIN' }),
    ];
    const location: BusinessRecord = { businessObject: 'SALESDOCUMENT', columns: { location: 'main' } };
    const result = resolve(accounts, [invoice, systemUser('sa'), location]);
    expect(result).toMatchObject({ accountId: 4, losers: [9, 1] });
    expect(result.tried.map((key) => key.columnName)).toEqual(['Sales_Doc_Type', 'location', 'User_Name']);
  });

  it('tries one key once, however often it is spelled', () => {
    expect(resolve([], [systemUser('sa'), systemUser(' SA ')]).tried).toHaveLength(1);
  });

  it('is not misled by the edges between the parts', () => {
    const account = exampleAccount(1, { businessObject: 'a', columnName: 'b', columnValue: 'c' });
    expect(resolve([account], [{ businessObject: 'a\0b', columns: { c: 'c' } }]).accountId).toBeNull();
    expect(resolve([account], [{ businessObject: 'a', columns: { 'b\0c': 'c' } }]).accountId).toBeNull();
  });

  const word = fc.constantFrom('a', 'A ', 'b', 'c');
  const anyAccounts = fc
    .array(fc.record({ businessObject: word, columnName: word, columnValue: word, enabled: fc.boolean() }), {
      maxLength: 8,
    })
    .map((rows) => rows.map((row, index) => exampleAccount(index + 1, row)));
  const anyRecords = fc.array(
    fc.record({ businessObject: word, columns: fc.dictionary(word, word, { maxKeys: 3 }) }),
    { maxLength: 4 },
  );

  it('agrees with a search through all accounts, for any accounts and records', () => {
    fc.assert(
      fc.property(
        anyAccounts,
        anyRecords,
        fc.option(fc.nat({ max: 9 })),
        (accounts, records, defaultAccountId) => {
          const result = resolveAccount({ accounts, records, systemUser: '', defaultAccountId });
          const matching = accounts.filter(
            (account) =>
              account.enabled &&
              result.tried.some(
                (key) =>
                  normalizeKeyPart(key.businessObject) === normalizeKeyPart(account.businessObject) &&
                  normalizeKeyPart(key.columnName) === normalizeKeyPart(account.columnName) &&
                  normalizeKeyPart(key.columnValue) === normalizeKeyPart(account.columnValue),
              ),
          );
          const named = [...result.losers, ...(result.rule === 'key' ? [result.accountId] : [])];
          expect(new Set(named)).toEqual(new Set(matching.map(({ id }) => id)));
          expect(named).toHaveLength(matching.length);
          if (matching.length === 0) {
            const fallback = accounts.find(({ id, enabled }) => id === defaultAccountId && enabled);
            expect(result.accountId).toBe(fallback?.id ?? null);
            return;
          }
          const objects = records.map((record) => normalizeKeyPart(record.businessObject));
          const place = (account: Account) => objects.indexOf(normalizeKeyPart(account.businessObject));
          const best = matching.toSorted((a, b) => place(a) - place(b) || a.id - b.id)[0];
          expect(result.accountId).toBe(best?.id);
        },
      ),
    );
  });

  it('does not depend on the order of the accounts', () => {
    fc.assert(
      fc.property(anyAccounts, anyRecords, (accounts, records) => {
        const forwards = resolve(accounts, records);
        const backwards = resolve(accounts.toReversed(), records);
        expect(backwards).toEqual(forwards);
      }),
    );
  });

  it('is found among 10,000 accounts without looking through them for each record', () => {
    const accounts = Array.from({ length: 10_000 }, (_, index) =>
      keyedAccount(index + 1, `user${index + 1}`),
    );
    resolve(accounts, []);
    const columns = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`column${index}`, 'x']));
    const records = Array.from({ length: 100 }, (_, index) => ({
      businessObject: `object${index}`,
      columns,
    }));
    const startMs = performance.now();
    expect(resolve(accounts, records, 'USER9999').accountId).toBe(9_999);
    // 5,000 keys times 10,000 accounts would be minutes.
    expect(performance.now() - startMs).toBeLessThan(1_000);
  });
});

describe('a key to compare by', () => {
  const key = { businessObject: 'Sales', columnName: 'Type', columnValue: 'Order' };

  it('is the same for keys that mean the same', () => {
    const spelled = { businessObject: ' SALES', columnName: 'type ', columnValue: 'ORDER' };
    expect(comparableKey(spelled)).toBe(comparableKey(key));
  });

  it('is another one for each other part, and wherever a part ends', () => {
    const others = [
      { ...key, businessObject: 'Sale' },
      { ...key, columnName: 'Typ' },
      { ...key, columnValue: '' },
      { businessObject: 'SalesType', columnName: '', columnValue: 'Order' },
    ];
    const texts = [key, ...others].map(comparableKey);
    expect(new Set(texts).size).toBe(texts.length);
  });
});
