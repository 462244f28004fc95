import type { Shell } from 'electron';
import { AppError } from '../../shared/errors.ts';
import { isLoopbackHost } from '../accounts/host-name.ts';
import type { Log, OpenBrowser } from '../ports.ts';
import { openInChosenBrowser } from '../start-browser.ts';

interface Deps {
  readonly shell: Pick<Shell, 'openExternal'>;
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
  /** Unpackaged builds open the sandbox's pages too, which are http on a loopback address. */
  readonly allowLoopbackHttp: boolean;
}

// What Windows' ShellExecute takes; longer URLs are cut or refused there.
const windowsUrlLimit = 2081;

/**
 * Answers how URLs are opened in the chosen browser or the system's: `https` only, for any other scheme may start a program.
 */
export function createOpenBrowser({ shell, platform, env, log, allowLoopbackHttp }: Deps): OpenBrowser {
  return async (url, browser = 'system') => {
    const parsed = URL.parse(url);
    if (parsed === null || !mayOpen(parsed, allowLoopbackHttp)) {
      throw new AppError('browser-not-opened', 'Only https addresses are opened in the browser.');
    }
    // A browser that is started by itself has no such limit as the system's own way.
    if (await openInChosenBrowser(parsed.href, browser, { platform, env, log })) return;
    if (platform === 'win32' && parsed.href.length > windowsUrlLimit) {
      throw new AppError(
        'browser-not-opened',
        'The address is too long for Windows to open it in the browser.',
        {
          detail: { lengthCharacters: parsed.href.length, limitCharacters: windowsUrlLimit },
        },
      );
    }
    try {
      await shell.openExternal(parsed.href);
    } catch {
      // The library's error repeats the URL, which holds the state of the sign-in.
      throw new AppError('browser-not-opened', 'The system did not open its browser.');
    }
  };
}

/** Says whether a URL may be handed to the operating system at all. */
export function mayOpen(url: URL, allowLoopbackHttp: boolean): boolean {
  if (url.username !== '' || url.password !== '') return false;
  if (url.protocol === 'https:') return true;
  return allowLoopbackHttp && url.protocol === 'http:' && isLoopbackHost(url.hostname);
}
