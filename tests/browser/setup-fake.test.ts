import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterEach, describe, expect, test } from 'vitest';
import type { AccountRow } from '../../shared/account.ts';
import type { AppState } from '../../shared/app-state.ts';
import { axeFindings } from '../helpers/axe.ts';
import { createFakeApp, fakeAccount } from '../helpers/fake-app.ts';
import type { FakeApp, FakeStart } from '../helpers/fake-app.ts';
import { builtRenderer, openFakePage, spoil } from '../helpers/fake-page.ts';
import type { FakePage } from '../helpers/fake-page.ts';
import { sampleAccounts } from '../helpers/sample-state.ts';
const opened: FakePage[] = [];
afterEach(async () => {
  for (const { complaints, close } of opened.splice(0)) {
    expect(complaints).toEqual([]);
    await close();
  }
});

const policy: AppState['policy'] = {
  status: 'active',
  setBy: 'Contoso IT',
  lockedSettings: [],
  businessObjects: [],
  failure: null,
};
const managed: AccountRow = fakeAccount(1_000_001, {
  provider: 'microsoft',
  host: 'smtp.office365.com',
  user: 'reports@contoso.test',
  businessObject: 'SalesDocument',
  columnName: 'Sales_Doc_Type',
  columnValue: 'ORDER',
  managed: true,
  status: { kind: 'sign-in-needed' },
});
const managedRelay: AccountRow = fakeAccount(1_000_002, {
  host: 'relay.contoso.test',
  user: 'scanner@contoso.test',
  managed: true,
  status: { kind: 'password-needed' },
});
const full: FakeStart = { state: { accounts: sampleAccounts } };
const withManaged: FakeStart = { state: { accounts: [...sampleAccounts, managed, managedRelay], policy } };

async function open(start: FakeStart = full, options: BrowserContextOptions = {}) {
  const app = createFakeApp(start);
  const fake = await openFakePage(app, options);
  opened.push(fake);
  return { page: fake.page, app };
}

const grid = (page: Page) => page.getByRole('grid', { name: 'SMTP accounts' });
const row = (page: Page, id: number) => page.locator(`#panel-accounts [data-row-id="${id}"]`);
const cell = (page: Page, id: number) => row(page, id).getByRole('gridcell').nth(2);
const select = async (page: Page, first: number, ...others: readonly number[]) => {
  await cell(page, first).click();
  for (const id of others) await cell(page, id).click({ modifiers: ['Control'] });
};
const selectedIds = (page: Page) =>
  page
    .locator('#panel-accounts [aria-selected=true][data-row-id]')
    .evaluateAll((rows) => rows.map((each) => Number(each.getAttribute('data-row-id'))));
const titles = (page: Page) =>
  grid(page)
    .locator('[data-header-column]')
    .evaluateAll((cells) => cells.map((each) => each.textContent));
const menuItem = (page: Page, name: string) => page.getByRole('menuitem', { name, exact: true });
const tool = (page: Page, name: string) =>
  page.getByRole('toolbar', { name: 'SMTP Setup commands' }).getByRole('button', { name, exact: true });
const more = async (page: Page, command: string) => {
  await tool(page, 'More commands').click();
  await menuItem(page, command).click();
};
const inputsOf = (app: FakeApp, name: string) =>
  app.calls.filter((call) => call.name === name).map(({ input }) => input);
const isFocused = (locator: Locator) => locator.evaluate((element) => element === document.activeElement);
const focusedField = (page: Page) =>
  page.evaluate(() => document.activeElement?.closest<HTMLElement>('[data-field]')?.dataset['field']);
const setup = (page: Page) => page.getByRole('dialog', { name: 'SMTP Setup' });

