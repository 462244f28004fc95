import { createHash } from 'node:crypto';
import type { Random } from '../ports.ts';
import type { OptionValues } from './command.ts';
import { usageError } from './usage-error.ts';

const longestKey = 255;

/**
 * Answers what the outbox knows a submission by: the hash of `--idempotency-key`, so that any text will do and none meets a
 * key that was made by chance; without one such a key.
 *
 * Asked for once a command: where the answer is lost with an owner of the profile, the next one finds the item by it.
 *
 * @throws {AppError} `invalid-request` — the text is blank or longer than 255 characters
 */
export function submissionKeyOf(options: OptionValues, random: Random): string {
  const text = options.text('idempotency-key');
  if (text === undefined) return Buffer.from(random.bytes(24)).toString('base64url');
  if (text.trim() === '' || text.length > longestKey)
    throw usageError(`--idempotency-key takes 1 to ${longestKey} characters.`, 'idempotency-key');
  return createHash('sha256').update(`idempotency-key\0${text}`).digest('base64url');
}
