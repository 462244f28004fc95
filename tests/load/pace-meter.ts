import type { SmtpEvent } from '../../sandbox/log.ts';

/** What one mailbox did at most, as the servers saw it. */
export interface MeasuredPace {
  readonly mailbox: string;
  /** SMTP connections that were signed in at the same time. */
  readonly connections: number;
  /** Messages within any minute. */
  readonly messagesPerMinute: number;
}

interface Seen {
  readonly open: Set<string>;
  /** When the messages of the last minute came. */
  recent: number[];
  connections: number;
  messagesPerMinute: number;
}

const minuteMs = 60_000;

/** Answers who measures how fast mailboxes send, from what a server saw since the look before. */
export function createPaceMeter() {
  const mailboxes = new Map<string, Seen>();
  const userOf = new Map<string, string>();
  const seen = (name: string): Seen => {
    const mailbox = name.toLowerCase();
    const known = mailboxes.get(mailbox) ?? {
      ...{ open: new Set<string>(), recent: [], connections: 0, messagesPerMinute: 0 },
    };
    mailboxes.set(mailbox, known);
    return known;
  };

  return {
    /**
     * Takes what happened, in its order.
     *
     * @param atMs of the clock that counts
     * @param senders the mailbox of each message that came
     */
    take: (atMs: number, events: readonly SmtpEvent[], senders: readonly string[]): void => {
      for (const { kind, session, user, ok } of events) {
        if (kind === 'auth' && ok && user !== undefined) {
          const mailbox = seen(user);
          userOf.set(session, user);
          mailbox.open.add(session);
          mailbox.connections = Math.max(mailbox.connections, mailbox.open.size);
        }
        const owner = kind === 'close' ? userOf.get(session) : undefined;
        if (owner === undefined) continue;
        userOf.delete(session);
        seen(owner).open.delete(session);
      }
      for (const sender of senders) {
        const mailbox = seen(sender);
        mailbox.recent = [...mailbox.recent.filter((each) => each > atMs - minuteMs), atMs];
        mailbox.messagesPerMinute = Math.max(mailbox.messagesPerMinute, mailbox.recent.length);
      }
    },
    /** What was measured so far, by mailbox. */
    measured: (): readonly MeasuredPace[] =>
      [...mailboxes].map(([mailbox, { connections, messagesPerMinute }]) => {
        return { mailbox, connections, messagesPerMinute };
      }),
  };
}
