import type { Account } from '../shared/account.ts';
import type { ErrorCode } from '../shared/errors.ts';
import type { OutboxItem, Question, SignInView } from '../shared/message.ts';
import { signInAccountOf } from './grants.ts';
import { heldAfterSignIn } from './held-items.ts';
import { createQuestions } from './questions.ts';
import type { Asked } from './questions.ts';
import type { Clock, Notify, Random } from './ports.ts';

interface Deps {
  readonly clock: Clock;
  readonly random: Random;
  readonly notify: Notify;
  readonly accounts: () => readonly Account[];
  readonly account: (id: number) => Account | null;
  readonly canSignInWhenSending: () => boolean;
  /** Holds what waits for the accounts, with this code. */
  readonly hold: (accountIds: readonly number[], code: ErrorCode) => void;
  /** How many items of the accounts are held for a sign-in. */
  readonly heldForSignIn: (accountIds: readonly number[]) => number;
  readonly onChanged: () => void;
}

/** Decides when a person is asked to sign in, and what a sign-in's end means for what waits. */
export type Asking = ReturnType<typeof createAsking>;

/**
 * Answers the one place that asks. All items of one dead grant are one batch: they are held together, asked for once, and
 * share the answer.
 */
export function createAsking(deps: Deps) {
  const questions = createQuestions(deps);

  /** The grant, or the account where there is none. */
  const subjectOf = (account: Account) => account.grantId ?? `account-${account.id}`;

  const accountsOf = (subject: string) => deps.accounts().filter((each) => subjectOf(each) === subject);
  const batchOf = (account: Account) => accountsOf(subjectOf(account)).map(({ id }) => id);

  /** Answers the question as it stands now; null: no account of its grant needs a sign-in any more. */
  function current({ questionId, subject, accountId, askedAtMs }: Asked): Question | null {
    const batch = accountsOf(subject).filter(({ provider }) => provider !== 'none');
    const account = batch.find(({ id }) => id === accountId) ?? batch[0];
    if (!account) return null;
    const { id, provider } = account;
    const waitingItems = deps.heldForSignIn(batchOf(account));
    return {
      ...{ questionId, accountId: id, provider, expected: signInAccountOf(account) },
      ...{ waitingItems, askedAtMs },
    };
  }

  function byId(questionId: string): Question | null {
    const asked = questions.byId(questionId);
    return asked && current(asked);
  }

  function settle(account: Account, code: ErrorCode): void {
    questions.close(subjectOf(account));
    deps.hold(batchOf(account), code);
  }

  return {
    /** An item cannot go out because nobody is signed in: its batch is held, and a person asked where that is allowed. */
    signInNeeded: (item: Pick<OutboxItem, 'accountId' | 'origin'>): void => {
      const account = deps.account(item.accountId);
      if (!account || account.provider === 'none') return;
      deps.hold(batchOf(account), 'sign-in-required');
      if (item.origin !== 'user' || !deps.canSignInWhenSending()) return;
      if (questions.ask(subjectOf(account), account.id)) {
        deps.notify({ kind: 'sign-in-needed', count: deps.heldForSignIn(batchOf(account)) });
      }
    },
    /** Answers an open question; null: it was answered or withdrawn. */
    byId,
    /** The person does not want to sign in now. */
    declined: (questionId: string): void => {
      const account = deps.account(byId(questionId)?.accountId ?? 0);
      if (account) settle(account, 'sign-in-cancelled');
    },
    /** A sign-in that acts at once has ended without a grant: what waited for its question learns why. */
    signInEnded: (view: SignInView): void => {
      const account = view.dialogId === null && view.accountId !== null ? deps.account(view.accountId) : null;
      if (!account || !questions.has(subjectOf(account))) return;
      const code = heldAfterSignIn(view);
      // After a technical failure the question stays: nobody has answered it.
      if (code !== null && code !== 'sign-in-required') settle(account, code);
    },
    /** Accounts have a grant again, or need none: nothing is left to ask. */
    answered: (accountIds: readonly number[]): void => {
      for (const id of accountIds) {
        const account = deps.account(id);
        if (account) questions.close(subjectOf(account));
        questions.close(`account-${id}`);
      }
    },
    /** Withdraws what nobody waits for any more. */
    tidy: (): void => {
      for (const question of questions.open()) {
        const waits = (current(question)?.waitingItems ?? 0) > 0;
        if (!waits || !deps.canSignInWhenSending()) questions.close(question.subject);
      }
    },
    list: (): readonly Question[] => questions.open().flatMap((question) => current(question) ?? []),
  };
}
