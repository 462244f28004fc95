import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { composeMessage } from '../../main/mail/message.ts';
import type { Authentication } from '../../main/mail/submission.ts';
import type { OutboxEvent } from '../../main/outbox/outbox-item.ts';
import type { OutboxStore } from '../../main/outbox/outbox-store.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { accepted, newMessage, sendingAccount, startTestOutbox } from '../helpers/test-outbox.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const day = 86_400_000;
const deferred = { kind: 'deferred', code: 'deferred', reply: '451 4.3.0 later' } as const;
const stale = {
  kind: 'authentication-rejected',
  code: 'authentication-rejected',
  tokenMayBeStale: true,
  reply: '535 5.7.3 no',
} as const;
const oauth = (accessToken: string): Authentication => ({
  kind: 'oauth',
  user: 'anna@example.com',
  accessToken,
});
const oauthAccount = (id: number) => sendingAccount(id, { authentication: 'oauth' });

describe('handing a message over', () => {
  test('answers at once, and the same key answers the same item', async () => {
    const { outbox, document, spool, stateOf } = await startTestOutbox();
    const documentId = await document('quote.pdf', '%PDF');
    const message = newMessage({ documentIds: [documentId], accountId: 3 });
    const submitted = await outbox.submit(message, { origin: 'agent' });
    expect(submitted).toEqual({
      itemId: submitted.itemId,
      messageId: expect.stringMatching(/^<[A-Za-z0-9_-]{22}@example\.com>$/),
      state: 'queued',
      accountId: 3,
    });
    const repeats = await Promise.all([
      outbox.submit(message, { origin: 'user' }),
      outbox.submit(message, { origin: 'user' }),
    ]);
    expect(repeats).toEqual([submitted, submitted]);
    expect(outbox.get(submitted.itemId)).toMatchObject({
      origin: 'agent',
      documents: [{ name: 'quote.pdf', sizeBytes: 4 }],
    });
    expect(outbox.counts().queued).toBe(1);
    expect(stateOf(submitted.itemId)).toBe('queued');
    await expect(spool.staged(documentId)).rejects.toMatchObject({ code: 'document-unreadable' });
  });

  test.each([
    [{ to: [] }, 'invalid-request', 'to'],
    [{ accountId: 100 }, 'account-not-found', 'accountId'],
    [{ documentIds: ['no-such-document'] }, 'document-unreadable', 'documentIds'],
  ])('is refused by name of the field: %j', async (changes, code, field) => {
    const { outbox } = await startTestOutbox();
    await expect(outbox.submit(newMessage(changes), { origin: 'user' })).rejects.toMatchObject({
      code,
      field,
    });
    expect(outbox.counts().queued).toBe(0);
  });

  test('two at once with one key makes one item', async () => {
    const { outbox } = await startTestOutbox();
    const message = newMessage();
    const [one, two] = await Promise.all([
      outbox.submit(message, { origin: 'user' }),
      outbox.submit(message, { origin: 'user' }),
    ]);
    expect(one).toEqual(two);
    expect(outbox.counts().queued).toBe(1);
  });
});

