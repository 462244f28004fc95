/** What a key does in a grid. */
export type GridCommand =
  | {
      readonly kind: 'row';
      readonly to: 'next' | 'previous' | 'page-down' | 'page-up' | 'first' | 'last';
      readonly extend: boolean;
      readonly keep: boolean;
    }
  | { readonly kind: 'column'; readonly to: 'next' | 'previous' | 'first' | 'last' }
  | { readonly kind: 'resize'; readonly by: 1 | -1 }
  | { readonly kind: 'reorder'; readonly by: 1 | -1 }
  | { readonly kind: 'open' | 'toggle' | 'select-all' | 'sort' | 'remove' | 'menu' }
  | { readonly kind: 'find'; readonly letter: string };

interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

interface Where {
  readonly inHeader: boolean;
  readonly isMac: boolean;
  readonly direction: 'ltr' | 'rtl';
  /** Letters typed just now; a space then belongs to them. */
  readonly typed: string;
}

/**
 * Answers what a key press means in a grid; null: it is not the grid's.
 *
 * @see https://www.w3.org/WAI/ARIA/apg/patterns/grid/
 */
export function commandOf(press: KeyPress, where: Where): GridCommand | null {
  const primary = where.isMac ? press.metaKey : press.ctrlKey;
  if (press.altKey || (where.isMac ? press.ctrlKey : press.metaKey)) return null;
  return (
    rowCommand(press, primary) ?? columnCommand(press, primary, where) ?? actionCommand(press, primary, where)
  );
}

function rowCommand({ key, shiftKey }: KeyPress, primary: boolean): GridCommand | null {
  const moves = { ArrowDown: 'next', ArrowUp: 'previous', PageDown: 'page-down', PageUp: 'page-up' } as const;
  if (key in moves) {
    const to = moves[key as keyof typeof moves];
    return { kind: 'row', to, extend: shiftKey, keep: primary && !shiftKey };
  }
  if (primary && (key === 'Home' || key === 'End')) {
    return { kind: 'row', to: key === 'Home' ? 'first' : 'last', extend: shiftKey, keep: false };
  }
  return null;
}

function columnCommand({ key, shiftKey }: KeyPress, primary: boolean, where: Where): GridCommand | null {
  if (key === 'Home' || key === 'End') return { kind: 'column', to: key === 'Home' ? 'first' : 'last' };
  if (key !== 'ArrowLeft' && key !== 'ArrowRight') return null;
  const isForward = (key === 'ArrowRight') === (where.direction === 'ltr');
  const by = isForward ? 1 : -1;
  if (where.inHeader && shiftKey) return { kind: 'resize', by };
  if (where.inHeader && primary) return { kind: 'reorder', by };
  return { kind: 'column', to: isForward ? 'next' : 'previous' };
}

function actionCommand({ key, shiftKey }: KeyPress, primary: boolean, where: Where): GridCommand | null {
  if (key === 'Enter' || key === 'F2') return { kind: where.inHeader ? 'sort' : 'open' };
  if (key === 'ContextMenu' || (key === 'F10' && shiftKey)) return { kind: 'menu' };
  if (key === 'Delete' && !primary) return { kind: 'remove' };
  if (key === 'Backspace' && where.isMac && primary) return { kind: 'remove' };
  if (primary) {
    if (key === ' ') return { kind: 'toggle' };
    return key.toLowerCase() === 'a' && !shiftKey ? { kind: 'select-all' } : null;
  }
  if (key === ' ' && where.typed === '') return { kind: where.inHeader ? 'sort' : 'toggle' };
  return Array.from(key).length === 1 ? { kind: 'find', letter: key } : null;
}
