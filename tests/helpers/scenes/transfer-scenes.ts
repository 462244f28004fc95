import type { Page } from 'playwright-core';
import { maxImportBytes } from '../../../shared/transfer.ts';
import type { ImportPlan } from '../../../shared/transfer.ts';
import type { FakeStart } from '../fake-app.ts';
import { sampleAccounts } from '../sample-state.ts';
import { dialog, full, tab, tool } from './scene.ts';
import type { Scene } from './scene.ts';

const plan: ImportPlan = {
  planId: 'plan-00000001',
  format: 'profile',
  secrets: 'none',
  ignoredColumns: [],
  rows: [
    { line: 1, action: 'same', accountId: 1, title: 'ada@contoso.test', changes: [], failure: null },
    {
      line: 2,
      action: 'changed',
      accountId: 4,
      title: 'grace@fabrikam.test',
      changes: [
        { field: 'host', from: 'smtp.gmail.com', to: 'gmail.googleapis.com' },
        { field: 'port', from: '587', to: '443' },
        { field: 'signIn', from: '', to: 'set' },
      ],
      failure: null,
    },
    {
      line: 3,
      action: 'added',
      accountId: 20,
      title: 'kay@contoso.test',
      changes: [{ field: 'host', from: '', to: 'smtp.office365.com' }],
      failure: null,
    },
    {
      line: 4,
      action: 'refused',
      accountId: null,
      title: 'scanner-south with a name that is far too long for any column',
      changes: [],
      failure: {
        code: 'account-invalid',
        message: 'The port 70000 is not from 1 to 65535.',
        remedy: 'correct-input',
        field: 'port',
      },
    },
  ],
  settings: [{ key: 'theme', action: 'changed', from: 'system', to: 'dark', failure: null }],
};
const withPlan = (change: Partial<ImportPlan> = {}): FakeStart => ({
  ...full,
  importPlan: { ...plan, ...change },
  importPassphrase: 'open sesame',
});

async function openExport(page: Page): Promise<void> {
  await tab(page, 'settings');
  await tool(page, 'settings', 2).click();
  await dialog(page).waitFor();
}

async function openSealedExport(page: Page, first: string, second: string): Promise<void> {
  await openExport(page);
  await dialog(page).getByRole('radio').nth(1).check();
  await dialog(page).locator('input[type=password]').nth(0).fill(first);
  await dialog(page).locator('input[type=password]').nth(1).fill(second);
  await page.keyboard.press('Enter');
}

async function openImport(page: Page): Promise<void> {
  await tab(page, 'settings');
  await tool(page, 'settings', 3).click();
  await dialog(page).waitFor();
}

async function takeFile(page: Page): Promise<void> {
  await openImport(page);
  await page
    .locator('[role=dialog] input[type=file]')
    .setInputFiles({ name: 'smtp-setup.json', mimeType: 'application/json', buffer: Buffer.from('{}') });
}

/** The page makes it: megabytes take many seconds on their way into a browser. */
async function takeLargeFile(page: Page): Promise<void> {
  await openImport(page);
  await page.locator('[role=dialog] input[type=file]').evaluate((input, sizeBytes) => {
    if (!(input instanceof HTMLInputElement)) return;
    const data = new DataTransfer();
    data.items.add(new File([new ArrayBuffer(sizeBytes)], 'smtp-setup.json'));
    input.files = data.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  }, maxImportBytes + 1);
  await dialog(page).locator('[role=alert]:not(:empty)').waitFor();
}

async function showPlan(page: Page): Promise<void> {
  await takeFile(page);
  await dialog(page).getByRole('grid').waitFor();
  await dialog(page).locator('[data-row-id]').nth(1).click();
}

const needed = { status: { kind: 'sign-in-needed' } } as const;
const unsigned: FakeStart = {
  state: {
    accounts: sampleAccounts
      .filter(({ id }) => id !== 12)
      .map((account) => ([1, 7].includes(account.id) ? { ...account, ...needed } : account)),
  },
};

async function openAssistant(page: Page): Promise<void> {
  await page.locator('[role=region] button').first().click();
  await dialog(page).waitFor();
}

