import type { GridColumn } from './grid-rows.ts';

/** What a spreadsheet would take for a formula, where it is not just a number. */
const formula = /^[=+\-@\t\r]/;
const number = /^[+-]?\d+([.,]\d+)*$/;

// A cell is one cell wherever it is put in, and never a formula.
function cellText(text: string): string {
  const line = text.replaceAll(/[\t\r\n]+/g, ' ');
  return formula.test(line) && !number.test(line) ? `'${line}` : line;
}

/** Answers rows as tab-separated text, with the titles of their columns in the first line. */
export function rowsAsText<Row>(columns: readonly GridColumn<Row>[], rows: readonly Row[]): string {
  const lines = [
    columns.map(({ title }) => cellText(title)),
    ...rows.map((row) => columns.map((column) => cellText(column.text(row)))),
  ];
  return lines.map((cells) => cells.join('\t')).join('\r\n');
}