describe('sending', () => {
  test('composes the message once, submits it with what its account needs, and forgets the file', async () => {
    const { outbox, document, next, untilState, messageFolder, events } = await startTestOutbox();
    outbox.start();
    const itemId = (
      await outbox.submit(
        newMessage({
          to: ['ben@example.org'],
          bcc: ['cleo@example.org'],
          documentIds: [await document('a.txt', 'text')],
        }),
        { origin: 'user' },
      )
    ).itemId;
    const { submission, end } = await next();
    expect(outbox.get(itemId)).toMatchObject({ state: 'sending', attempts: 1 });
    expect(submission).toMatchObject({
      accountId: 1,
      envelope: { from: 'anna1@example.com', to: ['ben@example.org', 'cleo@example.org'] },
      bcc: ['cleo@example.org'],
      authentication: { kind: 'password' },
    });
    const raw = readFileSync(submission.message.path, 'utf8');
    expect(raw).toHaveLength(submission.message.sizeBytes);
    expect(raw).toContain(`Message-ID: ${outbox.get(itemId).messageId}`);
    expect(raw).toContain('From: Anna <anna1@example.com>');
    end(accepted);
    await untilState(itemId, 'sent');
    expect(outbox.get(itemId)).toMatchObject({
      accepted: ['ben@example.org'],
      confirmedBy: 'server',
      reply: '250 OK',
    });
    await expect.poll(() => readdir(messageFolder)).toEqual([]);
    expect(
      events.some((event) => event.startsWith('outbox-attempt') && event.includes('"state":"sent"')),
    ).toBe(true);
    expect(events.join()).not.toMatch(/secret|ben@|Hello/);
  });

  test('of one account goes one by one, of several at the same time, eight at most', async () => {
    const { outbox, send, next, open, until, clock } = await startTestOutbox();
    for (let accountId = 1; accountId <= 10; accountId += 1) {
      await send({ accountId });
      await send({ accountId });
    }
    outbox.start();
    await until(() => open() === 8);
    await clock.advance(1_000);
    expect(open()).toBe(8);
    const seen = new Set<number>();
    for (let turn = 0; turn < 8; turn += 1) {
      const { submission, end } = await next();
      seen.add(submission.accountId);
      end(accepted);
    }
    expect(seen.size).toBe(8);
    for (let turn = 0; turn < 12; turn += 1) (await next()).end(accepted);
    await until(() => outbox.counts().sent === 20);
  });

  test('tries again later, ever later, with the same bytes, and says why and when', async () => {
    const { outbox, send, next, untilState, clock, open } = await startTestOutbox();
    const itemId = await send();
    outbox.start();
    const contents: string[] = [];
    const waits: number[] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      const { submission, end } = await next();
      contents.push(readFileSync(submission.message.path, 'utf8'));
      end(deferred);
      await untilState(itemId, 'queued');
      const { nextTryAtMs, because, reply } = outbox.get(itemId);
      expect({ because, reply }).toEqual({ because: 'deferred', reply: deferred.reply });
      const wait = (nextTryAtMs ?? 0) - clock.nowMs();
      waits.push(wait);
      await clock.advance(wait - 1);
      expect(open()).toBe(0);
      await clock.advance(1);
    }
    expect(waits).toEqual([5_000, 10_000, 20_000, 40_000]);
    expect(new Set(contents).size).toBe(1);
    (await next()).end(accepted);
    await untilState(itemId, 'sent');
    expect(outbox.get(itemId).attempts).toBe(5);
  });

  test('waits as long as the server asks for', async () => {
    const { outbox, send, next, untilState, clock } = await startTestOutbox();
    const itemId = await send();
    outbox.start();
    (await next()).end({ kind: 'deferred', code: 'throttled', retryAfterMs: 120_000 });
    await untilState(itemId, 'queued');
    expect((outbox.get(itemId).nextTryAtMs ?? 0) - clock.nowMs()).toBe(120_000);
  });

  test('gives up after four days of trying', async () => {
    const { outbox, send, next, clock, stateOf, until } = await startTestOutbox();
    const itemId = await send();
    outbox.start();
    const beganAtMs = clock.nowMs();
    while (stateOf(itemId) !== 'failed') {
      (await next()).end(deferred);
      await until(() => stateOf(itemId) !== 'sending');
      await clock.advance(3_600_000);
    }
    expect(clock.nowMs() - beganAtMs).toBeGreaterThan(4 * day);
    expect(clock.nowMs() - beganAtMs).toBeLessThan(4 * day + 3 * 3_600_000);
    expect(outbox.get(itemId)).toMatchObject({ because: 'deferred', nextTryAtMs: null });
    outbox.sendNow(itemId);
    (await next()).end(accepted);
    await until(() => stateOf(itemId) === 'sent');
  });

  test('does not look around while nothing is due', async () => {
    const { outbox, send, next, untilState, clock, store, until } = await startTestOutbox();
    let questions = 0;
    const { dueAccounts } = store;
    Object.assign(store, {
      dueAccounts: (...parameters: Parameters<typeof dueAccounts>) => {
        questions += 1;
        return dueAccounts(...parameters);
      },
    });
    const itemId = await send();
    outbox.start();
    (await next()).end({ kind: 'deferred', code: 'deferred', retryAfterMs: 7_200_000 });
    await untilState(itemId, 'queued');
    await until(() => clock.sleeping() === 1);
    // What happened last goes to the disk.
    await clock.advance(1_000);
    const before = questions;
    for (let minute = 0; minute < 119; minute += 1) await clock.advance(60_000);
    expect(questions).toBe(before);
  });

  test('of a message that nobody will take ends with the reply', async () => {
    const { outbox, send, next, untilState, grants } = await startTestOutbox();
    const itemId = await send();
    outbox.start();
    const refused = [{ address: 'ben@example.org', reply: '550 5.1.1 Who?' }];
    (await next()).end({ kind: 'rejected', code: 'recipient-rejected', reply: '550 5.1.1 Who?', refused });
    await untilState(itemId, 'failed');
    expect(outbox.get(itemId)).toMatchObject({
      because: 'recipient-rejected',
      reply: '550 5.1.1 Who?',
      refused,
    });
    expect(grants).toEqual([]);
  });

  test('with an open end waits for a person: never sent again by itself, with the same bytes when they want it', async () => {
    const { outbox, send, next, untilState, clock, open } = await startTestOutbox();
    const [itemId, other] = [await send(), await send()];
    outbox.start();
    const first = await next();
    const bytes = readFileSync(first.submission.message.path, 'utf8');
    first.end({ kind: 'unconfirmed' });
    await untilState(itemId, 'unconfirmed');
    (await next()).end({ kind: 'unconfirmed' });
    await untilState(other, 'unconfirmed');
    await clock.advance(30 * day);
    expect(open()).toBe(0);
    expect(() => outbox.cancel(itemId)).toThrow(expect.objectContaining({ code: 'transition-refused' }));
    expect(() => outbox.sendNow(itemId)).toThrow(expect.objectContaining({ code: 'transition-refused' }));
    expect(outbox.markSent(other)).toMatchObject({ state: 'sent', confirmedBy: 'person' });
    const { messageId } = outbox.get(itemId);
    outbox.sendAgain(itemId);
    const second = await next();
    expect(readFileSync(second.submission.message.path, 'utf8')).toBe(bytes);
    second.end(accepted);
    await untilState(itemId, 'sent');
    expect(outbox.get(itemId).messageId).toBe(messageId);
  });

  test('writes the end down before it leaves', async () => {
    const { outbox, send, next, store } = await startTestOutbox();
    const itemId = await send();
    outbox.start();
    const { submission } = await next();
    expect(store.get(itemId)).toMatchObject({ state: 'sending', ending: false });
    submission.onEnding();
    expect(store.get(itemId)).toMatchObject({ state: 'sending', ending: true });
    expect(() => outbox.cancel(itemId)).toThrow(expect.objectContaining({ code: 'transition-refused' }));
  });
});

