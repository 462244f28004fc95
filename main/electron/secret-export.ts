import type { MessageBoxOptions, WebContents } from 'electron';
import type { MethodName } from '../../shared/method-names.ts';
import { productName, words } from './words.ts';

const keep = 0;

/** What is asked before secrets leave the vault: whoever presses Enter or Escape keeps them. */
export const exportQuestion = {
  type: 'warning',
  title: productName,
  message: words.exportQuestion,
  detail: words.exportText,
  buttons: [words.keepSecrets, words.exportSecrets],
  defaultId: keep,
  cancelId: keep,
  noLink: true,
} satisfies MessageBoxOptions;

/** Says whether a call of the page has to wait for the person, and what they said. */
export type MayLeave = (page: WebContents, method: string, input: unknown) => Promise<boolean>;

/**
 * Answers who lets an export with secrets out of the window: the person, asked by the app itself, because a page that was taken
 * over can press every button of its own.
 *
 * One question at a time: what is asked for meanwhile does not leave.
 *
 * @param ask shows `exportQuestion` over the window of a page and answers the number of the button
 */
export function createMayLeave(ask: (page: WebContents) => Promise<number>): MayLeave {
  let isAsking = false;
  return async (page, method, input) => {
    if (method !== ('exportProfile' satisfies MethodName) || isWithoutSecrets(input)) return true;
    if (isAsking) return false;
    isAsking = true;
    try {
      return (await ask(page)) === exportQuestion.buttons.indexOf(words.exportSecrets);
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
