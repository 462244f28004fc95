import { createReadStream } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import { build } from 'vite';
import { contentTypeOf, resolveBundlePath } from '../main/page-security.ts';
import { launchChromium } from '../tests/helpers/chromium.ts';
import { ratioOf, spreadOf } from './figures.ts';
import type { Bench, Figure, Goal } from './figures.ts';
import { goals } from './goals.ts';
import type { GridTimes, GridWork } from './grid-page/main.tsx';

const root = resolve(import.meta.dirname, '..');
const folder = join(root, '.cache', 'bench', 'grid');
const usual: GridWork = { rowCount: 100_000, settleMs: 1_500, betweenKeysMs: 150, framesToScroll: 150 };
const quickly: GridWork = { rowCount: 1_000, settleMs: 100, betweenKeysMs: 10, framesToScroll: 20 };
/** At 60 Hz. */
const frameMs = 1_000 / 60;
/** Longer, and a frame was left out. */
const droppedAfterMs = 1.5 * frameMs;

async function servePage(): Promise<{ readonly url: string; readonly close: () => void }> {
  await build({
    ...{ configFile: join(root, 'renderer', 'vite.config.ts'), root: join(import.meta.dirname, 'grid-page') },
    logLevel: 'warn',
    build: { outDir: folder, emptyOutDir: true },
  });
  const server = createServer(({ url }, response) => {
    const file = resolveBundlePath(folder, new URL(url ?? '/', 'http://127.0.0.1').pathname);
    const type = file && contentTypeOf(file);
    if (!type) {
      response.writeHead(404).end();
      return;
    }
    createReadStream(file)
      .on('error', () => response.writeHead(404).end())
      .pipe(response.setHeader('content-type', type));
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () => {
      server.close().closeAllConnections();
    },
  };
}

/** A page of its own each time: none finds what another one has left in memory. */
async function measure(
  browser: Browser,
  url: string,
  side: 'ours' | 'tanstack',
  work: GridWork,
): Promise<GridTimes> {
  const page = await browser.newPage({ viewport: { width: 1_280, height: 800 } });
  try {
    await page.goto(url);
    return await page.evaluate(([name, asked]) => globalThis.measureGrid(name, asked), [side, work] as const);
  } finally {
    await page.close();
  }
}

const dropped = ({ frameMs: between }: GridTimes) => between.filter((ms) => ms > droppedAfterMs).length;
const median = ({ keyMs }: GridTimes) => spreadOf(keyMs).median;
const slowest = ({ keyMs }: GridTimes) => Math.max(...keyMs);

/** A grid of very many rows, against the one that most people would put together. */
export const grid: Bench = {
  name: 'grid',
  goals: ['goal-10'],
  run: async ({ rounds, quick }) => {
    let browser: Browser;
    try {
      browser = await launchChromium();
    } catch (error) {
      return [skipped(`no Chromium: ${error instanceof Error ? error.message : String(error)}`)];
    }
    const page = await servePage();
    try {
      const ours: GridTimes[] = [];
      const theirs: GridTimes[] = [];
      const work = quick ? quickly : usual;
      for (let round = 0; round < rounds; round += 1) {
        const turn = async (side: 'ours' | 'tanstack') =>
          (side === 'ours' ? ours : theirs).push(await measure(browser, page.url, side, work));
        for (const side of round % 2 === 0
          ? (['ours', 'tanstack'] as const)
          : (['tanstack', 'ours'] as const)) {
          await turn(side);
        }
      }
      const figure = (what: string, unit: string, values: readonly number[], atMost?: number): Figure => ({
        ...{ what, unit, measured: spreadOf(values), limit: atMost === undefined ? null : { atMost } },
      });
      const mounts = (times: readonly GridTimes[]) => times.map(({ mountMs }) => mountMs);
      return [
        {
          name: 'goal-10',
          what: goals['goal-10'],
          skipped: null,
          figures: [
            {
              what: 'mount to paint, of TanStack Table and Virtual',
              unit: '',
              measured: ratioOf(mounts(ours), mounts(theirs)),
              limit: { atMost: 0.25 },
            },
            figure('a key of the filter, median', 'ms', ours.map(median), frameMs),
            figure('a key of the filter, slowest', 'ms', ours.map(slowest), 2 * frameMs),
            figure('frames left out while scrolling', '', ours.map(dropped), 0),
            figure('mount to paint', 'ms', mounts(ours)),
            figure('TanStack: mount to paint', 'ms', mounts(theirs)),
            figure('TanStack: a key, median', 'ms', theirs.map(median)),
            figure('TanStack: a key, slowest', 'ms', theirs.map(slowest)),
            figure('TanStack: frames left out', '', theirs.map(dropped)),
          ],
        },
      ];
    } finally {
      page.close();
      await browser.close();
    }
  },
};

const skipped = (why: string): Goal => ({
  ...{ name: 'goal-10', what: goals['goal-10'], figures: [], skipped: why },
});
