import { useCallback, useState } from 'react';
import { readStored, writeStored } from '../stored.ts';
import { parseLayout } from './grid-layout.ts';
import type { GridLayout, GridSort } from './grid-layout.ts';

/** Answers the layout of a grid as it was left, and a function that changes and remembers it. */
export function useGridLayout(
  key: string,
  columnIds: readonly string[],
  sort: GridSort | null,
): readonly [GridLayout, (layout: GridLayout) => void] {
  const [layout, setLayout] = useState(() => parseLayout(readStored(key), columnIds, sort));
  const change = useCallback(
    (next: GridLayout) => {
      setLayout(next);
      writeStored(key, next);
    },
    [key],
  );
  return [layout, change];
}
