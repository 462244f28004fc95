import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newProgress } from '../main/outbox/outbox-item.ts';
import { createOutboxStore } from '../main/outbox/outbox-store.ts';
import type { OutboxStore } from '../main/outbox/outbox-store.ts';
import { writeManyItems } from '../tests/helpers/many-items.ts';
import { outboxContent } from '../tests/helpers/outbox-content.ts';
import { ratioOf, spreadOf } from './figures.ts';
import type { Bench } from './figures.ts';
import { inTurns, nsEach } from './in-turns.ts';

const nsInMs = 1e6;
const enqueuesPerRound = { quick: 20, usual: 300 };
const messagesPerRound = { quick: 10, usual: 100 };
const shortHistory = 100;
const longHistory = { quick: 1_000, usual: 100_000 };
/** The least that SQLite's log takes for a row: a page and its header. */
const blockBytes = 4_120;
const accountId = 1;
const accepted = { kind: 'accepted', reply: '250 OK', accepted: ['ben@example.org'], refused: [] } as const;

/** Numbers of messages that are new in every round and history. */
function createNumbers() {
  let last = 1_000_000;
  return (count: number) => Array.from({ length: count }, () => (last += 1));
}

async function inFolder<Value>(work: (folder: string) => Promise<Value>): Promise<Value> {
  const folder = mkdtempSync(join(tmpdir(), 'outbox-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A durable row, against what this disk takes for one block. */
export const enqueue: Bench = {
  name: 'enqueue',
  goals: ['goal-6'],
  run: ({ rounds, quick }) =>
    inFolder(async (folder) => {
      const enqueues = quick ? enqueuesPerRound.quick : enqueuesPerRound.usual;
      const numbers = createNumbers();
      const store = createOutboxStore(join(folder, 'outbox.db'));
      const file = openSync(join(folder, 'blocks'), 'a');
      const block = Buffer.alloc(blockBytes, 'x');
      const taken = await inTurns(rounds, {
        enqueue: () =>
          nsEach(numbers(enqueues), (number) =>
            store.submit(outboxContent(number), newProgress(accountId, number)),
          ) / nsInMs,
        sync: () =>
          nsEach(numbers(enqueues), () => {
            writeSync(file, block);
            fdatasyncSync(file);
          }) / nsInMs,
      });
      store.close();
      closeSync(file);
      return [
        {
          name: 'goal-6',
          what: 'one durable enqueue, row only',
          skipped: null,
          figures: [
            {
              what: 'an enqueue, of one fdatasync',
              unit: '',
              measured: ratioOf(taken.enqueue, taken.sync),
              limit: { atMost: 1.5 },
            },
            { what: 'an enqueue', unit: 'ms', measured: spreadOf(taken.enqueue), limit: null },
            { what: 'a block and its fdatasync', unit: 'ms', measured: spreadOf(taken.sync), limit: null },
          ],
        },
      ];
    }),
};

/** All that the outbox keeps of a message from its hand-over to the reply, and what it asks in between. */
function sendOne(store: OutboxStore, number: number): void {
  const { itemId } = store.submit(outboxContent(number), newProgress(accountId, number)).item;
  store.dueAccounts(number, -1, Number.MAX_SAFE_INTEGER, 500);
  store.nextDueItem(number, accountId);
  store.nextDueAtMs(number);
  store.change(itemId, { kind: 'take' }, number);
  store.change(itemId, { kind: 'ending' }, number);
  store.change(itemId, { kind: 'outcome', outcome: accepted, nextTryAtMs: number }, number);
  store.counts();
}

/** Answers how long the store takes for a message beside a history, several times, in milliseconds. */
export function messageMs(path: string, historyCount: number, times: number): readonly number[] {
  writeManyItems(path, historyCount);
  const store = createOutboxStore(path);
  const numbers = createNumbers();
  const measure = () => nsEach(numbers(messagesPerRound.usual), (number) => sendOne(store, number)) / nsInMs;
  const taken = Array.from({ length: times + 1 }, measure).slice(1);
  store.close();
  return taken;
}

/** What a message costs the store, with much history and with little. */
export const longOutbox: Bench = {
  name: 'long-history',
  goals: ['goal-11'],
  run: ({ rounds, quick }) =>
    inFolder(async (folder) => {
      const much = quick ? longHistory.quick : longHistory.usual;
      const messages = quick ? messagesPerRound.quick : messagesPerRound.usual;
      const numbers = createNumbers();
      const opened = (count: number) => {
        const path = join(folder, `${count}.db`);
        writeManyItems(path, count);
        return createOutboxStore(path);
      };
      const [short, long] = [opened(shortHistory), opened(much)];
      const side = (store: OutboxStore) => () =>
        nsEach(numbers(messages), (number) => sendOne(store, number)) / nsInMs;
      const taken = await inTurns(rounds, { short: side(short), long: side(long) });
      short.close();
      long.close();
      return [
        {
          name: 'goal-11',
          what: `what the store takes for a message, with ${much} messages of history`,
          skipped: null,
          figures: [
            {
              what: `a message, of one with ${shortHistory} messages of history`,
              unit: '',
              measured: ratioOf(taken.long, taken.short),
              limit: { atMost: 1.1 },
            },
            { what: `with ${much}`, unit: 'ms', measured: spreadOf(taken.long), limit: null },
            { what: `with ${shortHistory}`, unit: 'ms', measured: spreadOf(taken.short), limit: null },
          ],
        },
      ];
    }),
};
