import { expect, test } from 'vitest';
import { createAsking } from '../../main/asking.ts';
import { mayRecode } from '../../main/held-items.ts';
import { newAccountDraft } from '../../shared/account.ts';
import type { Account } from '../../shared/account.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { OutboxState, SignInStage, SignInView } from '../../shared/message.ts';
import { systemRandom } from '../helpers/system-ports.ts';

interface Waiting {
  readonly accountId: number;
  state: OutboxState;
  because: ErrorCode | null;
}

const account = (id: number, change: Partial<Account> = {}): Account => ({
  ...newAccountDraft,
  ...{ id, provider: 'microsoft', user: 'ben@contoso.test', grantId: 'grant-one', passwordId: null },
  ...change,
});

/** Asking over accounts and items that are plain lists. */
function start(accounts: Account[]) {
  const items: Waiting[] = [];
  const notices: number[] = [];
  let canSignInWhenSending = true;
  const asking = createAsking({
    clock: { nowMs: () => 5_000, sleep: () => Promise.resolve() },
    random: systemRandom,
    notify: ({ count }) => void notices.push(count),
    accounts: () => accounts,
    account: (id) => accounts.find((each) => each.id === id) ?? null,
    canSignInWhenSending: () => canSignInWhenSending,
    hold: (ids, code) => {
      for (const item of items) {
        if (ids.includes(item.accountId) && mayRecode(item, code))
          Object.assign(item, { state: 'held', because: code });
      }
    },
    heldForSignIn: (ids) =>
      items.filter(
        ({ accountId, because }) =>
          ids.includes(accountId) && (because === 'sign-in-required' || because === 'vault-unreadable'),
      ).length,
    onChanged: () => undefined,
  });
  return {
    asking,
    items,
    notices,
    accounts,
    put: (accountId: number, because: ErrorCode | null = null) => {
      items.push({ accountId, because, state: because === null ? 'queued' : 'held' });
    },
    reasons: () => items.map(({ because }) => because),
    setting: (value: boolean) => (canSignInWhenSending = value),
  };
}

const ended = (accountId: number, stage: SignInStage, dialogId: string | null = null): SignInView => ({
  ...{ attemptId: 'attempt-1', provider: 'microsoft', accountId, dialogId, expected: '', url: '' },
  ...{ expiresAtMs: 0, ...stage },
});
const failure = (code: ErrorCode) => ({ code, message: '', remedy: 'sign-in' as const });

test('the items of all accounts of a dead grant are one batch, asked for once', () => {
  const { asking, put, reasons, notices } = start([account(1), account(2), account(3, { grantId: 'other' })]);
  for (const id of [1, 2, 2, 3]) put(id);
  asking.signInNeeded({ accountId: 1, origin: 'user' });
  asking.signInNeeded({ accountId: 2, origin: 'user' });
  expect(reasons()).toEqual(['sign-in-required', 'sign-in-required', 'sign-in-required', null]);
  expect(asking.list()).toMatchObject([
    { accountId: 1, provider: 'microsoft', expected: 'ben@contoso.test', waitingItems: 3, askedAtMs: 5_000 },
  ]);
  expect(notices).toEqual([3]);
});

test.each([
  ['an agent', 'agent', true],
  ['a person where the setting is off', 'user', false],
] as const)('%s is not asked, and the items are held', (_, origin, setting) => {
  const { asking, put, reasons, notices, setting: set } = start([account(1)]);
  set(setting);
  put(1);
  asking.signInNeeded({ accountId: 1, origin });
  expect([reasons(), asking.list(), notices]).toEqual([['sign-in-required'], [], []]);
});

test('nobody is asked to sign in to an account with a password, or to none at all', () => {
  const { asking, put, reasons } = start([account(1, { provider: 'none' })]);
  put(1);
  asking.signInNeeded({ accountId: 1, origin: 'user' });
  asking.signInNeeded({ accountId: 9, origin: 'user' });
  expect([reasons(), asking.list()]).toEqual([[null], []]);
});

