import { AppError, errorCatalog } from '../../shared/errors.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { OutboxItem } from '../../shared/message.ts';
import type { Clock, Log, Random } from '../ports.ts';
import { attemptDelivery } from './attempt.ts';
import type { AttemptDeps, AttemptEnd, SendingAccount } from './attempt.ts';
import type { ItemChanges } from './item-changes.ts';
import { publicItem } from './outbox-item.ts';
import type { OutboxEvent, StoredItem } from './outbox-item.ts';
import type { Pace, PacedMessage } from './pace.ts';
import { retryDelayMs } from './retry.ts';

/** What attempts need; the delivery loop has all of it. */
export interface RunningAttemptsDeps {
  readonly changes: ItemChanges;
  readonly attempt: AttemptDeps;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly pace: Pace;
  readonly onGrantNeeded: (item: OutboxItem, code: ErrorCode) => void;
  /** An attempt is over: another one may begin. */
  readonly onOver: () => void;
  /** Aborted when the app ends. */
  readonly stopping: AbortSignal;
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

/** How long a record that could not be written waits for space. */
export const noSpaceRetryMs = 5_000;

/** Answers the code of anything that was thrown. */
export const codeOf = (error: unknown): ErrorCode => (error instanceof AppError ? error.code : 'internal');

/** Answers the attempts that are under way, and who begins one. */
export function createRunningAttempts(deps: RunningAttemptsDeps) {
  const { changes, clock, random, log, pace, stopping } = deps;
  // By attempt, not by item: one that was interrupted may still wind down while its item is taken again.
  const running = new Set<Running>();

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
        if (code !== 'storage-full' || stopping.aborted) {
          if (code !== 'transition-refused') log('outbox-not-recorded', { itemId: item.itemId, code });
          return null;
        }
        await clock.sleep(noSpaceRetryMs, stopping).catch(() => {});
      }
    }
  }

  /** Breaks off what is meant, unless its end has left: it is queued again. */
  function interrupt(isMeant: (one: Running) => boolean): void {
    for (const one of running) {
      if (one.isEnding || one.controller.signal.aborted || !isMeant(one)) continue;
      changes.record(one.itemId, one.attempt, { kind: 'interrupted' });
      one.controller.abort();
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
    await changes.tidiedUp(itemId);
    const ended = await attemptDelivery(item, account, deps.attempt, record, signal);
    // What we broke off ourselves before the end is nobody's failure.
    const end: AttemptEnd = signal.aborted && !mine.isEnding ? { kind: 'interrupted' } : ended;
    setPace(account.mailbox, end);
    const next = await settle(item, end);
    // What stands ready behind it would be told the same.
    if (end.kind === 'outcome' && end.outcome.kind === 'deferred' && end.outcome.concernsMailbox)
      interrupt((one) => one !== mine && one.accountId === accountId);
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

  return {
    /** How many accounts have one. */
    count: (): number => accountsOf(running).size,
    /** How many accounts have one at a server. */
    countAt: (server: string): number => accountsOf([...running].filter((one) => one.server === server)).size,
    /** How many an account has. */
    countOf: (accountId: number): number => [...running].filter((one) => one.accountId === accountId).length,
    /** Resolves when all that are under way now are over. */
    over: async (): Promise<void> => void (await Promise.all([...running].map(({ ended }) => ended))),

    /** Resolves when those whose message has ended now are over. */
    endingOver: async (): Promise<void> =>
      void (await Promise.all([...running].flatMap(({ isEnding, ended }) => (isEnding ? [ended] : [])))),

    /** Takes an item and begins to send it. */
    begin: (itemId: string, account: SendingAccount): void => {
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
          deps.onOver();
        });
    },

    /** Drops the connection of an item that was cancelled. */
    abort: (itemId: string): void => {
      for (const one of running) if (one.itemId === itemId) one.controller.abort();
    },

    /** Drops all connections, or those only on which no message has ended. */
    abortAll: (except: 'none' | 'ending'): void => {
      for (const { controller, isEnding } of running) {
        if (except === 'none' || !isEnding) controller.abort();
      }
    },

    /** Breaks off what is being sent by these accounts, unless its end has left: it is queued again. */
    interrupt: (accountIds: readonly number[]): void =>
      interrupt(({ accountId }) => accountIds.includes(accountId)),
  };
}

const accountsOf = (running: Iterable<Running>): ReadonlySet<number> =>
  new Set([...running].map(({ accountId }) => accountId));
