import { expect, test } from 'vitest';
import type { StateChange, StateSnapshot } from '../../shared/app-state.ts';
import { createAppStore } from '../../renderer/app-store.ts';
import type { Bridge } from '../../shared/bridge.ts';
import { createApi } from '../../shared/create-api.ts';
import { createFakeApp, fakeAccount } from '../helpers/fake-app.ts';

/** A bridge to an app in memory whose pushes and answers the test lets through by hand. */
function startBridge() {
  const app = createFakeApp();
  const listeners = new Set<(push: StateSnapshot | StateChange) => void>();
  const waiting: (() => void)[] = [];
  const bridge: Bridge = {
    api: createApi(async (name, input) => {
      const reply = await app.call(name, input);
      await new Promise<void>((resolve) => waiting.push(resolve));
      return reply;
    }),
    onState: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    app,
    bridge,
    push: (push: StateSnapshot | StateChange) => {
      for (const listener of listeners) listener(push);
    },
    answer: async () => {
      await settle();
      for (const resolve of waiting.splice(0)) resolve();
      await settle();
    },
    asked: () => app.calls.filter(({ name }) => name === 'stateGet').length,
  };
}

const change = (
  revision: number,
  upserted: StateChange['accounts'] extends infer A ? A : never,
): StateChange => ({
  revision,
  slices: {},
  ...(upserted && { accounts: upserted }),
});

test('the first snapshot is asked for, and changes are applied to it', async () => {
  const { bridge, push, answer } = startBridge();
  const store = createAppStore(bridge);
  expect(store.state()).toBeNull();
  await answer();
  push(change(2, { upserted: [fakeAccount(1, { user: 'ada' })], removedIds: [] }));
  expect(store.state()?.accounts.map(({ user }) => user)).toEqual(['ada']);
});

test('a repeated or older change is left out', async () => {
  const { bridge, push, answer, asked } = startBridge();
  const store = createAppStore(bridge);
  await answer();
  push(change(2, { upserted: [fakeAccount(1, {})], removedIds: [] }));
  const before = store.state();
  push(change(2, { upserted: [], removedIds: [1] }));
  expect(store.state()).toBe(before);
  expect(asked()).toBe(1);
});

test('a missing change makes it ask for a whole snapshot', async () => {
  const { app, bridge, push, answer, asked } = startBridge();
  const store = createAppStore(bridge);
  await answer();
  app.changeAccounts([fakeAccount(1, {})]);
  app.changeAccounts([fakeAccount(2, {})]);
  push(change(3, { upserted: [fakeAccount(2, {})], removedIds: [] }));
  await answer();
  expect(asked()).toBe(2);
  expect(store.state()?.accounts.map(({ id }) => id)).toEqual([1, 2]);
});

test('a change that overtakes the first answer is not lost', async () => {
  const { app, bridge, push, answer } = startBridge();
  const store = createAppStore(bridge);
  await new Promise<void>((resolve) => setImmediate(resolve));
  app.changeAccounts([fakeAccount(1, {})]);
  push(change(2, { upserted: [fakeAccount(1, {})], removedIds: [] }));
  await answer();
  await answer();
  expect(store.state()?.accounts.map(({ id }) => id)).toEqual([1]);
});

test('an answer that is older than what was pushed meanwhile does not turn the clock back', async () => {
  const { bridge, push, answer } = startBridge();
  const store = createAppStore(bridge);
  await answer();
  const refreshed = store.refresh();
  push(change(2, { upserted: [fakeAccount(1, {})], removedIds: [] }));
  await answer();
  await answer();
  await refreshed;
  expect(store.state()?.accounts).toHaveLength(1);
});

test('a pushed snapshot counts even with a lower revision: the app was started anew', async () => {
  const { app, bridge, push, answer } = startBridge();
  const store = createAppStore(bridge);
  await answer();
  push(change(2, { upserted: [fakeAccount(1, {})], removedIds: [] }));
  push({ revision: 1, state: { ...app.state(), accounts: [fakeAccount(9, {})] } });
  expect(store.state()?.accounts.map(({ id }) => id)).toEqual([9]);
});

test('a host that does not answer leaves the state as it was', async () => {
  const store = createAppStore({
    api: createApi(() => Promise.reject(new Error('gone'))),
    onState: () => () => undefined,
  });
  expect(await store.refresh()).toBe(false);
  expect(store.state()).toBeNull();
});
