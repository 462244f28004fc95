import { AppError, errorCatalog } from '../../shared/errors.ts';
import type { ErrorCode, FailureDetail } from '../../shared/errors.ts';
import type { OutboxItem, OutboxState } from '../../shared/message.ts';
import type { ComposedMessage } from '../mail/message.ts';
import type { SubmissionOutcome } from '../mail/submission.ts';
import { giveUpAfterMs, longestWaitMs } from './retry.ts';

/** What is known of a message that a program handed over whole: its only document is the message as it goes out. */
export interface RelayedMessage {
  /** Who handed it over. */
  readonly program: string;
  /** Envelope sender. */
  readonly sender: string;
  /** To or Cc name somebody who is no recipient, and must not become one. */
  readonly namesOthers: boolean;
  readonly needs8Bit: boolean;
  readonly needsSmtpUtf8: boolean;
}

/** What an item is made of; it never changes. */
export type ItemContent = Pick<
  OutboxItem,
  'itemId' | 'messageId' | 'origin' | 'to' | 'cc' | 'bcc' | 'subject' | 'documents' | 'createdAtMs'
> & {
  /** Given by the caller; the same key is the same item. */
  readonly submissionKey: string;
  /** Plain text. */
  readonly body: string;
  /** Absent: the message is composed from the parts above. */
  readonly relayed?: RelayedMessage | undefined;
};

/** How far an item has come: all that changes about it. */
export type ItemProgress = Pick<
  OutboxItem,
  | 'accountId'
  | 'state'
  | 'because'
  | 'reason'
  | 'reply'
  | 'detail'
  | 'attempts'
  | 'changedAtMs'
  | 'nextTryAtMs'
  | 'sendAtMs'
  | 'accepted'
  | 'refused'
  | 'confirmedBy'
> & {
  /** The last byte may have left: only meaningful while `sending`. */
  readonly ending: boolean;
  /** Failed tries in a row, for the back-off. */
  readonly failures: number;
  /** Epoch milliseconds after which a failed try is the last one. */
  readonly giveUpAtMs: number;
  /** The composed file; null: the message has to be composed. */
  readonly composed: ComposedFile | null;
};

/** A message that was composed into a file of the message folder. */
export interface ComposedFile extends ComposedMessage {
  readonly fileName: string;
}

/** All that is known of an item, apart from its body, which may be large. */
export type StoredItem = Omit<ItemContent, 'body'> &
  ItemProgress & {
    readonly sequence: number;
    /** Its row is not what was written: it is never sent, and nothing happens to it but that it is cancelled. */
    readonly isDamaged?: true;
  };

/** What can happen to an item. */
export type OutboxEvent =
  /** Its turn has come. */
  | { readonly kind: 'take' }
  | { readonly kind: 'composed'; readonly composed: ComposedFile }
  /** The last byte is about to leave. */
  | { readonly kind: 'ending' }
  /** The server refused the sign-in after all bytes had left, so it has not taken them: the same try begins once more. */
  | { readonly kind: 'not-taken' }
  /** A try has ended; `nextTryAtMs` counts where it is `deferred`. */
  | { readonly kind: 'outcome'; readonly outcome: SubmissionOutcome; readonly nextTryAtMs: number }
  /** A try was broken off by us before the end; it does not count. */
  | { readonly kind: 'interrupted' }
  /** Somebody has to do something first; a held item takes a better reason. */
  | {
      readonly kind: 'hold';
      readonly code: ErrorCode;
      readonly reason: string | null;
      readonly detail?: FailureDetail;
    }
  /** What it was held for is done. */
  | { readonly kind: 'release' }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'send-now' }
  /** A person wants an unconfirmed message to be sent once more. */
  | { readonly kind: 'send-again' }
  /** A person says that an unconfirmed message was sent. */
  | { readonly kind: 'mark-sent' }
  /** Another account shall send it. */
  | { readonly kind: 'move'; readonly accountId: number }
  /** The app starts: whoever was sending is gone, and the clock may have been put right. */
  | { readonly kind: 'recover' };

export type OutboxEventKind = OutboxEvent['kind'];

/** Which events an item takes, by its state: the state table of the product. Nothing happens to `sent` and `cancelled`. */
export const allowedEvents: Readonly<Record<OutboxState, readonly OutboxEventKind[]>> = {
  queued: ['take', 'hold', 'cancel', 'send-now', 'move', 'recover'],
  sending: ['composed', 'ending', 'not-taken', 'outcome', 'interrupted', 'hold', 'cancel', 'recover'],
  held: ['hold', 'release', 'cancel', 'send-now', 'move', 'recover'],
  failed: ['send-now', 'cancel', 'recover'],
  unconfirmed: ['send-again', 'mark-sent', 'recover'],
  sent: ['recover'],
  cancelled: ['recover'],
};

