import { runCommandLine } from '../../main/cli/run-command-line.ts';
import type { ProfileChoice } from '../../main/cli/run-command-line.ts';
import type { ProfileSession } from '../../main/owner/profile-session.ts';
import { createFakeApp } from '../helpers/fake-app.ts';
import type { FakeApp, FakeStart } from '../helpers/fake-app.ts';
import { systemClock, systemRandom } from '../helpers/system-ports.ts';

interface Ran {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
  /** The only value on standard output. */
  readonly json: unknown;
  /** The only error on standard error. */
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly remedy: string;
    readonly field?: string;
  };
}

/** The command line on an app in memory. */
export interface CommandLineTest {
  readonly app: FakeApp;
  readonly run: (words: readonly string[], stdin?: string) => Promise<Ran>;
  /** Who called, by method. */
  readonly origins: readonly (readonly [method: string, origin: string])[];
  readonly opened: readonly string[];
  readonly choices: readonly ProfileChoice[];
  readonly sessions: { open: number };
  readonly interrupt: () => void;
}

interface Start extends FakeStart {
  readonly role?: 'owner' | 'client';
  readonly noBrowser?: boolean;
  /** Standard output cannot be written, for this reason. */
  readonly lostOutput?: string;
  /** What the end of a session changes. */
  readonly atClose?: (app: FakeApp) => void;
}

/** Answers a way to run command lines, each as a process of its own would. */
export function commandLine(options: Start = {}): CommandLineTest {
  const { role = 'owner', noBrowser = false, lostOutput, atClose, ...start } = options;
  const app = createFakeApp(start);
  const origins: [string, string][] = [];
  const opened: string[] = [];
  const choices: ProfileChoice[] = [];
  const sessions = { open: 0 };
  const interruption = new AbortController();

  const openProfile = async (choice: ProfileChoice): Promise<ProfileSession> => {
    choices.push(choice);
    sessions.open += 1;
    return {
      role: () => role,
      clients: () => ({ now: 0, ever: 0 }),
      call: async (method, input, caller) => {
        origins.push([method, caller.origin]);
        return app.call(method, input);
      },
      onState: (listener) => {
        listener({ revision: 0, state: app.state() });
        return app.onPush(listener);
      },
      close: async () => {
        sessions.open -= 1;
        atClose?.(app);
      },
    };
  };

  return {
    app,
    origins,
    opened,
    choices,
    sessions,
    interrupt: () => interruption.abort(),
    run: async (words, stdin = '') => {
      const out: string[] = [];
      const err: string[] = [];
      const exitCode = await runCommandLine(words, {
        openProfile,
        openBrowser: async (url) => {
          if (noBrowser) throw new Error('no browser');
          opened.push(url);
        },
        clock: systemClock,
        random: systemRandom,
        out: async (text) => {
          if (lostOutput !== undefined) throw Object.assign(new Error('write'), { code: lostOutput });
          out.push(text);
        },
        err: async (text) => void err.push(text),
        readStdin: async () => Buffer.from(stdin),
        platform: 'linux',
        env: { XDG_CONFIG_HOME: '/config' },
        version: '1.2.3',
        interrupted: interruption.signal,
      });
      const all = { exitCode, out: out.join('\n'), err: err.join('\n') };
      return {
        ...all,
        get json(): unknown {
          return JSON.parse(all.out);
        },
        get error(): Ran['error'] {
          return (JSON.parse(all.err) as { error: Ran['error'] }).error;
        },
      };
    },
  };
}
