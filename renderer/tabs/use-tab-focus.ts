import { useEffect, useRef } from 'react';
import type { Module } from './tab-state.ts';

/** Where a key or a button shows another module, the focus must not stay behind in what is hidden: its tab takes it. */
export function useTabFocus(active: Module | null): void {
  const shown = useRef(active);
  useEffect(() => {
    if (shown.current === active) return;
    shown.current = active;
    const focused = document.activeElement;
    if (focused && focused !== document.body && focused.checkVisibility()) return;
    document.querySelector<HTMLElement>('[role=tab][aria-selected=true]')?.focus();
  }, [active]);
}
