import type { Page } from 'playwright-core';
import type { CheckView } from '../../../shared/diagnose.ts';
import type { FakeApp } from '../fake-app.ts';
import { endCheck, endOf, steps } from '../sample-checks.ts';
import { dialog, full, row } from './scene.ts';
import type { Scene } from './scene.ts';

/** Shows how far the Check of an account came. */
async function showCheck(page: Page, app: FakeApp, end: Partial<CheckView>): Promise<void> {
  await row(page, 7).click({ button: 'right' });
  await page.getByRole('menuitem').nth(5).click();
  await dialog(page).getByRole('listitem').first().waitFor();
  endCheck(app, end);
  const isRunning = end.outcome === undefined;
  await dialog(page)
    .locator(isRunning ? '[aria-current=step]' : '[data-outcome]')
    .first()
    .waitFor();
}

const names = ['Google', 'Microsoft'];

/** Check and the support bundle. */
export const diagnoseScenes: readonly Scene[] = [
  {
    name: 'check-running',
    start: full,
    data: names,
    show: async (page, app) => showCheck(page, app, { steps: steps('token', 'running') }),
  },
  {
    name: 'check-passed',
    start: full,
    data: names,
    show: async (page, app) => {
      await showCheck(page, app, endOf.passed);
      await dialog(page).locator('[aria-expanded]').first().click();
    },
  },
  {
    name: 'check-blocked',
    start: full,
    data: names,
    show: async (page, app) => showCheck(page, app, endOf.blocked),
  },
  {
    name: 'check-blocked-end',
    start: full,
    data: names,
    show: async (page, app) => {
      await showCheck(page, app, endOf.blocked);
      await dialog(page).locator('section').last().scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'check-client',
    start: full,
    data: names,
    show: async (page, app) => {
      await showCheck(page, app, endOf.clientUnknown);
      await dialog(page).locator('section [aria-expanded]').click();
    },
  },
  {
    name: 'support-bundle',
    start: full,
    data: names,
    show: async (page) => {
      await row(page, 4).click();
      await page.locator('#panel-accounts [role=toolbar] [aria-haspopup=menu]').click();
      await page.getByRole('menuitem').last().click();
      await dialog(page).getByRole('textbox').waitFor();
    },
  },
];
