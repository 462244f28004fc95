import { posix, win32 } from 'node:path';

interface System {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly homeFolder: string;
}

/**
 * Answers the folder of the profile that is used where none is named, as the operating system's users expect it.
 *
 * @see https://specifications.freedesktop.org/basedir-spec/latest/
 */
export function defaultProfileFolder({ platform, env, homeFolder }: System): string {
  if (platform === 'win32') {
    return win32.join(env['APPDATA'] || win32.join(homeFolder, 'AppData', 'Roaming'), 'SMTP Setup');
  }
  if (platform === 'darwin') return posix.join(homeFolder, 'Library', 'Application Support', 'SMTP Setup');
  const configured = env['XDG_CONFIG_HOME'];
  // The specification says that a relative path is to be ignored.
  const base = configured?.startsWith('/') ? configured : posix.join(homeFolder, '.config');
  return posix.join(base, 'smtp-setup');
}
