import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useEffectEvent, useId, useMemo, useRef, useState } from 'react';
import type { MouseEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { GridHeader } from './grid-header.tsx';
import type { GridLayout } from './grid-layout.ts';
import { GridRow } from './grid-row.tsx';
import type { GridColumn } from './grid-rows.ts';
import styles from './grid.module.css';
import { clickRow, reconcile, selectOnly } from './selection.ts';
import type { Selection } from './selection.ts';
import { useGridKeys } from './use-grid-keys.ts';

declare module 'react' {
  interface CSSProperties {
    '--grid-columns'?: string;
    '--grid-width'?: string;
  }
}

const rowHeight = 30;
const headerHeight = 60;
const headerRows = 2;

interface Props<Row> {
  readonly label: string;
  /** Title over all columns. */
  readonly band: string;
  readonly columns: readonly GridColumn<Row>[];
  /** Filtered and sorted already. */
  readonly rows: readonly Row[];
  /** How many rows there are in all, where not all of them are loaded. */
  readonly totalRows?: number;
  readonly rowId: (row: Row) => number;
  readonly isMuted?: (row: Row) => boolean;
  readonly selection: Selection;
  readonly onSelection: (selection: Selection) => void;
  readonly layout: GridLayout;
  readonly onLayout: (layout: GridLayout) => void;
  readonly isSortable: boolean;
  readonly isMac: boolean;
  readonly direction: 'ltr' | 'rtl';
  readonly onOpen: () => void;
  readonly onRemove?: () => void;
  /** The context menu was asked for, at a place of the window. */
  readonly onMenu?: (place: { readonly x: number; readonly y: number }) => void;
  /** Rows up to this index are visible. */
  readonly onVisible?: (first: number, last: number) => void;
  /** Shown instead of rows. */
  readonly empty: ReactNode;
}

/**
 * A grid of any length with one Tab stop: focus stays on the grid and `aria-activedescendant` names the cell, so that no
 * row can take the focus away when it leaves the drawn part.
 */
export function DataGrid<Row>(props: Props<Row>) {
  const { t } = useTranslation();
  const { rows, rowId, layout } = props;
  const gridId = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const lastIndex = useRef(0);
  const [place, setPlace] = useState({ inHeader: false, column: 0 });
  const ids = useMemo(() => rows.map(rowId), [rows, rowId]);
  const selection = reconcile(props.selection, ids, lastIndex.current);
  const focusedIndex = selection.focused === null ? -1 : ids.indexOf(selection.focused);
  const columns = useMemo(
    () => layout.order.flatMap((id) => props.columns.find((column) => column.id === id) ?? []),
    [layout.order, props.columns],
  );

  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => ids[index] ?? index,
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
  const items = virtual.getVirtualItems();

  // Only a moved focus scrolls, not rows that change around it.
  const revealFocused = useEffectEvent(() => {
    if (focusedIndex < 0) return;
    lastIndex.current = focusedIndex;
    virtual.scrollToIndex(focusedIndex);
  });
  useEffect(() => revealFocused(), [selection.focused]);

  const { onVisible } = props;
  const first = virtual.range?.startIndex ?? 0;
  const last = virtual.range?.endIndex ?? 0;
  useEffect(() => onVisible?.(first, last), [onVisible, first, last]);

  const activeId = place.inHeader
    ? `${gridId}-h-${place.column}`
    : selection.focused === null
      ? undefined
      : `${gridId}-${selection.focused}-${place.column}`;
  useEffect(() => {
    if (activeId && document.activeElement === scroller.current) {
      document.getElementById(activeId)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    }
  }, [activeId]);

  const openMenuAtFocus = () => {
    const box = document.getElementById(activeId ?? '')?.getBoundingClientRect();
    if (box) props.onMenu?.({ x: box.left + box.width / 2, y: box.bottom });
  };
  const onKeyDown = useGridKeys({
    ...props,
    columns,
    ids,
    selection,
    place,
    onPlace: setPlace,
    rowsPerPage: () =>
      Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - headerHeight) / rowHeight) - 1),
    onAct: (act) => {
      if (act === 'menu') return openMenuAtFocus();
      if (selection.focused === null) return;
      if (act === 'open') props.onOpen();
      else props.onRemove?.();
    },
  });

  const rowUnder = (event: MouseEvent): number | null => {
    const cell = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-column]') : null;
    const row = cell?.closest<HTMLElement>('[data-row-id]');
    if (!cell || !row) return null;
    setPlace({ inHeader: false, column: Number(cell.dataset.column) });
    return Number(row.dataset.rowId);
  };
  const onMouseDown = (event: MouseEvent) => {
    const id = event.button === 0 ? rowUnder(event) : null;
    if (id === null) return;
    const toggle = props.isMac ? event.metaKey : event.ctrlKey;
    if (event.shiftKey) event.preventDefault();
    // Before the selection: getting the focus selects the first row where there was none.
    scroller.current?.focus({ preventScroll: true });
    props.onSelection(clickRow(selection, ids, id, { toggle, extend: event.shiftKey }));
  };
  const onContextMenu = (event: MouseEvent) => {
    const id = rowUnder(event);
    if (id === null || !props.onMenu) return;
    event.preventDefault();
    if (!selection.selected.has(id)) props.onSelection(selectOnly(id));
    // The selection has to be drawn before the menu asks what applies to it.
    props.onMenu({ x: event.clientX, y: event.clientY });
  };

  // The last column takes what is left of the window.
  const widths = columns.map((column) => layout.widths[column.id] ?? column.width);
  const template = widths
    .map((width, index) => (index === columns.length - 1 ? `minmax(${width}px, 1fr)` : `${width}px`))
    .join(' ');
  return (
    <div className={styles.frame}>
      <div
        ref={scroller}
        role="grid"
        aria-label={props.label}
        aria-describedby={place.inHeader ? `${gridId}-hint` : undefined}
        aria-multiselectable
        aria-rowcount={(props.totalRows ?? rows.length) + headerRows}
        aria-colcount={columns.length}
        aria-activedescendant={activeId}
        tabIndex={0}
        className={styles.grid}
        data-place={place.inHeader ? 'header' : 'rows'}
        style={{
          '--grid-columns': template,
          '--grid-width': `${widths.reduce((sum, width) => sum + width, 0)}px`,
        }}
        onKeyDown={onKeyDown}
        onMouseDown={onMouseDown}
        onDoubleClick={(event) => rowUnder(event) !== null && props.onOpen()}
        onContextMenu={onContextMenu}
        onFocus={() => {
          if (selection.focused === null && ids[0] !== undefined) {
            props.onSelection(selectOnly(ids[0]));
          }
        }}
      >
        <div role="rowgroup" className={styles.head}>
          <div role="row" aria-rowindex={1} className={styles.bandRow}>
            <div role="columnheader" aria-colindex={1} aria-colspan={columns.length} className={styles.band}>
              <span>{props.band}</span>
            </div>
          </div>
          <GridHeader
            gridId={gridId}
            columns={columns}
            layout={layout}
            onLayout={props.onLayout}
            isSortable={props.isSortable}
            isRtl={props.direction === 'rtl'}
            activeColumn={place.inHeader ? place.column : -1}
            onActivate={(column) => setPlace({ inHeader: true, column })}
            rowIndex={headerRows}
          />
        </div>
        {rows.length > 0 && (
          <div role="rowgroup" className={styles.body} style={{ height: virtual.getTotalSize() }}>
            {items.map((item) => {
              const row = rows[item.index];
              const id = ids[item.index];
              if (row === undefined || id === undefined) return null;
              return (
                <GridRow
                  key={id}
                  gridId={gridId}
                  row={row}
                  id={id}
                  columns={columns}
                  top={item.start - headerHeight}
                  rowIndex={item.index + headerRows + 1}
                  isSelected={selection.selected.has(id)}
                  isMuted={props.isMuted?.(row) ?? false}
                  activeColumn={!place.inHeader && id === selection.focused ? place.column : -1}
                />
              );
            })}
          </div>
        )}
      </div>
      <span id={`${gridId}-hint`} className="sr-only">
        {t('grid.columnHint')}
      </span>
      {rows.length === 0 && <div className={styles.empty}>{props.empty}</div>}
    </div>
  );
}
