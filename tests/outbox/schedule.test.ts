import { describe, expect, test } from 'vitest';
import { newProgress, transition } from '../../main/outbox/outbox-item.ts';
import { giveUpAfterMs } from '../../main/outbox/retry.ts';
import { accepted, newMessage, sendingAccount, startTestOutbox } from '../helpers/test-outbox.ts';

const day = 86_400_000;

describe('a message for later', () => {
  test('waits for its time, also days and a restart long, and then leaves', async () => {
    const first = await startTestOutbox();
    const sendAtMs = first.clock.nowMs() + 3 * day;
    const itemId = await first.send({ sendAtMs });
    first.outbox.start();
    await first.until(() => first.clock.sleeping() === 1);
    expect(first.outbox.get(itemId)).toMatchObject({ state: 'queued', sendAtMs, nextTryAtMs: sendAtMs });
    await first.stop();

    const { folder, clock } = first;
    const { outbox, next, untilState, open, until } = await startTestOutbox({ folder, clock });
    outbox.start();
    await until(() => clock.sleeping() === 1);
    await clock.advance(sendAtMs - clock.nowMs() - 1);
    expect(open()).toBe(0);
    await clock.advance(1);
    (await next()).end(accepted);
    await untilState(itemId, 'sent');
    expect(outbox.get(itemId).sendAtMs).toBe(sendAtMs);
  });

  test('does not keep others waiting', async () => {
    const { outbox, send, next, untilState, clock } = await startTestOutbox();
    await send({ sendAtMs: clock.nowMs() + 30 * day });
    const now = await send();
    outbox.start();
    (await next()).end(accepted);
    await untilState(now, 'sent');
  });

  test('leaves at once by Send Now, and can be cancelled', async () => {
    const { outbox, send, next, untilState, clock, open } = await startTestOutbox();
    const sendAtMs = clock.nowMs() + 2 * day;
    const [one, other] = [await send({ sendAtMs }), await send({ sendAtMs })];
    outbox.start();
    expect(outbox.cancel(other).state).toBe('cancelled');
    expect(outbox.sendNow(one)).toMatchObject({ state: 'queued', sendAtMs: null, nextTryAtMs: null });
    (await next()).end(accepted);
    await untilState(one, 'sent');
    await clock.advance(3 * day);
    expect(open()).toBe(0);
  });

  test('keeps its time while its account is held, released or changed', async () => {
    const { outbox, send, clock, stateOf } = await startTestOutbox();
    const sendAtMs = clock.nowMs() + 2 * day;
    const itemId = await send({ sendAtMs });
    outbox.hold(() => true, 'account-disabled');
    expect(stateOf(itemId)).toBe('held');
    outbox.releaseHeld(() => true);
    expect(outbox.get(itemId)).toMatchObject({ state: 'queued', nextTryAtMs: sendAtMs });
    outbox.moveWaiting([1], 2);
    expect(outbox.get(itemId)).toMatchObject({ accountId: 2, nextTryAtMs: sendAtMs });
    outbox.hold(() => true, 'account-disabled');
    await clock.advance(3 * day);
    outbox.releaseHeld(() => true);
    expect(outbox.get(itemId)).toMatchObject({ state: 'queued', nextTryAtMs: null, sendAtMs });
  });

  test('is tried for four days from its time on', () => {
    const scheduled = newProgress(1, 0, 10 * day);
    expect(scheduled.giveUpAtMs).toBe(10 * day + giveUpAfterMs);
    expect(transition(scheduled, { kind: 'take' }, 10 * day).giveUpAtMs).toBe(10 * day + giveUpAfterMs);
    expect(transition(scheduled, { kind: 'recover' }, 0)).toBe(scheduled);
  });

  test.for([-day, 367 * day])('%i ms from now is refused as a slip', async (fromNowMs) => {
    const { send, clock, store } = await startTestOutbox();
    await expect(send({ sendAtMs: clock.nowMs() + fromNowMs })).rejects.toMatchObject({
      code: 'invalid-request',
      field: 'sendAtMs',
    });
    expect(store.counts().queued).toBe(0);
  });

  test('of the minute that runs leaves at once', async () => {
    const { outbox, send, clock } = await startTestOutbox();
    const itemId = await send({ sendAtMs: clock.nowMs() - 30_000 });
    expect(outbox.get(itemId)).toMatchObject({ sendAtMs: null, nextTryAtMs: null });
  });
});

