import type { MessageBoxOptions } from 'electron';
import { productName } from './words.ts';

/** The number of the first button. */
export const staysAsIs = 0;

interface Asked {
  readonly type: 'question' | 'warning';
  readonly message: string;
  readonly detail: string;
  /** The first leaves everything as it is. */
  readonly buttons: readonly [stay: string, go: string];
}

/** Answers a question of the system: whoever presses Enter or Escape, or closes it, leaves everything as it is. */
export function carefulQuestion({ type, message, detail, buttons }: Asked) {
  return {
    ...{ type, title: productName, message, detail, buttons: [...buttons] },
    ...{ defaultId: staysAsIs, cancelId: staysAsIs, noLink: true },
  } satisfies MessageBoxOptions;
}