test('what was held because its account was gone goes on when the account comes back, and nothing else', async () => {
  const there = new Set([1, 2, 3]);
  const { outbox, send, next, untilState, stateOf, open } = await startTestOutbox({
    accountFor: (id) =>
      there.has(id) ? sendingAccount(id, { heldBecause: id === 3 ? 'account-disabled' : null }) : null,
  });
  const [one, two, three] = [
    await send({ accountId: 1 }),
    await send({ accountId: 2 }),
    await send({ accountId: 3 }),
  ];
  there.delete(1);
  there.delete(2);
  outbox.start();
  await untilState(two, 'held');
  await untilState(three, 'held');
  expect(outbox.get(one)).toMatchObject({ state: 'held', because: 'account-not-found' });
  there.add(1);
  expect(outbox.accountsCameBack([])).toBe(0);
  expect(outbox.accountsCameBack([1, 3])).toBe(1);
  (await next()).end(accepted);
  await untilState(one, 'sent');
  expect([stateOf(two), stateOf(three), open()]).toEqual(['held', 'held', 0]);
});

test('a message whose composing ended unexpectedly is tried again later', async () => {
  let turns = 0;
  const { outbox, send, next, untilState, clock } = await startTestOutbox({
    compose: (...parameters) => {
      turns += 1;
      if (turns === 1) throw new AppError('internal', 'the thread ended');
      return composeMessage(...parameters);
    },
  });
  const itemId = await send();
  outbox.start();
  await untilState(itemId, 'queued');
  expect(outbox.get(itemId)).toMatchObject({ because: 'internal', attempts: 1 });
  await clock.advance(5_000);
  (await next()).end(accepted);
  await untilState(itemId, 'sent');
});

describe('a full disk', () => {
  /** Lets every change of a kind fail for want of space, until it is freed. */
  function fill(store: OutboxStore, kind: OutboxEvent['kind']) {
    const disk = { isFull: true };
    const { change } = store;
    Object.assign(store, {
      change: (itemId: string, event: OutboxEvent, nowMs: number) => {
        if (disk.isFull && event.kind === kind) throw new AppError('storage-full', 'no space');
        return change(itemId, event, nowMs);
      },
    });
    return disk;
  }

  test('keeps a message from leaving, and it goes once there is space', async () => {
    const { outbox, send, next, untilState, clock, store, events, open, until } = await startTestOutbox();
    const disk = fill(store, 'take');
    const itemId = await send();
    outbox.start();
    await until(() => events.some((event) => event.startsWith('outbox-stalled')));
    expect([open(), outbox.get(itemId).state]).toEqual([0, 'queued']);
    disk.isFull = false;
    await clock.advance(5_000);
    (await next()).end(accepted);
    await untilState(itemId, 'sent');
  });

  test('does not make us forget that a message was sent', async () => {
    const { outbox, send, next, untilState, clock, store, open, until } = await startTestOutbox();
    const disk = fill(store, 'outcome');
    const itemId = await send();
    await send();
    outbox.start();
    (await next()).end(accepted);
    await until(() => clock.sleeping() === 2);
    await clock.advance(60_000);
    expect([open(), store.get(itemId)]).toMatchObject([0, { state: 'sending', ending: true }]);
    disk.isFull = false;
    await clock.advance(5_000);
    await untilState(itemId, 'sent');
  });

  test('at the end leaves what was sent to a person, not to a second try', async () => {
    const { outbox, send, next, stop, store, folder, clock, until } = await startTestOutbox();
    fill(store, 'outcome');
    const itemId = await send();
    outbox.start();
    (await next()).end(accepted);
    await until(() => clock.sleeping() === 2);
    await stop();
    const { stateOf } = await startTestOutbox({ folder });
    expect(stateOf(itemId)).toBe('unconfirmed');
  });
});

test('a listener that fails keeps nothing from being sent', async () => {
  const { outbox, send, next, untilState } = await startTestOutbox({
    onChanged: () => {
      throw new Error('the window is gone');
    },
  });
  const itemId = await send();
  outbox.start();
  (await next()).end(accepted);
  await untilState(itemId, 'sent');
});

