import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import type { SendingAccount } from '../../main/outbox/attempt.ts';
import { newProgress } from '../../main/outbox/outbox-item.ts';
import { createOutboxStore } from '../../main/outbox/outbox-store.ts';
import { outboxContent } from '../helpers/outbox-content.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { accepted, newMessage, sendingAccount, startTestOutbox } from '../helpers/test-outbox.ts';

const minute = 60_000;
const shared = {
  mailbox: 'microsoft ada@example.com',
  pace: { connections: 2, messagesPerMinute: 6, keptForPeople: 2 },
} satisfies Partial<SendingAccount>;
const sharedAccount = (id: number) => sendingAccount(id, shared);

/** An outbox whose submissions are accepted as soon as they are asked for. */
async function startPaced(choices: Parameters<typeof startTestOutbox>[0] = {}) {
  const parts = await startTestOutbox({ accountFor: sharedAccount, ...choices });
  const acceptAll = async () => {
    let count = 0;
    for (; parts.open() > 0; count += 1) {
      (await parts.next()).end(accepted);
      await parts.until(() => parts.open() > 0 || parts.outbox.counts().sending === 0);
    }
    return count;
  };
  return { ...parts, acceptAll };
}

describe('the pace of a mailbox', () => {
  test('is one for all accounts that send as it: two at the same time, six a minute', async () => {
    const { outbox, send, open, until, acceptAll, clock, next } = await startPaced();
    for (let number = 0; number < 10; number += 1) await send({ accountId: 1 + (number % 4) });
    outbox.start();
    await until(() => open() === 2);
    await clock.advance(1_000);
    expect([open(), outbox.counts()]).toMatchObject([2, { sending: 2, queued: 8 }]);
    const firstLeftAtMs = clock.nowMs();
    expect(await acceptAll()).toBe(6);
    expect(outbox.counts()).toMatchObject({ sent: 6, queued: 4 });
    const waiting = outbox.page({ states: ['queued'], beforeSequence: null, limit: 50 }).items;
    expect(waiting).toHaveLength(4);
    for (const item of waiting) {
      expect(item).toMatchObject({
        because: 'throttled',
        reason: 'Only 6 messages a minute leave from this mailbox.',
        nextTryAtMs: firstLeftAtMs + minute,
        attempts: 0,
      });
      expect(outbox.get(item.itemId)).toEqual(item);
    }
    await clock.advance(minute - 1);
    expect(open()).toBe(0);
    await clock.advance(1);
    (await next()).end(accepted);
    await until(() => open() > 0);
    await acceptAll();
    expect(outbox.counts()).toMatchObject({ sent: 10, queued: 0 });
  });

  test('does not hold a message that a person wants to send now', async () => {
    const { outbox, send, open, until, acceptAll, next, untilState } = await startPaced();
    for (let number = 0; number < 8; number += 1) await send();
    outbox.start();
    await until(() => open() > 0);
    await acceptAll();
    const [newest, oldest] = outbox.page({ states: ['queued'], beforeSequence: null, limit: 5 }).items;
    if (!newest || !oldest) throw new Error('two wait');
    expect(outbox.sendNow(newest.itemId)).toMatchObject({
      state: 'queued',
      because: null,
      nextTryAtMs: null,
    });
    const { submission, end } = await next();
    expect(outbox.get(newest.itemId)).toMatchObject({ state: 'sending', because: null });
    expect(submission.accountId).toBe(1);
    end(accepted);
    await untilState(newest.itemId, 'sent');
    expect([open(), outbox.get(oldest.itemId).because]).toEqual([0, 'throttled']);
  });

  test('keeps something back for a person while a program sends a batch', async () => {
    const { outbox, open, until, acceptAll, next, untilState, send } = await startPaced();
    for (let number = 0; number < 10; number += 1) await outbox.submit(newMessage(), { origin: 'agent' });
    outbox.start();
    await until(() => open() > 0);
    expect(await acceptAll()).toBe(4);
    const itemId = await send();
    (await next()).end(accepted);
    await untilState(itemId, 'sent');
    expect([open(), outbox.counts()]).toMatchObject([0, { queued: 6 }]);
  });

  test('survives a restart', async () => {
    const before = await startPaced();
    for (let number = 0; number < 8; number += 1) await before.send();
    before.outbox.start();
    await before.until(() => before.open() > 0);
    await before.acceptAll();
    await before.clock.advance(20_000);
    const { folder, clock } = before;
    await before.stop();
    const { outbox, open, until, acceptAll } = await startPaced({ folder, clock });
    outbox.start();
    await clock.advance(minute - 30_000);
    expect([open(), outbox.counts()]).toMatchObject([0, { sent: 6, queued: 2 }]);
    await clock.advance(30_000);
    await until(() => open() > 0);
    await acceptAll();
    expect(outbox.counts().sent).toBe(8);
  });

  test('does not bring the day nearer on which a message is given up', async () => {
    const { outbox, send, until, clock, next, untilState, store, acceptAll, open } = await startPaced();
    for (let number = 0; number < 6; number += 1) await send();
    const itemId = await send();
    outbox.start();
    await until(() => open() > 0);
    await acceptAll();
    const { giveUpAtMs } = store.get(itemId);
    await clock.advance(minute);
    (await next()).end({ kind: 'deferred', code: 'deferred' });
    await untilState(itemId, 'queued');
    expect(store.get(itemId).giveUpAtMs).toBe(giveUpAtMs + minute);
  });

  test('counts what may have been sent, and not what was refused before', async () => {
    const { outbox, send, until, next, clock, open, acceptAll } = await startPaced();
    for (let number = 0; number < 10; number += 1) await send();
    outbox.start();
    for (const outcome of [
      { kind: 'unconfirmed' },
      { kind: 'rejected', code: 'message-too-large' },
      { kind: 'deferred', code: 'server-unreachable', retryAfterMs: 3_600_000 },
    ] as const) {
      (await next()).end(outcome);
    }
    await until(() => open() > 0);
    expect(await acceptAll()).toBe(5);
    await clock.advance(1_000);
    expect([open(), outbox.counts()]).toMatchObject([0, { sent: 5, unconfirmed: 1, failed: 1, queued: 3 }]);
  });
});

