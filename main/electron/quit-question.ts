import type { MessageBoxOptions } from 'electron';
import type { AppState } from '../../shared/app-state.ts';
import { carefulQuestion, staysAsIs } from './question.ts';
import type { ShellWords } from './words.ts';

/** Answers how many messages are on their way now, or belong to those that go out together just now. */
export function underWay({ outbox }: Pick<AppState, 'outbox'>): number {
  const { counts, batch } = outbox;
  return Math.max(counts.sending, batch === null ? 0 : batch.total - batch.done);
}

/** What is asked before the app ends in the middle of that. */
export function quitQuestion(count: number, words: ShellWords) {
  return carefulQuestion({
    type: 'question',
    message: words.quitQuestion,
    detail: words.quitText(count),
    buttons: [words.keepSending, words.quitNow],
  });
}

interface Deps {
  /** Messages that are under way; 0: none are. */
  readonly underWay: () => number;
  /** Whether somebody is there to be asked: not the agent without a window, and not while the computer shuts down. */
  readonly isAttended: () => boolean;
  /** In the language of now. */
  readonly words: () => ShellWords;
  /** Shows a question and answers the number of the button. */
  readonly ask: (question: MessageBoxOptions) => Promise<number>;
}

/** Answers what says how to ask whether the app may end; null where no message is under way or nobody is there. */
export function createQuitQuestion(deps: Deps): () => (() => Promise<boolean>) | null {
  return () => {
    const left = deps.underWay();
    if (left === 0 || !deps.isAttended()) return null;
    return async () => (await deps.ask(quitQuestion(left, deps.words()))) !== staysAsIs;
  };
}
