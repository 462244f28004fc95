import type { Clock, Fetch } from '../ports.ts';

/** How long what was heard says anything about now. */
const freshMs = 24 * 3_600_000;

/**
 * Answers a `fetch` that notes how far the clocks of this computer and of the servers it talks to are apart, so that a clock
 * that is wrong can be blamed before a token is.
 *
 * @see RFC 9110 §6.6.1
 */
export function watchClock(
  fetch: Fetch,
  { nowMs }: Pick<Clock, 'nowMs'>,
): {
  readonly fetch: Fetch;
  /** Positive: this computer is ahead. null: no server has said what time it is. */
  readonly offMs: () => number | null;
} {
  let last: { readonly offMs: number; readonly atMs: number } | null = null;
  return {
    fetch: async (input, init) => {
      const response = await fetch(input, init);
      const serverMs = Date.parse(response.headers.get('date') ?? '');
      if (!Number.isNaN(serverMs)) last = { offMs: nowMs() - serverMs, atMs: nowMs() };
      return response;
    },
    // A clock that was set meanwhile makes the note old: it is heard anew with the next request.
    offMs: () => (last && Math.abs(nowMs() - last.atMs) < freshMs ? last.offMs : null),
  };
}
