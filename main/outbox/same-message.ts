import { AppError } from '../../shared/errors.ts';
import type { StagedDocument } from '../../shared/message.ts';
import type { ItemContent } from './outbox-item.ts';

type Message = Pick<ItemContent, 'to' | 'cc' | 'bcc' | 'subject' | 'body' | 'documents'>;

/** When a message may leave at the earliest, epoch milliseconds; absent or null: at once. */
interface Time {
  readonly sendAtMs?: number | null | undefined;
}

const documentOf = ({ name, sha256 }: StagedDocument) => [name, sha256];

/** What makes two messages the same to their recipients, each with the word for it. */
const parts = {
  recipients: ({ to, cc, bcc }: Message) => [to, cc, bcc],
  subject: ({ subject }: Message) => subject,
  text: ({ body }: Message) => body,
  documents: ({ documents }: Message) => documents.map(documentOf),
} as const;

/**
 * Answers what of a message differs from another one; empty: they are the same.
 *
 * Documents are compared by name and content. Account and time are no part of a message: another account may send it, and a
 * person may send it at once.
 */
export function differences(one: Message, other: Message): readonly (keyof typeof parts)[] {
  return (Object.keys(parts) as (keyof typeof parts)[]).filter(
    (part) => JSON.stringify(parts[part](one)) !== JSON.stringify(parts[part](other)),
  );
}

/**
 * Makes sure that a key is used for one message only.
 *
 * Two times differ. Where one of them has none it does not count: a person may have sent the message at once since.
 *
 * @param item what the outbox has under the key, without its text
 * @throws {AppError} `invalid-request` — the key stands for another message
 */
export function assertSameMessage(
  item: Omit<Message, 'body'> & Pick<ItemContent, 'itemId'> & Time,
  body: string,
  message: Message & Time,
): void {
  const times = [item.sendAtMs ?? null, message.sendAtMs ?? null];
  const isAnotherTime = !times.includes(null) && times[0] !== times[1];
  const differing = [...differences({ ...item, body }, message), ...(isAnotherTime ? ['time'] : [])];
  if (differing.length === 0) return;
  throw new AppError(
    'invalid-request',
    `The idempotency key stands for message ${item.itemId}, which is another one (it differs in: ${differing.join(', ')}); give this one a key of its own.`,
    { field: 'submissionKey' },
  );
}
