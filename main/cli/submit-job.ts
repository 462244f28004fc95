import type { Submitted } from '../../shared/message.ts';
import type { CommandContext, CommandResult } from './command.ts';
import { takenOver } from './delivery-result.ts';
import type { Job } from './job.ts';
import { localTimeText } from './local-time.ts';
import { submissionKeyFor } from './submission-key.ts';
import { withDocuments } from './upload-document.ts';
import type { Unreadable } from './upload-document.ts';
import { attemptResult } from './wait-for-attempt.ts';

/**
 * Hands a message over to the outbox, its documents first.
 *
 * @param unreadable default: the documents were named by `--attach`
 * @throws {AppError} as `withDocuments` and `outboxSubmit`
 */
export function submitJob(context: CommandContext, job: Job, unreadable?: Unreadable): Promise<Submitted> {
  const { call, random } = context;
  const { accountId, records, to, cc, bcc, subject, body, sendAtMs } = job;
  const message = { accountId, records, to, cc, bcc, subject, body, ...(sendAtMs !== null && { sendAtMs }) };
  const submissionKey = submissionKeyFor(job.idempotencyKey, random);
  return withDocuments(
    context,
    job.documents,
    (documentIds) => call('outboxSubmit', { submissionKey, ...message, documentIds }),
    unreadable,
  );
}

/** Says whether the first attempt of a message is waited for. */
export function isAwaited({ noWait, sendAtMs }: Job): boolean {
  return !noWait && sendAtMs === null;
}

/** Answers what is said of a message that nobody waits for. */
export async function queuedResult(
  { call }: Pick<CommandContext, 'call'>,
  { sendAtMs }: Job,
  submitted: Submitted,
): Promise<CommandResult> {
  const { itemId, messageId, state } = submitted;
  const nextTryAtMs = sendAtMs === null ? null : (await call('outboxGet', { itemId })).nextTryAtMs;
  const time = nextTryAtMs === null ? '' : `, to be sent at ${localTimeText(nextTryAtMs)}`;
  return {
    value: { itemId, messageId, state, ...(sendAtMs !== null && { sendAtMs: nextTryAtMs }) },
    text: `${state}: message ${itemId}${time}.`,
    done: takenOver(submitted),
  };
}

/** Sends one message and answers what became of it. @throws {AppError} as `submitJob` */
export async function sendJob(
  context: CommandContext,
  job: Job,
  unreadable?: Unreadable,
): Promise<CommandResult> {
  const submitted = await submitJob(context, job, unreadable);
  if (!isAwaited(job)) return queuedResult(context, job, submitted);
  context.tell(`Queued as ${submitted.itemId}; waiting for the first attempt.`);
  return attemptResult(context, submitted.itemId, 0);
}
