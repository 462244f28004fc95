import { tmpdir } from 'node:os';
import type { StateChange, StateSnapshot } from '../../shared/app-state.ts';
import { contract } from '../../shared/contract.ts';
import type { Caller, Reply } from '../../shared/contract.ts';
import { AppError, toFailure } from '../../shared/errors.ts';
import type { MethodName } from '../../shared/method-names.ts';
import type { AppPort } from '../app-port.ts';
import type { Clock, Log, Random } from '../ports.ts';
import { thisSystem } from './owner-address.ts';
import { connectToOwner } from './owner-client.ts';
import type { AnswerLimits, CallOutcome } from './owner-client.ts';
import { clientLink, ownerLink } from './owner-link.ts';
import type { Link } from './owner-link.ts';
import { tryOwnerLock } from './owner-lock.ts';
import type { Visits } from './owner-server.ts';
import { readOwnerRecord } from './owner-record.ts';

/** The app of a profile, wherever it runs: in this process or in the one that owns the profile. */
export interface ProfileSession {
  /** As the app's `call`; `profile-in-use` where the owner does not answer or went away with a call that may not be repeated. */
  readonly call: (method: string, input: unknown, caller: Caller) => Promise<Reply<unknown>>;
  /**
   * Tells the listener a snapshot first and every change afterwards. A snapshot that comes later, with any revision, is a new
   * beginning: the owner changed.
   */
  readonly onState: (listener: (push: StateSnapshot | StateChange) => void) => () => void;
  readonly role: () => 'owner' | 'client';
  /** Other programs that this one serves as the owner. */
  readonly clients: () => Visits;
  /** Stops the app where it runs here, and hands the profile to whoever waits for it. */
  readonly close: () => Promise<void>;
}

interface Deps {
  /** Absolute; made when it is missing. */
  readonly profileFolder: string;
  /** Called with the lock held, once for every time that this process becomes the owner. */
  readonly startApp: () => Promise<AppPort>;
  /**
   * Whether what waits is to be sent while this program is there, whoever owns the profile: an owner that came only to look is
   * told so. Absent: no.
   */
  readonly sends?: () => boolean;
  /**
   * Starts another program that is to own the profile: this one then never does, and `startApp` is not called. Called while nobody
   * owns it, once for each time that this process joins.
   */
  readonly startOwner?: () => void;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly platform: NodeJS.Platform;
  /** Shorter in tests. */
  readonly limits?: Partial<SessionLimits>;
}

export interface SessionLimits extends AnswerLimits {
  /** How long an owner may hold the lock without being reachable, as while it starts or ends. */
  readonly joinMs: number;
}

const defaultLimits: SessionLimits = { joinMs: 10_000, handshakeMs: 5_000, pingMs: 1_000, silentPings: 10 };
/** Between two tries while the lock is held and nobody answers: about the time in which an owner starts to listen. */
const retryMs = 25;
/** Spreads the clients of an owner that has just gone. */
const jitterMs = 25;
const firstPauseMs = 250;
const longestPauseMs = 10_000;
/** A call with which so many owners died is perhaps what kills them. */
const longestChase = 3;

/**
 * Joins a profile: as its owner where nobody owns it, else as a client, who takes over when the owner goes away.
 *
 * The lock alone decides; an owner that does not answer is never replaced, because it may be in the middle of a refresh or a
 * delivery.
 *
 * @throws {AppError} `profile-in-use` — the owner does not answer, or is another version of the app
 * @throws {AppError} `profile-unreadable` — the profile folder cannot be used
 * @throws {AppError} whatever `startApp` throws
 */
