import { applyStateChange } from '../../shared/app-state.ts';
import type { StateChange, StateSnapshot } from '../../shared/app-state.ts';
import { AppError, toFailure } from '../../shared/errors.ts';
import { tryOwnerLock } from '../owner/owner-lock.ts';
import type { Clock, Log } from '../ports.ts';
import type { AgentCall } from './agent-call.ts';
import { writeAgentHealth } from './agent-health.ts';
import type { AgentHealth } from './agent-health.ts';
import { createFolderHints } from './folder-hints.ts';
import { readinessOf } from './readiness.ts';
import { openWatch } from './watch.ts';

/** What the agent needs from the program it runs in. */
export interface AgentDeps {
  /** Absolute. */
  readonly profileFolder: string;
  /** Of the profile; the outbox runs where the session's owner is. */
  readonly call: AgentCall;
  readonly onState: (listener: (push: StateSnapshot | StateChange) => void) => () => void;
  readonly role: () => 'owner' | 'client';
  readonly clock: Clock;
  readonly log: Log;
  readonly version: string;
  readonly pid: number;
  /** Takes every health line that was written. */
  readonly tell: (health: AgentHealth) => void;
  /** Aborted when the agent is to end. */
  readonly stop: AbortSignal;
}

/** Between two looks at the watch folders. */
const lookEveryMs = 2_000;
/** At least, for a file that is being written gives many hints. */
const lookPauseMs = 200;
const healthEveryMs = 30_000;
/** A batch changes the counts hundreds of times a second. */
const healthPauseMs = 1_000;
const lockName = 'agent.lock';
const lockTries = 20;
const lockPauseMs = 100;

/** Says whether an agent runs on a profile. @throws {AppError} `profile-unreadable` */
export function isAgentRunning(profileFolder: string): boolean {
  const lock = tryOwnerLock(profileFolder, lockName);
  lock?.release();
  return lock === null;
}

/**
 * Runs the agent until it is told to stop, and answers its last health line. It has no way to ask: no browser, no dialog, no
 * notification.
 *
 * The caller opens the session before and closes it afterwards; the close waits for attempts whose message has ended.
 *
 * @throws {AppError} `profile-in-use` — the profile has an agent already
 * @throws {AppError} `profile-unreadable` — what the watch folders noted is damaged
 */
export async function runAgent(deps: AgentDeps): Promise<AgentHealth> {
  const lock = await takeLock(deps);
  try {
    return await run(deps);
  } finally {
    lock.release();
  }
}

/** Somebody who asks whether an agent runs holds the lock for a moment. */
async function takeLock({ profileFolder, clock }: AgentDeps) {
  for (let tries = 0; tries < lockTries; tries += 1) {
    const lock = tryOwnerLock(profileFolder, lockName);
    if (lock) return lock;
    await clock.sleep(lockPauseMs);
  }
  throw new AppError('profile-in-use', 'An agent runs on this profile already.');
}

async function run(deps: AgentDeps): Promise<AgentHealth> {
  const { clock, log, stop } = deps;
  const watch = await openWatch(deps);
  const health = createHealth(deps, watch);
  const hinted = createWaker(clock, stop);
  const hints = createFolderHints(hinted.wake);
  const changed = createWaker(clock, stop);
  let snapshot: StateSnapshot | null = null;
  const stopListening = deps.onState((push) => {
    snapshot = 'state' in push ? push : snapshot && applyStateChange(snapshot, push);
    health.see(snapshot);
    changed.wake();
  });

  const watching = async () => {
    while (!stop.aborted) {
      const before = JSON.stringify(watch.reports());
      await watch.look(stop);
      hints.follow(watch.paths());
      health.noteProblems();
      if (JSON.stringify(watch.reports()) !== before) changed.wake();
      await clock.sleep(lookPauseMs, stop).catch(() => undefined);
      await hinted.wait(lookEveryMs - lookPauseMs);
    }
  };
  const telling = async () => {
    while (!stop.aborted) {
      await health.write(deps.role());
      await clock.sleep(healthPauseMs, stop).catch(() => undefined);
      await changed.wait(healthEveryMs - healthPauseMs);
    }
  };

  log('agent-started', { role: deps.role(), version: deps.version });
  try {
    await Promise.all([watching(), telling()]);
    return await health.write('ended');
  } finally {
    stopListening();
    hints.close();
    log('agent-ended');
  }
}

function createHealth(deps: AgentDeps, watch: Awaited<ReturnType<typeof openWatch>>) {
  const { profileFolder, clock, version, pid, log, tell } = deps;
  const timeText = () => new Date(clock.nowMs()).toISOString();
  const startedAt = timeText();
  let snapshot: StateSnapshot | null = null;
  let lastError: AgentHealth['lastError'] = null;

  function note(message: string): void {
    if (lastError?.message !== message) lastError = { time: timeText(), message };
  }

  return {
    see: (next: StateSnapshot | null): void => {
      snapshot = next;
      const problem = next?.state.problems[0] ?? next?.state.policy.failure;
      if (problem) note(`${problem.message} (${problem.code})`);
    },
    noteProblems: (): void => {
      const problems = [watch.settingsProblem(), ...watch.reports().map(({ problem }) => problem)];
      for (const problem of problems) if (problem !== null) note(problem);
    },
    /** A disk that is full must not end the agent: the line is told all the same. */
    write: async (role: AgentHealth['role']): Promise<AgentHealth> => {
      const state = snapshot?.state;
      const { ready, notChecked, notReady } = readinessOf(state?.accounts ?? []);
      const health: AgentHealth = {
        ...{ version, pid, role, time: timeText(), startedAt },
        counts: { ...noCounts, ...state?.outbox.counts },
        ...{ ready, notChecked, notReady: [...notReady] },
        ...{ watch: [...watch.reports()], lastError },
      };
      await writeAgentHealth(profileFolder, health).catch((error: unknown) =>
        log('agent-health-not-written', { code: toFailure(error).code }),
      );
      tell(health);
      return health;
    },
  };
}

const noCounts = { queued: 0, sending: 0, held: 0, sent: 0, failed: 0, unconfirmed: 0, cancelled: 0 };

/** Answers a wait that others may cut short, also before it begins. */
function createWaker(clock: Clock, stop: AbortSignal) {
  let nap = new AbortController();
  return {
    wake: (): void => nap.abort(),
    wait: async (ms: number): Promise<void> => {
      await clock.sleep(ms, AbortSignal.any([nap.signal, stop])).catch(() => undefined);
      nap = new AbortController();
    },
  };
}
