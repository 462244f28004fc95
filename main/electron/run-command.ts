import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import process from 'node:process';
import type { App, Shell } from 'electron';
import { AppError } from '../../shared/errors.ts';
import { runCommandLine } from '../cli/run-command-line.ts';
import type { CommandSession, ProfileChoice } from '../cli/run-command-line.ts';
import { followInterruption, readStdin, writeTo } from '../cli/terminal.ts';
import { createLogFile, profileLogPath } from '../log-file.ts';
import { createLog } from '../log.ts';
import { nodeClock as clock, nodeRandom as random } from '../loopback/node-clock.ts';
import { assertReadable } from '../settings/policy-location.ts';
import { joinProfile } from '../owner/profile-session.ts';
import { crashExitCode } from './crash.ts';
import { hostArguments } from './host-arguments.ts';
import { createOpenBrowser } from './open-browser.ts';

interface Deps {
  readonly app: Pick<App, 'isPackaged' | 'getAppPath' | 'getVersion' | 'exit'>;
  readonly shell: Pick<Shell, 'openExternal'>;
  /** The command and its options. */
  readonly words: readonly string[];
}

/** As long as the app may take to start, and its key store to answer. */
const joinMs = 40_000;
const { platform, env } = process;

/**
 * Carries out one command of the command-line interface in the installed app, as a client of the process that owns the profile; where
 * none runs, it starts one.
 *
 * @returns the exit code
 */
export async function runShellCommand({ app, shell, words }: Deps): Promise<number> {
  const openProfile = async (given: ProfileChoice): Promise<CommandSession> => {
    const choice = { ...given, policyPath: absolute(given.policyPath), caFile: absolute(given.caFile) };
    const { profileFolder, unattended } = choice;
    await assertUsable(choice, !app.isPackaged);
    const log = createLog({ write: createLogFile(profileLogPath(profileFolder)), clock });
    const failed = Promise.withResolvers<never>();
    let started: ChildProcess | null = null;
    const startOwner = () => {
      const appPath = app.isPackaged ? null : app.getAppPath();
      const host = spawn(process.execPath, hostArguments({ ...choice, appPath, platform, env }), {
        detached: true,
        stdio: 'ignore',
        windowsHide: true,
        // Not the folder of the command, which could not be taken away as long as it runs.
        cwd: dirname(process.execPath),
      });
      started = host;
      host.once('error', () => failed.reject(notStarted()));
      // 0: another process was faster, and that one answers.
      host.once('exit', (code) => void (code !== 0 && failed.reject(notStarted())));
      host.unref();
    };
    const session = await Promise.race([
      failed.promise,
      joinProfile({
        ...{ profileFolder, startOwner, clock, random, log, platform, limits: { joinMs } },
        startApp: () => Promise.reject(notStarted()),
        sends: () => unattended,
      }),
    ]);
    return { ...session, isAsChosen: () => started !== null && started.exitCode === null };
  };
  const writeError = writeTo(process.stderr);
  return runCommandLine(words, {
    openProfile,
    openBrowser: createOpenBrowser({
      ...{ shell, platform, env, log: () => undefined },
      allowLoopbackHttp: !app.isPackaged,
    }),
    out: writeTo(process.stdout),
    err: (text) => writeError(text).catch(() => undefined),
    readStdin: platform === 'win32' ? refuseStdin : readStdin,
    ...{ clock, random, platform, env, version: app.getVersion() },
    interrupted: followInterruption((code) => app.exit(code)),
  }).catch(() => crashExitCode);
}

/** The app that owns the profile runs in another folder. */
function absolute(path: string | null): string | null {
  return path === null ? null : resolve(path);
}

/**
 * Refuses here what the app that owns the profile would refuse without anybody to see it.
 *
 * @throws {AppError} `invalid-request`, `locked-by-policy`, `policy-invalid` — as `findPolicy` and `loadPolicy` say
 */
async function assertUsable({ policyPath, caFile }: ProfileChoice, isDevelopment: boolean): Promise<void> {
  if (policyPath !== null) {
    const { findPolicy } = await import('../settings/policy.ts');
    findPolicy({ platform, env, givenPath: policyPath, isDevelopment });
    assertReadable(policyPath);
  }
  if (caFile !== null) (await import('../profile-policy.ts')).readCertificates(caFile);
}

function notStarted(): AppError {
  return new AppError(
    'profile-unreadable',
    'The app that owns the profile did not start. Open its window to see why.',
  );
}

/** Electron gives a program on Windows an empty standard input, which would pass for an empty password. */
async function refuseStdin(): Promise<never> {
  throw new AppError(
    'invalid-request',
    'The installed app cannot read standard input on Windows: name a file instead, e.g. with --password-file.',
  );
}
