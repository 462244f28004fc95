import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defaultSettings } from '../../shared/settings.ts';
import { axeFindings } from '../helpers/axe.ts';
import { launchChromium } from '../helpers/chromium.ts';
import { createFakeApp, fakeAccount } from '../helpers/fake-app.ts';
import type { FakeApp, FakeStart } from '../helpers/fake-app.ts';
import { openFakePage } from '../helpers/fake-page.ts';
import { sampleAccounts, sampleOutbox } from '../helpers/sample-state.ts';
import { untranslatedTexts } from '../helpers/untranslated.ts';

/** Folder for pictures of every screen; without it none are taken. */
const picturesFolder = process.env['SCREENS'];

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

interface Look {
  readonly name: string;
  /** Shows every scene, not only one of each kind. */
  readonly isComplete?: boolean;
  readonly context: BrowserContextOptions;
  readonly settings?: Partial<typeof defaultSettings>;
}

const looks: readonly Look[] = [
  { name: 'light', isComplete: true, context: {} },
  { name: 'dark', context: { colorScheme: 'dark' } },
  { name: 'narrow', context: { viewport: { width: 600, height: 800 } } },
  { name: 'zoomed', context: { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 } },
  { name: 'rtl', isComplete: true, context: {}, settings: { language: 'pseudo-rtl' } },
  { name: 'contrast', context: { forcedColors: 'active' } },
];

const full: FakeStart = { state: { accounts: sampleAccounts }, outbox: sampleOutbox, waitingItems: 3 };
const managed: FakeStart = {
  ...full,
  state: {
    accounts: [
      ...sampleAccounts,
      fakeAccount(1_000_001, {
        provider: 'microsoft',
        host: 'smtp.office365.com',
        user: 'reports@contoso.test',
        managed: true,
        status: { kind: 'sign-in-needed' },
      }),
    ],
    policy: { status: 'active', setBy: 'Contoso IT', lockedSettings: [], businessObjects: [], failure: null },
  },
};
const troubled: FakeStart = {
  ...full,
  state: {
    accounts: sampleAccounts,
    host: {
      kind: 'preview',
      platform: 'windows',
      version: '0.1.0',
      secretStorage: 'key-file',
      userName: 'ada',
    },
    policy: {
      status: 'last-good',
      setBy: 'Contoso IT',
      lockedSettings: ['canSignInWhenSending', 'smtpTimeoutMs'],
      businessObjects: [],
      failure: {
        code: 'policy-invalid',
        message: 'Line 12: "tenant" must be text.',
        remedy: 'ask-administrator',
        detail: { line: 12 },
      },
    },
    problems: [{ code: 'profile-unreadable', message: 'accounts.json is not JSON.', remedy: 'restore-file' }],
    questions: [
      {
        questionId: 'question-1',
        accountId: 4,
        provider: 'google',
        expected: 'grace@fabrikam.test',
        waitingItems: 2,
        askedAtMs: 0,
      },
    ],
  },
};

interface Scene {
  readonly name: string;
  /** One of each kind: shown in every look. */
  readonly isMain?: boolean;
  readonly start: FakeStart;
  readonly show: (page: Page, app: FakeApp) => Promise<void>;
}

// Words differ by language: scenes go by roles, keys and numbers only.
const tab = (page: Page, module: string) => page.locator(`#tab-${module}`).click();
const row = (page: Page, id: number) => page.locator(`[data-row-id="${id}"] [data-column="2"]`).first();
const dialogButton = (page: Page, index: number) => page.getByRole('dialog').getByRole('button').nth(index);

async function openAccount(page: Page, id: number): Promise<void> {
  await row(page, id).dblclick();
  await page.getByRole('dialog').waitFor();
}

async function startSignIn(page: Page): Promise<void> {
  await openAccount(page, 4);
  await dialogButton(page, 0).click();
  await page.getByRole('timer').waitFor();
}

