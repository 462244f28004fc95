import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, describe, expect, test } from 'vitest';
import { axeFindings } from '../helpers/axe.ts';
import { createFakeApp } from '../helpers/fake-app.ts';
import type { FakeApp } from '../helpers/fake-app.ts';
import { openFakePage } from '../helpers/fake-page.ts';
import type { FakePage } from '../helpers/fake-page.ts';
import type { SignInEvent } from '../../shared/sign-in-event.ts';
import { endCheck, endOf, reply, steps } from '../helpers/sample-checks.ts';
import { sampleAccounts, sampleOutbox } from '../helpers/sample-state.ts';

/** Folder for pictures of every state; without it none are taken. */
const picturesFolder = process.env['SCREENS'];
const opened: FakePage[] = [];
afterEach(async () => {
  for (const { complaints, close } of opened.splice(0)) {
    expect(complaints).toEqual([]);
    await close();
  }
});

const command = 'Set-CASMailbox -Identity invoices@contoso.test -SmtpClientAuthenticationDisabled $false';
/** An account of Microsoft. */
const invoices = 7;

const signInHistory: readonly SignInEvent[] = [
  {
    ...{ atMs: Date.UTC(2026, 10, 21), kind: 'withdrawn', signedInAs: 'anna@contoso.test' },
    ...{ code: 'grant-revoked', detail: { error: 'invalid_grant', aadsts: 50_173 } },
  },
  {
    ...{ atMs: Date.UTC(2026, 10, 1), kind: 'signed-in', signedInAs: 'anna@contoso.test' },
    ...{ code: null, detail: null },
  },
];

async function open(): Promise<{ page: Page; app: FakeApp }> {
  const app = createFakeApp({ state: { accounts: sampleAccounts }, outbox: sampleOutbox, signInHistory });
  const fake = await openFakePage(app);
  opened.push(fake);
  await fake.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  return { page: fake.page, app };
}

/** Opens the Check of an account by its menu, and waits until it has begun. */
async function openCheck({ page, app }: { page: Page; app: FakeApp }, id: number) {
  await page
    .locator(`#panel-accounts [data-row-id="${id}"] [role=gridcell]`)
    .first()
    .click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Check', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Check', exact: true });
  await dialog.getByRole('listitem').first().waitFor();
  await expect.poll(() => app.state().checks.length).toBe(1);
  return dialog;
}
const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

