import type { Page } from 'playwright-core';
import { afterEach, describe, expect, test } from 'vitest';
import { createFakeApp } from '../helpers/fake-app.ts';
import type { FakeApp, FakeStart } from '../helpers/fake-app.ts';
import { openFakePage } from '../helpers/fake-page.ts';
import type { FakePage } from '../helpers/fake-page.ts';
import { manyAccounts, sampleAccounts, sampleOutbox } from '../helpers/sample-state.ts';
const opened: FakePage[] = [];
afterEach(async () => {
  for (const { complaints, close } of opened.splice(0)) {
    expect(complaints).toEqual([]);
    await close();
  }
});

const full: FakeStart = { state: { accounts: sampleAccounts }, outbox: sampleOutbox };

async function open(start: FakeStart = full): Promise<{ page: Page; app: FakeApp }> {
  const app = createFakeApp(start);
  const fake = await openFakePage(app);
  opened.push(fake);
  return { page: fake.page, app };
}

const grid = (page: Page) => page.getByRole('grid', { name: 'SMTP accounts' });
const row = (page: Page, id: number) => page.locator(`#panel-accounts [data-row-id="${id}"]`);
const cell = (page: Page, id: number) => row(page, id).getByRole('gridcell').nth(2);
const selectedIds = (page: Page) =>
  page
    .locator('#panel-accounts [aria-selected=true][data-row-id]')
    .evaluateAll((rows) => rows.map((each) => Number(each.getAttribute('data-row-id'))));
/** Where assistive technology finds the focus: the cell that the grid names, else the focused element. */
const activeText = (page: Page) =>
  page.evaluate(() => {
    const focused = document.activeElement;
    const active = document.getElementById(focused?.getAttribute('aria-activedescendant') ?? '');
    return (active ?? focused)?.textContent ?? '';
  });
const lastInput = (app: FakeApp, name: string) => app.calls.findLast((call) => call.name === name)?.input;

describe('the accounts grid', () => {
  test('one Tab stop, and keys reach every cell', async () => {
    const { page } = await open();
    await grid(page).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('End');
    expect(await activeText(page)).toContain('Sign-in needed');
    await page.keyboard.press('Control+End');
    expect(await selectedIds(page)).toEqual([15]);
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowUp');
    expect(await activeText(page)).toBe('Email Server ID');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('[role=grid]'))).toBeNull();
  });

  test('says how long it is, how it is sorted and what is selected', async () => {
    const { page } = await open();
    await expect.poll(() => grid(page).getAttribute('aria-rowcount')).toBe('11');
    expect(await grid(page).getAttribute('aria-colcount')).toBe('11');
    const port = page.getByRole('columnheader', { name: 'SMTP Port' });
    await port.click();
    expect(await port.getAttribute('aria-sort')).toBe('ascending');
    await port.click();
    expect(await port.getAttribute('aria-sort')).toBe('descending');
    expect(await page.locator('[data-row-id]').first().getAttribute('data-row-id')).toBe('1');
  });

  test('typing finds, the filter narrows, Escape widens again', async () => {
    const { page } = await open();
    await row(page, 1).getByRole('gridcell').nth(9).click();
    await page.keyboard.type('quo');
    expect(await selectedIds(page)).toEqual([8]);
    await page.keyboard.press('Control+f');
    await page.keyboard.type('google');
    await expect.poll(() => page.locator('[data-row-id]').count()).toBe(2);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('[data-row-id]').count()).toBe(9);
  });

  test('ten thousand accounts: the last one is a key away, and only what is visible is drawn', async () => {
    const { page } = await open({ state: { accounts: manyAccounts(10_000) } });
    await grid(page).focus();
    await page.keyboard.press('Control+End');
    await row(page, 10_000).waitFor();
    expect(await page.locator('[data-row-id]').count()).toBeLessThan(60);
    await page.keyboard.press('Control+Home');
    await row(page, 1).waitFor();
    await page.keyboard.press('PageDown');
    expect((await selectedIds(page))[0]).toBeGreaterThan(15);
  });

  test('the selection survives updates, also of the selected row', async () => {
    const { page, app } = await open();
    await cell(page, 7).click();
    const account = app.state().accounts.find(({ id }) => id === 7);
    if (!account) throw new Error('There is no account 7.');
    app.changeAccounts([{ ...account, host: 'changed.contoso.test' }], [1]);
    await page.getByText('changed.contoso.test').waitFor();
    expect(await selectedIds(page)).toEqual([7]);
  });

  test('width, order and sort are remembered', async () => {
    const { page } = await open();
    const user = page.getByRole('columnheader', { name: 'SMTP User' });
    await user.click();
    await grid(page).focus();
    const before = (await user.boundingBox())?.width ?? 0;
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Control+ArrowLeft');
    await page.reload();
    await grid(page).waitFor();
    expect((await user.boundingBox())?.width).toBe(before + 16);
    expect(await user.getAttribute('aria-sort')).toBe('ascending');
    expect(await user.getAttribute('aria-colindex')).toBe('9');
  });
});

