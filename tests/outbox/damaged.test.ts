import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { accepted, startTestOutbox } from '../helpers/test-outbox.ts';

/** Changes one bit of a file, at a byte. */
function flip(path: string, at: number): void {
  const bytes = readFileSync(path);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(path, bytes);
}

describe('a bit that flips on the disk', () => {
  test('in a document sends nothing, and says which document it is', async () => {
    const { outbox, send, document, spool, open, untilState } = await startTestOutbox();
    const documentId = await document('quote.pdf', 'the price is 100');
    const { sha256 } = await spool.staged(documentId);
    const itemId = await send({ documentIds: [documentId] });
    flip(spool.pathOf(sha256), 13);
    outbox.start();
    await untilState(itemId, 'failed');
    expect(outbox.get(itemId)).toMatchObject({ because: 'document-unreadable' });
    expect(open()).toBe(0);
  });

  test('in a composed message has it composed anew before the next try', async () => {
    const { outbox, send, next, untilState, clock } = await startTestOutbox();
    const itemId = await send({ body: 'the price is 100' });
    outbox.start();
    const first = await next();
    const { path } = first.submission.message;
    const whole = readFileSync(path, 'utf8');
    flip(path, whole.indexOf('100'));
    first.end({ kind: 'deferred', code: 'deferred' });
    await untilState(itemId, 'queued');
    await clock.advance(5_000);
    const again = await next();
    const comparable = (text: string) => text.replace(/--_NmP-[\w-]+/g, '');
    expect(comparable(readFileSync(again.submission.message.path, 'utf8'))).toBe(comparable(whole));
    again.end(accepted);
    await untilState(itemId, 'sent');
  });
});
