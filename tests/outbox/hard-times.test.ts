import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { accepted, startTestOutbox } from '../helpers/test-outbox.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const unreachable = { kind: 'deferred', code: 'server-unreachable' } as const;

test('a message goes out by itself when the network is back after an hour, and was not tried all the time', async () => {
  const { outbox, send, clock, stateOf, until } = await startTestOutbox({
    submit: (submission) => {
      tries += 1;
      if (clock.nowMs() < backAtMs) return Promise.resolve(unreachable);
      submission.onEnding();
      return Promise.resolve(accepted);
    },
  });
  let tries = 0;
  const backAtMs = clock.nowMs() + hourMs;
  const itemId = await send();
  outbox.start();
  while (stateOf(itemId) !== 'sent') {
    await until(() => clock.sleeping() > 0 && stateOf(itemId) !== 'sending');
    const { state, because, nextTryAtMs } = outbox.get(itemId);
    if (state === 'sent') break;
    // Whoever looks meanwhile sees why it waits, and until when.
    expect([state, because]).toEqual(['queued', 'server-unreachable']);
    expect((nextTryAtMs ?? 0) - clock.nowMs()).toBeGreaterThan(0);
    await clock.advance(60_000);
  }
  expect(clock.nowMs() - backAtMs).toBeLessThanOrEqual(hourMs);
  expect(tries).toBeLessThan(20);
});

test('while somebody else holds the database nothing is taken over or lost; afterwards all goes on by itself', async () => {
  const { outbox, folder, send, next, clock, stateOf, until } = await startTestOutbox();
  const waiting = await send();
  const other = new DatabaseSync(join(folder, 'outbox.db'));
  try {
    other.exec('begin immediate');
    outbox.start();
    await expect(send()).rejects.toMatchObject({ code: 'profile-in-use' });
    expect(() => outbox.cancel(waiting)).toThrow(expect.objectContaining({ code: 'profile-in-use' }));
    await clock.advance(60_000);
    expect(stateOf(waiting)).toBe('queued');
  } finally {
    other.exec('rollback');
    other.close();
  }
  await clock.advance(60_000);
  (await next()).end(accepted);
  await until(() => stateOf(waiting) === 'sent');
  expect(outbox.page({ states: [], beforeSequence: null, limit: 10 }).total).toBe(1);
});

describe('a clock that is moved', () => {
  test('ahead by a day makes nothing be given up that was not tried for days', async () => {
    const { outbox, send, next, clock, stateOf, untilState } = await startTestOutbox();
    const itemId = await send();
    outbox.start();
    (await next()).end(unreachable);
    await untilState(itemId, 'queued');
    await clock.advance(dayMs);
    expect(stateOf(itemId)).toBe('sending');
    (await next()).end(accepted);
    await untilState(itemId, 'sent');
  });

  test('back by a day keeps nothing waiting for a day', async () => {
    const before = await startTestOutbox();
    const itemId = await before.send();
    before.outbox.start();
    (await before.next()).end(unreachable);
    await before.untilState(itemId, 'queued');
    await before.stop();
    const clock = createFakeClock(before.clock.nowMs() - dayMs);
    const { outbox, next, untilState, until } = await startTestOutbox({ folder: before.folder, clock });
    outbox.start();
    await until(() => clock.sleeping() > 0);
    await clock.advance(10_000);
    (await next()).end(accepted);
    await untilState(itemId, 'sent');
  });
});
