import type { TFunction } from 'i18next';
import type { AccountRow } from '../../shared/account.ts';
import type { ClientInfo } from '../../shared/app-state.ts';
import type { FixCard } from '../../shared/fix-cards/fix-card.ts';
import { detailName } from '../failures/detail-name.ts';
import { detailValue } from './detail-value.ts';

interface NoteOptions {
  readonly account: AccountRow | null;
  readonly client: ClientInfo | null;
  /** What happened, as the card says it. */
  readonly title: string;
  readonly cause: string;
  /** When it was seen, as people write it. */
  readonly time: string;
  readonly d: TFunction<'diagnose'>;
  readonly t: TFunction;
}

/** Answers a text for the administrator: what happened, the steps, commands and links, and all that is known about it. */
export function itNote(card: FixCard, { account, client, title, cause, time, d, t }: NoteOptions): string {
  const lines: (readonly [string, string])[] = [
    ...(account
      ? ([
          [d('note.account'), `${account.id} · ${account.user}`],
          [d('note.server'), `${account.host}:${account.port}`],
        ] as const)
      : []),
    [d('note.happened'), [title, cause].filter((text) => text !== '').join('. ')],
    ...(card.reply === '' ? [] : ([[d('card.server'), card.reply]] as const)),
  ];
  const facts: (readonly [string, string])[] = [
    ...(client && client.clientId !== ''
      ? ([
          [d('note.client'), client.clientId],
          [d('note.redirectUri'), client.redirectUri],
        ] as const)
      : []),
    ...card.details.map(([name, value]) => [detailName(name, t), detailValue(name, value, d)] as const),
    [d('note.time'), time],
  ];
  const pairs = (all: typeof lines) => all.map(([name, value]) => `${name}: ${value}`);
  const steps = card.steps.map(({ key }, index) => `${index + 1}. ${d(`todo.${key}`, card.values)}`);
  const blocks = [
    [d('note.greeting')],
    pairs(lines),
    steps.length > 0 ? [`${d('note.todo')}:`, ...steps] : [],
    card.copies.flatMap(({ key, text }) => [`${d(`copies.${key}`)}:`, `    ${text}`]),
    card.links.map(({ key, url }) => `${d(`links.${key}`)}: ${url}`),
    pairs(facts),
  ];
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n');
}
