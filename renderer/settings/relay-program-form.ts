import { isRelayProgramName } from '../../shared/relay.ts';

/** 160 random bits: nobody guesses them. */
const passwordBytes = 20;

/** Answers a password for a program, in letters that need no quotes anywhere. */
export function newProgramPassword(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(passwordBytes));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** What is wrong with the name of a program. */
export type ProgramNameFault = 'required' | 'nameInvalid' | 'taken';

/** Answers what is wrong with the name of a new program; null: nothing. */
export function programNameFault(name: string, taken: readonly string[]): ProgramNameFault | null {
  if (name === '') return 'required';
  if (!isRelayProgramName(name)) return 'nameInvalid';
  return taken.includes(name) ? 'taken' : null;
}

/** Answers the port that a program has to be told; null: nobody knows it yet. */
export function portOf(listening: readonly string[], relayPort: number): number | null {
  const listened = Number(/:(\d+)$/.exec(listening[0] ?? '')?.[1] ?? 0);
  return listened || relayPort || null;
}
