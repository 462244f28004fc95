import { AppError, toFailure } from '../../shared/errors.ts';
import type { ErrorCode, Failure } from '../../shared/errors.ts';
import type { OutboxItem, OutboxState, Submitted } from '../../shared/message.ts';
import type { CommandResult } from './command.ts';
import { localTimeText } from './local-time.ts';
import { printable } from './table.ts';

/** What a state means to the script that sent the message. */
export const exitCodeOfState: Readonly<Record<OutboxState, number>> = {
  sent: 0,
  queued: 75,
  sending: 75,
  held: 77,
  failed: 65,
  unconfirmed: 65,
  cancelled: 65,
};

/** The reason where the item itself names none. */
const usualReason: Partial<Record<OutboxState, ErrorCode>> = {
  queued: 'deferred',
  sending: 'deferred',
  held: 'sign-in-required',
  failed: 'message-rejected',
  unconfirmed: 'delivery-unconfirmed',
  cancelled: 'transition-refused',
};

const usualWords: Readonly<Record<OutboxState, string>> = {
  sent: 'The message was sent.',
  queued: 'The message was not sent yet; it is queued for another try.',
  sending: 'The message is on its way.',
  held: 'The message is held.',
  failed: 'The message was given up.',
  unconfirmed: 'The message may have been sent; the server did not answer in the end.',
  cancelled: 'The message was cancelled.',
};

/** Answers what `send` and its like say about an item: its state as the answer, and as a failure why it was not sent. */
export function deliveryResult(item: OutboxItem): CommandResult {
  const { itemId, messageId, state, accountId, accepted } = item;
  const refused =
    item.refused.length > 0 ? ` Refused: ${item.refused.map(({ address }) => address).join(', ')}.` : '';
  const failure = failureOf(item);
  return {
    value: { itemId, messageId, state, accountId, accepted, refused: item.refused },
    text: printable(`${state}: message ${itemId} of account ${accountId}.${state === 'sent' ? refused : ''}`),
    exitCode: exitCodeOfState[state],
    done: takenOver(item),
    ...(failure && { failure }),
  };
}

/** Says whether nothing stands in the way of a message: it waits for its turn or its time, or is being sent. */
export function isOnItsWay({ state }: Pick<OutboxItem, 'state'>): boolean {
  return state === 'queued' || state === 'sending';
}

/** Says whether a message waits for the time that was asked for. */
export function isScheduled({ state, sendAtMs }: OutboxItem, nowMs: number): boolean {
  return state === 'queued' && sendAtMs !== null && sendAtMs > nowMs;
}

/** Answers what is said of a message on its way whose attempt nobody waits for; its times only where they are known. */
export function queuedResult(
  item: Submitted & Partial<Pick<OutboxItem, 'sendAtMs' | 'nextTryAtMs'>>,
): CommandResult {
  const { itemId, messageId, state, accountId, sendAtMs, nextTryAtMs = null } = item;
  const time = nextTryAtMs === null ? '' : `, to be sent at ${localTimeText(nextTryAtMs)}`;
  return {
    value: { itemId, messageId, state, accountId, ...(sendAtMs !== undefined && { sendAtMs }) },
    text: `${state}: message ${itemId}${time}.`,
    done: takenOver(item),
  };
}

/** Says that the outbox has a message, for when the answer gets lost. */
export function takenOver({ itemId, state }: Pick<OutboxItem, 'itemId' | 'state'>): string {
  return `The outbox has the message all the same: ${itemId} (${state}).`;
}

function failureOf(item: OutboxItem): Failure | null {
  const code = item.because ?? usualReason[item.state];
  if (item.state === 'sent' || code === undefined) return null;
  const words = [item.reason ?? usualWords[item.state], item.reply && `The server said: ${item.reply}`];
  const message = printable(words.filter(Boolean).join(' '));
  return toFailure(new AppError(code, message, item.detail ? { detail: item.detail } : {}));
}
