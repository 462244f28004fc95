import { quotedCell, withApostrophes } from '../../shared/csv-cell.ts';
import type { GridColumn } from './grid-rows.ts';

const number = /^[+-]?\d+([.,]\d+)*$/;

// A cell is one cell wherever it is put in, and never a formula.
function cellText(text: string): string {
  const line = text.replaceAll(/[\t\r\n]+/g, ' ');
  if (number.test(line)) return line;
  const safe = withApostrophes(line);
  // A quote at the beginning of a cell would take in the cells after it.
  return safe.startsWith('"') ? quotedCell(safe) : safe;
}

/** Answers rows as tab-separated text, with the titles of their columns in the first line. */
export function rowsAsText<Row>(columns: readonly GridColumn<Row>[], rows: readonly Row[]): string {
  const lines = [
    columns.map(({ title }) => cellText(title)),
    ...rows.map((row) => columns.map((column) => cellText(column.text(row)))),
  ];
  return lines.map((cells) => cells.join('\t')).join('\r\n');
}
