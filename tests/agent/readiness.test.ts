import { expect, test } from 'vitest';
import { readinessOf, readinessText } from '../../main/agent/readiness.ts';
import { fakeAccount } from '../helpers/fake-app.ts';

test('accounts that need a person are told apart from those nobody has tried and those that are disabled', () => {
  const kinds = [
    'ready',
    'ready',
    'not-checked',
    'disabled',
    'sign-in-needed',
    'refused',
    'refused',
  ] as const;
  const readiness = readinessOf(kinds.map((kind, index) => fakeAccount(index + 1, { status: { kind } })));
  expect(readiness.notReady.map(({ accountId }) => accountId)).toEqual([5, 6, 7]);
  expect(readinessText(readiness)).toBe(
    '2 ready, 1 not checked yet, 1 needs sign-in, 2 refused by the server',
  );
});