describe('Check', () => {
  test('shows its steps as they come, and says at the end that nothing was sent', async () => {
    const window = await open();
    const dialog = await openCheck(window, invoices);
    endCheck(window.app, { steps: steps('tls', 'running') });
    const current = dialog.locator('[aria-current=step]');
    await expect.poll(() => current.textContent()).toContain('TLS');
    expect(await dialog.getByRole('listitem').count()).toBe(7);
    endCheck(window.app, endOf.passed);
    await expect.poll(() => dialog.getByRole('status').textContent()).toContain('Nothing was sent.');
    await dialog.getByRole('button', { name: 'Details' }).click();
    expect(await dialog.textContent()).toContain(
      'Certificate for outlook.com, issued by DigiCert Cloud Services CA-1',
    );
    await dialog.getByRole('button', { name: 'Send Test Email' }).click();
    await window.page.getByRole('dialog', { name: 'Send Test Email' }).waitFor();
  });

  test('tells when somebody signed in, and when and why the provider ended it', async () => {
    const window = await open();
    const dialog = await openCheck(window, invoices);
    endCheck(window.app, endOf.passed);
    await dialog.getByRole('button', { name: 'Sign-in History', exact: true }).click();
    const events = dialog.getByRole('list', { name: 'Sign-ins of this account' }).getByRole('listitem');
    await expect.poll(() => events.count()).toBe(2);
    expect(await events.nth(0).textContent()).toContain('The sign-in was withdrawn');
    expect(await events.nth(1).textContent()).toContain('anna@contoso.test signed in');
    const columns = await events.nth(1).evaluate((row) => getComputedStyle(row).gridTemplateColumns);
    expect(columns.split(' ')).toHaveLength(2);
    expect(await axeFindings(window.page)).toEqual([]);
  });

  test('of a mailbox without SMTP AUTH offers Microsoft Graph, and one click switches the account', async () => {
    const window = await open();
    const dialog = await openCheck(window, invoices);
    endCheck(window.app, endOf.blocked);
    await window.page.setViewportSize({ width: 1280, height: 800 });
    const graph = dialog.getByRole('button', { name: 'Send through Microsoft Graph' });
    await graph.waitFor();
    // Nobody has to scroll for it.
    const bottom = await graph.evaluate((button) => {
      const scroller = button.closest('[role=dialog]') ?? document.body;
      const limit = Math.min(innerHeight, scroller.getBoundingClientRect().bottom);
      return limit - button.getBoundingClientRect().bottom;
    });
    expect(bottom).toBeGreaterThan(60);
    await graph.click();
    const sendThrough = () => window.app.state().accounts.find(({ id }) => id === invoices)?.sendThrough;
    await expect.poll(sendThrough).toBe('api');
    await window.page.getByText(`Account ${invoices} now sends through Microsoft Graph.`).waitFor();
  });

  test('that fails says who can fix it, with the command for this mailbox to copy', async () => {
    const window = await open();
    const dialog = await openCheck(window, invoices);
    endCheck(window.app, endOf.blocked);
    const card = dialog.getByRole('region', { name: 'SMTP AUTH is switched off for this mailbox' });
    await card.waitFor();
    const text = (await card.textContent()) ?? '';
    expect(text).toContain('Your administrator can fix this');
    expect(text).toContain(command);
    expect(text).toContain(reply);
    await card.getByRole('button', { name: 'Copy Command for this mailbox' }).click();
    await expect.poll(() => clipboard(window.page)).toBe(command);
    await card.getByRole('button', { name: 'Copy Note for My IT' }).click();
    await expect.poll(() => clipboard(window.page)).toContain('needs your help');
    const note = await clipboard(window.page);
    expect(note).toContain(command);
    expect(note).toContain(reply);
    expect(note).toContain('smtp.office365.com:587');
    await card.getByRole('button', { name: 'Edit Account' }).click();
    await window.page.getByRole('dialog', { name: 'SMTP Setup' }).waitFor();
    expect(await dialog.count()).toBe(0);
  });

  test('leads to the OAuth client where that is at fault', async () => {
    const window = await open();
    const dialog = await openCheck(window, invoices);
    endCheck(window.app, endOf.clientUnknown);
    const card = dialog.getByRole('region', { name: 'The client secret is wrong' });
    await card.getByRole('button', { name: 'Details' }).click();
    expect(await card.textContent()).toContain('aaaa0000-bb11-2222-33cc-444444dddddd');
    await card.getByRole('button', { name: 'Reconfigure Authentication' }).click();
    const { page } = window;
    await expect.poll(() => page.getByRole('tab', { selected: true }).textContent()).toContain('Settings');
    await expect
      .poll(() =>
        page.evaluate(() => document.activeElement?.closest('[data-setting]')?.getAttribute('data-setting')),
      )
      .toBe('microsoftClient.source');
  });

  test('of an error that nobody knows shows the words of the server', async () => {
    const window = await open();
    const dialog = await openCheck(window, invoices);
    endCheck(window.app, endOf.strange);
    const card = dialog.getByRole('region', { name: 'The server does not accept the message' });
    expect(await card.textContent()).toContain('571 5.7.99 The moon is not right');
  });

  test('is cancelled, begun again, and closed with Escape; the focus goes back to the grid', async () => {
    const window = await open();
    const dialog = await openCheck(window, invoices);
    await dialog.getByRole('button', { name: 'Cancel Check' }).click();
    await expect.poll(() => dialog.getByRole('status').textContent()).toContain('cancelled');
    await dialog.getByRole('button', { name: 'Check Again' }).click();
    await dialog.getByRole('button', { name: 'Cancel Check' }).waitFor();
    await window.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(window.app.calls.filter(({ name }) => name === 'checkCancel')).toHaveLength(2);
    await expect
      .poll(() => window.page.evaluate(() => document.activeElement?.getAttribute('role')))
      .toBe('grid');
  });

  test('that could not begin, or whose program is gone, says so', async () => {
    const window = await open();
    window.app.failNext('checkStart', { code: 'policy-invalid', message: 'x', remedy: 'ask-administrator' });
    await window.page
      .locator(`#panel-accounts [data-row-id="${invoices}"] [role=gridcell]`)
      .first()
      .click({ button: 'right' });
    await window.page.getByRole('menuitem', { name: 'Check', exact: true }).click();
    const dialog = window.page.getByRole('dialog', { name: 'Check', exact: true });
    await dialog.getByText('The policy file of your administrator has an error').waitFor();
    await dialog.getByRole('button', { name: 'Check Again' }).click();
    await dialog.getByRole('listitem').first().waitFor();
    await expect.poll(() => window.app.state().checks.length).toBe(1);
    await dialog.locator('[aria-current=step]').waitFor();
    window.app.change({ checks: [] });
    await expect.poll(() => dialog.getByRole('status').textContent()).toContain('ended with the program');
  });
});

