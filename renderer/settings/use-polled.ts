import { useCallback, useEffect, useState } from 'react';
import type { RelayStatus } from '../../shared/relay.ts';
import type { WatchStatus } from '../../shared/watch.ts';
import type { Answer, AppFailure, Call } from '../call.ts';
import { useServices } from '../services.tsx';

/** What was answered last, kept while a later answer is a failure. */
export interface Polled<Value> {
  /** null: no answer yet. */
  readonly value: Value | null;
  readonly failure: AppFailure | null;
  readonly refresh: () => void;
}

const everyMs = 3_000;

const askRelay = (call: Call): Promise<Answer<RelayStatus>> => call('relayStatus', {});
const askWatch = (call: Call): Promise<Answer<WatchStatus>> => call('watchStatus', {});

/** How the relay is, anew every few seconds. */
export function useRelayStatus(): Polled<RelayStatus> {
  return usePolled(askRelay);
}

/** How the watch folders are, anew every few seconds. */
export function useWatchStatus(): Polled<WatchStatus> {
  return usePolled(askWatch);
}

// What other processes change is not pushed; it is asked for while the window is seen.
function usePolled<Value>(ask: (call: Call) => Promise<Answer<Value>>): Polled<Value> {
  const { call } = useServices();
  const [{ value, failure }, setState] = useState<Omit<Polled<Value>, 'refresh'>>({
    ...{ value: null, failure: null },
  });
  const refresh = useCallback(() => {
    const run = async () => {
      const answer = await ask(call);
      setState((before) => {
        if (!answer.ok) return { value: before.value, failure: answer.error };
        const isSame = JSON.stringify(answer.value) === JSON.stringify(before.value);
        return isSame && !before.failure ? before : { value: answer.value, failure: null };
      });
    };
    void run();
  }, [call, ask]);
  useEffect(() => {
    refresh();
    const timer = setInterval(() => document.visibilityState === 'visible' && refresh(), everyMs);
    return () => clearInterval(timer);
  }, [refresh]);
  return { value, failure, refresh };
}
