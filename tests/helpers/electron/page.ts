import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import type { Shell } from './shell.ts';

const preloadPath = join(resolve(import.meta.dirname, '../../..'), 'out', 'preload', 'preload.cjs');
/** Stands for `app://bundle`, which only Electron's Chromium knows; secure as that is, and never asked of the network. */
const origin = 'https://bundle.test';

export interface ShellPage {
  readonly page: Page;
  /** What broke a rule while it ran: values that JSON changes, console errors, requests that left the page's origin. */
  readonly complaints: readonly string[];
}

/**
 * Opens the built page of a running shell in a real Chromium: each file by the shell's own protocol handler, the built preload as a
 * script before the page's own, calls and pushes through the stand-in.
 *
 * The preload runs in the page's own world here, so it shows what the bridge holds, not that Electron keeps the worlds apart.
 */
export async function openShellPage(browser: Browser, shell: Shell): Promise<ShellPage> {
  const context = await browser.newContext({
    viewport: { width: 1100, height: 720 },
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  const complain = (text: string) => void complaints.push(text);
  page.on('console', (message) => {
    if (message.type() === 'error') complain(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => complain(`page: ${error.message}`));

  await context.route('**/*', async (route) => {
    const url = new URL(route.request().url());
    if (url.origin !== origin) {
      complain(`request to ${url.origin}`);
      return route.abort();
    }
    // In Electron the page ends with the app; here it may still be loading what it will need later.
    const found = await shell.control
      .fetch(`app://bundle${url.pathname}${url.search}`, route.request().method())
      .catch(() => null);
    if (!found) return route.abort();
    return route.fulfill({ status: found.status, headers: found.headers, body: Buffer.from(found.body) });
  });

  await context.exposeBinding('__invoke', async (source, channel: string, values: unknown[]) => {
    const sender =
      source.frame === page.mainFrame() ? 'page' : ({ origin: 'app://bundle', inside: true } as const);
    checkJson('argument', values, complain);
    const reply = await shell.control.invoke(channel, sender, values);
    checkJson('reply', reply, complain);
    return { reply };
  });
  await context.exposeBinding('__complain', (_source, text: string) => complain(text));
  await context.addInitScript({
    content: `(${standInForRenderer.toString()})(${JSON.stringify({ origin })}, ${await preloadAsFunction()})`,
  });

  shell.onPush((channel, value) => {
    checkJson('push', value, complain);
    void page
      .evaluate(
        ([name, pushed]) => {
          const deliver = (globalThis as unknown as Record<symbol, (...given: unknown[]) => void>)[
            Symbol.for('stand-in')
          ];
          deliver?.(name, pushed);
        },
        [channel, value] as const,
      )
      .catch(() => undefined);
  });
  await page.goto(`${origin}/index.html`);
  shell.attachPage(async (what, text) => {
    if (what === 'evaluate') {
      const seen: unknown = await page.evaluate(text);
      return typeof seen === 'string' ? seen.replace(origin, 'app://bundle') : seen;
    }
    await page.goto(text.replace('app://bundle', origin));
    return undefined;
  });
  return { page, complaints };
}

/** Both hosts of the page must carry the same values, and the preview's carrier is JSON. */
function checkJson(what: string, value: unknown, complain: (text: string) => void): void {
  if (value === undefined || isDeepStrictEqual(JSON.parse(JSON.stringify(value)), value)) return;
  complain(`${what} that JSON changes: ${JSON.stringify(value)}`);
}

/** The bundle as it is, in the wrapper in which Electron's sandbox runs it. */
async function preloadAsFunction(): Promise<string> {
  return `function (require, module, exports, process) {\n${await readFile(preloadPath, 'utf8')}\n}`;
}

type PreloadFunction = (
  require: (name: string) => unknown,
  module: { exports: object },
  exports: object,
  process: object,
) => void;

/** Runs in the page, so it may refer to nothing outside itself. */
function standInForRenderer(given: { origin: string }, preload: PreloadFunction): void {
  // Init scripts also run in about:blank and in frames; a preload without nodeIntegrationInSubFrames does not.
  // A window that shows another page has the same preload, and main refuses what it asks.
  const isShown = location.origin === given.origin || location.protocol === 'data:';
  if (!isShown || window !== window.top) return;
  const outside = globalThis as unknown as {
    __invoke?: (channel: string, values: unknown[]) => Promise<{ reply: unknown }>;
    __complain?: (text: string) => void;
  };
  const invoke = outside.__invoke;
  const complain = outside.__complain;
  delete outside.__invoke;
  delete outside.__complain;
  if (!invoke || !complain) return;

  const listeners = new Map<string, Set<(event: object, value: unknown) => void>>();
  const deliver = (channel: string, value: unknown) => {
    for (const listener of listeners.get(channel) ?? []) listener({ sender: 'must not be seen' }, value);
  };
  Object.defineProperty(globalThis, Symbol.for('stand-in'), { value: deliver });

  /** The cloned value, if JSON would leave it as it is; the binding that follows carries JSON only. */
  const plain = (value: unknown): unknown => {
    const cloned: unknown = structuredClone(value);
    const seen = (inner: unknown): boolean => {
      if (inner === null || typeof inner === 'string' || typeof inner === 'boolean') return true;
      if (typeof inner === 'number') return Number.isFinite(inner);
      if (Array.isArray(inner)) return inner.every(seen);
      if (typeof inner !== 'object') return false;
      return Object.getPrototypeOf(inner) === Object.prototype && Object.values(inner).every(seen);
    };
    if (!seen(cloned)) complain('argument that JSON changes');
    return cloned;
  };
  const ipcRenderer = {
    invoke: async (channel: string, ...values: unknown[]) => {
      try {
        return (await invoke(channel, values.map(plain))).reply;
      } catch (error) {
        throw new Error(`Error invoking remote method '${channel}': ${String(error)}`, { cause: error });
      }
    },
    on: (channel: string, listener: (event: object, value: unknown) => void) => {
      const known = listeners.get(channel) ?? new Set();
      listeners.set(channel, known.add(listener));
    },
    off: (channel: string, listener: (event: object, value: unknown) => void) =>
      void listeners.get(channel)?.delete(listener),
  };

  /** What crosses between the worlds: copies of plain values, functions as functions of copies. */
  const across = (value: unknown): unknown => {
    if (typeof value === 'function') return (...values: unknown[]) => across(value(...values.map(across)));
    if (value instanceof Promise) return value.then(across);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(across);
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, across(inner)]));
  };
  const contextBridge = {
    exposeInMainWorld: (name: string, api: unknown) => {
      Object.defineProperty(globalThis, name, { value: across(api), enumerable: true });
    },
  };
  const requireModule = (name: string) => {
    if (name === 'electron') return { contextBridge, ipcRenderer };
    throw new Error(`module not found: ${name}`);
  };
  const module = { exports: {} };
  preload(requireModule, module, module.exports, { platform: 'linux' });
}
