import { parseArgs } from 'node:util';
import type { CommandSpec, OptionSpec, OptionValues } from './command.ts';
import { commands, globalOptions } from './commands.ts';
import { didYouMean } from './did-you-mean.ts';
import { usageError } from './usage-error.ts';

/** A command line that makes sense. */
export type CommandLine =
  /** `verb` may also be the first words of several; null: of all. */
  | { readonly kind: 'help'; readonly verb: string | null }
  | { readonly kind: 'version' }
  | {
      readonly kind: 'command';
      readonly verb: string;
      readonly spec: CommandSpec;
      readonly options: OptionValues;
      readonly positionals: readonly string[];
    };

type Specs = Readonly<Record<string, OptionSpec>>;

// A value belongs to its option wherever the verb stands, so the parser must know the options of all verbs.
const allOptions: Specs = Object.assign(
  {},
  ...Object.values(commands).map(({ options }) => options),
  globalOptions,
) as Specs;

/**
 * Reads a command line.
 *
 * @param argv without the program and its script
 * @throws {AppError} `invalid-request` — a verb or option is unknown, missing, twice or without its value
 */
export function parseCommandLine(argv: readonly string[]): CommandLine {
  const { tokens } = parseArgs({
    args: [...argv],
    strict: false,
    tokens: true,
    options: Object.fromEntries(
      Object.entries(allOptions).map(([name, { value }]) => [name, { type: value ? 'string' : 'boolean' }]),
    ),
  });
  const words = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []));
  const given = tokens.filter((token) => token.kind === 'option');
  const asked = (name: string) => given.some((token) => token.name === name);
  if (asked('version')) return { kind: 'version' };
  const wantsHelp = asked('help') || asked('h') || words[0] === 'help';
  if (wantsHelp) return { kind: 'help', verb: helpSubject(words[0] === 'help' ? words.slice(1) : words) };
  if (words.length === 0) {
    for (const token of given) checkOption(token, allOptions);
    throw usageError('Missing verb.');
  }
  const verb = verbOf(words);
  if (!verb) throw unknownVerb(words);
  const { name, spec } = verb;
  const known: Specs = { ...spec.options, ...globalOptions };
  const values = new Map<string, string[]>();
  for (const token of given) {
    checkOption(token, known);
    const texts = values.get(token.name) ?? [];
    if (texts.length > 0 && known[token.name]?.repeated !== true) {
      throw usageError(`Option --${token.name} is given twice.`, token.name);
    }
    values.set(token.name, [...texts, token.value ?? '']);
  }
  const positionals = words.slice(name.split(' ').length);
  checkPositionals(name, spec, positionals);
  return { kind: 'command', verb: name, spec, positionals, options: optionValues(values) };
}

function optionValues(values: ReadonlyMap<string, readonly string[]>): OptionValues {
  return {
    text: (name) => values.get(name)?.[0],
    texts: (name) => values.get(name) ?? [],
    flag: (name) => values.has(name),
  };
}

/** Answers the verb that the words begin with. */
function verbOf(words: readonly string[]): { readonly name: string; readonly spec: CommandSpec } | null {
  for (const count of [3, 2, 1]) {
    const name = words.slice(0, count).join(' ');
    const spec = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (spec) return { name, spec };
  }
  return null;
}

/** Answers the verb that somebody wants to read about, or the first words of several. */
function helpSubject(words: readonly string[]): string | null {
  if (words.length === 0) return null;
  const verb = verbOf(words);
  if (verb) return verb.name;
  const group = words.join(' ');
  if (Object.keys(commands).some((name) => name.startsWith(`${group} `))) return group;
  throw unknownVerb(words);
}

function unknownVerb(words: readonly string[]) {
  const [first = '', second] = words;
  const group = Object.keys(commands).filter((name) => name.startsWith(`${first} `));
  if (group.length > 0) {
    const verbs = group.map((name) => name.slice(first.length + 1));
    const isGroup = verbs.some((verb) => verb.startsWith(`${second} `));
    if (second === undefined || isGroup)
      return usageError(`Missing verb after "${first}": ${verbs.join(', ')}.`);
    const meant = didYouMean(second, verbs);
    return usageError(`Unknown verb "${first} ${second}".${hint(meant && `${first} ${meant}`)}`);
  }
  const firstWords = new Set(Object.keys(commands).map((name) => name.split(' ')[0] ?? ''));
  return usageError(`Unknown verb "${first}".${hint(didYouMean(first, [...firstWords]))}`);
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

function checkOption({ name, rawName, value, inlineValue }: OptionToken, known: Specs): void {
  const spec = Object.hasOwn(known, name) && rawName.startsWith('--') ? known[name] : undefined;
  if (!spec) {
    const meant = didYouMean(name, Object.keys(known));
    throw usageError(`Unknown option ${rawName}.${hint(meant && `--${meant}`)}`, name);
  }
  if (spec.value === undefined) {
    if (value !== undefined) throw usageError(`Option --${name} takes no value.`, name);
    return;
  }
  // An empty path would be the working folder, as where a script's variable was never set.
  const isMissing = value === '' && (spec.value === 'DIR' || spec.value === 'FILE');
  if (value === undefined || isMissing || (!inlineValue && value.startsWith('--'))) {
    throw usageError(`Option --${name} needs a value (${spec.value}).`, name);
  }
}

function checkPositionals(name: string, { positionals }: CommandSpec, given: readonly string[]): void {
  const needed = positionals.filter((word) => !word.endsWith('?'));
  const missing = needed[given.length];
  if (missing !== undefined) throw usageError(`Missing ${missing.replace('…', '')} after "${name}".`);
  const many = positionals.at(-1)?.endsWith('…') ?? false;
  const extra = many ? undefined : given[positionals.length];
  if (extra !== undefined) throw usageError(`Unexpected argument "${extra}" after "${name}".`);
}

function hint(meant: string | null | undefined): string {
  return meant ? ` Did you mean "${meant}"?` : '';
}
