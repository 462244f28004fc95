import { expect, test } from 'vitest';
import { createBatchWatch } from '../../main/batch-watch.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { OutboxState } from '../../shared/message.ts';

function start() {
  const told: string[] = [];
  const watch = createBatchWatch(({ kind, count }) => void told.push(`${kind} ${count}`));
  const change = (
    state: OutboxState,
    from: number,
    to: number,
    more: { readonly nextTryAtMs?: number; readonly because?: ErrorCode } = {},
  ) =>
    watch(
      Array.from({ length: to - from }, (_, index) => ({
        ...{ itemId: `item-${from + index}`, state, because: null, nextTryAtMs: null },
        ...more,
      })),
    );
  return { told, change };
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
