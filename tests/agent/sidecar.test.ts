import { expect, test } from 'vitest';
import { parseSidecar } from '../../main/agent/sidecar.ts';

test('JSON names recipients as a text or a list, and may bring subject, body and records', () => {
  const records = [{ businessObject: 'SalesDocument', columns: { Sales_Doc_Type: 'INVOICE' } }];
  const text = JSON.stringify({
    to: 'kay@fabrikam.test; lee@fabrikam.test',
    cc: ['moe@fabrikam.test'],
    records,
  });
  expect(parseSidecar('a.pdf.json', `\uFEFF${text}`)).toEqual({
    ...{ to: ['kay@fabrikam.test', 'lee@fabrikam.test'], cc: ['moe@fabrikam.test'], bcc: [], records },
  });
});

test.for([
  'To,Subject,SalesDocument.Sales_Doc_Type\nkay@fabrikam.test,Quote,INVOICE\n',
  'to;subject;SalesDocument.Sales_Doc_Type\r\nkay@fabrikam.test;Quote;INVOICE\r\n',
])('CSV has a line of titles and one line: %j', (text) => {
  expect(parseSidecar('a.pdf.csv', text)).toEqual({
    ...{ to: ['kay@fabrikam.test'], cc: [], bcc: [], subject: 'Quote' },
    records: [{ businessObject: 'SalesDocument', columns: { Sales_Doc_Type: 'INVOICE' } }],
  });
});

test.for([
  ['a.json', '{', 'it is not JSON'],
  ['a.json', '{}', 'it names no recipient'],
  ['a.json', 'null', 'expected object'],
  ['a.json', '{"to":"kay"}', 'to.0'],
  ['a.json', '{"to":"kay@fabrikam.test","reciever":"x"}', 'reciever'],
  ['a.csv', 'to\n', 'one line'],
  ['a.csv', 'to\na@b.test\nc@d.test\n', 'one line'],
  ['a.csv', 'to,cc\na@b.test;c@d.test,x@y.test\n', 'as many cells'],
] as const)('%s with %j is refused: %s', ([name, text, reason]) => {
  expect(() => parseSidecar(name, text)).toThrow(reason);
});
