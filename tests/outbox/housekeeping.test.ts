import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startTestOutbox } from '../helpers/test-outbox.ts';

test('what is handed over while the outbox is tidied keeps its documents', async () => {
  const { outbox, messageFolder, events, document, send, spool, until } = await startTestOutbox();
  // Tidying takes its time: there is much to remove first.
  for (let index = 0; index < 8_000; index += 1) {
    writeFileSync(join(messageFolder, `left-over-${index}.${'0'.repeat(16)}.eml`), 'x');
  }
  outbox.start();
  const hashes: string[] = [];
  while (!events.some((event) => event.startsWith('outbox-tidied'))) {
    const documentId = await document('Quote.pdf', `number ${hashes.length}`);
    hashes.push((await spool.staged(documentId)).sha256);
    await send({ documentIds: [documentId] });
  }
  await until(() => readdirSync(messageFolder).every((name) => !name.startsWith('left-over')));
  const kept = readdirSync(join(spool.pathOf(hashes[0] ?? ''), '..'));
  expect(hashes.length).toBeGreaterThan(0);
  expect(hashes.filter((sha256) => !kept.includes(sha256))).toEqual([]);
});
