import { describe, expect, test } from 'vitest';
import { isFinal, newProgress, publicItem, transition } from '../../main/outbox/outbox-item.ts';
import type { ItemProgress, StoredItem } from '../../main/outbox/outbox-item.ts';
import { giveUpAfterMs, longestWaitMs } from '../../main/outbox/retry.ts';
import { outboxStates } from '../../shared/message.ts';
import type { OutboxItem } from '../../shared/message.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const nowMs = 1_800_000_000_000;
const item = (changes: Partial<ItemProgress>): ItemProgress => ({ ...newProgress(1, nowMs), ...changes });

test('only what was sent or cancelled is over', () => {
  expect(outboxStates.filter(isFinal)).toEqual(['sent', 'cancelled']);
});

test('a new item waits for its time, and is tried for four days from then', () => {
  expect(newProgress(1, nowMs)).toMatchObject({
    ...{ state: 'queued', nextTryAtMs: null, sendAtMs: null, giveUpAtMs: nowMs + giveUpAfterMs },
    ...{ accepted: [], refused: [], attempts: 0, failures: 0, ending: false },
  });
  const sendAtMs = nowMs + dayMs;
  const giveUpAtMs = sendAtMs + giveUpAfterMs;
  expect(newProgress(1, nowMs, sendAtMs)).toMatchObject({ nextTryAtMs: sendAtMs, sendAtMs, giveUpAtMs });
});

describe('a time that was asked for', () => {
  const held = (sendAtMs: number | null) => item({ state: 'held', because: 'sign-in-required', sendAtMs });

  test.each(['release', 'move'] as const)('still counts after a %s, where it has not come', (kind) => {
    const event = kind === 'move' ? { kind, accountId: 7 } : { kind };
    const after = (sendAtMs: number | null) => transition(held(sendAtMs), event, nowMs);
    const later = nowMs + hourMs;
    expect(after(later)).toMatchObject({
      state: 'queued',
      because: null,
      nextTryAtMs: later,
      sendAtMs: later,
    });
    for (const past of [nowMs, nowMs - 1, null]) {
      expect(after(past)).toMatchObject({ state: 'queued', nextTryAtMs: null, sendAtMs: past });
    }
    expect(after(null).accountId).toBe(kind === 'move' ? 7 : 1);
  });

  test('is over when a person wants it now', () => {
    const now = transition(held(nowMs + hourMs), { kind: 'send-now' }, nowMs);
    expect(now).toMatchObject({ nextTryAtMs: null, sendAtMs: null });
  });

  test('is not moved by a start of the app', () => {
    const sendAtMs = nowMs + 30 * dayMs;
    const waits = item({ sendAtMs, nextTryAtMs: sendAtMs });
    expect(transition(waits, { kind: 'recover' }, nowMs)).toBe(waits);
  });
});

describe('a start of the app', () => {
  const recovered = (changes: Partial<ItemProgress>) => transition(item(changes), { kind: 'recover' }, nowMs);

  test('leaves a wait as it is that was written by a clock that is right', () => {
    const waits = item({ nextTryAtMs: nowMs + hourMs, changedAtMs: nowMs - hourMs });
    expect(transition(waits, { kind: 'recover' }, nowMs)).toBe(waits);
    const due = item({ nextTryAtMs: null, changedAtMs: nowMs + hourMs });
    expect(transition(due, { kind: 'recover' }, nowMs)).toBe(due);
    const longest = item({ nextTryAtMs: nowMs + longestWaitMs });
    expect(transition(longest, { kind: 'recover' }, nowMs)).toBe(longest);
  });

  test('takes off what the clock was ahead by, of the wait and of the end', () => {
    const changes = { changedAtMs: nowMs + 10 * dayMs, nextTryAtMs: nowMs + 10 * dayMs + 5_000 };
    const found = recovered({ ...changes, giveUpAtMs: nowMs + 12 * dayMs });
    expect(found).toMatchObject({
      ...{ state: 'queued', nextTryAtMs: nowMs + 5_000, giveUpAtMs: nowMs + 2 * dayMs, changedAtMs: nowMs },
    });
  });

  test('lets nothing wait longer than a day, nor be tried longer than four', () => {
    const far = { nextTryAtMs: nowMs + 400 * dayMs, giveUpAtMs: nowMs + 404 * dayMs };
    expect(recovered({ ...far, changedAtMs: nowMs })).toMatchObject({
      ...{ nextTryAtMs: nowMs + longestWaitMs, giveUpAtMs: nowMs + giveUpAfterMs },
    });
    // A retry after the time that was asked for is no schedule any more.
    const retried = recovered({ ...far, sendAtMs: nowMs - dayMs, changedAtMs: nowMs });
    expect(retried.nextTryAtMs).toBe(nowMs + longestWaitMs);
  });

  test.each(['held', 'failed', 'unconfirmed', 'sent', 'cancelled'] as const)(
    'changes nothing that is %s',
    (state) => {
      const before = item({ state, nextTryAtMs: nowMs + 400 * dayMs, changedAtMs: nowMs + dayMs });
      expect(transition(before, { kind: 'recover' }, nowMs)).toBe(before);
    },
  );

  test('queues what was being sent, and asks a person about what had left', () => {
    const sending = recovered({ state: 'sending', nextTryAtMs: nowMs, attempts: 2 });
    expect(sending).toMatchObject({ state: 'queued', nextTryAtMs: null, attempts: 2 });
    const left = recovered({ state: 'sending', ending: true });
    expect(left).toMatchObject({ state: 'unconfirmed', because: 'delivery-unconfirmed', ending: false });
  });
});

