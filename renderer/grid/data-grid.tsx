import { useEffect, useEffectEvent, useId, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CellHint } from './cell-hint.tsx';
import { ColumnMenu } from './column-menu.tsx';
import { fittingWidth, measureIn } from './fit-column.ts';
import { GridHeader } from './grid-header.tsx';
import { resizeColumn, shownColumns } from './grid-layout.ts';
import { GridRow } from './grid-row.tsx';
import type { GridColumn } from './grid-rows.ts';
import styles from './grid.module.css';
import { headerHeight, rowHeight } from './row-window.ts';
import { reconcile, selectOnly } from './selection.ts';
import type { Selection } from './selection.ts';
import type { KeptLayout } from './use-grid-layout.ts';
import { useGridKeys } from './use-grid-keys.ts';
import type { GridAct } from './use-grid-keys.ts';
import { useGridPointer } from './use-grid-pointer.ts';
import type { MenuPlace } from './use-grid-pointer.ts';
import { useRowWindow } from './use-row-window.ts';

declare module 'react' {
  interface CSSProperties {
    '--grid-columns'?: string;
    '--grid-width'?: string;
  }
}

const headerRows = 2;

interface Props<Row> {
  readonly label: string;
  /** Title over all columns. */
  readonly band: string;
  /** All there are; the layout says which of them are shown. */
  readonly columns: readonly GridColumn<Row>[];
  /** Filtered and sorted already. */
  readonly rows: readonly Row[];
  /** How many rows there are in all, where not all of them are loaded. */
  readonly totalRows?: number;
  readonly rowId: (row: Row) => number;
  readonly isMuted?: (row: Row) => boolean;
  readonly selection: Selection;
  readonly onSelection: (selection: Selection) => void;
  readonly layout: KeptLayout;
  readonly isSortable: boolean;
  readonly isMac: boolean;
  readonly direction: 'ltr' | 'rtl';
  readonly onOpen: () => void;
  readonly onRemove?: () => void;
  readonly onCopy?: () => void;
  /** The context menu was asked for, of the selected rows or of the space where there is none. */
  readonly onMenu?: (place: MenuPlace, on: 'rows' | 'space') => void;
  readonly onChooseColumns: () => void;
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
  const { rows, rowId } = props;
  const { now: layout, change: onLayout } = props.layout;
  const gridId = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [lastIndex, setLastIndex] = useState(0);
  const [rawPlace, setPlace] = useState({ inHeader: false, column: 0 });
  const [columnMenu, setColumnMenu] = useState<(MenuPlace & { readonly column: string }) | null>(null);
  const ids = useMemo(() => rows.map(rowId), [rows, rowId]);
  const selection = useMemo(
    () => reconcile(props.selection, ids, lastIndex),
    [props.selection, ids, lastIndex],
  );
  const columns = useMemo(
    () => shownColumns(layout).flatMap((id) => props.columns.find((column) => column.id === id) ?? []),
    [layout, props.columns],
  );
  const place = { ...rawPlace, column: Math.min(rawPlace.column, columns.length - 1) };

  const { drawn, height } = useRowWindow({
    scroller,
    ids,
    focused: selection.focused,
    onReveal: setLastIndex,
    onVisible: props.onVisible,
  });

  // Whoever comes to the grid is on a row; so is whoever was there before the first row was.
  const hasRows = ids.length > 0;
  const selectFirst = useEffectEvent(() => {
    const isThere = document.activeElement === scroller.current;
    if (isThere && selection.focused === null && ids[0] !== undefined) props.onSelection(selectOnly(ids[0]));
  });
  useEffect(() => {
    if (hasRows) selectFirst();
  }, [hasRows]);

  const rowCellId = selection.focused === null ? undefined : `${gridId}-${selection.focused}-${place.column}`;
  const activeId = place.inHeader ? `${gridId}-h-${place.column}` : rowCellId;
  useEffect(() => {
    if (activeId && document.activeElement === scroller.current) {
      document.getElementById(activeId)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    }
  }, [activeId]);

  const fit = (columnIds: readonly string[]) => {
    const grid = scroller.current;
    if (!grid) return;
    const measure = measureIn(grid);
    onLayout(
      columns
        .filter(({ id }) => columnIds.includes(id))
        .reduce((next, column) => resizeColumn(next, column.id, fittingWidth(column, rows, measure)), layout),
    );
  };
  const openColumnMenu = (at: MenuPlace, index: number) => {
    const column = columns[index];
    if (column) setColumnMenu({ ...at, column: column.id });
  };
  const openMenuAtFocus = () => {
    const cell = document.getElementById(activeId ?? '')?.getBoundingClientRect();
    const grid = scroller.current?.getBoundingClientRect();
    if (cell && place.inHeader)
      openColumnMenu({ x: cell.left + cell.width / 2, y: cell.bottom }, place.column);
    else if (cell) props.onMenu?.({ x: cell.left + cell.width / 2, y: cell.bottom }, 'rows');
    else if (grid) props.onMenu?.({ x: grid.left + grid.width / 2, y: grid.top + headerHeight }, 'space');
  };
  const act = (asked: GridAct) => {
    const column = columns[place.column];
    if (asked === 'menu') return openMenuAtFocus();
    if (asked === 'fit-all') return fit(shownColumns(layout));
    if (asked === 'fit') return column && fit([column.id]);
    if (asked === 'copy') return props.onCopy?.();
    if (selection.focused === null) return undefined;
    return asked === 'open' ? props.onOpen() : props.onRemove?.();
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
    onAct: act,
  });
  const { onContextMenu, ...pointer } = useGridPointer({
    ...props,
    grid: scroller,
    ids,
    selection,
    onPlace: setPlace,
    onMenu: props.onMenu,
    onColumnMenu: openColumnMenu,
  });

  // The last column takes what is left of the window.
  const widths = columns.map((column) => layout.widths[column.id] ?? column.width);
  const template = widths
    .map((width, index) => (index === columns.length - 1 ? `minmax(${width}px, 1fr)` : `${width}px`))
    .join(' ');
  return (
    <div className={styles.frame} onContextMenu={onContextMenu}>
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
        {...pointer}
        onFocus={() => {
          if (selection.focused === null && ids[0] !== undefined) props.onSelection(selectOnly(ids[0]));
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
            layout={props.layout}
            onFit={(columnId) => fit([columnId])}
            isSortable={props.isSortable}
            isRtl={props.direction === 'rtl'}
            activeColumn={place.inHeader ? place.column : -1}
            onActivate={(column) => setPlace({ inHeader: true, column })}
            rowIndex={headerRows}
          />
        </div>
        {rows.length > 0 && (
          <div role="rowgroup" className={styles.body} style={{ height }}>
            {drawn.map(({ index, slot }) => {
              const row = rows[index];
              const id = ids[index];
              if (row === undefined || id === undefined) return null;
              return (
                <GridRow
                  key={slot}
                  gridId={gridId}
                  row={row}
                  id={id}
                  columns={columns}
                  top={index * rowHeight}
                  rowIndex={index + headerRows + 1}
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
      <CellHint grid={scroller} activeId={activeId} />
      {columnMenu && (
        <ColumnMenu
          place={columnMenu}
          column={columnMenu.column}
          layout={props.layout}
          isSortable={props.isSortable}
          onFit={fit}
          onChooseColumns={props.onChooseColumns}
          onClose={() => {
            setColumnMenu(null);
            scroller.current?.focus();
          }}
        />
      )}
    </div>
  );
}
