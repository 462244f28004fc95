import { createHash } from 'node:crypto';
import type { Random } from '../ports.ts';
import type { OptionValues } from './command.ts';
import { usageError } from './usage-error.ts';

/** Characters of an idempotency key. */
export const longestKey = 255;

/**
 * Answers what the outbox knows a submission by: the hash of an idempotency key, so that any text will do and none meets a
 * key that was made by chance; without one such a key.
 *
 * Asked for once a message: where the answer is lost with an owner of the profile, the next one finds the item by it.
 *
 * @param text null: none was given
 */
export function submissionKeyFor(text: string | null, random: Random): string {
  if (text === null) return Buffer.from(random.bytes(24)).toString('base64url');
  return createHash('sha256').update(`idempotency-key\0${text}`).digest('base64url');
}

/**
 * Answers what `--idempotency-key` says; null where it was not given.
 *
 * @throws {AppError} `invalid-request` — the text is blank or longer than 255 characters
 */
export function idempotencyKeyOption(options: OptionValues): string | null {
  const text = options.text('idempotency-key');
  if (text === undefined) return null;
  if (text.trim() === '' || text.length > longestKey)
    throw usageError(`--idempotency-key takes 1 to ${longestKey} characters.`, 'idempotency-key');
  return text;
}
