import type { AccountRow } from '../../shared/account.ts';
import type { AppState } from '../../shared/app-state.ts';
import type { CheckView } from '../../shared/diagnose.ts';
import type { OutboxItem } from '../../shared/message.ts';
import { accountOf, stateOf } from './accounts.ts';
import { addresses } from './addresses.ts';
import { checkText, checkValue } from './check-view.ts';
import type { ShownCheck, ShownStep } from './check-view.ts';
import type { Command, CommandContext, CommandResult } from './command.ts';
import { deliveryResult, takenOver } from './delivery-result.ts';
import { exitCodeOf, interruptedExitCode } from './failure-output.ts';
import { checkOne } from './run-check.ts';
import { submissionKeyFor } from './submission-key.ts';
import { usageError } from './usage-error.ts';
import { hasBeenTried, waitForAttempt } from './wait-for-attempt.ts';

/** `test ID`: a Check first, so that nothing is queued where the account cannot send; then a message, through the outbox. */
export const testEmail: Command = async (context) => {
  const [id = ''] = context.positionals;
  const row = await accountOf(context, id);
  const given = addresses(context.options, 'to');
  const to = given.length > 0 ? given : row.user === '' ? [] : [row.user];
  if (to.length === 0) throw usageError('Missing option --to: the account has no SMTP User.', 'to');
  const { providers } = await stateOf(context);
  const view = await checkOne(context, row);
  if (view.outcome !== 'passed') return resultOf(row, providers, withMessage(view, notReached), null);

  const startedAtMs = context.clock.nowMs();
  const { itemId } = await context.call('outboxSubmit', messageTo(to, row, context));
  context.tell(`Queued as ${itemId}; waiting for the first attempt.`);
  const item = await waitForAttempt(context, itemId, 0);
  const durationMs = context.clock.nowMs() - startedAtMs;
  const answer = (now: OutboxItem) => resultOf(row, providers, withItem(view, now, durationMs), now);
  if (hasBeenTried(item, 0)) return answer(item);
  return { ...answer(item), afterEnd: async (call) => answer(await call('outboxGet', { itemId })) };
};

function messageTo(to: string[], { id, host }: AccountRow, { random }: Pick<CommandContext, 'random'>) {
  return {
    submissionKey: submissionKeyFor(null, random),
    ...{ accountId: id, records: [], to, cc: [], bcc: [], documentIds: [] },
    subject: 'Test message from SMTP Setup',
    body: `This message was sent by account ${id} (${host}) to test its settings.`,
  };
}

const notReached: ShownStep = { name: 'message', state: 'not-reached', durationMs: null, facts: {} };

function withMessage(view: CheckView, step: ShownStep): ShownCheck {
  return { ...view, steps: [...view.steps, step] };
}

function withItem(view: CheckView, item: OutboxItem, durationMs: number): ShownCheck {
  const { state, reply } = item;
  const isSent = state === 'sent';
  const step: ShownStep = {
    ...{ name: 'message', state: isSent ? 'passed' : 'failed', durationMs },
    // A failed step has its reply below.
    facts: isSent && reply !== null ? { reply } : {},
  };
  const { failure = null } = deliveryResult(item);
  const end = { endedAtMs: view.endedAtMs === null ? null : view.endedAtMs + durationMs };
  const outcome = isSent ? 'passed' : 'failed';
  return { ...withMessage(view, step), ...end, outcome, failure, reply: isSent ? null : reply };
}

function resultOf(
  row: AccountRow,
  providers: AppState['providers'],
  view: ShownCheck,
  item: OutboxItem | null,
): CommandResult {
  const { failure } = view;
  const message = item && { itemId: item.itemId, messageId: item.messageId, state: item.state };
  return {
    value: { ...checkValue(view, row, providers), message },
    text: [
      checkText(view, row, providers),
      ...(item && item.state !== 'sent'
        ? [`Message ${item.itemId} stays in the outbox (${item.state}).`]
        : []),
    ].join('\n'),
    ...(failure && { failure, exitCode: exitCodeOf(failure, 'test') }),
    ...(view.outcome === 'cancelled' && { exitCode: interruptedExitCode }),
    ...(item && { done: takenOver(item) }),
  };
}
