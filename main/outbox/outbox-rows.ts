import { hash } from 'node:crypto';
import * as z from 'zod';
import { errorCatalog } from '../../shared/errors.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { outboxStates } from '../../shared/message.ts';
import { newProgress } from './outbox-item.ts';
import type { ItemContent, ItemProgress, StoredItem } from './outbox-item.ts';
import { late } from '../../shared/late-schema.ts';

const errorCodes = Object.keys(errorCatalog) as ErrorCode[];

/** JSON of what a document is known by once it was taken over. */
export const documentContent = late(() =>
  z.object({
    sizeBytes: z.int().min(0),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    // None, as an earlier version left it.
    crc32: z.int().optional(),
  }),
);

const document = late(() =>
  z.object({ documentId: z.string(), name: z.string(), ...documentContent.unwrap().shape }),
);

/** JSON of the column `content`; the body has a column of its own, so that lists need not read it. */
const content = late(() =>
  z.object({
    messageId: z.string(),
    origin: z.enum(['user', 'agent']),
    to: z.array(z.string()),
    cc: z.array(z.string()),
    bcc: z.array(z.string()),
    subject: z.string(),
    documents: z.array(document),
    createdAtMs: z.number(),
    relayed: z
      .object({
        ...{ program: z.string(), sender: z.string(), namesOthers: z.boolean() },
        ...{ needs8Bit: z.boolean(), needsSmtpUtf8: z.boolean() },
      })
      .optional(),
  }),
);

/** JSON of the column `progress`: what is not searched for. */
const progress = late(() =>
  z.object({
    because: z.enum(errorCodes).nullable(),
    reason: z.string().nullable(),
    reply: z.string().nullable(),
    detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
    attempts: z.int().min(0),
    accepted: z.array(z.string()),
    refused: z.array(z.object({ address: z.string(), reply: z.string() })),
    confirmedBy: z.enum(['server', 'person']).nullable(),
    failures: z.int().min(0),
    giveUpAtMs: z.number(),
    // An earlier version knew no schedule.
    sendAtMs: z.number().nullable().default(null),
    composed: z
      .object({
        fileName: z.string(),
        sizeBytes: z.int(),
        needs8Bit: z.boolean(),
        needsSmtpUtf8: z.boolean(),
        // An earlier version did not look.
        isMailData: z.boolean().default(false),
        // None, as an earlier version left it: no file has this checksum, so the message is composed anew.
        crc32: z.int().default(-1),
      })
      .nullable(),
  }),
);

const row = late(() =>
  z.object({
    sequence: z.int(),
    item_id: z.string(),
    submission_key: z.string(),
    account_id: z.int(),
    state: z.enum(outboxStates),
    ending: z.union([z.literal(0), z.literal(1)]),
    next_try_at_ms: z.number(),
    changed_at_ms: z.number(),
    progress: z.preprocess(parsedJson, progress),
    content: z.preprocess(parsedJson, content),
  }),
);

/** Values of the columns of table `items` that change. */
export function progressColumns(item: ItemProgress) {
  const { because, reason, reply, attempts, accepted, refused, confirmedBy } = item;
  const { failures, giveUpAtMs, sendAtMs, composed, detail } = item;
  return {
    account_id: item.accountId,
    state: item.state,
    ending: item.ending ? 1 : 0,
    // 0 is "at once", so that one index answers what is due.
    next_try_at_ms: item.nextTryAtMs ?? 0,
    changed_at_ms: item.changedAtMs,
    progress: JSON.stringify({
      ...{ because, reason, reply, attempts, accepted, refused, confirmedBy },
      ...{ failures, giveUpAtMs, sendAtMs, composed, detail },
    }),
  };
}

/** JSON of the column `content`. */
export function contentColumn(item: ItemContent): string {
  const { messageId, origin, to, cc, bcc, subject, documents, createdAtMs, relayed } = item;
  return JSON.stringify({ messageId, origin, to, cc, bcc, subject, documents, createdAtMs, relayed });
}

