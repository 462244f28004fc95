import { expect, test } from 'vitest';
import { didYouMean } from '../../main/cli/did-you-mean.ts';

const words = ['accounts', 'sign-in', 'sign-out', 'send', 'outbox', 'settings', 'host', 'to', 'cc'];

test.for([
  ['acounts', 'accounts'],
  ['Accounts', 'accounts'],
  ['sned', 'send'],
  ['signin', 'sign-in'],
  ['hots', 'host'],
  ['settngs', 'settings'],
  ['bananas', null],
  ['', null],
  ['x', null],
] as const)('%s means %s', ([word, meant]) => {
  expect(didYouMean(word, words)).toBe(meant);
});