describe('a sign-in', () => {
  test('whose token the server calls stale is refreshed once, and the message goes on a new connection', async () => {
    const asked: (string | undefined)[] = [];
    const { outbox, send, next, untilState, grants } = await startTestOutbox({
      accountFor: oauthAccount,
      credentials: async (_accountId, { rejectedToken }) => {
        asked.push(rejectedToken);
        return oauth(rejectedToken === undefined ? 'old-token' : 'new-token');
      },
    });
    const itemId = await send();
    outbox.start();
    const first = await next();
    expect(first.submission.authentication).toEqual(oauth('old-token'));
    first.end(stale);
    const second = await next();
    expect(second.submission.authentication).toEqual(oauth('new-token'));
    expect(second.submission.message.path).toBe(first.submission.message.path);
    second.end(accepted);
    await untilState(itemId, 'sent');
    expect(asked).toEqual([undefined, 'old-token']);
    expect(outbox.get(itemId).attempts).toBe(1);
    expect(grants).toEqual([]);
  });

  test('that the server refuses only after all bytes have left is refreshed too, and can be cancelled in between', async () => {
    let refreshed: (authentication: Authentication) => void = () => {};
    const { outbox, send, next, until, untilState, store, stateOf } = await startTestOutbox({
      accountFor: oauthAccount,
      credentials: (_accountId, { rejectedToken }) =>
        rejectedToken === undefined
          ? Promise.resolve(oauth('old'))
          : new Promise((resolve) => (refreshed = resolve)),
    });
    const [sent, cancelled] = [await send(), await send()];
    outbox.start();
    for (const itemId of [sent, cancelled]) {
      const first = await next();
      first.submission.onEnding();
      first.end(stale);
      await until(() => !store.get(itemId).ending);
      expect(stateOf(itemId)).toBe('sending');
      if (itemId === cancelled) outbox.cancel(itemId);
      refreshed(oauth('new'));
      if (itemId === cancelled) continue;
      (await next()).end(accepted);
      await untilState(itemId, 'sent');
    }
    expect(stateOf(cancelled)).toBe('cancelled');
  });

  test('whose fresh token is refused too is held, without a loop and without a question', async () => {
    const { outbox, send, next, untilState, grants, open, clock } = await startTestOutbox({
      accountFor: oauthAccount,
      credentials: async (_accountId, { rejectedToken }) => oauth(rejectedToken ? 'new' : 'old'),
    });
    const itemId = await send();
    outbox.start();
    (await next()).end(stale);
    (await next()).end(stale);
    await untilState(itemId, 'held');
    expect(outbox.get(itemId)).toMatchObject({ because: 'authentication-rejected', reply: '535 5.7.3 no' });
    await clock.advance(day);
    expect([open(), grants]).toEqual([0, []]);
  });

  test('that the administrator has switched off is held and never refreshed', async () => {
    let asked = 0;
    const { outbox, send, next, untilState } = await startTestOutbox({
      accountFor: oauthAccount,
      credentials: async () => oauth(`token-${(asked += 1)}`),
    });
    const itemId = await send();
    outbox.start();
    (await next()).end({ ...stale, code: 'smtp-auth-disabled', tokenMayBeStale: false });
    await untilState(itemId, 'held');
    expect([asked, outbox.get(itemId).because]).toEqual([1, 'smtp-auth-disabled']);
  });

  test('by password is not tried twice', async () => {
    let asked = 0;
    const { outbox, send, next, untilState } = await startTestOutbox({
      credentials: async () => ({ kind: 'password', user: 'a', password: `${(asked += 1)}` }),
    });
    const itemId = await send();
    outbox.start();
    (await next()).end(stale);
    await untilState(itemId, 'held');
    expect(asked).toBe(1);
  });

  test.each<[ErrorCode, 'held' | 'queued', string | null, boolean]>([
    ['sign-in-required', 'held', 'Failed to obtain an access token', true],
    ['grant-revoked', 'held', 'Failed to obtain an access token', true],
    ['vault-unreadable', 'held', 'Failed to obtain an access token', true],
    ['consent-required', 'held', 'Failed to obtain an access token', false],
    ['client-rejected', 'held', 'Failed to obtain an access token', false],
    ['account-invalid', 'held', 'Failed to obtain an access token', false],
    ['provider-unreachable', 'queued', null, false],
    ['provider-response-invalid', 'queued', null, false],
    ['vault-unavailable', 'queued', null, false],
  ])('that fails with %s leaves the item %s', async (code, state, reason, isAsked) => {
    const { outbox, send, untilState, grants, open, until } = await startTestOutbox({
      accountFor: oauthAccount,
      credentials: () => Promise.reject(new AppError(code, 'no token')),
    });
    const itemId = await send();
    outbox.start();
    await until(() => outbox.get(itemId).because !== null);
    await untilState(itemId, state);
    expect(outbox.get(itemId)).toMatchObject({ because: code, reason, attempts: 1 });
    expect(grants).toEqual(isAsked ? [[itemId, code]] : []);
    expect(open()).toBe(0);
  });

  test.each<[ErrorCode, 'held' | 'queued']>([
    ['client-rejected', 'held'],
    ['provider-response-invalid', 'queued'],
  ])('that fails with %s keeps what the provider said, until it goes on', async (code, state) => {
    const detail = { error: 'new_error', providerText: 'Your mailbox has moved.', status: 400 };
    const { outbox, send, untilState, until } = await startTestOutbox({
      accountFor: oauthAccount,
      credentials: () => Promise.reject(new AppError(code, 'no token', { detail })),
    });
    const itemId = await send();
    outbox.start();
    await until(() => outbox.get(itemId).because !== null);
    await untilState(itemId, state);
    expect(outbox.get(itemId).detail).toEqual(detail);
    await outbox.stop();
    outbox.sendNow(itemId);
    expect(outbox.get(itemId)).not.toHaveProperty('detail');
  });

  test('without a password set is held until it is, and says nothing of tokens', async () => {
    let isSet = false;
    const { outbox, send, next, untilState } = await startTestOutbox({
      credentials: () =>
        isSet
          ? Promise.resolve({ kind: 'none' })
          : Promise.reject(new AppError('password-required', 'no password')),
    });
    const itemId = await send();
    outbox.start();
    await untilState(itemId, 'held');
    expect(outbox.get(itemId)).toMatchObject({ because: 'password-required', reason: null });
    isSet = true;
    expect(outbox.releaseHeld((item) => item.because === 'password-required')).toBe(1);
    (await next()).end(accepted);
    await untilState(itemId, 'sent');
  });

  test('that fails at the refresh holds with that reason', async () => {
    const { outbox, send, next, untilState, grants } = await startTestOutbox({
      accountFor: oauthAccount,
      credentials: async (_accountId, { rejectedToken }) => {
        if (rejectedToken !== undefined) throw new AppError('grant-revoked', 'invalid_grant');
        return oauth('old');
      },
    });
    const itemId = await send();
    outbox.start();
    (await next()).end(stale);
    await untilState(itemId, 'held');
    expect(outbox.get(itemId)).toMatchObject({
      because: 'grant-revoked',
      reason: 'Failed to obtain an access token',
    });
    expect(grants).toEqual([[itemId, 'grant-revoked']]);
  });

  test('that lacks a permission is asked for again', async () => {
    const { outbox, send, next, untilState, grants } = await startTestOutbox({ accountFor: oauthAccount });
    const itemId = await send();
    outbox.start();
    (await next()).end({ kind: 'rejected', code: 'scope-missing', reply: '403 insufficientPermissions' });
    await untilState(itemId, 'held');
    expect(grants).toEqual([[itemId, 'scope-missing']]);
  });

  test('that breaks in an unforeseen way ends the item instead of looping', async () => {
    const { outbox, send, untilState } = await startTestOutbox({
      credentials: () => Promise.reject(new TypeError('token=canary')),
    });
    const itemId = await send();
    outbox.start();
    await untilState(itemId, 'failed');
    expect(JSON.stringify(outbox.get(itemId))).not.toContain('canary');
    expect(outbox.get(itemId).because).toBe('internal');
  });
});

