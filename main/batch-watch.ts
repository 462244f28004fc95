import type { OutboxItem } from '../shared/message.ts';
import type { Notify } from './ports.ts';

/** Fewer messages are no batch: who sends three invoices sees them go. */
const smallestBatch = 10;

type Seen = Pick<OutboxItem, 'itemId' | 'state' | 'because' | 'nextTryAtMs'>;

/** On its way now; what waits for another try or for its time may take until tomorrow. */
const isUnderWay = ({ state, nextTryAtMs }: Seen) =>
  state === 'sending' || (state === 'queued' && nextTryAtMs === null);

/** What a person has to look at; of a sign-in that is missing they are asked elsewhere, or not at all. */
const needsPerson = ({ state, because }: Seen) =>
  state === 'failed' || state === 'unconfirmed' || (state === 'held' && because !== 'sign-in-required');

/** Answers who tells a person when many messages are through: the function is called with every change of items. */
export function createBatchWatch(notify: Notify): (items: readonly Seen[]) => void {
  const underWay = new Set<string>();
  let [sent, toLookAt] = [0, 0];
  return (items) => {
    for (const item of items) {
      if (isUnderWay(item)) underWay.add(item.itemId);
      else if (underWay.delete(item.itemId)) {
        if (item.state === 'sent') sent += 1;
        if (needsPerson(item)) toLookAt += 1;
      }
    }
    if (underWay.size > 0) return;
    if (sent + toLookAt >= smallestBatch) {
      if (toLookAt > 0) notify({ kind: 'batch-needs-person', count: toLookAt });
      else notify({ kind: 'batch-finished', count: sent });
    }
    [sent, toLookAt] = [0, 0];
  };
}
