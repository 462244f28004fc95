import type { AppState, StateSnapshot } from '../shared/app-state.ts';
import { applyStateChange } from '../shared/app-state.ts';
import type { Bridge } from '../shared/bridge.ts';

export interface AppStore {
  /** The newest state; null until the first snapshot is there. */
  readonly state: () => AppState | null;
  readonly subscribe: (listener: () => void) => () => void;
  /** Asks for a whole snapshot; resolves to false when there was no answer. */
  readonly refresh: () => Promise<boolean>;
}

/** Keeps the newest snapshot of the app: one by asking, changes by push, a new one where a change is missing. */
export function createAppStore(bridge: Bridge): AppStore {
  const listeners = new Set<() => void>();
  let snapshot: StateSnapshot | null = null;
  let newestSeen = 0;
  let asking: Promise<boolean> | null = null;

  const replace = (next: StateSnapshot) => {
    if (next === snapshot) return;
    snapshot = next;
    for (const listener of listeners) listener();
  };

  const ask = async (): Promise<boolean> => {
    try {
      const reply = await bridge.api.stateGet({});
      // Changes may have overtaken the answer.
      if (reply.ok && (!snapshot || reply.value.revision >= snapshot.revision)) replace(reply.value);
      return reply.ok;
    } catch {
      return false;
    } finally {
      asking = null;
    }
  };
  const refresh = async (): Promise<boolean> => {
    const answered = await (asking ??= ask());
    // A change that came while the answer was on its way is missing from it.
    return answered && snapshot && snapshot.revision < newestSeen ? await refresh() : answered;
  };

  bridge.onState((push) => {
    if ('state' in push) {
      newestSeen = push.revision;
      return replace(push);
    }
    newestSeen = Math.max(newestSeen, push.revision);
    const next = snapshot && applyStateChange(snapshot, push);
    if (next) replace(next);
    else void refresh();
  });
  void refresh();

  return {
    state: () => snapshot?.state ?? null,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    refresh,
  };
}
