import { runAgent } from '../agent/agent.ts';
import type { AgentCall } from '../agent/agent-call.ts';
import { AppError, toFailure } from '../../shared/errors.ts';
import type { ProfileSession } from '../owner/profile-session.ts';
import type { Clock, Log } from '../ports.ts';

interface Deps {
  readonly opened: Promise<ProfileSession>;
  /** Absolute. */
  readonly profileFolder: string;
  readonly version: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** Between two looks whether the agent of another program has ended. */
const tryAgainMs = 30_000;

/**
 * Looks after the watch folders for as long as the app runs, with its window or without; while another agent does so, it waits.
 *
 * @returns how to end it
 */
export function runShellAgent({ opened, profileFolder, version, clock, log }: Deps): () => Promise<void> {
  const ending = new AbortController();
  const stop = ending.signal;

  const run = async (): Promise<void> => {
    const session = await opened;
    const { onState, role } = session;
    const about = { profileFolder, onState, role, clock, log, version, pid: process.pid, stop };
    while (!stop.aborted) {
      try {
        await runAgent({ ...about, call: agentCall(session), tell: () => undefined });
      } catch (error) {
        log('agent-not-running', { code: toFailure(error).code });
        await clock.sleep(tryAgainMs, stop).catch(() => undefined);
      }
    }
  };

  const running = run().catch(() => log('agent-not-running', { code: 'internal' }));
  return async () => {
    ending.abort();
    await running;
  };
}

/** Answers the contract for somebody who cannot be asked. */
function agentCall({ call }: Pick<ProfileSession, 'call'>): AgentCall {
  return async (name, input) => {
    const reply = await call(name, input, { origin: 'agent' });
    // The app derives its replies from the same contract as these types.
    if (reply.ok) return reply.value as never;
    throw new AppError(reply.error.code, reply.error.message);
  };
}
