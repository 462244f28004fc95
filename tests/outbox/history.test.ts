import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { OutboxState } from '../../shared/message.ts';
import { newProgress } from '../../main/outbox/outbox-item.ts';
import type { PageQuery } from '../../main/outbox/outbox-pages.ts';
import { createOutboxStore } from '../../main/outbox/outbox-store.ts';
import { manyItems, writeManyItems } from '../helpers/many-items.ts';
import { outboxContent } from '../helpers/outbox-content.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const day = 86_400_000;
const page = (query: Partial<PageQuery>): PageQuery => ({
  ...{ states: [], beforeSequence: null, limit: 100 },
  ...query,
});
const fresh = async () => join(await temporaryFolder(), 'outbox.db');

/** Six messages, one a day, of accounts 1 and 2 in turns; the second and the fifth are cancelled. */
async function sixDays() {
  const store = createOutboxStore(await fresh());
  onTestFinished(() => store.close());
  const changes = [
    { subject: 'Quote for Müller' },
    { subject: 'Invoice 7', to: ['kay@fabrikam.test'] },
    { subject: 'QUOTE 100%', messageId: '<abc.7@contoso.test>' },
    { subject: 'Invoice_8', cc: ['Lee@Fabrikam.test'], to: [] },
    { subject: 'Reminder', bcc: ['kay@fabrikam.test'] },
    { subject: '見積書' },
  ];
  for (const [index, change] of changes.entries()) {
    const content = outboxContent(index + 1, { createdAtMs: index * day, bcc: [], ...change });
    const { item } = store.submit(content, newProgress((index % 2) + 1, index * day));
    if (index === 1 || index === 4) store.change(item.itemId, { kind: 'cancel' }, index * day);
  }
  return store;
}

describe('history', () => {
  test.for<[string, Partial<PageQuery>, number[]]>([
    ['all', {}, [6, 5, 4, 3, 2, 1]],
    ['a word of the subject, in any case', { text: 'quote' }, [3, 1]],
    ['a letter beyond ASCII in any case, written in either way', { text: 'MU\u0308LLER' }, [1]],
    ['two letters of another script', { text: '見積' }, [6]],
    ['a recipient of any kind', { text: 'fabrikam' }, [5, 4, 2]],
    ['a part of a Message-ID', { text: '<abc.7@' }, [3]],
    ['all words, in any order', { text: '  kay   invoice ' }, [2]],
    ['signs that mean something to SQL', { text: '%' }, [3]],
    ['signs that mean something to SQL, too', { text: '_8' }, [4]],
    ['a quote', { text: `'"` }, []],
    ['blanks', { text: '  ' }, [6, 5, 4, 3, 2, 1]],
    ['a state', { states: ['cancelled'] }, [5, 2]],
    ['states', { states: ['cancelled', 'queued', 'queued'] }, [6, 5, 4, 3, 2, 1]],
    ['an account', { accountId: 2 }, [6, 4, 2]],
    ['from a time on', { fromMs: 3 * day }, [6, 5, 4]],
    ['before a time', { toMs: 3 * day }, [3, 2, 1]],
    ['a period without any', { fromMs: 50 * day }, []],
    [
      'everything at once',
      { text: 'fabrikam', states: ['cancelled'], accountId: 2, fromMs: day, toMs: 2 * day },
      [2],
    ],
  ])('is found by %s, newest first and page by page', async ([, query, expected]) => {
    const store = await sixDays();
    const whole = store.page(page(query));
    expect(whole.items.map(({ sequence }) => sequence)).toEqual(expected);
    expect(whole).toMatchObject({ total: expected.length, nextBeforeSequence: null });
    const paged: number[] = [];
    let beforeSequence: number | null = null;
    do {
      const { items, total, nextBeforeSequence } = store.page(page({ ...query, beforeSequence, limit: 2 }));
      expect(total).toBe(expected.length);
      paged.push(...items.map(({ sequence }) => sequence));
      beforeSequence = nextBeforeSequence;
    } while (beforeSequence !== null);
    expect(paged).toEqual(expected);
  });

  test('says how many there are in each state, whichever states are shown', async () => {
    const store = await sixDays();
    const counts = (query: Partial<PageQuery>) => store.page(page(query)).counts;
    expect(counts({ states: ['sent'] })).toMatchObject({ queued: 4, cancelled: 2, sent: 0 });
    for (const query of [{ text: 'fabrikam' }, { text: 'fabrikam', fromMs: 0 }])
      expect(counts(query)).toMatchObject({ queued: 1, cancelled: 2 });
    expect(counts({ accountId: 1, states: ['queued'] })).toMatchObject({ queued: 2, cancelled: 1 });
    expect(counts({ fromMs: 4 * day, accountId: 2 })).toMatchObject({ queued: 1, cancelled: 0 });
    const [first] = store.page(page({ text: 'reminder' })).items;
    expect(first?.state).toBe('cancelled');
    store.change(outboxContent(1).itemId, { kind: 'cancel' }, 1);
    expect(counts({ text: 'müller' })).toMatchObject({ queued: 0, cancelled: 1 });
  });

  test('finds what was handed over while the clock was wrong by the time that it says', async () => {
    const store = createOutboxStore(await fresh());
    onTestFinished(() => store.close());
    for (const [index, createdAtMs] of [5 * day, 900 * day, 6 * day, 0, 7 * day].entries())
      store.submit(outboxContent(index + 1, { createdAtMs }), newProgress(1, 0));
    const sequences = (query: Partial<PageQuery>) =>
      store.page(page(query)).items.map(({ sequence }) => sequence);
    expect(sequences({ fromMs: 5 * day, toMs: 8 * day })).toEqual([5, 3, 1]);
    expect(sequences({ fromMs: 800 * day })).toEqual([2]);
    expect(sequences({ toMs: day, text: 'quote' })).toEqual([4]);
  });

  test('forgets what is searched by together with its message', async () => {
    const path = await fresh();
    const store = createOutboxStore(path);
    store.submit(outboxContent(1), newProgress(1, 0));
    store.change(outboxContent(1).itemId, { kind: 'cancel' }, 1);
    store.forget(2);
    store.close();
    const database = new DatabaseSync(path);
    onTestFinished(() => database.close());
    expect(database.prepare('select count(*) as count from texts').get()).toEqual({ count: 0 });
  });

  test('of an older version can be searched once it was taken over, also where a row is damaged', async () => {
    const path = await fresh();
    const store = createOutboxStore(path);
    for (const number of [1, 2, 3])
      store.submit(outboxContent(number, { createdAtMs: number * day }), newProgress(1, 9));
    store.close();
    const database = new DatabaseSync(path);
    database.exec(`drop index items_by_created; drop table texts; alter table items drop column created_at_ms;
      update contents set content = '{' where sequence = 2; pragma user_version = 3`);
    database.close();
    const newer = createOutboxStore(path);
    onTestFinished(() => newer.close());
    const sequences = (query: Partial<PageQuery>) =>
      newer.page(page(query)).items.map(({ sequence }) => sequence);
    expect(sequences({ text: 'QUOTE 3' })).toEqual([3]);
    expect(sequences({ fromMs: 3 * day })).toEqual([3]);
    expect(sequences({})).toEqual([3, 2, 1]);
    expect(newer.page(page({ states: ['held'] })).items).toMatchObject([{ because: 'profile-unreadable' }]);
    newer.submit(outboxContent(4), newProgress(1, 0));
    expect(sequences({ text: 'quote 4' })).toEqual([4]);
  });
});

