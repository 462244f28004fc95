import { EventEmitter } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import type {
  App,
  BrowserWindow as ElectronWindow,
  BrowserWindowConstructorOptions,
  CommandLine,
  CustomScheme,
  Dialog,
  IpcMain,
  IpcMainInvokeEvent,
  MenuItemConstructorOptions,
  NativeTheme,
  NotificationConstructorOptions,
  Protocol,
  Session,
  Shell,
  WebContents,
} from 'electron';
import { createSafeStorageStandIn } from './safe-storage-stand-in.ts';
import type { SafeStorageBehaviour } from './safe-storage-stand-in.ts';

// Stands for the module `electron` in a Node process: the members that the shell uses, typed against Electron's own declarations, and
// as strict as Electron about what may come before and after ready. It shows that our code calls Electron in the right order with the
// right things; what Electron does with them is not shown by anything here.

/** How the computer under the stand-in is. */
export interface StandInSetting {
  readonly packaged: boolean;
  /** The folder that holds package.json and `out`. */
  readonly appPath: string;
  readonly appData: string;
  /** Arguments behind the executable. */
  readonly argv: readonly string[];
  readonly safeStorage: SafeStorageBehaviour;
  /** Whether another process has the window of this profile open. */
  readonly otherInstance: boolean;
  /** Lets the entry fail in the middle. */
  readonly brokenEntry: boolean;
}

/** What the shell did, as far as a test may ask. */
export interface Observed {
  readonly name: string;
  readonly appUserModelId: string;
  readonly sandboxed: boolean;
  readonly paths: Readonly<Record<string, string>>;
  readonly schemes: readonly CustomScheme[];
  readonly switches: readonly string[];
  readonly instanceData: unknown;
  readonly windows: readonly {
    readonly options: BrowserWindowConstructorOptions;
    readonly url: string;
    readonly visible: boolean;
    readonly shows: number;
  }[];
  readonly menu: readonly MenuItemConstructorOptions[];
  readonly opened: readonly string[];
  readonly theme: string;
  readonly notices: readonly NotificationConstructorOptions[];
  readonly boxes: readonly string[];
  readonly channels: readonly string[];
  readonly listeners: readonly string[];
}

type Ask = (what: 'load' | 'evaluate', text: string) => Promise<unknown>;

const setting = JSON.parse(process.env['ELECTRON_STAND_IN'] ?? '{}') as StandInSetting;
let ready = false;
let ask: Ask = async () => undefined;
let push: (channel: string, value: unknown) => void = () => undefined;

function beforeReady(what: string): void {
  if (ready) throw new Error(`${what} can only be called before app is ready`);
}
function afterReady(what: string): void {
  if (!ready) throw new Error(`${what} can only be used when app is ready`);
}

// --- app ---------------------------------------------------------------------------------------------------------------------------

const paths = new Map([
  ['appData', setting.appData],
  ['userData', join(setting.appData, 'default')],
  ['temp', setting.appData],
]);
const switches = new Set(
  setting.argv.filter((text) => text.startsWith('--')).map((text) => text.slice(2).split('=')[0] ?? ''),
);
const commandLine = {
  hasSwitch: (name) => switches.has(name),
  removeSwitch: (name) => void switches.delete(name),
} satisfies Pick<CommandLine, 'hasSwitch' | 'removeSwitch'>;

const observed = { name: '', appUserModelId: '', sandboxed: false, instanceData: null as unknown };
const whenReady = Promise.withResolvers<void>();
let ending = false;

