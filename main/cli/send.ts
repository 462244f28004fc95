import { addresses } from './addresses.ts';
import type { Command, CommandContext, OptionValues } from './command.ts';
import type { Job } from './job.ts';
import { timeOption } from './local-time.ts';
import { parseAccountId } from './option-values.ts';
import { readTextFile } from './read-text-file.ts';
import { parseRecords } from './records.ts';
import { sendJobFile } from './send-jobs.ts';
import { idempotencyKeyOption } from './submission-key.ts';
import { sendJob } from './submit-job.ts';
import { usageError } from './usage-error.ts';

/** `send`: everything is checked and read before anything is queued; then the first attempt is waited for. */
export const send: Command = async (context) => {
  const path = context.options.text('job');
  return path === undefined ? sendJob(context, await jobOfOptions(context)) : sendJobFile(context, path);
};

async function jobOfOptions(context: CommandContext): Promise<Job> {
  const { options } = context;
  const job = {
    sendAtMs: timeOption(options, 'at'),
    accountId: accountOption(options),
    records: parseRecords(options.texts('record')),
    to: addresses(options, 'to'),
    cc: addresses(options, 'cc'),
    bcc: addresses(options, 'bcc'),
    subject: options.text('subject') ?? '',
    body: await bodyOf(context),
  };
  if (job.to.length + job.cc.length + job.bcc.length === 0) throw usageError('Missing option --to.', 'to');
  return {
    ...job,
    documents: options.texts('attach'),
    idempotencyKey: idempotencyKeyOption(options),
    noWait: options.flag('no-wait'),
  };
}

function accountOption(options: OptionValues): number | null {
  const text = options.text('account');
  return text === undefined ? null : parseAccountId(text, 'account');
}

/** The contract takes a million characters, each of up to four bytes. */
const maxBodyBytes = 4_000_000;

async function bodyOf(context: CommandContext): Promise<string> {
  const path = context.options.text('body-file');
  const text = context.options.text('body');
  if (path === undefined) return text ?? '';
  if (text !== undefined) throw usageError('Give --body or --body-file, not both.', 'body-file');
  return readTextFile(context, 'body-file', path, maxBodyBytes);
}
