import process from 'node:process';
import type { SafeStorageBehaviour } from '../safe-storage-stand-in.ts';

// The files of this folder stand for the module `electron` in a Node process: the members that the shell uses, typed against Electron's
// own declarations, and as strict as Electron about what may come before and after ready. They show that our code calls Electron in the
// right order with the right things; what Electron does with them is not shown by anything here.

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
  /** macOS says that it started the app at log-in. */
  readonly openedAtLogin: boolean;
  /** Files and links that macOS hands over before the app is ready. */
  readonly handedBeforeReady: readonly string[];
  /** What Chromium finds out of the system's proxies, as a list of a PAC file. */
  readonly proxies: string;
  /** The person's languages, the most wanted first. */
  readonly languages: readonly string[];
  /** Lets the entry fail in the middle. */
  readonly brokenEntry: boolean;
}

/** Asks the page of the window; resolves with what it answers. */
export type Ask = (what: 'load' | 'evaluate', text: string) => Promise<unknown>;
/** Tells the test what left the process. */
export type Push = (channel: string, value: unknown) => void;

export const setting = JSON.parse(process.env['ELECTRON_STAND_IN'] ?? '{}') as StandInSetting;

/** What the parts of the stand-in know of each other. */
export const computer = {
  ready: false,
  ending: false,
  openWindows: new Set<{ readonly close: () => void; readonly options: { readonly name?: string } }>(),
  ask: (async () => undefined) as Ask,
  push: (() => undefined) as Push,
};

export function beforeReady(what: string): void {
  if (computer.ready) throw new Error(`${what} can only be called before app is ready`);
}

export function afterReady(what: string): void {
  if (!computer.ready) throw new Error(`${what} can only be used when app is ready`);
}

/** An event that a listener may stop, and whether one did. */
export function preventable() {
  let prevented = false;
  return { event: { preventDefault: () => void (prevented = true) }, prevented: () => prevented };
}
