import type { Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import { createFakeApp } from '../helpers/fake-app.ts';
import type { FakeApp, FakeStart } from '../helpers/fake-app.ts';
import { openFakePage } from '../helpers/fake-page.ts';
import type { FakePage } from '../helpers/fake-page.ts';
import { sampleAccounts, sampleOutbox } from '../helpers/sample-state.ts';
let opened: FakePage | null = null;
afterEach(async () => {
  expect(opened?.complaints).toEqual([]);
  await opened?.close();
});

async function open(start: FakeStart, key: string) {
  const app = createFakeApp({ state: { accounts: sampleAccounts }, ...start });
  opened = await openFakePage(app, { permissions: ['clipboard-read', 'clipboard-write'] });
  await opened.page.locator(`#tab-${key}`).click();
  return { app, page: opened.page };
}

const eventually: typeof expect.poll = (look) => expect.poll(look, { timeout: 15_000 });
const press = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name }).and(page.locator(':visible')).press('Enter');
const inputs = (app: FakeApp, name: string) =>
  app.calls.filter((call) => call.name === name).map(({ input }) => input);
const focusedText = (page: Page) => page.evaluate(() => document.activeElement?.textContent);

test('a watch folder is added and removed from the keyboard, at once and without Save', async () => {
  const { app, page } = await open({}, 'settings');
  await press(page, 'Add Watch Folder');
  const dialog = page.getByRole('dialog', { name: 'Add Watch Folder' });
  const folder = dialog.getByLabel('Folder');
  await eventually(() => folder.evaluate((field) => field === document.activeElement)).toBe(true);
  await page.keyboard.press('Enter');
  await dialog.getByText('Fill this in.').waitFor();
  await page.keyboard.type('/srv/outgoing');
  await dialog.getByLabel('Account').selectOption('1');
  await dialog.getByLabel('Subject').fill('Invoice {name}');
  await folder.press('Enter');
  const line = page.locator('[data-setting="watchFolders.1"]');
  await line
    .getByText('Account 1 · ada@contoso.test · Recipients in the file name · Invoice {name}')
    .waitFor();
  expect(inputs(app, 'watchFolderAdd')).toEqual([
    {
      ...{ folder: '/srv/outgoing', accountId: 1, records: [], recipients: 'file-name' },
      ...{ subject: 'Invoice {name}', body: '' },
    },
  ]);
  await eventually(() => focusedText(page)).toBe('Add Watch Folder');
  await page.getByText('2 files lie in /srv/outgoing already.').first().waitFor();

  await press(page, 'Remove /srv/outgoing');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).press('Enter');
  await line.waitFor({ state: 'detached' });
  await eventually(() => focusedText(page)).toBe('Add Watch Folder');
  expect(inputs(app, 'settingsSave')).toEqual([]);
});

test('where the system has a window for folders, the path comes from there', async () => {
  const { app, page } = await open({ pickedFolder: '/Users/ada/Outgoing' }, 'settings');
  await press(page, 'Add Watch Folder');
  await press(page, 'Choose Folder');
  const field = page.getByRole('dialog').getByLabel('Folder');
  await eventually(() => field.inputValue()).toBe('/Users/ada/Outgoing');
  expect(await field.isEditable()).toBe(false);
  await page.getByRole('dialog').getByRole('button', { name: 'Add Watch Folder' }).click();
  await page.locator('[data-setting="watchFolders.1"]').waitFor();
  expect(inputs(app, 'watchFolderAdd')).toMatchObject([{ folder: '/Users/ada/Outgoing', accountId: null }]);
});

test('a program gets a password that is shown once and copied, and is nowhere afterwards', async () => {
  const { app, page } = await open({}, 'settings');
  await press(page, 'Add Program');
  const dialog = page.getByRole('dialog', { name: 'Add Program' });
  await dialog.getByLabel('User name').fill('erp');
  await page.keyboard.press('Enter');
  await dialog.getByText('Choose at least one.').waitFor();
  await dialog.getByRole('checkbox', { name: '4 · grace@fabrikam.test' }).press('Space');
  await dialog.getByLabel('User name').press('Enter');
  const told = page.getByRole('alertdialog', { name: 'What erp has to be told' });
  const password = await told.getByLabel('Password', { exact: true }).inputValue();
  expect(password).toMatch(/^[0-9a-f]{40}$/);
  expect(inputs(app, 'relayProgramAdd')).toEqual([{ name: 'erp', accountIds: [4], password }]);
  // A slip must not lose it.
  await page.keyboard.press('Escape');
  await told.getByRole('button', { name: 'Copy Password' }).press('Enter');
  await told.getByText('Copied').first().waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(password);
  await told.getByRole('button', { name: 'Done' }).press('Enter');
  await page.locator('[data-setting="relayPrograms.erp"]').getByText('Accounts: 4').waitFor();
  const kept = await page.evaluate(
    () => document.body.innerHTML + JSON.stringify(Object.entries(localStorage)),
  );
  expect(kept).not.toContain(password);

  // Where it listens follows Save.
  const state = page.locator('[data-setting="relay.status"]');
  await state.getByText('Off').waitFor();
  await page.getByLabel('Take mail from programs (relay)').selectOption('true');
  await state.getByText('Changes when the settings are saved.').waitFor();
  await page.keyboard.press('Control+s');
  await state.getByText('Listening on 127.0.0.1:2525 and [::1]:2525').waitFor();
});

test('a batch says how far it is without moving the list, and what waits is cancelled after one question', async () => {
  const { app, page } = await open({ outbox: sampleOutbox }, 'outbox');
  const grid = page.getByRole('grid', { name: 'Messages in the outbox' });
  await grid.getByRole('row').nth(3).waitFor();
  const before = await grid.boundingBox();
  const { version, counts } = app.state().outbox;
  const batch = { done: 37, total: 200, perMinute: 28, expectedEndMs: Date.now() + 60_000 };
  app.change({ outbox: { version, counts, batch } });
  const group = page.getByRole('group', { name: 'Messages that go out together' });
  await group.getByText('Sending 37 of 200', { exact: true }).waitFor();
  expect(await group.textContent()).toMatch(/28 a minute.*done at about \d/);
  expect(await group.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('37');
  expect(await grid.boundingBox()).toEqual(before);
  await group.getByRole('button', { name: 'Cancel…' }).press('Enter');
  // Enter pressed too soon goes on sending.
  await page.getByRole('alertdialog').waitFor();
  await eventually(() => focusedText(page)).toBe('Go On Sending');
  await page.getByRole('button', { name: 'Cancel Messages' }).press('Enter');
  await page.getByText(/messages? cancelled\.$/).waitFor();
  expect(inputs(app, 'outboxCancelBatch')).toEqual([{}]);
});
