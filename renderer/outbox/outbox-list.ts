import type { OutboxItem, OutboxPage, OutboxState } from '../../shared/message.ts';
import { attentionStates, waitingStates } from './outbox-states.ts';

/** The loaded part of the outbox, newest first and without gaps. */
export interface OutboxList {
  readonly items: readonly OutboxItem[];
  /** How many messages the filter matches in all. */
  readonly total: number;
  /** Where the next page begins; null: all is loaded. */
  readonly nextBeforeSequence: number | null;
}

export const emptyOutboxList: OutboxList = { items: [], total: 0, nextBeforeSequence: null };

/**
 * Puts a page that was just loaded into the list: it replaces all that lay in its range, so that messages which left the
 * filter leave the list too.
 *
 * @param beforeSequence what the page was asked for; null: the newest page
 */
export function mergePage(list: OutboxList, page: OutboxPage, beforeSequence: number | null): OutboxList {
  const upper = beforeSequence ?? Number.POSITIVE_INFINITY;
  const isLast = page.nextBeforeSequence === null;
  const lower = isLast ? Number.NEGATIVE_INFINITY : (page.items.at(-1)?.sequence ?? upper);
  const above = list.items.filter(({ sequence }) => sequence >= upper);
  const below = list.items.filter(({ sequence }) => sequence < lower);
  const hasGap = beforeSequence === null && !isLast && (list.items[0]?.sequence ?? lower) < lower;
  // More new messages than one page holds: what lies between is unknown, so the rest is loaded again when it is scrolled to.
  if (hasGap || below.length === 0) {
    return {
      items: [...above, ...page.items],
      total: page.total,
      nextBeforeSequence: page.nextBeforeSequence,
    };
  }
  return {
    items: [...above, ...page.items, ...below],
    total: page.total,
    nextBeforeSequence: list.nextBeforeSequence,
  };
}

/** What the list shows: all, one state, or the states that ask for somebody. */
export type OutboxFilter = 'all' | 'unfinished' | 'attention' | OutboxState;

/** Answers the states of a filter; none means all. */
export function statesOf(filter: OutboxFilter): readonly OutboxState[] {
  if (filter === 'all') return [];
  if (filter === 'attention') return attentionStates;
  return filter === 'unfinished' ? [...waitingStates, ...attentionStates] : [filter];
}
