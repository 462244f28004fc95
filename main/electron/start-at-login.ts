import { createHash } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { App, LoginItemSettings } from 'electron';
import { AppError } from '../../shared/errors.ts';
import type { StartAtLogin } from '../ports.ts';
import { writeWhole } from '../whole-file.ts';
import { productName } from './words.ts';

interface Deps {
  readonly app: {
    readonly isPackaged: boolean;
    readonly getPath: (name: 'home') => string;
    readonly getLoginItemSettings: (options?: { args?: string[] }) => Pick<LoginItemSettings, 'status'>;
    readonly setLoginItemSettings: App['setLoginItemSettings'];
  };
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly execPath: string;
  /** Absolute; null: the default one. */
  readonly profileFolder: string | null;
}

/** What makes the executable start as the agent, without a window. */
const agentSwitch = '--agent';

/**
 * Answers how this operating system is told to start the agent at log-in; null where it cannot be: a build of developers is no
 * program of the system, and macOS hands over no arguments, so that only the default profile can be meant there.
 */
export function createStartAtLogin(deps: Deps): StartAtLogin | null {
  const { app, platform, profileFolder } = deps;
  if (!app.isPackaged) return null;
  if (platform === 'win32') return windows(deps);
  if (platform === 'darwin') return profileFolder === null ? macos(deps) : null;
  return linux(deps);
}

/** A value of the Run key of the user; Windows asks for quotes where an argument has spaces. */
function windows({ app, profileFolder }: Deps): StartAtLogin {
  const args = [agentSwitch, ...(profileFolder === null ? [] : ['--profile', `"${profileFolder}"`])];
  return {
    set: async (wanted) => {
      app.setLoginItemSettings({ openAtLogin: wanted, args, name: entryName(profileFolder) });
      return wanted ? 'on' : 'off';
    },
  };
}

/** A login item; the app sees by `wasOpenedAtLogin` that it is to be the agent. */
function macos({ app }: Deps): StartAtLogin {
  return {
    set: async (wanted) => {
      app.setLoginItemSettings({ openAtLogin: wanted });
      const { status } = app.getLoginItemSettings();
      if (!wanted) return 'off';
      if (status === 'requires-approval') return 'needs-approval';
      // An unsigned app is passed over without a word.
      if (status === 'enabled') return 'on';
      throw new AppError('setting-invalid', 'macOS does not start this program at log-in.', {
        field: 'startAgentAtLogin',
      });
    },
  };
}

/** A file that every desktop reads. @see https://specifications.freedesktop.org/autostart-spec/latest/ */
function linux({ app, env, execPath, profileFolder }: Deps): StartAtLogin {
  const config = env['XDG_CONFIG_HOME'] ?? '';
  const folder = join(config.startsWith('/') ? config : join(app.getPath('home'), '.config'), 'autostart');
  const path = join(folder, `${entryName(profileFolder)}.desktop`);
  const words = [
    ownProgram(env, execPath),
    agentSwitch,
    ...(profileFolder === null ? [] : ['--profile', profileFolder]),
  ];
  return {
    set: async (wanted) => {
      try {
        if (wanted) {
          await mkdir(folder, { recursive: true });
          await writeWhole(path, desktopEntry(words));
        } else await rm(path, { force: true });
        return wanted ? 'on' : 'off';
      } catch (cause) {
        const message = 'The list of programs that start at log-in cannot be written.';
        throw new AppError('setting-invalid', message, { cause, field: 'startAgentAtLogin' });
      }
    },
  };
}

/**
 * Answers the file that starts this program once more: of an AppImage, which is mounted elsewhere at each start, itself.
 *
 * Its variables are inherited, so they also stand there where another AppImage, such as a terminal, has started this program.
 */
export function ownProgram(
  { APPIMAGE, APPDIR }: Readonly<Record<string, string | undefined>>,
  execPath: string,
): string {
  return APPIMAGE && APPDIR && execPath.startsWith(`${APPDIR}/`) ? APPIMAGE : execPath;
}

/** Profiles other than the default one have an entry of their own. */
function entryName(profileFolder: string | null): string {
  if (profileFolder === null) return 'smtp-setup-agent';
  return `smtp-setup-agent-${createHash('sha256').update(profileFolder).digest('hex').slice(0, 8)}`;
}

/**
 * Answers an autostart file.
 *
 * @param words program and arguments
 * @see https://specifications.freedesktop.org/desktop-entry-spec/latest/exec-variables.html
 */
export function desktopEntry(words: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    `Name=${productName}`,
    `Exec=${words.map(execWord).join(' ')}`,
    'Terminal=false',
    'NoDisplay=true',
    '',
  ].join('\n');
}

/** Quoted for Exec, then as every value of the file: each backslash twice. `%` would begin a field code. */
function execWord(word: string): string {
  if (/^[A-Za-z0-9/._-]+$/.test(word)) return word;
  const quoted = `"${word.replaceAll(/["`$\\]/g, String.raw`\$&`).replaceAll('%', '%%')}"`;
  return quoted.replaceAll('\\', '\\\\').replaceAll('\n', String.raw`\n`);
}
