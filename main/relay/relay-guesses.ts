interface Guesses {
  wrong: number;
  lastAtMs: number;
  lockedUntilMs: number;
}

const firstDelayMs = 500;
const longestDelayMs = 5_000;
const wrongBeforeLock = 5;
const firstLockMs = 60_000;
const longestLockMs = 15 * 60_000;
/** After an hour without another one, wrong passwords are forgotten. */
const forgottenAfterMs = 3_600_000;

/** Who guesses passwords, and how long that is answered by waiting. */
export type RelayGuesses = ReturnType<typeof createRelayGuesses>;

/**
 * Keeps count of wrong passwords by user name: each costs a wait that doubles, and after five the name is locked for a minute, then
 * longer with each more.
 *
 * Names that no program has share one count, so that invented ones neither fill the memory nor are worth trying.
 */
export function createRelayGuesses({ nowMs }: { readonly nowMs: () => number }) {
  const byName = new Map<string, Guesses>();
  const known = (name: string): Guesses | undefined => {
    const found = byName.get(name);
    if (found && Math.abs(nowMs() - found.lastAtMs) > forgottenAfterMs) byName.delete(name);
    return byName.get(name);
  };
  return {
    /** How long a name is still locked, in milliseconds; 0: it is not. */
    lockedForMs: (name: string): number => {
      const guesses = known(name);
      if (!guesses) return 0;
      const left = guesses.lockedUntilMs - nowMs();
      // A clock that was put back must lock nobody for longer than any lock is.
      return left > 0 ? Math.min(left, longestLockMs) : 0;
    },
    /** Counts a wrong password; answers for how long the reply is kept back, in milliseconds. */
    wrong: (name: string): number => {
      const guesses = known(name) ?? { wrong: 0, lastAtMs: 0, lockedUntilMs: 0 };
      byName.set(name, guesses);
      guesses.wrong += 1;
      guesses.lastAtMs = nowMs();
      const over = guesses.wrong - wrongBeforeLock;
      if (over >= 0) guesses.lockedUntilMs = nowMs() + Math.min(firstLockMs * 2 ** over, longestLockMs);
      return Math.min(firstDelayMs * 2 ** (guesses.wrong - 1), longestDelayMs);
    },
    /** Forgets the wrong ones of a name. */
    right: (name: string): void => void byName.delete(name),
  };
}
