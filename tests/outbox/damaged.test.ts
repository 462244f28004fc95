import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { newProgress } from '../../main/outbox/outbox-item.ts';
import { createOutboxStore } from '../../main/outbox/outbox-store.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { outboxContent } from '../helpers/outbox-content.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
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

  test('in the text of a message holds it, and the next one goes out', async () => {
    const { outbox, send, next, untilState, folder } = await startTestOutbox();
    const itemId = await send({ body: 'the price is 100' });
    const otherId = await send({ body: 'good' });
    const database = new DatabaseSync(join(folder, 'outbox.db'));
    database.exec(`update contents set body = replace(body, '100', '900')`);
    database.close();
    outbox.start();
    await untilState(itemId, 'held');
    expect(outbox.get(itemId)).toMatchObject({ because: 'profile-unreadable' });
    (await next()).end(accepted);
    await untilState(otherId, 'sent');
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

test('an index that has lost its rows is noticed at the start: no message waits for ever', async () => {
  const path = join(await temporaryFolder(), 'outbox.db');
  const store = createOutboxStore(path);
  store.submit(outboxContent(1), newProgress(1, 1));
  store.close();
  const [whole, none] = ["state = 'queued'", "state = 'nobody'"];
  const database = new DatabaseSync(path);
  const index = database.prepare(`select sql from sqlite_schema where name = 'items_due'`).get();
  database.exec(`drop index items_due; ${String(index?.['sql']).replace(whole, none)}`);
  database.close();
  // It is told to hold what waits, and holds nothing.
  const damaged = Buffer.from(readFileSync(path, 'latin1').replaceAll(none, whole), 'latin1');
  writeFileSync(path, damaged);
  expect(() => createOutboxStore(path)).toThrow(
    expect.objectContaining({ code: 'profile-unreadable', message: expect.stringContaining('damaged') }),
  );
  expect(readFileSync(path).equals(damaged)).toBe(true);
});

const day = 86_400_000;

describe('a clock that was ahead', () => {
  test('makes no message wait longer than it had to, once it is right again', async () => {
    const nowMs = Date.now();
    const clock = createFakeClock(nowMs + 400 * day);
    const ahead = await startTestOutbox({ clock });
    const itemId = await ahead.send();
    ahead.outbox.start();
    (await ahead.next()).end({ kind: 'deferred', code: 'deferred' });
    await ahead.untilState(itemId, 'queued');
    await ahead.stop();
    const right = createFakeClock(nowMs);
    const { outbox, next, until, untilState } = await startTestOutbox({
      clock: right,
      folder: ahead.folder,
    });
    expect(outbox.get(itemId).nextTryAtMs).toBe(nowMs + 5_000);
    outbox.start();
    await until(() => right.sleeping() > 0);
    await right.advance(5_000);
    (await next()).end(accepted);
    await untilState(itemId, 'sent');
  });

  test('and is put right while the app runs delays no message for years', async () => {
    const clock = createFakeClock();
    let aheadMs = 400 * day;
    const moved = { ...clock, nowMs: () => clock.nowMs() + aheadMs };
    const { outbox, send, next, until, untilState } = await startTestOutbox({ clock: moved });
    const itemId = await send();
    outbox.start();
    (await next()).end({ kind: 'deferred', code: 'deferred' });
    await untilState(itemId, 'queued');
    aheadMs = 0;
    outbox.tryUnreached();
    await clock.advance(0);
    await until(() => clock.sleeping() > 0);
    await clock.advance(2 * day);
    (await next()).end(accepted);
    await untilState(itemId, 'sent');
  });
});

describe('what was given up', () => {
  test('goes when its time is over, with its documents', async () => {
    const { outbox, send, next, document, spool, store, clock, untilState } = await startTestOutbox();
    const documentId = await document('quote.pdf', 'content');
    const { sha256 } = await spool.staged(documentId);
    const itemId = await send({ documentIds: [documentId] });
    outbox.start();
    (await next()).end({ kind: 'rejected', code: 'recipient-rejected', reply: '550 no' });
    await untilState(itemId, 'failed');
    await clock.advance(6 * day);
    expect(readFileSync(spool.pathOf(sha256), 'utf8')).toBe('content');
    await clock.advance(3 * day);
    await expect.poll(() => existsSync(spool.pathOf(sha256))).toBe(false);
    expect(store.find(itemId)?.state).toBe('failed');
    await clock.advance(358 * day);
    await expect.poll(() => store.find(itemId)).toBeNull();
  });
});
