const firstDelayMs = 5_000;
const longestDelayMs = 3_600_000;
/** The part of a delay that is left to chance, so that items of one outage do not come back together. */
const jitter = 0.2;
/** A server that asks for more is asked again after a day: no try waits longer for its time. */
export const longestWaitMs = 86_400_000;

/** How long an item is tried before it is given up; held time does not count. */
export const giveUpAfterMs = 4 * 86_400_000;

/**
 * Answers how long to wait before the next try: 5 s after the first failure, doubled each time, an hour at most.
 *
 * @param failures how many tries in a row have failed, 1 or more
 * @param fraction chance in [0, 1); shortens the delay by up to a fifth
 * @param askedMs what the server asked for at least
 */
export function retryDelayMs(failures: number, fraction: number, askedMs = 0): number {
  const delay = Math.min(firstDelayMs * 2 ** Math.max(0, failures - 1), longestDelayMs);
  return Math.max(Math.round(delay * (1 - jitter * fraction)), Math.min(askedMs, longestWaitMs));
}
