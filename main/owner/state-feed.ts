import type { StateChange, StateSnapshot } from '../../shared/app-state.ts';
import type { AppPort } from '../app-port.ts';

/** A place that takes state as text and may take it slowly: a socket or an HTTP response. */
export interface FeedTarget {
  readonly write: (text: string) => void;
  /** Bytes that were written and have not left yet. */
  readonly waitingBytes: () => number;
  /** Calls back once, when all that was written has left. */
  readonly onceDrained: (listener: () => void) => void;
}

/** More than a snapshot of 10,000 accounts, so that a snapshot alone never counts as falling behind. */
const behindBytes = 16 * 1024 * 1024;

/**
 * Carries the state to a place that may be slow: one that falls behind gets no more changes until it has taken what it has,
 * then a fresh snapshot, so that its backlog is bounded.
 *
 * @param textOf a push as the target's protocol spells it
 * @returns how to end it
 */
export function feedState(
  app: Pick<AppPort, 'onState'>,
  target: FeedTarget,
  textOf: (push: StateSnapshot | StateChange) => string,
): () => void {
  let unsubscribe: (() => void) | null = null;
  let ended = false;
  let behind = false;

  function begin(): void {
    behind = false;
    const stop = app.onState((push) => {
      if (ended || behind) return;
      target.write(textOf(push));
      if ('slices' in push && target.waitingBytes() > behindBytes) fallBehind();
    });
    // The first push comes during the call above, and may already have been too much.
    if (ended || behind) stop();
    else unsubscribe = stop;
  }

  function fallBehind(): void {
    behind = true;
    unsubscribe?.();
    unsubscribe = null;
    target.onceDrained(() => {
      if (!ended) begin();
    });
  }

  begin();
  return () => {
    ended = true;
    unsubscribe?.();
  };
}
