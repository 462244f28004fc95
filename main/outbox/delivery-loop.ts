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
  readonly attempt: number;
  readonly controller: AbortController;
  isEnding: boolean;
  ended: Promise<void>;
}

/** Accounts that send at the same time; each sends one message at a time. */
const maxParallel = 8;
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

  async function deliver(item: StoredItem, account: SendingAccount, mine: Running): Promise<void> {
    const { itemId, accountId, attempts: attempt } = item;
    const { signal } = mine.controller;
    const beganAtMs = clock.nowMs();
    const record = (event: OutboxEvent) => {
      changes.record(itemId, attempt, event);
      if (event.kind === 'ending' || event.kind === 'not-taken') mine.isEnding = event.kind === 'ending';
    };
    const ended = await attemptDelivery(item, account, deps.attempt, record, signal);
    // What we broke off ourselves before the end is nobody's failure.
    const end: AttemptEnd = signal.aborted && !mine.isEnding ? { kind: 'interrupted' } : ended;
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

  function begin(accountId: number): void {
    const account = accountFor(accountId);
    const heldBecause = account ? account.heldBecause : 'account-not-found';
    if (!account || heldBecause !== null) {
      const code = heldBecause ?? 'account-not-found';
      const held: OutboxItem[] = [];
      changes.changeAll(
        { states: ['queued'], accountIds: [accountId] },
        { kind: 'hold', code, reason: null },
        (item) => held.push(item) > 0,
      );
      if (errorCatalog[code].remedy === 'sign-in') for (const item of held) deps.onGrantNeeded(item, code);
      return;
    }
    const itemId = store.nextDueItem(clock.nowMs(), accountId);
    if (itemId === null) return;
    const item = changes.change(itemId, { kind: 'take' });
    const mine: Running = {
      ...{ itemId, accountId, attempt: item.attempts, isEnding: false },
      controller: new AbortController(),
      ended: Promise.resolve(),
    };
    running.add(mine);
    mine.ended = deliver(item, account, mine)
      .catch((error: unknown) => log('outbox-not-recorded', { itemId, code: codeOf(error) }))
      .finally(() => {
        running.delete(mine);
        wake();
      });
  }

  /** Begins what is due; answers when to look again, epoch milliseconds. */
  function beginDue(): number | null {
    for (;;) {
      const nowMs = clock.nowMs();
      const busy = [...running].map(({ accountId }) => accountId);
      if (busy.length >= maxParallel) return null;
      const accountId = store.nextDueAccount(nowMs, lastAccountId, busy);
      if (accountId === null) return store.nextDueAtMs(nowMs);
      lastAccountId = accountId;
      begin(accountId);
    }
  }

  async function run(): Promise<void> {
    let tidiedAtMs = Number.NEGATIVE_INFINITY;
    while (!stopping.signal.aborted) {
      napping = new AbortController();
      let nextAtMs: number | null;
      try {
        nextAtMs = beginDue();
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
      if (!stopping.signal.aborted) loop ??= run();
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
