import { AppError } from '../../shared/errors.ts';

/** A time this much ago is the minute that a person has just chosen. */
const toleranceMs = 60_000;
const longestAheadMs = 366 * 86_400_000;

/**
 * Answers when a message may leave at the earliest.
 *
 * @param sendAtMs as asked for, epoch milliseconds; absent: at once
 * @returns null: at once
 * @throws {AppError} `invalid-request` — it lies in the past or more than a year ahead, which is a slip of the pen
 */
export function sendAtOf(sendAtMs: number | undefined, nowMs: number): number | null {
  if (sendAtMs === undefined) return null;
  if (sendAtMs < nowMs - toleranceMs) throw refused('lies in the past');
  if (sendAtMs > nowMs + longestAheadMs) throw refused('is more than a year ahead');
  return sendAtMs > nowMs ? sendAtMs : null;
}

function refused(why: string): AppError {
  return new AppError('invalid-request', `The time to send the message ${why}.`, { field: 'sendAtMs' });
}
