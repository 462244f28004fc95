import { EventEmitter } from 'node:events';
import type { App, BrowserWindow } from 'electron';
import { describe, expect, it } from 'vitest';
import { followProgress } from '../../../main/electron/progress.ts';
import { followLifecycle } from '../../../main/electron/lifecycle.ts';
import { menuTemplate } from '../../../main/electron/menu.ts';
import { createNotify } from '../../../main/electron/notify.ts';
import { followTheme } from '../../../main/electron/theme.ts';
import { createMainWindow, leaveQuestion, windowOptions } from '../../../main/electron/window.ts';
import { shellWords } from '../../../main/electron/words.ts';
import type { StateChange, StateSnapshot } from '../../../shared/app-state.ts';
import { defaultSettings } from '../../../shared/settings.ts';
import { createFakeAppPort } from '../../helpers/fake-app-port.ts';
import { exampleState } from '../../helpers/example-state.ts';
import { createFakeClock } from '../../helpers/fake-clock.ts';

const words = shellWords('en', []);
const menu = { packaged: true, words, checkForUpdates: () => undefined };

const look = { preloadPath: '/app/preload.cjs', platform: 'linux', packaged: true, dark: false } as const;

describe('how the window is made', () => {
  it('the page runs in a sandbox, apart from the preload, without Node', () => {
    expect(windowOptions(look).webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
    });
  });

  it('a release has no developer tools', () => {
    expect(windowOptions(look).webPreferences?.devTools).toBe(false);
    expect(windowOptions({ ...look, packaged: false }).webPreferences?.devTools).toBe(true);
    const roles = (packaged: boolean) =>
      JSON.stringify(menuTemplate({ platform: 'darwin', packaged, words, checkForUpdates: () => undefined }));
    expect(roles(true)).not.toMatch(/toggleDevTools|reload/i);
    expect(roles(false)).toMatch(/toggleDevTools/);
  });

  it('no dictionary is fetched from a server', () => {
    expect(windowOptions(look).webPreferences?.spellcheck).toBe(false);
    expect(windowOptions({ ...look, platform: 'win32' }).webPreferences?.spellcheck).toBe(false);
  });

  it('copy and paste are in the menu of every system', () => {
    for (const platform of ['darwin', 'win32', 'linux'] as const) {
      const edit = menuTemplate({ platform, ...menu }).find(({ role }) => role === 'editMenu');
      expect(edit?.submenu).toEqual(
        expect.arrayContaining([
          { role: 'copy', label: 'Copy' },
          { role: 'paste', label: 'Paste' },
        ]),
      );
    }
  });
});

function createWindowStandIn() {
  const events: string[] = [];
  const contents = Object.assign(new EventEmitter(), { reload: () => void events.push('reload') });
  const state = { minimized: false, visible: false, focused: false };
  const window = Object.assign(new EventEmitter(), {
    webContents: contents,
    loadURL: async (url: string) => void events.push(`load ${url}`),
    show: () => {
      events.push('show');
      state.visible = true;
    },
    focus: () => {
      events.push('focus');
      state.focused = true;
    },
    restore: () => void events.push('restore'),
    isMinimized: () => state.minimized,
    isVisible: () => state.visible,
    isFocused: () => state.focused,
  });
  return { events, contents, state, window };
}

