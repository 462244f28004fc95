import { FluentProvider, webLightTheme } from '@fluentui/react-components';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import type { ReactNode } from 'react';
import '../../renderer/styles/base.css';
import { createWords } from '../../renderer/words/words.ts';
import { Ours } from './ours.tsx';
import { makeRows } from './rows.ts';
import type { BenchRow } from './rows.ts';
import { TanStack } from './tanstack.tsx';

/** What one side took; milliseconds. */
export interface GridTimes {
  /** From the call that mounts until its first frame is painted. */
  readonly mountMs: number;
  /** From each key until the frame with the right number of rows is painted. */
  readonly keyMs: readonly number[];
  /** Between two frames while it scrolls. */
  readonly frameMs: readonly number[];
}

/** What is measured, and how long nobody does anything in between. */
export interface GridWork {
  readonly rowCount: number;
  /** Before the first key, and before it scrolls. */
  readonly settleMs: number;
  readonly betweenKeysMs: number;
  readonly framesToScroll: number;
}

declare global {
  var measureGrid: (side: 'ours' | 'tanstack', work: GridWork) => Promise<GridTimes>;
}

const words = createWords('en');

/** What a window has around its grids, and there before any of them. */
const inWindow = (grid: ReactNode): ReactNode => (
  <I18nextProvider i18n={words}>
    <FluentProvider theme={webLightTheme}>{grid}</FluentProvider>
  </I18nextProvider>
);

const sides = {
  ours: (all: BenchRow[]): ReactNode => <Ours all={all} />,
  tanstack: (all: BenchRow[]): ReactNode => <TanStack all={all} />,
};
const typed = ['p', 'pe', 'per', 'pers', 'perso', 'person', 'person4', 'person42', 'person421'];
const keys = [...typed, ...typed.slice(0, -1).toReversed(), ''];
const pixelsInFrame = 240;

const frame = () => new Promise<number>((done) => requestAnimationFrame(done));
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
/** Resolves right after the coming frame is painted. */
async function painted(): Promise<void> {
  await frame();
  await new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', done, { once: true });
    port1.start();
    port2.postMessage(null);
  });
}

function type(input: Element, text: string): void {
  const value = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
  value?.set?.call(input, text);
  input.dispatchEvent(new Event('input', { bubbles: true }));
}

const found = (selector: string): Element => {
  const element = document.querySelector(selector);
  if (!element) throw new Error(`There is no ${selector}.`);
  return element;
};

globalThis.measureGrid = async (side, work) => {
  const { rowCount, settleMs, betweenKeysMs, framesToScroll } = work;
  const all = makeRows(rowCount);
  const texts = all.map((row) => Object.values(row).join('\n').toLowerCase());
  const counts = new Map(keys.map((key) => [key, texts.filter((text) => text.includes(key)).length]));
  await painted();

  const place = found('#root').appendChild(document.createElement('div'));
  const root = createRoot(place);
  root.render(inWindow(null));
  await painted();
  await painted();
  const startedAtMs = performance.now();
  root.render(inWindow(sides[side](all)));
  do await painted();
  while (!place.querySelector('[aria-rowcount]')?.textContent.includes('person0@'));
  const mountMs = performance.now() - startedAtMs;

  await pause(settleMs);
  const grid = found('[aria-rowcount]');
  const input = found('input');
  const keyMs: number[] = [];
  for (const key of keys) {
    // A key comes at any time between two frames.
    await pause(betweenKeysMs + Math.random() * 16);
    const wanted = String((counts.get(key) ?? 0) + 2);
    const typedAtMs = performance.now();
    type(input, key);
    do await painted();
    while (grid.getAttribute('aria-rowcount') !== wanted);
    keyMs.push(performance.now() - typedAtMs);
  }

  await pause(settleMs);
  const scroller = document.querySelector('.scroller') ?? grid;
  const frameMs: number[] = [];
  let last = await frame();
  for (let done = 0; done < framesToScroll; done += 1) {
    scroller.scrollTop += pixelsInFrame;
    const now = await frame();
    frameMs.push(now - last);
    last = now;
  }
  root.unmount();
  place.remove();
  return { mountMs, keyMs, frameMs };
};
