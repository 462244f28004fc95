import { AppError, errorCatalog } from '../shared/errors.ts';
import type { Clock, Random } from './ports.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** So that a company's computers do not come all at once in the morning. */
const jitterMs = 2 * hourMs;
/** Short, because timers stand still while a computer sleeps. */
const lookEveryMs = 10 * minuteMs;

interface Deps {
  readonly clock: Clock;
  readonly random: Random;
  /** Grants of enabled accounts. */
  readonly grantIds: () => readonly string[];
  /** When the grant was refreshed last, epoch milliseconds; null: it is gone, or nobody can say. */
  readonly refreshedAtMs: (grantId: string) => Promise<number | null>;
  readonly renew: (grantId: string) => Promise<unknown>;
  /** Whether the provider has taken the grant back. */
  readonly isDead: (grantId: string) => boolean;
  /** Called once for each look that found grants to be dead which were not so before. */
  readonly onEnded: (count: number) => void;
}

/**
 * Answers the renewal of all grants once a day, in silence: it finds a withdrawn sign-in before the night's batch does, and
 * keeps the ones alive that a provider ends when nobody uses them.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/refresh-tokens (90 days)
 */
export function createDailyRenewal(deps: Deps) {
  const { clock, random, grantIds, refreshedAtMs, renew } = deps;
  const ending = new AbortController();
  /** When to look at a grant again; epoch milliseconds. */
  const lookAt = new Map<string, number>();
  let running: Promise<void> | null = null;
  let ended = 0;

  /** Answers when the grant is due next. */
  async function attend(grantId: string): Promise<number> {
    const lastMs = await refreshedAtMs(grantId);
    const nowMs = clock.nowMs();
    if (lastMs === null) return nowMs + hourMs;
    const dueMs = lastMs + dayMs - random.fraction() * jitterMs;
    // A clock that was set back must not put the renewal off for longer than a day.
    if (dueMs > nowMs) return Math.min(dueMs, nowMs + dayMs);
    const wasDead = deps.isDead(grantId);
    try {
      await renew(grantId);
      return clock.nowMs() + dayMs - random.fraction() * jitterMs;
    } catch (error) {
      if (!wasDead && deps.isDead(grantId)) ended += 1;
      const isPassing = error instanceof AppError && errorCatalog[error.code].retried;
      return clock.nowMs() + (isPassing ? hourMs : dayMs);
    }
  }

  async function run(): Promise<void> {
    for (;;) {
      await clock.sleep(lookEveryMs, ending.signal);
      const ids = grantIds();
      for (const known of lookAt.keys()) if (!ids.includes(known)) lookAt.delete(known);
      for (const id of ids) {
        if (ending.signal.aborted) return;
        if ((lookAt.get(id) ?? 0) > clock.nowMs()) continue;
        // A key store that is locked is asked again in an hour.
        lookAt.set(id, await attend(id).catch(() => clock.nowMs() + hourMs));
      }
      if (ended > 0) deps.onEnded(ended);
      ended = 0;
    }
  }

  return {
    start: (): void => {
      running ??= run().catch(() => undefined);
    },
    /** Resolves when no renewal is under way any more. */
    stop: async (): Promise<void> => {
      ending.abort();
      await running;
    },
  };
}
