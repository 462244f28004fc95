import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { personOf } from '../helpers/person-of.ts';
import { startApp } from '../helpers/start-app.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

const person = (name: string) => personOf(sandbox, name);

test("a night's batch keeps to the pace of its mailbox, over two accounts and a restart; people need not wait", async () => {
  const app = await startApp({ sandbox });
  const { address } = person('orders');
  const first = await app.addSignedIn(person('ben'));
  const second = await app.addSignedIn(person('ben'));
  const beganAtMs = Date.now();
  const batch: string[] = [];
  const addTo = async (accountId: number, count: number) => {
    for (let number = 0; number < count; number += 1) {
      batch.push((await app.send(accountId, address, 'agent', { documentIds: [] })).itemId);
    }
  };
  await addTo(first.id, 15);
  await addTo(second.id, 15);
  // 30 a minute; a program leaves three of them to people.
  await app.until('27 messages', ({ outbox }) => (outbox.counts.sent === 27 ? true : null));
  const waiting = await app.call('outboxPage', { states: ['queued'], beforeSequence: null, limit: 50 });
  expect(waiting.items).toHaveLength(3);
  for (const { because, reason, nextTryAtMs, attempts } of waiting.items) {
    expect({ because, attempts }).toEqual({ because: 'throttled', attempts: 0 });
    expect(reason).toBe('Only 30 messages a minute leave from this mailbox.');
    expect(nextTryAtMs).toBeGreaterThan(beganAtMs + 60_000);
    expect(nextTryAtMs).toBeLessThan(Date.now() + 60_000);
  }
  const mine = await app.send(first.id, address, 'user', { documentIds: [] });
  expect(await app.settled(mine.itemId)).toMatchObject({ state: 'sent' });

  await app.restart();
  const again = await app.call('outboxPage', { states: ['queued'], beforeSequence: null, limit: 50 });
  expect(again.items.map(({ because }) => because)).toEqual(['throttled', 'throttled', 'throttled']);
  const [wanted] = again.items;
  if (!wanted) throw new Error('three wait');
  await app.call('outboxSendNow', { itemId: wanted.itemId });
  expect(await app.settled(wanted.itemId)).toMatchObject({ state: 'sent', attempts: 1 });
  expect(app.state().outbox.counts).toMatchObject({ sent: 29, queued: 2 });
});
