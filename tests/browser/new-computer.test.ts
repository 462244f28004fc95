import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { draftOf } from '../../shared/account.ts';
import { expectAccessible, patience, setStage } from '../helpers/browser-journey.ts';
import { openWindow, signInInTab } from '../helpers/open-window.ts';
import type { AppWindow } from '../helpers/open-window.ts';
import { startApp } from '../helpers/start-app.ts';

const stage = setStage();
const passphrase = 'granite otter violin tuesday umbrella fjord';

/** Exports in the window, without secrets unless a passphrase is given, and answers the file. */
async function exportFrom(window: AppWindow, secretsUnder: string | null): Promise<string> {
  await window.show('Settings');
  await window.button('Export').click();
  const dialog = window.dialog('Export');
  if (secretsUnder !== null) {
    await dialog.element.getByLabel('Settings and accounts, with secrets').check();
    await dialog.element.locator('input[type=password]').first().fill(secretsUnder);
    await dialog.element.locator('input[type=password]').last().fill(secretsUnder);
  }
  const [download] = await Promise.all([
    window.page.waitForEvent('download'),
    dialog.button('Export').click(),
  ]);
  return await readFile(await download.path(), 'utf8');
}

/** Opens Import with a file, up to its plan. */
async function planIn(window: AppWindow, text: string) {
  await window.show('Settings');
  await window.button('Import').click();
  const dialog = window.dialog('Import');
  const picked = { name: 'smtp-setup.json', mimeType: 'application/json', buffer: Buffer.from(text) };
  await dialog.element.locator('input[type=file]').setInputFiles(picked);
  await dialog.element.getByRole('grid').waitFor();
  return dialog;
}

test('on a new computer the accounts are imported, and one sign-in is for all accounts of a person', async () => {
  const ben = stage.person('ben');
  const before = await startApp({ sandbox: stage.sandbox });
  const first = await before.addSignedIn(ben);
  await before.add({ ...draftOf(first), senderName: 'Ben, orders' });
  await before.call('settingsSave', { defaultAccountId: first.id, retentionDays: 90 });
  const text = await exportFrom(await openWindow(stage.browser, before), null);

  const app = await startApp({ sandbox: stage.sandbox });
  const window = await openWindow(stage.browser, app);
  const dialog = await planIn(window, text);
  await expectAccessible(window);
  await dialog.button('Import 2 Accounts and 2 Settings').click();
  await window.dialog('Import finished').button('Sign In to 2 Accounts…').click();
  expect(app.state().settings).toMatchObject({ retentionDays: 90 });

  const assistant = window.dialog('Sign in to 2 accounts');
  await assistant.heading(`Sign in as ${ben.address}`).waitFor();
  await signInInTab(app, window, () => assistant.button('Sign In').click(), ben);
  const done = window.dialog('Sign-ins finished');
  await done.text('2 accounts are ready.').waitFor();
  await expectAccessible(window);
  await done.button('Close').click();
  const signedIn = () => app.state().accounts.map(({ signedInAs }) => signedInAs);
  await expect.poll(signedIn, patience).toEqual([ben.address, ben.address]);
});

test('with secrets nobody signs in again; a wrong passphrase says so and changes nothing', async () => {
  const ben = stage.person('ben');
  const before = await startApp({ sandbox: stage.sandbox });
  await before.addSignedIn(ben);
  const text = await exportFrom(await openWindow(stage.browser, before), passphrase);
  expect(text).not.toContain(passphrase);

  const app = await startApp({ sandbox: stage.sandbox });
  const window = await openWindow(stage.browser, app);
  const dialog = await planIn(window, text);
  const field = dialog.element.getByLabel('Passphrase of the file');
  await field.fill('not the passphrase');
  await dialog.button('Open').click();
  await dialog.text('This is not the passphrase of the file. Nothing was changed.').waitFor();
  expect(app.state().accounts).toEqual([]);
  await field.fill(passphrase);
  await dialog.button('Open').click();
  await dialog.text('The secrets of the file are open').waitFor();
  await dialog.button('Import 1 Account').click();
  const done = window.dialog('Import finished');
  await done.text('1 account was added.').waitFor();
  expect(await done.element.getByRole('button').count()).toBe(1);
  expect(app.state().accounts).toMatchObject([{ signedInAs: ben.address }]);
});