describe('a hold', () => {
  const held = item({
    state: 'held',
    because: 'sign-in-required',
    reason: 'why',
    changedAtMs: nowMs - hourMs,
  });
  const hold = (before: ItemProgress, code: 'sign-in-required' | 'grant-revoked', reason: string) =>
    transition(before, { kind: 'hold', code, reason }, nowMs);

  test('for the same reason changes nothing; a better reason counts, and its time is not lost', () => {
    expect(hold(held, 'sign-in-required', 'why')).toBe(held);
    for (const [code, reason] of [
      ['grant-revoked', 'why'],
      ['sign-in-required', 'because'],
    ] as const) {
      expect(hold(held, code, reason)).toMatchObject({
        ...{ state: 'held', because: code, reason, giveUpAtMs: held.giveUpAtMs + hourMs, changedAtMs: nowMs },
      });
    }
    const queued = item({ because: 'sign-in-required', reason: 'why' });
    expect(hold(queued, 'sign-in-required', 'why')).toMatchObject({ state: 'held', nextTryAtMs: null });
  });
});

test('a try that is put off says why in the words that came with it', () => {
  const sending = item({ state: 'sending' });
  const deferred = (reason?: string) =>
    transition(
      sending,
      {
        ...{ kind: 'outcome', nextTryAtMs: nowMs + 1 },
        outcome: { kind: 'deferred', code: 'server-unreachable', ...(reason !== undefined && { reason }) },
      },
      nowMs,
    );
  expect(deferred('both servers are down').reason).toBe('both servers are down');
  expect(deferred().reason).toBeNull();
});

test('a refused event says in words what the item takes instead', () => {
  const refusal = (changes: Partial<ItemProgress>, kind: 'take' | 'release') => {
    try {
      transition(item(changes), { kind }, nowMs);
    } catch (error) {
      return error instanceof Error ? error.message : '';
    }
    return null;
  };
  expect(refusal({ state: 'sending', ending: true }, 'take')).toBe(
    'A message that is sending does not take "take" while its end is on the way; the reply decides.',
  );
  expect(refusal({ state: 'sent' }, 'take')).toBe(
    'A message that is sent does not take "take"; it is over, and "resend" makes a new message of it.',
  );
  expect(refusal({ state: 'unconfirmed' }, 'take')).toBe(
    'A message that is unconfirmed does not take "take": it may have been sent. It takes "mark-sent" or "send-again".',
  );
  expect(refusal({ state: 'failed' }, 'release')).toBe(
    'A message that is failed does not take "release"; it takes "send-now" or "cancel".',
  );
});

test('the window sees an item as it is, its detail where there is one, and nothing of its insides', () => {
  const visible: OutboxItem = {
    itemId: 'item-1',
    messageId: '<1@example.com>',
    sequence: 3,
    accountId: 1,
    origin: 'user',
    to: ['a@b.test'],
    cc: ['c@b.test'],
    bcc: ['d@b.test'],
    subject: 'Quote',
    documents: [],
    state: 'held',
    because: 'sign-in-required',
    reason: 'why',
    reply: '535 no',
    attempts: 2,
    createdAtMs: 1,
    changedAtMs: 2,
    nextTryAtMs: 3,
    sendAtMs: 4,
    accepted: ['a@b.test'],
    refused: [{ address: 'c@b.test', reply: '550' }],
    confirmedBy: null,
  };
  const inside = { ending: false, failures: 2, giveUpAtMs: 9, composed: null, submissionKey: 'key' };
  const stored: StoredItem = { ...visible, ...inside };
  expect(publicItem(stored)).toEqual(visible);
  expect(Object.keys(publicItem(stored))).not.toContain('detail');
  expect(publicItem({ ...stored, detail: { status: 5 } })).toEqual({ ...visible, detail: { status: 5 } });
});
