import type { BatchProgress, OutboxItem } from '../shared/message.ts';
import { batchProgress, rateWindowMs } from './batch-progress.ts';
import type { Clock, Notify } from './ports.ts';

/** Fewer messages are no batch: who sends three invoices sees them go. */
const smallestBatch = 10;

type Seen = Pick<OutboxItem, 'itemId' | 'state' | 'because' | 'nextTryAtMs'>;

/** On its way now; what waits for another try or for its time may take until tomorrow. */
const isUnderWay = ({ state, nextTryAtMs }: Seen) =>
  state === 'sending' || (state === 'queued' && nextTryAtMs === null);

/** What a person has to look at; of a sign-in that is missing they are asked elsewhere, or not at all. */
const needsPerson = ({ state, because }: Seen) =>
  state === 'failed' || state === 'unconfirmed' || (state === 'held' && because !== 'sign-in-required');

/** Follows messages that go out together, and tells a person when they are through. */
export function createBatchWatch(notify: Notify, clock: Pick<Clock, 'nowMs'>) {
  const underWay = new Set<string>();
  let [sent, toLookAt] = [0, 0];
  let startedAtMs = 0;
  let doneAtMs: readonly number[] = [];

  const isThrough = (item: Seen): boolean => {
    if (item.state === 'sent') sent += 1;
    else if (needsPerson(item)) toLookAt += 1;
    else return false;
    return true;
  };

  return {
    /** Takes every change of items. */
    see: (items: readonly Seen[]): void => {
      const nowMs = clock.nowMs();
      let through = 0;
      for (const item of items) {
        if (isUnderWay(item)) {
          if (underWay.size === 0) startedAtMs = nowMs;
          underWay.add(item.itemId);
        } else if (underWay.delete(item.itemId) && isThrough(item)) through += 1;
      }
      // A clock that was put back must not keep times of the future.
      const recent = doneAtMs.filter((ms) => ms > nowMs - rateWindowMs && ms <= nowMs);
      doneAtMs = [...recent, ...Array.from({ length: through }, () => nowMs)];
      if (underWay.size > 0) return;
      if (sent + toLookAt >= smallestBatch) {
        if (toLookAt > 0) notify({ kind: 'batch-needs-person', count: toLookAt });
        else notify({ kind: 'batch-finished', count: sent });
      }
      [sent, toLookAt] = [0, 0];
      doneAtMs = [];
    },
    /** Answers how far the batch is; null: none is under way. */
    progress: (): BatchProgress | null => {
      const done = sent + toLookAt;
      if (underWay.size === 0 || done + underWay.size < smallestBatch) return null;
      return batchProgress({ done, underWay: underWay.size, startedAtMs, doneAtMs, nowMs: clock.nowMs() });
    },
    /** Says whether a message belongs to the batch and is not through. */
    isUnderWay: (itemId: string): boolean => underWay.has(itemId),
  };
}