describe('accounts', () => {
  test('that are disabled hold all their items at once, and release them', async () => {
    let heldBecause: ErrorCode | null = 'account-disabled';
    const { outbox, send, next, until, stateOf } = await startTestOutbox({
      accountFor: (id) => sendingAccount(id, { heldBecause: id === 1 ? heldBecause : null }),
    });
    const items = [await send(), await send(), await send({ accountId: 2 })];
    outbox.start();
    (await next()).end(accepted);
    await until(() => stateOf(items[2] ?? '') === 'sent');
    expect(items.map(stateOf)).toEqual(['held', 'held', 'sent']);
    expect(outbox.get(items[0] ?? '')).toMatchObject({ because: 'account-disabled', attempts: 0 });
    heldBecause = null;
    expect(outbox.heldFor([1, 2], ['account-disabled'])).toBe(2);
    expect(outbox.releaseHeld((item) => item.because === 'account-disabled')).toBe(2);
    (await next()).end(accepted);
    (await next()).end(accepted);
    await until(() => outbox.counts().sent === 3);
  });

  test('that are gone hold their items', async () => {
    let exists = true;
    const { outbox, send, untilState } = await startTestOutbox({
      accountFor: (id) => (exists ? sendingAccount(id) : null),
    });
    const itemId = await send();
    exists = false;
    outbox.start();
    await untilState(itemId, 'held');
    expect(outbox.get(itemId).because).toBe('account-not-found');
  });

  test('that are removed hand their waiting items to another one, also what is being sent, and it sends as itself', async () => {
    const { outbox, send, next, untilState, stateOf } = await startTestOutbox();
    const items = [await send(), await send(), await send(), await send({ accountId: 3 })];
    outbox.hold((item) => item.itemId === items[1], 'sign-in-required');
    outbox.start();
    const [first, others] = [await next(), await next()].toSorted(
      (a, b) => a.submission.accountId - b.submission.accountId,
    );
    if (!first || !others) throw new Error('both accounts send');
    expect(outbox.waitingFor([1])).toBe(3);
    expect(outbox.moveWaiting([1], 2)).toBe(3);
    expect(first.submission.signal.aborted).toBe(true);
    expect(outbox.waitingFor([1])).toBe(0);
    for (const itemId of items.slice(0, 3)) {
      const { submission, end } = await next();
      expect(submission.accountId).toBe(2);
      expect(submission.envelope.from).toBe('anna2@example.com');
      expect(readFileSync(submission.message.path, 'utf8')).toContain('From: Anna <anna2@example.com>');
      end(accepted);
      await untilState(itemId, 'sent');
    }
    expect(stateOf(items[3] ?? '')).toBe('sending');
    others.end(accepted);
  });

  test('that are removed give their waiting items up, but not what may have arrived', async () => {
    const { outbox, send, next, stateOf } = await startTestOutbox();
    const items = [await send(), await send({ accountId: 2 }), await send({ accountId: 2 })];
    outbox.start();
    const [one, two] = [await next(), await next()];
    const ending = [one, two].find(({ submission }) => submission.accountId === 1);
    ending?.submission.onEnding();
    expect(outbox.cancelWaiting([1, 2])).toBe(2);
    expect(items.map(stateOf)).toEqual(['sending', 'cancelled', 'cancelled']);
    ending?.end({ kind: 'deferred', code: 'deferred' });
    await expect.poll(() => stateOf(items[0] ?? '')).toBe('queued');
  });

  test('give up what waits of a batch, and not what is on its way or belongs to another one', async () => {
    const { outbox, send, next, stateOf, untilState } = await startTestOutbox();
    const items = [await send(), await send(), await send(), await send()];
    outbox.start();
    const { submission, end } = await next();
    const isMeant = ({ itemId }: { readonly itemId: string }) => itemId !== items[3];
    expect(outbox.cancelQueued(isMeant)).toBe(2);
    expect(items.map(stateOf)).toEqual(['sending', 'cancelled', 'cancelled', 'queued']);
    expect(submission.signal.aborted).toBe(false);
    end(accepted);
    await untilState(items[0] ?? '', 'sent');
    (await next()).end(accepted);
    await untilState(items[3] ?? '', 'sent');
  });

  test('whose From address changes send with the new one', async () => {
    let name = 'Anna';
    const { outbox, send, next, untilState, clock, messageFolder } = await startTestOutbox({
      accountFor: (id) => sendingAccount(id, { from: { name, address: 'anna@example.com' } }),
    });
    const itemId = await send();
    outbox.start();
    (await next()).end(deferred);
    await untilState(itemId, 'queued');
    name = 'Anna Nowak';
    await clock.advance(5_000);
    const { submission } = await next();
    expect(readFileSync(submission.message.path, 'utf8')).toContain('From: Anna Nowak <anna@example.com>');
    await expect.poll(() => readdir(messageFolder)).toHaveLength(1);
  });
});

