import { win32 } from 'node:path';

export interface BrowserCommand {
  readonly command: string;
  /** The URL is one of them, as a whole; there is no shell that could read it. */
  readonly args: readonly string[];
}

interface Question {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** As `URL.href` spells it: without spaces and quotes. */
  readonly url: string;
  /** Says whether a text is the path of a file, for a `$BROWSER` with spaces in its path. */
  readonly isFile?: (path: string) => boolean;
}

/**
 * Answers the program that shows a URL: `$BROWSER` where it is set, else what the operating system has for it.
 *
 * On Windows that is rundll32 by its full path: `cmd /c start` reads `&` in a URL as the next command, explorer.exe opens a
 * folder where it does not like the query, and a bare name could be found in the current folder first.
 */
export function browserCommand({ platform, env, url, isFile = () => false }: Question): BrowserCommand {
  const chosen = env['BROWSER']?.trim();
  if (chosen) return chosenCommand(isFile(chosen) ? [chosen] : words(chosen), url);
  if (platform === 'darwin') return { command: '/usr/bin/open', args: [url] };
  if (platform === 'win32') {
    const system = win32.join(env['SystemRoot'] ?? env['SYSTEMROOT'] ?? String.raw`C:\Windows`, 'System32');
    return { command: win32.join(system, 'rundll32.exe'), args: ['url.dll,FileProtocolHandler', url] };
  }
  return { command: 'xdg-open', args: [url] };
}

function chosenCommand([command = '', ...given]: readonly string[], url: string): BrowserCommand {
  const placed = given.map((word) => word.replaceAll('%s', () => url));
  return { command, args: given.some((word) => word.includes('%s')) ? placed : [...given, url] };
}

/** Splits at spaces that are not inside quotes. */
function words(text: string): readonly string[] {
  return [...text.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? '',
  );
}
