import type { AccountRow } from '../shared/account.ts';
import type { AppState, StateChange, StateSnapshot, WholeSlices } from '../shared/app-state.ts';

export type StateListener = (push: StateSnapshot | StateChange) => void;

/** What the windows of this app draw, and everybody who is told when it changes. */
export interface AppStateHolder {
  readonly snapshot: () => StateSnapshot;
  /** The state as it was last pushed. */
  readonly peek: () => AppState;
  /** Replaces whole slices; what is equal as JSON is not pushed. */
  readonly update: (slices: Partial<WholeSlices>) => void;
  readonly updateAccounts: (upserted: readonly AccountRow[], removedIds?: readonly number[]) => void;
  /** Tells the listener the snapshot at once and every change afterwards; answers how to end it. */
  readonly subscribe: (listener: StateListener) => () => void;
}

/**
 * Answers the holder of the state. Changes of one turn of the event loop go out as one push, so that a batch of a
 * thousand rows is one message.
 */
export function createAppState(initial: AppState): AppStateHolder {
  let revision = 1;
  let state = initial;
  /** By ascending ID: replacing a row leaves it in its place. Made with the first change of one, for a start has none. */
  let rows: Map<number, AccountRow> | null = null;
  let isInOrder = true;
  const listeners = new Set<StateListener>();
  let slices: Partial<WholeSlices> = {};
  let upserted = new Map<number, AccountRow>();
  let removed = new Set<number>();
  let scheduled = false;

  function flush(): void {
    scheduled = false;
    const accountsChanged = upserted.size > 0 || removed.size > 0;
    if (!accountsChanged && Object.keys(slices).length === 0) return;
    revision += 1;
    if (rows && !isInOrder) rows = rowsById([...rows.values()].toSorted((a, b) => a.id - b.id));
    isInOrder = true;
    state = { ...state, ...slices, ...(rows && accountsChanged && { accounts: [...rows.values()] }) };
    const change: StateChange = {
      revision,
      slices,
      ...(accountsChanged && { accounts: { upserted: [...upserted.values()], removedIds: [...removed] } }),
    };
    slices = {};
    upserted = new Map();
    removed = new Set();
    for (const listener of listeners) listener(change);
  }

  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    setImmediate(flush);
  }

  return {
    snapshot: () => {
      flush();
      return { revision, state };
    },
    peek: () => state,
    update: (next) => {
      const changed = Object.fromEntries(
        Object.entries(next).filter(([name, value]) => {
          const current = { ...state, ...slices }[name as keyof WholeSlices];
          return JSON.stringify(value) !== JSON.stringify(current);
        }),
      ) as Partial<WholeSlices>;
      if (Object.keys(changed).length === 0) return;
      slices = { ...slices, ...changed };
      schedule();
    },
    updateAccounts: (changed, removedIds = []) => {
      rows ??= rowsById(state.accounts);
      for (const row of changed) {
        if (JSON.stringify(rows.get(row.id)) === JSON.stringify(row)) continue;
        isInOrder &&= rows.has(row.id);
        rows.set(row.id, row);
        removed.delete(row.id);
        upserted.set(row.id, row);
      }
      for (const id of removedIds) {
        if (!rows.delete(id)) continue;
        upserted.delete(id);
        removed.add(id);
      }
      schedule();
    },
    subscribe: (listener) => {
      flush();
      listener({ revision, state });
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

function rowsById(rows: readonly AccountRow[]): Map<number, AccountRow> {
  const byId = new Map<number, AccountRow>();
  for (const row of rows) byId.set(row.id, row);
  return byId;
}
