import { ArrowSortDown16Regular as SortDown } from '@fluentui/react-icons/svg/arrow-sort-down';
import { ArrowSortUp16Regular as SortUp } from '@fluentui/react-icons/svg/arrow-sort-up';
import type { DragEvent, PointerEvent } from 'react';
import { moveColumn, resizeColumn, sortBy } from './grid-layout.ts';
import type { GridColumn } from './grid-rows.ts';
import styles from './grid.module.css';
import type { KeptLayout } from './use-grid-layout.ts';

interface Props {
  readonly gridId: string;
  readonly columns: readonly Pick<GridColumn<never>, 'id' | 'title' | 'width' | 'align'>[];
  readonly layout: KeptLayout;
  readonly onFit: (columnId: string) => void;
  readonly isSortable: boolean;
  readonly isRtl: boolean;
  /** Column that has the focus; -1: none. */
  readonly activeColumn: number;
  readonly onActivate: (column: number) => void;
  readonly rowIndex: number;
}

const columnType = 'application/x-grid-column';

/** Draws the column titles: click sorts, drag moves, the edge resizes and, at a double click, fits. */
export function GridHeader(props: Props) {
  const { columns, isSortable } = props;
  const { now: layout, change: onLayout } = props.layout;

  const startResize = (event: PointerEvent<HTMLElement>, id: string) => {
    event.preventDefault();
    event.stopPropagation();
    const handle = event.currentTarget;
    const startX = event.clientX;
    const startWidth = handle.parentElement?.offsetWidth ?? 0;
    handle.setPointerCapture(event.pointerId);
    handle.onpointermove = (move) => {
      const grown = (move.clientX - startX) * (props.isRtl ? -1 : 1);
      onLayout(resizeColumn(layout, id, startWidth + grown));
    };
    handle.onpointerup = () => {
      handle.onpointermove = null;
    };
  };

  const drop = (event: DragEvent, index: number) => {
    const id = event.dataTransfer.getData(columnType);
    if (!layout.order.includes(id)) return;
    event.preventDefault();
    onLayout(moveColumn(layout, id, index));
  };

  return (
    <div role="row" aria-rowindex={props.rowIndex} className={styles.header}>
      {columns.map((column, index) => {
        const sorted = layout.sort?.column === column.id ? layout.sort.direction : undefined;
        return (
          <div
            key={column.id}
            role="columnheader"
            id={`${props.gridId}-h-${index}`}
            aria-colindex={index + 1}
            aria-sort={isSortable ? (sorted ?? 'none') : undefined}
            className={styles.headerCell}
            data-align={column.align}
            data-active={props.activeColumn === index || undefined}
            data-header-column={index}
            title={column.title}
            draggable
            onDragStart={(event) => event.dataTransfer.setData(columnType, column.id)}
            onDragOver={(event) => {
              if (event.dataTransfer.types.includes(columnType)) event.preventDefault();
            }}
            onDrop={(event) => drop(event, index)}
            onClick={() => {
              props.onActivate(index);
              if (isSortable) onLayout(sortBy(layout, column.id));
            }}
          >
            <span className={styles.headerTitle}>{column.title}</span>
            {sorted && (
              <span className={styles.sortIcon} aria-hidden>
                {sorted === 'ascending' ? <SortUp /> : <SortDown />}
              </span>
            )}
            <span
              className={styles.resizer}
              aria-hidden
              draggable
              onDragStart={(event) => {
                event.preventDefault();
                event.stopPropagation();
              }}
              onPointerDown={(event) => startResize(event, column.id)}
              onClick={(event) => event.stopPropagation()}
              onDoubleClick={(event) => {
                event.stopPropagation();
                props.onFit(column.id);
              }}
            />
          </div>
        );
      })}
    </div>
  );
}
