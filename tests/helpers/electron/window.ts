import { EventEmitter } from 'node:events';
import type { BrowserWindow as ElectronWindow, BrowserWindowConstructorOptions, WebContents } from 'electron';
import { app } from './app.ts';
import { afterReady, computer } from './computer.ts';

export type OpenHandler = Parameters<WebContents['setWindowOpenHandler']>[0];
export interface FrameStandIn {
  readonly origin: string;
  readonly parent: FrameStandIn | null;
}

/** Of what is closed Electron keeps only a shell, each of whose members throws. */
function must(isThere: boolean): void {
  if (!isThere) throw new TypeError('Object has been destroyed');
}

function createContents() {
  const state = { url: '', gone: false, open: undefined as OpenHandler | undefined };
  const members = {
    isDestroyed: () => state.gone,
    setWindowOpenHandler: (handler) => void (state.open = handler),
    send: (channel, ...values) => {
      must(!state.gone);
      computer.push(channel, structuredClone(values)[0]);
    },
    reload: () => must(!state.gone),
    executeJavaScript: (code) => computer.ask('evaluate', code),
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

/** Closed ones too, in the order in which they were made. */
export const allWindows: BrowserWindow[] = [];

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
    const { name = '' } = options;
    if (name !== '' && [...computer.openWindows].some((open) => open.options.name === name))
      throw new TypeError(`Window name '${name}' is already in use. Window names must be unique.`);
    this.options = options;
    this.visible = options.show !== false;
    computer.openWindows.add(this);
    allWindows.push(this);
    app.emit('web-contents-created', {}, this.webContents);
  }
  static fromWebContents(contents: unknown): BrowserWindow | null {
    return allWindows.find(({ webContents }) => webContents === contents) ?? null;
  }
  async loadURL(url: string): Promise<void> {
    this.stillThere();
    this.webContents.state.url = url;
    await computer.ask('load', url);
    if (this.webContents.state.gone) throw new Error('ERR_FAILED (-2)');
    this.webContents.emit('did-finish-load');
    this.emit('ready-to-show');
  }
  show(): void {
    this.stillThere();
    this.shows += 1;
    this.visible = true;
    this.focused = true;
  }
  focus(): void {
    this.stillThere();
    this.focused = true;
  }
  restore(): void {
    this.stillThere();
    this.visible = true;
  }
  setProgressBar(): void {
    this.stillThere();
    afterReady('BrowserWindow.setProgressBar');
  }
  isMinimized(): boolean {
    this.stillThere();
    return false;
  }
  isVisible(): boolean {
    this.stillThere();
    return this.visible;
  }
  isFocused(): boolean {
    this.stillThere();
    return this.focused;
  }
  close(): void {
    this.stillThere();
    computer.openWindows.delete(this);
    this.webContents.state.gone = true;
    this.webContents.emit('destroyed');
    this.emit('closed');
    if (computer.openWindows.size === 0 && !computer.ending) app.emit('window-all-closed');
  }
  private stillThere(): void {
    must(!this.webContents.state.gone);
  }
}
type WindowMembers = Pick<
  ElectronWindow,
  'loadURL' | 'show' | 'focus' | 'restore' | 'isMinimized' | 'isVisible' | 'isFocused' | 'close'
>;
/** Fails to compile when Electron's declarations go another way than the class above. */
export const windowIsTyped = (window: BrowserWindow) => window satisfies WindowMembers;
