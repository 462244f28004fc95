import type { CommandSpec, OptionSpec } from './command.ts';

/** Answers how a verb is written, with its arguments: `outbox cancel ITEM`, `check [ID] [options]`. */
export function usageOf(verb: string, { positionals, options }: CommandSpec): string {
  const words = positionals.map((name) =>
    name.endsWith('?') ? `[${name.slice(0, -1)}]` : name.endsWith('…') ? `${name.slice(0, -1)}...` : name,
  );
  return [verb, ...words, ...(Object.keys(options).length > 0 ? ['[options]'] : [])].join(' ');
}

/** Answers options as pairs: how each is written, and what it is for. */
export function optionPairs(options: Readonly<Record<string, OptionSpec>>): [string, string][] {
  return Object.entries(options).map(([name, { value, repeated, help }]) => [
    value === undefined ? `--${name}` : `--${name} ${value}`,
    repeated ? `${help}; may be repeated` : help,
  ]);
}

/** Answers a text that begins small and has no end as a sentence. */
export function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** What the program is for. */
export const purpose = 'Outgoing mail accounts for people who send documents as themselves.';

/** Exit codes, and what they say. @see https://man.openbsd.org/sysexits.3 */
export const exitCodes: readonly (readonly [code: number, text: string])[] = [
  [0, 'done; of send: sent, or queued with --no-wait or --at'],
  [64, 'wrong verb or option'],
  [65, 'refused value; of send: refused for good, or unconfirmed'],
  [69, 'profile in use; of send: the outbox cannot take the message; of agent status: no agent'],
  [70, 'something unexpected'],
  [73, 'disk full'],
  [74, 'the answer could not be written'],
  [75, 'network or server out of reach; of send: queued for another try'],
  [77, 'sign-in, password or permission needed; of send: held'],
  [78, 'damaged profile or policy; of send: no account matches'],
  [130, 'interrupted; of send: before it was queued'],
];
