import { AppError } from '../../shared/errors.ts';
import type { OutboxItem } from '../../shared/message.ts';
import { addresses } from './addresses.ts';
import type { Command, CommandContext, CommandResult } from './command.ts';
import { historyFilter } from './history.ts';
import { parseAccountId, parseWholeNumber } from './option-values.ts';
import { idempotencyKeyOption, submissionKeyFor } from './submission-key.ts';
import { handedOverResult } from './submit-job.ts';
import { pairsText, tableText } from './table.ts';
import { usageError } from './usage-error.ts';
import { attemptResult } from './wait-for-attempt.ts';

const defaultLimit = 50;
const largestLimit = 100_000;
// As much as the contract answers at once.
const pageSize = 500;

/** `outbox list`, `history list` */
export const listOutbox: Command = async (context) => {
  const items = await listItems(context, historyFilter(context.options), limitOf(context));
  const rows = items.map((item) => [
    item.itemId,
    timeText(item.createdAtMs),
    String(item.accountId),
    item.because === null ? item.state : `${item.state} (${item.because})`,
    item.to.join(', '),
    item.subject,
  ]);
  const text =
    rows.length === 0
      ? 'No messages.'
      : tableText(['Item', 'Created', 'Account', 'State', 'To', 'Subject'], rows);
  return { value: items, text };
};

/** `outbox show ITEM` */
export const showItem: Command = async (context) => shown(await context.call('outboxGet', itemOf(context)));

/** `outbox cancel ITEM` */
export const cancelItem: Command = async (context) =>
  shown(await context.call('outboxCancel', itemOf(context)));

/** `outbox mark-sent ITEM` */
export const markItemSent: Command = async (context) =>
  shown(await context.call('outboxMarkSent', itemOf(context)));

/** `outbox send-now ITEM` */
export const sendItemNow: Command = (context) => tryItem(context, 'outboxSendNow');

/** `outbox send-again ITEM` */
export const sendItemAgain: Command = (context) => tryItem(context, 'outboxSendAgain');

/** `outbox resend ITEM` */
export const resendItem: Command = async (context) => {
  const { options, call, random } = context;
  const others = {
    to: addresses(options, 'to'),
    cc: addresses(options, 'cc'),
    bcc: addresses(options, 'bcc'),
  };
  const hasOthers = others.to.length + others.cc.length + others.bcc.length > 0;
  if (hasOthers && options.flag('refused'))
    throw usageError('Give recipients or --refused, not both.', 'refused');
  const account = options.text('account');
  const submitted = await call('outboxResend', {
    ...itemOf(context),
    submissionKey: submissionKeyFor(idempotencyKeyOption(options), random),
    accountId: account === undefined ? null : parseAccountId(account, 'account'),
    recipients: hasOthers ? others : options.flag('refused') ? 'refused' : 'same',
  });
  if (options.flag('no-wait')) return handedOverResult(context, null, submitted);
  context.tell(`Queued as ${submitted.itemId}; waiting for the first attempt.`);
  return attemptResult(context, submitted.itemId, 0);
};

async function tryItem(
  context: CommandContext,
  method: 'outboxSendNow' | 'outboxSendAgain',
): Promise<CommandResult> {
  const item = await context.call(method, itemOf(context));
  if (context.options.flag('no-wait')) return shown(item);
  return attemptResult(context, item.itemId, item.attempts);
}

/**
 * Answers the ID that a person named.
 *
 * @throws {AppError} `item-not-found` — no item has an ID that looks like this
 */
function itemOf({ positionals }: CommandContext): { itemId: string } {
  const [itemId = ''] = positionals;
  if (/^[A-Za-z0-9_-]{8,64}$/.test(itemId)) return { itemId };
  throw new AppError('item-not-found', `There is no message "${itemId}" in the outbox.`);
}

async function listItems(
  { call }: CommandContext,
  filter: ReturnType<typeof historyFilter>,
  limit: number,
): Promise<readonly OutboxItem[]> {
  const items: OutboxItem[] = [];
  let beforeSequence: number | null = null;
  do {
    const page: { readonly items: readonly OutboxItem[]; readonly nextBeforeSequence: number | null } =
      await call('outboxPage', {
        ...filter,
        beforeSequence,
        limit: Math.min(pageSize, limit - items.length),
      });
    items.push(...page.items);
    beforeSequence = page.items.length === 0 ? null : page.nextBeforeSequence;
  } while (beforeSequence !== null && items.length < limit);
  return items;
}

function limitOf({ options }: CommandContext): number {
  const text = options.text('limit');
  if (text === undefined) return defaultLimit;
  const limit = parseWholeNumber(text);
  if (limit !== null && limit >= 1 && limit <= largestLimit) return limit;
  throw new AppError(
    'setting-invalid',
    `--limit must be a whole number from 1 to ${largestLimit}, not "${text}".`,
    {
      field: 'limit',
    },
  );
}

function shown(item: OutboxItem): CommandResult {
  const pairs: (readonly [string, string])[] = [
    ['Item', item.itemId],
    ['Message-ID', item.messageId],
    ['State', item.state],
    ['Reason', [item.because, item.reason].filter(Boolean).join(': ')],
    ['Server reply', item.reply ?? ''],
    ['Account', String(item.accountId)],
    ['To', item.to.join(', ')],
    ['Cc', item.cc.join(', ')],
    ['Bcc', item.bcc.join(', ')],
    ['Subject', item.subject],
    ['Documents', item.documents.map(({ name }) => name).join(', ')],
    ['Attempts', String(item.attempts)],
    ['Created', timeText(item.createdAtMs)],
    ['Next try', item.nextTryAtMs === null ? '' : timeText(item.nextTryAtMs)],
    ['Accepted', item.accepted.join(', ')],
    ['Refused', item.refused.map(({ address, reply }) => `${address} (${reply})`).join(', ')],
    ['Confirmed by', item.confirmedBy ?? ''],
  ];
  return { value: item, text: pairsText(pairs.filter(([, value]) => value !== '')) };
}

function timeText(atMs: number): string {
  return new Date(atMs).toISOString().replace('T', ' ').slice(0, 19);
}
