import type { OutboxItem } from '../../shared/message.ts';
import type { CommandContext, CommandResult } from './command.ts';
import { deliveryResult, isScheduled, queuedResult } from './delivery-result.ts';

/** An item may stand behind many others, or behind a provider's pace; nobody waits longer for its first attempt. */
const longestWaitMs = 15 * 60_000;

/**
 * Says whether an item has had an attempt since a moment: it is somewhere else than on its way, or it is queued again with a
 * reason.
 *
 * @param attemptsBefore how many it had had then
 */
export function hasBeenTried(item: OutboxItem, attemptsBefore: number): boolean {
  if (item.state === 'sending') return false;
  return (
    item.state !== 'queued' ||
    item.attempts > attemptsBefore ||
    // A pace is no attempt: the item stands in line.
    (attemptsBefore === 0 && item.because !== null && item.because !== 'throttled')
  );
}

/**
 * Answers what `send` and its like say about an item after its next attempt.
 *
 * @param attemptsBefore how many it had had when it was queued
 */
export async function attemptResult(
  context: CommandContext,
  itemId: string,
  attemptsBefore: number,
): Promise<CommandResult> {
  const item = await waitForAttempt(context, itemId, attemptsBefore);
  if (isScheduled(item, context.clock.nowMs())) return queuedResult(item);
  const result = deliveryResult(item);
  if (hasBeenTried(item, attemptsBefore)) return result;
  // The end of this program cuts the attempt, and only afterwards it is known what became of the message.
  return { ...result, afterEnd: async (call) => deliveryResult(await call('outboxGet', { itemId })) };
}

/**
 * Answers the item after its next attempt, or as it is when the wait was interrupted or has lasted too long, or where it waits
 * for its time.
 *
 * It looks again whenever the outbox says that it has changed, also after another program took the profile over.
 */
export async function waitForAttempt(
  context: CommandContext,
  itemId: string,
  attemptsBefore: number,
): Promise<OutboxItem> {
  const { call, onState, clock, interrupted } = context;
  const ending = new AbortController();
  const wait = AbortSignal.any([interrupted, ending.signal]);
  let changed = Promise.withResolvers<void>();
  const stop = onState((push) => {
    if ('state' in push || push.slices.outbox) changed.resolve();
  });
  const over = clock.sleep(longestWaitMs, wait).catch(() => undefined);
  try {
    for (;;) {
      // Replaced before the look: a change during the look must not get lost.
      changed = Promise.withResolvers<void>();
      const item = await call('outboxGet', { itemId });
      if (hasBeenTried(item, attemptsBefore) || isScheduled(item, clock.nowMs())) return item;
      const more = await Promise.race([changed.promise.then(() => true), over.then(() => false)]);
      if (!more) return await call('outboxGet', { itemId });
    }
  } finally {
    stop();
    ending.abort();
  }
}
