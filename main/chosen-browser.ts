import { posix, win32 } from 'node:path';
import type { SignInBrowser } from '../shared/settings.ts';

/** A program that may be there, and what comes before the URL among its arguments. */
export interface BrowserCandidate {
  /** Absolute, or on Linux also a path below one of `PATH`. */
  readonly command: string;
  readonly args: readonly string[];
}

type Chosen = Exclude<SignInBrowser, 'system'>;

/** Paths below the folders that programs are installed in; a person without administrator rights has them in their own. */
const onWindows: Readonly<Record<Chosen, readonly string[]>> = {
  chrome: [String.raw`Google\Chrome\Application\chrome.exe`],
  edge: [String.raw`Microsoft\Edge\Application\msedge.exe`],
  firefox: [String.raw`Mozilla Firefox\firefox.exe`],
  safari: [],
};
const windowsFolders = ['ProgramFiles', 'ProgramFiles(x86)', 'LocalAppData'];

const onMacOs: Readonly<Record<Chosen, string>> = {
  chrome: 'Google Chrome',
  edge: 'Microsoft Edge',
  firefox: 'Firefox',
  safari: 'Safari',
};

const onLinux: Readonly<Record<Chosen, readonly string[]>> = {
  chrome: ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser'],
  edge: ['microsoft-edge-stable', 'microsoft-edge'],
  firefox: ['firefox', 'firefox-esr'],
  safari: [],
};

interface Question {
  readonly browser: SignInBrowser;
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Answers the programs that a choice of browser can mean on this system, the likeliest first; none for the system's own.
 *
 * They are looked for where they are installed, never in the current folder and never by a shell.
 */
export function browserCandidates({ browser, platform, env }: Question): readonly BrowserCandidate[] {
  if (browser === 'system') return [];
  if (platform === 'darwin') return [{ command: '/usr/bin/open', args: ['-a', onMacOs[browser]] }];
  if (platform === 'win32') {
    return windowsFolders
      .flatMap((name) => variable(env, name) ?? [])
      .filter((folder) => win32.isAbsolute(folder))
      .flatMap((folder) => onWindows[browser].map((path) => win32.join(folder, path)))
      .map((command) => ({ command, args: [] }));
  }
  const folders = (env['PATH'] ?? '').split(':').filter((folder) => posix.isAbsolute(folder));
  return onLinux[browser]
    .flatMap((name) => folders.map((folder) => posix.join(folder, name)))
    .map((command) => ({ command, args: [] }));
}

/** Windows takes names of variables in any case, a copy of its environment does not. */
function variable(env: Question['env'], name: string): string | undefined {
  return Object.entries(env).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
}
