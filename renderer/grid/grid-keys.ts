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
  | { readonly kind: 'open' | 'toggle' | 'select-all' | 'copy' | 'remove' | 'menu' }
  | { readonly kind: 'sort' | 'hide' | 'fit' | 'fit-all' }
  | { readonly kind: 'find'; readonly letter: string };

interface KeyPress {
  readonly key: string;
  /** Place on the keyboard: the number block has a plus of its own. */
  readonly code: string;
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

function actionCommand(press: KeyPress, primary: boolean, where: Where): GridCommand | null {
  const { key, shiftKey } = press;
  if (key === 'Enter' || key === 'F2') {
    // Ctrl+Enter is nobody's here, but it is OK in the dialog that Enter opens.
    return primary ? null : { kind: where.inHeader ? 'sort' : 'open' };
  }
  if (key === 'ContextMenu' || (key === 'F10' && shiftKey)) return { kind: 'menu' };
  const isRemove = (key === 'Delete' && !primary) || (key === 'Backspace' && where.isMac && primary);
  if (isRemove) return { kind: where.inHeader ? 'hide' : 'remove' };
  if (primary) return primaryCommand(press, where);
  if (key === ' ' && where.typed === '') return { kind: where.inHeader ? 'sort' : 'toggle' };
  return Array.from(key).length === 1 ? { kind: 'find', letter: key } : null;
}

function primaryCommand({ key, code, shiftKey }: KeyPress, where: Where): GridCommand | null {
  if (key === ' ') return { kind: where.inHeader ? 'sort' : 'toggle' };
  if (code === 'NumpadAdd') return { kind: 'fit-all' };
  // Elsewhere it makes the whole window larger.
  if (key === '+' && where.inHeader) return { kind: 'fit' };
  if (shiftKey) return null;
  const letters = { a: 'select-all', c: 'copy' } as const;
  const letter = key.toLowerCase();
  return letter in letters ? { kind: letters[letter as keyof typeof letters] } : null;
}
