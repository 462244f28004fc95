import { AppError } from '../../shared/errors.ts';
import { readFileLimited } from '../limited-read.ts';
import { addresses } from './addresses.ts';
import type { Command, CommandContext, OptionValues } from './command.ts';
import { takenOver } from './delivery-result.ts';
import { parseAccountId } from './option-values.ts';
import { localTimeText, timeOption } from './local-time.ts';
import { parseRecords } from './records.ts';
import { submissionKeyOf } from './submission-key.ts';
import { withDocuments } from './upload-document.ts';
import { usageError } from './usage-error.ts';
import { attemptResult } from './wait-for-attempt.ts';

/** `send`: everything is checked and read before anything is queued; then the first attempt is waited for. */
export const send: Command = async (context) => {
  const { options, call, random } = context;
  const sendAtMs = timeOption(options, 'at');
  const message = {
    accountId: accountOption(options),
    records: parseRecords(options.texts('record')),
    to: addresses(options, 'to'),
    cc: addresses(options, 'cc'),
    bcc: addresses(options, 'bcc'),
    subject: options.text('subject') ?? '',
    body: await bodyOf(context),
    ...(sendAtMs !== null && { sendAtMs }),
  };
  if (message.to.length + message.cc.length + message.bcc.length === 0)
    throw usageError('Missing option --to.', 'to');
  const submissionKey = submissionKeyOf(options, random);
  const submitted = await withDocuments(context, options.texts('attach'), (documentIds) =>
    call('outboxSubmit', { submissionKey, ...message, documentIds }),
  );
  if (options.flag('no-wait') || sendAtMs !== null) {
    const { itemId, messageId, state } = submitted;
    const nextTryAtMs = sendAtMs === null ? null : (await call('outboxGet', { itemId })).nextTryAtMs;
    const time = nextTryAtMs === null ? '' : `, to be sent at ${localTimeText(nextTryAtMs)}`;
    return {
      value: { itemId, messageId, state, ...(sendAtMs !== null && { sendAtMs: nextTryAtMs }) },
      text: `${state}: message ${itemId}${time}.`,
      done: takenOver(submitted),
    };
  }
  context.tell(`Queued as ${submitted.itemId}; waiting for the first attempt.`);
  return attemptResult(context, submitted.itemId, 0);
};

function accountOption(options: OptionValues): number | null {
  const text = options.text('account');
  return text === undefined ? null : parseAccountId(text, 'account');
}

/** The contract takes a million characters, each of up to four bytes. */
const maxBodyBytes = 4_000_000;

async function bodyOf({ options, readStdin }: CommandContext): Promise<string> {
  const path = options.text('body-file');
  const text = options.text('body');
  if (path === undefined) return text ?? '';
  if (text !== undefined) throw usageError('Give --body or --body-file, not both.', 'body-file');
  const bytes = await (path === '-' ? readStdin(maxBodyBytes) : readFileLimited(path, maxBodyBytes)).catch(
    () => {
      throw unreadableBody(path, 'cannot be read');
    },
  );
  if (bytes === null) throw unreadableBody(path, `is longer than ${maxBodyBytes} bytes`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw unreadableBody(path, 'is not UTF-8 text');
  }
}

function unreadableBody(path: string, reason: string): AppError {
  return new AppError('document-unreadable', `--body-file "${path}" ${reason}.`, { field: 'body-file' });
}
