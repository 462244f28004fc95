import type { AccountRow } from '../../shared/account.ts';
import type { AppState } from '../../shared/app-state.ts';
import type { CheckStep, CheckView } from '../../shared/diagnose.ts';
import { AppError } from '../../shared/errors.ts';
import type { Failure } from '../../shared/errors.ts';
import { symptomOfText } from '../../shared/fix-cards/symptom.ts';
import { accountOf, stateOf } from './accounts.ts';
import { cardFor, cardText, cardValue } from './card-text.ts';
import type { Command, CommandContext, CommandResult } from './command.ts';
import { exitCodeOf } from './failure-output.ts';
import { printable } from './table.ts';
import { usageError } from './usage-error.ts';

/** So many accounts are checked side by side: one that times out must not keep all the others waiting. */
const atOnce = 4;
const mostTries = 4;
const unavailableExitCode = 69;
const interruptedExitCode = 130;

/** `check ID` and `check --all` */
export const check: Command = async (context) => {
  const [id] = context.positionals;
  if (context.options.flag('all')) {
    if (id !== undefined) throw usageError('Give an ID or --all, not both.', 'all');
    return checkAll(context);
  }
  if (id === undefined) throw usageError('Missing ID after "check"; or give --all.', 'all');
  const row = await accountOf(context, id);
  const { providers } = await stateOf(context);
  const view = await checkOne(context, row);
  return {
    value: valueOf(view, row, providers),
    text: viewText(view, row, providers),
    ...(view.failure && { failure: view.failure }),
    ...(view.outcome === 'cancelled' && { exitCode: interruptedExitCode }),
  };
};

/** `explain TEXT` */
export const explain: Command = async (context) => {
  const [text = ''] = context.positionals;
  const id = context.options.text('account');
  const account = id === undefined ? null : await accountOf(context, id);
  const { providers } = await stateOf(context);
  const symptom = symptomOfText(text);
  const card = cardFor(symptom, account, providers, symptom.provider);
  if (card.id === null) {
    throw new AppError('setting-invalid', 'Nothing is known about this text.', { field: 'TEXT' });
  }
  return { value: cardValue(card), text: cardText(card) };
};

async function checkAll(context: CommandContext): Promise<CommandResult> {
  const { accounts, providers } = await stateOf(context);
  const rows = accounts.filter(({ enabled }) => enabled);
  const views: CheckView[] = [];
  const waiting = [...rows];
  const work = async (): Promise<void> => {
    for (let row = waiting.shift(); row; row = waiting.shift()) {
      if (context.interrupted.aborted) return;
      views.push(await checkOne(context, row));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  const ended = rows.flatMap((row) => {
    const view = views.find(({ accountId }) => accountId === row.id);
    return view ? [{ row, view }] : [];
  });
  const failures = ended.flatMap(({ view }) => view.failure ?? []);
  const passed = ended.filter(({ view }) => view.outcome === 'passed').length;
  const texts = ended.map(({ row, view }) => viewText(view, row, providers));
  return {
    value: ended.map(({ row, view }) => valueOf(view, row, providers)),
    text: [...texts, `${passed} of ${rows.length} accounts passed.`].join('\n\n'),
    exitCode: context.interrupted.aborted ? interruptedExitCode : exitCodeOfAll(failures),
  };
}

/** Where all fail alike the code says how; else only that some do. */
function exitCodeOfAll(failures: readonly Failure[]): number {
  const codes = new Set(failures.map((failure) => exitCodeOf(failure, 'check')));
  const [only = 0] = codes;
  return codes.size > 1 ? unavailableExitCode : only;
}

/**
 * Answers how a Check ended. Another program may carry it out and end in the middle; then it begins anew, for it changes
 * nothing.
 *
 * @throws {AppError} `profile-in-use` — the programs that carried it out went away one after the other
 */
async function checkOne(context: CommandContext, row: AccountRow): Promise<CheckView> {
  context.tell(`Checking account ${row.id} (${printable(row.user || row.host)}).`);
  for (let left = mostTries; left > 0; left -= 1) {
    const view = await tryToCheck(context, row.id);
    if (view) return view;
  }
  throw new AppError('profile-in-use', 'The Check was ended by another program.');
}

/** @returns null — the program that carried it out is gone */
async function tryToCheck(context: CommandContext, accountId: number): Promise<CheckView | null> {
  const { call, onState, interrupted } = context;
  const ended = Promise.withResolvers<CheckView | null>();
  let checkId: string | null = null;
  let isKnown = false;
  // Before the Check begins: whatever is told from then on is about it, also where state comes later than answers.
  const stop = onState((push) => {
    const checks = 'state' in push ? push.state.checks : push.slices.checks;
    const view = checks?.find((each) => each.checkId === checkId);
    if (checkId === null || checks === undefined) return;
    if (view && view.outcome !== 'running') ended.resolve(view);
    // A push from before the Check may come after its answer.
    else if (!view && isKnown) ended.resolve(null);
  });
  const cancel = () => void (checkId !== null && call('checkCancel', { checkId }).catch(() => undefined));
  interrupted.addEventListener('abort', cancel, { once: true });
  try {
    const begun = await call('checkStart', { accountId });
    ({ checkId } = begun);
    if (interrupted.aborted) cancel();
    if (begun.outcome !== 'running') return begun;
    const { checks } = await stateOf(context);
    const now = checks.find((each) => each.checkId === checkId);
    if (!now) return null;
    isKnown = true;
    return now.outcome === 'running' ? await ended.promise : now;
  } finally {
    interrupted.removeEventListener('abort', cancel);
    stop();
  }
}

function cardOf(view: CheckView, row: AccountRow, providers: AppState['providers']) {
  if (!view.failure) return null;
  const { code, detail } = view.failure;
  return cardFor({ code, reply: view.reply, ...(detail && { detail }) }, row, providers);
}

function valueOf(view: CheckView, row: AccountRow, providers: AppState['providers']): unknown {
  const card = cardOf(view, row, providers);
  return { ...view, card: card && cardValue(card) };
}

const stepTitles: Readonly<Record<CheckStep['name'], string>> = {
  'name-lookup': 'Name lookup',
  connect: 'Connect',
  tls: 'TLS',
  capabilities: 'Capabilities',
  token: 'Token',
  authentication: 'Authentication',
  sender: 'Sender',
};
const stateWidth = 'not reached'.length;
const titleWidth = 'Authentication'.length;
const timeWidth = 9;

function viewText(view: CheckView, row: AccountRow, providers: AppState['providers']): string {
  const card = cardOf(view, row, providers);
  return [
    printable(`Account ${row.id} · ${row.user || row.host}: ${view.outcome}`),
    ...view.steps.map(stepLine),
    ...(view.reply === null ? [] : [`The server said: ${printable(view.reply)}`]),
    ...(card ? ['', cardText(card)] : []),
  ].join('\n');
}

function stepLine({ name, state, durationMs, facts }: CheckStep): string {
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
