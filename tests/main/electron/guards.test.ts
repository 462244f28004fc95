import { EventEmitter } from 'node:events';
import type { App, Session, WebContents } from 'electron';
import { describe, expect, it } from 'vitest';
import { guardNavigation } from '../../../main/electron/navigation.ts';
import { denyPermissions } from '../../../main/electron/permissions.ts';
import { disarmSwitches } from '../../../main/electron/switches.ts';

type WindowOpenHandler = Parameters<WebContents['setWindowOpenHandler']>[0];

function createContents() {
  const app = new EventEmitter();
  const opened: string[] = [];
  const log: string[] = [];
  guardNavigation({
    app: app as unknown as Pick<App, 'on'>,
    openBrowser: (url) => {
      opened.push(url);
      return url.startsWith('https:') ? Promise.resolve() : Promise.reject(new Error('refused'));
    },
    log: (event) => void log.push(event),
  });
  let onOpen: WindowOpenHandler | undefined;
  const contents = Object.assign(new EventEmitter(), {
    setWindowOpenHandler: (handler: WindowOpenHandler) => void (onOpen = handler),
  });
  app.emit('web-contents-created', {}, contents);
  const asks = (event: string, url: string): boolean => {
    let prevented = false;
    contents.emit(event, { url, preventDefault: () => (prevented = true) });
    return prevented;
  };
  const open = (url: string) => onOpen?.({ url } as Parameters<WindowOpenHandler>[0]);
  return { asks, open, opened, log };
}

describe('a window stays on its page', () => {
  it.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])('%s leads nowhere else', (event) => {
    const { asks, log } = createContents();
    for (const url of [
      'https://example.test/',
      'file:///etc/passwd',
      'app://elsewhere/',
      'about:blank',
      'data:text/html,x',
    ]) {
      expect(asks(event, url)).toBe(true);
    }
    expect(log).toHaveLength(5);
    expect(asks(event, 'app://bundle/index.html')).toBe(false);
  });

  it('no <webview> is attached, whatever it shows', () => {
    const { asks } = createContents();
    expect(asks('will-attach-webview', 'app://bundle/index.html')).toBe(true);
  });

  it('no second window opens; a link goes to the browser, where it may', async () => {
    const { open, opened, log } = createContents();
    expect(open('https://example.test/')).toEqual({ action: 'deny' });
    expect(open('file:///etc/passwd')).toEqual({ action: 'deny' });
    expect(open('app://bundle/index.html')).toEqual({ action: 'deny' });
    await Promise.resolve();
    expect(opened[0]).toBe('https://example.test/');
    expect(log).toEqual(['link-refused', 'link-refused']);
  });
});

describe('a page may do nothing but write text to the clipboard', () => {
  type Request = NonNullable<Parameters<Session['setPermissionRequestHandler']>[0]>;
  type Check = NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>;
  type Device = NonNullable<Parameters<Session['setDevicePermissionHandler']>[0]>;

  function setUp() {
    const emitter = new EventEmitter();
    const handlers: { request?: Request; check?: Check; device?: Device } = {};
    const session = Object.assign(emitter, {
      setPermissionRequestHandler: (handler: Request | null) =>
        void (handler && (handlers.request = handler)),
      setPermissionCheckHandler: (handler: Check | null) => void (handler && (handlers.check = handler)),
      setDevicePermissionHandler: (handler: Device | null) => void (handler && (handlers.device = handler)),
    });
    denyPermissions(session as unknown as Parameters<typeof denyPermissions>[0]);
    const granted = (permission: Parameters<Request>[1], origin: string): boolean[] => {
      const answers: boolean[] = [];
      const details = { isMainFrame: true, requestingUrl: origin };
      handlers.request?.({} as WebContents, permission, (answer) => answers.push(answer), details);
      answers.push(handlers.check?.(null, permission, origin, details) ?? true);
      return answers;
    };
    return { emitter, handlers, granted };
  }

  it('our page may write to the clipboard, and no other', () => {
    const { granted } = setUp();
    expect(granted('clipboard-sanitized-write', 'app://bundle/')).toEqual([true, true]);
    expect(granted('clipboard-sanitized-write', 'https://example.test/')).toEqual([false, false]);
    expect(granted('clipboard-sanitized-write', '')).toEqual([false, false]);
  });

  it.each([
    'clipboard-read',
    'media',
    'geolocation',
    'notifications',
    'openExternal',
    'fileSystem',
    'unknown',
  ] as const)('%s is denied to our page too', (permission) => {
    expect(setUp().granted(permission, 'app://bundle/')).toEqual([false, false]);
  });

  it('no device is handed out', () => {
    expect(setUp().handlers.device?.({} as Parameters<Device>[0])).toBe(false);
  });

  it.each([
    ['blob:app://bundle/0f8fad5b-d9cb-469f-a165-70867728950e', false],
    ['blob:https://example.test/0f8fad5b', true],
    ['blob:app://elsewhere/0f8fad5b', true],
    ['app://bundle/index.html', true],
    ['https://example.test/file.exe', true],
    ['data:text/html,x', true],
    ['', true],
  ])('only what our page made itself is saved as a file: %j is refused: %s', (url, isRefused) => {
    const { emitter } = setUp();
    let prevented = false;
    const event = { preventDefault: () => (prevented = true) };
    emitter.emit('will-download', event, { getURL: () => url });
    expect(prevented).toBe(isRefused);
  });
});

/** Switches that take a protection of Chromium away, or let another program drive the page. */
const dangerous = {
  takenBack: [
    ...['remote-debugging-port', 'remote-debugging-pipe', 'remote-debugging-address', 'remote-allow-origins'],
  ],
  refused: [
    ...['allow-running-insecure-content', 'disable-site-isolation-trials', 'disable-web-security'],
    ...['host-resolver-rules', 'host-rules', 'ignore-certificate-errors'],
    ...['ignore-certificate-errors-spki-list', 'load-extension', 'unsafely-treat-insecure-origin-as-secure'],
  ],
};

it.each(dangerous.takenBack)('an installed app takes back --%s', (name) => {
  const removed: string[] = [];
  const commandLine = { hasSwitch: () => false, removeSwitch: (each: string) => void removed.push(each) };
  expect(disarmSwitches(commandLine)).toEqual([]);
  expect(removed).toContain(name);
});

it.each(dangerous.refused)('an installed app does not start with --%s', (name) => {
  const commandLine = { hasSwitch: (each: string) => each === name, removeSwitch: () => undefined };
  expect(disarmSwitches(commandLine)).toEqual([name]);
});

it('an installed app neither opens a debugging port nor starts with its checks switched off', () => {
  const present = new Set(['remote-debugging-port', 'ignore-certificate-errors', 'lang']);
  const commandLine = {
    hasSwitch: (name: string) => present.has(name),
    removeSwitch: (name: string) => void present.delete(name),
  };
  expect(disarmSwitches(commandLine)).toEqual(['ignore-certificate-errors']);
  expect(present.has('remote-debugging-port')).toBe(false);
  expect(present.has('lang')).toBe(true);
});
