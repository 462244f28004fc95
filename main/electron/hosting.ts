import type { ProfileSession } from '../owner/profile-session.ts';
import type { Clock, Log } from '../ports.ts';

interface Deps {
  readonly opened: Promise<Pick<ProfileSession, 'call' | 'clients' | 'role'>>;
  /** Messages that are under way. */
  readonly underWay: () => number;
  readonly isWindowOpen: () => boolean;
  /** Begins what a window or the agent does besides answering: it looks after watch folders. */
  readonly beginAgent: () => void;
  /** Ends the process; 0: nobody needs it any more. */
  readonly end: (exitCode: number) => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** The life of a process that owns the profile for the sake of commands. */
export interface Hosting {
  /** Whether it goes on without a window. */
  readonly isServing: () => boolean;
  /** Lets what waits be sent: somebody has opened the window, or the system has started the agent. */
  readonly begin: () => void;
  /** It stays from now on, as the agent. */
  readonly stay: () => void;
}

const lookEveryMs = 500;
/** A script gives one command after the other; each would start the app anew. */
const idleForMs = 3_000;
/** Until then the command that started it must have come. */
const firstForMs = 30_000;
/** EX_CONFIG of sysexits: the profile cannot be opened. */
export const notOpenedExitCode = 78;

/**
 * Keeps the process for as long as commands use it, messages are under way or a window is open, and ends it then.
 *
 * Commands do not open a profile themselves in the installed app: only one process may use Chromium's folder of the profile, in which
 * the key of all secrets lies on Windows.
 */
export function followHosting(deps: Deps): Hosting {
  const { opened, clock, log } = deps;
  let stays = false;
  let begun = false;
  let clients = 0;

  const isNeeded = (): boolean => stays || clients > 0 || deps.underWay() > 0 || deps.isWindowOpen();

  const follow = async (): Promise<void> => {
    const session = await opened;
    // Nobody can reach an app that only says why it cannot be opened.
    if (session.role() === 'client') return deps.end(notOpenedExitCode);
    let ever = 0;
    for (let restMs = firstForMs; restMs > 0; restMs -= lookEveryMs) {
      await clock.sleep(lookEveryMs);
      const visits = session.clients();
      clients = visits.now;
      if (isNeeded() || visits.ever > ever) restMs = visits.ever > 0 ? idleForMs : firstForMs;
      ever = visits.ever;
    }
    log('host-not-needed');
    deps.end(0);
  };
  follow().catch(() => deps.end(notOpenedExitCode));

  const begin = (): void => {
    if (begun) return;
    begun = true;
    deps.beginAgent();
    void opened.then(({ call }) => call('outboxStart', {}, { origin: 'agent' }));
  };
  return {
    isServing: () => stays || clients > 0,
    begin,
    stay: () => {
      stays = true;
      begin();
    },
  };
}
