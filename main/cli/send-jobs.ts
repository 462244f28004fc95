import { AppError, toFailure } from '../../shared/errors.ts';
import type { Failure } from '../../shared/errors.ts';
import type { Submitted } from '../../shared/message.ts';
import { sendAtFault } from '../../shared/send-at.ts';
import type { CommandContext, CommandResult } from './command.ts';
import { commands } from './commands.ts';
import { exitCodeOf, interruptedExitCode } from './failure-output.ts';
import { jobError, parseJobs } from './job.ts';
import type { FileJob } from './job.ts';
import { readTextFile } from './read-text-file.ts';
import { handedOverResult, isAwaited, sendJob, submitJob } from './submit-job.ts';
import { printable } from './table.ts';
import { checkDocument } from './upload-document.ts';
import type { Unreadable } from './upload-document.ts';
import { usageError } from './usage-error.ts';
import { attemptResult } from './wait-for-attempt.ts';

const maxJobFileBytes = 64 * 1024 * 1024;
/** What may stand beside `--job`, because no job says it of all. */
const besideJob = new Set(['job', 'no-wait']);

/**
 * `send --job FILE`: every job is read and every document and time looked at before the first message is queued. One object is sent as
 * by options; of a list each job has a line of its own in the answer.
 */
export async function sendJobFile(context: CommandContext, path: string): Promise<CommandResult> {
  const { options } = context;
  const other = Object.keys(commands['send']?.options ?? {}).find(
    (name) => !besideJob.has(name) && options.flag(name),
  );
  if (other !== undefined) throw usageError(`Give --job or --${other}, not both.`, other);
  const text = await readTextFile(context, 'job', path, maxJobFileBytes);
  const { jobs: read, isList } = parseJobs(path, text);
  const jobs = options.flag('no-wait') ? read.map((job) => ({ ...job, noWait: true })) : read;
  const [only] = jobs;
  if (!isList && only) return sendJob(context, only, unreadableOf(path, only));
  for (const job of jobs) {
    for (const document of job.documents) await checkDocument(document, unreadableOf(path, job));
  }
  const before = await takenBefore(context, jobs, path);
  const handed = await submitAll(context, jobs, path, before);
  return listResult(await waitForAll(context, handed));
}

function unreadableOf(path: string, job: FileJob): Unreadable {
  return (document, reason) =>
    jobError(path, job.line(), `documents: "${document}" ${reason}`, 'document-unreadable');
}

/** A job and the outbox's answer; null: it was interrupted before. */
interface HandedOver {
  readonly job: FileJob;
  readonly answer: Submitted | Failure | null;
}

/** A job and what became of it. */
interface Outcome {
  readonly job: FileJob;
  readonly result: CommandResult;
}

/**
 * Answers what the outbox has of the jobs whose time cannot be asked for now; it takes nothing new over for that.
 *
 * Such a time is a mistake, unless the outbox took the job over while it was still ahead, and that only its key can tell.
 *
 * @throws {AppError} `invalid-request` — a time is a mistake, with its line
 */
async function takenBefore(
  context: CommandContext,
  jobs: readonly FileJob[],
  path: string,
): Promise<ReadonlyMap<FileJob, Submitted>> {
  const before = new Map<FileJob, Submitted>();
  for (const job of jobs) {
    const fault = job.sendAtMs === null ? null : sendAtFault(job.sendAtMs, context.clock.nowMs());
    if (fault === null) continue;
    const mistake = () => jobError(path, job.line(), `at ${fault}`);
    if (job.idempotencyKey === null) throw mistake();
    try {
      before.set(job, await submitJob(context, job, unreadableOf(path, job)));
    } catch (error) {
      throw error instanceof AppError && error.field === 'sendAtMs' ? mistake() : error;
    }
  }
  return before;
}

