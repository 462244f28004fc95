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

/** Looks for rows by what stands in them. */
export interface RowFilter<Row> {
  /** Answers the rows in which every word of a text stands in some column. */
  readonly filter: (rows: readonly Row[], text: string) => readonly Row[];
  /** Reads rows ahead, some of them with each step, so that the first letter of a filter does not wait for it. */
  readonly read: (rows: readonly Row[]) => Iterator<void>;
}

/** Rows, and what each of them says. */
interface Said<Row> {
  readonly rows: readonly Row[];
  readonly texts: readonly string[];
}

const rowsInStep = 50;

/** Answers a filter that remembers what each row says, and what was found for the filter before. */
export function createRowFilter<Row extends object>(columns: readonly GridColumn<Row>[]): RowFilter<Row> {
  const said = new WeakMap<Row, string>();
  const textOf = (row: Row): string => {
    const known = said.get(row);
    if (known !== undefined) return known;
    // No word of a filter can reach over a line break into the next column.
    const text = columns
      .map((column) => column.text(row))
      .join('\n')
      .toLocaleLowerCase();
    said.set(row, text);
    return text;
  };
  /** What the rows of one list say, in its order: quicker to go through than asking row by row. */
  let all: Said<Row> = { rows: [], texts: [] };
  let found: Said<Row> & { readonly among: readonly Row[]; readonly text: string } = {
    ...all,
    among: [],
    text: '',
  };
  const allOf = (rows: readonly Row[]): Said<Row> => {
    if (all.rows !== rows) all = { rows, texts: rows.map(textOf) };
    return all;
  };
  return {
    filter: (rows, text) => {
      const lower = text.toLocaleLowerCase();
      const words = lower.split(/\s+/).filter(Boolean);
      if (words.length === 0) return rows;
      // Who types on looks among what was found already.
      const isLonger = found.among === rows && found.text !== '' && lower.startsWith(found.text);
      const from = isLonger ? found : allOf(rows);
      const texts: string[] = [];
      const matching = from.rows.filter((_, place) => {
        const text = from.texts[place] ?? '';
        const isMatch = words.every((word) => text.includes(word));
        if (isMatch) texts.push(text);
        return isMatch;
      });
      // The same list where no row is left out: whoever draws it has nothing to do.
      const kept = matching.length === from.rows.length ? from.rows : matching;
      found = { rows: kept, texts, among: rows, text: lower };
      return kept;
    },
    read: function* (rows) {
      for (let from = 0; from < rows.length; from += rowsInStep) {
        for (const row of rows.slice(from, from + rowsInStep)) textOf(row);
        yield;
      }
      allOf(rows);
    },
  };
}

/** Answers the rows sorted; equal ones keep their order, and empty cells come last in both directions. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly GridColumn<Row>[],
  sort: GridSort | null,
  collator: Intl.Collator,
): readonly Row[] {
  const column = columns.find(({ id }) => id === sort?.column);
  if (!sort || !column) return rows;
  const sign = sort.direction === 'ascending' ? 1 : -1;
  const { sortKey } = column;
  if (sortKey) {
    const compare = (a: Row, b: Row) => sign * (sortKey(a) - sortKey(b));
    // Rows come by their IDs, which is how they are shown until somebody sorts them.
    const isInOrder = rows.every((row, at) => compare(rows[at - 1] ?? row, row) <= 0);
    return isInOrder ? rows : rows.toSorted(compare);
  }
  // Each text is made once: making it may take longer than comparing it.
  const keyed = rows.map((row) => ({ row, text: column.text(row) }));
  keyed.sort((a, b) => {
    if (a.text === '' || b.text === '') return Number(a.text === '') - Number(b.text === '');
    return sign * collator.compare(a.text, b.text);
  });
  return keyed.map(({ row }) => row);
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
