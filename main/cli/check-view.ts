import type { AccountRow } from '../../shared/account.ts';
import type { AppState } from '../../shared/app-state.ts';
import type { CheckStep, CheckStepName, CheckView } from '../../shared/diagnose.ts';
import { cardFor, cardText, cardValue } from './card-text.ts';
import { printable } from './table.ts';

/** A step of a Check, or the one after them: the test message itself. */
export interface ShownStep extends Omit<CheckStep, 'name'> {
  readonly name: CheckStepName | 'message';
}

/** A Check, with or without a test message behind it. */
export interface ShownCheck extends Omit<CheckView, 'steps'> {
  readonly steps: readonly ShownStep[];
}

function cardOf(view: ShownCheck, row: AccountRow, providers: AppState['providers']) {
  if (!view.failure) return null;
  const { code, detail } = view.failure;
  return cardFor({ code, reply: view.reply, ...(detail && { detail }) }, row, providers);
}

/** Answers a Check for scripts, with the card of its failure. */
export function checkValue(
  view: ShownCheck,
  row: AccountRow,
  providers: AppState['providers'],
): Record<string, unknown> {
  const card = cardOf(view, row, providers);
  return { ...view, card: card && cardValue(card) };
}

const stepTitles: Readonly<Record<ShownStep['name'], string>> = {
  proxy: 'Proxy',
  'name-lookup': 'Name lookup',
  connect: 'Connect',
  tls: 'TLS',
  capabilities: 'Capabilities',
  token: 'Access token',
  authentication: 'Authentication',
  sender: 'Sender',
  message: 'Message',
};
const stateWidth = 'not reached'.length;
const titleWidth = 'Authentication'.length;
const timeWidth = 9;

/** Answers a Check for people, a line for each step. */
export function checkText(view: ShownCheck, row: AccountRow, providers: AppState['providers']): string {
  const card = cardOf(view, row, providers);
  return [
    printable(`Account ${row.id} · ${row.user || row.host}: ${view.outcome}`),
    ...view.steps.map(stepLine),
    ...(view.reply === null ? [] : [`The server said: ${printable(view.reply)}`]),
    ...(card ? ['', cardText(card)] : []),
  ].join('\n');
}

function stepLine({ name, state, durationMs, facts }: ShownStep): string {
  const time = durationMs === null ? '' : `${durationMs} ms`;
  const columns = [
    state.replace('-', ' ').padEnd(stateWidth),
    stepTitles[name].padEnd(titleWidth),
    time.padStart(timeWidth),
    printable(factsText(facts)),
  ];
  return `  ${columns.join('  ')}`.trimEnd();
}

function factsText(facts: CheckStep['facts']): string {
  const { certificate } = facts;
  const validTo = certificate && new Date(certificate.validToMs).toISOString().slice(0, 10);
  return [
    ...(facts.proxy === undefined ? [] : [facts.proxy]),
    ...(facts.refusedPort === undefined ? [] : [`refused port ${facts.refusedPort}, direct connection used`]),
    ...(facts.addresses ?? []),
    ...(facts.address === undefined ? [] : [facts.address]),
    ...(facts.tlsVersion === undefined ? [] : [facts.tlsVersion]),
    ...(certificate ? [`${certificate.subject}, by ${certificate.issuer}, until ${validTo}`] : []),
    ...(facts.offers ?? []),
    ...(facts.refreshed ? ['renewed'] : []),
    ...(facts.user === undefined ? [] : [facts.user]),
    ...(facts.reply === undefined ? [] : [facts.reply]),
  ].join(', ');
}
