import { useSyncExternalStore } from 'react';

/** One value outside the components, so that it outlives them. */
export interface Cell<Value> {
  readonly value: () => Value;
  readonly set: (next: Value) => void;
  readonly update: (change: (value: Value) => Value) => void;
  readonly subscribe: (listener: () => void) => () => void;
}

export function createCell<Value>(initial: Value): Cell<Value> {
  const listeners = new Set<() => void>();
  let current = initial;
  const set = (next: Value) => {
    if (Object.is(next, current)) return;
    current = next;
    for (const listener of listeners) listener();
  };
  return {
    value: () => current,
    set,
    update: (change) => set(change(current)),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Answers the cell's value and draws again when it changes. */
export function useCell<Value>(cell: Pick<Cell<Value>, 'value' | 'subscribe'>): Value {
  return useSyncExternalStore(cell.subscribe, cell.value);
}
