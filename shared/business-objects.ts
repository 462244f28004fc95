import type { AccountKey } from './account.ts';
import { normalizeKeyPart } from './key-part.ts';
import type { BusinessObject } from './settings.ts';

/** What an order-to-cash system sends mail about, as SalesPad spells it. */
export const knownBusinessObjects: readonly BusinessObject[] = [
  { name: 'SystemUser', columns: ['User_Name', 'Security_Group', 'Sales_Person_ID'] },
  {
    name: 'SalesDocument',
    columns: [
      'Sales_Doc_Type',
      'Sales_Doc_ID',
      'Sales_Doc_Num',
      'Sales_Batch',
      'Sales_Person_ID',
      'Sales_Territory',
      'Customer_Num',
      'Customer_PO_Num',
      'Customer_Class',
      'Warehouse_Code',
      'Shipping_Method',
      'Payment_Terms',
      'Currency_ID',
    ],
  },
  {
    name: 'Customer',
    columns: [
      'Customer_Num',
      'Customer_Name',
      'Customer_Class',
      'Parent_Customer_Num',
      'Sales_Person_ID',
      'Sales_Territory',
      'Price_Level',
      'Payment_Terms',
      'Currency_ID',
    ],
  },
  {
    name: 'CustomerAddr',
    columns: ['Customer_Num', 'Address_Code', 'Sales_Person_ID', 'Sales_Territory', 'State', 'Country'],
  },
  { name: 'Contact', columns: ['Customer_Num', 'Contact_Type', 'Contact_Person', 'Email'] },
  { name: 'Vendor', columns: ['Vendor_ID', 'Vendor_Name', 'Vendor_Class', 'Payment_Terms', 'Currency_ID'] },
  {
    name: 'PurchaseOrder',
    columns: ['PO_Type', 'PO_Num', 'Vendor_ID', 'Buyer_ID', 'Warehouse_Code', 'Currency_ID'],
  },
  { name: 'Item', columns: ['Item_Number', 'Item_Class', 'Item_Type', 'Warehouse_Code'] },
];

const examples: Readonly<Record<string, readonly string[]>> = {
  'salesdocument.sales_doc_type': ['QUOTE', 'ORDER', 'FULFILLMENT', 'INVOICE', 'BACKORDER', 'RETURN'],
  'purchaseorder.po_type': ['STANDARD', 'DROP-SHIP', 'BLANKET'],
};

/** Where the names come from that are offered for keys. */
export interface OfferedFrom {
  /** The person's own, of the settings. */
  readonly own: readonly BusinessObject[];
  /** The administrator's. */
  readonly policy: readonly BusinessObject[];
  readonly accounts: readonly Pick<AccountKey, 'businessObject' | 'columnName'>[];
}

/** Answers the business objects to offer: the known ones, the administrator's, the person's, and those that accounts use. */
export function offeredObjects({ own, policy, accounts }: OfferedFrom): readonly string[] {
  return distinct([
    ...[...knownBusinessObjects, ...policy, ...own].map(({ name }) => name),
    ...accounts.map((account) => account.businessObject),
  ]);
}

/** Answers the columns to offer for a business object, in the same order; its name is compared as keys are. */
export function offeredColumns(
  { own, policy, accounts }: OfferedFrom,
  businessObject: string,
): readonly string[] {
  const wanted = normalizeKeyPart(businessObject);
  if (wanted === '') return [];
  const isWanted = (name: string) => normalizeKeyPart(name) === wanted;
  return distinct([
    ...[...knownBusinessObjects, ...policy, ...own].flatMap(({ name, columns }) =>
      isWanted(name) ? columns : [],
    ),
    ...accounts.flatMap((account) => (isWanted(account.businessObject) ? account.columnName : [])),
  ]);
}

/** Answers values that a column usually holds; none where it may hold anything. */
export function exampleValues(businessObject: string, columnName: string): readonly string[] {
  return examples[`${normalizeKeyPart(businessObject)}.${normalizeKeyPart(columnName)}`] ?? [];
}

/** One spelling of each name, the first. */
function distinct(names: readonly string[]): string[] {
  const known = new Map<string, string>();
  for (const name of names) {
    const part = normalizeKeyPart(name);
    if (part !== '' && !known.has(part)) known.set(part, name.trim());
  }
  return [...known.values()];
}
