import { randomBytes } from 'node:crypto';
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import type { AppPort } from '../../main/app-port.ts';
import { createLog } from '../../main/log.ts';
import { createPreviewServer } from '../../main/loopback/http-server.ts';
import type { PreviewServer } from '../../main/loopback/http-server.ts';
import { clickSignIn } from './click-pages.ts';
import type { Clicks, Person } from './click-pages.ts';
import { builtRenderer } from './fake-page.ts';
import type { TestApp } from './start-app.ts';
import { systemClock } from './system-ports.ts';

const log = createLog({ write: () => undefined, clock: systemClock });

/** A part of the window, gone through by roles and whole names. */
export interface WindowPart {
  readonly element: Locator;
  readonly button: (name: string | RegExp) => Locator;
  /** A text field by its label. */
  readonly field: (label: string) => Locator;
  /** A list, or a box with suggestions, by its label. */
  readonly choice: (label: string) => Locator;
  readonly text: (text: string) => Locator;
  readonly heading: (name: string) => Locator;
}

/** The app's window in a browser of its own: a context with nobody signed in at any provider. */
export interface AppWindow extends WindowPart {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Console errors, exceptions and violations of the Content Security Policy. */
  readonly complaints: readonly string[];
  readonly dialog: (title: string) => WindowPart;
  /** A question that has to be answered. */
  readonly question: (title: string) => WindowPart;
  /** Shows a module by its tab, or opens it where it has none. */
  readonly show: (module: string) => Promise<void>;
  /** A row of the grid that is shown, by any text in it. */
  readonly row: (text: string) => Locator;
}

function partOf(element: Locator): WindowPart {
  return {
    element,
    button: (name) => element.getByRole('button', { name, exact: true }),
    field: (label) => element.getByRole('textbox', { name: label, exact: true }),
    choice: (label) => element.getByRole('combobox', { name: label, exact: true }),
    text: (text) => element.getByText(text),
    heading: (name) => element.getByRole('heading', { name, exact: true }),
  };
}

/** Serves an app as the preview does; it ends with the test. */
export async function servePreview(
  session: Pick<AppPort, 'call' | 'onState'>,
  { port = 0, token = randomBytes(32).toString('base64url') }: { port?: number; token?: string } = {},
): Promise<PreviewServer> {
  const rendererFolder = await builtRenderer();
  const server = await createPreviewServer({ session, rendererFolder, token, port, clock: systemClock, log });
  onTestFinished(() => server.close());
  return server;
}

/** Opens a URL of the preview in a new browser context that ends with the test. */
export async function openUrl(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<AppWindow> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
    locale: 'en-GB',
    ...options,
  });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(url);
  await page.getByRole('tablist').waitFor();
  return {
    page,
    context,
    complaints,
    ...partOf(page.locator('body')),
    dialog: (title) => partOf(page.getByRole('dialog', { name: title, exact: true })),
    question: (title) => partOf(page.getByRole('alertdialog', { name: title, exact: true })),
    show: async (module) => {
      const tab = page.getByRole('tab', { name: module });
      const more = page.getByRole('button', { name: 'Open module' });
      // While a dialog goes away, there is neither.
      await tab.or(more).first().waitFor();
      if (await tab.isVisible()) return await tab.click();
      await more.click();
      await page.getByRole('menuitem', { name: module }).click();
    },
    row: (text) => page.getByRole('row').filter({ hasText: text }),
  };
}

/** Opens the window of an app that runs in this process. */
export async function openWindow(
  browser: Browser,
  app: TestApp,
  options: BrowserContextOptions = {},
): Promise<AppWindow> {
  return await openUrl(browser, (await servePreview(app.session)).url, options);
}

/** Resolves with the next URL that the app hands to the system browser. */
export function nextUrl(app: TestApp): Promise<string> {
  return new Promise((resolve) => app.setPerson(resolve));
}

/**
 * Presses what opens the system browser, and signs in there in a tab of its own.
 *
 * @param press in the app's window, e.g. a click on "Sign in with Google"
 */
export async function signInInTab(
  app: TestApp,
  window: AppWindow,
  press: () => Promise<void>,
  person: Person,
  clicks: Clicks = {},
): Promise<void> {
  const url = nextUrl(app);
  await press();
  const tab = await window.context.newPage();
  await clickSignIn(tab, await url, person, clicks);
  await tab.close();
}