describe('a person', () => {
  test('can cancel what waits and what is being sent, until its end has left', async () => {
    const { outbox, send, next, stateOf, clock, messageFolder, open } = await startTestOutbox();
    const [sending, waiting] = [await send(), await send()];
    outbox.start();
    const { submission, end } = await next();
    outbox.cancel(waiting);
    outbox.cancel(sending);
    expect(submission.signal.aborted).toBe(true);
    expect(() => submission.onEnding()).toThrow(expect.objectContaining({ code: 'transition-refused' }));
    end({ kind: 'deferred', code: 'server-unreachable' });
    await clock.advance(day / 2);
    expect([stateOf(sending), stateOf(waiting), open()]).toEqual(['cancelled', 'cancelled', 0]);
    await expect.poll(() => readdir(messageFolder)).toEqual([]);
  });

  test('can have an item sent now, before its time', async () => {
    const { outbox, send, next, untilState } = await startTestOutbox();
    const itemId = await send();
    outbox.start();
    (await next()).end({ ...deferred, retryAfterMs: 7_200_000 });
    await untilState(itemId, 'queued');
    expect(outbox.sendNow(itemId)).toMatchObject({ nextTryAtMs: null, because: null });
    (await next()).end(accepted);
    await untilState(itemId, 'sent');
  });

  test('who wakes the computer up need not wait for the back-off of what could not be reached', async () => {
    const { outbox, send, next, stateOf, untilState } = await startTestOutbox();
    const [unreached, refused] = [await send({ accountId: 1 }), await send({ accountId: 2 })];
    outbox.start();
    const ends = [await next(), await next()];
    for (const { submission, end } of ends)
      end({
        ...{ kind: 'deferred', retryAfterMs: 7_200_000 },
        code: submission.accountId === 1 ? 'server-unreachable' : 'deferred',
      });
    await untilState(unreached, 'queued');
    await untilState(refused, 'queued');
    expect(outbox.tryUnreached()).toBe(1);
    (await next()).end(accepted);
    await untilState(unreached, 'sent');
    expect(stateOf(refused)).toBe('queued');
  });

  test('sees every change, in order, with a version that grows', async () => {
    const { outbox, send, next, untilState, changed } = await startTestOutbox();
    const before = outbox.version();
    const itemId = await send();
    outbox.start();
    (await next()).end(deferred);
    await untilState(itemId, 'queued');
    expect(changed.map(({ state, attempts }) => [state, attempts])).toEqual([
      ['queued', 0],
      ['sending', 1],
      ['queued', 1],
    ]);
    expect(outbox.version()).toBe(before + 3);
  });

  test('who asks for what does not exist is told so', async () => {
    const { outbox } = await startTestOutbox();
    for (const call of [outbox.get, outbox.cancel, outbox.sendNow, outbox.sendAgain, outbox.markSent]) {
      expect(() => call('no-such-item')).toThrow(expect.objectContaining({ code: 'item-not-found' }));
    }
  });
});

