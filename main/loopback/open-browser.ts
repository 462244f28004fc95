import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { statSync } from 'node:fs';
import { setTimeout as after } from 'node:timers/promises';
import { AppError } from '../../shared/errors.ts';
import type { OpenBrowser } from '../ports.ts';
import { isSafeEndpoint } from '../../shared/oauth-endpoints.ts';
import { browserCommand } from './browser-command.ts';

interface Deps {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
}

// xdg-open ends at once with a code when there is no browser; one that still runs after this time has found one.
const failsWithinMs = 500;

/** Answers how URLs are opened from plain Node: `https` and this computer's own pages only, without a shell. */
export function createOpenBrowser({ platform, env }: Deps): OpenBrowser {
  return async (text) => {
    const url = URL.parse(text)?.href ?? '';
    if (!isSafeEndpoint(url)) {
      throw new AppError(
        'browser-not-opened',
        'Only https addresses and pages of this computer are opened.',
        { field: 'url' },
      );
    }
    const { command, args } = browserCommand({ platform, env, url, isFile });
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
    } catch {
      // The system's error repeats the URL, which holds the state of the sign-in.
      throw new AppError('browser-not-opened', 'No browser could be started.');
    } finally {
      ended.abort();
    }
  };
}

/** Resolves when the program ended well; rejects when it could not be started or ended with a code. */
function failure(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error('ended with a code'))));
  });
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
