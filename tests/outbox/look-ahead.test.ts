import { describe, expect, test } from 'vitest';
import { accepted, sendingAccount, startTestOutbox } from '../helpers/test-outbox.ts';

const started = async (count = 0) => {
  const test = await startTestOutbox({
    accountFor: (id) => sendingAccount(id, { looksAhead: true, server: 'mail:587' }),
  });
  const items: string[] = [];
  for (let number = 0; number < count; number += 1) {
    items.push(await test.send({ to: [`number${number}@example.org`] }));
  }
  test.outbox.start();
  /** Those under way, in the order of their items: which of them was composed first is chance. */
  const inOrder = async (count: number) => {
    await test.until(() => test.open() === count);
    const all = [];
    for (let number = 0; number < count; number += 1) all.push(await test.next());
    return all.toSorted((a, b) =>
      String(a.submission.envelope.to).localeCompare(String(b.submission.envelope.to)),
    );
  };
  const both = async () => {
    const [first, second] = await inOrder(2);
    if (!first || !second) throw new Error('two are under way');
    return { first, second };
  };
  return { ...test, items, inOrder, both };
};

describe('an account that looks ahead', () => {
  test('has one message on its way and two ready behind it, all "sending" on disk', async () => {
    const { items, outbox, inOrder, next, until, open, untilState, stateOf } = await started(5);
    const [first, ...behind] = await inOrder(3);
    expect(items.map(stateOf)).toEqual(['sending', 'sending', 'sending', 'queued', 'queued']);
    first?.end(accepted);
    await untilState(items[0] ?? '', 'sent');
    await until(() => open() === 1);
    expect(items.map(stateOf)).toEqual(['sent', 'sending', 'sending', 'sending', 'queued']);
    for (const { end } of behind) end(accepted);
    for (let number = 0; number < 2; number += 1) (await next()).end(accepted);
    await until(() => outbox.counts().sent === 5);
  });

  test('puts what is ready back, as if it had not been tried, where the server wants less', async () => {
    const { items, both, untilState, store } = await started(2);
    (await both()).first.end({
      kind: 'deferred',
      code: 'throttled',
      concernsMailbox: true,
      reply: '432 4.3.2',
    });
    await untilState(items[1] ?? '', 'queued');
    expect(store.get(items[1] ?? '')).toMatchObject({ failures: 0, because: null, nextTryAtMs: null });
    expect(store.get(items[0] ?? '')).toMatchObject({ failures: 1, because: 'throttled' });
  });

  test('goes on with what is ready where the one before it failed for itself', async () => {
    const { items, both, untilState } = await started(2);
    const { first, second } = await both();
    first.end({ kind: 'rejected', code: 'message-rejected', reply: '554 5.6.0' });
    second.end(accepted);
    await untilState(items[0] ?? '', 'failed');
    await untilState(items[1] ?? '', 'sent');
  });

  test('lets what is ready be cancelled, and what is on its way be sent', async () => {
    const { items, outbox, both, untilState, stateOf } = await started(2);
    const { first } = await both();
    outbox.cancel(items[1] ?? '');
    first.end(accepted);
    await untilState(items[0] ?? '', 'sent');
    expect(stateOf(items[1] ?? '')).toBe('cancelled');
  });

  test('takes what a person wants to leave now before the rest of a batch', async () => {
    const { items, outbox, inOrder, until, open, stateOf } = await started(5);
    const [first] = await inOrder(3);
    outbox.sendNow(items[4] ?? '');
    first?.end(accepted);
    await until(() => open() === 1);
    expect(items.map(stateOf)).toEqual(['sent', 'sending', 'sending', 'queued', 'sending']);
  });
});

test('eight accounts at a server look ahead, and the ninth waits', async () => {
  const { send, until, open, outbox } = await started();
  for (let accountId = 1; accountId <= 9; accountId += 1) {
    for (let number = 0; number < 2; number += 1) await send({ accountId });
  }
  await until(() => open() === 16);
  expect(outbox.counts()).toMatchObject({ sending: 16, queued: 2 });
});
