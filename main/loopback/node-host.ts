import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import type { HostInfo } from '../../shared/app-state.ts';
import { AppError } from '../../shared/errors.ts';
import type { MethodName } from '../../shared/method-names.ts';
import type { AppOptions, AppPort } from '../app-port.ts';
import { createLogFile, profileLogPath } from '../log-file.ts';
import { createLog } from '../log.ts';
import { joinProfile } from '../owner/profile-session.ts';
import type { ProfileSession } from '../owner/profile-session.ts';
import { assertReadable } from '../settings/policy-location.ts';
import { nodeClock, nodeRandom } from './node-clock.ts';

interface Options {
  /** Absolute; made when it is missing. */
  readonly profileFolder: string;
  /** `--policy` and `--ca-file`, as the person gave them; null: not given. */
  readonly policyPath: string | null;
  readonly caFile: string | null;
  /** `agent`: it sends from the start, and has no browser. */
  readonly kind: 'preview' | 'command-line' | 'agent';
}

/** Methods after which a message is on its way, and whoever called them may wait for it. */
const sendingMethods = new Set<string>([
  'outboxSubmit',
  'outboxSendNow',
  'outboxSendAgain',
  'outboxResend',
] satisfies MethodName[]);

/**
 * Joins a profile from plain Node, where secrets are sealed with a key file.
 *
 * The app and all it is made of is loaded only when this process becomes the owner: a client needs none of it.
 *
 * @throws {AppError} `policy-invalid` — the file of `--policy` cannot be read
 * @throws {AppError} as `joinProfile` and the start of the app; the preview instead gets an app that says why
 */
export async function openNodeProfile(options: Options): Promise<ProfileSession> {
  const { profileFolder, policyPath, caFile, kind } = options;
  const { platform } = process;
  const log = createLog({ write: createLogFile(profileLogPath(profileFolder)), clock: nodeClock });
  if (policyPath !== null) assertReadable(policyPath);
  const host = nodeHostInfo(kind);
  let sends = kind !== 'command-line';
  const startApp = async (): Promise<AppPort> => {
    const { startNodeApp } = await import('./node-app.ts');
    return startNodeApp({
      ...{ profileFolder, host, log },
      policyPath: absolute(policyPath),
      caFile: absolute(caFile),
      hasBrowser: kind !== 'agent',
      // Whoever takes over from another program may wait for a message that the other one had not tried yet.
      delivery: sends ? 'at-start' : 'when-asked',
    });
  };
  try {
    const clock = nodeClock;
    const session = await joinProfile({
      ...{ profileFolder, startApp, sends: () => sends, clock, random: nodeRandom, log, platform },
    });
    return {
      ...session,
      call: (method, input, caller) => {
        sends ||= sendingMethods.has(method);
        return session.call(method, input, caller);
      },
    };
  } catch (error) {
    if (kind !== 'preview' || !(error instanceof AppError)) throw error;
    log('profile-not-opened', { code: error.code });
    const { startBrokenNodeApp } = await import('./node-app.ts');
    const { call, onState, stop } = startBrokenNodeApp({ profileFolder, host, log }, error);
    return { call, onState, close: stop, role: () => 'client', clients: () => ({ now: 0, ever: 0 }) };
  }
}

const platforms: Readonly<Record<string, HostInfo['platform']>> = { win32: 'windows', darwin: 'macos' };

/** Answers what the app is told about a host under plain Node. */
export function nodeHostInfo(kind: Options['kind']): AppOptions['host'] {
  return {
    kind: kind === 'agent' ? 'command-line' : kind,
    platform: platforms[process.platform] ?? 'linux',
    version: appVersion(),
    userName: userName(),
  };
}

/** Answers the version of the app, e.g. `0.1.0`. */
export function appVersion(): string {
  const text = readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8');
  const { version } = JSON.parse(text) as { version: string };
  return version;
}

/** A user without an entry in the computer's list, as in some containers, has no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return '';
  }
}

function absolute(path: string | null): string | null {
  return path === null ? null : resolve(path);
}
