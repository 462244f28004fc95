import { existsSync, rmSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Resend } from '../../main/outbox/delivery.ts';
import { resendRecipients } from '../../main/outbox/resend.ts';
import { accepted, startTestOutbox } from '../helpers/test-outbox.ts';

const user = { origin: 'user' } as const;
const resend = (itemId: string, change: Partial<Resend> = {}): Resend => ({
  ...{ submissionKey: `resend-of-${itemId}`, itemId, accountId: null, recipients: 'same' },
  ...change,
});

/** An outbox with one message of three recipients and a document, two of whom the server took. */
async function sentToTwo() {
  const test = await startTestOutbox();
  const itemId = await test.send({
    to: ['ben@example.org', 'eve@example.org'],
    bcc: ['cleo@example.org'],
    documentIds: [await test.document('quote.pdf', 'the quote')],
  });
  test.outbox.start();
  (await test.next()).end({
    kind: 'accepted',
    reply: '250 OK',
    accepted: ['ben@example.org'],
    refused: ['eve@example.org', 'cleo@example.org'].map((address) => ({ address, reply: '550 no' })),
  });
  await test.untilState(itemId, 'sent');
  return { ...test, itemId };
}

test('a resend is a new message with a Message-ID of its own, and the same text and documents', async () => {
  const { outbox, next, untilState, itemId, store } = await sentToTwo();
  const submitted = await outbox.resend(resend(itemId), user);
  const [older, newer] = [outbox.get(itemId), outbox.get(submitted.itemId)];
  expect(newer.messageId).not.toBe(older.messageId);
  const { to, cc, bcc, subject, documents, accountId } = older;
  expect(newer).toMatchObject({ to, cc, bcc, subject, documents, accountId, accepted: [], refused: [] });
  expect(store.body(newer.itemId)).toBe(store.body(itemId));
  (await next()).end(accepted);
  await untilState(newer.itemId, 'sent');
  expect(outbox.get(itemId)).toEqual(older);
});

test('only the refused get it, each where they stood', async () => {
  const { outbox, itemId } = await sentToTwo();
  const { itemId: newer } = await outbox.resend(resend(itemId, { recipients: 'refused' }), user);
  expect(outbox.get(newer)).toMatchObject({ to: ['eve@example.org'], cc: [], bcc: ['cleo@example.org'] });
});

test('others get it, from another account', async () => {
  const { outbox, itemId } = await sentToTwo();
  const recipients = { to: ['zoe@example.org'], cc: [], bcc: [] };
  const { itemId: newer } = await outbox.resend(resend(itemId, { recipients, accountId: 7 }), user);
  expect(outbox.get(newer)).toMatchObject({ ...recipients, accountId: 7 });
});

test('the same key is the same new message, and is refused for other recipients', async () => {
  const { outbox, itemId, store } = await sentToTwo();
  const first = await outbox.resend(resend(itemId), user);
  expect(await outbox.resend(resend(itemId), user)).toMatchObject({ itemId: first.itemId });
  await expect(outbox.resend(resend(itemId, { recipients: 'refused' }), user)).rejects.toMatchObject({
    code: 'invalid-request',
    field: 'submissionKey',
  });
  const all = store.page({ states: [], beforeSequence: null, limit: 10 });
  expect(all.total).toBe(2);
});

test('a message that is not over is not resent, nor one that nobody would get', async () => {
  const { outbox, send, itemId, clock } = await sentToTwo();
  const waiting = await send({ sendAtMs: clock.nowMs() + 86_400_000 });
  await expect(outbox.resend(resend(waiting), user)).rejects.toMatchObject({ code: 'transition-refused' });
  outbox.cancel(waiting);
  await expect(outbox.resend(resend(waiting, { recipients: 'refused' }), user)).rejects.toMatchObject({
    code: 'invalid-request',
    field: 'recipients',
  });
  const nobody = { to: [], cc: [], bcc: [] };
  await expect(outbox.resend(resend(itemId, { recipients: nobody }), user)).rejects.toMatchObject({
    code: 'invalid-request',
  });
  await expect(outbox.resend(resend(itemId, { accountId: 100 }), user)).rejects.toMatchObject({
    code: 'account-not-found',
  });
  await expect(outbox.resend(resend('no-such-item'), user)).rejects.toMatchObject({ code: 'item-not-found' });
});

test('a message that may have been sent is not resent, and the refusal names what it takes', () => {
  const item = { state: 'unconfirmed' as const, to: ['kay@fabrikam.test'], cc: [], bcc: [], refused: [] };
  expect(() => resendRecipients(item, 'same')).toThrow('it takes "mark-sent" or "send-again"');
});

test('a document that is not kept any more is named, and nothing is queued', async () => {
  const { outbox, itemId, spool, store } = await sentToTwo();
  const [document] = outbox.get(itemId).documents;
  rmSync(spool.pathOf(document?.sha256 ?? ''));
  await expect(outbox.resend(resend(itemId), user)).rejects.toMatchObject({
    code: 'document-unreadable',
    message: expect.stringContaining('"quote.pdf"'),
  });
  expect(store.counts().queued).toBe(0);
});

test('a document is kept for the new message, or told to be gone, whenever a sweep comes in between', async () => {
  const { spool, document } = await startTestOutbox();
  const found = new Set<boolean>();
  for (let ticks = 0; ticks < 40; ticks += 1) {
    const staged = await spool.staged(await document('quote.pdf', `quote ${ticks}`));
    await spool.consume([staged]);
    const round = spool.sweep(() => () => false);
    for (let tick = 0; tick < ticks; tick += 1) await setImmediate();
    const missing = await spool.keep([staged]);
    await round;
    expect(existsSync(spool.pathOf(staged.sha256))).toBe(missing.length === 0);
    found.add(missing.length === 0);
  }
  expect(found).toEqual(new Set([true, false]));
});
