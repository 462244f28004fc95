import { randomBytes } from 'node:crypto';
import type { Clock, Random } from '../ports.ts';

// Node fires longer timers at once.
const longestTimerMs = 2 ** 31 - 1;

/** The computer's clock; a pending sleep keeps the process alive, for there is work behind it, so abort what is not needed. */
export const nodeClock: Clock = {
  nowMs: () => Date.now(),
  sleep: async (ms, signal) => {
    for (let leftMs = ms; ; leftMs -= longestTimerMs) {
      await timer(Math.min(leftMs, longestTimerMs), signal);
      if (leftMs <= longestTimerMs) return;
    }
  },
};

function timer(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const stop = () => {
      clearTimeout(handle);
      reject(signal?.reason);
    };
    const handle = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}

/** The computer's randomness. */
export const nodeRandom: Random = {
  bytes: (count) => randomBytes(count),
  fraction: () => Math.random(),
};
