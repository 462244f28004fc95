import { expect, test } from 'vitest';
import { pairsText, tableText } from '../../main/cli/table.ts';

test('columns are as wide as their longest text', () => {
  expect(
    tableText(
      ['ID', 'Host'],
      [
        ['1', 'a.example'],
        ['10', 'b'],
      ],
    ),
  ).toBe('ID  Host\n1   a.example\n10  b');
});

test('what a server or a person wrote cannot steer the terminal', () => {
  expect(tableText(['A'], [['\u001b[2Jx\ny\u202ez\u009b']])).toBe('A\n [2Jx y z');
  expect(pairsText([['Reply', '250\r\n\u0007ok']])).toBe('Reply  250   ok');
});
