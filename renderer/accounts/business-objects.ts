import type { AccountRow } from '../../shared/account.ts';

/** Business objects that are offered, each with its columns; others may be typed. */
const known: Readonly<Record<string, readonly string[]>> = {
  SystemUser: ['User_Name'],
  SalesDocument: ['Sales_Doc_Type', 'Sales_Doc_ID', 'Salesperson_ID'],
  Customer: ['Customer_Num', 'Customer_Class'],
  Vendor: ['Vendor_ID', 'Vendor_Class'],
  PurchaseOrder: ['PO_Type', 'Buyer_ID'],
};

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts.filter(Boolean))];
}

type KeyColumns = Pick<AccountRow, 'businessObject' | 'columnName'>;

/** Answers the business objects to offer: the known ones and those that accounts use. */
export function offeredObjects(accounts: readonly KeyColumns[]): readonly string[] {
  return distinct([...Object.keys(known), ...accounts.map(({ businessObject }) => businessObject)]);
}

/** Answers the columns to offer for a business object. */
export function offeredColumns(accounts: readonly KeyColumns[], businessObject: string): readonly string[] {
  const used = accounts.filter((account) => account.businessObject === businessObject);
  return distinct([...(known[businessObject] ?? []), ...used.map(({ columnName }) => columnName)]);
}