describe('the main window', () => {
  function setUp() {
    const made: ReturnType<typeof createWindowStandIn>[] = [];
    const clock = createFakeClock();
    const log: string[] = [];
    const answer = { button: 0 };
    const mainWindow = createMainWindow({
      create: () => {
        const next = createWindowStandIn();
        made.push(next);
        return next.window as unknown as BrowserWindow;
      },
      askToLeave: () => answer.button,
      clock,
      log: (event) => void log.push(event),
    });
    return { made, clock, log, answer, mainWindow };
  }

  it('shows itself when the page has drawn, not before', () => {
    const { made, mainWindow } = setUp();
    mainWindow.show();
    expect(made[0]?.events).toEqual(['load app://bundle/index.html']);
    made[0]?.window.emit('ready-to-show');
    expect(made[0]?.events).toEqual(['load app://bundle/index.html', 'show']);
  });

  it('is only one: asked for again, it comes to the front', () => {
    const { made, mainWindow } = setUp();
    mainWindow.show();
    made[0]!.state.minimized = true;
    mainWindow.show();
    expect(made).toHaveLength(1);
    expect(made[0]?.events.slice(1)).toEqual(['restore', 'show', 'focus']);
    expect(mainWindow.isSeen()).toBe(true);
  });

  it('asks before it closes on what is not saved, and stays open unless it is told to close', () => {
    const { made, mainWindow, answer } = setUp();
    mainWindow.show();
    const isLeft = () => {
      let left = false;
      made[0]?.contents.emit('will-prevent-unload', { preventDefault: () => (left = true) });
      return left;
    };
    const question = leaveQuestion(words);
    expect([question.defaultId, question.cancelId]).toEqual([0, 0]);
    expect(isLeft()).toBe(false);
    answer.button = question.buttons.indexOf('Close');
    expect(isLeft()).toBe(true);
    // The question belongs to a window that can be seen.
    expect(made[0]?.events.at(-1)).toBe('show');
  });

  it('opens anew after it was closed', () => {
    const { made, mainWindow } = setUp();
    mainWindow.show();
    made[0]?.window.emit('closed');
    expect(mainWindow.isSeen()).toBe(false);
    mainWindow.show();
    expect(made).toHaveLength(2);
  });

  it('loads a crashed page again, but not over and over', async () => {
    const { made, mainWindow, clock } = setUp();
    mainWindow.show();
    const crash = () => made[0]?.contents.emit('render-process-gone', {}, { reason: 'crashed' });
    crash();
    crash();
    expect(made[0]?.events.filter((event) => event === 'reload')).toHaveLength(1);
    await clock.advance(60_000);
    crash();
    expect(made[0]?.events.filter((event) => event === 'reload')).toHaveLength(2);
  });
});

describe('the life of the app', () => {
  function setUp(
    platform: NodeJS.Platform,
    stop: () => Promise<void> = async () => undefined,
    isAgent = false,
    question: (() => Promise<boolean>) | null = null,
  ) {
    const events: string[] = [];
    const clock = createFakeClock();
    const app = Object.assign(new EventEmitter(), { quit: () => void events.push('quit') });
    const { takesStart } = followLifecycle({
      staysWithoutWindow: () => isAgent,
      onHidden: () => void events.push('hidden'),
      quitQuestion: () => question,
      app: app as unknown as Pick<App, 'on' | 'quit'>,
      platform,
      window: { show: () => void events.push('show') },
      stop,
      leave: (comesBack) => {
        if (comesBack) events.push('comes back');
        app.quit();
      },
      clock,
      log: (event) => void events.push(event),
    });
    const willQuit = () => {
      let prevented = false;
      app.emit('will-quit', { preventDefault: () => (prevented = true) });
      return prevented;
    };
    const beforeQuit = () => {
      let prevented = false;
      app.emit('before-quit', { preventDefault: () => (prevented = true) });
      return prevented;
    };
    return { app, clock, events, willQuit, beforeQuit, takesStart };
  }
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  it.each([
    ['darwin', []],
    ['win32', ['quit']],
    ['linux', ['quit']],
  ] as const)('on %s, closing the last window means %j', (platform, expected) => {
    const { app, events } = setUp(platform);
    app.emit('window-all-closed');
    expect(events).toEqual(expected);
  });

  it('the agent goes on when the window that was opened on it is closed', () => {
    const { app, events } = setUp('win32', undefined, true);
    app.emit('window-all-closed');
    expect(events).toEqual(['hidden']);
  });

  it('an app that may end is not held up, not for a turn of the event loop', () => {
    const { beforeQuit, events } = setUp('darwin');
    expect(beforeQuit()).toBe(false);
    expect(events).toEqual([]);
  });

  it('who keeps it sending gets the window back that was closed last', async () => {
    const { beforeQuit, events } = setUp('linux', undefined, false, async () => false);
    expect(beforeQuit()).toBe(true);
    await settled();
    expect(events).toEqual(['show']);
    expect(beforeQuit()).toBe(true);
  });

  it('one question is enough, and who agreed is asked again only for another end', async () => {
    const answers = Promise.withResolvers<boolean>();
    let asked = 0;
    const { beforeQuit, events } = setUp('linux', undefined, false, () => {
      asked += 1;
      return answers.promise;
    });
    expect([beforeQuit(), beforeQuit(), asked]).toEqual([true, true, 1]);
    answers.resolve(true);
    await settled();
    expect(events).toEqual(['quit']);
    expect(beforeQuit()).toBe(false);
    // A window with edits kept it open.
    expect(beforeQuit()).toBe(true);
    expect(asked).toBe(2);
  });

  it('a question that cannot be shown does not keep the app from ending', async () => {
    const { beforeQuit, events } = setUp('linux', undefined, false, () => Promise.reject(new Error('x')));
    beforeQuit();
    await settled();
    expect(events).toEqual(['quit']);
  });

  it('a click in the Dock opens the window again', () => {
    const { app, events } = setUp('darwin');
    app.emit('activate');
    expect(events).toEqual(['show']);
  });

  it('who starts it while it ends gets it back, instead of a window that goes at once', async () => {
    const stopped = Promise.withResolvers<void>();
    const { app, willQuit, events, takesStart } = setUp('darwin', () => stopped.promise);
    expect(takesStart()).toBe(false);
    willQuit();
    expect(takesStart()).toBe(true);
    app.emit('activate');
    stopped.resolve();
    await settled();
    expect(events).toEqual(['comes back', 'quit']);
    const alone = setUp('darwin');
    alone.willQuit();
    await settled();
    expect(alone.events).toEqual(['quit']);
  });

  it('the profile is closed before the app ends', async () => {
    let stops = 0;
    const { willQuit, events } = setUp('linux', async () => void (stops += 1));
    expect(willQuit()).toBe(true);
    expect(willQuit()).toBe(true);
    await settled();
    expect(events).toEqual(['quit']);
    expect(willQuit()).toBe(false);
    expect(stops).toBe(1);
  });

  it('an app that cannot stop ends all the same', async () => {
    const failing = setUp('linux', () => Promise.reject(new Error('x')));
    failing.willQuit();
    await settled();
    expect(failing.events).toEqual(['stop-failed', 'quit']);
    const hanging = setUp('linux', () => new Promise(() => undefined));
    hanging.willQuit();
    await hanging.clock.advance(8_000);
    expect(hanging.events).toEqual(['stop-late', 'quit']);
  });
});