describe('composing', () => {
  test('of a document that is gone ends the item', async () => {
    const { outbox, send, document, untilState, store, spool } = await startTestOutbox();
    const itemId = await send({ documentIds: [await document('a.txt', 'text')] });
    await rm(spool.pathOf(store.get(itemId).documents[0]?.sha256 ?? ''));
    outbox.start();
    await untilState(itemId, 'failed');
    expect(outbox.get(itemId).because).toBe('document-unreadable');
  });

  test('of a document that the disk has changed ends the item, and nothing of it is sent', async () => {
    const { outbox, send, document, untilState, store, spool, messageFolder } = await startTestOutbox();
    const itemId = await send({ documentIds: [await document('a.txt', 'text')] });
    const [carried] = store.get(itemId).documents;
    expect(carried?.crc32).toBe(crc32('text'));
    writeFileSync(spool.pathOf(carried?.sha256 ?? ''), 'test');
    outbox.start();
    await untilState(itemId, 'failed');
    expect(outbox.get(itemId).because).toBe('document-unreadable');
    expect(await readdir(messageFolder)).toEqual([]);
  });

  test('is no part of a relayed message, which is compared all the same', async () => {
    const { outbox, send, document, untilState, store, spool } = await startTestOutbox();
    const relayed = {
      ...{ program: 'erp', sender: 'anna@example.com', messageId: '<1@example.com>' },
      ...{ namesOthers: false, needs8Bit: false, needsSmtpUtf8: false },
    };
    const itemId = await send({ documentIds: [await document('m.eml', 'Subject: hello\r\n')], relayed });
    writeFileSync(spool.pathOf(store.get(itemId).documents[0]?.sha256 ?? ''), 'Subject: hullo\r\n');
    outbox.start();
    await untilState(itemId, 'failed');
    expect(outbox.get(itemId).because).toBe('document-unreadable');
  });

  test.each<[string, ErrorCode]>([
    ['there is no space', 'storage-full'],
    ['our own files cannot be used', 'storage-unusable'],
  ])('is tried again where %s', async (_name, code) => {
    let isFull = true;
    const { outbox, send, next, untilState, clock, until } = await startTestOutbox({
      compose: (...parameters) =>
        isFull ? Promise.reject(new AppError(code, 'not now')) : composeMessage(...parameters),
    });
    const itemId = await send();
    outbox.start();
    await until(() => outbox.get(itemId).because === code);
    expect(outbox.get(itemId)).toMatchObject({ state: 'queued' });
    isFull = false;
    await clock.advance(5_000);
    (await next()).end(accepted);
    await untilState(itemId, 'sent');
  });

  test('happens again where the file was damaged in between', async () => {
    const { outbox, send, next, untilState, clock } = await startTestOutbox();
    const itemId = await send();
    outbox.start();
    const first = await next();
    const whole = readFileSync(first.submission.message.path, 'utf8');
    writeFileSync(first.submission.message.path, whole.slice(0, 10));
    first.end({ kind: 'deferred', code: 'document-unreadable' });
    await untilState(itemId, 'queued');
    await clock.advance(5_000);
    expect(readFileSync((await next()).submission.message.path, 'utf8')).toBe(whole);
  });
});

describe('stopping', () => {
  test('queues what has not ended, and it goes out after the next start', async () => {
    const clock = createFakeClock();
    const one = await startTestOutbox({ clock });
    const itemId = await one.send();
    one.outbox.start();
    const { submission } = await one.next();
    await one.stop();
    expect(submission.signal.aborted).toBe(true);
    const two = await startTestOutbox({ clock, folder: one.folder });
    expect(two.outbox.get(itemId)).toMatchObject({ state: 'queued', because: null, nextTryAtMs: null });
    two.outbox.start();
    (await two.next()).end(accepted);
    await two.untilState(itemId, 'sent');
  });

  test('waits a moment for the reply to a message whose end has left', async () => {
    const { outbox, send, next, store } = await startTestOutbox();
    const itemId = await send();
    outbox.start();
    const { end } = await next();
    const stopped = outbox.stop();
    end(accepted);
    await stopped;
    expect(store.get(itemId).state).toBe('queued');
    const other = await startTestOutbox();
    const sentId = await other.send();
    other.outbox.start();
    const last = await other.next();
    last.submission.onEnding();
    const ended = other.outbox.stop();
    last.end({ kind: 'rejected', code: 'message-rejected', reply: '550 no' });
    await ended;
    expect(other.store.get(sentId)).toMatchObject({ state: 'failed', reply: '550 no' });
  });

  test('leaves what may have arrived to a person, and takes no longer than seven seconds', async () => {
    const { outbox, send, store, clock } = await startTestOutbox({
      // A server that never answers.
      submit: async (submission) => {
        submission.onEnding();
        return new Promise(() => {});
      },
    });
    const itemId = await send();
    outbox.start();
    await expect.poll(() => store.get(itemId).ending).toBe(true);
    const beganAtMs = clock.nowMs();
    const stopped = outbox.stop();
    // Time passes by tenths of a second, until the end or for much too long.
    for (let tenths = 0; tenths < 150; tenths += 1) {
      const first = await Promise.race([stopped.then(() => 'over'), clock.advance(100)]);
      if (first === 'over') break;
    }
    await stopped;
    expect(clock.nowMs() - beganAtMs).toBeLessThanOrEqual(7_000);
    expect(store.get(itemId)).toMatchObject({ state: 'unconfirmed', because: 'delivery-unconfirmed' });
  });

  test('waits for a server that takes five seconds to say that it has the message, and for nobody else', async () => {
    const { outbox, send, next, open, store, clock, until } = await startTestOutbox();
    const slowId = await send({ accountId: 1 });
    const otherId = await send({ accountId: 2 });
    outbox.start();
    await until(() => open() === 2);
    const [one, two] = [await next(), await next()];
    const [slow, other] = one.submission.accountId === 1 ? [one, two] : [two, one];
    slow.submission.onEnding();
    const stopped = outbox.stop();
    await clock.advance(0);
    expect(other.submission.signal.aborted).toBe(true);
    expect(store.get(otherId).state).toBe('queued');
    await clock.advance(5_000);
    expect(slow.submission.signal.aborted).toBe(false);
    slow.end({ kind: 'rejected', code: 'message-rejected', reply: '550 no' });
    await stopped;
    expect(store.get(slowId)).toMatchObject({ state: 'failed', reply: '550 no' });
  });

  test('does not wait for a token service, and what it answers later sends nothing', async () => {
    let answer: (authentication: Authentication) => void = () => {};
    const { outbox, send, clock, store, open, until } = await startTestOutbox({
      accountFor: oauthAccount,
      credentials: () => new Promise((resolve) => (answer = resolve)),
    });
    const itemId = await send();
    outbox.start();
    await until(() => store.get(itemId).composed !== null);
    const stopped = outbox.stop();
    await clock.advance(2_000);
    await stopped;
    expect(store.get(itemId)).toMatchObject({ state: 'queued', failures: 0 });
    answer(oauth('late'));
    await clock.advance(0);
    expect([open(), store.get(itemId).state]).toEqual([0, 'queued']);
  });

  test('before it was started is fine, and starting afterwards does nothing', async () => {
    const { outbox, send, open, clock } = await startTestOutbox();
    await send();
    await outbox.stop();
    outbox.start();
    await clock.advance(day);
    expect(open()).toBe(0);
  });
});