describe('several accounts at once', () => {
  test('are disabled together, and Undo enables them again', async () => {
    const { page, app } = await open();
    await select(page, 1, 6, 13);
    await more(page, 'Disable');
    await page.getByText('Disabled 2 accounts. What they still had to send is held.').waitFor();
    expect(inputsOf(app, 'accountsSetEnabled')).toEqual([{ accountIds: [1, 6], enabled: false }]);
    await row(page, 6).getByText('Disabled').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Enabled 2 accounts.').waitFor();
    await expect.poll(() => isFocused(grid(page))).toBe(true);
    expect(app.state().accounts.find(({ id }) => id === 13)?.enabled).toBe(false);
  });

  test('are enabled from the context menu', async () => {
    const { page, app } = await open();
    await cell(page, 13).click({ button: 'right' });
    await menuItem(page, 'Enable').click();
    await page.getByText('Enabled account 13.').waitFor();
    expect(inputsOf(app, 'accountsSetEnabled')).toEqual([{ accountIds: [13], enabled: true }]);
    await expect.poll(() => isFocused(grid(page))).toBe(true);
  });

  test('a key that is taken enables none of them and says so', async () => {
    const { page, app } = await open();
    app.failNext('accountsSetEnabled', {
      code: 'key-taken',
      message: 'Account 1 has it.',
      remedy: 'correct-input',
    });
    await cell(page, 13).click();
    await more(page, 'Enable');
    await page.getByRole('region', { name: 'Notices' }).getByText('Another account has this key').waitFor();
  });

  test('sign out after one question that names the sign-ins, and only those that are selected', async () => {
    const { page, app } = await open();
    await select(page, 1, 4, 6);
    await tool(page, 'Sign Out').click();
    const question = page.getByRole('alertdialog', { name: 'Sign out of 2 accounts?' });
    await question.getByText('They use 2 sign-ins:').waitFor();
    await question.getByText('ada@contoso.test at Microsoft, used by 2 accounts').waitFor();
    await question.getByText('1 account that you have not selected uses one of them too.').waitFor();
    expect(await isFocused(question.getByRole('button', { name: 'Cancel' }))).toBe(true);
    expect(await axeFindings(page)).toEqual([]);
    await question.getByRole('button', { name: 'Only the 2 Selected' }).click();
    await page.getByText('Signed out of 2 accounts. The permission was withdrawn at the provider.').waitFor();
    expect(inputsOf(app, 'signOut')).toEqual([
      { accountId: 1, allAccounts: false },
      { accountId: 4, allAccounts: false },
    ]);
    expect(app.state().accounts.find(({ id }) => id === 7)?.signedInAs).toBe('ada@contoso.test');
  });

  test('a sign-out of many shows how far it is and can be stopped', async () => {
    const { page, app } = await open();
    const letThrough = app.hold('signOut');
    await select(page, 1, 4);
    await tool(page, 'Sign Out').click();
    await page.getByRole('button', { name: 'All 3 Accounts' }).click();
    await page.getByText('Signed out of 0 of 3.').waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    letThrough();
    await page.getByText('Signed out of 2 accounts.').waitFor();
    expect(inputsOf(app, 'signOut')).toEqual([{ accountId: 1, allAccounts: true }]);
  });

  test('Select All takes what the filter shows', async () => {
    const { page } = await open();
    await page.keyboard.press('Control+f');
    await page.keyboard.type('google');
    await expect.poll(() => page.locator('#panel-accounts [data-row-id]').count()).toBe(2);
    await more(page, 'Select All');
    expect(await selectedIds(page)).toEqual([4, 13]);
  });
});

describe('Duplicate', () => {
  test('begins a new account with the fields of another, without its key, password and sign-in', async () => {
    const { page, app } = await open();
    await cell(page, 7).click();
    await page.keyboard.press('Control+d');
    await setup(page).getByText('A copy of account 7.').waitFor();
    await expect.poll(() => focusedField(page)).toBe('businessObject');
    expect(await setup(page).getByRole('button', { name: 'Sign Out' }).isEnabled()).toBe(false);
    expect(await axeFindings(page)).toEqual([]);
    await setup(page).getByRole('button', { name: 'OK' }).click();
    await page.getByText('Saved account 16.').waitFor();
    expect(inputsOf(app, 'accountsSave')).toMatchObject([
      {
        accountId: null,
        pendingGrantId: null,
        draft: {
          host: 'smtp.office365.com',
          user: 'invoices@contoso.test',
          signInAccount: 'ada@contoso.test',
          businessObject: '',
          columnName: '',
          columnValue: '',
        },
      },
    ]);
    expect(inputsOf(app, 'accountsSave')[0]).not.toHaveProperty('password');
  });

  test('the next new account is empty again', async () => {
    const { page } = await open();
    await cell(page, 7).click();
    await page.keyboard.press('Control+d');
    await setup(page).getByRole('button', { name: 'Cancel' }).click();
    await setup(page).waitFor({ state: 'detached' });
    await page.keyboard.press('Control+n');
    await setup(page).waitFor();
    expect(await setup(page).getByLabel('SMTP User').inputValue()).toBe('');
    expect(await setup(page).getByText('A copy of').count()).toBe(0);
  });
});

