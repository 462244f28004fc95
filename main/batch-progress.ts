import type { BatchProgress } from '../shared/message.ts';

interface Course {
  /** Messages that are through. */
  readonly done: number;
  /** Messages that are queued or on their way now. */
  readonly underWay: number;
  readonly startedAtMs: number;
  /** When messages got through; as far back as `rateWindowMs` is enough. */
  readonly doneAtMs: readonly number[];
  readonly nowMs: number;
}

/** What was longer ago says nothing of the pace of now: limits of providers count by the minute. */
export const rateWindowMs = 120_000;
/** Fewer messages, or less time, would be a guess that jumps about. */
const fewestForRate = 5;
const shortestForRateMs = 5_000;

/** Answers how far a batch is, how fast it goes, and when it will be through if it goes on so. */
export function batchProgress({ done, underWay, startedAtMs, doneAtMs, nowMs }: Course): BatchProgress {
  const sinceMs = Math.max(startedAtMs, nowMs - rateWindowMs);
  const elapsedMs = nowMs - sinceMs;
  const recent = doneAtMs.filter((ms) => ms >= sinceMs).length;
  const total = done + underWay;
  if (recent < fewestForRate || elapsedMs < shortestForRateMs) {
    return { done, total, perMinute: null, expectedEndMs: null };
  }
  const perMs = recent / elapsedMs;
  return {
    ...{ done, total },
    perMinute: Math.max(1, Math.round(perMs * 60_000)),
    expectedEndMs: Math.round(nowMs + underWay / perMs),
  };
}
