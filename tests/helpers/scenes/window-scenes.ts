import { spoil } from '../fake-page.ts';
import { full, row, tab, troubled } from './scene.ts';
import type { Scene } from './scene.ts';

/** What happens to the window as a whole. */
export const windowScenes: readonly Scene[] = [
  {
    name: 'question-bar',
    start: { ...full, state: { ...full.state, questions: troubled.state?.questions ?? [] } },
    show: (page) => row(page, 4).click(),
  },
  {
    name: 'update-ready',
    start: { ...full, state: { ...full.state, update: { stage: 'ready', version: '2.1.0' } } },
    show: (page) => row(page, 4).click(),
  },
  {
    name: 'failures',
    start: full,
    show: async (page, app) => {
      await row(page, 13).click();
      app.failNext('accountsRemove', {
        code: 'storage-full',
        message: 'No space is left.',
        remedy: 'try-again',
      });
      await page.keyboard.press('Delete');
      const bars = page.locator('[role=region] [aria-expanded=false]');
      await bars.first().click();
    },
  },
  {
    name: 'undo',
    words: 'said',
    start: { ...full, waitingItems: 0 },
    show: async (page) => {
      for (const id of [6, 8, 11]) {
        await row(page, id).click();
        await page.keyboard.press('Delete');
        await row(page, id).waitFor({ state: 'detached' });
      }
      // Its time stands still while the mouse is on it.
      await page.locator('[role=status] button').last().hover();
    },
  },
  {
    name: 'no-module',
    start: full,
    show: async (page) => {
      await page.evaluate(() => {
        window.close = () => undefined;
      });
      for (let left = await page.getByRole('tab').count(); left > 0; left -= 1) {
        await page.keyboard.press('Control+w');
      }
      await page.getByRole('tabpanel').waitFor({ state: 'detached' });
    },
  },
  ...(['dialog', 'screen'] as const).map((part): Scene => ({
    name: `${part}-not-loaded`,
    start: full,
    complains: true,
    show: async (page) => {
      spoil(page);
      await page.route(
        (url) => url.origin === new URL(page.url()).origin,
        (route) => route.abort(),
      );
      await (part === 'dialog' ? page.keyboard.press('Control+n') : tab(page, 'outbox'));
      await page.locator('[role=alert] button').last().waitFor();
    },
  })),
  {
    name: 'crashed',
    words: 'english',
    start: full,
    complains: true,
    show: async (page) => {
      await page.evaluate(() => globalThis.__push?.({ revision: 1_000_000, state: {} }));
      await page.locator('main [role=alert] h1').waitFor();
    },
  },
];