describe('copied rows', () => {
  const clipboard = { permissions: ['clipboard-read', 'clipboard-write'] };
  const copied = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

  test('Ctrl+C copies what the grid shows, with titles, as a spreadsheet takes it', async () => {
    const { page } = await open(full, clipboard);
    await select(page, 6, 11);
    await page.keyboard.press('Control+c');
    await page.getByText('Copied 2 rows.').waitFor();
    const lines = (await copied(page)).split('\r\n').map((line) => line.split('\t'));
    expect(lines[0]?.slice(0, 4)).toEqual([
      'Email Server ID',
      'OAuth Service Provider',
      'Email Server hostname or IP address',
      'SMTP Port',
    ]);
    expect(lines[1]?.slice(0, 5)).toEqual(['6', 'None', 'smtp.gmail.com', '587', 'TLS on']);
    expect(lines[2]?.slice(8)).toEqual(['NORTH', 'scanner-north', 'Password needed']);
  });

  test('Copy as CSV takes the text that the app exports', async () => {
    const { page, app } = await open(full, clipboard);
    await select(page, 6, 11);
    await cell(page, 6).click({ button: 'right' });
    await menuItem(page, 'Copy as CSV').click();
    await page.getByText('Copied 2 rows.').waitFor();
    expect(inputsOf(app, 'exportAccounts')).toEqual([{ accountIds: [6, 11] }]);
    expect(await copied(page)).toBe('Email Server ID\r\n6\r\n11');
  });
});

test('Copy as CSV counts what it copied and says what was left out', async () => {
  const { page, app } = await open(withManaged, { permissions: ['clipboard-read', 'clipboard-write'] });
  await select(page, 6, managed.id);
  await cell(page, 6).click({ button: 'right' });
  await menuItem(page, 'Copy as CSV').click();
  await page.getByText('Copied 1 row. 1 account was left out: Set by Contoso IT.').waitFor();
  expect(inputsOf(app, 'exportAccounts')).toEqual([{ accountIds: [6] }]);
});

describe('columns', () => {
  test('are hidden, moved and fitted with the keyboard, and remembered', async () => {
    const { page } = await open();
    await grid(page).focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Delete');
    expect(await titles(page)).not.toContain('OAuth Service Provider');
    expect(await page.locator('#panel-accounts [data-row-id]').count()).toBe(9);
    const host = grid(page).getByRole('columnheader', { name: 'Email Server hostname' });
    const before = (await host.boundingBox())?.width ?? 0;
    await page.keyboard.press('Control+Shift+Equal');
    await expect.poll(async () => (await host.boundingBox())?.width).toBeGreaterThan(before);
    await page.keyboard.press('Control+ArrowLeft');
    expect((await titles(page)).slice(0, 2)).toEqual([
      'Email Server hostname or IP address',
      'Email Server ID',
    ]);
    const shown = await titles(page);
    const width = (await host.boundingBox())?.width;
    await page.reload();
    await grid(page).waitFor();
    expect(await titles(page)).toEqual(shown);
    expect((await host.boundingBox())?.width).toBe(width);
  });

  test('the menu of a title is a key away', async () => {
    const { page } = await open();
    await grid(page).focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('End');
    await page.keyboard.press('Shift+F10');
    expect(await axeFindings(page)).toEqual([]);
    await menuItem(page, 'Sort Descending').click();
    const status = grid(page).getByRole('columnheader', { name: 'Status' });
    await expect.poll(() => status.getAttribute('aria-sort')).toBe('descending');
    await expect.poll(() => isFocused(grid(page))).toBe(true);
  });

  test('Choose Columns shows further ones in any order with the keyboard, and Reset takes it back', async () => {
    const { page } = await open();
    await grid(page).getByRole('columnheader', { name: 'SMTP Port' }).click({ button: 'right' });
    await menuItem(page, 'Choose Columns…').click();
    const chooser = page.getByRole('dialog', { name: 'Choose Columns' });
    const list = chooser.getByRole('listbox', { name: 'Columns' });
    await expect.poll(() => isFocused(list)).toBe(true);
    expect(await axeFindings(page)).toEqual([]);
    for (let step = 0; step < 11; step += 1) await page.keyboard.press('ArrowDown');
    const senderName = list.getByRole('option', { name: 'Sender Name' });
    expect(await senderName.getAttribute('aria-selected')).toBe('true');
    await page.keyboard.press(' ');
    expect(await senderName.getAttribute('aria-checked')).toBe('true');
    await page.keyboard.press('Control+ArrowUp');
    await page.keyboard.press('Control+ArrowUp');
    await page.keyboard.press('Escape');
    await chooser.waitFor({ state: 'detached' });
    await expect
      .poll(async () => (await titles(page)).slice(-3))
      .toEqual(['Sender Name', 'SMTP User', 'Status']);
    await row(page, 1).getByText('Ada Byron').waitFor();
    await expect.poll(() => isFocused(grid(page))).toBe(true);
    await more(page, 'Reset Columns');
    expect((await titles(page)).slice(-2)).toEqual(['SMTP User', 'Status']);
  });

  test('a double click on the edge of a title fits the column', async () => {
    const { page } = await open();
    const status = grid(page).getByRole('columnheader', { name: 'SMTP User' });
    const before = await status.boundingBox();
    if (!before) throw new Error('The column is not there.');
    await page.mouse.dblclick(before.x + before.width, before.y + 10);
    await expect.poll(async () => (await status.boundingBox())?.width).not.toBe(before.width);
    const isCut = await row(page, 15).evaluate((element) =>
      [...element.querySelectorAll('[data-column="9"] [data-text]')].some(
        (text) => text.scrollWidth > text.clientWidth,
      ),
    );
    expect(isCut).toBe(false);
  });
});

