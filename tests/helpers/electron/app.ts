import { EventEmitter } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import type { App, CommandLine, LoginItemSettings, Settings } from 'electron';
import { beforeReady, computer, preventable, setting } from './computer.ts';

export const paths = new Map([
  ['appData', setting.appData],
  ['userData', join(setting.appData, 'default')],
  ['temp', setting.appData],
  ['home', setting.appData],
]);
export const switches = new Set(
  setting.argv.filter((text) => text.startsWith('--')).map((text) => text.slice(2).split('=')[0] ?? ''),
);
const commandLine = {
  hasSwitch: (name) => switches.has(name),
  removeSwitch: (name) => void switches.delete(name),
} satisfies Pick<CommandLine, 'hasSwitch' | 'removeSwitch'>;

/** What the app asked to be started with at log-in. */
export const loginItems: Settings[] = [];
/** What the shell told Electron about itself. */
export const said = {
  name: '',
  appUserModelId: '',
  sandboxed: false,
  badge: 0,
  instanceData: null as unknown,
  /** With which arguments it wants to be started when it has ended; null: not at all. */
  relaunched: null as readonly string[] | null,
};
const whenReady = Promise.withResolvers<void>();

const appMembers = {
  isPackaged: setting.packaged,
  commandLine: commandLine as CommandLine,
  isReady: () => computer.ready,
  whenReady: () => whenReady.promise,
  getVersion: () => '0.0.0-stand-in',
  getPreferredSystemLanguages: () => {
    if (!computer.ready) throw new Error('app.getPreferredSystemLanguages() before ready');
    return [...setting.languages];
  },
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
    said.name = name;
  },
  setAppUserModelId: (id) => void (said.appUserModelId = id),
  enableSandbox: () => {
    beforeReady('app.enableSandbox()');
    said.sandboxed = true;
  },
  requestSingleInstanceLock: (data) => {
    said.instanceData = structuredClone(data);
    return !setting.otherInstance;
  },
  setLoginItemSettings: (settings) => void loginItems.push(settings),
  setBadgeCount: (count) => {
    if (!computer.ready) throw new Error('app.setBadgeCount() before ready');
    said.badge = count ?? -1;
    return true;
  },
  getLoginItemSettings: () =>
    ({ wasOpenedAtLogin: setting.openedAtLogin, status: 'enabled' }) as LoginItemSettings,
  relaunch: (options) => void (said.relaunched = [...(options?.args ?? [])]),
  quit: () => {
    if (computer.ending) return;
    const beforeQuit = preventable();
    app.emit('before-quit', beforeQuit.event);
    if (beforeQuit.prevented()) return;
    for (const window of computer.openWindows) window.close();
    const willQuit = preventable();
    app.emit('will-quit', willQuit.event);
    if (willQuit.prevented()) return;
    appMembers.exit(0);
  },
  exit: (code = 0) => {
    computer.ending = true;
    app.emit('quit', {}, code);
    // Before ready the process ends in this call; afterwards the call returns and the code behind it still runs.
    if (computer.ready) setImmediate(() => process.exit(code));
    else process.exit(code);
  },
} satisfies Pick<
  App,
  | 'isPackaged'
  | 'commandLine'
  | 'isReady'
  | 'whenReady'
  | 'getVersion'
  | 'getPreferredSystemLanguages'
  | 'getAppPath'
  | 'getPath'
  | 'setPath'
  | 'setName'
  | 'setAppUserModelId'
  | 'enableSandbox'
  | 'requestSingleInstanceLock'
  | 'setLoginItemSettings'
  | 'setBadgeCount'
  | 'getLoginItemSettings'
  | 'relaunch'
  | 'quit'
  | 'exit'
>;
export const app = Object.assign(new EventEmitter(), appMembers);

/** As macOS does, before ready too; answers whether the app took the file or the link. */
export function handOver(text: string): boolean {
  const { event, prevented } = preventable();
  app.emit(/^[\w-]+:/.test(text) ? 'open-url' : 'open-file', event, text);
  return prevented();
}

export function becomeReady(): void {
  for (const text of setting.handedBeforeReady)
    if (!handOver(text)) throw new Error(`Nobody took what macOS handed over before ready: ${text}`);
  computer.ready = true;
  whenReady.resolve();
  app.emit('ready');
}
