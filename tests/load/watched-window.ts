import { setTimeout } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';

/** What was measured in a window while others worked. */
export interface WindowFigures {
  /** From a person's act to what it shows, by act. */
  readonly actsMs: Readonly<Record<string, readonly number[]>>;
  /** Between two frames of the page, from the longest on. */
  readonly frameGapsMs: readonly number[];
  /** What the page's scripts hold, after a collection of garbage. */
  readonly heapBytes: readonly [first: number, last: number];
  readonly complaints: readonly string[];
}

// What the init script leaves in the page.
declare global {
  var __frameGaps: number[] | undefined;
}

const viewport = { width: 1280, height: 800 };
const betweenActsMs = 400;

async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  await session.send('Performance.enable');
  const { metrics } = await session.send('Performance.getMetrics');
  await session.detach();
  return metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN;
}

/** Opens the Outbox in a window and uses it, as somebody who looks on, until it is ended. */
export async function watchWindow(browser: Browser, url: string) {
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce', locale: 'en-GB' });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(url);
  const tabOf = (name: string) => page.getByRole('tab', { name });
  await page.getByRole('tablist').waitFor();
  const more = page.getByRole('button', { name: 'Open module' });
  await tabOf('Outbox').or(more).first().waitFor();
  if (!(await tabOf('Outbox').isVisible())) {
    await more.click();
    await page.getByRole('menuitem', { name: 'Outbox' }).click();
  }
  await tabOf('Outbox').click();
  const grid = page.getByRole('grid', { name: 'Messages in the outbox' });
  await grid.waitFor();
  const firstHeap = await heapOf(page);
  await page.evaluate(() => {
    const gaps: number[] = (globalThis.__frameGaps = []);
    let before = performance.now();
    const next = (now: number) => {
      gaps.push(now - before);
      before = now;
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });

  const actsMs: Record<string, number[]> = {};
  const timed = async (name: string, act: () => Promise<unknown>): Promise<void> => {
    const beganAtMs = performance.now();
    await act();
    (actsMs[name] ??= []).push(performance.now() - beganAtMs);
  };
  const topRow = () =>
    grid.evaluate((element) => {
      const top = element.getBoundingClientRect().top + 100;
      const rows = [...element.querySelectorAll('[role=row][aria-rowindex]')];
      return rows.find((row) => row.getBoundingClientRect().top > top)?.getAttribute('aria-rowindex') ?? '';
    });
  const scroll = async (byPixels: number) => {
    const before = await topRow();
    await timed('scroll', async () => {
      await page.mouse.wheel(0, byPixels);
      while ((await topRow()) === before) await setTimeout(1);
    });
  };

  const over = new AbortController();
  const looking = (async () => {
    const filter = page.getByRole('combobox', { name: 'Show' });
    await grid.getByRole('row').nth(20).waitFor();
    while (!over.signal.aborted) {
      await grid.hover();
      await scroll(900);
      await setTimeout(betweenActsMs);
      await scroll(-900);
      await timed('filter', async () => {
        await filter.selectOption('sent');
        await grid.getByRole('row').filter({ hasText: 'Sent' }).first().waitFor();
      });
      await setTimeout(betweenActsMs);
      await filter.selectOption('all');
      await timed('row', async () => {
        await grid.getByRole('row').nth(4).click();
        await grid.locator('[role=row][aria-selected=true]').first().waitFor();
      });
      await setTimeout(betweenActsMs);
      await timed('tab', async () => {
        await tabOf('SMTP Setup').click();
        await page.getByRole('grid', { name: 'SMTP accounts' }).waitFor();
      });
      await setTimeout(betweenActsMs);
      await tabOf('Outbox').click();
      await grid.getByRole('row').nth(4).waitFor();
    }
  })();
  // Told when it is awaited.
  looking.catch(() => undefined);

  return {
    /** Ends, and answers what was measured. */
    end: async (): Promise<WindowFigures> => {
      over.abort();
      await looking;
      const gaps = await page.evaluate(() => globalThis.__frameGaps ?? []);
      const lastHeap = await heapOf(page);
      await context.close();
      const frameGapsMs = gaps.toSorted((a, b) => b - a);
      return { actsMs, frameGapsMs, heapBytes: [firstHeap, lastHeap], complaints };
    },
  };
}
