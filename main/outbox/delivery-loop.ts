import { nextTick } from 'node:process';
import { setImmediate } from 'node:timers/promises';
import { errorCatalog } from '../../shared/errors.ts';
import type { OutboxItem } from '../../shared/message.ts';
import type { SendingAccount } from './attempt.ts';
import { housekeepingEveryMs } from './housekeeping.ts';
import type { OutboxStore } from './outbox-store.ts';
import { createPace } from './pace.ts';
import { longestWaitMs } from './retry.ts';
import { codeOf, createRunningAttempts, noSpaceRetryMs } from './running-attempts.ts';
import type { RunningAttemptsDeps } from './running-attempts.ts';

interface DeliveryLoopDeps extends Omit<RunningAttemptsDeps, 'pace' | 'onOver' | 'stopping'> {
  readonly store: OutboxStore;
  readonly accountFor: (accountId: number) => SendingAccount | null;
  /** Tidies up; never rejects. */
  readonly tidy: () => Promise<void>;
}

/** Accounts that send at the same time; each sends one message at a time, and may have others ready. */
const maxParallel = 64;
/**
 * Messages of an account that looks ahead: on its way, ready behind it, and being made ready. With two, the reply to one message
 * lets the next one leave before there is another one whose envelope could leave with it.
 */
const maxAtOnce = 3;
/** Of these, through one server: one that does not answer must not keep the others waiting. */
const maxPerServer = 8;
/** Accounts that are looked at in one go, a few milliseconds; then others have their turn. */
const accountsAtOnce = 500;
/** While messages are on their way, a power cut may take what became of others in this time. */
const behindMs = 1_000;
/** Where nothing is on its way, the next change may follow at once, and take along what is behind. */
const behindAtRestMs = 50;
/** What left within this time counts for the pace. */
const paceMs = 60_000;
/**
 * `stop` waits so long for the reply to a message whose end has left: a server may take seconds to look through it, and who
 * goes away leaves the message unconfirmed. The hosts give a stop eight seconds and more.
 */
const stopForReplyMs = 6_500;
/** Others are broken off at once; so long they may take to wind down. */
const stopForOthersMs = 1_500;
/** What is cut at last gets a little. */
const stopForRestMs = 300;

/** Why a nap ends; another one each time would be made with all its calls. */
const awake = new Error('Something has changed.');

