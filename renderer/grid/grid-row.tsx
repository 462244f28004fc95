import { memo } from 'react';
import type { ReactNode } from 'react';
import type { GridColumn } from './grid-rows.ts';
import styles from './grid.module.css';

interface Props<Row> {
  readonly gridId: string;
  readonly row: Row;
  readonly id: number;
  readonly columns: readonly GridColumn<Row>[];
  /** CSS pixels from the top of the rows. */
  readonly top: number;
  readonly rowIndex: number;
  readonly isSelected: boolean;
  readonly isMuted: boolean;
  /** Column that has the focus; -1: none in this row. */
  readonly activeColumn: number;
}

// Told of every element since ARIA 1.3; the list that is checked against is older.
const describedBy = (text: string) => (text === '' ? {} : { 'aria-description': text });

function GridRowView<Row>(props: Props<Row>): ReactNode {
  return (
    <div
      role="row"
      aria-rowindex={props.rowIndex}
      aria-selected={props.isSelected}
      className={styles.row}
      data-row-id={props.id}
      data-muted={props.isMuted || undefined}
      data-current={props.activeColumn >= 0 || undefined}
      style={{ top: props.top }}
    >
      {props.columns.map((column, index) => (
        <div
          key={column.id}
          role="gridcell"
          id={props.activeColumn === index ? `${props.gridId}-${props.id}-${index}` : undefined}
          aria-colindex={index + 1}
          {...describedBy(column.hint?.(props.row) ?? '')}
          className={column.cell ? styles.drawnCell : styles.textCell}
          data-text={column.cell ? undefined : ''}
          data-align={column.align}
          data-column={index}
          data-active={props.activeColumn === index || undefined}
        >
          {column.cell ? column.cell(props.row) : column.text(props.row)}
        </div>
      ))}
    </div>
  );
}

/** One row of a grid; drawn again only when it, its place or its selection changes. */
export const GridRow = memo(GridRowView) as typeof GridRowView;