test('a column is resized and moved with the mouse', async () => {
  const { page } = await open();
  const host = page.getByRole('columnheader', { name: 'Email Server hostname or IP address' });
  const before = await host.boundingBox();
  if (!before) throw new Error('The column is not there.');
  await page.mouse.move(before.x + before.width, before.y + 10);
  await page.mouse.down();
  await page.mouse.move(before.x + before.width + 60, before.y + 10, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => (await host.boundingBox())?.width).toBe(before.width + 60);
  await host.dragTo(page.getByRole('columnheader', { name: 'SMTP User' }));
  await expect.poll(() => host.getAttribute('aria-colindex')).toBe('10');
});

test('the context menu has the commands of the row', async () => {
  const { page } = await open();
  await cell(page, 8).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  expect(await page.getByRole('dialog').getByLabel('SMTP User').inputValue()).toBe('quotes@tailspin.test');
});

describe('Remove', () => {
  test('asks nothing, brings the next row forward, and Undo brings the rows back', async () => {
    const { page, app } = await open();
    await cell(page, 4).click();
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Delete');
    await page.getByText('Removed 2 accounts.').waitFor();
    expect(await selectedIds(page)).toEqual([7]);
    await page.getByRole('button', { name: 'Undo' }).click();
    await row(page, 4).waitFor();
    expect(app.state().accounts.map(({ id }) => id)).toContain(6);
    expect(await selectedIds(page)).toEqual([4, 6]);
  });

  test('offers Undo for the last removal alone, which is the one that works', async () => {
    const { page } = await open();
    await cell(page, 4).click();
    await page.keyboard.press('Delete');
    await page.getByText('Removed account 4.').waitFor();
    await cell(page, 7).click();
    await page.keyboard.press('Delete');
    await page.getByText('Removed account 7.').waitFor();
    expect(await page.getByText('Removed account 4.').isVisible()).toBe(true);
    expect(await page.getByRole('button', { name: 'Undo', exact: true }).count()).toBe(1);
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await row(page, 7).waitFor();
    expect(await row(page, 4).count()).toBe(0);
  });

  test('Undo shows what is back, also past a filter that was typed since', async () => {
    const { page } = await open();
    await cell(page, 4).click();
    await page.keyboard.press('Delete');
    await row(page, 4).waitFor({ state: 'detached' });
    const filter = page.getByRole('searchbox').first();
    await filter.fill('tailspin');
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await row(page, 4).waitFor();
    expect(await filter.inputValue()).toBe('');
    await expect.poll(() => selectedIds(page)).toEqual([4]);
  });

  test('Undo passes with OK in the dialog, and says so where accounts were changed elsewhere', async () => {
    const { page, app } = await open();
    const undo = page.getByRole('button', { name: 'Undo', exact: true });
    await cell(page, 4).click();
    await page.keyboard.press('Delete');
    await undo.waitFor();
    await cell(page, 6).dblclick();
    await page.getByRole('dialog').getByLabel('SMTP User').fill('else@contoso.test');
    await page.keyboard.press('Enter');
    await page.getByText('Saved account 6.').waitFor();
    expect(await page.getByText('Removed account 4.').isVisible()).toBe(true);
    expect(await undo.count()).toBe(0);
    await cell(page, 7).click();
    await page.keyboard.press('Delete');
    app.failNext('accountsRestore', {
      code: 'transition-refused',
      message: 'This removal cannot be undone any more.',
      remedy: 'correct-input',
    });
    await undo.click();
    await page.getByText('Undo has passed').waitFor();
    expect(await undo.count()).toBe(0);
  });

  test('Ctrl+Z undoes it too', async () => {
    const { page } = await open();
    await cell(page, 4).click();
    await page.keyboard.press('Delete');
    await row(page, 4).waitFor({ state: 'detached' });
    await page.keyboard.press('Control+z');
    await row(page, 4).waitFor();
  });

  test('with waiting e-mail it asks with counts, and another account can take it', async () => {
    const { page, app } = await open({ ...full, waitingItems: 3 });
    await cell(page, 4).click();
    await page.keyboard.press('Delete');
    const dialog = page.getByRole('alertdialog');
    await dialog.getByText('3 e-mails still wait to be sent').waitFor();
    await dialog.getByRole('button', { name: 'Keep Account' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await row(page, 4).count()).toBe(1);
    await page.keyboard.press('Delete');
    await dialog.getByRole('button', { name: 'Choose Another Account' }).click();
    await dialog.getByLabel('Account that sends them instead').selectOption('6');
    await dialog.getByRole('button', { name: 'Remove and Move 3 E-mails' }).click();
    await row(page, 4).waitFor({ state: 'detached' });
    expect(lastInput(app, 'accountsRemove')).toEqual({ accountIds: [4], waiting: { moveToAccountId: 6 } });
  });
});

describe('the SMTP Setup dialog', () => {
  const dialog = (page: Page) => page.getByRole('dialog', { name: 'SMTP Setup' });

  test('an account is added with the keyboard alone', async () => {
    const { page, app } = await open({});
    await page.keyboard.press('Control+n');
    await expect
      .poll(() =>
        page.evaluate(() => document.activeElement?.closest('[data-field]')?.getAttribute('data-field')),
      )
      .toBe('host');
    await page.keyboard.type('mail.contoso.test');
    await page.keyboard.press('Tab');
    await page.keyboard.type('ada@contoso.test');
    await page.keyboard.press('Tab');
    await page.keyboard.type('p4ssw0rd');
    await page.keyboard.press('Enter');
    await dialog(page).waitFor({ state: 'detached' });
    await row(page, 1).waitFor();
    expect(lastInput(app, 'accountsSave')).toMatchObject({
      accountId: null,
      password: 'p4ssw0rd',
      draft: { host: 'mail.contoso.test', user: 'ada@contoso.test', port: 587 },
    });
  });

  test('OK stops at the first faulty field and says what is wrong with it', async () => {
    const { page, app } = await open();
    await page.keyboard.press('Control+n');
    await dialog(page).getByLabel('Business Object').fill('SystemUser');
    await dialog(page).getByRole('button', { name: 'OK' }).click();
    const host = dialog(page).getByLabel('Email Server Hostname or IP Address');
    await expect.poll(() => host.evaluate((field) => field === document.activeElement)).toBe(true);
    expect(await host.getAttribute('aria-invalid')).toBe('true');
    const described = (await host.getAttribute('aria-describedby')) ?? '';
    expect(await page.locator(`[id="${described.split(' ')[0]}"]`).textContent()).toContain(
      'Enter the host name',
    );
    expect(lastInput(app, 'accountsSave')).toBeUndefined();
  });

  test('a faulty field under More opens More', async () => {
    const { page } = await open();
    await cell(page, 6).dblclick();
    await dialog(page).getByRole('button', { name: 'More' }).click();
    await dialog(page).getByLabel('Timeout').fill('5');
    await dialog(page).getByRole('button', { name: 'More' }).click();
    await dialog(page).getByRole('button', { name: 'OK' }).click();
    await expect
      .poll(() =>
        page.evaluate(() => document.activeElement?.closest('[data-field]')?.getAttribute('data-field')),
      )
      .toBe('timeoutMs');
  });

  test('a key that another account has is named while it is typed', async () => {
    const { page } = await open();
    await cell(page, 6).dblclick();
    await dialog(page).getByLabel('Column Value').fill('ADA');
    await page.keyboard.press('Tab');
    await dialog(page).getByText('Account 1 already has this key.').waitFor();
  });

  test('Cancel without edits just closes and gives the focus back to the grid', async () => {
    const { page } = await open();
    await cell(page, 6).click();
    await page.keyboard.press('F2');
    await dialog(page).waitFor();
    await page.keyboard.press('Escape');
    await dialog(page).waitFor({ state: 'detached' });
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('grid');
    expect(await selectedIds(page)).toEqual([6]);
  });

  test('on macOS OK stands last and Command is the key', async () => {
    const host = {
      kind: 'electron',
      platform: 'macos',
      version: '1',
      secretStorage: 'operating-system',
      userName: 'ada',
    } as const;
    const { page } = await open({ state: { accounts: sampleAccounts, host } });
    await page.keyboard.press('Meta+n');
    await dialog(page).waitFor();
    const names = await dialog(page).getByRole('button').allTextContents();
    expect(names.slice(-2)).toEqual(['Cancel', 'OK']);
  });

  test('Escape with edits asks once, and Keep Editing goes back to them', async () => {
    const { page, app } = await open();
    await cell(page, 6).dblclick();
    await dialog(page).getByLabel('SMTP User').fill('new@fabrikam.test');
    await page.keyboard.press('Escape');
    const question = page.getByRole('alertdialog', { name: 'Discard changes?' });
    await question.getByRole('button', { name: 'Keep Editing' }).click();
    expect(await dialog(page).getByLabel('SMTP User').inputValue()).toBe('new@fabrikam.test');
    await dialog(page).getByRole('button', { name: 'Cancel' }).click();
    await question.getByRole('button', { name: 'Discard' }).click();
    await dialog(page).waitFor({ state: 'detached' });
    expect(lastInput(app, 'accountsSave')).toBeUndefined();
    expect(lastInput(app, 'signInDiscard')).toBeDefined();
  });

  test('a password is only ever written: it shows as set, and Clear forgets it at OK', async () => {
    const { page, app } = await open();
    await cell(page, 6).dblclick();
    const password = dialog(page).getByLabel('SMTP Password');
    expect(await password.getAttribute('placeholder')).toBe('set');
    expect(await password.inputValue()).toBe('');
    await dialog(page).getByRole('button', { name: 'Clear' }).click();
    await dialog(page).getByRole('button', { name: 'OK' }).click();
    await dialog(page).waitFor({ state: 'detached' });
    expect(lastInput(app, 'accountsSave')).toMatchObject({ password: '' });
  });

  test('signing in fills the fields in, goes on at Business Object and counts from OK on', async () => {
    const { page, app } = await open({});
    await page.keyboard.press('Control+n');
    await dialog(page).getByRole('button', { name: 'Sign In' }).click();
    await page.getByRole('button', { name: 'Sign in with Google' }).click();
    await page.getByText('Waiting for your browser').waitFor();
    expect(lastInput(app, 'signInStart')).toMatchObject({
      provider: 'google',
      expected: '',
      sendThrough: 'api',
    });
    app.moveSignIn({ stage: 'checking' });
    await page.getByText('Comparing who signed in').waitFor();
    app.moveSignIn({ stage: 'signed-in', signedInAs: 'ada@fabrikam.test', pendingGrantId: 'grant-0001' });
    await dialog(page).getByText('Signed in as ada@fabrikam.test. Takes effect with OK.').waitFor();
    await expect
      .poll(() =>
        page.evaluate(() => document.activeElement?.closest('[data-field]')?.getAttribute('data-field')),
      )
      .toBe('businessObject');
    expect(await dialog(page).getByLabel('SMTP User').inputValue()).toBe('ada@fabrikam.test');
    const host = dialog(page).getByLabel('Email Server Hostname or IP Address');
    expect(await host.inputValue()).toBe('gmail.googleapis.com');
    expect(await host.getAttribute('readonly')).not.toBeNull();
    await dialog(page).getByRole('button', { name: 'OK' }).click();
    await dialog(page).waitFor({ state: 'detached' });
    expect(lastInput(app, 'accountsSave')).toMatchObject({ pendingGrantId: 'grant-0001', signOut: false });
  });

  test('somebody else signed in: the account can be changed to them, which signs in once more', async () => {
    const { page, app } = await open();
    await cell(page, 4).dblclick();
    await dialog(page).getByRole('button', { name: 'Sign In Again' }).click();
    await page.getByText('Waiting for your browser').waitFor();
    app.moveSignIn({
      stage: 'wrong-account',
      signedInAs: 'kay@fabrikam.test',
      failure: { code: 'wrong-account', message: 'Another mailbox signed in.', remedy: 'sign-in' },
    });
    await page
      .getByText('You signed in as kay@fabrikam.test, but this account sends as grace@fabrikam.test.')
      .waitFor();
    await page.getByRole('button', { name: 'Change SMTP User to kay@fabrikam.test' }).click();
    await expect.poll(() => lastInput(app, 'signInStart')).toMatchObject({ expected: 'kay@fabrikam.test' });
    app.moveSignIn({ stage: 'signed-in', signedInAs: 'kay@fabrikam.test', pendingGrantId: 'grant-0002' });
    await expect.poll(() => dialog(page).getByLabel('SMTP User').inputValue()).toBe('kay@fabrikam.test');
  });

  test('Sign Out takes effect at OK only', async () => {
    const { page, app } = await open();
    await cell(page, 1).dblclick();
    await dialog(page).getByRole('button', { name: 'Sign Out' }).click();
    await dialog(page).getByText('Signs out at OK.').waitFor();
    expect(app.state().accounts.find(({ id }) => id === 1)?.signedInAs).toBe('ada@contoso.test');
    await dialog(page).getByRole('button', { name: 'OK' }).click();
    await dialog(page).waitFor({ state: 'detached' });
    expect(lastInput(app, 'accountsSave')).toMatchObject({ signOut: true, pendingGrantId: null });
  });

  test('when saving fails everything stays, with the reason and the focus in the field at fault', async () => {
    const { page, app } = await open();
    await cell(page, 6).dblclick();
    await dialog(page).getByLabel('SMTP User').fill('new@fabrikam.test');
    app.failNext('accountsSave', {
      code: 'key-taken',
      message: 'Account 1 has it.',
      remedy: 'correct-input',
      field: 'columnValue',
    });
    await dialog(page).getByRole('button', { name: 'OK' }).click();
    await dialog(page).getByText('Another account has this key').waitFor();
    await expect
      .poll(() =>
        page.evaluate(() => document.activeElement?.closest('[data-field]')?.getAttribute('data-field')),
      )
      .toBe('columnValue');
    expect(await dialog(page).getByLabel('SMTP User').inputValue()).toBe('new@fabrikam.test');
  });
});

test('without accounts the window offers to sign in, and the account is made around it', async () => {
  const { page, app } = await open({});
  await page.getByRole('tabpanel').getByRole('button', { name: 'Sign In' }).last().click();
  await page.getByRole('button', { name: 'Sign in with Microsoft' }).click();
  await page.getByText('Waiting for your browser').waitFor();
  app.moveSignIn({ stage: 'signed-in', signedInAs: 'ada@contoso.test', pendingGrantId: 'grant-0001' });
  const dialog = page.getByRole('dialog', { name: 'SMTP Setup' });
  await dialog.getByText('Signed in as ada@contoso.test. Takes effect with OK.').waitFor();
  await dialog.getByRole('button', { name: 'OK' }).click();
  await row(page, 1).getByText('Ready').waitFor();
});

describe('signing in from the toolbar', () => {
  test('stages show one after the other, and Done gives the focus back', async () => {
    const { page, app } = await open();
    await cell(page, 4).click();
    await page.getByRole('toolbar').getByRole('button', { name: 'Sign In' }).click();
    const dialog = page.getByRole('dialog', { name: 'Email Sign In' });
    await dialog.getByText('This sign-in stays with your user on this computer.').waitFor();
    await dialog.getByText(/Time left: (5:00|4:5\d)/).waitFor();
    await dialog.getByRole('button', { name: 'Open Again' }).click();
    expect(lastInput(app, 'signInOpenAgain')).toBeDefined();
    app.moveSignIn({ stage: 'signed-in', signedInAs: 'grace@fabrikam.test', pendingGrantId: null });
    await dialog.getByText('Signed in as grace@fabrikam.test').waitFor();
    await dialog.getByRole('button', { name: 'Done' }).click();
    await dialog.waitFor({ state: 'detached' });
    await row(page, 4).getByText('Ready').waitFor();
  });

  test('the owner of the mailbox can be somewhere else: a code is shown, read out, copied and got anew', async () => {
    const { page, app } = await open();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const copied = () => page.evaluate(() => navigator.clipboard.readText());
    await cell(page, 1).click();
    await page.getByRole('toolbar').getByRole('button', { name: 'Sign In' }).click();
    const dialog = page.getByRole('dialog', { name: 'Email Sign In' });
    await dialog.getByRole('button', { name: 'The owner of the mailbox is somewhere else…' }).click();
    await dialog.getByText('FJ7KQ2XRT', { exact: true }).waitFor();
    expect(lastInput(app, 'signInStart')).toMatchObject({ provider: 'microsoft', deviceCode: true });
    await dialog.getByText('Send this code to ada@contoso.test').waitFor();
    await dialog.getByText('https://login.example.test/device').waitFor();
    await dialog.getByText('F, J, 7, K, Q, 2, X, R, T').waitFor();
    await dialog.getByText(/Time left: 1[45]:/).waitFor();
    await dialog.getByText('Give it to the owner of the mailbox only').waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Copy Message');
    await page.keyboard.press('Enter');
    await dialog.getByRole('button', { name: 'Message Copied' }).waitFor();
    expect(await copied()).toMatch(
      /Open https:\/\/login\.example\.test\/device\n2\. Enter the code FJ7KQ2XRT\n3\. Sign in as ada@contoso\.test/,
    );
    await dialog.getByRole('button', { name: 'Copy Code' }).click();
    await expect.poll(copied).toBe('FJ7KQ2XRT');

    app.moveSignIn({
      stage: 'timed-out',
      failure: { code: 'sign-in-timed-out', message: 'Nobody signed in.', remedy: 'sign-in' },
    });
    await dialog.getByRole('heading', { name: 'The code has expired' }).waitFor();
    const starts = () => app.calls.filter(({ name }) => name === 'signInStart').length;
    const before = starts();
    await dialog.getByRole('button', { name: 'Get a New Code' }).click();
    await expect.poll(starts).toBe(before + 1);
    expect(lastInput(app, 'signInStart')).toMatchObject({ deviceCode: true });
    app.moveSignIn({
      stage: 'failed',
      failure: {
        ...{ code: 'authorization-denied', message: 'Declined.', remedy: 'sign-in' },
        detail: { error: 'authorization_declined' },
      },
    });
    await dialog.getByRole('heading', { name: 'The permission was declined' }).waitFor();
    await dialog.getByRole('button', { name: 'Get a New Code' }).click();
    await dialog.getByRole('button', { name: 'Use the browser of this computer instead' }).click();
    await dialog.getByRole('button', { name: 'Copy Link' }).waitFor();
    expect(lastInput(app, 'signInStart')).not.toHaveProperty('deviceCode');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(lastInput(app, 'signInCancel')).toBeDefined();
  });

  test('Escape cancels the attempt, and another provider can be chosen', async () => {
    const { page, app } = await open();
    await cell(page, 4).click();
    await page.getByRole('toolbar').getByRole('button', { name: 'Sign In' }).click();
    const dialog = page.getByRole('dialog', { name: 'Email Sign In' });
    await dialog.getByRole('button', { name: 'Another provider…' }).click();
    await dialog.getByRole('button', { name: 'Sign in with Microsoft' }).click();
    await expect
      .poll(() => lastInput(app, 'signInStart'))
      .toMatchObject({ provider: 'microsoft', sendThrough: 'smtp' });
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(app.calls.filter(({ name }) => name === 'signInCancel')).toHaveLength(2);
  });

  test('signing out of a shared sign-in asks whether all accounts are meant', async () => {
    const { page, app } = await open();
    await cell(page, 1).click();
    await page.getByRole('toolbar').getByRole('button', { name: 'Sign Out' }).click();
    await page.getByText('This sign-in is used by 2 accounts.').waitFor();
    await page.getByRole('button', { name: 'All 2 Accounts' }).click();
    await page.getByText('Signed out of 2 accounts.').waitFor();
    expect(lastInput(app, 'signOut')).toEqual({ accountId: 1, allAccounts: true });
  });
});

describe('the question "Sign in again as …?"', () => {
  const questions = [
    {
      questionId: 'question-1',
      accountId: 4,
      provider: 'google',
      expected: 'grace@fabrikam.test',
      waitingItems: 2,
      askedAtMs: 0,
    },
  ];

  test('stays as a bar and opens nothing until Sign In is pressed', async () => {
    const { page, app } = await open();
    app.change({ questions });
    await page.getByText('Sign in again as grace@fabrikam.test?').waitFor();
    await page.getByText('2 e-mails wait for this sign-in.').waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(lastInput(app, 'questionAnswer')).toBeUndefined();
    await page
      .getByRole('region', { name: 'Notices' })
      .getByRole('button', { name: 'Sign In', exact: true })
      .click();
    await page.getByRole('dialog').getByText('Waiting for your browser').waitFor();
    expect(lastInput(app, 'questionAnswer')).toEqual({
      questionId: 'question-1',
      answer: 'sign-in',
      openBrowser: true,
    });
  });

  test('Not Now takes it away', async () => {
    const { page, app } = await open();
    app.change({ questions });
    await page.getByRole('button', { name: 'Not Now' }).click();
    await page.getByText('Sign in again as').waitFor({ state: 'detached' });
    expect(lastInput(app, 'questionAnswer')).toMatchObject({ answer: 'cancel' });
  });
});

describe('Send Test Email', () => {
  test('goes through the outbox and shows what became of it', async () => {
    const { page, app } = await open();
    await cell(page, 1).click();
    await page.getByRole('button', { name: 'Send Test Email' }).click();
    const dialog = page.getByRole('dialog', { name: 'Send Test Email' });
    await dialog.getByRole('button', { name: 'Send' }).click();
    await dialog.getByText('Queued').waitFor();
    expect(lastInput(app, 'outboxSubmit')).toMatchObject({ accountId: 1, to: ['ada@contoso.test'] });
    const [item] = app.outbox();
    app.changeItem(item?.itemId ?? '', {
      state: 'failed',
      because: 'authentication-rejected',
      reply: '535 5.7.8 Error',
    });
    await dialog.getByText('The server refused the user name or password').waitFor();
    await dialog.getByRole('button', { name: 'Show in Outbox' }).click();
    await page.getByRole('complementary').getByText('535 5.7.8 Error').waitFor();
  });
});

describe('Compose', () => {
  const fill = async (page: Page) => {
    await page.getByRole('tab', { name: 'Compose' }).click();
    await page.getByLabel('To').fill('Kay <kay@fabrikam.test>; lee@x.test');
    await page.getByLabel('Subject').fill('Quote Q-1192');
    await page.getByRole('textbox', { name: 'Message' }).fill('Dear Kay');
  };
  const send = (page: Page) => page.getByRole('button', { name: 'Send', exact: true });

  test('says which account sends and why, and follows the records', async () => {
    const { page } = await open();
    await fill(page);
    await page
      .getByText('Sends as ada@contoso.test (account 1). Its key SystemUser.User_Name = ada matches.')
      .waitFor();
    await page.getByRole('button', { name: 'Add Record' }).click();
    await page.keyboard.type('SalesDocument');
    await page.getByRole('combobox', { name: 'Column Name' }).fill('Sales_Doc_Type');
    await page.getByRole('textbox', { name: 'Column Value' }).fill('QUOTE');
    await page.getByText(/Sends as quotes@tailspin\.test \(account 8\).*Refused by the server/).waitFor();
  });

  test('a message is handed over, and the next one starts empty', async () => {
    const { page, app } = await open();
    await fill(page);
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'Q-1192.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(600_000) });
    await page.getByText('600 kB').first().waitFor();
    await send(page).click();
    await page.getByText('“Quote Q-1192” was handed over to the outbox.').waitFor();
    expect(await page.getByLabel('Subject').inputValue()).toBe('');
    expect(app.outbox()[0]).toMatchObject({
      to: ['kay@fabrikam.test', 'lee@x.test'],
      documents: [{ name: 'Q-1192.pdf', sizeBytes: 600_000 }],
    });
    await page.getByRole('button', { name: 'Show in Outbox' }).click();
    await page.getByRole('complementary').getByRole('heading', { name: 'Quote Q-1192' }).waitFor();
  });

  test('an error keeps everything that was typed, and a second try is the same message', async () => {
    const { page, app } = await open();
    await fill(page);
    app.failNext('outboxSubmit', { code: 'storage-full', message: 'The disk is full.', remedy: 'try-again' });
    await send(page).click();
    await page.getByText('The disk is full').first().waitFor();
    expect(await page.getByLabel('Subject').inputValue()).toBe('Quote Q-1192');
    const first = lastInput(app, 'outboxSubmit');
    await send(page).click();
    await page.getByText('was handed over').waitFor();
    expect(lastInput(app, 'outboxSubmit')).toEqual(first);
  });

  test('a draft survives another tab and even closing its own', async () => {
    const { page } = await open();
    await fill(page);
    await page.getByRole('tab', { name: /Outbox/ }).click();
    await page.getByRole('tab', { name: /Compose/ }).click();
    await page.keyboard.press('Control+w');
    await page.getByRole('button', { name: 'Open module' }).click();
    await page.getByRole('menuitem', { name: 'Compose' }).click();
    expect(await page.getByRole('textbox', { name: 'Message' }).inputValue()).toBe('Dear Kay');
  });

  test('without a recipient nothing is sent, and the field says so', async () => {
    const { page, app } = await open();
    await page.getByRole('tab', { name: 'Compose' }).click();
    await send(page).click();
    await page.getByText('Enter at least one recipient.').waitFor();
    await expect
      .poll(() =>
        page.evaluate(() => document.activeElement?.closest('[data-field]')?.getAttribute('data-field')),
      )
      .toBe('to');
    expect(lastInput(app, 'outboxSubmit')).toBeUndefined();
  });

  test('documents can be dropped anywhere on the screen', async () => {
    const { page } = await open();
    await page.getByRole('tab', { name: 'Compose' }).click();
    await page.getByLabel('Subject').waitFor();
    await page.evaluate(() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['dropped'], 'dropped.txt'));
      document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer }));
    });
    await page.getByRole('button', { name: 'Remove dropped.txt' }).waitFor();
  });

  test('a document that is being added can be cancelled', async () => {
    const { page, app } = await open();
    await page.getByRole('tab', { name: 'Compose' }).click();
    const letThrough = app.hold('documentAppend');
    await page.locator('input[type=file]').setInputFiles({
      name: 'big.bin',
      mimeType: 'application/octet-stream',
      buffer: Buffer.alloc(3_000_000),
    });
    await page.getByRole('button', { name: 'Cancel big.bin' }).click();
    letThrough();
    await expect.poll(() => lastInput(app, 'documentDiscard')).toBeDefined();
    expect(await page.getByText('big.bin').count()).toBe(0);
  });
});

