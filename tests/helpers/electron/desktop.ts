import { EventEmitter } from 'node:events';
import process from 'node:process';
import type * as Electron from 'electron';
import type {
  AddRepresentationOptions,
  Dialog,
  IpcMain,
  MenuItemConstructorOptions,
  MessageBoxOptions,
  NativeTheme,
  NotificationConstructorOptions,
  Shell,
} from 'electron';
import { createSafeStorageStandIn } from '../safe-storage-stand-in.ts';
import { afterReady, computer, setting } from './computer.ts';

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

/** Whether the computer has a network. */
export const network = { online: true };
export const net = { isOnline: () => network.online } satisfies Pick<typeof Electron.net, 'isOnline'>;

/** Its events come from the control. */
export const powerMonitor = new EventEmitter();

export const nativeImage = {
  createFromDataURL: (dataURL: string) => ({
    dataURL,
    addRepresentation: (options: AddRepresentationOptions) => {
      if (!options.dataURL?.startsWith('data:image/png;base64,')) throw new Error('Not a picture.');
    },
  }),
};

/** The icons that are in the tray now. */
export const trays = new Set<Tray>();
export class Tray extends EventEmitter {
  toolTip = '';
  image: { readonly dataURL: string };
  menu: readonly MenuItemConstructorOptions[] = [];
  private gone = false;
  constructor(image: { readonly dataURL: string }) {
    super();
    afterReady('Tray');
    this.image = image;
    trays.add(this);
  }
  setToolTip(text: string): void {
    this.must();
    this.toolTip = text;
  }
  setImage(image: { readonly dataURL: string }): void {
    this.must();
    this.image = image;
  }
  setContextMenu(menu: unknown): void {
    this.must();
    this.menu = menu as readonly MenuItemConstructorOptions[];
  }
  destroy(): void {
    this.gone = true;
    trays.delete(this);
  }
  private must(): void {
    if (this.gone) throw new Error('Tray is destroyed');
  }
}