const scenes: readonly Scene[] = [
  { name: 'accounts', start: full, show: (page) => row(page, 4).click() },
  { name: 'accounts-empty', start: {}, show: async () => undefined },
  { name: 'accounts-troubled', isMain: true, start: troubled, show: (page) => row(page, 12).click() },
  { name: 'account-dialog', start: full, show: (page) => openAccount(page, 6) },
  {
    name: 'account-dialog-faults',
    isMain: true,
    start: full,
    show: async (page) => {
      await page.keyboard.press('Control+n');
      await page.getByRole('dialog').waitFor();
      await page.locator('[data-field=port] input').fill('70000');
      await page.keyboard.press('Enter');
      await page.locator('[data-field=host] [role=alert]').waitFor();
    },
  },
  {
    name: 'account-dialog-more',
    start: full,
    show: async (page) => {
      await openAccount(page, 7);
      await page.locator('[role=dialog] button[aria-expanded]').click();
      await page.locator('[data-field=sendPasswordUnencrypted]').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'sign-in-choice',
    start: full,
    show: async (page) => {
      await openAccount(page, 6);
      await dialogButton(page, 0).click();
      await page.locator('[role=dialog]').nth(1).waitFor();
    },
  },
  { name: 'sign-in-waiting', isMain: true, start: full, show: startSignIn },
  {
    name: 'sign-in-wrong',
    start: full,
    show: async (page, app) => {
      await startSignIn(page);
      app.moveSignIn({
        stage: 'wrong-account',
        signedInAs: 'someone.else@fabrikam.test',
        failure: { code: 'wrong-account', message: 'Another mailbox signed in.', remedy: 'sign-in' },
      });
      await page.getByRole('timer').waitFor({ state: 'detached' });
    },
  },
  {
    name: 'sign-in-failed',
    start: full,
    show: async (page, app) => {
      await startSignIn(page);
      app.moveSignIn({
        stage: 'failed',
        failure: {
          code: 'consent-required',
          message: 'AADSTS65001: no consent.',
          remedy: 'ask-administrator',
          detail: { error: 'consent_required', correlationId: '8b6b…21' },
        },
      });
      await page.getByRole('timer').waitFor({ state: 'detached' });
      await page.locator('[role=dialog]').last().locator('button[aria-expanded=false]').click();
    },
  },
  {
    name: 'remove-waiting',
    start: full,
    show: async (page) => {
      await row(page, 7).click();
      await page.keyboard.press('Delete');
      await page.getByRole('alertdialog').waitFor();
      await page.getByRole('alertdialog').getByRole('button').first().click();
    },
  },
  {
    name: 'account-managed',
    start: managed,
    show: (page) => openAccount(page, 1_000_001),
  },
  {
    name: 'account-menu',
    start: managed,
    show: async (page) => {
      await row(page, 4).click({ button: 'right' });
      await page.getByRole('menu').waitFor();
    },
  },
  {
    name: 'sign-out-many',
    start: full,
    show: async (page) => {
      await row(page, 1).click();
      await page.keyboard.press('Control+a');
      await page.keyboard.press('Shift+F10');
      await page.getByRole('menuitem').nth(4).click();
      await page.getByRole('alertdialog').waitFor();
    },
  },
  {
    name: 'columns',
    start: full,
    show: async (page) => {
      await page.locator('[data-header-column="2"]').click({ button: 'right' });
      await page.getByRole('menuitem').nth(-2).click();
      await page.getByRole('listbox').waitFor();
    },
  },
  {
    name: 'which-account',
    isMain: true,
    start: managed,
    show: async (page) => {
      await page.locator('#panel-accounts [role=toolbar] button').nth(8).click();
      const fields = page.locator('[role=dialog] [role=group] input');
      await fields.nth(0).fill('SalesDocument');
      await fields.nth(1).fill('Sales_Doc_Type');
      await fields.nth(2).fill('QUOTE');
      await page.locator('[role=dialog] [data-reason=later-record]').waitFor();
    },
  },
  {
    name: 'compose',
    isMain: true,
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
      await page.locator('aside dl').waitFor();
    },
  },
  {
    name: 'outbox-held',
    isMain: true,
    start: full,
    show: async (page) => {
      await tab(page, 'outbox');
      await row(page, 14).click();
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
  {
    name: 'settings',
    isMain: true,
    start: full,
    show: async (page) => {
      await tab(page, 'settings');
      await page.locator('#setting-retentionDays').fill('30');
    },
  },
  {
    name: 'settings-locked',
    start: troubled,
    show: async (page) => {
      await tab(page, 'settings');
      await page.locator('#setting-smtpTimeoutMs').waitFor();
    },
  },
];

async function takePicture(page: Page, name: string): Promise<void> {
  if (picturesFolder === undefined) return;
  await mkdir(picturesFolder, { recursive: true });
  await page.screenshot({ path: join(picturesFolder, `${name}.png`) });
}

describe.each(looks)('in the look "$name"', ({ name: look, isComplete, context, settings }) => {
  const shown = scenes.filter(({ isMain }) => isMain || isComplete || picturesFolder !== undefined);
  test.each(shown)('the screen "$name" is accessible and keeps its policy', async ({ name, start, show }) => {
    const app = createFakeApp(start);
    if (settings) app.change({ settings: { ...app.state().settings, ...settings } });
    const { page, complaints, close } = await openFakePage(browser, app, context);
    try {
      await show(page, app);
      await takePicture(page, `${name}-${look}`);
      expect(await axeFindings(page)).toEqual([]);
      expect(complaints).toEqual([]);
      if (settings?.language === 'pseudo-rtl') {
        expect(await untranslatedTexts(page, JSON.stringify([app.state(), app.outbox()]))).toEqual([]);
      }
    } finally {
      await close();
    }
  });
});
