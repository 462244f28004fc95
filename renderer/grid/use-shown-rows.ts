import { useEffect, useMemo } from 'react';
import type { GridSort } from './grid-layout.ts';
import { sortRows } from './grid-rows.ts';
import type { GridColumn } from './grid-rows.ts';
import { createRowFilter } from './row-filter.ts';
import { textOrder } from './text-order.ts';

interface Options<Row> {
  readonly all: readonly Row[];
  readonly columns: readonly GridColumn<Row>[];
  readonly filter: string;
  readonly sort: GridSort | null;
  /** Of the window. */
  readonly language: string;
}

/** Answers the rows of a grid, filtered and sorted. */
export function useShownRows<Row>(options: Options<Row>): readonly Row[] {
  const { all, columns, filter, sort, language } = options;
  const compareTexts = useMemo(() => textOrder(language), [language]);
  const sorted = useMemo(
    () => sortRows(all, columns, sort, compareTexts),
    [all, columns, sort, compareTexts],
  );
  const rowFilter = useMemo(() => createRowFilter(columns), [columns]);
  const rows = useMemo(() => rowFilter.filter(sorted, filter), [sorted, rowFilter, filter]);
  useEffect(() => doBesides(rowFilter.readAhead(sorted)), [rowFilter, sorted, filter]);
  return rows;
}

const pieceMs = 4;

/** Does some work where the page has nothing else to do, in pieces that no key and no frame waits for; answers how to end that. */
function doBesides(work: Iterator<unknown>): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  const doPiece = (): boolean => {
    const untilMs = performance.now() + pieceMs;
    while (performance.now() < untilMs) if (work.next().done) return true;
    return false;
  };
  const doAll = async (): Promise<void> => {
    const isDone: unknown = await scheduler.postTask(doPiece, { priority: 'background', signal });
    return isDone === true ? undefined : await doAll();
  };
  doAll().catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
  return () => ending.abort();
}
