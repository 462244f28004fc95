import type { GridColumn } from './grid-rows.ts';
import { lookedAhead, narrowed } from './row-search.ts';
import type { Found, Said } from './row-search.ts';

/** Looks for rows by what stands in them. */
export interface RowFilter<Row> {
  /** Answers the rows in which every word of a text stands in some column. */
  readonly filter: (rows: readonly Row[], text: string) => readonly Row[];
  /** Reads rows ahead, some of them with each step, and looks where a next letter may stand, so that no letter waits for that. */
  readonly readAhead: (rows: readonly Row[]) => Iterator<void>;
}

const rowsInStep = 50;

const wordsOf = (text: string) => text.toLowerCase().split(/\s+/).filter(Boolean);

/** Whether one only typed on to get from some words to others. */
const areBegun = (words: readonly string[], others: readonly string[]): boolean =>
  words.every((word, index) =>
    index === words.length - 1 ? others[index]?.startsWith(word) : others[index] === word,
  );

/** Answers a filter that remembers what the rows say, and what was found on the way to the filter of now. */
export function createRowFilter<Row>(columns: readonly GridColumn<Row>[]): RowFilter<Row> {
  // No word of a filter can reach over a line break into the next column.
  const textOf = (row: Row): string =>
    `${columns.map((column) => column.text(row)).join('\n')}\n`.toLowerCase();

  let said: Said<Row> = { rows: [], text: '', starts: new Uint32Array(1) };
  /** What was found for the letters of a filter, one after the other: who takes a letter back has it at once. */
  let trail: readonly Found<Row>[] = [];

  const read = function* (rows: readonly Row[]): Generator<void> {
    if (said.rows === rows) return;
    const before = said;
    // The one long text keeps what was read: a text for each row would be as many more objects to keep and to collect.
    const textAt = (row: Row, place: number): string =>
      before.rows[place] === row
        ? before.text.slice(before.starts[place], before.starts[place + 1])
        : textOf(row);
    const starts = new Uint32Array(rows.length + 1);
    const parts: string[] = [];
    let end = 0;
    for (let from = 0; from < rows.length && said.rows !== rows; from += rowsInStep) {
      const some = rows.slice(from, from + rowsInStep).map((row, index) => textAt(row, from + index));
      for (const [index, text] of some.entries()) starts[from + index + 1] = end += text.length;
      parts.push(some.join(''));
      yield;
    }
    if (said.rows === rows) return;
    said = { rows, text: parts.join(''), starts };
    const places = starts.slice(0, rows.length).map((_, place) => place);
    trail = [{ rows, words: [], places, at: starts, again: null }];
  };

  return {
    filter: (rows, text) => {
      const words = wordsOf(text);
      if (words.length === 0) return rows;
      for (const steps = read(rows); !steps.next().done;);
      trail = trail.filter((found) => areBegun(found.words, words));
      const last = trail.at(-1);
      if (!last || areBegun(words, last.words)) return last?.rows ?? rows;
      const found = narrowed(said, last, words);
      trail = [...trail, found];
      return found.rows;
    },
    readAhead: function* (rows) {
      yield* read(rows);
      const last = trail.at(-1);
      if (!last || last.words.length === 0 || last.again) return;
      const looked = yield* lookedAhead(said, last);
      trail = trail.map((found) => (found === last ? looked : found));
    },
  };
}
