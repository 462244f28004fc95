import { randomBytes } from 'node:crypto';
import type { Clock } from '../ports.ts';

/** Tickets that let somebody in once. */
export interface Tickets {
  readonly issue: () => string;
  /** Says whether the ticket is good; afterwards it is not any more. */
  readonly take: (ticket: string) => boolean;
}

const ticketBytes = 32;
/** A browser that was not running takes its time, after an update of its own for instance. */
const ticketGoodForMs = 120_000;

/** Answers tickets that are good for one use within two minutes. */
export function createTickets({ clock }: { readonly clock: Clock }): Tickets {
  const issued = new Map<string, number>();
  return {
    issue: () => {
      const ticket = randomBytes(ticketBytes).toString('base64url');
      issued.set(ticket, clock.nowMs() + ticketGoodForMs);
      return ticket;
    },
    take: (ticket) => {
      const goodUntilMs = issued.get(ticket) ?? 0;
      issued.delete(ticket);
      return clock.nowMs() < goodUntilMs;
    },
  };
}
