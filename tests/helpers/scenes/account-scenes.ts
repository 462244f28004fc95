import type { FakeStart } from '../fake-app.ts';
import { sampleAccounts } from '../sample-state.ts';
import type { Scene } from './scene.ts';
import { dialogButton, full, managed, openAccount, row, startCode, startSignIn, troubled } from './scene.ts';

/** An account with a long status is recorded. */
const recorded: FakeStart = {
  ...full,
  state: {
    accounts: sampleAccounts.map((each) =>
      each.id === 7 ? { ...each, protocolLogUntilMs: Date.now() + 3_600_000 } : each,
    ),
  },
};

/** The grid of accounts, its dialogs, and signing in. */
export const accountScenes: readonly Scene[] = [
  { name: 'accounts', start: full, show: (page) => row(page, 4).click() },
  { name: 'accounts-empty', start: {}, show: async () => undefined },
  { name: 'accounts-troubled', start: troubled, show: (page) => row(page, 12).click() },
  {
    name: 'accounts-recorded',
    start: recorded,
    show: async (page) => {
      await page.locator('[data-row-id="7"] [data-recorded]').waitFor();
      await row(page, 7).click({ button: 'right' });
      await page.getByRole('menu').waitFor();
    },
  },
  { name: 'account-dialog', start: full, show: (page) => openAccount(page, 6) },
  {
    name: 'account-dialog-faults',
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
  { name: 'sign-in-waiting', start: full, show: startSignIn },
  { name: 'sign-in-code', start: full, show: startCode },
  {
    name: 'sign-in-code-expired',
    start: full,
    show: async (page, app) => {
      await startCode(page);
      const message = 'Nobody signed in with it.';
      app.moveSignIn({
        stage: 'timed-out',
        failure: { code: 'sign-in-timed-out', message, remedy: 'sign-in' },
      });
      await page.getByRole('timer').waitFor({ state: 'detached' });
    },
  },
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
];