describe('a key of a message', () => {
  const user = { origin: 'user' } as const;

  test('is the same item however often it is handed over, with its documents copied anew, also after a restart', async () => {
    const first = await startTestOutbox();
    const documentIds = [await first.document('quote.pdf', 'the quote')];
    const message = newMessage({ documentIds });
    const submitted = await first.outbox.submit(message, user);
    // The answer was lost: the same call once more.
    expect(await first.outbox.submit(message, user)).toEqual(submitted);
    await first.stop();

    const second = await startTestOutbox({ folder: first.folder, accountFor: () => null });
    const again = [await second.document('quote.pdf', 'the quote')];
    expect(await second.outbox.submit({ ...message, documentIds: again, accountId: 7 }, user)).toEqual(
      submitted,
    );
    await expect(second.spool.staged(again[0] ?? '')).rejects.toMatchObject({ code: 'document-unreadable' });
    expect(second.store.counts().queued).toBe(1);
  });

  test.for([
    ['recipients', { to: ['cleo@example.org'] }],
    ['recipients', { bcc: ['cleo@example.org'] }],
    ['subject', { subject: 'Invoice' }],
    ['text', { body: 'Good bye' }],
  ] as const)('is refused for a message with another %s', async ([what, change]) => {
    const { outbox, store } = await startTestOutbox({ accountFor: (id) => sendingAccount(id) });
    const message = newMessage();
    const { itemId } = await outbox.submit(message, user);
    await expect(outbox.submit({ ...message, ...change }, user)).rejects.toMatchObject({
      code: 'invalid-request',
      field: 'submissionKey',
      message: expect.stringMatching(new RegExp(`${itemId}.*differs in: ${what}\\)`)),
    });
    expect(store.counts().queued).toBe(1);
  });

  test('is refused for another time, and stands for the message where one of the two has none', async () => {
    const { outbox, clock } = await startTestOutbox();
    const sendAtMs = clock.nowMs() + day;
    const message = newMessage({ sendAtMs });
    const submitted = await outbox.submit(message, user);
    await expect(outbox.submit({ ...message, sendAtMs: sendAtMs + 1 }, user)).rejects.toMatchObject({
      code: 'invalid-request',
      message: expect.stringContaining('differs in: time)'),
    });
    const { sendAtMs: _, ...timeless } = message;
    expect(await outbox.submit(timeless, user)).toEqual(submitted);
    expect(await outbox.submit(message, user)).toEqual(submitted);
    outbox.sendNow(submitted.itemId);
    expect(await outbox.submit(message, user)).toEqual(submitted);
  });

  test.for([
    ['content', 'quote.pdf', 'another quote'],
    ['name', 'offer.pdf', 'the quote'],
  ])('is refused for a document with another %s', async ([, name = '', text = '']) => {
    const { outbox, document } = await startTestOutbox();
    const message = newMessage({ documentIds: [await document('quote.pdf', 'the quote')] });
    await outbox.submit(message, user);
    const documentIds = [await document(name, text)];
    await expect(outbox.submit({ ...message, documentIds }, user)).rejects.toMatchObject({
      message: expect.stringContaining('differs in: documents'),
    });
    await expect(outbox.submit({ ...message, documentIds: [] }, user)).rejects.toMatchObject({
      message: expect.stringContaining('differs in: documents'),
    });
  });

  test('stands for one item where it is handed over twice at the same moment', async () => {
    const { outbox, store } = await startTestOutbox();
    const message = newMessage();
    const [one, other] = await Promise.all([outbox.submit(message, user), outbox.submit(message, user)]);
    expect(one).toEqual(other);
    expect(store.counts().queued).toBe(1);
  });
});
