import { useEffect, useEffectEvent, useState } from 'react';
import type { RefObject } from 'react';
import { flushSync } from 'react-dom';
import { firstView, rowHeight, rowsInView, rowsToDraw, scrollTopFor, viewAt } from './row-window.ts';

interface Options {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly ids: readonly number[];
  readonly focused: number | null;
  /** The focused row came into view. */
  readonly onReveal: (index: number) => void;
  readonly onVisible: ((first: number, last: number) => void) | undefined;
}

/** Answers which rows are drawn, and how high all of them are together, in CSS pixels. */
export function useRowWindow({ scroller, ids, focused, onReveal, onVisible }: Options) {
  const focusedIndex = focused === null ? -1 : ids.indexOf(focused);
  const [view, setView] = useState(() => firstView(window.innerHeight));

  const look = useEffectEvent(() => {
    const element = scroller.current;
    if (!element) return;
    const next = viewAt(element.scrollTop, element.clientHeight);
    if (next.first !== view.first || next.size !== view.size) setView(next);
  });
  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    // In the frame that shows the scrolled rows, not in the one after it.
    const onScroll = () => flushSync(() => look());
    const onResize = new ResizeObserver(() => look());
    element.addEventListener('scroll', onScroll, { passive: true });
    onResize.observe(element);
    return () => {
      element.removeEventListener('scroll', onScroll);
      onResize.disconnect();
    };
  }, [scroller]);

  // Only a moved focus scrolls, not rows that change around it.
  const revealFocused = useEffectEvent(() => {
    const element = scroller.current;
    if (focusedIndex < 0 || !element) return;
    onReveal(focusedIndex);
    element.scrollTo({ top: scrollTopFor(focusedIndex, element.scrollTop, element.clientHeight) });
  });
  useEffect(() => revealFocused(), [focused]);

  const { first, last } = rowsInView(view, ids.length);
  useEffect(() => onVisible?.(first, last), [onVisible, first, last]);

  return { drawn: rowsToDraw(view, ids.length, focusedIndex), height: ids.length * rowHeight };
}
