import type { StateChange, StateSnapshot } from '../shared/app-state.ts';
import type { Bridge } from '../shared/bridge.ts';
import { createApi } from '../shared/create-api.ts';
import type { Connection, ConnectionStatus } from './connection.ts';
import { createEventStreamReader } from './event-stream.ts';

type Push = StateSnapshot | StateChange;

interface Deps {
  readonly fetch: typeof fetch;
  readonly token: string;
  /** Resolves after the pause, or at once when the signal is aborted. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
}

const firstPauseMs = 500;
const longestPauseMs = 10_000;

/** Answers how long to wait before attempt `failures + 1`: 0.5 s, doubled each time, 10 s at most. */
export function reconnectPauseMs(failures: number): number {
  return Math.min(longestPauseMs, firstPauseMs * 2 ** Math.max(0, failures - 1));
}

/** Makes the bridge over loopback HTTP: calls by POST, state by an event stream that is opened again when it breaks. */
export function createHttpBridge({ fetch, token, pause }: Deps): { bridge: Bridge; connection: Connection } {
  const listeners = new Set<(push: Push) => void>();
  const watchers = new Set<() => void>();
  const headers = { authorization: `Bearer ${token}` };
  let status: ConnectionStatus = 'open';
  let wake = new AbortController();
  let started = false;

  const setStatus = (next: ConnectionStatus) => {
    if (next === status) return;
    status = next;
    for (const watcher of watchers) watcher();
  };

  const call = async (name: string, input: unknown): Promise<unknown> => {
    const response = await fetch(`/call/${name}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(input),
    });
    if (response.status === 401) setStatus('refused');
    return await response.json();
  };
  const api = createApi(call);

  const emit = (push: Push) => {
    for (const listener of listeners) listener(push);
  };

  /** Answers whether the stream was open before it ended. */
  const readStream = async (): Promise<boolean> => {
    const response = await fetch('/state', { headers });
    if (response.status === 401) setStatus('refused');
    if (!response.ok || !response.body) return false;
    // A stream begins with a snapshot, so nothing is missed that happened while there was none.
    setStatus('open');
    const events = createEventStreamReader((data) => emit(JSON.parse(data) as Push));
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    try {
      for (let read = await reader.read(); !read.done; read = await reader.read()) events.push(read.value);
    } catch {
      // A stream that breaks is a stream that ended.
    }
    return true;
  };

  const keepReading = async (failures: number): Promise<void> => {
    const wasOpen = await readStream().catch(() => false);
    if (status === 'refused') return;
    setStatus('lost');
    wake = new AbortController();
    const failed = wasOpen ? 1 : failures + 1;
    await pause(reconnectPauseMs(failed), wake.signal);
    return await keepReading(failed);
  };

  return {
    bridge: {
      api,
      onState: (listener) => {
        listeners.add(listener);
        if (!started) {
          started = true;
          void keepReading(0);
        }
        return () => listeners.delete(listener);
      },
    },
    connection: {
      status: () => status,
      subscribe: (watcher) => {
        watchers.add(watcher);
        return () => watchers.delete(watcher);
      },
      retryNow: () => wake.abort(),
    },
  };
}
