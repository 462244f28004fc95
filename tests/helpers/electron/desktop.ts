import { EventEmitter } from 'node:events';
import process from 'node:process';
import type {
  Dialog,
  IpcMain,
  MenuItemConstructorOptions,
  MessageBoxOptions,
  NativeTheme,
  NotificationConstructorOptions,
  Shell,
} from 'electron';
import { createSafeStorageStandIn } from '../safe-storage-stand-in.ts';
import { computer, setting } from './computer.ts';

type Handler = Parameters<IpcMain['handle']>[1];
export const channels = new Map<string, Handler>();
const ipcMembers = {
  handle: (channel, handler) => {
    if (channels.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    channels.set(channel, handler);
  },
} satisfies Pick<IpcMain, 'handle'>;
export const ipcMain = Object.assign(new EventEmitter(), ipcMembers);

export const safeStorage = createSafeStorageStandIn(setting.safeStorage, () => computer.ready);

export const opened: string[] = [];
export const shell = {
  openExternal: async (url) => {
    opened.push(url);
    computer.push('opened', url);
  },
  openPath: () => Promise.reject(new Error('The app never opens files.')),
} satisfies Pick<Shell, 'openExternal' | 'openPath'>;

export const nativeTheme = { themeSource: 'system', shouldUseDarkColors: false } as {
  themeSource: NativeTheme['themeSource'];
  readonly shouldUseDarkColors: NativeTheme['shouldUseDarkColors'];
};

/** The menu as it was last installed. */
export const installed = { menu: [] as readonly MenuItemConstructorOptions[] };
export const Menu = {
  buildFromTemplate: (template: MenuItemConstructorOptions[]) => template,
  setApplicationMenu: (built: MenuItemConstructorOptions[]) => void (installed.menu = built),
};

export const notices: NotificationConstructorOptions[] = [];
/** Electron's is called with `new`. */
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

export const boxes: string[] = [];
/** Buttons that the person presses in questions to come; where none is left, they press Escape. */
export const presses: string[] = [];
export const dialog = {
  showMessageBox: async (...given: readonly unknown[]) => {
    const { message, buttons = [], cancelId = 0 } = given.at(-1) as MessageBoxOptions;
    boxes.push(message);
    const pressed = buttons.indexOf(presses.shift() ?? '');
    return { response: pressed === -1 ? cancelId : pressed, checkboxChecked: false };
  },
  showErrorBox: (_title, text) => {
    boxes.push(text);
    process.stderr.write(`box: ${text}\n`);
  },
  showOpenDialog: async () => ({ canceled: true, filePaths: [] }),
} satisfies Pick<Dialog, 'showErrorBox' | 'showMessageBox' | 'showOpenDialog'>;
