import type { Submitted } from '../../shared/message.ts';
import type { CommandContext, CommandResult } from './command.ts';
import { deliveryResult, isOnItsWay, queuedResult } from './delivery-result.ts';
import type { Job } from './job.ts';
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

/**
 * Answers what is said of a message that nobody waits for: that it is queued, and till when; where its key stands for a message
 * that the outbox had before, what became of that one.
 */
export async function handedOverResult(
  { call }: Pick<CommandContext, 'call'>,
  sendAtMs: number | null,
  submitted: Submitted,
): Promise<CommandResult> {
  if (isOnItsWay(submitted) && sendAtMs === null) return queuedResult(submitted);
  const item = await call('outboxGet', { itemId: submitted.itemId });
  return isOnItsWay(item) ? queuedResult(item) : deliveryResult(item);
}

/** Sends one message and answers what became of it. @throws {AppError} as `submitJob` */
export async function sendJob(
  context: CommandContext,
  job: Job,
  unreadable?: Unreadable,
): Promise<CommandResult> {
  const submitted = await submitJob(context, job, unreadable);
  if (!isAwaited(job)) return handedOverResult(context, job.sendAtMs, submitted);
  context.tell(`Queued as ${submitted.itemId}; waiting for the first attempt.`);
  return attemptResult(context, submitted.itemId, 0);
}