describe('a start', () => {
  test('finds what a dead process was sending: what may have arrived waits for a person, the rest goes out', async () => {
    const folder = await temporaryFolder();
    const before = await startTestOutbox({ folder });
    const [ending, sending] = [await before.send(), await before.send({ accountId: 2 })];
    for (const itemId of [ending, sending]) before.store.change(itemId, { kind: 'take' }, 1);
    before.store.change(ending, { kind: 'ending' }, 2);
    before.store.close();
    const { outbox, stateOf, next, untilState } = await startTestOutbox({ folder });
    expect([ending, sending].map(stateOf)).toEqual(['unconfirmed', 'queued']);
    expect(outbox.get(ending).because).toBe('delivery-unconfirmed');
    outbox.start();
    (await next()).end(accepted);
    await untilState(sending, 'sent');
    expect(stateOf(ending)).toBe('unconfirmed');
  });
});

describe('tidying up', () => {
  test('deletes documents once no item needs them and their time is over, and history after its time', async () => {
    const { outbox, send, document, next, untilState, clock, spool, store } = await startTestOutbox({
      settings: () => ({ retentionDays: 30, keepDocumentsDays: 7 }),
    });
    const sent = await send({ documentIds: [await document('a.txt', 'first')] });
    const held = await send({ accountId: 2, documentIds: [await document('b.txt', 'second')] });
    const paths = [sent, held].map((itemId) => spool.pathOf(store.get(itemId).documents[0]?.sha256 ?? ''));
    outbox.hold((item) => item.itemId === held, 'sign-in-required');
    outbox.start();
    (await next()).end(accepted);
    await untilState(sent, 'sent');
    await clock.advance(6 * day);
    expect(paths.map((path) => existsSync(path))).toEqual([true, true]);
    await clock.advance(3 * day);
    await expect.poll(() => paths.map((path) => existsSync(path))).toEqual([false, true]);
    expect(outbox.get(sent).state).toBe('sent');
    await clock.advance(30 * day);
    await expect.poll(() => store.find(sent)).toBeNull();
    expect(outbox.get(held).state).toBe('held');
  });

  test('deletes documents at once where none are kept', async () => {
    const { outbox, send, document, next, untilState, spool, store } = await startTestOutbox({
      settings: () => ({ retentionDays: 365, keepDocumentsDays: 0 }),
    });
    const both = await document('a.txt', 'shared');
    const again = await document('b.txt', 'shared');
    const [one, two] = [await send({ documentIds: [both] }), await send({ documentIds: [again] })];
    const path = spool.pathOf(store.get(one).documents[0]?.sha256 ?? '');
    outbox.start();
    (await next()).end(accepted);
    await untilState(one, 'sent');
    const last = await next();
    expect(existsSync(path)).toBe(true);
    last.end(accepted);
    await untilState(two, 'sent');
    await expect.poll(() => existsSync(path)).toBe(false);
  });

  test('has taken away the message and the documents of what was sent when it has stopped', async () => {
    const { outbox, messageFolder, send, document, next, untilState, spool, store } = await startTestOutbox({
      settings: () => ({ retentionDays: 365, keepDocumentsDays: 0 }),
    });
    const itemId = await send({ documentIds: [await document('a.txt', 'private')] });
    const path = spool.pathOf(store.get(itemId).documents[0]?.sha256 ?? '');
    outbox.start();
    (await next()).end(accepted);
    await untilState(itemId, 'sent');
    await outbox.stop();
    expect([await readdir(messageFolder), existsSync(path)]).toEqual([[], false]);
  });

  test('takes away composed files that no item owns', async () => {
    const { outbox, messageFolder, events, send, clock, next, until, untilState } = await startTestOutbox();
    const itemId = await send();
    outbox.start();
    (await next()).end({ ...deferred, retryAfterMs: 2 * 3_600_000 });
    await untilState(itemId, 'queued');
    // Of the start: the next time is a day later.
    await until(() => events.some((event) => event.startsWith('outbox-tidied')));
    const orphans = [
      'lost-item-1.0123456789abcdef.eml',
      `${itemId}.0123456789abcdef.eml`,
      `${itemId}.0123456789abcdef.eml.aa.tmp`,
    ];
    for (const name of [...orphans, 'notes.txt']) writeFileSync(join(messageFolder, name), 'x');
    await clock.advance(3_600_000);
    outbox.cancel(await send({ accountId: 2 }));
    // The message of the cancelled item goes a moment later.
    await expect.poll(() => readdir(messageFolder)).toHaveLength(5);
    outbox.hold((item) => item.itemId === itemId, 'sign-in-required');
    await clock.advance(day);
    await expect.poll(() => readdir(messageFolder)).toHaveLength(2);
    expect((await readdir(messageFolder)).filter((name) => name.startsWith(itemId))).toHaveLength(1);
  });
});