describe('a hundred thousand messages', () => {
  const count = 100_000;
  const queries: readonly Partial<PageQuery>[] = [
    {},
    { states: ['queued'] satisfies OutboxState[], beforeSequence: 50_001 },
    { accountId: 7 },
    { accountId: 7, states: ['sent'] },
    { fromMs: 40_000 * manyItems.everyMs, toMs: 60_000 * manyItems.everyMs },
    { fromMs: 40_000 * manyItems.everyMs, accountId: 7 },
    { text: 'quote' },
    { text: 'quote 99', accountId: 7, fromMs: 1 },
  ];

  test('are asked for by index: no page walks through all of them, none is sorted', async () => {
    const path = await fresh();
    const seen: string[] = [];
    const store = createOutboxStore(path, { onStatement: (sql) => seen.push(sql) });
    onTestFinished(() => store.close());
    // Two, and one to a page: then there is something to be counted.
    for (const number of [1, 2])
      store.submit(outboxContent(number, { createdAtMs: 50_000 * manyItems.everyMs }), newProgress(7, 0));
    const before = seen.length;
    for (const query of queries) store.page(page({ ...query, limit: 1 }));
    const database = new DatabaseSync(path, { readOnly: true });
    onTestFinished(() => database.close());
    const plans = seen.slice(before).map((sql) =>
      database
        .prepare(`explain query plan ${sql}`)
        .all()
        .map(({ detail }) => String(detail)),
    );
    expect(plans.length).toBeGreaterThan(8);
    const pages = seen
      .slice(before)
      .flatMap((sql, index) => (sql.includes('limit') ? [plans[index] ?? []] : []));
    expect(pages.flat().filter((detail) => /SCAN (?!json_each)|TEMP B-TREE/.test(detail))).toEqual([]);
    expect(
      pages.flat().filter((detail) => detail.includes('sequence<?') || detail.includes('rowid<?')),
    ).not.toEqual([]);
  });

  test('come page by page, whatever is asked for', async () => {
    const path = await fresh();
    writeManyItems(path, count);
    const store = createOutboxStore(path);
    onTestFinished(() => store.close());
    const first = (query: Partial<PageQuery>) => {
      const { items, total, nextBeforeSequence } = store.page(page(query));
      return [items[0]?.sequence, items.length, total, nextBeforeSequence];
    };
    expect(first({})).toEqual([100_000, 100, count, 99_901]);
    expect(first({ beforeSequence: 101 })).toEqual([100, 100, count, null]);
    expect(first({ accountId: 7, limit: 2 })).toEqual([99_957, 2, 2_000, 99_907]);
    const { everyMs } = manyItems;
    expect(first({ fromMs: 10 * everyMs, toMs: 20 * everyMs })).toEqual([19, 10, 10, null]);
    expect(first({ text: 'quote 77777' })).toEqual([77_777, 1, 1, null]);
    expect(first({ text: 'quote', states: ['queued'], limit: 10 })).toEqual([100_000, 10, 100, 91_000]);
  });
});
