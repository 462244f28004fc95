import type { Page } from 'playwright-core';
import type { FakeApp, FakeStart } from '../fake-app.ts';
import { fakeAccount } from '../fake-app.ts';
import { sampleAccounts, sampleOutbox } from '../sample-state.ts';

/** A screen or a state of the window, and how to get there. */
export interface Scene {
  readonly name: string;
  readonly start: FakeStart;
  /** Goes by roles, keys and numbers only: words differ by language. */
  readonly show: (page: Page, app: FakeApp) => Promise<void>;
  /** The browser itself reports what this scene is about. */
  readonly complains?: boolean;
  /** `said`: words stay in the language they were said in; `english`: there is nothing else than English. */
  readonly words?: 'said' | 'english';
  /** Words that come from nowhere in the state, such as file names. */
  readonly data?: readonly string[];
}

/** A small firm with messages in every state. */
export const full: FakeStart = { state: { accounts: sampleAccounts }, outbox: sampleOutbox, waitingItems: 3 };

/** The same, with an account and some settings from an administrator. */
export const managed: FakeStart = {
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
    policy: {
      status: 'active',
      setBy: 'Contoso IT',
      lockedSettings: ['smtpTimeoutMs', 'theme', 'googleClient', 'microsoftClient', 'customProviders'],
      businessObjects: [{ name: 'Contract', columns: ['Contract_No'] }],
      failure: null,
    },
  },
};

/** Everything at once that a window can have to say about itself. */
export const troubled: FakeStart = {
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

/** Goes to a module. */
export const tab = (page: Page, module: string) => page.locator(`#tab-${module}`).click();
/** The cell of a row that is clicked. */
export const row = (page: Page, id: number) =>
  page.locator(`[data-row-id="${id}"] [data-column="2"]`).first();
/** The dialog on top. */
export const dialog = (page: Page) => page.locator('[role=dialog], [role=alertdialog]').last();
/** A button of the dialog by its place. */
export const dialogButton = (page: Page, index: number) =>
  page.getByRole('dialog').getByRole('button').nth(index);
/** A button of a module's toolbar by its place. */
export const tool = (page: Page, module: string, index: number) =>
  page.locator(`#panel-${module} [role=toolbar] button`).nth(index);

/** Opens an account. */
export async function openAccount(page: Page, id: number): Promise<void> {
  await row(page, id).dblclick();
  await page.getByRole('dialog').waitFor();
}

/** Begins to sign in to an account. */
export async function startSignIn(page: Page): Promise<void> {
  await openAccount(page, 4);
  await dialogButton(page, 0).click();
  await page.getByRole('timer').waitFor();
}

/** Gets a code for the owner of a Microsoft mailbox. */
export async function startCode(page: Page): Promise<void> {
  await openAccount(page, 1);
  await dialogButton(page, 0).click();
  await page.getByRole('timer').waitFor();
  await page.locator('[role=dialog]').last().locator('p > button').first().click();
  await page.locator('[role=dialog] [translate=no]').first().waitFor();
}
