import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PageQuery } from '../main/outbox/outbox-pages.ts';
import { createOutboxStore } from '../main/outbox/outbox-store.ts';
import type { OutboxStore } from '../main/outbox/outbox-store.ts';
import { manyItems, writeManyItems } from '../tests/helpers/many-items.ts';
import { ratioOf, spreadOf } from './figures.ts';
import type { Bench, Figure } from './figures.ts';
import { inTurns, nsEach } from './in-turns.ts';

const itemCounts = { quick: 2_000, usual: 100_000 };
const pageSize = 100;
const nsInMs = 1e6;
/** A frame of a window at 60 Hz, in milliseconds: longer, and whoever scrolls sees it. */
const frameMs = 16;

const query = (change: Partial<PageQuery>): PageQuery => ({
  ...{ states: [], beforeSequence: null, limit: pageSize },
  ...change,
});

/** Begins of pages all over the history, another one each time. */
const places = (count: number, itemCount: number) =>
  Array.from({ length: count }, () => pageSize + Math.floor(Math.random() * (itemCount - pageSize)));

function sidesOf(store: OutboxStore, itemCount: number) {
  const each = (count: number, ask: (place: number) => PageQuery) => () =>
    nsEach(places(count, itemCount), (place) => store.page(ask(place))) / nsInMs;
  const { everyMs, accounts } = manyItems;
  return {
    page: each(200, (place) => query({ beforeSequence: place })),
    account: each(50, (place) => query({ beforeSequence: place, accountId: place % accounts })),
    // Another period each time: nothing is remembered from the one before.
    period: each(20, (place) => query({ fromMs: place * everyMs, toMs: (place + 1_440) * everyMs })),
    words: each(10, (place) => query({ text: `quote ${place}` })),
    everything: () => {
      let beforeSequence: number | null = null;
      const startMs = performance.now();
      do {
        beforeSequence = store.page(query({ beforeSequence, limit: 500 })).nextBeforeSequence;
      } while (beforeSequence !== null);
      return performance.now() - startMs;
    },
  };
}

/** Pages of a history of 100,000 messages, against reading all of it. */
export const history: Bench = {
  name: 'history',
  goals: [],
  run: async ({ rounds, quick }) => {
    const itemCount = quick ? itemCounts.quick : itemCounts.usual;
    const folder = mkdtempSync(join(tmpdir(), 'history-'));
    const path = join(folder, 'outbox.db');
    try {
      writeManyItems(path, itemCount);
      const store = createOutboxStore(path);
      const taken = await inTurns(rounds, sidesOf(store, itemCount));
      store.close();
      const page = (what: string, values: readonly number[], atMost: number): Figure => ({
        ...{ what, unit: 'ms', measured: spreadOf(values), limit: { atMost } },
      });
      return [
        {
          name: 'history',
          what: `a page of ${pageSize} among ${itemCount} messages`,
          skipped: null,
          figures: [
            {
              what: 'a page, of reading all',
              unit: '',
              measured: ratioOf(taken.page, taken.everything),
              limit: { atMost: 1 / 100 },
            },
            page('a page anywhere', taken.page, frameMs),
            page('a page of one account, counted', taken.account, frameMs),
            page('a page of a day, counted', taken.period, frameMs),
            page('a search that finds one, counted', taken.words, 100),
            page('reading all, page by page', taken.everything, 10_000),
          ],
        },
      ];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
