import type { Clock, Log } from '../ports.ts';
import type { RelayGuesses } from './relay-guesses.ts';
import type { RelayPrograms } from './relay-programs.ts';
import { refused } from './relay-refusal.ts';
import type { RelayRefusal } from './relay-refusal.ts';

/** A program that has shown its password. */
export interface SignedInProgram {
  readonly name: string;
  /** Email Server ID that its user name asks for; null: none. */
  readonly accountId: number | null;
}

const userName = /^([a-z0-9][a-z0-9._-]{0,31})(?:\+([1-9]\d{0,8}))?$/;
/** Each comparison takes time and memory; who floods them waits elsewhere. */
const maxWaiting = 20;

/**
 * Answers what a user name means: the name of a program, and the account after `+`.
 *
 * @returns null where it can be nobody's
 */
export function parseUserName(
  text: string,
): { readonly name: string; readonly accountId: number | null } | null {
  const [, name, id] = userName.exec(text.toLowerCase()) ?? [];
  return name === undefined ? null : { name, accountId: id === undefined ? null : Number(id) };
}

interface Deps {
  readonly programs: Pick<RelayPrograms, 'byName' | 'verify'>;
  readonly guesses: RelayGuesses;
  readonly clock: Clock;
  readonly log: Log;
}

/** Answers how programs sign in: wrong passwords are answered late, and after a few of them not at all for a while. */
export function createRelaySignIn({ programs, guesses, clock, log }: Deps) {
  let waiting = 0;
  const locked = (key: string): RelayRefusal | null => {
    const ms = guesses.lockedForMs(key);
    if (ms === 0) return null;
    const seconds = Math.ceil(ms / 1000);
    return refused(454, '4.7.0', `Too many wrong passwords; try again in ${seconds} seconds`);
  };
  return async (
    user: string,
    password: string,
    signal: AbortSignal,
  ): Promise<SignedInProgram | RelayRefusal> => {
    const asked = parseUserName(user);
    const name = asked?.name ?? '';
    const key = programs.byName(name) ? name : '';
    const before = locked(key);
    if (before) return before;
    if (waiting >= maxWaiting) return refused(454, '4.7.0', 'Too many sign-ins at once; try again');
    waiting += 1;
    let isRight: boolean;
    try {
      isRight = await programs.verify(name, password);
    } finally {
      waiting -= 1;
    }
    // Those that guessed in the same moment may have locked it.
    const after = locked(key);
    if (after) return after;
    if (isRight && asked) {
      guesses.right(key);
      return asked;
    }
    log('relay-sign-in-refused');
    await clock.sleep(guesses.wrong(key), signal).catch(() => undefined);
    return refused(535, '5.7.8', 'The user name or password is wrong');
  };
}
