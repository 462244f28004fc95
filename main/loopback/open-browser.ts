import { statSync } from 'node:fs';
import { AppError } from '../../shared/errors.ts';
import { isSafeEndpoint } from '../../shared/oauth-endpoints.ts';
import type { Log, OpenBrowser } from '../ports.ts';
import { openInChosenBrowser, startProgram } from '../start-browser.ts';
import { browserCommand } from './browser-command.ts';

interface Deps {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absent: nobody is told. */
  readonly log?: Log;
}

/**
 * Answers how URLs are opened from plain Node: `https` and this computer's own pages only, without a shell. `$BROWSER` comes
 * before the browser that was chosen, for it is said last, by whoever started the program.
 */
export function createOpenBrowser({ platform, env, log = () => undefined }: Deps): OpenBrowser {
  return async (text, browser = 'system') => {
    const url = URL.parse(text)?.href ?? '';
    if (!isSafeEndpoint(url)) {
      throw new AppError(
        'browser-not-opened',
        'Only https addresses and pages of this computer are opened.',
        { field: 'url' },
      );
    }
    if (!env['BROWSER']?.trim() && (await openInChosenBrowser(url, browser, { platform, env, log }))) return;
    const { command, args } = browserCommand({ platform, env, url, isFile });
    try {
      await startProgram(command, args);
    } catch {
      // The system's error repeats the URL, which holds the state of the sign-in.
      throw new AppError('browser-not-opened', 'No browser could be started.');
    }
  };
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
