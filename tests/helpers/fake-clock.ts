import type { Clock } from '../../main/ports.ts';

/** A clock that stands still until a test moves it. */
export interface FakeClock extends Clock {
  /** Moves the clock; sleeps that end by then resolve, in order, and their followers run. */
  readonly advance: (ms: number) => Promise<void>;
  /** How many sleeps wait for the clock. */
  readonly sleeping: () => number;
  /** When the next sleep ends, epoch milliseconds; null: nobody sleeps. */
  readonly nextWakeMs: () => number | null;
}

interface Sleeper {
  readonly wakesAtMs: number;
  readonly wake: () => void;
}

/** Answers a clock that starts at `startMs`, by default at the real time. */
export function createFakeClock(startMs = Date.now()): FakeClock {
  let now = startMs;
  let sleepers: Sleeper[] = [];
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    nowMs: () => now,
    sleeping: () => sleepers.length,
    nextWakeMs: () =>
      sleepers.length === 0 ? null : Math.min(...sleepers.map(({ wakesAtMs }) => wakesAtMs)),
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const leave = () => {
          sleepers = sleepers.filter((other) => other !== sleeper);
          signal?.removeEventListener('abort', abort);
        };
        const sleeper = {
          wakesAtMs: now + ms,
          wake: () => {
            leave();
            resolve();
          },
        };
        const abort = () => {
          leave();
          reject(signal?.reason);
        };
        signal?.addEventListener('abort', abort, { once: true });
        sleepers.push(sleeper);
      }),
    advance: async (ms) => {
      const end = now + ms;
      for (;;) {
        const next = sleepers
          .filter(({ wakesAtMs }) => wakesAtMs <= end)
          .toSorted((a, b) => a.wakesAtMs - b.wakesAtMs)[0];
        if (!next) break;
        now = Math.max(now, next.wakesAtMs);
        next.wake();
        await settle();
      }
      now = end;
      await settle();
    },
  };
}
