import type { AccountRow } from '../../shared/account.ts';
import { isRelayProgramName, relayPassword, relayPasswordBytes } from '../../shared/relay.ts';

/** Answers a new password for a program. */
export function newProgramPassword(): string {
  return relayPassword(crypto.getRandomValues(new Uint8Array(relayPasswordBytes)));
}

/** What is wrong with the name of a program. */
export type ProgramNameFault = 'required' | 'nameInvalid' | 'taken';

/** Answers what is wrong with the name of a new program; null: nothing. */
export function programNameFault(name: string, taken: readonly string[]): ProgramNameFault | null {
  if (name === '') return 'required';
  if (!isRelayProgramName(name)) return 'nameInvalid';
  return taken.includes(name) ? 'taken' : null;
}

/** Answers the accounts that hold every word of the filter in number, user or host; those that are chosen come first. */
export function matchingAccounts<Account extends Pick<AccountRow, 'id' | 'user' | 'host'>>(
  accounts: readonly Account[],
  filter: string,
  chosen: ReadonlySet<number>,
): readonly Account[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return accounts;
  const matching = accounts.filter(({ id, user, host }) => {
    const text = `${id} ${user} ${host}`.toLowerCase();
    return !chosen.has(id) && words.every((word) => text.includes(word));
  });
  return [...accounts.filter(({ id }) => chosen.has(id)), ...matching];
}

/** Answers the port that a program has to be told; null: nobody knows it yet. */
export function portOf(listening: readonly string[], relayPort: number): number | null {
  const listened = Number(/:(\d+)$/.exec(listening[0] ?? '')?.[1] ?? 0);
  return listened || relayPort || null;
}