/** Answers the loop that sends what is due: it sleeps until the next item's time or a change, and never polls. */
export function createDeliveryLoop(deps: DeliveryLoopDeps) {
  const { store, changes, clock, random, log, accountFor } = deps;
  const pace = createPace({ nowMs: clock.nowMs, fraction: random.fraction });
  /** Items that a person wants to leave now, whatever the pace. */
  const urgent = new Set<string>();
  const stopping = new AbortController();
  let napping = new AbortController();
  let lastAccountId = 0;
  let lookedAtMs = Number.NEGATIVE_INFINITY;
  /** A time far ahead that somebody has asked for. */
  let scheduledMs: number | null = null;
  let loop: Promise<void> | null = null;
  let stopped: Promise<void> | null = null;
  let tidying: Promise<void> = Promise.resolve();

  /** The loop itself changes items: it need not be told. */
  let isBeginning = false;
  const wake = () => {
    if (!isBeginning && !napping.signal.aborted) napping.abort(awake);
  };
  const begin = (itemId: string, account: SendingAccount): void => {
    isBeginning = true;
    try {
      attempts.begin(itemId, account);
    } finally {
      isBeginning = false;
    }
  };
  const attempts = createRunningAttempts({ ...deps, pace, onOver: wake, stopping: stopping.signal });

  /** Answers the account where it may send; otherwise its items are held. */
  function sendable(accountId: number): SendingAccount | null {
    const account = accountFor(accountId);
    const code = account ? account.heldBecause : 'account-not-found';
    if (account && code === null) return account;
    if (code === null) return null;
    const held: OutboxItem[] = [];
    changes.changeAll(
      { states: ['queued'], accountIds: [accountId] },
      { kind: 'hold', code, reason: null },
      (item) => held.push(item) > 0,
    );
    if (errorCatalog[code].remedy === 'sign-in') for (const item of held) deps.onGrantNeeded(item, code);
    return null;
  }

  const hasRoom = ({ accountId, looksAhead = false }: SendingAccount): boolean =>
    attempts.countOf(accountId) < (looksAhead ? maxAtOnce : 1);

  /** Begins what a person wants to leave now; it waits for nothing but its account's own messages. */
  function beginUrgent(): void {
    for (const itemId of urgent) {
      const item = store.find(itemId);
      if (item?.state === 'queued') {
        const account = sendable(item.accountId);
        if (account && !hasRoom(account)) continue;
        if (account) begin(itemId, account);
      }
      urgent.delete(itemId);
    }
  }

  /** Begins what is next of an account, unless it must wait; answers until when, where that is a time. */
  function beginNext(accountId: number, nowMs: number): number | null {
    const account = sendable(accountId);
    if (!account) return null;
    const { server, mailbox, pace: limits } = account;
    if (attempts.countOf(accountId) === 0 && attempts.countAt(server) >= maxPerServer) return null;
    while (hasRoom(account)) {
      // Where not even a person's message may go, nobody need be looked up.
      const longWait = pace.waitOf(mailbox, limits, 'user');
      if (longWait) return longWait.untilMs;
      const next = store.nextDueItem(nowMs, accountId);
      if (!next) return null;
      const wait = pace.waitOf(mailbox, limits, next.origin);
      if (wait) return wait.untilMs;
      lastAccountId = accountId;
      begin(next.itemId, account);
    }
    return null;
  }

  /** Shortens waits that were written while the clock was ahead. */
  function clampWaits(): void {
    changes.changeAll({ states: ['queued'], dueAfterMs: clock.nowMs() }, { kind: 'recover' });
  }

  /** Begins what is due, going around the accounts; answers when to look again, epoch milliseconds. */
  async function beginDue(): Promise<number | null> {
    beginUrgent();
    const nowMs = clock.nowMs();
    if (nowMs < lookedAtMs) clampWaits();
    lookedAtMs = nowMs;
    let soonestMs = store.nextDueAtMs(nowMs);
    // Looked at once: a time that stays after that was asked for, and is no fault of the clock.
    if (soonestMs !== null && soonestMs > nowMs + longestWaitMs && soonestMs !== scheduledMs) {
      clampWaits();
      soonestMs = store.nextDueAtMs(nowMs);
      scheduledMs = soonestMs;
    }
    const from = lastAccountId;
    for (const [after, upTo] of [
      [from, Number.MAX_SAFE_INTEGER],
      [-1, from],
    ] as const) {
      for (let last = after; ;) {
        const accountIds = store.dueAccounts(nowMs, last, upTo, accountsAtOnce);
        for (const accountId of accountIds) {
          if (attempts.count() >= maxParallel) return null;
          const againMs = beginNext(accountId, nowMs);
          if (againMs !== null) soonestMs = Math.min(againMs, soonestMs ?? againMs);
        }
        if (accountIds.length < accountsAtOnce) break;
        last = accountIds.at(-1) ?? upTo;
        await setImmediate();
        if (stopping.signal.aborted) return null;
      }
    }
    return soonestMs;
  }

  let behindSinceMs: number | null = null;

  /** Puts on disk what has happened a while ago; answers when it does so at the latest. */
  function catchUp(): number {
    const nowMs = clock.nowMs();
    behindSinceMs = store.isBehind() ? Math.min(behindSinceMs ?? nowMs, nowMs) : null;
    if (behindSinceMs === null) return Number.POSITIVE_INFINITY;
    const untilMs = behindSinceMs + (attempts.count() > 0 ? behindMs : behindAtRestMs);
    if (nowMs < untilMs) return untilMs;
    store.catchUp();
    behindSinceMs = null;
    return Number.POSITIVE_INFINITY;
  }

  async function run(): Promise<void> {
    let tidiedAtMs = Number.NEGATIVE_INFINITY;
    while (!stopping.signal.aborted) {
      napping = new AbortController();
      let nextAtMs: number | null;
      try {
        nextAtMs = await beginDue();
        nextAtMs = Math.min(nextAtMs ?? Number.POSITIVE_INFINITY, catchUp());
      } catch (error) {
        log('outbox-stalled', { code: codeOf(error) });
        nextAtMs = clock.nowMs() + noSpaceRetryMs;
      }
      if (clock.nowMs() - tidiedAtMs >= housekeepingEveryMs) {
        tidiedAtMs = clock.nowMs();
        tidying = deps.tidy();
      }
      // A clock that was put back must not make this the sleep of years.
      tidiedAtMs = Math.min(tidiedAtMs, clock.nowMs());
      const untilMs = Math.min(nextAtMs ?? Number.POSITIVE_INFINITY, tidiedAtMs + housekeepingEveryMs);
      await clock.sleep(Math.max(0, untilMs - clock.nowMs()), napping.signal).catch(() => {});
      // An attempt that is over tells of its item, and then that there is room: both are looked at together.
      await new Promise<void>((resolve) => nextTick(resolve));
    }
  }

  async function end(): Promise<void> {
    stopping.abort();
    wake();
    const over = Promise.all([loop, tidying, attempts.over()]);
    const within = (ms: number, work: Promise<unknown>) => {
      const enough = new AbortController();
      const time = clock.sleep(ms, enough.signal).catch(() => {});
      return Promise.race([work, time]).finally(() => enough.abort());
    };
    attempts.abortAll('ending');
    await Promise.all([within(stopForReplyMs, attempts.endingOver()), within(stopForOthersMs, over)]);
    attempts.abortAll('none');
    await within(stopForRestMs, over);
    try {
      // Whoever still waits for others (a token, a slow disk) will find that its item has gone on.
      changes.changeAll({ states: ['sending'] }, { kind: 'recover' });
      store.catchUp();
    } catch (error) {
      // The next start does the same.
      log('outbox-not-recorded', { code: codeOf(error) });
    }
  }

  changes.onAnnounced(wake);

  return {
    /** Looks at once whether something is due. */
    wake,

    /** Begins to send; a second call changes nothing. */
    start: (): void => {
      if (stopping.signal.aborted || loop) return;
      const nowMs = clock.nowMs();
      for (const { accountId, atMs } of store.leftSince(nowMs - paceMs)) {
        const account = accountFor(accountId);
        // What left in the future left by a clock that was wrong.
        if (account && atMs <= nowMs) pace.remember(account.mailbox, atMs);
      }
      loop = run();
    },

    /** Begins an item before all others and without regard to any pace. */
    urge: (itemId: string): void => {
      urgent.add(itemId);
      wake();
    },

    /** Answers an item as it is, with the reason and the time where it is due and the pace of its mailbox lets it wait. */
    withPace: (item: OutboxItem): OutboxItem => {
      const isDue = item.state === 'queued' && (item.nextTryAtMs ?? 0) <= clock.nowMs();
      const account = isDue && !urgent.has(item.itemId) ? accountFor(item.accountId) : null;
      if (!account || account.heldBecause !== null) return item;
      const wait = pace.waitOf(account.mailbox, account.pace, item.origin);
      if (wait === null || wait.untilMs === null) return item;
      return { ...item, because: 'throttled', reason: wait.reason, nextTryAtMs: wait.untilMs };
    },

    clampWaits,

    /** Drops the connection of an item that was cancelled. */
    abort: attempts.abort,
    /** Breaks off what is being sent by these accounts, unless its end has left: it is queued again. */
    interrupt: attempts.interrupt,

    /** Ends within seven seconds, or two where no end of a message has left; what is under way is broken off, or waits for its reply. */
    stop: (): Promise<void> => {
      stopped ??= end();
      return stopped;
    },
  };
}
