import { expect, test } from 'vitest';
import { createRelayGuesses } from '../../main/relay/relay-guesses.ts';
import { createRelayPace } from '../../main/relay/relay-pace.ts';
import { isRefusal } from '../../main/relay/relay-refusal.ts';
import { routeRelayed } from '../../main/relay/relay-route.ts';
import { parseUserName } from '../../main/relay/relay-sign-in.ts';
import { relayAccounts } from '../helpers/relay.ts';

const permitted = relayAccounts.filter(({ id }) => id !== 4);
const anna = 'anna@example.com';
const sales = 'sales@example.com';

test.for([
  ['From', null, undefined, anna, anna, 1],
  ['From in another case', null, undefined, 'Anna@EXAMPLE.com', anna, 1],
  ['From of the second account', null, undefined, sales, anna, 2],
  ['the user name', 2, undefined, anna, anna, 2],
  ['the user name before the records', 2, 1, anna, anna, 2],
  ['the records before From', null, 2, anna, anna, 2],
  ['an account of nobody', 4, undefined, 'boss@example.com', 'boss@example.com', '5.7.1'],
  ['records of an account that is not permitted', null, 4, anna, anna, '5.7.1'],
  ['records that lead nowhere', null, null, anna, anna, '5.7.1'],
  ['From of nobody', null, undefined, 'boss@example.com', anna, '5.7.60'],
  ['From that the named account does not send as', 1, undefined, sales, anna, '5.7.60'],
  ['a sender that the account does not send as', null, undefined, anna, sales, '5.7.60'],
] as const)('%s decides', ([, named, byRecords, from, sender, expected]) => {
  const found = routeRelayed({ permitted, named, byRecords, from, senderField: null, sender });
  expect(isRefusal(found) ? found.text.split(' ')[0] : found.id).toBe(expected);
});

test('the account must send as the Sender field too, where there is one', () => {
  const found = (senderField: string | null) =>
    routeRelayed({ permitted, named: null, byRecords: undefined, from: anna, senderField, sender: anna });
  expect([found(null), found('Anna@Example.com')]).toMatchObject([{ id: 1 }, { id: 1 }]);
  expect(found('boss@example.com')).toMatchObject({
    code: 550,
    text: expect.stringMatching(/^5\.7\.60 .*boss@/),
  });
});

test('an account that is disabled sends only where no enabled one does', () => {
  const accounts = permitted.map((each) => ({ ...each, enabled: each.id !== 1 }));
  const found = (list: typeof accounts) =>
    routeRelayed({
      permitted: list,
      named: null,
      byRecords: undefined,
      from: anna,
      senderField: null,
      sender: anna,
    });
  expect(found(accounts)).toMatchObject({ id: 2 });
  expect(found(accounts.slice(0, 1))).toMatchObject({ id: 1 });
});

test.for([
  ['erp', { name: 'erp', accountId: null }],
  ['ERP+12', { name: 'erp', accountId: 12 }],
  ['erp+', null],
  ['erp+0', null],
  ['erp+1+2', null],
  ['', null],
  ['../erp', null],
  ['e'.repeat(33), null],
] as const)('the user name %j is understood', ([text, expected]) => {
  expect(parseUserName(text)).toEqual(expected);
});

test('the fifth wrong password locks a name for a minute, each more for longer, and an hour forgives', () => {
  let nowMs = 1_000_000;
  const guesses = createRelayGuesses({ nowMs: () => nowMs });
  const delays = Array.from({ length: 5 }, () => guesses.wrong('erp'));
  expect(delays).toEqual([500, 1_000, 2_000, 4_000, 5_000]);
  expect([guesses.lockedForMs('erp'), guesses.lockedForMs('scanner')]).toEqual([60_000, 0]);
  nowMs += 60_000;
  expect(guesses.lockedForMs('erp')).toBe(0);
  guesses.wrong('erp');
  expect(guesses.lockedForMs('erp')).toBe(120_000);
  for (let count = 0; count < 20; count += 1) guesses.wrong('erp');
  expect(guesses.lockedForMs('erp')).toBe(900_000);
  nowMs -= 10_000_000;
  expect(guesses.lockedForMs('erp')).toBe(0);
  guesses.wrong('erp');
  guesses.right('erp');
  expect(guesses.wrong('erp')).toBe(500);
});

test('a program begins at most 600 messages a minute', () => {
  let nowMs = 0;
  const pace = createRelayPace({ nowMs: () => nowMs });
  const begun = Array.from({ length: 601 }, () => pace.begin('erp'));
  expect([begun.filter(Boolean).length, pace.begin('scanner')]).toEqual([600, true]);
  nowMs = 60_000;
  expect(pace.begin('erp')).toBe(true);
});
