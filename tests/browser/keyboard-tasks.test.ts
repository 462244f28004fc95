import { readFile } from 'node:fs/promises';
import type { Download } from 'playwright-core';
import { expect, test } from 'vitest';
import { expectAccessible, patience, setStage } from '../helpers/browser-journey.ts';
import { openWindow, signInInTab } from '../helpers/open-window.ts';
import type { AppWindow } from '../helpers/open-window.ts';
import { startApp } from '../helpers/start-app.ts';

const stage = setStage();
const { person } = stage;

/** Role and name of what has the focus, e.g. `button "Add"`. */
async function focused({ page }: AppWindow): Promise<string> {
  const [line = ''] = (
    await page
      .locator(':focus')
      .ariaSnapshot({ timeout: 1_000 })
      .catch(() => '')
  ).split('\n');
  return line.replace(/^- '?/, '').replace(/(?<=").*$/, (rest) => rest.replace(/^([^"]*").*$/, '$1'));
}

/** After a dialog the rest of the page is opened to screen readers again, which takes a moment. */
async function expectAllAccessible(window: AppWindow): Promise<void> {
  await window.page.locator('header[aria-hidden]').waitFor({ state: 'detached' });
  await expectAccessible(window);
}

/** A person who has no mouse. */
function handsOf(window: AppWindow) {
  const press = async (...keys: string[]) => {
    for (const key of keys) await window.page.keyboard.press(key);
  };
  const seen = async (what: string) => expect.poll(() => focused(window), patience).toBe(what);
  return {
    press,
    seen,
    type: async (text: string) => window.page.keyboard.type(text),
    /** Presses Tab, or another key, until the focus is there. */
    goTo: async (what: string, key = 'Tab', atMost = 40) => {
      const passed: string[] = [];
      for (let steps = 0; steps <= atMost; steps += 1) {
        const now = await focused(window);
        if (now === what) return;
        passed.push(now);
        await press(key);
      }
      throw new Error(`${key} never came to ${what}, but to ${passed.join(' · ')}`);
    },
  };
}

async function startWithTwo() {
  const app = await startApp({ sandbox: stage.sandbox });
  const place = { host: 'localhost', port: stage.sandbox.smtp.starttls };
  await app.add({ ...place, user: person('orders').address });
  await app.add({ ...place, user: person('invoices').address });
  const window = await openWindow(stage.browser, app);
  await window.row(person('invoices').address).waitFor();
  return { app, window, ...handsOf(window) };
}

const grid = 'grid "SMTP accounts"';

test('add: Ctrl+N, fields in the order of the dialog, Enter saves, and the focus is back in the grid', async () => {
  const { app, window, press, seen, type, goTo } = await startWithTwo();
  await goTo(grid);
  await press('Control+n');
  await seen('textbox "Email Server Hostname or IP Address"');
  await type('mail.store.example');
  await press('Tab');
  await seen('textbox "SMTP User"');
  await type('quotes@store.example');
  await press('Tab');
  await seen('textbox "SMTP Password"');
  await press('Tab');
  await seen('textbox "SMTP Port"');
  await goTo('combobox "Business Object"');
  await type('SystemUser');
  await goTo('combobox "Column Name"');
  await type('User_Name');
  await goTo('textbox "Column Value"');
  await type('quotes');
  await press('Enter');
  await window.dialog('SMTP Setup').element.waitFor({ state: 'detached' });
  await seen(grid);
  expect(app.state().accounts.at(-1)).toMatchObject({ user: 'quotes@store.example', columnValue: 'quotes' });
  await expectAllAccessible(window);
});

test('edit: an arrow to the row, F2, another port, Enter, and the focus is on the row again', async () => {
  const { app, window, press, seen, type, goTo } = await startWithTwo();
  await goTo(grid);
  await press('Home', 'ArrowDown', 'F2');
  const dialog = window.dialog('SMTP Setup');
  await dialog.element.waitFor();
  await goTo('textbox "SMTP Port"');
  await press('Control+a');
  await type('2525');
  await press('Enter');
  await dialog.element.waitFor({ state: 'detached' });
  await seen(grid);
  expect(app.state().accounts.find(({ id }) => id === 2)?.port).toBe(2525);
});

test('sign in: from a new record to a row that is ready', async () => {
  const app = await startApp({ sandbox: stage.sandbox });
  const window = await openWindow(stage.browser, app);
  const { press, seen, goTo } = handsOf(window);
  await press('Control+n');
  await seen('textbox "Email Server Hostname or IP Address"');
  await goTo('button "Sign In"', 'Shift+Tab');
  await press('Enter');
  await seen('button "Sign in with Google"');
  await signInInTab(app, window, () => press('Enter'), person('grace'));
  await seen('combobox "Business Object"');
  await goTo('button "OK"');
  await press('Enter');
  await window.row(person('grace').address).getByText('Ready').waitFor();
  await expectAllAccessible(window);
});

test('cancel: Escape asks once with the safe answer first, and nothing is saved', async () => {
  const { app, window, press, seen, type, goTo } = await startWithTwo();
  await goTo(grid);
  await press('Control+n');
  await seen('textbox "Email Server Hostname or IP Address"');
  await type('mail');
  await press('Escape');
  await window.question('Discard changes?').element.waitFor();
  await seen('button "Keep Editing"');
  await press('Escape');
  await seen('textbox "Email Server Hostname or IP Address"');
  await press('Escape');
  await goTo('button "Discard"');
  await press('Enter');
  await window.dialog('SMTP Setup').element.waitFor({ state: 'detached' });
  await seen(grid);
  expect(app.state().accounts).toHaveLength(2);
});

test('filter: Ctrl+F, Enter goes on to what was found, Escape shows all again', async () => {
  const { window, press, seen, type, goTo } = await startWithTwo();
  await goTo(grid);
  await press('Control+f');
  await seen('searchbox "Filter"');
  await type('invoices');
  await window.row(person('orders').address).waitFor({ state: 'detached' });
  await press('Enter');
  await seen(grid);
  await press('Control+f');
  await press('Escape');
  await window.row(person('orders').address).waitFor();
  await seen('searchbox "Filter"');
});

test('sort: up into the header, Enter, and the grid says how it is sorted', async () => {
  const { window, press, goTo } = await startWithTwo();
  await goTo(grid);
  await press('Control+Home', 'ArrowUp');
  const id = window.page.getByRole('columnheader', { name: 'Email Server ID' });
  expect(await id.getAttribute('aria-sort')).toBe('ascending');
  await press('Enter');
  await expect.poll(() => id.getAttribute('aria-sort'), patience).toBe('descending');
  const rows = window.page.getByRole('row').filter({ hasText: '@store.example' });
  await expect.poll(() => rows.first().innerText(), patience).toContain(person('invoices').address);
  expect(await window.page.getByRole('grid').getAttribute('aria-rowcount')).not.toBeNull();
});

test('remove and undo: Delete takes the row, Ctrl+Z brings it back, and the focus never leaves the grid', async () => {
  const { app, window, press, seen, goTo } = await startWithTwo();
  await goTo(grid);
  await press('Home', 'Delete');
  await window.row(person('orders').address).waitFor({ state: 'detached' });
  await seen(grid);
  expect(app.state().accounts).toHaveLength(1);
  await press('Control+z');
  await window.row(person('orders').address).waitFor();
  await seen(grid);
  expect(app.state().accounts).toHaveLength(2);
});

test('export: from Settings into a file, and back to the button', async () => {
  const { window, press, seen, goTo } = await startWithTwo();
  await press('Control+,');
  await seen('tab "Settings"');
  await goTo('button "Close"');
  await goTo('button "Export"', 'ArrowRight');
  await press('Enter');
  const dialog = window.page.getByRole('dialog');
  await dialog.waitFor();
  await expectAccessible(window);
  await goTo('button "Export"');
  const [download] = await Promise.all([window.page.waitForEvent('download'), press('Enter')]);
  expect((await textOf(download)).accounts).toHaveLength(2);
  await dialog.waitFor({ state: 'detached' });
  await seen('button "Export"');
});

async function textOf(download: Download): Promise<{ readonly accounts: readonly unknown[] }> {
  return JSON.parse(await readFile(await download.path(), 'utf8'));
}

test('import: a file with one good and one bad row, the bad one is named, the good one comes in', async () => {
  const { app, window, press, seen, goTo } = await startWithTwo();
  // Waited for from here on: the browser takes a moment to hand its chooser over to the test.
  const choosing = window.page.waitForEvent('filechooser');
  await press('Control+,');
  await seen('tab "Settings"');
  await goTo('button "Close"');
  await goTo('button "Import"', 'ArrowRight');
  await press('Enter');
  const dialog = window.dialog('Import');
  await dialog.element.waitFor();
  await expectAccessible(window);
  await goTo('button "Choose File…"');
  await press('Enter');
  const chooser = await choosing;
  const rows = ['Email Server hostname or IP address,SMTP User,SMTP Port,SMTP over SSL or TLS Startup Method']
    .concat(
      'mail.store.example,returns@store.example,587,Auto',
      'mail.store.example,broken@store.example,70000,Auto',
    )
    .join('\r\n');
  await chooser.setFiles({ name: 'accounts.csv', mimeType: 'text/csv', buffer: Buffer.from(rows) });
  await dialog.text('broken@store.example').first().waitFor();
  await dialog.text('Refused').first().waitFor();
  await expectAccessible(window);
  await goTo('button "Import 1 Account"');
  await press('Enter');
  await expect.poll(() => app.state().accounts.length, patience).toBe(3);
  await goTo('button "Close"');
  await press('Enter');
  await dialog.element.waitFor({ state: 'detached' });
  expect(app.state().accounts.map(({ user }) => user)).toContain('returns@store.example');
});

test('a setting: Ctrl+comma, another value, Save, and it counts', async () => {
  const { app, window, press, seen, goTo } = await startWithTwo();
  await press('Control+,');
  await seen('tab "Settings"');
  await goTo('combobox "Can Sign In When Sending Email"');
  await press('ArrowDown');
  await goTo('button "Close"', 'Shift+Tab');
  await goTo('button "Save"', 'ArrowRight');
  await press('Enter');
  await expect.poll(() => app.state().settings.canSignInWhenSending, patience).toBe(false);
  await expectAllAccessible(window);
});

test('which account: a record is typed, the winner and the rule are read, and the focus comes back', async () => {
  const app = await startApp({ sandbox: stage.sandbox });
  const place = { host: 'localhost', port: stage.sandbox.smtp.starttls, user: person('orders').address };
  await app.add({
    ...place,
    businessObject: 'SalesDocument',
    columnName: 'Sales_Doc_Type',
    columnValue: 'ORDER',
  });
  const window = await openWindow(stage.browser, app);
  const { press, seen, type, goTo } = handsOf(window);
  await goTo('button "Close"');
  await goTo('button "Which Account?"', 'ArrowRight');
  await press('Enter');
  const dialog = window.dialog('Which Account?');
  await dialog.element.waitFor();
  await goTo('combobox "Business Object"');
  await press('Control+a');
  await type('SalesDocument');
  await goTo('combobox "Column Name"');
  await press('Control+a');
  await type('Sales_Doc_Type');
  await goTo('textbox "Column Value"');
  await type('ORDER');
  await dialog.text('is the first that matches').waitFor();
  await expectAccessible(window);
  await press('Escape');
  await dialog.element.waitFor({ state: 'detached' });
  await seen('button "Which Account?"');
});
