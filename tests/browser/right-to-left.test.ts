import { expect, test } from 'vitest';
import { expectAccessible, patience, setStage } from '../helpers/browser-journey.ts';
import { nextUrl, openWindow } from '../helpers/open-window.ts';
import type { AppWindow } from '../helpers/open-window.ts';
import { startApp } from '../helpers/start-app.ts';
import { untranslatedTexts } from '../helpers/untranslated.ts';
import { pseudoText } from '../../renderer/words/pseudo.ts';
import { english } from '../../renderer/words/en/catalog.ts';

const stage = setStage();
const { shell, accounts, accountDialog, signIn, compose } = english;

/** Nothing of the page hangs over its edges, which is how a layout that was not mirrored shows. */
async function expectNothingOutside({ page }: AppWindow): Promise<void> {
  const width = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(width).toBeLessThanOrEqual(0);
}

test('every screen is mirrored and has all its words in the test language', async () => {
  const app = await startApp({ sandbox: stage.sandbox });
  const ben = await app.addSignedIn(stage.person('ben'));
  await app.call('settingsSave', { defaultAccountId: ben.id });
  const { itemId } = await app.send(ben.id, stage.person('orders').address);
  await app.settled(itemId, 'sent');
  const window = await openWindow(stage.browser, app);
  const { page } = window;
  await window.show('Settings');
  await window.choice('Language').selectOption('pseudo-rtl');
  await window.button('Save').click();
  await expect.poll(() => page.evaluate(() => document.documentElement.dir), patience).toBe('rtl');

  const check = async () => {
    const data = JSON.stringify(app.state()) + JSON.stringify(await app.call('outboxGet', { itemId }));
    // What was saved was said in the language before.
    const names =
      'Settings saved. SalesDocument Customer Vendor PurchaseOrder Google Microsoft SystemUser.User_Name Invoice.pdf English Gmail API Microsoft Graph';
    // Screens that are not shown follow a little later.
    await expect.poll(() => untranslatedTexts(page, `${data} ${names}`), patience).toEqual([]);
    await expectNothingOutside(window);
    await expectAccessible(window);
  };
  const tab = (module: keyof typeof shell.modules) => window.show(pseudoText(shell.modules[module]));

  await check();
  await tab('accounts');
  await window.row(ben.user).click();
  await check();
  const first = await page.getByRole('tab').first().boundingBox();
  expect(first?.x).toBeGreaterThan(640);

  await window.row(ben.user).dblclick();
  const dialog = window.dialog(pseudoText(accountDialog.title));
  await dialog.button(pseudoText(accountDialog.more)).click();
  await check();
  const url = nextUrl(app);
  await dialog.button(pseudoText(accountDialog.signInAgain)).click();
  await url;
  const signInDialog = window.dialog(pseudoText(signIn.title));
  await signInDialog.element.getByRole('timer').waitFor();
  await check();
  await signInDialog.button(pseudoText(signIn.cancel)).click();
  await signInDialog.element.waitFor({ state: 'detached' });
  await dialog.button(pseudoText(accountDialog.cancel)).click();
  await dialog.element.waitFor({ state: 'detached' });

  await window.button(pseudoText(accounts.toolbar.sendTest)).click();
  await window.dialog(pseudoText(accounts.test.title)).element.waitFor();
  await check();
  await page.keyboard.press('Escape');
  await window.dialog(pseudoText(accounts.test.title)).element.waitFor({ state: 'detached' });

  await tab('compose');
  await window.button(pseudoText(compose.addRecord)).click();
  await check();
  await tab('outbox');
  await window.row('Invoice').click();
  await page.getByRole('complementary').getByText(stage.person('orders').address).waitFor();
  await check();
});
