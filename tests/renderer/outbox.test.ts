import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { outboxStates } from '../../shared/message.ts';
import type { OutboxItem, OutboxPage } from '../../shared/message.ts';
import { createCall } from '../../renderer/call.ts';
import { createApi } from '../../shared/create-api.ts';
import { emptyOutboxList, mergePage, statesOf } from '../../renderer/outbox/outbox-list.ts';
import { createOutboxLoader } from '../../renderer/outbox/outbox-loader.ts';
import { exportedCsv, isSearching, noSearch, questionOf } from '../../renderer/outbox/outbox-search.ts';
import { actionsFor, isScheduled } from '../../renderer/outbox/outbox-states.ts';
import { createFakeApp, fakeItem } from '../helpers/fake-app.ts';

function pageOf(items: readonly OutboxItem[], before: number | null, limit: number): OutboxPage {
  const older = items.filter(({ sequence }) => before === null || sequence < before);
  const page = older.slice(0, limit);
  return {
    items: page,
    total: items.length,
    counts: { queued: items.length, sending: 0, held: 0, sent: 0, failed: 0, unconfirmed: 0, cancelled: 0 },
    nextBeforeSequence: older.length > limit ? (page.at(-1)?.sequence ?? null) : null,
  };
}

const items = (from: number, to: number) =>
  Array.from({ length: from - to + 1 }, (_, index) => fakeItem(from - index, {}));
const sequences = (list: readonly OutboxItem[]) => list.map(({ sequence }) => sequence);

describe('pages of the outbox', () => {
  test('join without gaps and without doubles', () => {
    const all = items(10, 1);
    let list = mergePage(emptyOutboxList, pageOf(all, null, 4), null);
    list = mergePage(list, pageOf(all, list.nextBeforeSequence, 4), list.nextBeforeSequence);
    list = mergePage(list, pageOf(all, list.nextBeforeSequence, 4), list.nextBeforeSequence);
    expect(sequences(list.items)).toEqual(sequences(all));
    expect(list.nextBeforeSequence).toBeNull();
  });

  test('a message that left the filter leaves the list', () => {
    const list = mergePage(emptyOutboxList, pageOf(items(6, 1), null, 10), null);
    const fewer = items(6, 1).filter(({ sequence }) => sequence !== 3);
    expect(sequences(mergePage(list, pageOf(fewer, null, 10), null).items)).toEqual([6, 5, 4, 2, 1]);
  });

  test('new messages stand on top and what was loaded below stays', () => {
    const list = mergePage(
      mergePage(emptyOutboxList, pageOf(items(8, 1), null, 4), null),
      pageOf(items(8, 1), 5, 4),
      5,
    );
    expect(sequences(mergePage(list, pageOf(items(9, 1), null, 4), null).items)).toEqual([
      9, 8, 7, 6, 5, 4, 3, 2, 1,
    ]);
  });

  test('more new messages than a page holds start the list anew instead of leaving a gap', () => {
    const list = mergePage(emptyOutboxList, pageOf(items(4, 1), null, 4), null);
    const fresh = mergePage(list, pageOf(items(20, 1), null, 4), null);
    expect(sequences(fresh.items)).toEqual([20, 19, 18, 17]);
    expect(fresh.nextBeforeSequence).toBe(17);
  });

  test('whatever happens between loads, the list is in order and has each message once', () => {
    const operation = fc.record({
      add: fc.nat(5),
      drop: fc.nat(30),
      load: fc.constantFrom('top', 'more', 'middle'),
    });
    fc.assert(
      fc.property(fc.array(operation), (operations) => {
        let all = items(12, 1);
        let list = emptyOutboxList;
        for (const { add, drop, load } of operations) {
          const top = all[0]?.sequence ?? 0;
          all = [...items(top + add, top + 1), ...all].filter(({ sequence }) => sequence !== drop);
          const middle = list.items[Math.floor(list.items.length / 2)];
          const before = {
            top: null,
            more: list.nextBeforeSequence,
            middle: middle ? middle.sequence + 1 : null,
          }[load];
          list = mergePage(list, pageOf(all, before, 4), before);
        }
        const shown = sequences(list.items);
        expect(shown).toEqual([...new Set(shown)].toSorted((a, b) => b - a));
      }),
    );
  });
});

