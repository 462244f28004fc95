// `node build/man-page.ts`: writes docs/smtp-setup.1 from the description of the verbs that the help uses too.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OptionSpec } from '../main/cli/command.ts';
import { commands, globalOptions } from '../main/cli/commands.ts';
import { exitCodes, optionPairs, purpose, sentence, usageOf } from '../main/cli/describe-command.ts';

const path = join(import.meta.dirname, '../docs/smtp-setup.1');
const program = 'smtp-setup';

/** Text as the formatter shows it letter by letter: no control lines, and a dash that stays one when it is copied. */
function literal(text: string): string {
  return text
    .replaceAll('\\', '\\(rs')
    .replaceAll('-', '\\-')
    .replaceAll('~', '\\(ti')
    .replaceAll(/^(?=[.'])/gm, '\\&');
}

const options = (all: Readonly<Record<string, OptionSpec>>): string[] =>
  optionPairs(all).flatMap(([title, text]) => {
    const [name = '', ...value] = title.split(' ');
    const shown =
      value.length > 0
        ? `\\fB${literal(name)}\\fR \\fI${literal(value.join(' '))}\\fR`
        : `\\fB${literal(name)}\\fR`;
    return ['.TP', shown, literal(text)];
  });

function verb([name, spec]: [string, (typeof commands)[string]]): string[] {
  return [
    `.SS ${literal(usageOf(name, spec))}`,
    literal(sentence(spec.summary)),
    ...options(spec.options),
    '.PP',
    spec.examples.length === 1 ? 'Example:' : 'Examples:',
    '.PP',
    '.EX',
    ...spec.examples.map((line) => literal(`  ${program} ${line}`)),
    '.EE',
  ];
}

/**
 * Answers the text of `docs/smtp-setup.1`.
 *
 * @see https://man.openbsd.org/man.7
 */
export function manPage(): string {
  return [
    `.\\" Made by "node build/man-page.ts"; a test says when it is out of date.`,
    '.TH SMTP\\-SETUP 1 "" "SMTP Setup" "User Commands"',
    '.SH NAME',
    `${literal(program)} \\- outgoing mail accounts on the command line`,
    '.SH SYNOPSIS',
    `\\fB${literal(program)}\\fR \\fIVERB\\fR [\\fIoptions\\fR]`,
    '.br',
    `\\fB${literal(program)} help\\fR [\\fIVERB\\fR]`,
    '.SH DESCRIPTION',
    literal(purpose),
    literal('It shares accounts, sign-ins and outbox with the window and the agent of the same profile.'),
    literal('Only sign-in opens a browser; nothing else asks.'),
    '.PP',
    literal('In a copy of the sources the program is called "npm run -s cli --".'),
    '.SH VERBS',
    ...Object.entries(commands).flatMap(verb),
    '.SH OPTIONS OF EVERY VERB',
    ...options(globalOptions),
    '.SH EXIT STATUS',
    ...exitCodes.flatMap(([code, text]) => ['.TP', `\\fB${code}\\fR`, literal(sentence(text))]),
    '.SH FILES',
    '.TP',
    literal('~/.config/smtp-setup'),
    literal('The profile, where --profile names no other folder (Linux; XDG_CONFIG_HOME counts).'),
    '',
  ].join('\n');
}

if (import.meta.main) writeFileSync(path, manPage());
