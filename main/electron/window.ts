import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron';
import type { Clock, Log } from '../ports.ts';
import { pageUrl } from './app-protocol.ts';
import { carefulQuestion, staysAsIs } from './question.ts';
import { productName } from './words.ts';
import type { ShellWords } from './words.ts';

interface Look {
  /** Absolute path of the bundled preload. */
  readonly preloadPath: string;
  readonly platform: NodeJS.Platform;
  readonly packaged: boolean;
  readonly dark: boolean;
}

/**
 * Answers how the window is made: our page alone, in a sandbox, with nothing but the bridge.
 *
 * Most of the preferences are Electron's defaults; they stand here so that a changed default changes nothing.
 */
export function windowOptions({
  preloadPath,
  platform,
  packaged,
  dark,
}: Look): BrowserWindowConstructorOptions {
  return {
    name: 'main',
    windowStatePersistence: true,
    title: productName,
    width: 1100,
    height: 720,
    minWidth: 480,
    minHeight: 360,
    show: false,
    // What is seen until the page has drawn itself.
    backgroundColor: dark ? '#1f1f1f' : '#ffffff',
    autoHideMenuBar: true,
    webPreferences: {
      preload: preloadPath,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      navigateOnDragDrop: false,
      webviewTag: false,
      devTools: !packaged,
      // Elsewhere Chromium would fetch its dictionaries from a server; macOS has its own.
      spellcheck: platform === 'darwin',
    },
  };
}

/** What is asked before edits are thrown away. */
export const leaveQuestion = (words: ShellWords) =>
  carefulQuestion({
    type: 'question',
    message: words.leaveQuestion,
    detail: words.leaveText,
    buttons: [words.stay, words.leave],
  });

/** The one window of the app, whether it is open or not. */
export interface MainWindow {
  /** Opens it, or brings it to the front. */
  readonly show: () => void;
  /** Whether somebody has it in front of them. */
  readonly isSeen: () => boolean;
  /** The window, for what hangs on it; null: it is closed. */
  readonly opened: () => BrowserWindow | null;
}

interface Deps {
  readonly create: () => BrowserWindow;
  /** Asks `leaveQuestion` and answers the number of the button. */
  readonly askToLeave: (window: BrowserWindow) => number;
  readonly clock: Clock;
  readonly log: Log;
}

// A page that crashes again within a minute would do so for ever.
const reloadAgainAfterMs = 60_000;

/** Answers the holder of the main window; it shows itself when the page has drawn its first frame. */
export function createMainWindow({ create, askToLeave, clock, log }: Deps): MainWindow {
  let window: BrowserWindow | null = null;

  const open = (): BrowserWindow => {
    const opened = create();
    let reloadedAtMs = Number.NEGATIVE_INFINITY;
    opened.once('ready-to-show', () => opened.show());
    opened.once('closed', () => {
      window = null;
    });
    // Without this the window would just stay open, with no word why. It is the event that is prevented, not the closing.
    opened.webContents.on('will-prevent-unload', (event) => {
      opened.show();
      if (askToLeave(opened) !== staysAsIs) event.preventDefault();
    });
    opened.webContents.on('preload-error', () => log('preload-failed'));
    opened.webContents.on('render-process-gone', (_event, details) => {
      log('page-gone', { status: details.reason });
      if (details.reason === 'clean-exit' || clock.nowMs() - reloadedAtMs < reloadAgainAfterMs) return;
      reloadedAtMs = clock.nowMs();
      opened.webContents.reload();
    });
    opened.loadURL(pageUrl).catch(() => log('page-not-loaded'));
    return opened;
  };

  return {
    show: () => {
      if (window === null) {
        window = open();
        return;
      }
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    opened: () => window,
    isSeen: () => window !== null && window.isVisible() && window.isFocused(),
  };
}