export async function joinProfile(deps: Deps): Promise<ProfileSession> {
  const { clock, random, log } = deps;
  const limits: SessionLimits = { ...defaultLimits, ...deps.limits };
  const listeners = new Map<(push: StateSnapshot | StateChange) => void, () => void>();
  const closing = new AbortController();
  let link: Link | null = null;
  let attempt: Promise<Link> | null = null;
  let lastRole: 'owner' | 'client' = 'client';

  async function join(): Promise<Link> {
    let { startOwner } = deps;
    const startOnce =
      startOwner &&
      (() => {
        startOwner?.();
        startOwner = undefined;
      });
    for (let waitedMs = 0; waitedMs <= limits.joinMs;) {
      closing.signal.throwIfAborted();
      const found = await tryToJoin(deps, limits, startOnce);
      if (found) return found;
      const pauseMs = retryMs + random.fraction() * jitterMs;
      await clock.sleep(pauseMs, closing.signal);
      waitedMs += pauseMs;
    }
    throw silentOwner();
  }

  function adopt(next: Link): Link {
    link = next;
    lastRole = next.role;
    log('profile-joined', { role: next.role });
    for (const listener of listeners.keys()) listeners.set(listener, next.onState(listener));
    // Each owner anew. Where it ends before it has answered, the next one is told.
    if (next.role === 'client' && deps.sends?.()) void next.call('outboxStart', {}, { origin: 'agent' });
    void followLoss(next);
    return next;
  }

  async function followLoss(lost: Link): Promise<void> {
    await lost.lost;
    if (link === lost) link = null;
    await rejoin();
  }

  async function joinAndAdopt(): Promise<Link> {
    try {
      const next = await join();
      if (!closing.signal.aborted) return adopt(next);
      // Whoever closes while the app starts must not leave it running.
      await next.close();
      throw new AppError('profile-in-use', 'This program is ending.');
    } finally {
      attempt = null;
    }
  }

  async function current(): Promise<Link> {
    if (closing.signal.aborted) throw new AppError('profile-in-use', 'This program is ending.');
    if (link) return link;
    attempt ??= joinAndAdopt();
    return attempt;
  }

  async function rejoin(): Promise<void> {
    let pauseMs = firstPauseMs;
    while (!closing.signal.aborted) {
      try {
        await current();
        return;
      } catch (error) {
        log('profile-join-failed', { code: toFailure(error).code });
        await clock.sleep(pauseMs, closing.signal).catch(() => undefined);
        pauseMs = Math.min(longestPauseMs, pauseMs * 2);
      }
    }
  }

  async function call(method: string, input: unknown, caller: Caller): Promise<Reply<unknown>> {
    let lostTimes = 0;
    for (let waitedMs = 0; ;) {
      let outcome: CallOutcome;
      let asked: Link;
      try {
        asked = await current();
        outcome = await asked.call(method, input, caller);
      } catch (error) {
        return { ok: false, error: toFailure(error) };
      }
      if (outcome.kind === 'reply') return outcome.reply;
      if (outcome.kind === 'silent') return { ok: false, error: toFailure(silentOwner()) };
      if (outcome.kind === 'lost') {
        lostTimes += 1;
        if (!isRepeatable(method) || lostTimes === longestChase)
          return { ok: false, error: toFailure(lostCall(method)) };
      }
      if (waitedMs > limits.joinMs) return { ok: false, error: toFailure(silentOwner()) };
      waitedMs += retryMs;
      await nextOwner(asked);
    }
  }

  /** Resolves when an owner that ends is gone, or after a moment; asking it again at once would keep it busy. */
  async function nextOwner(ending: Link): Promise<void> {
    const gone = new AbortController();
    const moment = clock
      .sleep(retryMs, AbortSignal.any([gone.signal, closing.signal]))
      .catch(() => undefined);
    await Promise.race([ending.lost, moment]);
    gone.abort();
  }

  await current();
  return {
    call,
    role: () => link?.role ?? lastRole,
    clients: () => link?.clients() ?? { now: 0, ever: 0 },
    onState: (listener) => {
      // Each subscriber is told separately, also where one function listens twice.
      const own = (push: StateSnapshot | StateChange) => listener(push);
      listeners.set(own, () => undefined);
      if (link) listeners.set(own, link.onState(own));
      return () => {
        listeners.get(own)?.();
        listeners.delete(own);
      };
    },
    close: async () => {
      closing.abort(new AppError('profile-in-use', 'This program is ending.'));
      const last = link;
      link = null;
      await attempt?.catch(() => undefined);
      for (const end of listeners.values()) end();
      await last?.close();
    },
  };
}

/** Answers null where somebody holds the lock whom nobody can reach yet. */
async function tryToJoin(deps: Deps, limits: SessionLimits, startOwner?: () => void): Promise<Link | null> {
  const { profileFolder, platform, clock, random } = deps;
  const lock = tryOwnerLock(profileFolder);
  if (lock && startOwner) {
    lock.release();
    startOwner();
    return null;
  }
  if (lock) {
    const system = thisSystem(platform, tmpdir());
    return ownerLink({ ...deps, lock, system, handshakeMs: limits.handshakeMs });
  }
  const record = readOwnerRecord(profileFolder);
  if (!record) return null;
  const result = await connectToOwner({ record, clock, random, limits });
  switch (result.kind) {
    case 'connected':
      return clientLink(result.connection);
    case 'unreachable':
      return null;
    case 'silent':
      throw silentOwner();
    case 'other-version':
      throw new AppError('profile-in-use', 'Another version of this program has the profile open.');
    default:
      return result satisfies never;
  }
}

function silentOwner(): AppError {
  return new AppError('profile-in-use', 'Another program has this profile open and does not answer.');
}

function isRepeatable(method: string): boolean {
  return isMethodName(method) && contract[method].repeatable;
}

function isMethodName(method: string): method is MethodName {
  return Object.hasOwn(contract, method);
}

/** Where to look whether a call that was cut was carried out, by the first word of its method. */
const whereToLook: readonly (readonly [prefix: string, advice: string])[] = [
  ['accounts', 'Look at the list of accounts before you do it again.'],
  ['sign', 'Look at the status of the account before you do it again.'],
  ['question', 'Look at the status of the account before you do it again.'],
  ['document', 'Add the document again.'],
  ['outbox', 'Look at the message in the outbox before you do it again.'],
];

function lostCall(method: string): AppError {
  const advice =
    whereToLook.find(([prefix]) => method.startsWith(prefix))?.[1] ??
    'Look at the result before you do it again.';
  return new AppError(
    'profile-in-use',
    `The program that had this profile open ended during the call. ${advice}`,
  );
}
