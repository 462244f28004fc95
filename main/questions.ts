import type { Clock, Random } from './ports.ts';

/** What the question is about: a grant, or an account that has none. */
export type Subject = string;

interface Deps {
  readonly clock: Clock;
  readonly random: Random;
  readonly onChanged: () => void;
}

/** One open question; whom it is about now is looked up when it is told, for accounts change. */
export interface Asked {
  readonly questionId: string;
  readonly subject: Subject;
  /** The account that the question came up with. */
  readonly accountId: number;
  /** Epoch milliseconds. */
  readonly askedAtMs: number;
}

/** The open questions "Sign in again as …?": at most one for each dead grant. */
export type Questions = ReturnType<typeof createQuestions>;

const idBytes = 12;

/** Answers the keeper of open questions; asking again for the same subject changes nothing. */
export function createQuestions({ clock, random, onChanged }: Deps) {
  const open = new Map<Subject, Asked>();

  return {
    /** Opens a question; answers whether it is a new one. */
    ask: (subject: Subject, accountId: number): boolean => {
      if (open.has(subject)) return false;
      const questionId = Buffer.from(random.bytes(idBytes)).toString('base64url');
      open.set(subject, { accountId, subject, questionId, askedAtMs: clock.nowMs() });
      onChanged();
      return true;
    },
    close: (subject: Subject): void => {
      if (open.delete(subject)) onChanged();
    },
    has: (subject: Subject): boolean => open.has(subject),
    byId: (questionId: string): Asked | null =>
      [...open.values()].find((each) => each.questionId === questionId) ?? null,
    open: (): readonly Asked[] => [...open.values()],
  };
}
