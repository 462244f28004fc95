import type { MouseEvent, RefObject } from 'react';
import { clickRow, selectOnly } from './selection.ts';
import type { Selection } from './selection.ts';
import type { GridPlace } from './use-grid-keys.ts';

/** A point of the window, in CSS pixels. */
export interface MenuPlace {
  readonly x: number;
  readonly y: number;
}

interface Options {
  readonly grid: RefObject<HTMLElement | null>;
  readonly ids: readonly number[];
  readonly selection: Selection;
  readonly onSelection: (selection: Selection) => void;
  readonly onPlace: (place: GridPlace) => void;
  readonly isMac: boolean;
  readonly onOpen: () => void;
  readonly onMenu: ((place: MenuPlace, on: 'rows' | 'space') => void) | undefined;
  readonly onColumnMenu: (place: MenuPlace, column: number) => void;
}

/** Where in a grid an event happened. */
type Hit =
  | { readonly on: 'row'; readonly id: number; readonly column: number }
  | { readonly on: 'header'; readonly column: number }
  | { readonly on: 'space' };

function hitBy({ target }: MouseEvent): Hit {
  const element = target instanceof Element ? target : null;
  const cell = element?.closest<HTMLElement>('[data-column]');
  const row = cell?.closest<HTMLElement>('[data-row-id]');
  if (cell && row) return { on: 'row', id: Number(row.dataset.rowId), column: Number(cell.dataset.column) };
  const title = element?.closest<HTMLElement>('[data-header-column]');
  return title ? { on: 'header', column: Number(title.dataset.headerColumn) } : { on: 'space' };
}

/** Answers the mouse handlers of a grid: selecting, opening, and the menus of rows, titles and the space below. */
export function useGridPointer(options: Options) {
  const { grid, ids, selection, onSelection, onPlace } = options;
  return {
    onMouseDown: (event: MouseEvent) => {
      const hit = hitBy(event);
      if (hit.on !== 'row' || event.button !== 0) return;
      onPlace({ inHeader: false, column: hit.column });
      const toggle = options.isMac ? event.metaKey : event.ctrlKey;
      if (event.shiftKey) event.preventDefault();
      // Before the selection: getting the focus selects the first row where there was none.
      grid.current?.focus({ preventScroll: true });
      onSelection(clickRow(selection, ids, hit.id, { toggle, extend: event.shiftKey }));
    },
    onDoubleClick: (event: MouseEvent) => {
      if (hitBy(event).on === 'row') options.onOpen();
    },
    onContextMenu: (event: MouseEvent) => {
      const hit = hitBy(event);
      const place = { x: event.clientX, y: event.clientY };
      if (hit.on !== 'header' && !options.onMenu) return;
      event.preventDefault();
      grid.current?.focus({ preventScroll: true });
      if (hit.on === 'space') return options.onMenu?.(place, 'space');
      onPlace({ inHeader: hit.on === 'header', column: hit.column });
      if (hit.on === 'header') return options.onColumnMenu(place, hit.column);
      if (!selection.selected.has(hit.id)) onSelection(selectOnly(hit.id));
      // The selection has to be drawn before the menu asks what applies to it.
      options.onMenu?.(place, 'rows');
    },
  };
}