describe('menus', () => {
  test('the menu of rows has every command with its key', async () => {
    const { page } = await open();
    await cell(page, 4).click();
    await page.keyboard.press('Shift+F10');
    const names = await page.getByRole('menuitem').allTextContents();
    expect(names).toEqual([
      'EditF2',
      'DuplicateCtrl+D',
      'RemoveDel',
      'Sign InAlt+I',
      'Sign Out',
      'Check',
      'Send Test Email',
      'Record Protocol Log for an Hour',
      'Enable',
      'Disable',
      'Copy RowsCtrl+C',
      'Copy as CSV',
      'Select AllCtrl+A',
    ]);
    expect(await menuItem(page, 'Duplicate').getAttribute('aria-keyshortcuts')).toBe('Control+D');
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect.poll(() => isFocused(grid(page))).toBe(true);
  });

  test('a right click beside the rows has the commands of the list', async () => {
    const { page } = await open();
    await page.mouse.click(600, 640, { button: 'right' });
    await menuItem(page, 'Add').click();
    await setup(page).waitFor();
  });

  test('without accounts the menu key still has a menu', async () => {
    const { page } = await open({});
    await grid(page).focus();
    await page.keyboard.press('Shift+F10');
    await menuItem(page, 'Add').waitFor();
  });

  test('Undo is in the menu while there is something to take back', async () => {
    const { page } = await open();
    await cell(page, 4).click();
    await page.keyboard.press('Delete');
    await row(page, 4).waitFor({ state: 'detached' });
    await more(page, 'Undo Remove');
    await row(page, 4).waitFor();
    await expect.poll(() => selectedIds(page)).toEqual([4]);
    await expect.poll(() => isFocused(grid(page))).toBe(true);
  });

  test('Alt+I signs in', async () => {
    const { page, app } = await open();
    await cell(page, 4).click();
    await page.keyboard.press('Alt+i');
    await page.getByRole('dialog', { name: 'Email Sign In' }).waitFor();
    expect(inputsOf(app, 'signInStart')).toMatchObject([{ accountId: 4, provider: 'google' }]);
  });
});

describe('the status of an account', () => {
  const why = 'The administrator has switched off sending by SMTP';

  test('says why and what to do: to the keyboard, to a screen reader and to the mouse', async () => {
    const { page } = await open();
    const status = row(page, 7).getByRole('gridcell').nth(10);
    expect(await status.getAttribute('aria-description')).toContain(why);
    expect(await row(page, 6).getByRole('gridcell').nth(10).getAttribute('aria-description')).toContain(
      'Send a test e-mail',
    );
    const hint = page.getByRole('tooltip', { includeHidden: true });
    await status.hover();
    await hint.getByText(why).waitFor();
    await page.mouse.move(600, 640);
    await hint.waitFor({ state: 'detached' });
    await grid(page).focus();
    await page.keyboard.press('End');
    for (let step = 0; step < 3; step += 1) await page.keyboard.press('ArrowDown');
    await hint.getByText(why).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await hint.waitFor({ state: 'detached' });
    expect(await selectedIds(page)).toEqual([7]);
  });
});

