import type { OptionSpec } from './command.ts';
import { commands, globalOptions } from './commands.ts';

const program = 'npm run -s cli --';

/**
 * Answers the help.
 *
 * @param verb null: of the whole program
 */
export function helpText(verb: string | null): string {
  const spec = verb === null ? undefined : commands[verb];
  if (verb === null || !spec) return overview();
  const words = spec.positionals.map((name) =>
    name.endsWith('?') ? `[${name.slice(0, -1)}]` : name.endsWith('…') ? `${name.slice(0, -1)}...` : name,
  );
  const own = Object.keys(spec.options).length > 0;
  return [
    `${program} ${[verb, ...words, ...(own ? ['[options]'] : [])].join(' ')}`,
    '',
    `  ${sentence(spec.summary)}`,
    ...(own ? ['', 'Options', ...optionLines(spec.options)] : []),
    ...(spec.examples ? ['', 'Examples', ...spec.examples.map((line) => `  ${program} ${line}`)] : []),
    '',
    'Options of every verb',
    ...optionLines(globalOptions),
  ].join('\n');
}

function overview(): string {
  const verbs = Object.entries(commands).map(([name, { positionals, summary }]) => [
    [name, ...positionals.map((word) => word.replace('…', '...'))].join(' '),
    summary,
  ]);
  return [
    `${program} VERB [options]`,
    '',
    'Outgoing mail accounts for people who send documents as themselves.',
    '',
    'Verbs',
    ...columns(verbs),
    '',
    'Options of every verb',
    ...optionLines(globalOptions),
    '',
    'Exit codes: 0 done, 64 wrong verb or option, 65 refused value, 69 profile in use, 77 sign-in or permission needed,',
    '74 the answer could not be written, 78 damaged profile or no account. For send: 0 sent, 75 queued for another try,',
    '77 held, 65 refused or unconfirmed, 130 interrupted before it was queued.',
  ].join('\n');
}

function optionLines(options: Readonly<Record<string, OptionSpec>>): string[] {
  return columns(
    Object.entries(options).map(([name, { value, repeated, help }]) => [
      value === undefined ? `--${name}` : `--${name} ${value}`,
      repeated ? `${help}; may be repeated` : help,
    ]),
  );
}

function columns(rows: readonly (readonly string[])[]): string[] {
  const width = Math.max(...rows.map(([left = '']) => left.length));
  return rows.map(([left = '', right = '']) => `  ${left.padEnd(width)}  ${right}`);
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