describe('a server that asks a mailbox to send more slowly', () => {
  const slower = { kind: 'deferred', code: 'throttled', reply: '432 4.3.2', concernsMailbox: true } as const;

  test('is asked again by one message, ever later, while the others wait and say why', async () => {
    const { outbox, send, next, until, open, clock } = await startTestOutbox();
    for (let number = 0; number < 20; number += 1) await send({ accountId: 1 });
    const other = await send({ accountId: 2 });
    outbox.start();
    // Another mailbox is not concerned.
    const both = [await next(), await next()].toSorted(
      (one, two) => one.submission.accountId - two.submission.accountId,
    );
    both[1]?.end(accepted);
    await until(() => outbox.get(other).state === 'sent');
    const waits: number[] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      (both.shift() ?? (await next())).end(slower);
      both.length = 0;
      await until(() => outbox.counts().sending === 0);
      const waiting = outbox.page({ states: ['queued'], beforeSequence: null, limit: 50 }).items;
      expect(new Set(waiting.map(({ because }) => because))).toEqual(new Set(['throttled']));
      const wait = Math.max(...waiting.map(({ nextTryAtMs }) => nextTryAtMs ?? 0)) - clock.nowMs();
      waits.push(wait);
      await clock.advance(wait - 1);
      expect(open()).toBe(0);
      await clock.advance(1);
    }
    expect(waits).toEqual([5_000, 10_000, 20_000, 40_000]);
    (await next()).end(accepted);
    (await next()).end(accepted);
    await until(() => outbox.counts().sent === 3);
  });

  test('does not hold up the others where only one recipient gets too much', async () => {
    const { outbox, send, next, until } = await startTestOutbox();
    for (let number = 0; number < 3; number += 1) await send();
    outbox.start();
    (await next()).end({ kind: 'deferred', code: 'throttled', reply: '450 4.2.1' });
    (await next()).end(accepted);
    (await next()).end(accepted);
    await until(() => outbox.counts().sent === 2);
  });
});

describe('a server that does not answer', () => {
  test('keeps no account at another server waiting', async () => {
    const stalled = 20;
    const { outbox, send, next, until, open, stateOf } = await startTestOutbox({
      accountFor: (id) => sendingAccount(id, { server: id <= stalled ? 'stalled:587' : 'mail:587' }),
    });
    for (let accountId = 1; accountId <= stalled; accountId += 1) await send({ accountId });
    outbox.start();
    await until(() => open() === 8);
    const healthy = await send({ accountId: stalled + 1 });
    await until(() => open() === 9);
    for (let number = 0; number < 8; number += 1) expect((await next()).submission.accountId).not.toBe(21);
    (await next()).end(accepted);
    await until(() => stateOf(healthy) === 'sent');
    expect(outbox.counts()).toMatchObject({ sending: 8, queued: stalled - 8, sent: 1 });
  });

  test('leaves room for very many others', async () => {
    const { outbox, send, open, until, clock } = await startTestOutbox({
      accountFor: (id) => sendingAccount(id, { server: `mail${id}:587` }),
    });
    for (let accountId = 1; accountId <= 80; accountId += 1) await send({ accountId });
    outbox.start();
    await until(() => open() === 64);
    await clock.advance(1_000);
    expect(open()).toBe(64);
  });
});

test('the last of very many accounts has its turn, whoever stands before it', async () => {
  const last = 1_200;
  const folder = await temporaryFolder();
  const seed = createOutboxStore(join(folder, 'outbox.db'));
  seed.submit(outboxContent(1), newProgress(1, 0));
  seed.close();
  const database = new DatabaseSync(join(folder, 'outbox.db'));
  const numbers = `with recursive number (n) as (select 2 union all select n + 1 from number where n < ${last})`;
  database.exec(`begin;
    ${numbers} insert into items select n, 'item-' || n, 'key-' || n, n, 'queued', 0, 0, n, progress, by_agent, null, 0
      from number, items where sequence = 1;
    ${numbers} insert into contents select n, content, body, null, null from number, contents where sequence = 1; commit`);
  database.close();
  const { outbox, next, until, open } = await startTestOutbox({
    folder,
    accountFor: (id) => sendingAccount(id, { server: id < last ? 'stalled:587' : 'mail:587' }),
  });
  outbox.start();
  await until(() => open() === 9);
  const accounts = new Set<number>();
  for (let number = 0; number < 9; number += 1) accounts.add((await next()).submission.accountId);
  expect([...accounts].toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, last]);
});
