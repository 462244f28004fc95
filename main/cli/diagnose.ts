import type { CheckView } from '../../shared/diagnose.ts';
import { AppError } from '../../shared/errors.ts';
import type { Failure } from '../../shared/errors.ts';
import { symptomOfText } from '../../shared/fix-cards/symptom.ts';
import { accountOf, stateOf } from './accounts.ts';
import { cardFor, cardText, cardValue, linksText } from './card-text.ts';
import { checkText, checkValue } from './check-view.ts';
import type { Command, CommandContext, CommandResult } from './command.ts';
import { exitCodeOf, interruptedExitCode } from './failure-output.ts';
import { checkOne } from './run-check.ts';
import { usageError } from './usage-error.ts';

/** So many accounts are checked side by side: one that times out must not keep all the others waiting. */
const atOnce = 4;
const unavailableExitCode = 69;

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
    value: checkValue(view, row, providers),
    text: checkText(view, row, providers),
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
  if (card.id === null && card.links.length === 0) {
    const message = 'Nothing is known about this text; copy the whole error, with its number or name.';
    throw new AppError('invalid-request', message, { field: 'TEXT' });
  }
  if (card.id === null) return { value: cardValue(card), text: linksText(card) };
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
  const texts = ended.map(({ row, view }) => checkText(view, row, providers));
  return {
    value: ended.map(({ row, view }) => checkValue(view, row, providers)),
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