describe('the support bundle', () => {
  test('is seen before it is saved, with addresses replaced unless somebody says otherwise', async () => {
    const window = await open();
    const { page, app } = window;
    await page.getByRole('tab', { name: 'Settings' }).click();
    await page.getByRole('button', { name: 'Support Bundle' }).click();
    const dialog = page.getByRole('dialog', { name: 'Support Bundle' });
    const preview = dialog.getByRole('textbox', { name: 'What is in the file' });
    await expect.poll(() => preview.inputValue()).toContain('"addressesMasked": true');
    await dialog.getByRole('checkbox', { name: 'Replace addresses and names' }).click();
    await expect.poll(() => preview.inputValue()).toContain('"addressesMasked": false');
    const download = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Save' }).click();
    expect((await download).suggestedFilename()).toBe('smtp-setup-support-2026-11-20.json');
    await dialog.waitFor({ state: 'detached' });
    expect(app.calls.filter(({ name }) => name === 'supportBundle').map(({ input }) => input)).toEqual([
      { maskAddresses: true },
      { maskAddresses: false },
    ]);
  });

  test('that would hold a secret is not shown', async () => {
    const { page, app } = await open();
    app.failNext('supportBundle', {
      code: 'bundle-refused',
      message: 'The support bundle would hold a secret in accounts[0].senderName.',
      remedy: 'report',
      detail: { place: 'accounts[0].senderName' },
    });
    await page.getByRole('tab', { name: 'Settings' }).click();
    await page.getByRole('button', { name: 'Support Bundle' }).click();
    const dialog = page.getByRole('dialog', { name: 'Support Bundle' });
    await dialog.getByText('The support bundle would have held a secret').waitFor();
    expect(await dialog.getByRole('textbox').count()).toBe(0);
    expect(await dialog.getByRole('button', { name: 'Save' }).getAttribute('aria-disabled')).toBe('true');
  });
});