it('the taskbar shows how far a batch is, until it is through or while a window is there', async () => {
  const shown: number[] = [];
  let opened: { setProgressBar: (progress: number) => void } | null = null;
  const app = createFakeAppPort();
  await followProgress(Promise.resolve(app), () => opened);
  const { counts } = exampleState().outbox;
  const at = (done: number | null) =>
    app.change({
      outbox: {
        ...{ version: 1, counts },
        batch: done === null ? null : { done, total: 200, perMinute: null, expectedEndMs: null },
      },
    });
  at(10);
  opened = { setProgressBar: (progress) => void shown.push(progress) };
  at(50);
  app.change({ settings: defaultSettings });
  at(null);
  expect(shown).toEqual([0.25, -1]);
});

it('the frame of the window follows the setting, at once and later', async () => {
  const nativeTheme: { themeSource: 'system' | 'light' | 'dark' } = { themeSource: 'system' };
  let push: (push: StateSnapshot | StateChange) => void = () => undefined;
  await followTheme(
    Promise.resolve({
      onState: (listener) => {
        push = listener;
        listener({ revision: 1, state: exampleState({ settings: { ...defaultSettings, theme: 'dark' } }) });
        return () => undefined;
      },
    }),
    nativeTheme,
  );
  expect(nativeTheme.themeSource).toBe('dark');
  push({ revision: 2, slices: {} });
  expect(nativeTheme.themeSource).toBe('dark');
  push({ revision: 3, slices: { settings: { ...defaultSettings, theme: 'light' } } });
  expect(nativeTheme.themeSource).toBe('light');
});

describe('telling a person who does not look', () => {
  function setUp({ supported = true, seen = false } = {}) {
    const shown: { body: string | undefined; emitter: EventEmitter }[] = [];
    const events: string[] = [];
    const notify = createNotify({
      isSupported: () => supported,
      create: (options) => {
        const emitter = new EventEmitter();
        return Object.assign(emitter, {
          show: () => void shown.push({ body: options.body, emitter }),
        }) as unknown as ReturnType<Parameters<typeof createNotify>[0]['create']>;
      },
      isSeen: () => seen,
      showWindow: () => void events.push('show'),
      words: () => words,
      log: (event) => void events.push(event),
    });
    return { notify, shown, events };
  }

  it('says how many, and brings the window back at a click', () => {
    const { notify, shown, events } = setUp();
    notify({ kind: 'sign-in-needed', count: 1 });
    notify({ kind: 'sign-in-needed', count: 3 });
    expect(shown.map(({ body }) => body)).toEqual([
      'One message waits for you to sign in.',
      '3 messages wait for you to sign in.',
    ]);
    shown[0]?.emitter.emit('click');
    shown[1]?.emitter.emit('failed');
    expect(events).toEqual(['show', 'notification-failed']);
  });

  it('says nothing to somebody who sees the window, or where there are no notifications', () => {
    for (const { notify, shown } of [setUp({ seen: true }), setUp({ supported: false })]) {
      notify({ kind: 'batch-finished', count: 2 });
      expect(shown).toEqual([]);
    }
  });
});
