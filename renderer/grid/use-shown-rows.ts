import { useDeferredValue, useEffect, useMemo } from 'react';
import { formatLocale } from '../words/words.ts';
import type { GridSort } from './grid-layout.ts';
import { createRowFilter, sortRows } from './grid-rows.ts';
import type { GridColumn } from './grid-rows.ts';

interface Options<Row> {
  readonly all: readonly Row[];
  readonly columns: readonly GridColumn<Row>[];
  readonly filter: string;
  readonly sort: GridSort | null;
  /** Of the window. */
  readonly language: string;
}

/** Answers the rows of a grid, filtered and sorted; a filter that is being typed may be behind. */
export function useShownRows<Row extends object>({ all, columns, filter, sort, language }: Options<Row>) {
  const collator = useMemo(() => new Intl.Collator(formatLocale(language), { numeric: true }), [language]);
  const sorted = useMemo(() => sortRows(all, columns, sort, collator), [all, columns, sort, collator]);
  const shownFilter = useDeferredValue(filter);
  const rowFilter = useMemo(() => createRowFilter(columns), [columns]);
  const rows = useMemo(() => rowFilter.filter(sorted, shownFilter), [sorted, rowFilter, shownFilter]);
  useEffect(() => doInPieces(rowFilter.read(sorted)), [rowFilter, sorted]);
  return { rows, shownFilter };
}

const pieceMs = 4;
const pauseMs = 12;

/** Does some work in small pieces, so that no key and no frame waits for it; answers how to end that. */
function doInPieces(work: Iterator<unknown>): () => void {
  const go = () => {
    const startedAtMs = performance.now();
    while (performance.now() - startedAtMs < pieceMs) if (work.next().done) return;
    timer = setTimeout(go, pauseMs);
  };
  let timer = setTimeout(go, pauseMs);
  return () => clearTimeout(timer);
}
