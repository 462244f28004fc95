import type { Origin } from '../../shared/message.ts';
import { retryDelayMs } from './retry.ts';

/** How fast one mailbox may send. */
export interface PaceLimits {
  /** Messages on their way at the same time. */
  readonly connections: number;
  /** Messages that leave within any minute. */
  readonly messagesPerMinute: number;
  /** How many of these only people may use, so that a person's message need not wait for a batch. */
  readonly keptForPeople: number;
}

/** Why a message waits, and until when. */
export interface PaceWait {
  /** Epoch milliseconds; null: until another message of the mailbox is through. */
  readonly untilMs: number | null;
  /** One sentence for scripts. */
  readonly reason: string;
}

/** One message on its way. */
export interface PacedMessage {
  /** Its last byte leaves: from now on it counts for a minute. */
  readonly left: () => void;
  /** The server has not taken it after all. */
  readonly notTaken: () => void;
  /** The attempt is over; what did not leave does not count. */
  readonly over: () => void;
}

interface Sent {
  leftAtMs: number | null;
  isUnderWay: boolean;
}

interface Pause {
  /** How often in a row the server asked to wait. */
  readonly times: number;
  readonly delayMs: number;
  untilMs: number;
}

interface PaceDeps {
  readonly nowMs: () => number;
  /** Chance in [0, 1), for jitter. */
  readonly fraction: () => number;
}

const minuteMs = 60_000;
/** So often what is older than a minute is looked for, where nothing is limited by it. */
const lookEveryMs = 5_000;

/** The pace of all mailboxes. */
export type Pace = ReturnType<typeof createPace>;

/**
 * Answers who says when a mailbox may send its next message; accounts that send as one mailbox share its name.
 *
 * It knows what left within the last minute, what is on its way, and who was asked to wait by the server.
 */
export function createPace({ nowMs, fraction }: PaceDeps) {
  const sentBy = new Map<string, Sent[]>();
  let lookedAtMs = 0;
  const pauses = new Map<string, Pause>();

  /** What counts now; what is older than a minute is forgotten, and so is a mailbox without any. */
  const recent = (mailbox: string): readonly Sent[] => {
    const now = nowMs();
    const counted = (sentBy.get(mailbox) ?? []).filter((sent) => {
      // Where the clock was put back, what "will have left" left just now, or the mailbox would wait for hours.
      if (sent.leftAtMs !== null && sent.leftAtMs > now) sent.leftAtMs = now;
      return sent.isUnderWay || (sent.leftAtMs !== null && sent.leftAtMs > now - minuteMs);
    });
    if (counted.length === 0) sentBy.delete(mailbox);
    else sentBy.set(mailbox, counted);
    return counted;
  };

  const add = (mailbox: string, sent: Sent): void => {
    const counted = sentBy.get(mailbox);
    if (!counted) sentBy.set(mailbox, [sent]);
    else counted.push(sent);
    // To go through thousands for each message would take longer than to send it.
    const atMs = nowMs();
    if (Math.abs(atMs - lookedAtMs) < lookEveryMs) return;
    lookedAtMs = atMs;
    for (const each of [...sentBy.keys()]) recent(each);
  };

  const pauseOf = (mailbox: string): Pause | null => {
    const pause = pauses.get(mailbox);
    if (!pause) return null;
    pause.untilMs = Math.min(pause.untilMs, nowMs() + pause.delayMs);
    return pause;
  };

  const rateWait = (mailbox: string, limits: PaceLimits, origin: Origin): PaceWait | null => {
    const sent = recent(mailbox);
    const { connections, messagesPerMinute, keptForPeople } = limits;
    const allowed = messagesPerMinute - (origin === 'agent' ? keptForPeople : 0);
    const reason = `Only ${messagesPerMinute} messages a minute leave from this mailbox.`;
    if (sent.filter(({ isUnderWay }) => isUnderWay).length >= connections) return { untilMs: null, reason };
    const tooMany = sent.length - allowed + 1;
    if (tooMany <= 0) return null;
    const times = sent.flatMap(({ leftAtMs }) => leftAtMs ?? []).toSorted((a, b) => a - b);
    const last = times[tooMany - 1];
    return { untilMs: last === undefined ? null : last + minuteMs, reason };
  };

  return {
    /** Answers why the next message of a mailbox waits; null: it may go. */
    waitOf: (mailbox: string, limits: PaceLimits | null, origin: Origin): PaceWait | null => {
      const pause = pauseOf(mailbox);
      if (pause && pause.untilMs > nowMs()) {
        return { untilMs: pause.untilMs, reason: 'The server asked this mailbox to send more slowly.' };
      }
      return limits && rateWait(mailbox, limits, origin);
    },

    /** A message begins its way. */
    begin: (mailbox: string): PacedMessage => {
      const sent: Sent = { leftAtMs: null, isUnderWay: true };
      add(mailbox, sent);
      return {
        left: () => {
          sent.leftAtMs = nowMs();
        },
        notTaken: () => {
          sent.leftAtMs = null;
        },
        over: () => {
          sent.isUnderWay = false;
          if (sent.leftAtMs === null) recent(mailbox);
        },
      };
    },

    /** A message that left before the app started. */
    remember: (mailbox: string, leftAtMs: number): void => add(mailbox, { leftAtMs, isUnderWay: false }),

    /**
     * The server asks the whole mailbox to wait: longer each time in a row, an hour at most unless it asks for more.
     *
     * @returns until when, epoch milliseconds
     */
    slowDown: (mailbox: string, askedMs = 0): number => {
      const now = nowMs();
      const before = pauseOf(mailbox);
      // Two messages that were on their way together are told the same thing once.
      const times = before ? before.times + (before.untilMs > now ? 0 : 1) : 1;
      const delayMs = retryDelayMs(times, fraction(), askedMs);
      const untilMs = Math.max(before?.untilMs ?? 0, now + delayMs);
      pauses.set(mailbox, { times, delayMs: untilMs - now, untilMs });
      return untilMs;
    },

    /** The server has taken a message: it does not ask to wait any more. */
    goOn: (mailbox: string): void => void pauses.delete(mailbox),
  };
}
