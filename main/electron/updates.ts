import type { App } from 'electron';
import type { AppUpdater, NsisUpdater } from 'electron-updater';
import type { InstalledCopy, Log, Updates } from '../ports.ts';

/** What of the library's updater is used. */
export type Updater = Pick<
  AppUpdater,
  | 'allowDowngrade'
  | 'autoDownload'
  | 'autoInstallOnAppQuit'
  | 'disableWebInstaller'
  | 'logger'
  | 'on'
  | 'checkForUpdates'
  | 'downloadUpdate'
  | 'quitAndInstall'
> &
  Partial<Pick<NsisUpdater, 'verifyUpdateCodeSignature'>>;

interface Deps {
  readonly app: Pick<App, 'quit'> & {
    /** Starts the app once more when it has ended. */
    readonly relaunch: () => void;
  };
  readonly copy: () => Promise<InstalledCopy>;
  readonly isAttended: () => boolean;
  /** Loads the library; called at the first check. */
  readonly loadUpdater?: () => Promise<Updater>;
  readonly log: Log;
}

/** The port, and what the life of the app has to do with it. */
export interface ShellUpdates {
  readonly port: Updates;
  /**
   * Ends the process once everything is stopped: by installing where a person asked for it.
   *
   * @param comesBack somebody has started the app meanwhile; the installer starts it anyway
   */
  readonly leave: (comesBack: boolean) => void;
  /** Somebody keeps the window open after all. */
  readonly stay: () => void;
}

/** What the library writes when it has compared a signature, and found it valid, before it compares whose it is. */
const verifiedLine = 'LiteralPath: ';
/** What it writes when it cannot compare, and lets the download pass all the same. */
const passedOver = 'Ignoring signature validation';

/**
 * Answers the updater of an installed app: electron-updater, asked for each step, never doing one by itself.
 *
 * @see https://www.electron.build/auto-update
 */
export function createUpdates({ app, copy, isAttended, loadUpdater = loadLibrary, log }: Deps): ShellUpdates {
  let loading: Promise<Updater> | null = null;
  let loaded: Updater | null = null;
  let isWanted = false;
  let isLeaving = false;
  let onProgress: (percent: number) => void = () => undefined;

  async function load(): Promise<Updater> {
    const updater = await loadUpdater();
    updater.autoDownload = false;
    // Windows ends the installer in the middle when the person logs off.
    updater.autoInstallOnAppQuit = false;
    updater.disableWebInstaller = true;
    // As the library has it, unless somebody sets its channel: an older version has holes that a newer one has closed.
    updater.allowDowngrade = false;
    requireVerification(updater);
    // Without a listener the event would end the app; the call that failed rejects as well, and says it to the person.
    updater.on('error', () => {
      log('updater-error');
      // Everything is stopped already: a window that nothing answers is no use.
      if (isLeaving) startAgain();
    });
    updater.on('download-progress', ({ percent }) => onProgress(percent));
    loaded = updater;
    return updater;
  }

  const updater = () =>
    (loading ??= load().catch((error: unknown) => {
      loading = null;
      throw error;
    }));

  const startAgain = () => {
    isLeaving = false;
    app.relaunch();
    app.quit();
  };

  return {
    port: {
      copy,
      isAttended,
      check: async () => {
        const result = await (await updater()).checkForUpdates();
        return result?.isUpdateAvailable ? result.updateInfo.version : null;
      },
      download: async (onPercent) => {
        const library = await updater();
        onProgress = onPercent;
        await library.downloadUpdate();
      },
      install: () => {
        isWanted = true;
        // First windows and what they hold, then deliveries and files; the installer would not wait for them.
        app.quit();
      },
    },
    leave: (comesBack) => {
      if (!isWanted || !loaded) {
        if (comesBack) app.relaunch();
        return app.quit();
      }
      isWanted = false;
      isLeaving = true;
      try {
        loaded.quitAndInstall(true, true);
      } catch {
        startAgain();
      }
    },
    stay: () => {
      isWanted = false;
    },
  };
}

/**
 * Lets a download for Windows pass only where its signature was really compared: the library takes it unseen where PowerShell does
 * not run.
 */
export function requireVerification(updater: Updater): void {
  let hasCompared = false;
  // Its lines name paths and addresses, so they go nowhere.
  updater.logger = {
    info: (line: unknown) => {
      if (String(line).startsWith(verifiedLine)) hasCompared = true;
    },
    warn: (line: unknown) => {
      if (String(line).includes(passedOver)) hasCompared = false;
    },
    error: () => undefined,
  };
  const verify = updater.verifyUpdateCodeSignature;
  if (!verify) return;
  updater.verifyUpdateCodeSignature = async (publisherNames, path) => {
    hasCompared = false;
    const fault = await verify(publisherNames, path);
    return fault ?? (hasCompared ? null : 'the signature could not be compared');
  };
}

async function loadLibrary(): Promise<Updater> {
  // CommonJS with getters: a named import of it would not link. The getter builds the updater of this system.
  const { default: library } = await import('electron-updater');
  return library.autoUpdater;
}
