import { expect, test } from 'vitest';
import { createBatchWatch } from '../../main/batch-watch.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { OutboxState } from '../../shared/message.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';

function start() {
  const told: string[] = [];
  const clock = createFakeClock();
  const watch = createBatchWatch(({ kind, count }) => void told.push(`${kind} ${count}`), clock);
  const change = (
    state: OutboxState,
    from: number,
    to: number,
    more: { readonly nextTryAtMs?: number; readonly because?: ErrorCode } = {},
  ) =>
    watch.see(
      Array.from({ length: to - from }, (_, index) => ({
        ...{ itemId: `item-${from + index}`, state, because: null, nextTryAtMs: null },
        ...more,
      })),
    );
  return { told, change, clock, watch };
}

test('a batch is told of once, when its last message is through', () => {
  const { told, change } = start();
  change('queued', 0, 12);
  change('sending', 0, 12);
  change('sent', 0, 11);
  expect(told).toEqual([]);
  change('sent', 11, 12);
  change('sent', 11, 12);
  expect(told).toEqual(['batch-finished 12']);
});

test('a batch of which something needs a person says how many', () => {
  const { told, change } = start();
  change('queued', 0, 20);
  change('sending', 0, 20);
  change('sent', 0, 15);
  change('failed', 15, 17);
  change('held', 17, 18, { because: 'smtp-auth-disabled' });
  change('unconfirmed', 18, 20);
  expect(told).toEqual(['batch-needs-person 5']);
});

test('a few messages are no batch, also when they come one after the other', () => {
  const { told, change } = start();
  for (let index = 0; index < 30; index += 1) {
    change('queued', index, index + 1);
    change('sending', index, index + 1);
    change('sent', index, index + 1);
  }
  expect(told).toEqual([]);
});

test('what waits for another try or was cancelled keeps no batch open and is not counted', () => {
  const { told, change } = start();
  change('queued', 0, 14);
  change('sending', 0, 14);
  change('queued', 12, 13, { nextTryAtMs: 1_000 });
  change('cancelled', 13, 14);
  change('sent', 0, 12);
  expect(told).toEqual(['batch-finished 12']);
  change('sending', 12, 13);
  change('sent', 12, 13);
  expect(told).toHaveLength(1);
});

test('of a batch that waits for a sign-in nobody is told twice', () => {
  const { told, change } = start();
  change('queued', 0, 10);
  change('held', 0, 10, { because: 'sign-in-required' });
  expect(told).toEqual([]);
});

test('how far a batch is, how fast it goes and when it ends is known while it runs', async () => {
  const { change, clock, watch } = start();
  change('queued', 0, 9);
  expect(watch.progress()).toBeNull();
  change('queued', 9, 200);
  expect(watch.progress()).toEqual({ done: 0, total: 200, perMinute: null, expectedEndMs: null });
  for (let index = 0; index < 40; index += 1) {
    await clock.advance(2_000);
    change('sending', index, index + 1);
    change('sent', index, index + 1);
  }
  // 160 at 30 a minute are 320 seconds.
  const expectedEndMs = clock.nowMs() + 320_000;
  expect(watch.progress()).toEqual({ done: 40, total: 200, perMinute: 30, expectedEndMs });
  expect([watch.isUnderWay('item-39'), watch.isUnderWay('item-40')]).toEqual([false, true]);
  change('cancelled', 40, 199);
  expect(watch.progress()).toMatchObject({ done: 40, total: 41 });
  change('sent', 199, 200);
  expect(watch.progress()).toBeNull();
});