describe('the Outbox', () => {
  const item = (page: Page, sequence: number) =>
    page.locator(`#panel-outbox [data-row-id="${sequence}"] [data-column="1"]`);

  test('a message that may have been sent is sent again only after a question', async () => {
    const { page, app } = await open();
    await page.getByRole('tab', { name: /Outbox/ }).click();
    await item(page, 13).click();
    await page.getByRole('button', { name: 'Send Again Anyway' }).click();
    await page.getByRole('alertdialog').getByText('the recipients get the message twice').waitFor();
    await page.getByRole('button', { name: 'Leave It' }).click();
    expect(lastInput(app, 'outboxSendAgain')).toBeUndefined();
    await page.getByRole('button', { name: 'Mark as Sent' }).click();
    await page.getByRole('complementary').getByText('Marked as sent by you').waitFor();
  });

  test('a message that is over is resent to whom the dialog names, at first to the refused', async () => {
    const { page, app } = await open();
    app.changeItem('item-00000017', {
      state: 'sent',
      to: ['kay@fabrikam.test', 'lee@fabrikam.test'],
      accepted: ['kay@fabrikam.test'],
      refused: [{ address: 'lee@fabrikam.test', reply: '550 no' }],
      because: null,
      confirmedBy: 'server',
    });
    await page.getByRole('tab', { name: /Outbox/ }).click();
    await item(page, 17).click();
    await page.getByRole('button', { name: 'Resend to the Refused…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Resend as a new message' });
    const to = dialog.getByRole('textbox', { name: 'To' });
    expect(await to.inputValue()).toBe('lee@fabrikam.test');
    await to.fill('nobody');
    await dialog.getByRole('button', { name: 'Resend' }).click();
    await dialog.getByText('“nobody” is not an e-mail address.').waitFor();
    await to.fill('zoe@fabrikam.test');
    await dialog.getByRole('button', { name: 'Resend' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(lastInput(app, 'outboxResend')).toMatchObject({
      itemId: 'item-00000017',
      recipients: { to: ['zoe@fabrikam.test'], cc: [], bcc: [] },
    });
    // The new message is the one that is shown now.
    await page.getByRole('complementary').getByText('zoe@fabrikam.test').waitFor();
    expect(await page.getByRole('button', { name: 'Resend…' }).isDisabled()).toBe(true);
  });

  test('is searched by words, account and day, and what is found is exported', async () => {
    const { page, app } = await open();
    await page.getByRole('tab', { name: /Outbox/ }).click();
    const rows = page.locator('#panel-outbox [data-row-id]');
    await item(page, 17).waitFor();
    const { subject = '' } = app.outbox().find(({ sequence }) => sequence === 17) ?? {};
    const box = page.getByRole('searchbox', { name: 'Subject, recipient or Message-ID' });
    await box.fill(subject.toUpperCase());
    await expect.poll(() => rows.count()).toBe(1);
    await page.getByRole('combobox', { name: 'Show' }).getByText('All (1)').waitFor({ state: 'attached' });
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export CSV' }).click();
    expect((await download).suggestedFilename()).toBe('outbox.csv');
    expect(lastInput(app, 'outboxExport')).toMatchObject({ text: subject.toUpperCase(), states: [] });
    await page.getByLabel('From', { exact: true }).fill('2099-01-01');
    await page.getByText('No message was found').waitFor();
    await page.getByRole('button', { name: 'Show All' }).click();
    await expect.poll(() => rows.count()).toBeGreaterThan(5);
    expect(await box.inputValue()).toBe('');
  });

  test('the list follows the outbox while one looks at it', async () => {
    const { page, app } = await open();
    await page.getByRole('tab', { name: /Outbox/ }).click();
    await item(page, 17).click();
    app.changeItem('item-00000017', {
      state: 'sent',
      accepted: ['kay@fabrikam.test'],
      reply: '250 OK',
      confirmedBy: 'server',
    });
    await page.getByRole('complementary').getByText('250 OK').waitFor();
  });

  test('the filter shows what needs somebody, and a message that is dealt with stays in view', async () => {
    const { page } = await open();
    await page.getByRole('tab', { name: /Outbox/ }).click();
    await page.getByRole('combobox', { name: 'Show' }).selectOption('attention');
    await expect.poll(() => page.locator('#panel-outbox [data-row-id]').count()).toBe(4);
    await item(page, 12).click();
    await page.getByRole('button', { name: 'Cancel Message' }).click();
    await expect.poll(() => page.locator('#panel-outbox [data-row-id]').count()).toBe(3);
    await page.getByRole('complementary').getByText('Cancelled').waitFor();
  });
});

describe('Settings', () => {
  test('nothing changes before Save, and Close asks about what is not saved', async () => {
    const { page, app } = await open();
    await page.getByRole('tab', { name: 'Settings' }).click();
    await page.getByLabel('Can Sign In When Sending Email').selectOption('False');
    await page.getByText('Not saved yet').waitFor();
    expect(app.state().settings.canSignInWhenSending).toBe(true);
    await page.getByRole('toolbar').getByRole('button', { name: 'Close' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Stay Here' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Settings saved.').waitFor();
    expect(lastInput(app, 'settingsSave')).toEqual({ canSignInWhenSending: false });
  });

  test('the theme and the language change at once', async () => {
    const { page } = await open();
    await page.getByRole('tab', { name: 'Settings' }).click();
    await page.getByLabel('Theme').selectOption('dark');
    await page.getByLabel('Language').selectOption('pseudo-rtl');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect
      .poll(() =>
        page.evaluate(() => [document.documentElement.dir, document.documentElement.style.colorScheme]),
      )
      .toEqual(['rtl', 'dark']);
  });
});

describe('the window', () => {
  test('an error of any call stays as a bar with what to do, until it is dismissed', async () => {
    const { page, app } = await open();
    app.failNext('signInStart', {
      code: 'browser-not-opened',
      message: 'xdg-open: not found',
      remedy: 'try-again',
    });
    await cell(page, 4).click();
    await page.getByRole('toolbar').getByRole('button', { name: 'Sign In' }).click();
    const bars = page.getByRole('region', { name: 'Notices' });
    await bars.getByText('The browser could not be opened').waitFor();
    await bars.getByRole('button', { name: 'Details' }).click();
    await bars.getByText('xdg-open: not found').waitFor();
    await bars.getByRole('button', { name: 'Dismiss' }).click();
    await bars.getByText('The browser could not be opened').waitFor({ state: 'detached' });
  });

  test('tabs close by key, and the last one leaves a way back', async () => {
    const { page } = await open();
    for (let count = 0; count < 4; count += 1) await page.keyboard.press('Control+w');
    await page.getByRole('heading', { name: 'No module is open' }).waitFor();
    await page.keyboard.press('Control+,');
    await page.getByLabel('SMTP Timeout').waitFor();
  });
});

test('closing the window asks while something is not saved, and only then', async () => {
  const { page } = await open();
  const setup = page.getByRole('dialog', { name: 'SMTP Setup' });
  const asksToLeave = () =>
    page.evaluate(() => !globalThis.dispatchEvent(new Event('beforeunload', { cancelable: true })));
  expect(await asksToLeave()).toBe(false);
  await cell(page, 6).dblclick();
  await setup.getByLabel('SMTP Port').fill('2525');
  await expect.poll(asksToLeave).toBe(true);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect.poll(asksToLeave).toBe(false);

  await page.keyboard.press('Control+,');
  await page.getByLabel('SMTP Timeout').fill('20000');
  await expect.poll(asksToLeave).toBe(true);
  await page.keyboard.press('Control+s');
  await page.getByText('Settings saved.').waitFor();
  await expect.poll(asksToLeave).toBe(false);
});

test('in a small window the list of Settings is to be seen', async () => {
  const { page } = await open();
  await page.keyboard.press('Control+,');
  await page.getByLabel('Can Sign In When Sending Email').waitFor();
  await page.setViewportSize({ width: 320, height: 360 });
  const list = page.locator('#panel-settings [data-group=sending]').locator('xpath=..');
  expect((await list.boundingBox())?.height).toBeGreaterThan(80);
});

test('in a small window OK covers no field of the dialog', async () => {
  const { page } = await open();
  await cell(page, 6).dblclick();
  const setup = page.getByRole('dialog', { name: 'SMTP Setup' });
  await setup.getByLabel('SMTP Port').waitFor();
  await page.setViewportSize({ width: 400, height: 300 });
  const boxes = await setup
    .locator('[data-field], .fui-DialogActions')
    .evaluateAll((all) =>
      all.map((each) => each.getBoundingClientRect()).map(({ top, bottom }) => ({ top, bottom })),
    );
  const actions = boxes.at(-1);
  const lowest = Math.max(...boxes.slice(0, -1).map(({ bottom }) => bottom));
  expect(actions?.top).toBeGreaterThanOrEqual(lowest);
});
