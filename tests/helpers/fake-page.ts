import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { build } from 'vite';
import { stampOf } from '../../build/build-stamp.ts';
import { contentTypeOf, pageHeaders, resolveBundlePath, withNonce } from '../../main/page-security.ts';
import { methodNames } from '../../shared/method-names.ts';
import { sharedChromium } from './chromium.ts';
import type { FakeApp } from './fake-app.ts';
import { looks, showFrame } from './looks.ts';

// What the init script leaves in the page.
declare global {
  var __call: ((name: string, input: unknown) => Promise<unknown>) | undefined;
  var __push: ((push: unknown) => void) | undefined;
  /** Does what a page does once it has nothing else to do. */
  var __rest: (() => void) | undefined;
}

const repository = resolve(import.meta.dirname, '../..');
const pagesFolder = join(repository, '.cache', 'pages');
/** Another test run may still be serving a page of a while ago. */
const pageKeptMs = 3_600_000;
/** Where a page rests between two tests: at another origin it would get a new process, which compiles everything again. */
const emptyPath = '/empty';
const emptyPage = Promise.resolve({ headers: { 'content-type': 'text/html' }, body: '' });
const nonce = 'c2NyZWVucw';

let built: Promise<string> | null = null;

async function buildOnce(): Promise<string> {
  // By its sources: it is built once for all test processes, and nobody's page is replaced while it is being served.
  const folder = join(
    pagesFolder,
    stampOf(repository, ['package-lock.json', 'renderer', 'shared']).slice(0, 16),
  );
  if (existsSync(folder)) return folder;
  const fresh = `${folder}.${process.pid}`;
  await mkdir(fresh, { recursive: true });
  await build({
    configFile: join(repository, 'renderer/vite.config.ts'),
    logLevel: 'warn',
    build: { outDir: fresh, emptyOutDir: true },
  });
  // Another worker may have built the same page in the meantime; either is good.
  await rename(fresh, folder).catch(async (error: unknown) => {
    await rm(fresh, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  });
  await removeOldPages(folder);
  return folder;
}

async function removeOldPages(kept: string): Promise<void> {
  const folders = (await readdir(pagesFolder)).map((name) => join(pagesFolder, name));
  for (const folder of folders.filter((each) => each !== kept)) {
    const builtAtMs = (await stat(folder).catch(() => null))?.mtimeMs ?? Date.now();
    if (Date.now() - builtAtMs > pageKeptMs) await rm(folder, { recursive: true, force: true });
  }
}

/** Builds the page as it is shipped, unless its sources are the same as before, and answers its folder. */
export function builtRenderer(): Promise<string> {
  built ??= buildOnce();
  return built;
}

/** Answers a file of the built page with the headers that a host sends. */
async function readPageFile(
  folder: string,
  path: string,
): Promise<{ readonly body: Buffer; readonly headers: Readonly<Record<string, string>> } | null> {
  const file = resolveBundlePath(folder, path);
  const contentType = file === null ? null : contentTypeOf(file);
  if (file === null || contentType === null || !existsSync(file)) return null;
  const body = await readFile(file);
  const isPage = contentType.startsWith('text/html');
  return {
    body: isPage ? Buffer.from(withNonce(body.toString('utf8'), nonce)) : body,
    headers: {
      ...pageHeaders(contentType, nonce),
      // A page of another build lies at another port: what was compiled once need not be parsed again.
      ...(isPage ? {} : { 'cache-control': 'max-age=3600' }),
    },
  };
}

let served: Promise<string> | null = null;

// A real server: pages that the driver of the browser hands over itself take several times as long.
async function serveOnce(): Promise<string> {
  const folder = await builtRenderer();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const reading = pathname === emptyPath ? emptyPage : readPageFile(folder, pathname);
    void reading.then((found) =>
      found ? response.writeHead(200, { ...found.headers }).end(found.body) : response.writeHead(404).end(),
    );
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  server.unref();
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** A page on an app in memory, and what it should never have done. */
export interface FakePage {
  readonly page: Page;
  /** Console errors, exceptions and violations of the Content Security Policy. */
  readonly complaints: readonly string[];
  readonly close: () => Promise<void>;
}

/** A page that tests use one after the other: its scripts are compiled already. */
interface Tab {
  readonly page: Page;
  app: FakeApp;
  complaints: string[];
}

const idle: Tab[] = [];
const spoilt = new WeakSet<Page>();

/** Says that the page was changed in a way that outlasts a reload: no other test gets it. */
export function spoil(page: Page): void {
  spoilt.add(page);
}

async function openTab(app: FakeApp, options: BrowserContextOptions): Promise<Tab> {
  const browser = await sharedChromium();
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'UTC',
    ...options,
  });
  // Nothing here waits for a server: what is not there after so long never comes.
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const tab: Tab = { page, app, complaints: [] };
  page.on('console', (message) => {
    if (message.type() === 'error') tab.complaints.push(message.text());
  });
  page.on('pageerror', (error) => tab.complaints.push(error.message));

  await page.exposeFunction('__call', (name: string, input: unknown) => tab.app.call(name, input));
  await page.addInitScript((names: readonly string[]) => {
    type Listener = (push: unknown) => void;
    const call = globalThis.__call;
    const listeners = new Set<Listener>();
    const api = Object.fromEntries(names.map((name) => [name, (input: unknown) => call?.(name, input)]));
    Object.assign(globalThis, {
      __push: (push: unknown) => {
        for (const listener of listeners) listener(push);
      },
      smtpSetup: {
        api,
        onState: (listener: Listener) => {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
      },
    });
    // A test shows few parts of the window, and those it waits for: to load all others ahead is a tenth of its work.
    const later: IdleRequestCallback[] = [];
    globalThis.requestIdleCallback = (callback) => later.push(callback);
    globalThis.__rest = () => {
      for (const callback of later.splice(0)) callback({ didTimeout: false, timeRemaining: () => 0 });
    };
    // Only where things end up is looked at: every step on the way would style the whole page again.
    const still = new CSSStyleSheet();
    still.replaceSync('*, *::before, *::after { transition: none !important }');
    document.adoptedStyleSheets = [still];
  }, methodNames);
  return tab;
}

/** Leaves the page as a new one would be. */
async function clear({ page }: Tab): Promise<void> {
  await page.evaluate(() => {
    localStorage.clear();
    sessionStorage.clear();
  });
  await page.goto(new URL(emptyPath, page.url()).href);
  await page.mouse.move(0, 0);
  await showFrame(page, looks[0]);
}

/** Opens the built page with a bridge to the app, as Electron's preload would give it. */
export async function openFakePage(app: FakeApp, options: BrowserContextOptions = {}): Promise<FakePage> {
  served ??= serveOnce();
  const url = await served;
  const isUsual = Object.keys(options).length === 0;
  const tab = (isUsual ? idle.pop() : undefined) ?? (await openTab(app, options));
  const { page } = tab;
  const complaints: string[] = [];
  Object.assign(tab, { app, complaints });
  const stop = app.onPush((push) => {
    const emit = page.evaluate((value: unknown) => globalThis.__push?.(value), push);
    emit.catch(() => undefined);
  });
  await page.goto(url);
  await page.getByRole('tablist').waitFor();
  return {
    page,
    complaints,
    close: async () => {
      stop();
      const isWhole = isUsual && !spoilt.has(page) && !page.isClosed() && complaints.length === 0;
      if (isWhole) idle.push(await clear(tab).then(() => tab));
      else await page.context().close();
    },
  };
}