/** What a checksum of table `items` covers: all that says which item it is and how far it has come. */
interface ChecksumPlace {
  readonly itemId: string;
  readonly submissionKey: string;
  readonly origin: string;
}

const checksumOf = (parts: readonly unknown[]): string => hash('sha256', JSON.stringify(parts));

/** Answers the value of the column `checksum` of table `items`. */
export function itemChecksum(
  { itemId, submissionKey, origin }: ChecksumPlace,
  value: Omit<ReturnType<typeof progressColumns>, 'state'> & { readonly state: string },
): string {
  const { account_id, state, ending, next_try_at_ms, changed_at_ms, progress: text } = value;
  const byAgent = origin === 'agent' ? 1 : 0;
  return checksumOf([
    ...[itemId, submissionKey, byAgent, account_id, state, ending],
    ...[next_try_at_ms, changed_at_ms, text],
  ]);
}

/** Answers the checksum of the content, or of the body, of an item: one that moved to another item is damage too. */
export const contentChecksum = (itemId: string, text: string): string => checksumOf([itemId, text]);

/** Rows of an earlier version have no checksums. */
const checksums = late(() =>
  z.object({
    ...{ item_id: z.string(), submission_key: z.string(), by_agent: z.int(), account_id: z.int() },
    ...{ state: z.string(), ending: z.int(), next_try_at_ms: z.number(), changed_at_ms: z.number() },
    ...{ progress: z.string(), content: z.string() },
    ...{ checksum: z.string().nullable(), content_checksum: z.string().nullable() },
  }),
);

function isAsWritten(value: unknown): boolean {
  const raw = checksums.parse(value);
  const place = {
    ...{ itemId: raw.item_id, submissionKey: raw.submission_key },
    origin: raw.by_agent === 1 ? 'agent' : 'user',
  };
  return (
    [0, 1].includes(raw.by_agent) &&
    (raw.checksum === null || raw.checksum === itemChecksum(place, raw)) &&
    (raw.content_checksum === null || raw.content_checksum === contentChecksum(raw.item_id, raw.content))
  );
}

/** What can still be said of a row that is damaged, so that a person finds out which message it was. */
const remains = late(() =>
  z.object({
    sequence: z.int(),
    item_id: z.string().catch(''),
    submission_key: z.string().catch(''),
    account_id: z.int().min(0).catch(0),
    state: z.enum(['sent', 'cancelled']).or(z.literal('held')).catch('held'),
    changed_at_ms: z.number().catch(0),
    content: z.preprocess(parsedJson, content).catch({
      ...{
        messageId: '',
        origin: 'user',
        to: [],
        cc: [],
        bcc: [],
        subject: '',
        documents: [],
        createdAtMs: 0,
      },
    }),
  }),
);

function parsedJson(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return null;
  }
}

function damagedItem(value: unknown): StoredItem {
  const { sequence, item_id, submission_key, account_id, state, changed_at_ms, content } =
    remains.parse(value);
  return {
    ...content,
    ...newProgress(account_id, changed_at_ms),
    ...{ sequence, itemId: item_id, submissionKey: submission_key, state, isDamaged: true },
    because: 'profile-unreadable',
    reason: 'This message is damaged in the outbox, so it is not sent. Cancel it and write it anew.',
  };
}

/**
 * Answers the item that a row describes; where the row is not what this app wrote, an item that is held for it, or over.
 *
 * @param value the columns of `items`, with `content` and `content_checksum`
 */
export function parseRow(value: unknown): StoredItem {
  const parsed = row.safeParse(value);
  if (!parsed.success || !isAsWritten(value)) return damagedItem(value);
  const { item_id, submission_key, account_id, state, ending, next_try_at_ms, changed_at_ms, ...rest } =
    parsed.data;
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
}
