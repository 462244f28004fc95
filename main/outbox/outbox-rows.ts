import * as z from 'zod';
import { AppError, errorCatalog } from '../../shared/errors.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { outboxStates } from '../../shared/message.ts';
import type { ItemContent, ItemProgress, StoredItem } from './outbox-item.ts';

const errorCodes = Object.keys(errorCatalog) as ErrorCode[];

const document = z.object({
  documentId: z.string(),
  name: z.string(),
  sizeBytes: z.int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** JSON of the column `content`; the body has a column of its own, so that lists need not read it. */
const content = z.object({
  messageId: z.string(),
  origin: z.enum(['user', 'agent']),
  to: z.array(z.string()),
  cc: z.array(z.string()),
  bcc: z.array(z.string()),
  subject: z.string(),
  documents: z.array(document),
  createdAtMs: z.number(),
});

/** JSON of the column `progress`: what is not searched for. */
const progress = z.object({
  because: z.enum(errorCodes).nullable(),
  reason: z.string().nullable(),
  reply: z.string().nullable(),
  attempts: z.int().min(0),
  accepted: z.array(z.string()),
  refused: z.array(z.object({ address: z.string(), reply: z.string() })),
  confirmedBy: z.enum(['server', 'person']).nullable(),
  failures: z.int().min(0),
  giveUpAtMs: z.number(),
  composed: z
    .object({
      fileName: z.string(),
      sizeBytes: z.int(),
      needs8Bit: z.boolean(),
      needsSmtpUtf8: z.boolean(),
      // Empty, as an earlier version left it: no file has this hash, so the message is composed anew.
      sha256: z.string().default(''),
    })
    .nullable(),
});

const row = z.object({
  sequence: z.int(),
  item_id: z.string(),
  submission_key: z.string(),
  account_id: z.int(),
  state: z.enum(outboxStates),
  ending: z.union([z.literal(0), z.literal(1)]),
  next_try_at_ms: z.number(),
  changed_at_ms: z.number(),
  progress: z.string().transform((text) => progress.parse(JSON.parse(text))),
  content: z.string().transform((text) => content.parse(JSON.parse(text))),
});

/** Values of the columns of table `items` that change. */
export function progressColumns(item: ItemProgress) {
  const { because, reason, reply, attempts, accepted, refused, confirmedBy } = item;
  const { failures, giveUpAtMs, composed } = item;
  return {
    account_id: item.accountId,
    state: item.state,
    ending: item.ending ? 1 : 0,
    // 0 is "at once", so that one index answers what is due.
    next_try_at_ms: item.nextTryAtMs ?? 0,
    changed_at_ms: item.changedAtMs,
    progress: JSON.stringify({
      ...{ because, reason, reply, attempts, accepted, refused, confirmedBy },
      ...{ failures, giveUpAtMs, composed },
    }),
  };
}

/** JSON of the column `content`. */
export function contentColumn(item: ItemContent): string {
  const { messageId, origin, to, cc, bcc, subject, documents, createdAtMs } = item;
  return JSON.stringify({ messageId, origin, to, cc, bcc, subject, documents, createdAtMs });
}

/**
 * Answers the item that a row describes.
 *
 * @throws {AppError} `profile-unreadable` — the row does not hold what this app wrote
 */
export function parseRow(value: unknown): StoredItem {
  try {
    const { item_id, submission_key, account_id, state, ending, next_try_at_ms, changed_at_ms, ...rest } =
      row.parse(value);
    return {
      ...rest.content,
      ...rest.progress,
      sequence: rest.sequence,
      itemId: item_id,
      submissionKey: submission_key,
      accountId: account_id,
      state,
      ending: ending === 1,
      nextTryAtMs: next_try_at_ms === 0 ? null : next_try_at_ms,
      changedAtMs: changed_at_ms,
    };
  } catch (cause) {
    throw new AppError('profile-unreadable', 'An item of the outbox is damaged.', { cause });
  }
}
