import type { OptionSpec } from './command.ts';
import { commands, globalOptions } from './commands.ts';
import { exitCodes, optionPairs, purpose, sentence, usageOf } from './describe-command.ts';

const program = 'npm run -s cli --';

/**
 * Answers the help.
 *
 * @param verb a verb; or the first words of several: of those; null: of the whole program
 */
export function helpText(verb: string | null): string {
  const spec = verb === null ? undefined : commands[verb];
  if (verb === null || !spec) return overview(verb);
  const own = Object.keys(spec.options).length > 0;
  return [
    `${program} ${usageOf(verb, spec)}`,
    '',
    `  ${sentence(spec.summary)}`,
    ...(own ? ['', 'Options', ...optionLines(spec.options)] : []),
    '',
    'Examples',
    ...spec.examples.map((line) => `  ${program} ${line}`),
    '',
    'Options of every verb',
    ...optionLines(globalOptions),
  ].join('\n');
}

/** @param group only verbs that begin with these words; null: all */
function overview(group: string | null): string {
  const verbs = Object.entries(commands)
    .filter(([name]) => group === null || name.startsWith(`${group} `))
    .map(([name, { positionals, summary }]): [string, string] => [
      [name, ...positionals.map((word) => word.replace('…', '...'))].join(' '),
      summary,
    ]);
  return [
    `${program} ${group ?? 'VERB'}${group === null ? '' : ' …'} [options]`,
    '',
    purpose,
    '',
    'Verbs',
    ...columns(verbs),
    '',
    `More about a verb, with examples: ${program} help VERB`,
    '',
    'Options of every verb',
    ...optionLines(globalOptions),
    '',
    'Exit codes',
    ...columns(exitCodes.map(([code, text]) => [String(code).padStart(3), text])),
  ].join('\n');
}

function optionLines(options: Readonly<Record<string, OptionSpec>>): string[] {
  return columns(optionPairs(options));
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
