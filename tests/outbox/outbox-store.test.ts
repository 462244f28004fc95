import { existsSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { chmod, copyFile, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { OutboxState } from '../../shared/message.ts';
import type { OutboxEvent } from '../../main/outbox/outbox-item.ts';
import { outboxVersion } from '../../main/outbox/outbox-database.ts';
import { newProgress, publicItem } from '../../main/outbox/outbox-item.ts';
import { createOutboxStore } from '../../main/outbox/outbox-store.ts';
import type { OutboxStore } from '../../main/outbox/outbox-store.ts';
import { carriedDocument, outboxContent } from '../helpers/outbox-content.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

function open(path: string): OutboxStore {
  const store = createOutboxStore(path);
  onTestFinished(() => store.close());
  return store;
}
const fresh = async () => join(await temporaryFolder(), 'outbox.db');
const modes = async (folder: string) =>
  Object.fromEntries(
    (await readdir(folder)).map((name) => [name, (statSync(join(folder, name)).mode & 0o777).toString(8)]),
  );

describe('a submission', () => {
  test('is kept whole and answers the same item for the same key', async () => {
    const path = await fresh();
    const store = createOutboxStore(path);
    const content = outboxContent(1, { body: 'Grüße\0\r\n', documents: [carriedDocument('a'.repeat(64))] });
    const first = store.submit(content, newProgress(7, 5));
    expect(first.isNew).toBe(true);
    const again = store.submit(
      { ...outboxContent(2), submissionKey: content.submissionKey },
      newProgress(8, 6),
    );
    expect(again).toEqual({ item: first.item, isNew: false });
    store.close();
    const reopened = open(path);
    expect(reopened.get(content.itemId)).toEqual(first.item);
    expect(reopened.body(content.itemId)).toBe('Grüße\0\r\n');
    expect(reopened.bySubmissionKey(content.submissionKey)).toEqual(first.item);
    expect(reopened.bySubmissionKey('another-key')).toBeNull();
    expect(reopened.counts()).toMatchObject({ queued: 1, sent: 0 });
    expect(first.item).toMatchObject({ sequence: 1, accountId: 7, state: 'queued', changedAtMs: 5 });
  });

  test('gets a number that is never used again', async () => {
    const store = open(await fresh());
    store.submit(outboxContent(1), newProgress(1, 0));
    store.change(outboxContent(1).itemId, { kind: 'cancel' }, 1);
    expect(store.forget(2)).toBe(1);
    expect(store.submit(outboxContent(2), newProgress(1, 0)).item.sequence).toBe(2);
  });
});

describe('a change', () => {
  test('is on disk when the call returns, for whoever opens the file', async () => {
    const path = await fresh();
    const store = open(path);
    const { itemId } = store.submit(outboxContent(1), newProgress(1, 0)).item;
    store.change(itemId, { kind: 'take' }, 3);
    store.change(itemId, { kind: 'ending' }, 4);
    // As after a kill: the files as they lie there, without the process that wrote them.
    const copy = await temporaryFolder();
    for (const name of ['outbox.db', 'outbox.db-wal'])
      await copyFile(join(path, '..', name), join(copy, name));
    const other = open(join(copy, 'outbox.db'));
    expect(other.get(itemId)).toMatchObject({ state: 'sending', ending: true, attempts: 1, changedAtMs: 4 });
  });

  test('that is refused leaves everything as it was', async () => {
    const store = open(await fresh());
    const before = store.submit(outboxContent(1), newProgress(1, 0)).item;
    expect(() => store.change(before.itemId, { kind: 'mark-sent' }, 9)).toThrow('does not take');
    expect(store.get(before.itemId)).toEqual(before);
    expect(() => store.change('no-such-item', { kind: 'take' }, 9)).toThrow(
      expect.objectContaining({ code: 'item-not-found' }),
    );
    expect(() => store.body('no-such-item')).toThrow(expect.objectContaining({ code: 'item-not-found' }));
    expect(store.counts().queued).toBe(1);
  });

  test('of many items is one step, and concerns those that are meant', async () => {
    const store = open(await fresh());
    for (let number = 1; number <= 6; number += 1) {
      store.submit(outboxContent(number), newProgress(number % 2, 0));
    }
    const held = store.changeAll(
      { states: ['queued'], accountIds: [1] },
      { kind: 'hold', code: 'sign-in-required', reason: null },
      9,
      (item) => item.subject !== 'Quote 3',
    );
    expect(held.map(({ sequence }) => sequence)).toEqual([1, 5]);
    expect(store.counts()).toMatchObject({ queued: 4, held: 2 });
    // One of them does not take the event: none changes.
    expect(() => store.changeAll({ states: ['queued', 'held'] }, { kind: 'release' }, 10)).toThrow(
      'does not take',
    );
    expect(store.counts()).toMatchObject({ queued: 4, held: 2 });
    expect(store.get(held[0]?.itemId ?? '')).toMatchObject({ state: 'held', changedAtMs: 9 });
  });

  test('for which there is no space is a clear error, and the old state stays', async () => {
    const path = await fresh();
    const store = open(path);
    const { itemId } = store.submit(outboxContent(1), newProgress(1, 0)).item;
    store.close();
    // A full disk, as SQLite sees it: the file may not grow.
    const full = new DatabaseSync(path);
    const pages = Number(full.prepare('pragma page_count').get()?.['page_count']);
    full.close();
    const limited = createOutboxStore(path, { maxPages: pages });
    onTestFinished(() => limited.close());
    const large = outboxContent(2, { body: 'x'.repeat(500_000) });
    expect(() => limited.submit(large, newProgress(1, 0))).toThrow(
      expect.objectContaining({ code: 'storage-full' }),
    );
    expect(limited.find(large.itemId)).toBeNull();
    expect(limited.counts().queued).toBe(1);
    expect(limited.change(itemId, { kind: 'take' }, 1).state).toBe('sending');
  });
});

describe('a page', () => {
  async function filled() {
    const store = open(await fresh());
    for (let number = 1; number <= 25; number += 1) {
      const { itemId } = store.submit(outboxContent(number), newProgress(1, 0)).item;
      if (number % 2 === 0) store.change(itemId, { kind: 'cancel' }, 1);
      if (number % 5 === 0 && number % 2 === 1)
        store.change(itemId, { kind: 'hold', code: 'sign-in-required', reason: 'x' }, 1);
    }
    return store;
  }
  const collect = (store: OutboxStore, states: readonly OutboxState[], limit: number) => {
    const sequences: number[] = [];
    for (let before: number | null = null; ;) {
      const page = store.page({ states, beforeSequence: before, limit });
      expect(page.items.length).toBeLessThanOrEqual(limit);
      sequences.push(...page.items.map(({ sequence }) => sequence));
      before = page.nextBeforeSequence;
      if (before === null) return { sequences, total: page.total };
    }
  };

  test.each([1, 4, 25, 100])(
    'of at most %i comes newest first, and the pages together are everything',
    async (limit) => {
      const store = await filled();
      const numbers = Array.from({ length: 25 }, (_, index) => 25 - index);
      expect(collect(store, [], limit)).toEqual({ sequences: numbers, total: 25 });
      const two = numbers.filter((number) => number % 2 === 0 || number % 5 === 0);
      expect(collect(store, ['cancelled', 'held', 'held'], limit)).toEqual({
        sequences: two,
        total: two.length,
      });
      expect(collect(store, ['sent'], limit)).toEqual({ sequences: [], total: 0 });
    },
  );

  test('shows what the window may see', async () => {
    const store = await filled();
    const [newest] = store.page({ states: ['held'], beforeSequence: null, limit: 1 }).items;
    expect(newest).toEqual(publicItem(store.get(newest?.itemId ?? '')));
    expect(newest).toMatchObject({ because: 'sign-in-required', reason: 'x', bcc: ['cleo@example.org'] });
  });
});

describe('what is due', () => {
  const defer = (store: OutboxStore, itemId: string, nextTryAtMs: number) => {
    store.change(itemId, { kind: 'take' }, 1);
    store.change(
      itemId,
      { kind: 'outcome', outcome: { kind: 'deferred', code: 'deferred' }, nextTryAtMs },
      1,
    );
  };

  test('is told by account, from any place on', async () => {
    const store = open(await fresh());
    for (const [number, accountId] of [3, 1, 2, 1, 9, 0].entries())
      store.submit(outboxContent(number), newProgress(accountId, 0));
    defer(store, outboxContent(2).itemId, 500);
    const most = Number.MAX_SAFE_INTEGER;
    expect(store.dueAccounts(100, -1, most, 10)).toEqual([0, 1, 3, 9]);
    expect(store.dueAccounts(500, -1, most, 10)).toEqual([0, 1, 2, 3, 9]);
    expect(store.dueAccounts(500, 1, most, 2)).toEqual([2, 3]);
    expect(store.dueAccounts(500, -1, 2, 10)).toEqual([0, 1, 2]);
    expect(store.dueAccounts(500, 9, most, 10)).toEqual([]);
  });

  test('is told alike of few accounts and of many, whichever of them wait for later', async () => {
    const store = open(await fresh());
    const accounts = Array.from({ length: 60 }, (_, number) => number);
    for (const number of accounts) {
      store.submit(outboxContent(number), newProgress(number * 2, 0));
      if (number % 3 === 0) defer(store, outboxContent(number).itemId, 500);
    }
    const due = accounts.filter((number) => number % 3 !== 0).map((number) => number * 2);
    for (const [after, upTo, limit] of [
      [-1, 1_000, 100],
      [-1, 1_000, 40],
      [-1, 1_000, 10],
      [-1, 1_000, 1],
      [20, 90, 100],
      [20, 90, 17],
      [110, 1_000, 100],
    ] as const) {
      const expected = due.filter((id) => id > after && id <= upTo).slice(0, limit);
      expect(store.dueAccounts(100, after, upTo, limit)).toEqual(expected);
    }
  });

  test('is, within an account, what has waited for longest', async () => {
    const store = open(await fresh());
    for (let number = 0; number < 3; number += 1) store.submit(outboxContent(number), newProgress(1, 0));
    defer(store, outboxContent(0).itemId, 50);
    expect(store.nextDueItem(100, 1)).toEqual({ itemId: outboxContent(1).itemId, origin: 'user' });
    for (const number of [1, 2]) store.change(outboxContent(number).itemId, { kind: 'cancel' }, 2);
    expect(store.nextDueItem(49, 1)).toBeNull();
    expect(store.nextDueAtMs(49)).toBe(50);
    expect(store.nextDueItem(50, 1)?.itemId).toBe(outboxContent(0).itemId);
    expect(store.nextDueAtMs(50)).toBeNull();
    expect(store.nextDueAtMs(100)).toBeNull();
  });

  test("is, within an account, a person's before a program's", async () => {
    const store = open(await fresh());
    for (const [number, origin] of (['agent', 'agent', 'user', 'user'] as const).entries())
      store.submit(outboxContent(number, { origin }), newProgress(1, 0));
    const order: unknown[] = [];
    for (let next = store.nextDueItem(1, 1); next; next = store.nextDueItem(1, 1)) {
      order.push(next);
      store.change(next.itemId, { kind: 'take' }, 1);
    }
    expect(order).toEqual(
      [2, 3, 0, 1].map((number) => ({
        itemId: outboxContent(number).itemId,
        origin: number > 1 ? 'user' : 'agent',
      })),
    );
  });

  test('and what has left lately is told by account', async () => {
    const store = open(await fresh());
    const ends = [
      { kind: 'accepted', reply: '250 OK', accepted: [], refused: [] },
      { kind: 'unconfirmed' },
      { kind: 'rejected', code: 'message-rejected' },
      { kind: 'accepted', reply: '250 OK', accepted: [], refused: [] },
    ] as const;
    for (const [number, outcome] of ends.entries()) {
      const { itemId } = store.submit(outboxContent(number), newProgress(number, 0)).item;
      store.change(itemId, { kind: 'take' }, 1);
      store.change(itemId, { kind: 'outcome', outcome, nextTryAtMs: 0 }, number === 3 ? 5 : 10);
    }
    const { itemId } = store.submit(outboxContent(9), newProgress(9, 0)).item;
    store.change(itemId, { kind: 'cancel' }, 10);
    expect(store.leftSince(5)).toEqual([
      { accountId: 0, atMs: 10 },
      { accountId: 1, atMs: 10 },
    ]);
  });

  test('is counted by account and state', async () => {
    const store = open(await fresh());
    for (let number = 0; number < 6; number += 1)
      store.submit(outboxContent(number), newProgress(number % 3, 0));
    expect(store.count({ states: ['queued', 'held'], accountIds: [0, 2] })).toBe(4);
    expect(store.count({ states: ['held'] })).toBe(0);
    store.change(outboxContent(1).itemId, { kind: 'hold', code: 'sign-in-required', reason: null }, 1);
    store.change(outboxContent(4).itemId, { kind: 'hold', code: 'account-disabled', reason: null }, 1);
    expect(store.count({ states: ['held'], accountIds: [1], because: ['sign-in-required'] })).toBe(1);
  });
});

describe('documents and history', () => {
  const [one, two, three] = ['1', '2', '3'].map((digit) => digit.repeat(64));

  test('know who needs them, until the last item that carries them is over', async () => {
    const store = open(await fresh());
    const carry = (number: number, ...hashes: (string | undefined)[]) =>
      store.submit(
        outboxContent(number, { documents: hashes.map((hash = '') => carriedDocument(hash)) }),
        newProgress(1, number),
      ).item.itemId;
    const first = carry(1, one, two, one);
    carry(2, two, three);
    store.change(first, { kind: 'cancel' }, 40);
    expect(store.documentUses(0)).toEqual([
      { sha256: one, unfinishedItems: 0, lastChangedAtMs: 40 },
      { sha256: two, unfinishedItems: 1, lastChangedAtMs: 40 },
      { sha256: three, unfinishedItems: 1, lastChangedAtMs: 2 },
    ]);
    const isNeeded = (changedSinceMs: number) =>
      [one, two, three, '4'.repeat(64)].map((sha256) => store.needsDocument(sha256 ?? '', 0, changedSinceMs));
    expect(isNeeded(40)).toEqual([false, true, true, false]);
    expect(isNeeded(39)).toEqual([true, true, true, false]);
    expect(store.forget(40)).toBe(0);
    expect(store.forget(41)).toBe(1);
    expect(store.find(first)).toBeNull();
    expect(store.documentUses(0).map(({ sha256 }) => sha256)).toEqual([two, three]);
    expect(store.counts()).toMatchObject({ queued: 1, cancelled: 0 });
  });
});

describe('the file', () => {
  test.skipIf(process.platform === 'win32')(
    'can be read by its owner only, with all that lies beside it',
    async () => {
      const umask = process.umask(0);
      try {
        const path = await fresh();
        open(path).submit(outboxContent(1), newProgress(1, 0));
        expect(await modes(join(path, '..'))).toEqual({
          'outbox.db': '600',
          'outbox.db-shm': '600',
          'outbox.db-wal': '600',
        });
        const loose = await fresh();
        createOutboxStore(loose).close();
        await chmod(loose, 0o644);
        open(loose).submit(outboxContent(1), newProgress(1, 0));
        expect(new Set(Object.values(await modes(join(loose, '..'))))).toEqual(new Set(['600']));
      } finally {
        process.umask(umask);
      }
    },
  );

  test('survives power cuts: what was promised, and that a message may have left, waits for the disk', async () => {
    const path = await fresh();
    const store = open(path);
    const database = new DatabaseSync(path);
    expect(database.prepare('pragma journal_mode').get()).toEqual({ journal_mode: 'wal' });
    database.close();
    const waited = () => [store.durability(), store.isBehind()];
    const { itemId } = store.submit(outboxContent(1), newProgress(1, 0)).item;
    expect(waited()).toEqual(['full', false]);
    const change = (event: OutboxEvent) => store.change(itemId, event, 1);
    change({ kind: 'take' });
    expect(waited()).toEqual(['less', true]);
    // Nobody is meant, so nothing is written that could take along what came before.
    store.changeAll({ states: ['held'] }, { kind: 'release' }, 1);
    expect(store.isBehind()).toBe(true);
    change({ kind: 'ending' });
    expect(waited()).toEqual(['full', false]);
    change({ kind: 'outcome', outcome: { kind: 'unconfirmed' }, nextTryAtMs: 2 });
    expect(waited()).toEqual(['less', true]);
    store.catchUp();
    expect(waited()).toEqual(['full', false]);
    change({ kind: 'mark-sent' });
    expect(waited()).toEqual(['full', false]);
  });

  const damages: Record<string, (path: string, bytes: Buffer) => void> = {
    'is empty': (path) => writeFileSync(path, ''),
    'is cut short': (path, bytes) => truncateSync(path, bytes.length - 4_096),
    'says that it has more pages': (path, bytes) => writeFileSync(path, flip(bytes, 30)),
    'is cut within its header': (path) => truncateSync(path, 40),
    'has a flipped bit in its first page': (path, bytes) => writeFileSync(path, flip(bytes, 103)),
    'has a flipped bit in a page of an index': (path, bytes) =>
      writeFileSync(path, flip(bytes, bytes.length - 4_096)),
    'holds text': (path) => writeFileSync(path, 'Not a database at all. '.repeat(50)),
    'holds zeros': (path) => writeFileSync(path, Buffer.alloc(8_192)),
    'is from the future': (path) => execute(path, `pragma user_version = ${outboxVersion + 1}`),
    'is of another program': (path) => execute(path, 'pragma application_id = 7'),
    'has no version': (path) => execute(path, 'pragma user_version = 0'),
  };
  const flip = (bytes: Buffer, position: number) => {
    const copy = Buffer.from(bytes);
    copy.writeUInt8((copy[position] ?? 0) ^ 0xff, position);
    return copy;
  };
  const execute = (path: string, sql: string) => {
    const database = new DatabaseSync(path);
    database.exec(sql);
    database.close();
  };

  test.each(Object.entries(damages))('that %s is refused and stays as it is', async (_name, damage) => {
    const path = await fresh();
    const store = createOutboxStore(path);
    for (let number = 0; number < 50; number += 1) store.submit(outboxContent(number), newProgress(1, 0));
    store.close();
    damage(path, readFileSync(path));
    const before = readFileSync(path);
    expect(() => createOutboxStore(path)).toThrow(expect.objectContaining({ code: 'profile-unreadable' }));
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  /** Turns a file into what version 1 of the app would have left. */
  const toVersion1 = (path: string) =>
    execute(
      path,
      `drop index items_due; drop index items_by_created; drop table texts; drop index items_waking;
       create index items_waking on items (next_try_at_ms) where state = 'queued';
       alter table items drop column created_at_ms; alter table items drop column by_agent; alter table items drop column checksum;
       alter table contents drop column checksum; alter table contents drop column body_checksum;
       create index items_due on items (account_id, next_try_at_ms, sequence) where state = 'queued';
       pragma user_version = 1`,
    );

  test('of an older version goes on with all its items, whose senders are known again', async () => {
    const path = await fresh();
    const store = createOutboxStore(path);
    for (const [number, origin] of (['agent', 'user', 'agent'] as const).entries())
      store.submit(outboxContent(number, { origin }), newProgress(1, 0));
    const before = store.page({ states: [], beforeSequence: null, limit: 10 });
    store.close();
    toVersion1(path);
    const newer = open(path);
    expect(newer.page({ states: [], beforeSequence: null, limit: 10 })).toEqual(before);
    expect(newer.nextDueItem(1, 1)).toEqual({ itemId: outboxContent(1).itemId, origin: 'user' });
    newer.change(outboxContent(1).itemId, { kind: 'take' }, 1);
    expect(newer.nextDueItem(1, 1)).toEqual({ itemId: outboxContent(0).itemId, origin: 'agent' });
    newer.close();
    // Once: the second start finds nothing to do.
    expect(open(path).counts()).toMatchObject({ queued: 2, sending: 1 });
  });

  test('that could not be brought to this version stays of the older one', async () => {
    const path = await fresh();
    createOutboxStore(path).close();
    toVersion1(path);
    execute(path, 'alter table items add column by_agent integer not null default 0');
    expect(() => createOutboxStore(path)).toThrow();
    const database = new DatabaseSync(path);
    expect(database.prepare('pragma user_version').get()).toEqual({ user_version: 1 });
    database.close();
  });

  test('that is a folder is refused', async () => {
    const path = await fresh();
    await mkdir(path);
    expect(() => createOutboxStore(path)).toThrow(expect.objectContaining({ code: 'profile-unreadable' }));
  });

  test.each<[string, string]>([
    ['how far it has come', `update items set progress = '{"because":"no-such-code"}'`],
    ['how far it has come, which is no JSON', `update items set progress = '{'`],
    ['its state', `update items set state = 'qugued'`],
    ['its account', `update items set account_id = 2`],
    ['a recipient', `update contents set content = replace(content, 'ben@', 'bdn@')`],
    ['the hash of a document', `update contents set content = replace(content, 'aaaa', 'aaac')`],
  ])('holds an item where %s is not what was written, and sends the others', async (_what, damage) => {
    const path = await fresh();
    const store = createOutboxStore(path);
    const documents = [{ documentId: 'd', name: 'a.pdf', sizeBytes: 1, sha256: 'a'.repeat(64) }];
    const content = outboxContent(1, { to: ['ben@example.org'], documents });
    const { itemId } = store.submit(content, newProgress(1, 0)).item;
    store.close();
    execute(path, damage);
    const before = open(path);
    const other = before.submit(outboxContent(2), newProgress(1, 0)).item.itemId;
    expect(before.nextDueItem(1, 2)).toBeNull();
    expect(before.nextDueItem(1, 1)).toEqual({ itemId: other, origin: 'user' });
    expect(before.get(itemId)).toMatchObject({ state: 'held', because: 'profile-unreadable' });
    expect(
      before.changeAll({ states: ['held'], because: ['account-disabled'] }, { kind: 'release' }, 1),
    ).toEqual([]);
    expect(before.counts()).toMatchObject({ queued: 1, held: 1 });
    for (const kind of ['send-now', 'release', 'take'] as const) {
      expect(() => before.change(itemId, { kind }, 1)).toThrow(
        expect.objectContaining({ code: 'profile-unreadable' }),
      );
    }
    expect(before.change(itemId, { kind: 'cancel' }, 1).state).toBe('cancelled');
    expect(before.counts()).toMatchObject({ queued: 1, held: 0, cancelled: 1 });
  });

  test('of an earlier version, whose items have no checksums, is read, and a change gives them one', async () => {
    const path = await fresh();
    const store = createOutboxStore(path);
    const { itemId } = store.submit(outboxContent(1), newProgress(1, 0)).item;
    store.close();
    toVersion1(path);
    const newer = open(path);
    expect(newer.get(itemId)).toMatchObject({ state: 'queued', because: null });
    newer.change(itemId, { kind: 'hold', code: 'account-disabled', reason: null }, 1);
    newer.close();
    execute(path, 'update items set account_id = 2');
    expect(open(path).get(itemId).because).toBe('profile-unreadable');
  });

  test('that could not be made leaves nothing behind', async () => {
    const folder = await temporaryFolder();
    expect(() => createOutboxStore(join(folder, 'nowhere', 'outbox.db'))).toThrow();
    expect(existsSync(join(folder, 'nowhere'))).toBe(false);
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('a hundred thousand items', () => {
  test('are never walked through: every question follows an index', async () => {
    const path = await fresh();
    const seen: string[] = [];
    const store = createOutboxStore(path, { onStatement: (sql) => seen.push(sql) });
    onTestFinished(() => store.close());
    // Many are asked about in another way than few.
    for (let number = 0; number < 40; number += 1)
      store.submit(outboxContent(number), newProgress(number, 0));
    store.page({ states: [], beforeSequence: null, limit: 50 });
    store.page({ states: ['sent'], beforeSequence: 10, limit: 50 });
    store.dueAccounts(1, 0, 99, 99);
    store.leftSince(1);
    store.nextDueItem(1, 1);
    store.nextDueAtMs(1);
    store.count({ states: ['queued'], accountIds: [1] });
    store.changeAll({ states: ['queued'], accountIds: [1] }, { kind: 'cancel' }, 1);
    store.find('item');
    store.bySubmissionKey('key');
    store.forget(1);
    const database = new DatabaseSync(path, { readOnly: true });
    onTestFinished(() => database.close());
    const walks = seen.filter((sql) => {
      // Counting once at the start, and the daily round of the documents, may read an index from end to end.
      if (sql.includes('group by')) return false;
      const plan = database.prepare(`explain query plan ${sql}`).all();
      return plan.some(({ detail }) =>
        /SCAN (items|contents|item_documents|texts)|TEMP B-TREE/.test(String(detail)),
      );
    });
    expect(walks).toEqual([]);
    expect(seen.length).toBeGreaterThan(8);
    expect(seen.some((sql) => sql.includes('recursive'))).toBe(true);
  });

  test('answer pages and counts from where they are', async () => {
    const path = await fresh();
    const seed = createOutboxStore(path);
    seed.submit(outboxContent(1), newProgress(1, 0));
    seed.close();
    const count = 100_000;
    const database = new DatabaseSync(path);
    // Copies of the first item; every thousandth is queued.
    const numbers = `with recursive number (n) as (select 2 union all select n + 1 from number where n < ${count})`;
    database.exec(`pragma synchronous = off; begin;
      ${numbers} insert into items select n, 'item-' || n, 'key-' || n, n % 50,
        iif(n % 1000 = 0, 'queued', 'sent'), 0, 0, n, progress, by_agent, null, n from number, items where sequence = 1;
      ${numbers} insert into contents select n, content, body, null, null from number, contents where sequence = 1;
      update items set state = 'sent', checksum = null where sequence = 1; commit`);
    database.close();
    const store = open(path);
    expect(store.counts()).toMatchObject({ queued: 100, sent: 99_900 });
    const page = store.page({ states: ['queued', 'sent'], beforeSequence: 50_001, limit: 100 });
    expect(page.items.map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: 100 }, (_, index) => 50_000 - index),
    );
    expect(page).toMatchObject({ total: count, nextBeforeSequence: 49_901 });
    expect(store.nextDueItem(1, 0)?.itemId).toBe('item-1000');
  }, 20_000);
});
