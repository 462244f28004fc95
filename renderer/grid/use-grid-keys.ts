import { useRef } from 'react';
import type { KeyboardEvent } from 'react';
import { commandOf } from './grid-keys.ts';
import type { GridCommand } from './grid-keys.ts';
import { moveColumn, resizeColumn, showColumn, shownColumns, sortBy } from './grid-layout.ts';
import { findTyped } from './grid-rows.ts';
import type { GridColumn } from './grid-rows.ts';
import { clickRow, moveFocus, selectAll } from './selection.ts';
import type { Selection } from './selection.ts';
import type { KeptLayout } from './use-grid-layout.ts';

/** What a grid leaves to its screen. */
export type GridAct = 'open' | 'remove' | 'menu' | 'copy' | 'fit' | 'fit-all';

/** Which cell has the focus; row -1 is the header. */
export interface GridPlace {
  readonly inHeader: boolean;
  readonly column: number;
}

interface Options<Row> {
  readonly rows: readonly Row[];
  readonly ids: readonly number[];
  readonly columns: readonly GridColumn<Row>[];
  readonly selection: Selection;
  readonly onSelection: (selection: Selection) => void;
  readonly place: GridPlace;
  readonly onPlace: (place: GridPlace) => void;
  readonly layout: KeptLayout;
  readonly isSortable: boolean;
  readonly isMac: boolean;
  readonly direction: 'ltr' | 'rtl';
  readonly rowsPerPage: () => number;
  readonly onAct: (act: GridAct) => void;
}

const typingPauseMs = 1_000;
const resizeStep = 16;

type RowCommand = Extract<GridCommand, { kind: 'row' }>;

function targetIndex(command: RowCommand, index: number, count: number, page: number): number {
  const targets = {
    next: index + 1,
    previous: index - 1,
    'page-down': index + page,
    'page-up': index - page,
    first: 0,
    last: count - 1,
  };
  return targets[command.to];
}

/** Answers the key handler of a grid: it moves focus, selection and columns, and hands on what only the screen can do. */
export function useGridKeys<Row>(options: Options<Row>): (event: KeyboardEvent) => void {
  const typing = useRef({ text: '', atMs: 0 });
  const { ids, columns, selection, onSelection, place, onPlace } = options;
  const { now: layout, change: onLayout } = options.layout;
  const index = selection.focused === null ? -1 : ids.indexOf(selection.focused);
  const column = columns[place.column];

  const moveRow = (command: RowCommand) => {
    const isUp = command.to === 'previous' || command.to === 'page-up';
    if (place.inHeader) {
      if (isUp || ids.length === 0) return;
      onPlace({ ...place, inHeader: false });
      const isEnd = command.to === 'first' || command.to === 'last';
      if (!isEnd) return onSelection(moveFocus(selection, ids, Math.max(0, index), command));
    }
    if (command.to === 'previous' && index <= 0 && !command.extend)
      return onPlace({ ...place, inHeader: true });
    onSelection(
      moveFocus(selection, ids, targetIndex(command, index, ids.length, options.rowsPerPage()), command),
    );
  };

  const moveToColumn = (to: Extract<GridCommand, { kind: 'column' }>['to']) => {
    const last = columns.length - 1;
    const targets = { next: place.column + 1, previous: place.column - 1, first: 0, last };
    onPlace({ ...place, column: Math.max(0, Math.min(last, targets[to])) });
  };

  const find = (letter: string) => {
    const now = Date.now();
    const text = now - typing.current.atMs > typingPauseMs ? letter : typing.current.text + letter;
    typing.current = { text, atMs: now };
    if (!column) return;
    const found = findTyped(options.rows.map(column.text), text, index);
    if (found < 0) return;
    onPlace({ ...place, inHeader: false });
    onSelection(moveFocus(selection, ids, found, { extend: false, keep: false }));
  };

  const run = (command: GridCommand) => {
    switch (command.kind) {
      case 'row':
        return moveRow(command);
      case 'column':
        return moveToColumn(command.to);
      case 'find':
        return find(command.letter);
      case 'select-all':
        return onSelection(selectAll(selection, ids));
      case 'toggle':
        return selection.focused === null
          ? undefined
          : onSelection(clickRow(selection, ids, selection.focused, { toggle: true, extend: false }));
      case 'sort':
        return column && options.isSortable ? onLayout(sortBy(layout, column.id)) : undefined;
      case 'resize':
        return column
          ? onLayout(
              resizeColumn(
                layout,
                column.id,
                (layout.widths[column.id] ?? column.width) + command.by * resizeStep,
              ),
            )
          : undefined;
      case 'reorder': {
        if (!column) return;
        const next = moveColumn(layout, column.id, place.column + command.by);
        onLayout(next);
        return onPlace({ ...place, column: shownColumns(next).indexOf(column.id) });
      }
      case 'hide':
        return column ? onLayout(showColumn(layout, column.id, false)) : undefined;
      default:
        return options.onAct(command.kind);
    }
  };

  return (event) => {
    const isTyping = Date.now() - typing.current.atMs <= typingPauseMs;
    const command = commandOf(event, {
      inHeader: place.inHeader,
      isMac: options.isMac,
      direction: options.direction,
      typed: isTyping ? typing.current.text : '',
    });
    if (!command) return;
    event.preventDefault();
    run(command);
  };
}
