import { expect, test } from 'vitest';
import { historyCsv, historyCsvHead } from '../main/history-csv.ts';
import { fakeItem } from './helpers/fake-app.ts';

const cells = (line: string) => [...line.matchAll(/"((?:[^"]|"")*)"/g)].map(([, text = '']) => text);

test('a message is one line, with a name for every cell', () => {
  const item = fakeItem(7, {
    state: 'sent',
    to: ['kay@fabrikam.test', 'lee@fabrikam.test'],
    refused: [{ address: 'lee@fabrikam.test', reply: '550 no' }],
    reply: '250 OK',
    confirmedBy: 'server',
  });
  const [head, line, end] =
    `${historyCsvHead()}${historyCsv([item], (id) => `user${id}@contoso.test`)}`.split('\r\n');
  const row = Object.fromEntries(cells(head ?? '').map((name, index) => [name, cells(line ?? '')[index]]));
  expect(row).toMatchObject({
    Item: 'item-00000007',
    Created: new Date(item.createdAtMs).toISOString(),
    State: 'sent',
    'SMTP User': 'user1@contoso.test',
    To: 'kay@fabrikam.test; lee@fabrikam.test',
    Subject: 'Quote 1007',
    'Server reply': '250 OK',
    Refused: 'lee@fabrikam.test (550 no)',
    'Next try': '',
    'Handed over by': 'person',
  });
  expect(cells(line ?? '')).toHaveLength(cells(head ?? '').length);
  expect(end).toBe('');
  expect(head?.startsWith('\uFEFF"Item"')).toBe(true);
});

test('nothing that strangers wrote is run by a spreadsheet', () => {
  const csv = historyCsv([fakeItem(1, { subject: '=HYPERLINK("http://x.test")', reply: '@cmd' })], () => '');
  expect(csv).toContain(`"'=HYPERLINK(""http://x.test"")"`);
  expect(csv).toContain(`"'@cmd"`);
});
