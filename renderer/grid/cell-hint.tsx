import { Tooltip } from '@fluentui/react-components';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { RefObject } from 'react';

const beforeShownMs = 350;
/** Long enough to move the pointer onto the hint itself. */
const beforeHiddenMs = 200;

interface Shown {
  readonly element: HTMLElement;
  readonly rowId: string | undefined;
  readonly text: string;
}

function isCut(element: Element): boolean {
  return element.scrollWidth > element.clientWidth;
}

// What the cell says more, or all that it says where the column is too narrow for it.
function hintOf(cell: HTMLElement): string {
  const more = cell.getAttribute('aria-description') ?? '';
  const cut = [cell, ...cell.querySelectorAll('[data-text]')].find(isCut)?.textContent ?? '';
  return [cut, more].filter(Boolean).join('\n');
}

/** The same element draws another row as soon as its own one has gone. */
const rowIdOf = (cell: HTMLElement) => cell.closest<HTMLElement>('[data-row-id]')?.dataset['rowId'];

interface Props {
  readonly grid: RefObject<HTMLElement | null>;
  /** ID of the cell that has the focus. */
  readonly activeId: string | undefined;
}

/** One hint for all cells of a grid: for the one that is pointed at, or that has the keyboard's focus; Escape hides it. */
export function CellHint({ grid, activeId }: Props) {
  const [shown, setShown] = useState<Shown | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const plan = (cell: HTMLElement | null, afterMs: number) => {
    clearTimeout(timer.current);
    const rowId = cell ? rowIdOf(cell) : undefined;
    timer.current = setTimeout(() => {
      const text = cell?.isConnected && rowIdOf(cell) === rowId ? hintOf(cell) : '';
      setShown(cell && text ? { element: cell, rowId, text } : null);
    }, afterMs);
  };
  const keep = () => clearTimeout(timer.current);

  const onPoint = useEffectEvent(({ target }: Event) => {
    const cell = target instanceof Element ? target.closest<HTMLElement>('[data-column]') : null;
    if (cell && cell === shown?.element) keep();
    else plan(cell, cell && !shown ? beforeShownMs : beforeHiddenMs);
  });
  const hide = useEffectEvent(() => plan(null, 0));
  const onLeave = useEffectEvent(() => plan(null, beforeHiddenMs));
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !shown) return;
    event.stopPropagation();
    plan(null, 0);
  });
  const onFocus = useEffectEvent(() => {
    const isByKey = grid.current === document.activeElement && grid.current?.matches(':focus-visible');
    plan(isByKey && activeId ? document.getElementById(activeId) : null, beforeShownMs);
  });

  useEffect(() => {
    const element = grid.current;
    if (!element) return undefined;
    const abort = new AbortController();
    const { signal } = abort;
    element.addEventListener('pointerover', (event) => onPoint(event), { signal });
    element.addEventListener('pointerleave', () => onLeave(), { signal });
    element.addEventListener('pointerdown', () => hide(), { signal });
    // A focus that moves out of view scrolls: its own hint is still to come.
    element.addEventListener('scroll', () => setShown(null), { signal, passive: true });
    element.addEventListener('blur', () => hide(), { signal });
    element.addEventListener('focus', () => onFocus(), { signal });
    element.addEventListener('keydown', (event) => onKey(event), { signal, capture: true });
    return () => {
      abort.abort();
      clearTimeout(timer.current);
    };
  }, [grid]);
  useEffect(() => onFocus(), [activeId]);
  useEffect(() => {
    if (shown && rowIdOf(shown.element) !== shown.rowId) hide();
  });

  if (!shown) return null;
  return (
    <Tooltip
      visible
      relationship="inaccessible"
      positioning={{ target: shown.element, position: 'below', align: 'start' }}
      content={{
        // Screen readers get it as the description of the cell.
        'aria-hidden': true,
        style: { whiteSpace: 'pre-line' },
        children: shown.text,
        onPointerEnter: keep,
        onPointerLeave: () => plan(null, beforeHiddenMs),
      }}
    />
  );
}