test.each<[string, SignInStage, ErrorCode]>([
  ['cancelled', { stage: 'cancelled', failure: failure('sign-in-cancelled') }, 'sign-in-cancelled'],
  ['timed out', { stage: 'timed-out', failure: failure('sign-in-timed-out') }, 'sign-in-timed-out'],
  [
    'the wrong account',
    { stage: 'wrong-account', signedInAs: 'anna', failure: failure('wrong-account') },
    'wrong-account',
  ],
  ['declined', { stage: 'failed', failure: failure('authorization-denied') }, 'sign-in-cancelled'],
])('a sign-in that ended as %s answers the question for the whole batch', (_, stage, code) => {
  const { asking, put, reasons } = start([account(1), account(2)]);
  put(1);
  put(2, 'vault-unreadable');
  put(2, 'account-disabled');
  asking.signInNeeded({ accountId: 1, origin: 'user' });
  asking.signInEnded(ended(2, stage));
  expect([reasons(), asking.list()]).toEqual([[code, code, 'account-disabled'], []]);
});

test('a technical failure, a dialog or another account leave the question as it is', () => {
  const { asking, put, reasons } = start([account(1), account(2, { grantId: 'other' })]);
  put(1);
  asking.signInNeeded({ accountId: 1, origin: 'user' });
  const cancelled: SignInStage = { stage: 'cancelled', failure: failure('sign-in-cancelled') };
  asking.signInEnded(ended(1, { stage: 'failed', failure: failure('provider-unreachable') }));
  asking.signInEnded(ended(1, cancelled, 'dialog-01'));
  asking.signInEnded(ended(2, cancelled));
  expect([reasons(), asking.list().length]).toEqual([['sign-in-required'], 1]);
});

test('a question that was declined is closed with its reason', () => {
  const { asking, put, reasons } = start([account(1)]);
  put(1);
  asking.signInNeeded({ accountId: 1, origin: 'user' });
  const { questionId } = asking.list()[0] ?? { questionId: '' };
  asking.declined('no-such-question');
  asking.declined(questionId);
  expect([reasons(), asking.byId(questionId)]).toEqual([['sign-in-cancelled'], null]);
});

test.each<[string, (app: ReturnType<typeof start>) => unknown]>([
  ['nothing waits any more', ({ items }) => items.splice(0)],
  ['the setting is off', ({ setting }) => setting(false)],
  ['the account is gone', ({ accounts }) => accounts.splice(0)],
  [
    'the account needs no sign-in',
    ({ accounts }) => accounts.splice(0, 1, account(1, { provider: 'none', grantId: null })),
  ],
  ['the account has another grant', ({ accounts }) => accounts.splice(0, 1, account(1, { grantId: 'new' }))],
])('a question is withdrawn when %s', (_, change) => {
  const app = start([account(1)]);
  app.put(1);
  app.asking.signInNeeded({ accountId: 1, origin: 'user' });
  app.asking.tidy();
  expect(app.asking.list()).toHaveLength(1);
  change(app);
  app.asking.tidy();
  expect(app.asking.list()).toEqual([]);
});

test('a question tells whom to sign in as the account stands now', () => {
  const app = start([account(1, { grantId: null })]);
  app.put(1);
  app.asking.signInNeeded({ accountId: 1, origin: 'user' });
  const grace = { provider: 'google', user: 'orders@harbor.test', signInAccount: 'grace@harbor.test' };
  app.accounts.splice(0, 1, account(1, { ...grace, grantId: null }));
  app.asking.tidy();
  expect(app.asking.list()).toMatchObject([{ provider: 'google', expected: 'grace@harbor.test' }]);
});

test('a new sign-in answers the question of its grant and of an account that had none', () => {
  const app = start([account(1), account(2, { grantId: null })]);
  for (const id of [1, 2]) {
    app.put(id);
    app.asking.signInNeeded({ accountId: id, origin: 'user' });
  }
  expect(app.asking.list()).toHaveLength(2);
  app.accounts.splice(1, 1, account(2, { grantId: 'grant-two' }));
  app.asking.answered([1, 2]);
  expect(app.asking.list()).toEqual([]);
});
