import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { setTimeout as after } from 'node:timers/promises';
import type { SignInBrowser } from '../shared/settings.ts';
import { browserCandidates } from './chosen-browser.ts';
import type { Log } from './ports.ts';

interface Deps {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
}

// xdg-open and `open -a` end at once with a code when there is no browser; one that still runs after this time has found one.
const failsWithinMs = 500;

/**
 * Starts a program with these arguments, past no shell.
 *
 * @throws {Error} it is not there, or ended at once with a code; the error repeats the arguments
 */
export async function startProgram(command: string, args: readonly string[]): Promise<void> {
  const ended = new AbortController();
  try {
    // In a group of its own, so that ending the app does not end the browser.
    const child = spawn(command, args, {
      stdio: 'ignore',
      detached: true,
      shell: false,
      windowsHide: true,
    });
    child.unref();
    await Promise.race([failure(child), after(failsWithinMs, undefined, { signal: ended.signal })]);
  } finally {
    ended.abort();
  }
}

/**
 * Opens a URL in the browser that was chosen for sign-ins; false: it is not there, the system's own is to open it.
 *
 * @param url checked by the caller: it begins with a scheme that browsers show, never with an option of theirs
 */
export async function openInChosenBrowser(
  url: string,
  browser: SignInBrowser,
  { platform, env, log }: Deps & { readonly log: Log },
): Promise<boolean> {
  if (browser === 'system') return false;
  const found = browserCandidates({ browser, platform, env }).find(({ command }) => isProgram(command));
  try {
    if (!found || !/^https?:\/\//.test(url)) throw new Error('there is none');
    await startProgram(found.command, [...found.args, url]);
    return true;
  } catch {
    log('browser-not-found', { method: browser });
    return false;
  }
}

/** Resolves when the program ended well; rejects when it could not be started or ended with a code. */
function failure(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error('ended with a code'))));
  });
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