/** Once the last byte may have left, only the outcome decides. */
const allowedWhileEnding: ReadonlySet<OutboxEventKind> = new Set(['outcome', 'not-taken', 'recover']);

/** Whether nothing can happen to an item any more. */
export function isFinal(state: OutboxState): boolean {
  return state === 'sent' || state === 'cancelled';
}

/** A rejection that another message would share is somebody's to clear; one that is about this message is its end. */
function isAboutMessage(code: ErrorCode): boolean {
  const { remedy } = errorCatalog[code];
  return remedy === 'correct-input' || remedy === 'report' || remedy === 'confirm-by-hand';
}

/**
 * Answers how far a new item is.
 *
 * @param sendAtMs not due before this; null: at once
 */
export function newProgress(accountId: number, nowMs: number, sendAtMs: number | null = null): ItemProgress {
  return {
    accountId,
    state: 'queued',
    because: null,
    reason: null,
    reply: null,
    attempts: 0,
    changedAtMs: nowMs,
    nextTryAtMs: sendAtMs,
    sendAtMs,
    accepted: [],
    refused: [],
    confirmedBy: null,
    ending: false,
    failures: 0,
    giveUpAtMs: (sendAtMs ?? nowMs) + giveUpAfterMs,
    composed: null,
  };
}

/** Back in the queue with a clean sheet, due at once. */
function queued(item: ItemProgress, giveUpAtMs: number): ItemProgress {
  return {
    ...item,
    state: 'queued',
    because: null,
    reason: null,
    detail: undefined,
    nextTryAtMs: null,
    sendAtMs: null,
    failures: 0,
    ending: false,
    giveUpAtMs,
  };
}

/** The same, but not before the time that was asked for: that is for a person to change, by Send Now. */
function queuedForItsTime(item: ItemProgress, giveUpAtMs: number, nowMs: number): ItemProgress {
  const { sendAtMs } = item;
  const nextTryAtMs = sendAtMs !== null && sendAtMs > nowMs ? sendAtMs : null;
  return { ...queued(item, giveUpAtMs), sendAtMs, nextTryAtMs };
}

function held(
  item: ItemProgress,
  code: ErrorCode,
  reason: string | null,
  detail?: FailureDetail,
): ItemProgress {
  return { ...item, state: 'held', because: code, reason, detail, nextTryAtMs: null, ending: false };
}

function ended(item: ItemProgress, outcome: SubmissionOutcome, nextTryAtMs: number, nowMs: number) {
  const detail = 'detail' in outcome ? outcome.detail : undefined;
  const reply = outcome.reply ?? null;
  const over = { ...item, ending: false, nextTryAtMs: null, reason: null, reply, detail };
  switch (outcome.kind) {
    case 'accepted':
      return {
        ...over,
        state: 'sent',
        because: null,
        accepted: outcome.accepted,
        refused: outcome.refused,
        confirmedBy: 'server',
      } as const;
    case 'deferred': {
      const failures = item.failures + 1;
      const isOver = nowMs >= item.giveUpAtMs;
      const because = outcome.code;
      // A composed file that cannot be read is composed anew.
      const composed = because === 'document-unreadable' ? null : item.composed;
      const reason = outcome.reason ?? null;
      if (isOver) return { ...over, state: 'failed', because, reason, failures, composed } as const;
      return { ...over, state: 'queued', because, reason, failures, composed, nextTryAtMs } as const;
    }
    case 'rejected':
      if (!isAboutMessage(outcome.code)) return held(over, outcome.code, null, detail);
      return {
        ...over,
        state: 'failed',
        because: outcome.code,
        refused: outcome.refused ?? item.refused,
      } as const;
    case 'authentication-rejected':
      return held(over, outcome.code, null, detail);
    case 'unconfirmed':
      break;
  }
  return { ...over, state: 'unconfirmed', because: 'delivery-unconfirmed' } as const;
}

