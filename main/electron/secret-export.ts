import type { MessageBoxOptions, WebContents } from 'electron';
import type { MethodName } from '../../shared/method-names.ts';
import { carefulQuestion } from './question.ts';
import type { ShellWords } from './words.ts';

const leave = 1;

/** What is asked before secrets leave the vault. */
export const exportQuestion = (words: ShellWords) =>
  carefulQuestion({
    type: 'warning',
    message: words.exportQuestion,
    detail: words.exportText,
    buttons: [words.keepSecrets, words.exportSecrets],
  });

/** What is asked before a sign-in is shown to a server that is not its provider's. */
const hostQuestion = (host: string, words: ShellWords) =>
  carefulQuestion({
    type: 'warning',
    message: words.hostQuestion(host.slice(0, longestHost)),
    detail: words.hostText,
    buttons: [words.keepSecrets, words.showSignIn],
  });

const longestHost = 255;

/** Answers what the person is asked before a call of the page counts; null: nothing. */
function questionOf(method: string, input: unknown, words: ShellWords): MessageBoxOptions | null {
  if (method === ('exportProfile' satisfies MethodName)) {
    return isWithoutSecrets(input) ? null : exportQuestion(words);
  }
  if (method !== ('accountsSave' satisfies MethodName)) return null;
  const isHost = typeof input === 'object' && input !== null && 'confirmHost' in input;
  // What is no text is refused by the contract.
  return isHost && typeof input.confirmHost === 'string' ? hostQuestion(input.confirmHost, words) : null;
}

/** Says whether a call of the page has to wait for the person, and what they said. */
export type MayLeave = (page: WebContents, method: string, input: unknown) => Promise<boolean>;

/**
 * Answers who lets secrets out by way of the window, in an export or to a server that nobody knows: the person, asked by the
 * app itself, because a page that was taken over can press every button of its own.
 *
 * One question at a time: what is asked for meanwhile does not leave.
 *
 * @param ask shows a question over the window of a page and answers the number of the button
 * @param words in the language of now
 */
export function createMayLeave(
  ask: (page: WebContents, question: MessageBoxOptions) => Promise<number>,
  words: () => ShellWords,
): MayLeave {
  let isAsking = false;
  return async (page, method, input) => {
    const question = questionOf(method, input, words());
    if (question === null) return true;
    if (isAsking) return false;
    isAsking = true;
    try {
      return (await ask(page, question)) === leave;
    } catch {
      // The window has gone: nobody agreed.
      return false;
    } finally {
      isAsking = false;
    }
  };
}

function isWithoutSecrets(input: unknown): boolean {
  return typeof input === 'object' && input !== null && 'passphrase' in input && input.passphrase === null;
}
