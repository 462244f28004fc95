import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useEffectEvent } from 'react';
import type { RefObject } from 'react';

/** CSS pixels. */
export const rowHeight = 30;
/** CSS pixels of the band and the titles. */
export const headerHeight = 60;

interface Options {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly ids: readonly number[];
  readonly focused: number | null;
  /** The focused row came into view. */
  readonly onReveal: (index: number) => void;
  readonly onVisible: ((first: number, last: number) => void) | undefined;
}

/** Answers which rows are drawn, and where: those in view, some around them, and the one that has the focus. */
export function useVirtualRows({ scroller, ids, focused, onReveal, onVisible }: Options) {
  const focusedIndex = focused === null ? -1 : ids.indexOf(focused);
  // The same until the rows change: another one makes the library measure all rows anew.
  const getItemKey = useCallback((index: number) => ids[index] ?? index, [ids]);
  const virtual = useVirtualizer({
    count: ids.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey,
    overscan: 6,
    scrollMargin: headerHeight,
    scrollPaddingStart: headerHeight,
    rangeExtractor: (range) => {
      const drawn = defaultRangeExtractor(range);
      // The focused row is always drawn: a screen reader has to find it.
      return focusedIndex >= 0 && !drawn.includes(focusedIndex)
        ? [...drawn, focusedIndex].toSorted((a, b) => a - b)
        : drawn;
    },
  });

  // Only a moved focus scrolls, not rows that change around it.
  const revealFocused = useEffectEvent(() => {
    if (focusedIndex < 0) return;
    onReveal(focusedIndex);
    virtual.scrollToIndex(focusedIndex);
  });
  useEffect(() => revealFocused(), [focused]);

  const first = virtual.range?.startIndex ?? 0;
  const last = virtual.range?.endIndex ?? 0;
  useEffect(() => onVisible?.(first, last), [onVisible, first, last]);

  return { drawn: virtual.getVirtualItems(), height: virtual.getTotalSize() };
}
