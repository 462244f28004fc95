import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createAppState } from '../../main/app-state.ts';
import { applyStateChange } from '../../shared/app-state.ts';
import type { StateChange, StateSnapshot } from '../../shared/app-state.ts';
import { defaultSettings } from '../../shared/settings.ts';
import { exampleRow, exampleState } from '../helpers/example-state.ts';

const turn = () => new Promise((resolve) => void setImmediate(resolve));

test('a listener gets the snapshot first and then only what changed', async () => {
  const holder = createAppState(exampleState());
  const pushes: (StateSnapshot | StateChange)[] = [];
  holder.subscribe((push) => void pushes.push(push));
  holder.updateAccounts([exampleRow(1)]);
  holder.updateAccounts([exampleRow(2)]);
  await turn();
  expect(pushes[0]).toMatchObject({ revision: 1, state: { accounts: [] } });
  expect(pushes.slice(1)).toEqual([
    { revision: 2, slices: {}, accounts: { upserted: [exampleRow(1), exampleRow(2)], removedIds: [] } },
  ]);
});

test('a slice that is set to what it was is not pushed', async () => {
  const holder = createAppState(exampleState({ accounts: [exampleRow(1)] }));
  const pushes: unknown[] = [];
  holder.subscribe((push) => void pushes.push(push));
  holder.update({ settings: { ...defaultSettings } });
  holder.updateAccounts([exampleRow(1)], [99]);
  await turn();
  expect(pushes).toHaveLength(1);
});

test('a client that misses a revision is told to ask again, and an old one changes nothing', () => {
  const snapshot = { revision: 5, state: exampleState() };
  expect(applyStateChange(snapshot, { revision: 7, slices: {} })).toBeNull();
  expect(applyStateChange(snapshot, { revision: 5, slices: { problems: [] } })).toBe(snapshot);
});

test('a client that applies the changes sees what the app sees', async () => {
  const step = fc.oneof(
    fc.record({
      kind: fc.constant('upsert' as const),
      id: fc.integer({ min: 1, max: 8 }),
      port: fc.integer({ min: 1, max: 9 }),
    }),
    fc.record({ kind: fc.constant('remove' as const), id: fc.integer({ min: 1, max: 8 }) }),
    fc.record({ kind: fc.constant('setting' as const), systemUser: fc.string({ maxLength: 3 }) }),
    fc.record({ kind: fc.constant('turn' as const) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const holder = createAppState(exampleState());
      let seen: StateSnapshot | null = null;
      holder.subscribe((push) => {
        seen = 'state' in push ? push : seen && applyStateChange(seen, push);
      });
      for (const each of steps) {
        if (each.kind === 'upsert') holder.updateAccounts([exampleRow(each.id, { port: each.port })]);
        else if (each.kind === 'remove') holder.updateAccounts([], [each.id]);
        else if (each.kind === 'setting')
          holder.update({ settings: { ...defaultSettings, systemUser: each.systemUser } });
        else await turn();
      }
      expect(holder.snapshot()).toEqual(seen);
    }),
    { numRuns: 100 },
  );
});
