import { setImmediate } from 'node:timers/promises';
import { AppError, errorCatalog } from '../../shared/errors.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { OutboxItem } from '../../shared/message.ts';
import type { Clock, Log, Random } from '../ports.ts';
import { attemptDelivery } from './attempt.ts';
import type { AttemptDeps, AttemptEnd, SendingAccount } from './attempt.ts';
import { housekeepingEveryMs } from './housekeeping.ts';
import type { ItemChanges } from './item-changes.ts';
import { publicItem } from './outbox-item.ts';
import type { OutboxEvent, StoredItem } from './outbox-item.ts';
import type { OutboxStore } from './outbox-store.ts';
import { createPace } from './pace.ts';
import type { PacedMessage } from './pace.ts';
import { retryDelayMs } from './retry.ts';

interface DeliveryLoopDeps {
  readonly store: OutboxStore;
  readonly changes: ItemChanges;
  readonly attempt: AttemptDeps;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly accountFor: (accountId: number) => SendingAccount | null;
  readonly onGrantNeeded: (item: OutboxItem, code: ErrorCode) => void;
  /** Tidies up; never rejects. */
  readonly tidy: () => Promise<void>;
}

/** An attempt under way. */
interface Running {
  readonly itemId: string;
  readonly accountId: number;
  readonly server: string;
  readonly attempt: number;
  readonly controller: AbortController;
  readonly message: PacedMessage;
  isEnding: boolean;
  ended: Promise<void>;
}

/** Accounts that send at the same time; each sends one message at a time. */
const maxParallel = 64;
/** Of these, through one server: one that does not answer must not keep the others waiting. */
const maxPerServer = 8;
/** Accounts that are looked at in one go, a few milliseconds; then others have their turn. */
const accountsAtOnce = 500;
/** What left within this time counts for the pace. */
const paceMs = 60_000;
/** How long a record that could not be written waits for space. */
const noSpaceRetryMs = 5_000;
/** `stop` waits so long for the reply to a message whose end has left, and then a little for the rest. */
const stopForReplyMs = 1_500;
const stopForRestMs = 300;

const codeOf = (error: unknown): ErrorCode => (error instanceof AppError ? error.code : 'internal');