describe('an account of the administrator', () => {
  test('has a lock that says who set it, and Remove and Disable say why they are off', async () => {
    const { page, app } = await open(withManaged);
    const id = row(page, managed.id).getByRole('gridcell').first();
    expect(await id.getAttribute('aria-description')).toBe('Set by Contoso IT');
    await cell(page, managed.id).click();
    const remove = tool(page, 'Remove');
    expect(await remove.getAttribute('aria-disabled')).toBe('true');
    expect(await remove.getAttribute('title')).toContain('Set by Contoso IT');
    await grid(page).press('Delete');
    await cell(page, managed.id).click({ button: 'right' });
    expect(await menuItem(page, 'Disable').getAttribute('aria-description')).toBe('Set by Contoso IT');
    await page.keyboard.press('Escape');
    expect(await axeFindings(page)).toEqual([]);
    expect(inputsOf(app, 'accountsRemove')).toEqual([]);
  });

  test('stays when others are disabled with it, and that is said', async () => {
    const { page, app } = await open(withManaged);
    await select(page, 6, managed.id);
    await more(page, 'Disable');
    await page.getByText('1 account stays as it is: Set by Contoso IT.').waitFor();
    expect(inputsOf(app, 'accountsSetEnabled')).toEqual([{ accountIds: [6], enabled: false }]);
  });

  const editable = (page: Page) =>
    setup(page)
      .locator('[data-field]')
      .evaluateAll((rows) =>
        rows.flatMap((each) => {
          const control = each.querySelector<HTMLInputElement | HTMLSelectElement>('input, select');
          const isOpen = control && !control.disabled && !control.hasAttribute('readonly');
          return isOpen ? [each.getAttribute('data-field')] : [];
        }),
      );

  test('opens to be read, and to sign in', async () => {
    const { page, app } = await open(withManaged);
    await cell(page, managed.id).dblclick();
    await setup(page).getByText('Set by Contoso IT.').waitFor();
    const signIn = setup(page).getByRole('button', { name: 'Sign In' });
    await expect.poll(() => isFocused(signIn)).toBe(true);
    await setup(page).getByRole('button', { name: 'More' }).click();
    expect(await axeFindings(page)).toEqual([]);
    expect(await editable(page)).toEqual(['isDefault']);
    await signIn.click();
    await page.getByText('Waiting for your browser').waitFor();
    expect(inputsOf(app, 'signInStart')).toMatchObject([{ accountId: managed.id, provider: 'microsoft' }]);
  });

  test('takes a password, may be the default account, and nothing else', async () => {
    const { page, app } = await open(withManaged);
    await cell(page, managedRelay.id).dblclick();
    await expect.poll(() => focusedField(page)).toBe('password');
    await setup(page).getByRole('button', { name: 'More' }).click();
    expect(await editable(page)).toEqual(['password', 'isDefault']);
    await setup(page).getByLabel('SMTP Password').fill('p4ss');
    await setup(page).getByLabel('Default account').check();
    await setup(page).getByRole('button', { name: 'OK' }).click();
    await setup(page).waitFor({ state: 'detached' });
    expect(inputsOf(app, 'accountsSave')).toMatchObject([
      { accountId: managedRelay.id, password: 'p4ss', makeDefault: true },
    ]);
  });

  test('OK without a password just closes', async () => {
    const { page, app } = await open(withManaged);
    await cell(page, managed.id).dblclick();
    await setup(page).getByRole('button', { name: 'OK' }).click();
    await setup(page).waitFor({ state: 'detached' });
    expect(inputsOf(app, 'accountsSave')).toEqual([]);
  });
});

describe('Which Account?', () => {
  const which = (page: Page) => page.getByRole('dialog', { name: 'Which Account?' });
  const record = (page: Page, number: number) => which(page).getByRole('group', { name: `Record ${number}` });
  const fill = async (page: Page, number: number, [object, column, value]: readonly string[]) => {
    await record(page, number)
      .getByRole('combobox', { name: 'Business Object' })
      .fill(object ?? '');
    await record(page, number)
      .getByRole('combobox', { name: 'Column Name' })
      .fill(column ?? '');
    await record(page, number)
      .getByRole('textbox', { name: 'Column Value' })
      .fill(value ?? '');
  };

  test('shows the winner, the rule, who else would fit, and what is so without a match', async () => {
    const { page, app } = await open();
    await tool(page, 'Which Account?').click();
    await which(page).getByText('Account 1 · ada@contoso.test').waitFor();
    await fill(page, 1, ['SalesDocument', 'Sales_Doc_Type', 'QUOTE']);
    await which(page)
      .getByText('Sends, because its key SalesDocument.Sales_Doc_Type = QUOTE is the first that matches.')
      .waitFor();
    await which(page).getByText('What it sends would wait until this is settled:').waitFor();
    await which(page).getByRole('row', { name: '2 SystemUser.User_Name = ada' }).waitFor();
    await which(page).getByText('would fit too, but its record comes later.').waitFor();
    await which(page).getByText('Where no key matches, the default account sends: account 1').waitFor();
    expect(await axeFindings(page)).toEqual([]);

    await which(page).getByRole('button', { name: 'Add Record' }).click();
    await fill(page, 2, ['SystemUser', 'User_Name', 'former']);
    await which(page).getByText('has this key, but is disabled.').waitFor();
    await record(page, 2).getByRole('button', { name: 'Move record 2 up' }).click();
    await expect
      .poll(() => record(page, 1).getByRole('textbox', { name: 'Column Value' }).inputValue())
      .toBe('former');
    await expect
      .poll(() => isFocused(record(page, 1).getByRole('button', { name: 'Move record 1 up' })))
      .toBe(true);
    await expect
      .poll(() => inputsOf(app, 'accountsResolve').at(-1))
      .toEqual({
        records: [
          { businessObject: 'SystemUser', columns: { User_Name: 'former' } },
          { businessObject: 'SalesDocument', columns: { Sales_Doc_Type: 'QUOTE' } },
        ],
      });
  });

  test('says what is sent back where nobody fits', async () => {
    const { page } = await open({ state: { accounts: sampleAccounts.filter(({ id }) => id > 7) } });
    await tool(page, 'Which Account?').click();
    await which(page).getByText('No account fits these records').waitFor();
    await which(page)
      .getByText('Where no key matches, nothing is sent: there is no default account.')
      .waitFor();
    await fill(page, 1, ['Customer', '', '']);
    await which(page).getByText('Record 1 is not complete, so it is not looked up.').waitFor();
    expect(await axeFindings(page)).toEqual([]);
  });

  test('jumps to an account, also past a filter, and keeps what was looked up', async () => {
    const { page } = await open();
    await page.keyboard.press('Control+f');
    await page.keyboard.type('google');
    await tool(page, 'Which Account?').click();
    await fill(page, 1, ['SalesDocument', 'Sales_Doc_Type', 'QUOTE']);
    await which(page).getByText('Account 8 · quotes@tailspin.test').waitFor();
    await which(page).getByRole('button', { name: 'Show Account' }).click();
    await expect.poll(() => selectedIds(page)).toEqual([8]);
    await expect.poll(() => isFocused(grid(page))).toBe(true);
    await tool(page, 'Which Account?').click();
    expect(await record(page, 1).getByRole('textbox', { name: 'Column Value' }).inputValue()).toBe('QUOTE');
  });

  test('begins with the records of Compose and hands them back', async () => {
    const { page, app } = await open();
    await page.getByRole('tab', { name: 'Compose' }).click();
    await page.getByRole('button', { name: 'Which Account?' }).click();
    await fill(page, 1, ['SalesDocument', 'Sales_Doc_Type', 'INVOICE']);
    await which(page).getByText('Account 7 · invoices@contoso.test').waitFor();
    await which(page).getByRole('button', { name: 'Use in Compose' }).click();
    await page.getByText('Sends as invoices@contoso.test (account 7).').waitFor();
    expect(app.calls.some(({ name }) => name === 'outboxSubmit')).toBe(false);
  });
});