const appMembers = {
  isPackaged: setting.packaged,
  commandLine: commandLine as CommandLine,
  isReady: () => ready,
  whenReady: () => whenReady.promise,
  getVersion: () => '0.0.0-stand-in',
  getAppPath: () => setting.appPath,
  getPath: (name) => {
    const path = paths.get(name) ?? (name === 'sessionData' ? paths.get('userData') : undefined);
    if (path === undefined) throw new Error(`Failed to get '${name}' path`);
    return path;
  },
  setPath: (name, path) => {
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory())
      throw new Error(`Failed to set path '${name}'`);
    // Electron takes it silently later on, and has read the old one: the worst of both.
    beforeReady(`app.setPath('${name}')`);
    paths.set(name, path);
  },
  setName: (name) => {
    if (setting.brokenEntry) throw new Error('canary');
    observed.name = name;
  },
  setAppUserModelId: (id) => void (observed.appUserModelId = id),
  enableSandbox: () => {
    beforeReady('app.enableSandbox()');
    observed.sandboxed = true;
  },
  requestSingleInstanceLock: (data) => {
    observed.instanceData = structuredClone(data);
    return !setting.otherInstance;
  },
  quit: () => {
    if (ending) return;
    app.emit('before-quit', preventable().event);
    for (const window of windows) window.close();
    const willQuit = preventable();
    app.emit('will-quit', willQuit.event);
    if (willQuit.prevented()) return;
    appMembers.exit(0);
  },
  exit: (code = 0) => {
    ending = true;
    app.emit('quit', {}, code);
    // Before ready the process ends in this call; afterwards the call returns and the code behind it still runs.
    if (ready) setImmediate(() => process.exit(code));
    else process.exit(code);
  },
} satisfies Pick<
  App,
  | 'isPackaged'
  | 'commandLine'
  | 'isReady'
  | 'whenReady'
  | 'getVersion'
  | 'getAppPath'
  | 'getPath'
  | 'setPath'
  | 'setName'
  | 'setAppUserModelId'
  | 'enableSandbox'
  | 'requestSingleInstanceLock'
  | 'quit'
  | 'exit'
>;
export const app = Object.assign(new EventEmitter(), appMembers);

function preventable() {
  let prevented = false;
  return { event: { preventDefault: () => void (prevented = true) }, prevented: () => prevented };
}

// --- pages -------------------------------------------------------------------------------------------------------------------------

type PageHandler = Parameters<Protocol['handle']>[1];
const schemes: CustomScheme[] = [];
const pageHandlers = new Map<string, PageHandler>();
export const protocol = {
  registerSchemesAsPrivileged: (added) => {
    beforeReady('protocol.registerSchemesAsPrivileged()');
    if (schemes.length > 0) throw new Error('registerSchemesAsPrivileged may be called once');
    schemes.push(...added);
  },
  handle: (scheme, handler) => {
    afterReady('protocol.handle()');
    if (!schemes.some((known) => known.scheme === scheme)) throw new Error(`${scheme}: is not registered`);
    if (pageHandlers.has(scheme)) throw new Error(`${scheme}: is handled already`);
    pageHandlers.set(scheme, handler);
  },
} satisfies Pick<Protocol, 'registerSchemesAsPrivileged' | 'handle'>;

type PermissionRequest = NonNullable<Parameters<Session['setPermissionRequestHandler']>[0]>;
type PermissionCheck = NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>;

function createSession() {
  const handlers: { request?: PermissionRequest; check?: PermissionCheck; device?: () => boolean } = {};
  const members = {
    setPermissionRequestHandler: (handler) => void (handler && (handlers.request = handler)),
    setPermissionCheckHandler: (handler) => void (handler && (handlers.check = handler)),
    setDevicePermissionHandler: (handler) => void (handler && (handlers.device = () => handler({} as never))),
    fetch: (input, init) => fetch(input, init),
  } satisfies Pick<
    Session,
    'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler' | 'fetch'
  >;
  return Object.assign(new EventEmitter(), members, { handlers });
}
type SessionStandIn = ReturnType<typeof createSession>;
const sessions = new Map<string, SessionStandIn>();
function sessionOf(partition: string): SessionStandIn {
  afterReady('A session');
  const known = sessions.get(partition) ?? createSession();
  sessions.set(partition, known);
  return known;
}
export const session = {
  get defaultSession() {
    return sessionOf('');
  },
  fromPartition: (partition: string) => sessionOf(partition),
};

// --- windows -----------------------------------------------------------------------------------------------------------------------

type OpenHandler = Parameters<WebContents['setWindowOpenHandler']>[0];
interface FrameStandIn {
  readonly origin: string;
  readonly parent: FrameStandIn | null;
}