/** Export, Import, and the assistant that follows. */
export const transferScenes: readonly Scene[] = [
  { name: 'export', start: full, show: openExport },
  {
    name: 'export-sealed-weak',
    start: full,
    show: async (page) => {
      await openSealedExport(page, 'short', '');
      await dialog(page).locator('[data-strength]').waitFor();
    },
  },
  {
    name: 'export-sealed-different',
    start: full,
    show: async (page) => {
      await openSealedExport(page, 'granite otter violin tuesday umbrella fjord', 'granite');
      await dialog(page).locator('[aria-invalid=true]').waitFor();
    },
  },
  {
    name: 'export-failed',
    start: full,
    show: async (page, app) => {
      app.failNext('exportProfile', {
        code: 'storage-full',
        message: 'No space is left.',
        remedy: 'try-again',
      });
      await openExport(page);
      await dialog(page).getByRole('button').first().press('Enter');
      await dialog(page).locator('[role=alert] button').first().waitFor();
    },
  },
  { name: 'import-choose', start: full, show: openImport },
  {
    name: 'import-too-large',
    start: full,
    show: takeLargeFile,
  },
  {
    name: 'import-reading',
    start: withPlan(),
    show: async (page, app) => {
      app.hold('importPlan');
      await takeFile(page);
      await dialog(page).getByRole('progressbar').waitFor();
    },
    data: ['smtp-setup.json'],
  },
  {
    name: 'import-refused',
    start: withPlan(),
    show: async (page, app) => {
      app.failNext('importPlan', {
        code: 'import-refused',
        message: 'Line 3: } is missing.',
        remedy: 'correct-input',
      });
      await takeFile(page);
      await dialog(page).locator('[aria-expanded=false]').click();
    },
  },
  { name: 'import-plan', start: withPlan(), show: showPlan, data: ['smtp-setup.json'] },
  {
    name: 'import-only-refused',
    start: withPlan(),
    show: async (page) => {
      await showPlan(page);
      await dialog(page).getByRole('radio').last().click();
      await dialog(page).locator('[data-row-id]').first().click();
    },
  },
  {
    name: 'import-nothing',
    start: withPlan({ rows: plan.rows.filter(({ line }) => line === 1), settings: [] }),
    show: async (page) => {
      await takeFile(page);
      await dialog(page).getByRole('grid').waitFor();
    },
  },
  {
    name: 'import-sealed',
    start: withPlan({ secrets: 'sealed' }),
    show: showPlan,
  },
  {
    name: 'import-wrong-passphrase',
    start: withPlan({ secrets: 'sealed' }),
    show: async (page) => {
      await showPlan(page);
      await dialog(page).locator('input[type=password]').fill('wrong');
      await page.keyboard.press('Enter');
      await dialog(page).locator('[aria-invalid=true]').waitFor();
    },
  },
  {
    name: 'import-done',
    start: withPlan(),
    show: async (page) => {
      await showPlan(page);
      await dialog(page).locator('button[type=button]').filter({ hasText: /2/ }).last().click();
      await dialog(page).getByRole('grid').waitFor({ state: 'detached' });
    },
  },
  { name: 'assistant-bar', start: unsigned, show: async () => undefined },
  { name: 'assistant', start: unsigned, show: openAssistant },
  {
    name: 'assistant-waiting',
    start: unsigned,
    show: async (page) => {
      await openAssistant(page);
      await page.keyboard.press('Enter');
      await page.getByRole('timer').waitFor();
    },
  },
  {
    name: 'assistant-failed',
    start: unsigned,
    show: async (page, app) => {
      await openAssistant(page);
      await page.keyboard.press('Enter');
      await page.getByRole('timer').waitFor();
      app.moveSignIn({
        stage: 'failed',
        failure: { code: 'sign-in-timed-out', message: 'Nobody signed in.', remedy: 'sign-in' },
      });
      await page.getByRole('timer').waitFor({ state: 'detached' });
    },
  },
  {
    name: 'assistant-summary',
    start: unsigned,
    show: async (page, app) => {
      await openAssistant(page);
      await page.keyboard.press('Enter');
      await page.getByRole('timer').waitFor();
      app.moveSignIn({ stage: 'signed-in', signedInAs: 'ada@contoso.test', pendingGrantId: null });
      await page.getByRole('timer').waitFor({ state: 'detached' });
      await dialog(page).getByRole('button').nth(1).press('Enter');
    },
  },
];