describe('the SMTP Setup dialog', () => {
  test('the question about edits has the focus on what is safe, and Escape stays', async () => {
    const { page } = await open();
    await cell(page, 6).dblclick();
    await setup(page).getByLabel('SMTP User').fill('new@fabrikam.test');
    await page.keyboard.press('Escape');
    const question = page.getByRole('alertdialog', { name: 'Discard changes?' });
    await expect.poll(() => isFocused(question.getByRole('button', { name: 'Keep Editing' }))).toBe(true);
    await page.keyboard.press('Escape');
    await question.waitFor({ state: 'detached' });
    expect(await setup(page).getByLabel('SMTP User').inputValue()).toBe('new@fabrikam.test');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Enter');
    await question.waitFor({ state: 'detached' });
    expect(await setup(page).count()).toBe(1);
  });

  test('a host that is not the provider’s is named, with what would go there, before it is saved', async () => {
    const { page, app } = await open();
    await cell(page, 7).dblclick();
    const dialog = page.getByRole('dialog', { name: 'SMTP Setup' });
    const host = dialog.getByRole('textbox', { name: 'Email Server Hostname or IP Address' });
    await host.fill('mail.example.test');
    await dialog.getByRole('button', { name: 'OK' }).click();
    const question = page.getByRole('alertdialog', { name: 'Show the sign-in to mail.example.test?' });
    expect(await question.textContent()).toMatch(/Microsoft.*access token.*invoices@contoso\.test/);
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect.poll(() => host.evaluate((input) => input === document.activeElement)).toBe(true);
    const saves = () => app.calls.filter(({ name }) => name === 'accountsSave').map(({ input }) => input);
    expect(saves()).toEqual([]);
    await dialog.getByRole('button', { name: 'OK' }).click();
    await question.getByRole('button', { name: 'Show It to mail.example.test' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(saves()).toMatchObject([{ accountId: 7, confirmHost: 'mail.example.test' }]);
  });

  test('a host that was typed is there again after a look at another provider', async () => {
    const { page } = await open();
    await page.keyboard.press('Control+n');
    const host = setup(page).getByLabel('Email Server Hostname or IP Address');
    const provider = setup(page).getByLabel('OAuth Service Provider');
    await host.fill('mail.contoso.test');
    await provider.selectOption('google');
    expect(await host.inputValue()).toBe('gmail.googleapis.com');
    await provider.selectOption('none');
    expect(await host.inputValue()).toBe('mail.contoso.test');
    expect(await setup(page).getByLabel('SMTP Port').inputValue()).toBe('587');
  });

  test('an account that signs in takes no password, which it would not keep', async () => {
    const { page } = await open();
    await page.keyboard.press('Control+n');
    const password = setup(page).getByLabel('SMTP Password');
    await password.fill('p4ss');
    await setup(page).getByLabel('OAuth Service Provider').selectOption('microsoft');
    expect(await password.inputValue()).toBe('');
    expect(await password.isEditable()).toBe(false);
    await setup(page).getByText('Not used: this account signs in.').waitFor();
    await setup(page).getByLabel('OAuth Service Provider').selectOption('none');
    expect(await password.inputValue()).toBe('p4ss');
  });

  test('OK keeps what was changed elsewhere while the dialog was open', async () => {
    const { page, app } = await open();
    await cell(page, 6).dblclick();
    const host = setup(page).getByLabel('Email Server Hostname or IP Address');
    await setup(page).getByLabel('SMTP Port').fill('2525');
    const account = app.state().accounts.find(({ id }) => id === 6);
    if (!account) throw new Error('There is no account 6.');
    app.changeAccounts([{ ...account, host: 'new.contoso.test', senderName: 'Meanwhile' }]);
    await expect.poll(() => host.inputValue()).toBe('new.contoso.test');
    await page.keyboard.press('Control+Enter');
    await setup(page).waitFor({ state: 'detached' });
    expect(inputsOf(app, 'accountsSave').at(-1)).toMatchObject({
      accountId: 6,
      draft: { host: 'new.contoso.test', senderName: 'Meanwhile', port: 2525 },
    });
  });

  test('a password that belongs to another server is to be entered again', async () => {
    const { page } = await open();
    await cell(page, 6).dblclick();
    const password = setup(page).getByLabel('SMTP Password');
    expect(await password.getAttribute('placeholder')).toBe('set');
    await setup(page).getByLabel('SMTP User').fill('new@fabrikam.test');
    await setup(page).getByText('Enter it again, or this account has none.').waitFor();
    expect(await password.getAttribute('placeholder')).toBe('');
    expect(await setup(page).getByRole('button', { name: 'Clear' }).count()).toBe(0);
    await password.fill('n3w');
    await setup(page).getByText('Enter it again').waitFor({ state: 'detached' });
  });

  test('Ctrl+Enter is OK from any field', async () => {
    const { page, app } = await open();
    await cell(page, 6).dblclick();
    await setup(page).getByLabel('Enable SMTP over SSL or TLS').focus();
    await page.keyboard.press('Control+Enter');
    await setup(page).waitFor({ state: 'detached' });
    expect(inputsOf(app, 'accountsSave')).toHaveLength(1);
  });

  test('a locked server without TLS says why that is no risk', async () => {
    const { page, app } = await open();
    const [google, ...others] = app.state().providers;
    if (!google) throw new Error('There is no provider.');
    const presets = google.presets.map((preset) => ({
      ...preset,
      host: 'localhost',
      port: 8025,
      tls: false,
    }));
    app.change({ providers: [{ ...google, presets }, ...others] });
    await page.keyboard.press('Control+n');
    await setup(page).getByLabel('OAuth Service Provider').selectOption('google');
    await setup(page).getByText('This server is on your own computer').waitFor();
    expect(await setup(page).getByLabel('Enable SMTP over SSL or TLS').isChecked()).toBe(false);
  });

  test.each([
    ['640 pixels wide', { viewport: { width: 640, height: 800 } }],
    ['at 200 % zoom', { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 }],
  ])('no control is cut off %s', async (_name, options) => {
    const { page } = await open(full, options);
    await cell(page, 7).dblclick();
    await setup(page).getByRole('button', { name: 'More' }).click();
    const cut = await setup(page).evaluate((dialog) => {
      const box = dialog.getBoundingClientRect();
      return [...dialog.querySelectorAll('input, select, button, label')].filter((control) => {
        const { left, right } = control.getBoundingClientRect();
        return left < box.left || right > box.right || right > window.innerWidth;
      }).length;
    });
    expect(cut).toBe(0);
    await setup(page).getByRole('button', { name: 'OK' }).scrollIntoViewIfNeeded();
    const ok = await setup(page).getByRole('button', { name: 'OK' }).boundingBox();
    expect((ok?.y ?? 0) + (ok?.height ?? 0)).toBeLessThanOrEqual(options.viewport.height);
  });
});

describe('parts that are loaded later', () => {
  /** Answers a function that gives the connection back. */
  const lose = async (page: Page, part = /./) => {
    let isLost = true;
    spoil(page);
    await page.route(
      (url) => url.origin === new URL(page.url()).origin && part.test(url.pathname),
      (route) => (isLost ? route.abort() : route.fallback()),
    );
    return () => {
      isLost = false;
    };
  };
  /** What the browser complains about is the point of these tests. */
  const openWithoutParts = () => openFakePage(createFakeApp(full));
  const notice = (page: Page, text: string) => page.getByRole('alert').filter({ hasText: text });

  test('are there before they are asked for, so that a dialog opens without a connection', async () => {
    const { page } = await open();
    // All but the words of other languages.
    const scripts = (await readdir(join(await builtRenderer(), 'assets'))).filter((name) =>
      /^(?!catalog-).*\.js$/.test(name),
    );
    await page.evaluate(() => globalThis.__rest?.());
    await page.waitForFunction((all) => {
      const loaded = performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname);
      return all.every((name) => loaded.includes(`/assets/${name}`));
    }, scripts);
    await lose(page);
    await page.keyboard.press('Control+n');
    await setup(page).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('tab', { name: 'Settings' }).click();
    await page.getByRole('toolbar').getByRole('button', { name: 'Save' }).waitFor();
  });

  test('a dialog that could not be loaded says so, tries again, or is given up', async () => {
    const { page, close } = await openWithoutParts();
    const restore = await lose(page);
    await page.keyboard.press('Control+n');
    const lost = notice(page, 'This part of the window is not there yet');
    await lost.waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await lost.getByRole('button', { name: 'Dismiss' }).click();
    await lost.waitFor({ state: 'detached' });
    await page.keyboard.press('Control+n');
    await lost.waitFor();
    restore();
    await lost.getByRole('button', { name: 'Try Again' }).click();
    await setup(page).waitFor();
    await close();
  });

  test('a screen that could not be loaded says so and tries again', async () => {
    const { page, close } = await openWithoutParts();
    const restore = await lose(page);
    await page.getByRole('tab', { name: 'Outbox' }).click();
    const lost = notice(page, 'This part of the window is not there yet');
    await lost.waitFor();
    expect(await axeFindings(page)).toEqual([]);
    restore();
    await lost.getByRole('button', { name: 'Try Again' }).click();
    await page.getByRole('grid', { name: 'Messages in the outbox' }).waitFor();
    await close();
  });

  test('one that is gone for good is had by loading the window again', async () => {
    const { page, close } = await openWithoutParts();
    const restore = await lose(page, /outbox-screen/);
    await page.getByRole('tab', { name: 'Outbox' }).click();
    const gone = notice(page, 'This part of the window cannot be loaded');
    await gone.waitFor();
    restore();
    await gone.getByRole('button', { name: 'Load Again' }).click();
    await page.getByRole('grid', { name: 'Messages in the outbox' }).waitFor();
    await close();
  });
});

test('a new account is the selected one, so that the next key is for it', async () => {
  const { page } = await open();
  await page.keyboard.press('Control+n');
  await setup(page).getByLabel('Email Server Hostname').fill('mail.contoso.test');
  await page.keyboard.press('Enter');
  await setup(page).waitFor({ state: 'detached' });
  await expect.poll(() => selectedIds(page)).toEqual([16]);
  await expect.poll(() => isFocused(grid(page))).toBe(true);
  await page.keyboard.press('F2');
  expect(await setup(page).getByLabel('Email Server Hostname').inputValue()).toBe('mail.contoso.test');
});

test('whoever waits in an empty grid is on its first row when it comes', async () => {
  const { page, app } = await open({});
  await grid(page).focus();
  app.changeAccounts([fakeAccount(3, { host: 'mail.contoso.test' })]);
  await expect.poll(() => selectedIds(page)).toEqual([3]);
});

test('Escape in the grid shows all accounts again', async () => {
  const { page } = await open();
  await page.keyboard.press('Control+f');
  await page.keyboard.type('google');
  await expect.poll(() => page.locator('#panel-accounts [data-row-id]').count()).toBe(2);
  await page.keyboard.press('Enter');
  await expect.poll(() => isFocused(grid(page))).toBe(true);
  await page.keyboard.press('Escape');
  await expect.poll(() => page.locator('#panel-accounts [data-row-id]').count()).toBe(9);
});

test('a refresh that nobody answers says so', async () => {
  const { page, app } = await open();
  app.failNext('stateGet', { code: 'internal', message: 'gone', remedy: 'try-again' });
  await grid(page).focus();
  await page.keyboard.press('F5');
  await page.getByRole('region', { name: 'Notices' }).getByText('The app did not answer').waitFor();
  expect(await page.locator('#panel-accounts [data-row-id]').count()).toBe(9);
});

test('an empty filter box has no Clear, not even for a screen reader', async () => {
  const { page } = await open();
  const clear = page.getByRole('button', { name: 'Clear', includeHidden: true });
  expect(await clear.count()).toBe(0);
  await page.keyboard.press('Control+f');
  await page.keyboard.type('google');
  await clear.click();
  expect(await page.getByRole('searchbox', { name: 'Filter' }).inputValue()).toBe('');
});
