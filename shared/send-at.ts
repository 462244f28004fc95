import { AppError } from './errors.ts';

/** A time this much ago is the minute that a person has just chosen. */
const toleranceMs = 60_000;
const longestAheadMs = 366 * 86_400_000;

/** Answers why a message cannot be sent at a time (epoch milliseconds), as the end of a sentence; null: it can. */
export function sendAtFault(sendAtMs: number, nowMs: number): string | null {
  if (sendAtMs < nowMs - toleranceMs) return 'lies in the past';
  return sendAtMs > nowMs + longestAheadMs ? 'is more than a year ahead' : null;
}

/**
 * Answers when a message may leave at the earliest.
 *
 * @param sendAtMs as asked for, epoch milliseconds; absent: at once
 * @returns null: at once
 * @throws {AppError} `invalid-request` — it lies in the past or more than a year ahead, which is a slip of the pen
 */
export function sendAtOf(sendAtMs: number | undefined, nowMs: number): number | null {
  if (sendAtMs === undefined) return null;
  const fault = sendAtFault(sendAtMs, nowMs);
  if (fault === null) return sendAtMs > nowMs ? sendAtMs : null;
  throw new AppError('invalid-request', `The time to send the message ${fault}.`, { field: 'sendAtMs' });
}
