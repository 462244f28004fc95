import { describe, expect, test } from 'vitest';
import { explainResolution } from '../../renderer/accounts/explain-resolution.ts';
import { moveLine } from '../../renderer/compose/draft.ts';
import type { AccountKey, AccountRow } from '../../shared/account.ts';
import { resolveAccount } from '../../main/accounts/account-key.ts';
import { fakeAccount } from '../helpers/fake-app.ts';

const key = (businessObject: string, columnName: string, columnValue: string): AccountKey => ({
  businessObject,
  columnName,
  columnValue,
});
const invoice = key('SalesDocument', 'Sales_Doc_Type', 'INVOICE');
const north = key('SalesDocument', 'Warehouse_Code', 'NORTH');
const sa = key('SystemUser', 'User_Name', 'sa');

function explain(accounts: readonly AccountRow[], records: readonly AccountKey[]) {
  const resolution = resolveAccount({
    accounts: accounts.map((account) => ({ ...account, grantId: null, passwordId: null })),
    defaultAccountId: null,
    records: records.map(({ businessObject, columnName, columnValue }) => ({
      businessObject,
      columns: { [columnName]: columnValue },
    })),
    systemUser: 'sa',
  });
  return explainResolution(resolution, accounts).map((tried) => ({
    value: tried.key.columnValue,
    matches: tried.matches.map(({ account, reason }) => [account.id, reason]),
  }));
}

describe('every key that is looked up says what became of it', () => {
  test('the first record wins, and who comes later is told so', () => {
    expect(explain([fakeAccount(5, sa), fakeAccount(9, invoice)], [invoice])).toEqual([
      { value: 'INVOICE', matches: [[9, 'winner']] },
      { value: 'sa', matches: [[5, 'later-record']] },
    ]);
  });

  test('within one record the lowest number wins, also where it was named in two parts', () => {
    expect(explain([fakeAccount(3, invoice), fakeAccount(2, north)], [invoice, north])).toEqual([
      { value: 'INVOICE', matches: [[3, 'higher-id']] },
      { value: 'NORTH', matches: [[2, 'winner']] },
      { value: 'sa', matches: [] },
    ]);
  });

  test('a disabled account is named, as it is what a person may be looking for', () => {
    expect(explain([fakeAccount(3, { ...invoice, enabled: false })], [invoice])).toEqual([
      { value: 'INVOICE', matches: [[3, 'disabled']] },
      { value: 'sa', matches: [] },
    ]);
  });

  test('keys are compared as the app compares them', () => {
    const written = key(' salesdocument', 'SALES_DOC_TYPE', 'invoice ');
    expect(explain([fakeAccount(3, written)], [invoice])[0]).toEqual({
      value: 'INVOICE',
      matches: [[3, 'winner']],
    });
  });
});

test('a record moves by one place and stays at the ends', () => {
  const lines = ['a', 'b', 'c'].map((name) => ({ key: name, businessObject: name, column: '', value: '' }));
  const keys = (moved: typeof lines | readonly (typeof lines)[number][]) => moved.map((line) => line.key);
  expect(keys(moveLine(lines, 'a', 1))).toEqual(['b', 'a', 'c']);
  expect(keys(moveLine(lines, 'c', -1))).toEqual(['a', 'c', 'b']);
  expect(moveLine(lines, 'a', -1)).toBe(lines);
  expect(moveLine(lines, 'c', 1)).toBe(lines);
  expect(moveLine(lines, 'x', 1)).toBe(lines);
});
