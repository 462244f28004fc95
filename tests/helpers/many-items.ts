import { DatabaseSync } from 'node:sqlite';
import { newProgress } from '../../main/outbox/outbox-item.ts';
import { createOutboxStore } from '../../main/outbox/outbox-store.ts';
import { outboxContent } from './outbox-content.ts';

/** How the items of `writeManyItems` come one after the other. */
export const manyItems = { everyMs: 60_000, accounts: 50, queuedEvery: 1_000 } as const;

/**
 * Writes an outbox with very many items: number n was handed over n minutes after 1970 for account n % 50, with subject
 * `Quote n`; every thousandth is queued, all others are sent.
 *
 * @param path where there is no file yet
 */
export function writeManyItems(path: string, count: number): void {
  const seed = createOutboxStore(path);
  seed.submit(outboxContent(1), newProgress(1, 0));
  seed.close();
  const database = new DatabaseSync(path);
  const { everyMs, accounts, queuedEvery } = manyItems;
  const numbers = `with recursive number (n) as (select 2 union all select n + 1 from number where n < ${count})`;
  const content = `json_set(content, '$.subject', 'Quote ' || n, '$.messageId', '<' || n || '@example.com>', '$.createdAtMs', n * ${everyMs})`;
  database.exec(`pragma synchronous = off; begin;
    ${numbers} insert into items
      (sequence, item_id, submission_key, account_id, state, ending, next_try_at_ms, changed_at_ms, progress, by_agent, created_at_ms)
      select n, 'item-' || n, 'key-' || n, n % ${accounts}, iif(n % ${queuedEvery} = 0, 'queued', 'sent'), 0, 0,
        n * ${everyMs}, progress, by_agent, n * ${everyMs} from number, items where sequence = 1;
    ${numbers} insert into contents (sequence, content, body)
      select n, ${content}, body from number, contents where sequence = 1;
    ${numbers} insert into texts select n, 'quote ' || n || char(10) || 'ben@example.org' || char(10) || 'cleo@example.org'
      || char(10) || '<' || n || '@example.com>' from number;
    update items set state = 'sent', checksum = null where sequence = 1; commit`);
  database.close();
}
