import type { MethodName } from '../../shared/method-names.ts';
import type { Call } from '../call.ts';
import { createCell } from '../cell.ts';
import type { Cell } from '../cell.ts';
import { hideToast, showToast, withdrawAction } from '../failures/toast-list.ts';
import type { Toast } from '../failures/toast-list.ts';

/** What Undo takes back, in a word, and the toast that offers it. */
interface Undoable {
  readonly text: string;
  readonly run: () => void;
  readonly toast: number;
}

/** The last change of accounts, for as long as it is the last one. */
export interface Undo {
  /** null: there is nothing to take back. */
  readonly last: Cell<Undoable | null>;
  /** Shows what was done, with the button that takes it back; `text` names that in a menu. */
  readonly offer: (what: {
    readonly done: string;
    readonly label: string;
    readonly text: string;
    readonly run: () => void;
  }) => void;
  /** Takes the last change back. */
  readonly run: () => void;
  /** What was offered does not work any more: its toast says only what was done. */
  readonly end: () => void;
}

export function createUndo(toasts: Cell<readonly Toast[]>): Undo {
  const last = createCell<Undoable | null>(null);
  const end = () => {
    const offered = last.value();
    if (offered) withdrawAction(toasts, offered.toast);
    last.set(null);
  };
  const run = () => {
    const offered = last.value();
    if (!offered) return;
    last.set(null);
    hideToast(toasts, offered.toast);
    offered.run();
  };
  return {
    last,
    offer: ({ done, label, ...undoable }) => {
      end();
      last.set({ ...undoable, toast: showToast(toasts, { text: done, action: { label, run } }) });
    },
    run,
    end,
  };
}

// Where the app ends the undo of a removal; Remove itself says whether it did.
const changes: ReadonlySet<MethodName> = new Set([
  'accountsSave',
  'accountsSetEnabled',
  'accountsSendThrough',
  'accountsRestore',
  'importApply',
]);

/** Makes calls of which every change of accounts ends what Undo offered before it. */
export function withUndoEnd(call: Call, undo: Pick<Undo, 'end'>): Call {
  return async (name, input) => {
    const answer = await call(name, input);
    if (answer.ok && changes.has(name)) undo.end();
    return answer;
  };
}
