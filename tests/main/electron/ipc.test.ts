import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { AppPort } from '../../../main/app-port.ts';
import { isOurPage, serveIpc } from '../../../main/electron/ipc.ts';
import { createMayLeave, exportQuestion as questionIn } from '../../../main/electron/secret-export.ts';
import { shellWords } from '../../../main/electron/words.ts';
import type { StateChange, StateSnapshot } from '../../../shared/app-state.ts';
import { AppError } from '../../../shared/errors.ts';
import { exampleState } from '../../helpers/example-state.ts';

const words = shellWords('en', []);
const exportQuestion = questionIn(words);

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
  const asked: string[] = [];
  const person = { answer: async (): Promise<number> => exportQuestion.cancelId };
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
    mayLeave: createMayLeave(
      async (_page, { message }) => {
        asked.push(message);
        return person.answer();
      },
      () => words,
    ),
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
    asked,
    person,
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

describe('a host that a sign-in is to be shown to', () => {
  const save = { accountId: 1, confirmHost: 'mail.example.test' };
  const saved = ({ invoke }: ReturnType<typeof setUp>, input: unknown) =>
    invoke('smtp-setup:call', ours, createPage(), 'accountsSave', input);

  it('is named in a question of the app, whatever the page says', async () => {
    const shell = setUp();
    expect(await saved(shell, save)).toMatchObject({ ok: false, error: { code: 'server-not-providers' } });
    expect([shell.asked, shell.calls]).toEqual([['Show the sign-in to mail.example.test?'], []]);
    shell.person.answer = async () => 1;
    expect(await saved(shell, save)).toEqual({ ok: true, value: 'answer' });
  });

  it('is not asked about where none is to be confirmed', async () => {
    const shell = setUp();
    for (const input of [{ accountId: 1 }, null, 'x']) await saved(shell, input);
    expect([shell.asked, shell.calls.length]).toEqual([[], 3]);
  });
});

describe('an export with secrets', () => {
  const secrets = { passphrase: 'correct horse' };
  const agree = exportQuestion.buttons.indexOf('Export with Secrets');
  const declined = { ok: false, error: { code: 'export-declined' } };

  it('leaves only after the person agreed to a question of the app, whatever the page says', async () => {
    const { invoke, calls, asked, person } = setUp();
    const page = createPage();
    const exported = (input: unknown) => invoke('smtp-setup:call', ours, page, 'exportProfile', input);
    for (const input of [secrets, {}, null, undefined, 'x', { passphrase: undefined }]) {
      expect(await exported(input)).toMatchObject(declined);
    }
    expect([asked.length, calls]).toEqual([6, []]);
    person.answer = () => Promise.reject(new Error('Object has been destroyed'));
    expect(await exported(secrets)).toMatchObject(declined);
    person.answer = async () => agree;
    expect(await exported(secrets)).toEqual({ ok: true, value: 'answer' });
    expect(calls).toEqual([['exportProfile', secrets, { origin: 'user' }]]);
    expect([exportQuestion.defaultId, exportQuestion.cancelId]).not.toContain(agree);
  });

  it('is asked about once at a time: what is called meanwhile does not leave', async () => {
    const { invoke, asked, person } = setUp();
    const page = createPage();
    const answers: ((button: number) => void)[] = [];
    person.answer = () => new Promise((answer) => void answers.push(answer));
    const first = invoke('smtp-setup:call', ours, page, 'exportProfile', secrets);
    expect(await invoke('smtp-setup:call', ours, page, 'exportProfile', secrets)).toMatchObject(declined);
    answers[0]?.(agree);
    expect([await first, asked.length]).toMatchObject([{ ok: true }, 1]);
  });

  it('nothing is asked where none are in it', async () => {
    const { invoke, asked, calls } = setUp();
    const page = createPage();
    await invoke('smtp-setup:call', ours, page, 'exportProfile', { passphrase: null });
    await invoke('smtp-setup:call', ours, page, 'exportAccounts', { accountIds: null });
    expect([asked.length, calls.length]).toEqual([0, 2]);
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
