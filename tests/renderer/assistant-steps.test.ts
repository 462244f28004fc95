import { describe, expect, test } from 'vitest';
import { accountsToSignIn, assistantSteps, outcomeOf } from '../../renderer/sign-in/assistant-steps.ts';
import { exampleRow } from '../helpers/example-state.ts';

const needed = { status: { kind: 'sign-in-needed' } } as const;
const microsoft = { provider: 'microsoft', ...needed } as const;

describe('the sign-in assistant', () => {
  const accounts = [
    exampleRow(1, { ...microsoft, user: 'Ada@contoso.test' }),
    exampleRow(2, { ...microsoft, user: 'grace@contoso.test' }),
    exampleRow(3, { ...microsoft, user: 'invoices@contoso.test', signInAccount: 'ada@contoso.test' }),
    exampleRow(4, { ...microsoft, user: 'ada@contoso.test', sendThrough: 'api' }),
    exampleRow(5, { provider: 'google', ...needed, user: 'ada@contoso.test' }),
    exampleRow(6, { ...microsoft, user: '' }),
    exampleRow(7, { ...microsoft, user: '' }),
    exampleRow(8, { ...microsoft, status: { kind: 'ready' } }),
    exampleRow(9, { provider: 'none', status: { kind: 'unreadable' } }),
    exampleRow(10, { ...microsoft, user: 'kay@contoso.test', status: { kind: 'unreadable' } }),
  ];

  test('takes accounts that somebody has to sign in to, also those whose sign-in cannot be read here', () => {
    expect(accountsToSignIn(accounts)).toEqual([1, 2, 3, 4, 5, 6, 7, 10]);
  });

  test('asks once for all accounts of one person, provider and permission', () => {
    const steps = assistantSteps(accounts, accountsToSignIn(accounts));
    expect(steps.map(({ accountIds }) => accountIds)).toEqual([[1, 3], [2], [4], [5], [6], [7], [10]]);
    expect(steps[0]).toMatchObject({
      provider: 'microsoft',
      sendThrough: 'smtp',
      expected: 'Ada@contoso.test',
    });
  });

  test('goes through the accounts that it is given and no others', () => {
    expect(assistantSteps(accounts, [2, 99]).map(({ accountIds }) => accountIds)).toEqual([[2]]);
  });

  test('knows when a step is over', () => {
    const [step] = assistantSteps(accounts, [1, 3]);
    if (!step) throw new Error('There is no step.');
    expect(outcomeOf(step, accounts)).toBeNull();
    const half = accounts.map((row) => (row.id === 1 ? exampleRow(1, { status: { kind: 'ready' } }) : row));
    expect(outcomeOf(step, half)).toBeNull();
    expect(
      outcomeOf(
        step,
        half.filter(({ id }) => id !== 3),
      ),
    ).toBe('ready');
    expect(outcomeOf(step, [])).toBe('gone');
  });
});
