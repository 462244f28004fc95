import type { Cell } from '../cell.ts';

/** Something that worked, and perhaps its undo. */
export interface Toast {
  readonly key: number;
  readonly text: string;
  /** How long it is shown while nobody looks at it closely. */
  readonly shownMs: number;
  readonly action?: { readonly label: string; readonly run: () => void };
  readonly link?: { readonly label: string; readonly url: string };
}

const shownMs = 6_000;
/** Undo has to be reachable without hurry. */
const shownWithActionMs = 12_000;

// Never given twice: who offers an undo holds on to one.
let lastKey = 0;

export function showToast(
  list: Cell<readonly Toast[]>,
  toast: Pick<Toast, 'text' | 'action' | 'link'>,
): number {
  lastKey += 1;
  const key = lastKey;
  const duration = toast.action || toast.link ? shownWithActionMs : shownMs;
  list.update((toasts) => [...toasts.slice(-2), { ...toast, key, shownMs: duration }]);
  return key;
}

export function hideToast(list: Cell<readonly Toast[]>, key: number): void {
  list.update((toasts) => toasts.filter((toast) => toast.key !== key));
}

/** Takes the button away from a toast, which goes on saying what was done. */
export function withdrawAction(list: Cell<readonly Toast[]>, key: number): void {
  list.update((toasts) =>
    toasts.map((toast) => {
      const { action: _gone, ...rest } = toast;
      return toast.key === key ? rest : toast;
    }),
  );
}
