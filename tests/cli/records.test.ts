import { expect, test } from 'vitest';
import { parseRecords } from '../../main/cli/records.ts';

test('columns of one object are one record, in the order of their first', () => {
  expect(
    parseRecords(['SystemUser.User_Name=sa', 'SalesDocument.Type=INVOICE', 'SystemUser.Branch= North=West ']),
  ).toEqual([
    { businessObject: 'SystemUser', columns: { User_Name: 'sa', Branch: ' North=West ' } },
    { businessObject: 'SalesDocument', columns: { Type: 'INVOICE' } },
  ]);
});

test('a column that comes twice loses neither value', () => {
  expect(parseRecords(['A.x=1', 'A.x=2'])).toEqual([
    { businessObject: 'A', columns: { x: '1' } },
    { businessObject: 'A', columns: { x: '2' } },
  ]);
});

test.for(['', 'A', 'A.b', 'A=b', '.b=c', 'A.=c', ' .b=c'])('"%s" is no record', (text) => {
  expect(() => parseRecords([text])).toThrow(
    expect.objectContaining({ code: 'account-invalid', field: 'record' }),
  );
});