describe('the loader', () => {
  const start = (count: number) => {
    const app = createFakeApp({ outbox: items(count, 1) });
    const loader = createOutboxLoader(createCall(createApi(app.call)), 'all');
    const until = (isSo: () => boolean) =>
      new Promise<void>((resolve) => {
        const stop = loader.loaded.subscribe(() => {
          if (!isSo()) return;
          stop();
          resolve();
        });
      });
    return { app, loader, until, shown: () => loader.loaded.value().list.items };
  };

  test('shows the newest page, and the next one before it is scrolled to', async () => {
    const { loader, until, shown } = start(250);
    loader.refresh();
    await until(() => shown().length === 100);
    loader.show(50, 70);
    await until(() => shown().length === 200);
    loader.show(150, 199);
    await until(() => shown().length === 250);
    expect(loader.loaded.value().list).toMatchObject({ total: 250, nextBeforeSequence: null });
  });

  test('a change deep in the list shows where it is looked at', async () => {
    const { app, loader, until, shown } = start(250);
    loader.refresh();
    await until(() => shown().length === 100);
    loader.show(60, 99);
    await until(() => shown().length === 200);
    loader.show(140, 160);
    app.changeItem('item-00000100', { state: 'sent' });
    loader.refresh();
    await until(() => shown().find(({ sequence }) => sequence === 100)?.state === 'sent');
    expect(shown().length).toBeGreaterThanOrEqual(240);
    expect(sequences(shown())).toEqual(sequences(items(250, 251 - shown().length)));
  });

  test('many changes at once cost two loads, not many', async () => {
    const { app, loader, until, shown } = start(3);
    for (let round = 0; round < 20; round += 1) loader.refresh();
    await until(() => shown().length === 3);
    await until(() => app.calls.length === 2);
    expect(app.calls).toHaveLength(2);
  });

  test('what changes all the time is loaded at intervals, and more of it at once when somebody scrolls', async () => {
    const app = createFakeApp({ outbox: items(250, 1) });
    const pauses: { readonly ms: number; readonly end: () => void }[] = [];
    const loader = createOutboxLoader(
      createCall(createApi(app.call)),
      'all',
      noSearch,
      (ms) => new Promise((end) => void pauses.push({ ms, end })),
    );
    const loads = (count: number) => expect.poll(() => app.calls.length).toBe(count);
    loader.refresh();
    await loads(1);
    await expect.poll(() => pauses.length).toBe(1);
    expect(pauses[0]?.ms).toBeGreaterThanOrEqual(100);
    for (let round = 0; round < 20; round += 1) {
      loader.refresh();
      await Promise.resolve();
    }
    expect(app.calls).toHaveLength(1);
    loader.show(70, 99);
    await loads(2);
    expect(pauses).toHaveLength(1);
    pauses[0]?.end();
    await loads(3);
    await expect.poll(() => pauses.length).toBe(2);
    pauses[1]?.end();
    await Promise.resolve();
    expect(app.calls).toHaveLength(3);
  });

  test('a failed load says so and keeps what was there', async () => {
    const { app, loader, until, shown } = start(3);
    loader.refresh();
    await until(() => shown().length === 3);
    app.failNext('outboxPage', { code: 'storage-full', message: 'full', remedy: 'try-again' });
    loader.refresh();
    await until(() => loader.loaded.value().hasFailed);
    expect(shown()).toHaveLength(3);
  });
});

test('nothing can be done with a message that is final, and no state allows a second copy without asking', () => {
  const table = Object.fromEntries(outboxStates.map((state) => [state, actionsFor({ state })]));
  expect(table).toEqual({
    queued: ['cancel', 'send-now'],
    sending: ['cancel'],
    held: ['cancel', 'send-now'],
    sent: [],
    failed: ['cancel', 'send-now'],
    unconfirmed: ['mark-sent', 'send-again'],
    cancelled: [],
  });
});

test('the filters cover every state that is not final', () => {
  expect(statesOf('all')).toEqual([]);
  expect(statesOf('unfinished').toSorted()).toEqual(['failed', 'held', 'queued', 'sending', 'unconfirmed']);
  expect(statesOf('sent')).toEqual(['sent']);
});

test('a message for later is scheduled until its time, whatever it waited for before', () => {
  expect(isScheduled(fakeItem(1, { sendAtMs: 9, nextTryAtMs: 9 }))).toBe(true);
  expect(isScheduled(fakeItem(1, { sendAtMs: 9, nextTryAtMs: 12, because: 'deferred' }))).toBe(false);
  expect(isScheduled(fakeItem(1, { sendAtMs: 9, nextTryAtMs: 9, state: 'held' }))).toBe(false);
  expect(isScheduled(fakeItem(1, {}))).toBe(false);
});

describe('a search', () => {
  test('asks for words, account and whole days of this computer', () => {
    expect(questionOf(noSearch)).toEqual({});
    expect(isSearching({ ...noSearch, text: ' ' })).toBe(false);
    const question = questionOf({ text: ' kay ', accountId: '7', from: '2026-11-01', to: '2026-11-30' });
    expect(question).toEqual({
      ...{ text: 'kay', accountId: 7 },
      ...{ fromMs: new Date(2026, 10, 1).getTime(), toMs: new Date(2026, 11, 1).getTime() },
    });
  });

  test('loads what it finds, with the numbers of each state', async () => {
    const items = [1, 2, 3].map((sequence) => fakeItem(sequence, { accountId: sequence === 2 ? 2 : 1 }));
    const app = createFakeApp({ outbox: items });
    const loader = createOutboxLoader(createCall(createApi(app.call)), 'all', {
      ...noSearch,
      accountId: '1',
    });
    loader.refresh();
    await expect.poll(() => loader.loaded.value().isLoaded).toBe(true);
    const { list, counts } = loader.loaded.value();
    expect([list.items.map(({ sequence }) => sequence), counts?.queued]).toEqual([[3, 1], 2]);
  });

  test('is exported whole, part by part, or not at all', async () => {
    const app = createFakeApp({ outbox: Array.from({ length: 12 }, (_, index) => fakeItem(index + 1, {})) });
    const call = createCall(createApi(app.call));
    const exported = await exportedCsv(call, { states: [] });
    expect(exported.ok && exported.csv.trim().split('\r\n')).toHaveLength(13);
    expect(app.calls.filter(({ name }) => name === 'outboxExport')).toHaveLength(3);
    app.failNext('outboxExport', { code: 'profile-unreadable', message: 'no', remedy: 'restore-file' });
    expect(await exportedCsv(call, { states: [] })).toMatchObject({ ok: false });
  });
});
