import { useCallback, useMemo, useState } from 'react';
import { readStored, writeStored } from '../stored.ts';
import { parseLayout } from './grid-layout.ts';
import type { GridDefaults, GridLayout } from './grid-layout.ts';

/** The layout of a grid, remembered between starts. */
export interface KeptLayout {
  readonly now: GridLayout;
  readonly change: (layout: GridLayout) => void;
  /** Back to the columns of a new grid. */
  readonly reset: () => void;
}

/**
 * Answers the layout of a grid as it was left.
 *
 * @param defaults the same value on every call
 */
export function useGridLayout(key: string, defaults: GridDefaults): KeptLayout {
  const [now, setNow] = useState(() => parseLayout(readStored(key), defaults));
  const change = useCallback(
    (next: GridLayout) => {
      setNow(next);
      writeStored(key, next);
    },
    [key],
  );
  const reset = useCallback(() => change(parseLayout(null, defaults)), [change, defaults]);
  return useMemo(() => ({ now, change, reset }), [now, change, reset]);
}