function after(item: ItemProgress, event: OutboxEvent, nowMs: number): ItemProgress {
  /** Time spent held was nobody's try. */
  const heldMs = item.state === 'held' ? nowMs - item.changedAtMs : 0;
  switch (event.kind) {
    case 'take': {
      // Time in line behind others, behind a pace or while the app did not run was nobody's try either.
      const lateMs = Math.max(0, nowMs - (item.nextTryAtMs ?? item.changedAtMs));
      const giveUpAtMs = item.giveUpAtMs + lateMs;
      return {
        ...item,
        ...{ state: 'sending', attempts: item.attempts + 1, nextTryAtMs: null, ending: false, giveUpAtMs },
      };
    }
    case 'composed':
      return { ...item, composed: event.composed };
    case 'ending':
      return { ...item, ending: true };
    case 'not-taken':
      return { ...item, ending: false };
    case 'outcome':
      return ended(item, event.outcome, event.nextTryAtMs, nowMs);
    case 'interrupted':
      return { ...item, state: 'queued', nextTryAtMs: null };
    case 'hold':
      if (item.state === 'held' && item.because === event.code && item.reason === event.reason) return item;
      return held({ ...item, giveUpAtMs: item.giveUpAtMs + heldMs }, event.code, event.reason, event.detail);
    case 'release':
      return queuedForItsTime(item, item.giveUpAtMs + heldMs, nowMs);
    case 'send-now':
      return queued(item, item.state === 'failed' ? nowMs + giveUpAfterMs : item.giveUpAtMs + heldMs);
    case 'send-again':
      return queued(item, nowMs + giveUpAfterMs);
    case 'move':
      return {
        ...queuedForItsTime(item, item.giveUpAtMs + heldMs, nowMs),
        accountId: event.accountId,
      };
    case 'cancel':
      return {
        ...item,
        state: 'cancelled',
        because: null,
        reason: null,
        detail: undefined,
        nextTryAtMs: null,
      };
    case 'mark-sent':
      return { ...item, state: 'sent', because: null, detail: undefined, confirmedBy: 'person' };
    case 'recover':
      break;
  }
  const isScheduled = item.sendAtMs !== null && item.nextTryAtMs === item.sendAtMs;
  if (item.state === 'queued' && !isScheduled && item.nextTryAtMs !== null) {
    // The clock was ahead when this was written: its waits count from now.
    const aheadMs = Math.max(0, item.changedAtMs - nowMs);
    const nextTryAtMs = Math.min(item.nextTryAtMs - aheadMs, nowMs + longestWaitMs);
    if (nextTryAtMs === item.nextTryAtMs) return item;
    return { ...item, nextTryAtMs, giveUpAtMs: Math.min(item.giveUpAtMs - aheadMs, nowMs + giveUpAfterMs) };
  }
  if (item.state !== 'sending') return item;
  if (item.ending) return ended(item, { kind: 'unconfirmed' }, 0, nowMs);
  return { ...item, state: 'queued', nextTryAtMs: null };
}

/** What a person can do about a message; the command line has verbs of these names. */
const doneByPerson: readonly OutboxEventKind[] = ['send-now', 'cancel', 'mark-sent', 'send-again'];

/** Answers why an item does not take an event, and what a person can do instead. */
function refusalOf({ state, ending }: Pick<ItemProgress, 'state' | 'ending'>, kind: string): string {
  const refusal = `A message that is ${state} does not take "${kind}"`;
  if (ending) return `${refusal} while its end is on the way; the reply decides.`;
  const open = doneByPerson.filter((each) => allowedEvents[state].includes(each)).map((each) => `"${each}"`);
  if (open.length === 0) return `${refusal}; it is over, and "resend" makes a new message of it.`;
  const why = state === 'unconfirmed' ? ': it may have been sent. It' : '; it';
  return `${refusal}${why} takes ${open.join(' or ')}.`;
}

/**
 * Answers an item after an event.
 *
 * @throws {AppError} `transition-refused` — the state of the item does not allow the event
 */
export function transition(item: ItemProgress, event: OutboxEvent, nowMs: number): ItemProgress {
  const allowed =
    allowedEvents[item.state].includes(event.kind) && (!item.ending || allowedWhileEnding.has(event.kind));
  if (!allowed) {
    throw new AppError('transition-refused', refusalOf(item, event.kind), {
      detail: { state: item.state, ending: item.ending },
    });
  }
  const next = after(item, event, nowMs);
  return next === item ? item : { ...next, changedAtMs: nowMs };
}

/** Answers what the window and scripts may see of an item. */
export function publicItem(item: StoredItem): OutboxItem {
  const { itemId, sequence, messageId, accountId, origin, to, cc, bcc, subject, documents } = item;
  const { state, because, reason, reply, attempts, createdAtMs, changedAtMs, nextTryAtMs, sendAtMs } = item;
  const { accepted, refused, confirmedBy, detail } = item;
  return {
    ...{ itemId, sequence, messageId, accountId, origin, to, cc, bcc, subject, documents },
    ...{ state, because, reason, reply, attempts, createdAtMs, changedAtMs, nextTryAtMs, sendAtMs },
    ...{ accepted, refused, confirmedBy },
    ...(detail && { detail }),
  };
}
