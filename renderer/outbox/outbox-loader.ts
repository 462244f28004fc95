import type { OutboxPage } from '../../shared/message.ts';
import type { Call } from '../call.ts';
import { createCell } from '../cell.ts';
import type { Cell } from '../cell.ts';
import { emptyOutboxList, mergePage, statesOf } from './outbox-list.ts';
import type { OutboxFilter, OutboxList } from './outbox-list.ts';
import { noSearch, questionOf } from './outbox-search.ts';
import type { OutboxSearch } from './outbox-search.ts';

const pageSize = 100;
/** So many rows before the end of what is loaded the next page is asked for. */
const loadAhead = 40;
/**
 * While a batch is sent, something changes all the time. After each load there is a pause, three times as long as the load, so that
 * a window takes at most a quarter of the app's time from those who send.
 */
const pausePerLoad = 3;
const leastPauseMs = 100;

export interface LoadedOutbox {
  readonly list: OutboxList;
  /** How many messages the search finds in each state; null until the first answer is there. */
  readonly counts: OutboxPage['counts'] | null;
  /** false until the first answer is there. */
  readonly isLoaded: boolean;
  readonly hasFailed: boolean;
}

export interface OutboxLoader {
  readonly loaded: Pick<Cell<LoadedOutbox>, 'value' | 'subscribe'>;
  /** Loads the newest page and the visible one again; while one load runs or was just over, at most one more waits. */
  readonly refresh: () => void;
  /** Says which rows are visible, so that more are there before they are scrolled to. */
  readonly show: (first: number, last: number) => void;
}

const sleep = (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms));

/** Keeps the shown part of the outbox, one load at a time. */
export function createOutboxLoader(
  call: Call,
  filter: OutboxFilter,
  search: OutboxSearch = noSearch,
  pause: (ms: number) => Promise<void> = sleep,
): OutboxLoader {
  const loaded = createCell<LoadedOutbox>({
    ...{ list: emptyOutboxList, counts: null, isLoaded: false, hasFailed: false },
  });
  const question = questionOf(search);
  const states = [...statesOf(filter)];
  let visible = { first: 0, last: 0 };
  let isRunning = false;
  let isPausing = false;
  let isAskedAgain = false;

  const load = async (beforeSequence: number | null) => {
    const answer = await call('outboxPage', { ...question, states, beforeSequence, limit: pageSize });
    loaded.update(({ list, counts }) =>
      answer.ok
        ? {
            ...{ list: mergePage(list, answer.value, beforeSequence), counts: answer.value.counts },
            ...{ isLoaded: true, hasFailed: false },
          }
        : { list, counts, isLoaded: true, hasFailed: true },
    );
  };
  const rest = async (ms: number) => {
    isPausing = true;
    await pause(ms);
    isPausing = false;
    await run();
  };
  const loadFresh = async () => {
    const beganAtMs = performance.now();
    await load(null);
    const top = loaded.value().list.items[visible.first];
    if (top && visible.last >= pageSize) await load(top.sequence + 1);
    void rest(Math.max(leastPauseMs, (performance.now() - beganAtMs) * pausePerLoad));
  };
  const needsMore = () => {
    const { list, hasFailed } = loaded.value();
    return !hasFailed && list.nextBeforeSequence !== null && visible.last >= list.items.length - loadAhead;
  };
  const nextLoad = (): Promise<void> | null => {
    if (isAskedAgain && !isPausing) {
      isAskedAgain = false;
      return loadFresh();
    }
    return needsMore() ? load(loaded.value().list.nextBeforeSequence) : null;
  };
  // Looking for work and resting happen in one go, so that nothing asked for in between is forgotten.
  const run = async (): Promise<void> => {
    const work = isRunning ? null : nextLoad();
    if (!work) return;
    isRunning = true;
    await work;
    isRunning = false;
    return await run();
  };

  return {
    loaded,
    refresh: () => {
      isAskedAgain = true;
      void run();
    },
    show: (first, last) => {
      visible = { first, last };
      if (loaded.value().isLoaded) void run();
    },
  };
}
