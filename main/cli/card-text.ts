import type { AccountRow } from '../../shared/account.ts';
import type { ProviderInfo } from '../../shared/app-state.ts';
import { errorCatalog } from '../../shared/errors.ts';
import { factsOf, noFacts } from '../../shared/fix-cards/fill-in.ts';
import type { CardAction } from '../../shared/fix-cards/rule.ts';
import { fillIn, fixCardFor } from '../../shared/fix-cards/fix-card.ts';
import type { FixCard } from '../../shared/fix-cards/fix-card.ts';
import type { Symptom } from '../../shared/fix-cards/symptom.ts';
import { detailWords, isProviderDetail } from '../../shared/fix-cards/detail-words.ts';
import { cardWords, copyWords, linkWords, stepWords, whoWords } from '../../shared/fix-cards/words.ts';
import { printable } from './table.ts';

/** Answers the card for a symptom of an account; null: of no account. */
export function cardFor(
  symptom: Symptom,
  account: AccountRow | null,
  providers: readonly ProviderInfo[],
  provider = '',
): FixCard {
  const facts = account ? factsOf(account, providers) : { ...noFacts, provider };
  return fixCardFor(symptom, facts);
}

/** What the window has a button for, and the command line a command. */
const actionTexts: Partial<Record<CardAction, string>> = {
  'send-through-graph': 'The command here: accounts edit ID --send-through api',
  'allow-large-messages': 'The command here: sign-in ID --allow-large-messages',
};

/** Answers a card for people: what happened, who can fix it, how, and what to copy. */
export function cardText(card: FixCard): string {
  const { id, code, who, steps, copies, links, values } = card;
  const words = (text: string) => printable(fillIn(text, values));
  const usual = code === 'no-answer' ? '' : errorCatalog[code].wayOut;
  const bullets = steps.map(({ by, key }) => {
    const whose = by === 'administrator' && who !== 'administrator' ? 'Your administrator: ' : '';
    return `  - ${whose}${words(stepWords[key])}`;
  });
  return [
    ...(id === null
      ? [usual]
      : [`${words(cardWords[id].title)}. ${words(cardWords[id].cause)}`, `${whoWords[who]}:`]),
    ...bullets,
    ...card.actions.flatMap((action) => actionTexts[action] ?? []).map((text) => `  - ${text}`),
    ...copies.map(({ key, text }) => `  ${copyWords[key]}:\n    ${printable(text)}`),
    ...(links.length > 0 ? [linksText(card)] : []),
    ...card.details.flatMap(([name, value]) =>
      isProviderDetail(name) ? `  ${detailWords[name]}: ${printable(value)}` : [],
    ),
  ].join('\n');
}

/** Answers the pages that a card leads to, one a line. */
export function linksText({ links }: FixCard): string {
  return links.map(({ key, url }) => `  ${linkWords[key]}: ${printable(url)}`).join('\n');
}

/** Answers a card for scripts, its words in English. */
export function cardValue(card: FixCard): unknown {
  const { id, who, steps, copies, links, actions, values, details } = card;
  const words = (text: string) => fillIn(text, values);
  return {
    id,
    who,
    ...(id !== null && { title: words(cardWords[id].title), cause: words(cardWords[id].cause) }),
    steps: steps.map(({ by, key }) => ({ by, text: words(stepWords[key]) })),
    copies: copies.map(({ key, text }) => ({ label: copyWords[key], text })),
    links: links.map(({ key, url }) => ({ label: linkWords[key], url })),
    actions,
    details: Object.fromEntries(details),
  };
}
