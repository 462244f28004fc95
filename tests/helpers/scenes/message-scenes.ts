import type { Scene } from './scene.ts';
import { full, row, tab } from './scene.ts';

/** Compose and the Outbox. */
export const messageScenes: readonly Scene[] = [
  {
    name: 'compose',
    start: full,
    show: async (page) => {
      await tab(page, 'compose');
      await page.locator('[data-field=to] textarea').fill('Kay <kay@fabrikam.test>; nobody');
      await page.locator('[data-field=subject] input').fill('Quote Q-1192');
      await page
        .locator('[data-field=body] textarea')
        .fill('Dear Kay,\n\nplease find the quote attached.\n\nAda');
      await page.locator('input[type=file]').setInputFiles([
        { name: 'Q-1192.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(1_300_000) },
        { name: 'Terms and conditions 2026.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(48_000) },
      ]);
      await page.locator('[data-state=ready]').nth(1).waitFor();
    },
  },
  {
    name: 'outbox',
    start: full,
    show: async (page) => {
      await tab(page, 'outbox');
      await row(page, 10).click();
      // The tip of a cell keeps the words of when it was opened.
      await page.mouse.move(0, 0);
      await page.locator('aside dl').waitFor();
    },
  },
  {
    name: 'outbox-held',
    start: {
      ...full,
      state: {
        ...full.state,
        outbox: {
          version: 1,
          counts: { queued: 163, sending: 0, held: 2, sent: 37, failed: 1, unconfirmed: 1, cancelled: 1 },
          batch: { done: 37, total: 200, perMinute: 28, expectedEndMs: Date.UTC(2026, 10, 20, 14, 32) },
        },
      },
    },
    show: async (page) => {
      await tab(page, 'outbox');
      await row(page, 14).click();
      // The tip of a cell keeps the words of when it was opened.
      await page.mouse.move(0, 0);
      await page.locator('aside dl').waitFor();
    },
  },
  {
    name: 'outbox-empty',
    start: {},
    show: async (page) => {
      await tab(page, 'outbox');
      await page.locator('#panel-outbox h2').waitFor();
    },
  },
];
