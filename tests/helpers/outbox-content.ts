import type { ItemContent } from '../../main/outbox/outbox-item.ts';

/** What an item of a test is made of; each number is another item. */
export function outboxContent(number: number, changes: Partial<ItemContent> = {}): ItemContent {
  return {
    itemId: `item-${String(number).padStart(8, '0')}`,
    submissionKey: `key-${String(number).padStart(8, '0')}`,
    messageId: `<${number}@example.com>`,
    origin: 'user',
    to: ['ben@example.org'],
    cc: [],
    bcc: ['cleo@example.org'],
    subject: `Quote ${number}`,
    body: 'Hello',
    documents: [],
    createdAtMs: number,
    ...changes,
  };
}

/** A document that an item of a test carries. */
export function carriedDocument(sha256: string) {
  return { documentId: 'document-1', name: 'quote.pdf', sizeBytes: 4, sha256 };
}
