import { resolve } from 'node:path';
import type { HandedOver } from './handed-over.ts';

/** What the command line of the executable asks for. */
export interface Launch {
  /** `host`: it owns the profile for commands, which started it. */
  readonly mode: 'window' | 'agent' | 'host' | 'self-test' | 'command';
  /** As given, possibly relative, until `launchFrom` has looked at it; null: the default folder. */
  readonly profile: string | null;
  readonly policy: string | null;
  readonly caFile: string | null;
  /** Where the self-test writes what it found; null: only its exit code tells. */
  readonly out: string | null;
  /** The file that says where a sandbox for the self-test is; null: there is none. */
  readonly sandbox: string | null;
  /** What is no option: links and files for a new message, as they were given; of a command, its own words. */
  readonly words: readonly string[];
}

const valued = {
  '--profile': 'profile',
  '--policy': 'policy',
  '--ca-file': 'caFile',
  '--out': 'out',
  '--selftest-sandbox': 'sandbox',
} as const;
const modes = [
  ['--cli', 'command'],
  ['--selftest', 'self-test'],
  ['--agent', 'agent'],
  ['--host', 'host'],
] as const;
type ValuedName = keyof typeof valued;
/** With a sandbox, a self-test uses a new profile, and what the sandbox says. */
const ownProfileOnly = ['--profile', '--policy', '--ca-file'] as const;

/**
 * Reads our own options out of the command line and leaves Chromium's alone, which may stand anywhere between them.
 *
 * A command of the command-line interface comes behind `--cli --`: what follows `--` is neither read by Chromium nor taken for
 * a URL by Windows. For the same reason links and files may stand behind `--`; there no file name is an option.
 *
 * @param argv without the executable (and, unpackaged, without the path of the app)
 * @returns what is wrong, as a sentence, where an option lacks its value or does not go with another
 */
export function parseLaunch(argv: readonly string[]): Launch | { readonly mistake: string } {
  const end = argv.indexOf('--');
  const own = end === -1 ? argv : argv.slice(0, end);
  const values: Partial<Record<(typeof valued)[ValuedName], string>> = {};
  const words: string[] = [];
  let taken = -1;
  for (const [index, argument] of own.entries()) {
    const [name, inline] = split(argument);
    if (!isValuedName(name)) {
      if (index !== taken && !argument.startsWith('-')) words.push(argument);
      continue;
    }
    const value = inline ?? own[index + 1];
    if (value === undefined || value === '' || (inline === undefined && value.startsWith('-'))) {
      return { mistake: `${name} needs a value.` };
    }
    values[valued[name]] = value;
    if (inline === undefined) taken = index + 1;
  }
  const mode = modes.find(([name]) => own.includes(name))?.[1] ?? 'window';
  const behind = end === -1 ? [] : argv.slice(end + 1);
  // It brings a policy of its own, which must never reach the accounts of a person.
  if (values.sandbox !== undefined && mode !== 'self-test')
    return { mistake: '--selftest-sandbox only counts together with --selftest.' };
  const clashing = ownProfileOnly.find((name) => values[valued[name]] !== undefined);
  if (values.sandbox !== undefined && clashing !== undefined)
    return { mistake: `${clashing} does not go together with --selftest-sandbox.` };
  return {
    mode,
    profile: values.profile ?? null,
    policy: values.policy ?? null,
    caFile: values.caFile ?? null,
    out: values.out ?? null,
    sandbox: values.sandbox ?? null,
    words: mode === 'command' ? behind : [...words, ...behind],
  };
}

/** Answers the same with whole paths, as they look from the folder of the start; words stay as they are. */
export function launchFrom(folder: string, launch: Launch): Launch {
  const whole = (path: string | null) => (path === null ? null : resolve(folder, path));
  const { profile, policy, caFile, out, sandbox } = launch;
  return {
    ...launch,
    ...{ profile: whole(profile), policy: whole(policy), caFile: whole(caFile) },
    ...{ out: whole(out), sandbox: whole(sandbox) },
  };
}

/**
 * Answers the arguments that open the window of the same profile once more, with what was handed over last.
 *
 * @param launch its paths are absolute
 */
export function startArguments(launch: Launch, { links, paths }: HandedOver): readonly string[] {
  const options = Object.entries(valued).flatMap(([name, member]) => {
    const value = launch[member];
    return value === null ? [] : [`${name}=${value}`];
  });
  return [...options, '--', ...links, ...paths];
}

/** Says whether nobody sits in front of this process: then a message box would only make it hang. */
export function isUnattended(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  const own = end === -1 ? argv : argv.slice(0, end);
  return modes.some(([name]) => own.includes(name));
}

function split(argument: string): [name: string, inline: string | undefined] {
  const equals = argument.indexOf('=');
  return equals === -1 ? [argument, undefined] : [argument.slice(0, equals), argument.slice(equals + 1)];
}

function isValuedName(name: string): name is ValuedName {
  return Object.hasOwn(valued, name);
}