describe('elsewhere in the window', () => {
  const startSignIn = async ({ page }: { page: Page }) => {
    await page.locator(`#panel-accounts [data-row-id="${invoices}"] [role=gridcell]`).first().click();
    await page.getByRole('button', { name: 'Sign In', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Email Sign In' });
    await dialog.getByRole('timer').waitFor();
    return dialog;
  };

  test('a sign-in that fails shows the card, with the focus on the next thing to do', async () => {
    const window = await open();
    const dialog = await startSignIn(window);
    window.app.moveSignIn({
      stage: 'failed',
      failure: {
        code: 'client-rejected',
        message: 'The provider does not accept the client of this app.',
        remedy: 'ask-administrator',
        detail: { error: 'invalid_request', aadsts: 50_194 },
      },
    });
    const card = dialog.getByRole('region', { name: 'The app is registered for one organisation only' });
    await card.waitFor();
    expect(await card.getByRole('button', { name: 'Sign In' }).count()).toBe(0);
    await expect
      .poll(() => window.page.evaluate(() => document.activeElement?.textContent))
      .toBe('Try Again');
    expect(await axeFindings(window.page)).toEqual([]);
    if (picturesFolder)
      await window.page.screenshot({
        path: join(picturesFolder, 'diagnose-sign-in.png'),
        animations: 'disabled',
      });
  });

  test('a refresh token that was obtained elsewhere takes the place of the browser', async () => {
    const window = await open();
    const dialog = await startSignIn(window);
    await dialog.getByRole('button', { name: 'Use a refresh token instead' }).click();
    const field = dialog.getByLabel('Refresh token');
    expect(await field.getAttribute('type')).toBe('password');
    expect(await axeFindings(window.page)).toEqual([]);
    await field.fill('canary-refresh');
    await dialog.getByRole('button', { name: 'Use Token' }).click();
    await expect
      .poll(() => window.app.calls.findLast(({ name }) => name === 'signInStart')?.input)
      .toMatchObject({ accountId: expect.any(Number), refreshToken: 'canary-refresh' });
    await expect.poll(() => window.page.content()).not.toContain('canary-refresh');
    window.app.moveSignIn({
      stage: 'failed',
      failure: {
        ...{ code: 'refresh-token-refused', message: 'x', remedy: 'correct-input' },
        ...{ field: 'refreshToken', detail: { providerError: 'invalid_grant', providerNumber: 70_000 } },
      },
      atChecking: true,
    });
    await dialog.getByText('The provider does not accept this refresh token').waitFor();
    const failed = dialog
      .getByRole('list', { name: 'Progress of the sign-in' })
      .locator('[data-state=failed]');
    expect(await failed.textContent()).toContain('Checking account');
  });

  test('an error that stays in the browser is explained where somebody copies its text', async () => {
    const window = await open();
    const dialog = await startSignIn(window);
    await dialog.getByRole('button', { name: 'The browser shows an error?' }).click();
    const field = dialog.getByRole('textbox', { name: 'Copy its text here' });
    await field.fill('Good morning');
    await dialog.getByText('Nothing is known about this text.').waitFor();
    await field.fill('AADSTS999999: Something new.');
    const page = dialog.getByRole('link', { name: 'What Microsoft says about this number' });
    await expect.poll(() => page.getAttribute('href')).toContain('code=999999');
    await field.fill(
      "AADSTS50011: The redirect URI 'http://localhost' specified in the request does not match",
    );
    const card = dialog.getByRole('region', { name: 'The redirect URI is not registered' });
    await card.waitFor();
    expect(await card.textContent()).toContain('http://localhost');
    expect(await axeFindings(window.page)).toEqual([]);
    if (picturesFolder)
      await window.page.screenshot({
        path: join(picturesFolder, 'diagnose-explain.png'),
        animations: 'disabled',
      });
    await card.getByRole('button', { name: 'Reconfigure Authentication' }).click();
    await expect
      .poll(() => window.page.getByRole('tab', { selected: true }).textContent())
      .toContain('Settings');
  });

  test('a message of the Outbox shows the card for its reply, and leads to Check', async () => {
    const window = await open();
    const { page, app } = window;
    const [first] = app.outbox();
    app.changeItem(first?.itemId ?? '', {
      accountId: invoices,
      state: 'held',
      because: 'smtp-auth-disabled',
      reply,
    });
    await page.getByRole('tab', { name: 'Outbox' }).click();
    await page.locator('#panel-outbox [data-row-id] [role=gridcell]').first().click();
    const details = page.getByRole('complementary', { name: 'Details of the message' });
    const card = details.getByRole('region', { name: 'SMTP AUTH is switched off for this mailbox' });
    expect(await card.textContent()).toContain(command);
    expect(await axeFindings(page)).toEqual([]);
    if (picturesFolder)
      await page.screenshot({ path: join(picturesFolder, 'diagnose-outbox.png'), animations: 'disabled' });
    await details.getByRole('button', { name: 'Check', exact: true }).click();
    await page.getByRole('dialog', { name: 'Check', exact: true }).waitFor();
  });

  test('a test message that is refused leads to Check', async () => {
    const { page, app } = await open();
    await page.locator('#panel-accounts [data-row-id="1"] [role=gridcell]').first().click();
    await page.getByRole('button', { name: 'Send Test Email' }).click();
    const dialog = page.getByRole('dialog', { name: 'Send Test Email' });
    await dialog.getByRole('button', { name: 'Send', exact: true }).click();
    await expect.poll(() => app.outbox()[0]?.subject).toContain('Test');
    app.changeItem(app.outbox()[0]?.itemId ?? '', { state: 'held', because: 'smtp-auth-disabled', reply });
    await dialog.getByRole('button', { name: 'Check' }).click();
    await page.getByRole('dialog', { name: 'Check', exact: true }).getByRole('listitem').first().waitFor();
  });
});