/** Answers the loop that sends what is due: it sleeps until the next item's time or a change, and never polls. */
export function createDeliveryLoop(deps: DeliveryLoopDeps) {
  const { store, changes, clock, random, log, accountFor } = deps;
  // By attempt, not by item: one that was interrupted may still wind down while its item is taken again.
  const running = new Set<Running>();
  const pace = createPace({ nowMs: clock.nowMs, fraction: random.fraction });
  /** Items that a person wants to leave now, whatever the pace. */
  const urgent = new Set<string>();
  const stopping = new AbortController();
  let napping = new AbortController();
  let lastAccountId = 0;
  let loop: Promise<void> | null = null;
  let stopped: Promise<void> | null = null;
  let tidying: Promise<void> = Promise.resolve();

  const wake = () => napping.abort();

  const eventOf = (end: AttemptEnd, item: StoredItem): OutboxEvent => {
    if (end.kind !== 'outcome') return end;
    const { outcome } = end;
    const askedMs = outcome.kind === 'deferred' ? outcome.retryAfterMs : undefined;
    const delayMs = retryDelayMs(item.failures + 1, random.fraction(), askedMs);
    return { kind: 'outcome', outcome, nextTryAtMs: clock.nowMs() + delayMs };
  };

  /** Writes down how an attempt ended; without space it waits, for the record must not be lost while we live. */
  async function settle(item: StoredItem, end: AttemptEnd): Promise<StoredItem | null> {
    for (;;) {
      try {
        return changes.record(item.itemId, item.attempts, eventOf(end, item));
      } catch (error) {
        const code = codeOf(error);
        if (code !== 'storage-full' || stopping.signal.aborted) {
          if (code !== 'transition-refused') log('outbox-not-recorded', { itemId: item.itemId, code });
          return null;
        }
        await clock.sleep(noSpaceRetryMs, stopping.signal).catch(() => {});
      }
    }
  }

  /** What an outcome means for the other messages of the mailbox. */
  function setPace(mailbox: string, end: AttemptEnd): void {
    if (end.kind !== 'outcome') return;
    const { outcome } = end;
    if (outcome.kind === 'accepted') pace.goOn(mailbox);
    else if (outcome.kind === 'deferred' && outcome.concernsMailbox)
      pace.slowDown(mailbox, outcome.retryAfterMs);
  }

  async function deliver(item: StoredItem, account: SendingAccount, mine: Running): Promise<void> {
    const { itemId, accountId, attempts: attempt } = item;
    const { signal } = mine.controller;
    const beganAtMs = clock.nowMs();
    const record = (event: OutboxEvent) => {
      changes.record(itemId, attempt, event);
      if (event.kind === 'ending') mine.message.left();
      if (event.kind === 'not-taken') mine.message.notTaken();
      if (event.kind === 'ending' || event.kind === 'not-taken') mine.isEnding = event.kind === 'ending';
    };
    const ended = await attemptDelivery(item, account, deps.attempt, record, signal);
    // What we broke off ourselves before the end is nobody's failure.
    const end: AttemptEnd = signal.aborted && !mine.isEnding ? { kind: 'interrupted' } : ended;
    setPace(account.mailbox, end);
    const next = await settle(item, end);
    if (!next) return;
    const reply = end.kind === 'outcome' ? end.outcome.reply : undefined;
    log('outbox-attempt', {
      ...{ itemId, accountId, attempt, state: next.state, durationMs: clock.nowMs() - beganAtMs },
      ...(next.because !== null && { code: next.because }),
      ...(reply !== undefined && { replyCode: reply.slice(0, 3) }),
    });
    if (next.state === 'held' && next.because !== null && errorCatalog[next.because].remedy === 'sign-in') {
      deps.onGrantNeeded(publicItem(next), next.because);
    }
  }

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

  function begin(itemId: string, account: SendingAccount): void {
    const item = changes.change(itemId, { kind: 'take' });
    const { accountId, mailbox, server } = account;
    const mine: Running = {
      ...{ itemId, accountId, server, attempt: item.attempts, isEnding: false },
      controller: new AbortController(),
      message: pace.begin(mailbox),
      ended: Promise.resolve(),
    };
    running.add(mine);
    mine.ended = deliver(item, account, mine)
      .catch((error: unknown) => log('outbox-not-recorded', { itemId, code: codeOf(error) }))
      .finally(() => {
        mine.message.over();
        running.delete(mine);
        wake();
      });
  }

  const isBusy = (accountId: number) => [...running].some((one) => one.accountId === accountId);

  /** Begins what a person wants to leave now; it waits for nothing but its account's own message. */
  function beginUrgent(): void {
    for (const itemId of urgent) {
      const item = store.find(itemId);
      if (item?.state === 'queued') {
        if (isBusy(item.accountId)) continue;
        const account = sendable(item.accountId);
        if (account) begin(itemId, account);
      }
      urgent.delete(itemId);
    }
  }

  /** Begins the next item of an account, unless it must wait; answers until when, where that is a time. */
  function beginNext(accountId: number, nowMs: number): number | null {
    if (isBusy(accountId)) return null;
    const account = sendable(accountId);
    if (!account) return null;
    const { server, mailbox, pace: limits } = account;
    if ([...running].filter((one) => one.server === server).length >= maxPerServer) return null;
    const next = store.nextDueItem(nowMs, accountId);
    if (!next) return null;
    const wait = pace.waitOf(mailbox, limits, next.origin);
    if (wait) return wait.untilMs;
    lastAccountId = accountId;
    begin(next.itemId, account);
    return null;
  }

  /** Begins what is due, going around the accounts; answers when to look again, epoch milliseconds. */
  async function beginDue(): Promise<number | null> {
    beginUrgent();
    const nowMs = clock.nowMs();
    const times = [store.nextDueAtMs(nowMs)];
    const from = lastAccountId;
    for (const [after, upTo] of [
      [from, Number.MAX_SAFE_INTEGER],
      [-1, from],
    ] as const) {
      for (let last = after; ;) {
        const accountIds = store.dueAccounts(nowMs, last, upTo, accountsAtOnce);
        for (const accountId of accountIds) {
          if (running.size >= maxParallel) return null;
          times.push(beginNext(accountId, nowMs));
        }
        if (accountIds.length < accountsAtOnce) break;
        last = accountIds.at(-1) ?? upTo;
        await setImmediate();
        if (stopping.signal.aborted) return null;
      }
    }
    const soonest = Math.min(...times.map((time) => time ?? Number.POSITIVE_INFINITY));
    return Number.isFinite(soonest) ? soonest : null;
  }

  async function run(): Promise<void> {
    let tidiedAtMs = Number.NEGATIVE_INFINITY;
    while (!stopping.signal.aborted) {
      napping = new AbortController();
      let nextAtMs: number | null;
      try {
        nextAtMs = await beginDue();
      } catch (error) {
        log('outbox-stalled', { code: codeOf(error) });
        nextAtMs = clock.nowMs() + noSpaceRetryMs;
      }
      if (clock.nowMs() - tidiedAtMs >= housekeepingEveryMs) {
        tidiedAtMs = clock.nowMs();
        tidying = deps.tidy();
      }
      const untilMs = Math.min(nextAtMs ?? Number.POSITIVE_INFINITY, tidiedAtMs + housekeepingEveryMs);
      await clock.sleep(Math.max(0, untilMs - clock.nowMs()), napping.signal).catch(() => {});
    }
  }

  async function end(): Promise<void> {
    stopping.abort();
    wake();
    const over = Promise.all([loop, tidying, ...[...running].map(({ ended }) => ended)]);
    const within = (ms: number) => {
      const enough = new AbortController();
      const time = clock.sleep(ms, enough.signal).catch(() => {});
      return Promise.race([over, time]).finally(() => enough.abort());
    };
    for (const { controller, isEnding } of running) if (!isEnding) controller.abort();
    await within(stopForReplyMs);
    for (const { controller } of running) controller.abort();
    await within(stopForRestMs);
    try {
      // Whoever still waits for others (a token, a slow disk) will find that its item has gone on.
      changes.changeAll({ states: ['sending'] }, { kind: 'recover' });
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
      for (const { accountId, atMs } of store.leftSince(clock.nowMs() - paceMs)) {
        const account = accountFor(accountId);
        if (account) pace.remember(account.mailbox, atMs);
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

    /** Drops the connection of an item that was cancelled. */
    abort: (itemId: string): void => {
      for (const one of running) if (one.itemId === itemId) one.controller.abort();
    },

    /** Breaks off what is being sent by these accounts, unless its end has left: it is queued again. */
    interrupt: (accountIds: readonly number[]): void => {
      for (const { itemId, accountId, attempt, controller, isEnding } of running) {
        if (isEnding || controller.signal.aborted || !accountIds.includes(accountId)) continue;
        changes.record(itemId, attempt, { kind: 'interrupted' });
        controller.abort();
      }
    },

    /** Ends within two seconds; what is under way is broken off, or waits a moment for its reply. */
    stop: (): Promise<void> => {
      stopped ??= end();
      return stopped;
    },
  };
}