function createContents() {
  const state = { url: '', gone: false, open: undefined as OpenHandler | undefined };
  const members = {
    isDestroyed: () => state.gone,
    setWindowOpenHandler: (handler) => void (state.open = handler),
    send: (channel, ...values) => push(channel, structuredClone(values)[0]),
    reload: () => undefined,
    executeJavaScript: (code) => ask('evaluate', code),
  } satisfies Pick<
    WebContents,
    'isDestroyed' | 'setWindowOpenHandler' | 'send' | 'reload' | 'executeJavaScript'
  >;
  const contents = Object.assign(new EventEmitter(), members, { state });
  // Chromium's origin, which a Node URL would call `null`; it changes with the page.
  return Object.defineProperty(contents, 'mainFrame', {
    get: () => frameShowing(state.url),
  }) as typeof contents & {
    readonly mainFrame: FrameStandIn;
  };
}

function frameShowing(text: string): FrameStandIn {
  const url = URL.parse(text);
  return { origin: url === null ? 'null' : `${url.protocol}//${url.host}`, parent: null };
}

const windows = new Set<BrowserWindow>();
const allWindows: BrowserWindow[] = [];

/** Electron's is a class that is called with `new`, so this one is one too. */
export class BrowserWindow extends EventEmitter {
  readonly options: BrowserWindowConstructorOptions;
  readonly webContents = createContents();
  shows = 0;
  private visible: boolean;
  private focused = false;

  constructor(options: BrowserWindowConstructorOptions = {}) {
    super();
    afterReady('BrowserWindow');
    this.options = options;
    this.visible = options.show !== false;
    windows.add(this);
    allWindows.push(this);
    app.emit('web-contents-created', {}, this.webContents);
  }
  async loadURL(url: string): Promise<void> {
    this.webContents.state.url = url;
    await ask('load', url);
    this.webContents.emit('did-finish-load');
    this.emit('ready-to-show');
  }
  show(): void {
    this.shows += 1;
    this.visible = true;
    this.focused = true;
  }
  focus(): void {
    this.focused = true;
  }
  restore(): void {
    this.visible = true;
  }
  isMinimized(): boolean {
    return false;
  }
  isVisible(): boolean {
    return this.visible;
  }
  isFocused(): boolean {
    return this.focused;
  }
  close(): void {
    if (!windows.delete(this)) return;
    this.webContents.state.gone = true;
    this.webContents.emit('destroyed');
    this.emit('closed');
    if (windows.size === 0 && !ending) app.emit('window-all-closed');
  }
}
type WindowMembers = Pick<
  ElectronWindow,
  'loadURL' | 'show' | 'focus' | 'restore' | 'isMinimized' | 'isVisible' | 'isFocused' | 'close'
>;
/** Fails to compile when Electron's declarations go another way than the class above. */
export const windowIsTyped = (window: BrowserWindow) => window satisfies WindowMembers;

// --- the rest ----------------------------------------------------------------------------------------------------------------------