/** One that is refused keeps none of the others back. */
async function submitAll(
  context: CommandContext,
  jobs: readonly FileJob[],
  path: string,
  before: ReadonlyMap<FileJob, Submitted>,
): Promise<readonly HandedOver[]> {
  const { interrupted, tell } = context;
  const handed: HandedOver[] = [];
  for (const job of jobs) {
    try {
      const answer = before.get(job) ?? (await submitJob(context, job, unreadableOf(path, job)));
      handed.push({ job, answer });
    } catch (error) {
      const isInterrupted = interrupted.aborted && error === interrupted.reason;
      if (isInterrupted && handed.every(({ answer }) => !isSubmitted(answer))) throw error;
      handed.push({ job, answer: isInterrupted ? null : toFailure(error) });
    }
  }
  const count = handed.filter(({ answer }) => isSubmitted(answer)).length;
  tell(`Queued ${count} of ${jobs.length} messages; waiting for their first attempts.`);
  return handed;
}

function isSubmitted(answer: HandedOver['answer']): answer is Submitted {
  return answer !== null && 'itemId' in answer;
}

async function waitForAll(
  context: CommandContext,
  handed: readonly HandedOver[],
): Promise<readonly Outcome[]> {
  const enough = new AbortController();
  const interrupted = AbortSignal.any([context.interrupted, enough.signal]);
  const outcomes: Outcome[] = [];
  for (const { job, answer } of handed) {
    const result = isSubmitted(answer)
      ? await (isAwaited(job)
          ? attemptResult({ ...context, interrupted }, answer.itemId, 0)
          : handedOverResult(context, job.sendAtMs, answer))
      : notQueued(answer);
    // The wait for this one has ended without an attempt: the others behind it are only looked at.
    if (result.afterEnd) enough.abort();
    outcomes.push({ job, result });
  }
  return outcomes;
}

function notQueued(failure: Failure | null): CommandResult {
  return {
    value: { state: 'not-queued' },
    text: 'not queued.',
    ...(failure ? { failure } : { exitCode: interruptedExitCode }),
  };
}

function listResult(outcomes: readonly Outcome[]): CommandResult {
  const codes = outcomes.map(({ result }) => exitCodeOfResult(result));
  const isOpen = outcomes.some(({ result }) => result.afterEnd);
  const good = codes.filter((code) => code === 0).length;
  return {
    value: null,
    values: outcomes.map(({ job, result }, index) => valueOf(job, index, result)),
    text: [
      ...outcomes.map(({ result }, index) => `job ${index + 1}: ${textOf(result)}`),
      `${good} of ${codes.length} jobs done.`,
    ].join('\n'),
    exitCode: gravest(codes),
    done: 'The outbox has those that were queued all the same; "outbox list" shows them.',
    ...(isOpen && {
      afterEnd: async (call) => {
        const ended: Outcome[] = [];
        for (const { job, result } of outcomes)
          ended.push({ job, result: (await result.afterEnd?.(call)) ?? result });
        return listResult(ended);
      },
    }),
  };
}

function valueOf(job: FileJob, index: number, result: CommandResult): unknown {
  const { failure } = result;
  const error = failure && {
    code: failure.code,
    message: printable(failure.message),
    remedy: failure.remedy,
    ...(failure.field !== undefined && { field: jobFields[failure.field] ?? failure.field }),
  };
  const { idempotencyKey } = job;
  const what = typeof result.value === 'object' ? result.value : {};
  return {
    job: index + 1,
    idempotencyKey,
    ...what,
    exitCode: exitCodeOfResult(result),
    error: error ?? null,
  };
}

/** Members of a job, by the fields of the contract that they set. */
const jobFields: Readonly<Record<string, string>> = {
  accountId: 'account',
  documentIds: 'documents',
  submissionKey: 'idempotencyKey',
  sendAtMs: 'at',
};

function textOf({ text, failure }: CommandResult): string {
  return failure ? `${text} ${printable(failure.message)} (${failure.code})` : text;
}

function exitCodeOfResult({ exitCode, failure }: CommandResult): number {
  return exitCode ?? (failure ? exitCodeOf(failure, 'send') : 0);
}

/** Exit codes of `send`, the gravest first: what will never be sent as it is, then what waits for a person, then what goes on by itself. */
const gravity = [70, 65, 78, 77, 69, interruptedExitCode, 75];

/** Answers the gravest of several exit codes; 0 where all are. */
function gravest(codes: readonly number[]): number {
  return gravity.find((code) => codes.includes(code)) ?? codes.find((code) => code !== 0) ?? 0;
}
