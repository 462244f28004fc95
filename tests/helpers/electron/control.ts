import process from 'node:process';
import type {
  AuthInfo,
  BrowserWindowConstructorOptions,
  CustomScheme,
  IpcMainInvokeEvent,
  MenuItemConstructorOptions,
  NotificationConstructorOptions,
} from 'electron';
import { app, becomeReady, handOver, paths, said, switches } from './app.ts';
import { computer, preventable } from './computer.ts';
import type { Ask, Push } from './computer.ts';
import {
  boxes,
  channels,
  installed,
  ipcMain,
  nativeTheme,
  notices,
  opened,
  powerMonitor,
  presses,
  trays,
} from './desktop.ts';
import { pageHandlers, schemes, sessionOf } from './pages.ts';
import type { PageHandler, PermissionCheck } from './pages.ts';
import { allWindows } from './window.ts';
import type { FrameStandIn, OpenHandler } from './window.ts';

/** What the shell did, as far as a test may ask. */
export interface Observed {
  readonly name: string;
  readonly appUserModelId: string;
  readonly sandboxed: boolean;
  readonly paths: Readonly<Record<string, string>>;
  /** The folder that the process is in. */
  readonly cwd: string;
  readonly schemes: readonly CustomScheme[];
  readonly switches: readonly string[];
  readonly instanceData: unknown;
  readonly windows: readonly {
    readonly options: BrowserWindowConstructorOptions;
    readonly url: string;
    readonly visible: boolean;
    readonly shows: number;
  }[];
  /** What the tray says; null: there is none. */
  readonly tray: { readonly toolTip: string; readonly labels: readonly string[] } | null;
  readonly menu: readonly MenuItemConstructorOptions[];
  readonly opened: readonly string[];
  readonly theme: string;
  readonly notices: readonly NotificationConstructorOptions[];
  readonly boxes: readonly string[];
  readonly channels: readonly string[];
  readonly listeners: readonly string[];
}

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
  connect: (ask: Ask, push: Push): void => {
    Object.assign(computer, { ask, push });
  },
  becomeReady,
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
  press: (button: string): void => void presses.push(button),
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
  emit: (event: 'second-instance' | 'activate', mode = 'window', handed: object = {}): void =>
    // What the other process told has crossed a socket.
    void app.emit(event, {}, [], '', structuredClone({ v: 1, mode, ...handed })),
  /** macOS hands over a file or a link; answers whether the app took it. */
  hand: (text: string): boolean => handOver(text),
  /** Somebody asks for a name and password; answers them, or null where the request is cancelled. */
  login: (
    asking: Pick<AuthInfo, 'isProxy' | 'host' | 'port' | 'scheme'>,
    firstAuthAttempt: boolean,
  ): readonly unknown[] | null => {
    let answered: readonly unknown[] = [];
    const { event, prevented } = preventable();
    app.emit('login', event, null, { firstAuthAttempt }, asking, (...given: unknown[]) => {
      answered = given;
    });
    return prevented() ? answered : null;
  },
  /** Somebody chooses an item of the menu. */
  choose: (label: string): void => {
    const items = installed.menu.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []));
    const item = items.find((each) => each.label === label);
    if (!item?.click) throw new Error(`The menu has no "${label}".`);
    (item.click as () => void)();
  },
  power: (event: 'suspend' | 'resume' | 'shutdown'): void => void powerMonitor.emit(event),
  /** Somebody chooses this in the menu of the tray. */
  chooseInTray: (label: string): void => {
    const [tray] = trays;
    const item = tray?.menu.find((each) => each.label === label);
    if (!item?.click) throw new Error(`The tray has no "${label}".`);
    item.click(null as never, undefined, null as never);
  },
  quit: (): void => app.quit(),
  closeWindow: (): void => first().close(),
  observe: (): Observed => ({
    ...said,
    paths: Object.fromEntries(paths),
    cwd: process.cwd(),
    schemes,
    switches: [...switches],
    windows: allWindows.map((window) => ({
      options: window.options,
      url: window.webContents.state.url,
      visible: !window.webContents.isDestroyed() && window.isVisible(),
      shows: window.shows,
    })),
    // What an item does cannot be cloned; `choose` does it.
    menu: JSON.parse(JSON.stringify(installed.menu)) as MenuItemConstructorOptions[],
    tray:
      [...trays].map(({ toolTip, menu }) => ({
        toolTip,
        labels: menu.flatMap(({ label }) => label ?? []),
      }))[0] ?? null,
    opened,
    theme: nativeTheme.themeSource,
    notices,
    boxes,
    channels: [...channels.keys()],
    listeners: ipcMain.eventNames().map(String),
  }),
};
export type Control = typeof control;
