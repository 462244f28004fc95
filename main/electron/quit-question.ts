import type { MessageBoxOptions } from 'electron';
import type { AppState } from '../../shared/app-state.ts';
import { productName } from './words.ts';
import type { ShellWords } from './words.ts';

const keepSending = 0;

/** Answers how many messages are on their way now, or belong to those that go out together just now. */
export function underWay({ outbox }: Pick<AppState, 'outbox'>): number {
  const { counts, batch } = outbox;
  return Math.max(counts.sending, batch === null ? 0 : batch.total - batch.done);
}

/** What is asked before the app ends in the middle of that: whoever presses Enter or Escape lets it go on. */
export function quitQuestion(count: number, words: ShellWords) {
  return {
    type: 'question',
    title: productName,
    message: words.quitQuestion,
    detail: words.quitText(count),
    buttons: [words.keepSending, words.quitNow],
    defaultId: keepSending,
    cancelId: keepSending,
    noLink: true,
  } satisfies MessageBoxOptions;
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
    return async () => (await deps.ask(quitQuestion(left, deps.words()))) !== keepSending;
  };
}
