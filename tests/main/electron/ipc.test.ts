import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { AppPort } from '../../../main/app-port.ts';
import { isOurPage, serveIpc } from '../../../main/electron/ipc.ts';
import type { StateChange, StateSnapshot } from '../../../shared/app-state.ts';
import { AppError } from '../../../shared/errors.ts';
import { exampleState } from '../../helpers/example-state.ts';

type Push = StateSnapshot | StateChange;
type Handler = Parameters<Parameters<typeof serveIpc>[0]['ipcMain']['handle']>[1];
type InvokeEvent = Parameters<Handler>[0];

const ours = { origin: 'app://bundle', parent: null };
const snapshot: StateSnapshot = { revision: 1, state: exampleState() };

/** A page of a window, as far as the pushes see it. */
function createPage() {
  const mainFrame: unknown = ours;
  const emitter = new EventEmitter();
  const page = Object.assign(emitter, {
    pushes: [] as unknown[],
    gone: false,
    mainFrame,
    isDestroyed: () => page.gone,
    send: (_channel: string, push: unknown) => void page.pushes.push(push),
  });
  return page;
}

function setUp(start?: Promise<AppPort>) {
  const calls: unknown[] = [];
  const listeners = new Set<(push: Push) => void>();
  const app: AppPort = {
    call: async (...call) => {
      calls.push(call);
      return { ok: true, value: 'answer' };
    },
    onState: (listener) => {
      listeners.add(listener);
      listener(snapshot);
      return () => listeners.delete(listener);
    },
    stop: async () => undefined,
  };
  const handlers = new Map<string, Handler>();
  const log: string[] = [];
  serveIpc({
    ipcMain: { handle: (channel, handler) => void handlers.set(channel, handler) },
    app: start ?? Promise.resolve(app),
    log: (event) => void log.push(event),
  });
  const invoke = async (
    channel: string,
    senderFrame: unknown,
    sender: unknown,
    ...input: unknown[]
  ): Promise<unknown> => await handlers.get(channel)?.({ senderFrame, sender } as InvokeEvent, ...input);
  return {
    calls,
    listeners,
    log,
    invoke,
    push: (push: Push) => listeners.forEach((listener) => listener(push)),
  };
}

const foreign: [string, unknown][] = [
  ['a frame that has navigated away meanwhile', null],
  ['a frame inside our page', { origin: 'app://bundle', parent: ours }],
  ['another host of our scheme', { origin: 'app://elsewhere', parent: null }],
  ['a web site', { origin: 'https://example.test', parent: null }],
  ['a page without an origin', { origin: 'null', parent: null }],
  ['an origin that only begins like ours', { origin: 'app://bundle.example.test', parent: null }],
  [
    'a frame that is disposed',
    {
      parent: null,
      get origin() {
        throw new Error('Render frame was disposed before WebFrameMain could be accessed');
      },
    },
  ],
];

describe('who may call', () => {
  it('the main frame of our page may, as the person in front of it', async () => {
    const { invoke, calls } = setUp();
    expect(await invoke('smtp-setup:call', ours, createPage(), 'stateGet', { a: 1 })).toEqual({
      ok: true,
      value: 'answer',
    });
    expect(calls).toEqual([['stateGet', { a: 1 }, { origin: 'user' }]]);
  });

  it.each(foreign)('%s may not', async (_what, frame) => {
    const { invoke, calls, listeners, log } = setUp();
    const page = createPage();
    for (const channel of ['smtp-setup:call', 'smtp-setup:subscribe']) {
      expect(await invoke(channel, frame, page, 'stateGet', {})).toMatchObject({
        ok: false,
        error: { code: 'invalid-request' },
      });
    }
    expect(calls).toEqual([]);
    expect(listeners.size).toBe(0);
    expect(page.pushes).toEqual([]);
    expect(log).toEqual(['ipc-refused', 'ipc-refused']);
    expect(isOurPage(frame as Parameters<typeof isOurPage>[0])).toBe(false);
  });

  it.each([undefined, null, 7, { toString: () => 'stateGet' }])(
    'a method that is no text, %j, is no method',
    async (method) => {
      const { invoke, calls } = setUp();
      await invoke('smtp-setup:call', ours, createPage(), method, {});
      expect(calls).toEqual([['', {}, { origin: 'user' }]]);
    },
  );

  it('an app that cannot start answers why', async () => {
    const start = Promise.reject(new AppError('profile-unreadable', 'accounts.json is damaged.'));
    const { invoke } = setUp(start);
    const failure = {
      ok: false,
      error: { code: 'profile-unreadable', message: 'accounts.json is damaged.' },
    };
    expect(await invoke('smtp-setup:call', ours, createPage(), 'stateGet', {})).toMatchObject(failure);
    expect(await invoke('smtp-setup:subscribe', ours, createPage())).toMatchObject(failure);
  });

  it('an unexpected failure crosses without its text', async () => {
    const { invoke } = setUp(Promise.reject(new Error('canary')));
    const reply = await invoke('smtp-setup:call', ours, createPage(), 'stateGet', {});
    expect(reply).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(JSON.stringify(reply)).not.toContain('canary');
  });
});

describe('what is pushed', () => {
  const change: StateChange = { revision: 2, slices: {} };

  it('a page that asked hears the snapshot and every change', async () => {
    const { invoke, push } = setUp();
    const page = createPage();
    await invoke('smtp-setup:subscribe', ours, page);
    push(change);
    expect(page.pushes).toEqual([snapshot, change]);
  });

  it('a page that was loaded again hears each change once', async () => {
    const { invoke, push, listeners } = setUp();
    const page = createPage();
    await invoke('smtp-setup:subscribe', ours, page);
    await invoke('smtp-setup:subscribe', ours, page);
    page.pushes.length = 0;
    push(change);
    expect(page.pushes).toEqual([change]);
    expect(listeners.size).toBe(1);
  });

  it('a closed window is forgotten', async () => {
    const { invoke, listeners } = setUp();
    const page = createPage();
    await invoke('smtp-setup:subscribe', ours, page);
    page.emit('destroyed');
    expect(listeners.size).toBe(0);
  });

  it.each(foreign)('nothing reaches a window whose page has become %s', async (_what, frame) => {
    const { invoke, push } = setUp();
    const page = createPage();
    await invoke('smtp-setup:subscribe', ours, page);
    page.mainFrame = frame;
    page.pushes.length = 0;
    push(change);
    page.gone = true;
    push(change);
    expect(page.pushes).toEqual([]);
  });
});