type Handler = Parameters<IpcMain['handle']>[1];
const channels = new Map<string, Handler>();
const ipcMembers = {
  handle: (channel, handler) => {
    if (channels.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    channels.set(channel, handler);
  },
} satisfies Pick<IpcMain, 'handle'>;
export const ipcMain = Object.assign(new EventEmitter(), ipcMembers);

export const safeStorage = createSafeStorageStandIn(setting.safeStorage, () => ready);

const opened: string[] = [];
export const shell = {
  openExternal: async (url) => {
    opened.push(url);
    push('opened', url);
  },
  openPath: () => Promise.reject(new Error('The app never opens files.')),
} satisfies Pick<Shell, 'openExternal' | 'openPath'>;

export const nativeTheme = { themeSource: 'system', shouldUseDarkColors: false } as {
  themeSource: NativeTheme['themeSource'];
  readonly shouldUseDarkColors: NativeTheme['shouldUseDarkColors'];
};

let menu: readonly MenuItemConstructorOptions[] = [];
export const Menu = {
  buildFromTemplate: (template: MenuItemConstructorOptions[]) => template,
  setApplicationMenu: (built: MenuItemConstructorOptions[]) => void (menu = built),
};

const notices: NotificationConstructorOptions[] = [];
/** As above: Electron's is called with `new`. */
export class Notification extends EventEmitter {
  private readonly options: NotificationConstructorOptions;
  constructor(options: NotificationConstructorOptions = {}) {
    super();
    this.options = options;
  }
  static isSupported(): boolean {
    return true;
  }
  show(): void {
    notices.push(this.options);
  }
}

const boxes: string[] = [];
export const dialog = {
  showErrorBox: (_title, text) => {
    boxes.push(text);
    process.stderr.write(`box: ${text}\n`);
  },
} satisfies Pick<Dialog, 'showErrorBox'>;

// --- what a test does with it ------------------------------------------------------------------------------------------------------

/** Where a call comes from; `page`: from the main frame of the first window, as it is at that time. */
export type Sender = 'page' | 'gone' | { readonly origin: string; readonly inside: boolean };

export interface Fetched {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

const first = () => {
  const window = allWindows.at(-1);
  if (!window) throw new Error('There is no window.');
  return window;
};

function frameOf(sender: Sender): FrameStandIn | null {
  if (sender === 'gone') return null;
  if (sender === 'page') return first().webContents.mainFrame;
  return { origin: sender.origin, parent: sender.inside ? first().webContents.mainFrame : null };
}

/** The other side of the stand-in: Chromium and the person, in the hands of a test. */
export const control = {
  connect: (asks: Ask, pushes: typeof push): void => {
    ask = asks;
    push = pushes;
  },
  becomeReady: (): void => {
    ready = true;
    whenReady.resolve();
    app.emit('ready');
  },
  fetch: async (url: string, method: string): Promise<Fetched> => {
    const handler = pageHandlers.get(URL.parse(url)?.protocol.slice(0, -1) ?? '');
    if (!handler) throw new Error('ERR_UNKNOWN_URL_SCHEME');
    // Node's Request refuses schemes that are not registered with it, so only what the shell reads is handed over.
    const response = await handler({ url, method } as Parameters<PageHandler>[0]);
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: new Uint8Array(await response.arrayBuffer()),
    };
  },
  invoke: async (channel: string, sender: Sender, values: readonly unknown[]): Promise<unknown> => {
    const handler = channels.get(channel);
    if (!handler) throw new Error(`No handler registered for '${channel}'`);
    const event = { sender: first().webContents, senderFrame: frameOf(sender) };
    const reply: unknown = await handler(event as unknown as IpcMainInvokeEvent, ...structuredClone(values));
    return structuredClone(reply);
  },
  navigate: (event: string, url: string): boolean => {
    const asked = preventable();
    first().webContents.emit(event, { url, ...asked.event });
    return asked.prevented();
  },
  openWindow: (url: string): unknown =>
    first().webContents.state.open?.({ url } as Parameters<OpenHandler>[0]),
  permission: (name: string, origin: string): { asked: boolean; checked: boolean; device: boolean } => {
    const { handlers } = sessionOf('');
    let asked = true;
    const details = { isMainFrame: true, requestingUrl: origin };
    const permission = name as Parameters<PermissionCheck>[1];
    handlers.request?.(null as never, permission, (granted) => void (asked = granted), details);
    return {
      asked,
      checked: handlers.check?.(null, permission, origin, details) ?? true,
      device: handlers.device?.() ?? true,
    };
  },
  emit: (event: 'second-instance' | 'activate'): void => void app.emit(event, {}, [], '', { v: 1 }),
  closeWindow: (): void => first().close(),
  observe: (): Observed => ({
    ...observed,
    paths: Object.fromEntries(paths),
    schemes,
    switches: [...switches],
    windows: allWindows.map((window) => ({
      options: window.options,
      url: window.webContents.state.url,
      visible: window.isVisible(),
      shows: window.shows,
    })),
    menu,
    opened,
    theme: nativeTheme.themeSource,
    notices,
    boxes,
    channels: [...channels.keys()],
    listeners: ipcMain.eventNames().map(String),
  }),
};
export type Control = typeof control;
