import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCatalog } from '../shared/errors.ts';
import type { ErrorCode } from '../shared/errors.ts';
import { noFacts } from '../shared/fix-cards/fill-in.ts';
import { fixCardFor, rules } from '../shared/fix-cards/fix-card.ts';
import { clockRule } from '../shared/fix-cards/network-rules.ts';
import type { Rule } from '../shared/fix-cards/rule.ts';
import { cardWords, copyWords, stepWords, whoWords } from '../shared/fix-cards/words.ts';
import { failures } from '../renderer/words/en/failures.ts';

const path = join(import.meta.dirname, '../docs/errors.md');

const byWords = { you: 'You', administrator: 'Administrator', app: 'The app' } as const;

/** Words of a card without an account: what would be filled in stands between angle brackets. */
const plain = (text: string) => text.replace(/\{\{(\w+)\}\}/g, '<$1>');

/** A text in a cell of a table. */
const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');

function signsText({ signs, provider }: Rule): string {
  const code = (text: string) => `\`${text.replaceAll('|', '\\|')}\``;
  const parts = [
    ...(signs.aadsts ? [signs.aadsts.map((number) => `AADSTS${number}`).join(', ')] : []),
    ...(signs.errors ? [signs.errors.map(code).join(', ')] : []),
    ...(signs.reply ? [`reply ${code(signs.reply.source)}`] : []),
    ...(signs.network ? [`connection ${code(signs.network.source)}`] : []),
    ...(signs.status ? [`HTTP ${signs.status.join(', ')}`] : []),
    ...(signs.codes ? [`else ${signs.codes.map(code).join(', ')}`] : []),
  ];
  const text = parts.join('; ');
  const whose =
    provider === undefined || signs.aadsts ? '' : ` (${provider === 'google' ? 'Google' : 'Microsoft'})`;
  return text === '' ? 'the time that servers say' : `${text}${whose}`;
}

function section(rule: Rule): string {
  const { title, cause } = cardWords[rule.id];
  const copies = (rule.copies ?? []).map((key) => copyWords[key]);
  return [
    `### ${plain(title).replaceAll('<', '&lt;')}`,
    '',
    cell(plain(cause)),
    '',
    `\`${rule.id}\` · ${whoWords[rule.who]} · recognised by ${signsText(rule)} · [source](${rule.source})`,
    '',
    ...rule.steps.map(([by, key]) => `- **${byWords[by]}:** ${cell(plain(stepWords[key]))}`),
    ...(copies.length > 0 ? [`- To copy: ${copies.join(', ')}`] : []),
    ...((rule.actions ?? []).includes('reconfigure') ? ['- Button: Reconfigure Authentication'] : []),
    '',
  ].join('\n');
}

function codeRow(code: ErrorCode): string {
  const { title, todo } = failures.codes[code];
  const { retried, exitCode } = errorCatalog[code];
  const { id, who } = fixCardFor({ code }, noFacts);
  const card = id === null ? '' : `\`${id}\``;
  return `| \`${code}\` | ${cell(title)} | ${cell(todo)} | ${whoWords[who]} | ${card} | ${retried ? 'yes' : ''} | ${exitCode} |`;
}

/** Answers the text of `docs/errors.md`, made of the catalog and its words. */
export function errorsDocument(): string {
  const codes = Object.keys(errorCatalog) as ErrorCode[];
  return [
    '# What can go wrong, and the way out',
    '',
    'Made of the catalog by `node build/errors-document.ts`; a test says when it is out of date. The window shows these cards where',
    'something failed, `check` and `explain` on the command line say the same. Commands and links are filled in for the account.',
    '',
    '## Errors of providers, servers and networks',
    '',
    'A number says more than a name, a name more than the code of the app: the first rule that fits in that order is the card. An error',
    'that is not here keeps its code and the words of the server.',
    '',
    ...[...rules, clockRule].map(section),
    '## Codes of the app',
    '',
    'Card: shown instead where nothing more is known. Retried: the outbox tries again by itself. Exit: of the command line.',
    '',
    '| Code | What happened | What to do | Who | Card | Retried | Exit |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...codes.map(codeRow),
    '',
  ].join('\n');
}

if (import.meta.main) writeFileSync(path, errorsDocument());
