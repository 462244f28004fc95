import { describe, expect, it } from 'vitest';
import {
  exampleValues,
  knownBusinessObjects,
  offeredColumns,
  offeredObjects,
} from '../../shared/business-objects.ts';
import type { OfferedFrom } from '../../shared/business-objects.ts';
import { businessObject } from '../../shared/settings.ts';

const nothing: OfferedFrom = { own: [], policy: [], accounts: [] };
const known = knownBusinessObjects.map(({ name }) => name);

describe('the business objects that are offered', () => {
  it('begin with those of an order-to-cash system, SystemUser first', () => {
    expect(offeredObjects(nothing)).toEqual(known);
    expect(known).toEqual(expect.arrayContaining(['SalesDocument', 'Customer', 'PurchaseOrder', 'Vendor']));
    expect(known[0]).toBe('SystemUser');
    expect(offeredColumns(nothing, 'SystemUser')[0]).toBe('User_Name');
  });

  it('are names that the settings would take, each once', () => {
    expect(knownBusinessObjects.map((each) => businessObject.parse(each))).toEqual(knownBusinessObjects);
    expect(new Set(known).size).toBe(known.length);
    for (const { columns } of knownBusinessObjects) expect(new Set(columns).size).toBe(columns.length);
  });

  it('go on with the administrator’s, the person’s and those that accounts use', () => {
    const from: OfferedFrom = {
      own: [{ name: 'Project', columns: ['Project_ID'] }],
      policy: [{ name: 'Branch', columns: ['Branch_Code'] }],
      accounts: [
        { businessObject: 'Machine', columnName: 'Serial' },
        { businessObject: '', columnName: '' },
      ],
    };
    expect(offeredObjects(from)).toEqual([...known, 'Branch', 'Project', 'Machine']);
    expect(offeredColumns(from, 'Project')).toEqual(['Project_ID']);
    expect(offeredColumns(from, 'Machine')).toEqual(['Serial']);
    expect(offeredColumns(from, 'Unknown')).toEqual([]);
    expect(offeredColumns(from, ' ')).toEqual([]);
  });

  it('may get further columns, and names are compared as keys are', () => {
    const from: OfferedFrom = {
      own: [{ name: ' salesdocument', columns: ['SALES_DOC_TYPE', 'Region'] }],
      policy: [{ name: 'SALESDOCUMENT', columns: ['xBranch'] }],
      accounts: [{ businessObject: 'SalesDocument ', columnName: 'Typed' }],
    };
    const before = offeredColumns(nothing, 'SalesDocument');
    expect(offeredObjects(from)).toEqual(known);
    expect(offeredColumns(from, 'SalesDocument')).toEqual([...before, 'xBranch', 'Region', 'Typed']);
  });
});

it('the types of a sales document are known', () => {
  expect(exampleValues('salesdocument', 'Sales_Doc_Type')).toContain('INVOICE');
  expect(exampleValues('SystemUser', 'User_Name')).toEqual([]);
  expect(exampleValues('constructor', 'x')).toEqual([]);
});
