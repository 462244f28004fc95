import type { AppState, StateChange, StateSnapshot, WholeSlices } from '../../shared/app-state.ts';
import type { Caller, Reply } from '../../shared/contract.ts';
import { toFailure } from '../../shared/errors.ts';
import type { AppPort } from '../../main/app-port.ts';
import { exampleState } from './example-state.ts';

type Answer = (input: unknown, caller: Caller) => unknown;

/** A small app that answers what a test tells it to, and whose state a test changes. */
export interface FakeAppPort extends AppPort {
  readonly change: (slices: Partial<WholeSlices>, accounts?: StateChange['accounts']) => void;
  readonly stopped: () => boolean;
  readonly listeners: () => number;
}

/** Answers a running fake app; `stateGet` answers its snapshot. */
export function createFakeAppPort(
  answers: Record<string, Answer> = {},
  initial: AppState = exampleState(),
): FakeAppPort {
  const listeners = new Set<(push: StateSnapshot | StateChange) => void>();
  let snapshot: StateSnapshot = { revision: 1, state: initial };
  let stopped = false;
  const all: Record<string, Answer> = { stateGet: () => snapshot, ...answers };
  return {
    call: async (method, input, caller): Promise<Reply<unknown>> => {
      try {
        const answer = all[method];
        if (!answer) throw new Error('no answer');
        return { ok: true, value: await answer(input, caller) };
      } catch (error) {
        return { ok: false, error: toFailure(error) };
      }
    },
    onState: (listener) => {
      listeners.add(listener);
      listener(snapshot);
      return () => void listeners.delete(listener);
    },
    stop: async () => void (stopped = true),
    stopped: () => stopped,
    listeners: () => listeners.size,
    change: (slices, accounts) => {
      const revision = snapshot.revision + 1;
      snapshot = { revision, state: { ...snapshot.state, ...slices } };
      for (const listener of listeners) listener({ revision, slices, ...(accounts && { accounts }) });
    },
  };
}
