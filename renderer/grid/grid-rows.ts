import type { ReactNode } from 'react';
import type { GridSort } from './grid-layout.ts';

/** One column of a grid. */
export interface GridColumn<Row> {
  readonly id: string;
  readonly title: string;
  /** CSS pixels. */
  readonly width: number;
  readonly align?: 'end' | 'center';
  /** What the cell says: searched, found by typing, and drawn unless `cell` draws it. */
  readonly text: (row: Row) => string;
  /** What is compared when sorting; absent: the text. */
  readonly sortKey?: (row: Row) => number;
  readonly cell?: (row: Row) => ReactNode;
  /** CSS pixels that `cell` takes besides the text, e.g. for an icon. */
  readonly besideText?: number;
  /** More about a cell: shown when it is pointed at or has the focus, and read out; empty: nothing. */
  readonly hint?: (row: Row) => string;
}

/** Compares two texts, as for sorting. */
export type CompareTexts = (a: string, b: string) => number;

/** Answers the rows sorted; equal ones keep their order, and empty cells come last in both directions. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly GridColumn<Row>[],
  sort: GridSort | null,
  compareTexts: CompareTexts,
): readonly Row[] {
  const column = columns.find(({ id }) => id === sort?.column);
  if (!sort || !column) return rows;
  const sign = sort.direction === 'ascending' ? 1 : -1;
  // Each is made once: making a text may take longer than comparing it.
  const texts = column.sortKey ? [] : rows.map(column.text);
  const numbers = column.sortKey ? rows.map(column.sortKey) : wholeNumbers(texts);
  const compareAt = (a: number, b: number): number => {
    if (numbers) return sign * ((numbers[a] ?? 0) - (numbers[b] ?? 0));
    const [textA = '', textB = ''] = [texts[a], texts[b]];
    if (textA === '' || textB === '') return Number(textA === '') - Number(textB === '');
    return sign * compareTexts(textA, textB);
  };
  // Rows come by their IDs, which is how they are shown until somebody sorts them.
  if (rows.every((_, at) => at === 0 || compareAt(at - 1, at) <= 0)) return rows;
  const order = rows.map((row, at) => ({ row, at }));
  return order.sort((a, b) => compareAt(a.at, b.at)).map(({ row }) => row);
}

const mostDigits = 15;

/** Answers the values of texts that are whole numbers all of them, which are compared in a tenth of the time; else null. */
function wholeNumbers(texts: readonly string[]): readonly number[] | null {
  const isWhole = (text: string) => text.length <= mostDigits && /^[0-9]+$/.test(text);
  return texts.every(isWhole) ? texts.map(Number) : null;
}

/**
 * Answers the index of the row that typed letters lead to: the next one whose text begins with them, round the end.
 *
 * One letter, also repeated, goes on to the next match; more letters stay where they still fit.
 */
export function findTyped(texts: readonly string[], typed: string, fromIndex: number): number {
  const isRepeated = Array.from(typed).every((letter) => letter === typed[0]);
  const prefix = (isRepeated ? typed.slice(0, 1) : typed).toLocaleLowerCase();
  const start = isRepeated ? fromIndex + 1 : Math.max(0, fromIndex);
  for (let step = 0; step < texts.length; step += 1) {
    const index = (start + step) % texts.length;
    if (texts[index]?.toLocaleLowerCase().startsWith(prefix)) return index;
  }
  return -1;
}
