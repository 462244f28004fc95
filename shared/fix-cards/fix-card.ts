import { errorCatalog } from '../errors.ts';
import type { Remedy } from '../errors.ts';
import { appPasswordPage } from './app-passwords.ts';
import { cardValues, copyText, isOwn, linkUrl } from './fill-in.ts';
import type { CardFacts, CardValues } from './fill-in.ts';
import { graphRules } from './graph-rules.ts';
import { googleRules } from './google-rules.ts';
import { microsoftRules, providerRules } from './microsoft-rules.ts';
import { clockRule, networkRules } from './network-rules.ts';
import type { CardAction, Rule, RuleStep } from './rule.ts';
import { serverRules } from './server-rules.ts';
import { ruleFor } from './symptom.ts';
import type { Symptom } from './symptom.ts';
import type { CardId, CopyKey, LinkKey, StepKey, Who } from './words.ts';

/** The way out of an error, filled in for one account; words go by its keys. */
export interface FixCard {
  /** null: nothing more is known than the app's own code, and its words are shown. */
  readonly id: CardId | null;
  readonly code: Symptom['code'];
  readonly who: Who;
  readonly steps: readonly { readonly by: RuleStep[0]; readonly key: StepKey }[];
  readonly copies: readonly { readonly key: CopyKey; readonly text: string }[];
  readonly links: readonly { readonly key: LinkKey; readonly url: string }[];
  readonly actions: readonly CardAction[];
  /** For the placeholders of the words. */
  readonly values: CardValues;
  /** The server's own words; empty: it said nothing. */
  readonly reply: string;
  /** What else is known, in the order of the failure: names as the failure spells them. */
  readonly details: readonly (readonly [name: string, value: string])[];
}

/** All rules, in the order in which they are tried. */
export const rules: readonly Rule[] = [
  ...googleRules,
  ...graphRules,
  ...microsoftRules,
  ...serverRules,
  ...networkRules,
  ...providerRules,
];

/** Answers the card for a symptom; there is one for every symptom. */
export function fixCardFor(symptom: Symptom, facts: CardFacts): FixCard {
  const { code, reply, detail = {} } = symptom;
  const found = ruleFor(symptom, facts.provider, rules);
  const rule = isClocksFault(symptom, found?.rule ?? null) ? clockRule : (found?.rule ?? null);
  const aadsts = Number(detail['aadsts'] ?? 0);
  const providerText = String(detail['providerText'] ?? '');
  const actions = rule ? (rule.actions ?? []) : actionsOf(code);
  return {
    id: rule?.id ?? null,
    code,
    who: rule?.who ?? whoOf(code),
    steps: (rule?.steps ?? []).filter(([, key]) => isPossible(key, facts)).map(([by, key]) => ({ by, key })),
    copies: (rule?.copies ?? [])
      .map((key) => ({ key, text: copyText(key, facts) }))
      .filter(({ text }) => text !== ''),
    links: (rule?.links ?? (aadsts === 0 ? [] : ['microsoftError' as const]))
      .map((key) => ({ key, url: linkUrl(key, aadsts, facts) }))
      .filter(({ url }) => url !== ''),
    actions: actions.filter((action) => isOffered(action, facts)),
    values: cardValues(facts, Number(detail['clockOffSeconds'] ?? 0)),
    // Who knows nothing better to say lets the provider speak.
    reply: reply ?? (rule && !found?.byCode ? '' : providerText),
    details: [...Object.entries(detail).map(([name, value]) => [name, String(value)] as const)],
  };
}

/** Codes that a wrong clock brings about at the token. */
const blamedOnTokens = new Set<Symptom['code']>([
  'sign-in-required',
  'grant-revoked',
  'authorization-failed',
  'provider-response-invalid',
  'authentication-rejected',
]);

function isClocksFault({ code, detail }: Symptom, rule: Rule | null): boolean {
  if (detail?.['clockOffSeconds'] === undefined) return false;
  // Microsoft's numbers name the reason themselves.
  return rule?.id === 'certificate-unknown' || (detail['aadsts'] === undefined && blamedOnTokens.has(code));
}

/** Advice that this account cannot follow is none. */
function isPossible(key: StepKey, facts: CardFacts): boolean {
  if (key === 'grantSendAs') return !isOwn(facts.from, facts);
  if (key === 'giveMailboxRights') return !isOwn(facts.mailbox, facts);
  if (key === 'makeAppPassword') return facts.provider === 'none' && appPasswordPage(facts.host) !== '';
  return (key !== 'switchToGraph' && key !== 'useHttps') || facts.offersApi;
}

function isOffered(
  action: CardAction,
  { provider, mailbox, host, offersApi, sendThrough }: CardFacts,
): boolean {
  if (action === 'edit-account') return mailbox !== '' || host !== '';
  if (action === 'send-through-graph') return provider === 'microsoft' && offersApi;
  if (action === 'allow-large-messages') return provider === 'microsoft' && sendThrough === 'api';
  return provider !== '' && provider !== 'none';
}

const whoByRemedy: Partial<Record<Remedy, Who>> = { 'ask-administrator': 'administrator', wait: 'wait' };

function whoOf(code: Symptom['code']): Who {
  return code === 'no-answer' ? 'you' : (whoByRemedy[errorCatalog[code].remedy] ?? 'you');
}

const actionsByRemedy: Partial<Record<Remedy, readonly CardAction[]>> = {
  'sign-in': ['sign-in'],
  'enter-password': ['edit-account'],
  'check-network': ['edit-account'],
};

function actionsOf(code: Symptom['code']): readonly CardAction[] {
  if (code === 'client-rejected' || code === 'issuer-mismatch') return ['reconfigure'];
  if (code === 'tls-failed' || code === 'account-invalid') return ['edit-account'];
  return code === 'no-answer' ? [] : (actionsByRemedy[errorCatalog[code].remedy] ?? []);
}

/** Answers words with their placeholders filled in. */
export function fillIn(words: string, values: Readonly<Record<string, string>>): string {
  return words.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => values[name] ?? whole);
}
