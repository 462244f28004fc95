import { readFile } from 'node:fs/promises';
import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterEach, describe, expect, test } from 'vitest';
import type { AppState } from '../../shared/app-state.ts';
import { defaultSettings } from '../../shared/settings.ts';
import type { ImportPlan } from '../../shared/transfer.ts';
import { createFakeApp, fakeAccount } from '../helpers/fake-app.ts';
import type { FakeApp, FakeStart } from '../helpers/fake-app.ts';
import { openFakePage } from '../helpers/fake-page.ts';
import type { FakePage } from '../helpers/fake-page.ts';
import { samplePlan } from '../helpers/sample-plan.ts';
import { sampleAccounts } from '../helpers/sample-state.ts';
const opened: FakePage[] = [];
afterEach(async () => {
  for (const { complaints, close } of opened.splice(0)) {
    expect(complaints).toEqual([]);
    await close();
  }
});

/** Computers of tests are slow at times. */
const eventually: typeof expect.poll = (look) => expect.poll(look, { timeout: 15_000 });

const full: FakeStart = { state: { accounts: sampleAccounts } };

async function open(start: FakeStart = full, options: BrowserContextOptions = {}) {
  const app = createFakeApp(start);
  const fake = await openFakePage(app, options);
  opened.push(fake);
  return { page: fake.page, app };
}

async function openSettings(start: FakeStart = full, options: BrowserContextOptions = {}) {
  const { page, app } = await open(start, options);
  await page.keyboard.press('Control+,');
  await page.getByLabel('Can Sign In When Sending Email').waitFor();
  return { page, app };
}

const row = (page: Page, id: string) => page.locator(`[data-setting="${id}"]`);
const control = (page: Page, id: string) => page.locator(`[id="setting-${id}"]`);
const help = (page: Page) => page.getByRole('complementary', { name: 'Help for the selected setting' });
const toolbar = (page: Page) => page.getByRole('toolbar', { name: 'Settings commands' });
const command = (page: Page, name: string) => toolbar(page).getByRole('button', { name, exact: true });
const save = (page: Page) => page.keyboard.press('Control+s');
const saved = (page: Page) => page.getByText('Settings saved.').waitFor();
const lastInput = (app: FakeApp, name: string) => app.calls.findLast((call) => call.name === name)?.input;
const countOf = (app: FakeApp, name: string) => app.calls.filter((call) => call.name === name).length;
const isFocused = (locator: Locator) => locator.evaluate((element) => element === document.activeElement);
const focusedName = (page: Page) =>
  page.evaluate(
    () => document.activeElement?.textContent || document.activeElement?.getAttribute('aria-label'),
  );

describe('the page of settings', () => {
  test('has SalesPad’s toolbar, and Sales Email Confirmation in SalesPad’s order', async () => {
    const { page } = await openSettings();
    const commands = await page
      .locator('#panel-settings [role=toolbar] button, #panel-settings input[type=search]')
      .evaluateAll((all) => all.map((each) => each.textContent || each.getAttribute('aria-label')));
    expect(commands).toEqual(['Close', 'Save', 'Export', 'Import', 'Filter', 'Expand', 'Collapse']);
    const lines = await page
      .locator('[data-group=confirmation] label')
      .evaluateAll((all) => all.map(({ textContent }) => textContent));
    expect(lines).toEqual([
      'Default account',
      '1) Email Server hostname or IP address',
      '2) SMTP User',
      '3a) SMTP Password, or',
      '3b) SMTP OAuth Service Provider',
      '4) SMTP Port',
      '5) Enable SMTP over SSL or TLS',
      '6) SMTP over SSL or TLS Startup Method',
      'Email To Fax Format String',
      'SMTP Timeout',
    ]);
  });

  test('says of every row what it does and what its default is', async () => {
    const { page } = await openSettings();
    const ids = await page
      .locator('[data-setting]')
      .evaluateAll((rows) => rows.map((each) => each.getAttribute('data-setting') ?? ''));
    expect(ids.length).toBeGreaterThan(20);
    for (const id of ids) {
      await row(page, id).click({ position: { x: 40, y: 8 } });
      expect((await help(page).getByRole('paragraph').first().textContent())?.length, id).toBeGreaterThan(20);
    }
    await control(page, 'account.user').focus();
    expect(await help(page).textContent()).toContain('This item has no default value.');
    await control(page, 'smtpTimeoutMs').focus();
    expect(await help(page).textContent()).toContain('Default: 100,000.');
    const described = await control(page, 'smtpTimeoutMs').getAttribute('aria-describedby');
    expect(described?.split(' ')).toContain('setting-help');
  });

  test('finds a setting by either of its names, by its key and by its group', async () => {
    const { page } = await openSettings();
    const shown = () => page.locator('[data-setting]').count();
    const all = await shown();
    await page.keyboard.press('Control+f');
    for (const name of ['Can Sign In When Sending', 'can sign in when sending email', 'canSignInWhen']) {
      await page.keyboard.press('Control+a');
      await page.keyboard.type(name);
      await eventually(shown).toBe(1);
    }
    await page.keyboard.press('Control+a');
    await page.keyboard.type('Sales Email Confirmation');
    await eventually(shown).toBe(10);
    await page.keyboard.press('Enter');
    expect(await isFocused(control(page, 'defaultAccountId'))).toBe(true);
    await page.keyboard.press('Control+f');
    await page.keyboard.type('no such thing');
    await page.getByText('Nothing matches “no such thing”').waitFor();
    await page.getByRole('button', { name: 'Clear Filter' }).click();
    await eventually(() => isFocused(page.getByRole('searchbox', { name: 'Filter' }))).toBe(true);
    await eventually(shown).toBe(all);
    await page.keyboard.type('no such thing');
    await eventually(shown).toBe(0);
    await page.keyboard.press('Escape');
    await eventually(shown).toBe(all);
  });

  test('shows a lock and who set it where the policy has fixed a value', async () => {
    const { page } = await openSettings({
      state: {
        accounts: sampleAccounts,
        policy: {
          status: 'active',
          setBy: 'Contoso IT',
          lockedSettings: ['smtpTimeoutMs', 'theme', 'googleClient'],
          businessObjects: [{ name: 'Contract', columns: ['Contract_No'] }],
          failure: null,
        },
      },
    });
    for (const id of ['smtpTimeoutMs', 'theme', 'googleClient.source']) {
      await row(page, id).getByText('Fixed by Contoso IT').waitFor();
      expect(await control(page, id).getAttribute('readonly'), id).not.toBeNull();
    }
    const contract = page.locator('[data-setting="policyObjects.Contract"]');
    expect(await contract.textContent()).toContain('Fixed by Contoso IT');
    expect(await contract.getByRole('button').count()).toBe(0);
  });

  test('validates numbers in their row, and Save leads to the one that is wrong', async () => {
    const { page, app } = await openSettings();
    await control(page, 'keepDocumentsDays').fill('1.5');
    await row(page, 'keepDocumentsDays').getByText('Enter a whole number from 0 to 36500.').waitFor();
    expect(await control(page, 'keepDocumentsDays').getAttribute('aria-invalid')).toBe('true');
    await page.getByRole('button', { name: 'Collapse' }).click();
    await eventually(() => page.locator('[data-setting]').count()).toBe(0);
    await save(page);
    await eventually(() => isFocused(control(page, 'keepDocumentsDays'))).toBe(true);
    expect(countOf(app, 'settingsSave')).toBe(0);
    await page.keyboard.press('Control+a');
    await page.keyboard.type('14');
    await save(page);
    await saved(page);
    expect(lastInput(app, 'settingsSave')).toEqual({ keepDocumentsDays: 14 });
  });

  test('marks what is not saved, and a value that goes back is no change', async () => {
    const { page } = await openSettings();
    await control(page, 'retentionDays').fill('30');
    await row(page, 'retentionDays').getByText('Not saved yet').waitFor();
    await help(page).getByText('1 change is not saved').waitFor();
    await control(page, 'retentionDays').fill('365');
    await help(page).getByText('1 change is not saved').waitFor({ state: 'detached' });
    await eventually(() => command(page, 'Save').isDisabled()).toBe(true);
  });

  test.each([
    ['the toolbar', (page: Page) => command(page, 'Close').click()],
    ['Ctrl+W', (page: Page) => page.keyboard.press('Control+w')],
    ['the tab', (page: Page) => page.locator('#tab-settings').click({ button: 'middle' })],
  ])('asks once before it is closed by %s, with the safe button first', async (_way, close) => {
    const { page, app } = await openSettings();
    await control(page, 'theme').selectOption('dark');
    await close(page);
    const question = page.getByRole('alertdialog', { name: 'Save changed settings?' });
    const stay = question.getByRole('button', { name: 'Stay Here' });
    await eventually(() => isFocused(stay)).toBe(true);
    await page.keyboard.press('Enter');
    await question.waitFor({ state: 'detached' });
    expect(await control(page, 'theme').inputValue()).toBe('dark');
    await close(page);
    await question.getByRole('button', { name: 'Discard Changes' }).click();
    await page.locator('#tab-settings').waitFor({ state: 'detached' });
    expect(countOf(app, 'settingsSave')).toBe(0);
  });
});

describe('Sales Email Confirmation', () => {
  test('changes the default account line by line, and nothing before Save', async () => {
    const { page, app } = await openSettings();
    await control(page, 'account.host').fill('smtp.contoso.test');
    await control(page, 'account.port').fill('25');
    await row(page, 'account.host').getByText('Not saved yet').waitFor();
    await row(page, 'defaultAccountId').getByText('The lines below are edited.').waitFor();
    expect(countOf(app, 'accountsSave')).toBe(0);
    await save(page);
    await saved(page);
    expect(lastInput(app, 'accountsSave')).toMatchObject({
      accountId: 1,
      draft: { host: 'smtp.contoso.test', port: 25, columnValue: 'ada', senderName: 'Ada Byron' },
    });
    expect(countOf(app, 'settingsSave')).toBe(0);
  });

  test('says in the line what is wrong with it', async () => {
    const { page, app } = await openSettings();
    await control(page, 'account.host').fill('smtp://contoso');
    await row(page, 'account.host').getByText('This is not a host name or IP address.').waitFor();
    await page.getByRole('button', { name: 'Collapse' }).click();
    await save(page);
    await eventually(() => isFocused(control(page, 'account.host'))).toBe(true);
    expect(countOf(app, 'accountsSave')).toBe(0);
    await row(page, 'defaultAccountId').getByRole('button', { name: 'Discard' }).click();
    expect(await control(page, 'account.host').inputValue()).toBe('smtp.office365.com');
  });

  test('stands empty without a default account, and filling it in creates one', async () => {
    const { page, app } = await openSettings({});
    for (const line of ['host', 'user', 'provider', 'port', 'tls', 'tlsMethod']) {
      expect(await control(page, `account.${line}`).inputValue(), line).toBe('');
    }
    await control(page, 'account.host').fill('mail.contoso.test');
    expect(await control(page, 'account.port').inputValue()).toBe('587');
    await control(page, 'account.user').fill('orders@contoso.test');
    await control(page, 'account.password').fill('s3cret');
    await save(page);
    await saved(page);
    expect(lastInput(app, 'accountsSave')).toMatchObject({
      accountId: null,
      draft: { host: 'mail.contoso.test', user: 'orders@contoso.test', provider: 'none' },
      password: 's3cret',
      makeDefault: true,
    });
    await eventually(() => control(page, 'defaultAccountId').inputValue()).toBe('1');
    expect(await control(page, 'account.password').inputValue()).toBe('set');
    expect(JSON.stringify(app.state())).not.toContain('s3cret');
  });

  test('a new account becomes the default one, also after None was chosen', async () => {
    const { page, app } = await openSettings();
    await control(page, 'defaultAccountId').selectOption('');
    await control(page, 'smtpTimeoutMs').fill('20000');
    await control(page, 'account.host').fill('mail.contoso.test');
    await control(page, 'account.user').fill('orders@contoso.test');
    await row(page, 'defaultAccountId').getByText('The lines below are edited.').waitFor();
    await save(page);
    await saved(page);
    const created = app.state().accounts.find(({ host }) => host === 'mail.contoso.test');
    expect(app.state().settings).toMatchObject({ defaultAccountId: created?.id, smtpTimeoutMs: 20_000 });
    expect(created?.isDefault).toBe(true);
  });

  test('what was typed for a new account is not lost to the choice of another one', async () => {
    const { page } = await openSettings({
      state: { accounts: [fakeAccount(4, { user: 'a@contoso.test' })] },
    });
    await control(page, 'account.host').fill('mail.contoso.test');
    await row(page, 'defaultAccountId').getByText('The lines below are edited.').waitFor();
    expect(await control(page, 'defaultAccountId').getAttribute('readonly')).not.toBeNull();
    await row(page, 'defaultAccountId').getByRole('button', { name: 'Discard' }).click();
    await control(page, 'defaultAccountId').selectOption('4');
    expect(await control(page, 'account.user').inputValue()).toBe('a@contoso.test');
  });

  test('says that a password is to be entered again for another server', async () => {
    const account = fakeAccount(4, { host: 'mail.contoso.test', user: 'a@contoso.test', passwordSet: true });
    const { page } = await openSettings({ state: { accounts: [{ ...account, isDefault: true }] } });
    expect(await control(page, 'account.password').inputValue()).toBe('set');
    await control(page, 'account.host').fill('other.contoso.test');
    await row(page, 'account.password').getByText('Enter it again').waitFor();
    expect(await control(page, 'account.password').inputValue()).toBe('');
  });

  test('signs in by the button …, and the sign-in counts from Save on', async () => {
    const { page, app } = await openSettings({});
    await page.getByRole('button', { name: 'Sign in and create the default account' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Sign in with Microsoft' }).click();
    await page.getByRole('timer').waitFor();
    app.moveSignIn({ stage: 'signed-in', signedInAs: 'ada@contoso.test', pendingGrantId: 'grant-00000001' });
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await row(page, 'account.user')
      .getByText('Signed in as ada@contoso.test. Counts from Save on.')
      .waitFor();
    expect(await control(page, 'account.user').inputValue()).toBe('ada@contoso.test');
    expect(await control(page, 'account.host').inputValue()).toBe('smtp.office365.com');
    expect(app.state().accounts).toEqual([]);
    await save(page);
    await saved(page);
    expect(lastInput(app, 'accountsSave')).toMatchObject({
      pendingGrantId: 'grant-00000001',
      makeDefault: true,
    });
    expect(app.state().accounts[0]).toMatchObject({ isDefault: true, signedInAs: 'ada@contoso.test' });
  });

  test('forgets a sign-in that was not saved', async () => {
    const { page, app } = await openSettings();
    await page.getByRole('button', { name: 'Sign in to account 1' }).click();
    await page.getByRole('timer').waitFor();
    app.moveSignIn({ stage: 'signed-in', signedInAs: 'ada@contoso.test', pendingGrantId: 'grant-00000001' });
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await row(page, 'account.user').getByText('Not saved yet').waitFor();
    await page.keyboard.press('Control+w');
    await page.getByRole('button', { name: 'Discard Changes' }).click();
    const { dialogId } = Object(lastInput(app, 'signInStart'));
    await eventually(() => lastInput(app, 'signInDiscard')).toEqual({ dialogId });
  });

  test('keeps the server of the Gmail API as Google fixes it', async () => {
    const gmail = sampleAccounts.map((account) => ({ ...account, isDefault: account.id === 4 }));
    const { page } = await openSettings({ state: { accounts: gmail } });
    for (const line of ['host', 'port', 'tls', 'tlsMethod']) {
      expect(await control(page, `account.${line}`).getAttribute('readonly'), line).not.toBeNull();
      expect(await row(page, `account.${line}`).textContent()).toContain('Fixed by Google');
    }
    expect(await control(page, 'account.user').getAttribute('readonly')).toBeNull();
  });
});

describe('an OAuth client of one’s own', () => {
  const clientId = '0c6e8f2a-5d2b-4a3e-9a51-2f7b7a1d9c10';

  test('shows the endpoints while tenant and cloud are typed, and what is to be registered', async () => {
    const { page, app } = await openSettings(full, { permissions: ['clipboard-read', 'clipboard-write'] });
    await control(page, 'microsoftClient.source').selectOption('own');
    const token = control(page, 'microsoftClient.tokenEndpoint');
    expect(await token.inputValue()).toBe(
      'https://login.microsoftonline.com/organizations/oauth2/v2.0/token',
    );
    expect(await token.getAttribute('readonly')).not.toBeNull();
    await control(page, 'microsoftClient.tenant').selectOption('own');
    await control(page, 'microsoftClient.ownTenant').fill('contoso.com');
    await control(page, 'microsoftClient.cloud').selectOption('us-government');
    expect(await token.inputValue()).toBe('https://login.microsoftonline.us/contoso.com/oauth2/v2.0/token');
    await control(page, 'microsoftClient.clientId').fill(clientId);
    await control(page, 'microsoftClient.type').selectOption('web');
    await control(page, 'microsoftClient.redirectPort').fill('8080');
    await control(page, 'microsoftClient.redirectPath').fill('/smtp/redirect');
    await row(page, 'microsoftClient.redirectUri').getByRole('button').click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
      'http://localhost:8080/smtp/redirect',
    );
    await save(page);
    await saved(page);
    expect(lastInput(app, 'settingsSave')).toEqual({
      microsoftClient: {
        clientId,
        tenant: 'contoso.com',
        cloud: 'us-government',
        redirectPort: 8080,
        redirectPath: '/smtp/redirect',
      },
    });
  });

  test('takes a secret in and never shows it again; it is replaced, kept and cleared by keyboard', async () => {
    const { page, app } = await openSettings();
    await control(page, 'microsoftClient.source').selectOption('own');
    await control(page, 'microsoftClient.clientId').fill(clientId);
    await control(page, 'microsoftClient.secret').fill(clientId);
    await row(page, 'microsoftClient.secret').getByText('This looks like the Secret ID.').waitFor();
    await control(page, 'microsoftClient.secret').fill('Wv8Q~marker');
    await row(page, 'microsoftClient.secret').getByText('A secret makes it a confidential client').waitFor();
    await save(page);
    await saved(page);
    expect(lastInput(app, 'settingsSave')).toMatchObject({ clientSecrets: { microsoft: 'Wv8Q~marker' } });
    const secret = control(page, 'microsoftClient.secret');
    await eventually(() => secret.inputValue()).toBe('set');
    expect(await page.content()).not.toContain('Wv8Q~marker');

    const replace = page.getByRole('button', { name: 'Replace Client secret' });
    const keep = page.getByRole('button', { name: 'Keep Client secret' });
    await replace.focus();
    await page.keyboard.press('Enter');
    await eventually(() => isFocused(secret)).toBe(true);
    await page.keyboard.type('another');
    await keep.focus();
    await page.keyboard.press('Enter');
    await eventually(() => isFocused(replace)).toBe(true);
    await page.getByRole('button', { name: 'Clear Client secret' }).press('Enter');
    await eventually(() => secret.inputValue()).toBe('Cleared on Save');
    await eventually(() => isFocused(keep)).toBe(true);
    await save(page);
    await eventually(() => lastInput(app, 'settingsSave')).toEqual({ clientSecrets: { microsoft: '' } });
    await eventually(() => isFocused(secret)).toBe(true);
  });

  test('goes back to the built-in one together with its secret, and says who has to sign in again', async () => {
    const { page, app } = await openSettings();
    await control(page, 'googleClient.source').selectOption('own');
    await control(page, 'googleClient.clientId').fill('1-a.apps.googleusercontent.com');
    await control(page, 'googleClient.secret').fill('GOCSPX-x');
    await row(page, 'googleClient.source')
      .getByText(/needs? a new sign-in after Save/)
      .waitFor();
    await save(page);
    await saved(page);
    await control(page, 'googleClient.source').selectOption('builtIn');
    await save(page);
    await eventually(() => lastInput(app, 'settingsSave')).toEqual({
      googleClient: null,
      clientSecrets: { google: '' },
    });
  });

  test('that the administrator named can be read and registered, but not changed', async () => {
    const { providers } = createFakeApp().state();
    const named = providers.map((each) => ({
      ...each,
      client: { ...each.client, source: 'policy' as const },
    }));
    const { page } = await openSettings({ state: { providers: named } });
    expect(await control(page, 'googleClient.source').inputValue()).toBe('Named by the administrator');
    for (const line of ['source', 'clientId', 'redirectUri', 'tokenEndpoint']) {
      expect(await control(page, `googleClient.${line}`).getAttribute('readonly'), line).not.toBeNull();
      expect(await control(page, `googleClient.${line}`).inputValue(), line).not.toBe('');
    }
    expect(await row(page, 'googleClient.source').textContent()).toContain('Fixed by your administrator');
    expect(await row(page, 'googleClient.guide').count()).toBe(0);
  });

  test('that is fixed by the policy still takes its secret', async () => {
    const { page, app } = await openSettings({
      state: {
        settings: {
          ...defaultSettings,
          googleClient: { clientId: '1-a.apps.googleusercontent.com', redirectPort: null, redirectPath: '/' },
        },
        policy: {
          status: 'active',
          setBy: 'Contoso IT',
          lockedSettings: ['googleClient'],
          businessObjects: [],
          failure: null,
        },
      },
    });
    expect(await control(page, 'googleClient.clientId').getAttribute('readonly')).not.toBeNull();
    await control(page, 'googleClient.secret').fill('GOCSPX-x');
    await save(page);
    await saved(page);
    expect(lastInput(app, 'settingsSave')).toEqual({ clientSecrets: { google: 'GOCSPX-x' } });
  });

  test('comes with a guide to both consoles, whose links leave the window', async () => {
    const { page } = await openSettings();
    for (const key of ['googleClient', 'microsoftClient']) {
      const guide = row(page, `${key}.guide`);
      await guide.getByRole('button', { name: 'How to register it Show the steps' }).press('Enter');
      expect(await guide.getByRole('listitem').count()).toBeGreaterThan(8);
      const links = guide.getByRole('link');
      for (let index = 0; index < (await links.count()); index += 1) {
        expect(await links.nth(index).getAttribute('href')).toMatch(/^https:\/\//);
        expect(await links.nth(index).getAttribute('target')).toBe('_blank');
        expect(await links.nth(index).getAttribute('rel')).toContain('noreferrer');
      }
    }
    await page
      .getByText('“APIs & Services › OAuth consent screen” is now the Google Auth Platform')
      .waitFor();
    await page.getByText('Azure Active Directory is now Microsoft Entra ID.').waitFor();
  });
});

describe('custom providers', () => {
  test('are added by keyboard, checked field by field, changed and removed', async () => {
    const { page, app } = await openSettings();
    const add = page.getByRole('button', { name: 'Add Provider' });
    await add.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Add Provider' });
    await eventually(() => isFocused(dialog.getByLabel(/^Name/))).toBe(true);
    await page.keyboard.type('Acme Mail');
    await page.keyboard.press('Enter');
    await eventually(() => isFocused(dialog.getByLabel('Issuer'))).toBe(true);
    expect(await dialog.getByLabel(/^ID/).inputValue()).toBe('acme-mail');
    await dialog.getByLabel('Issuer').fill('http://id.acme.test');
    await dialog.getByText('Enter a URL that begins with https://').waitFor();
    await dialog.getByLabel('Issuer').fill('https://id.acme.test');
    await dialog.getByLabel('Client ID').fill('mail-app');
    await dialog.getByLabel('Client authentication').selectOption('post');
    await dialog.getByText('This authentication needs a secret.').waitFor();
    await dialog.getByLabel('Client secret').fill('acme-secret');
    await dialog.getByLabel('Host name or IP address').fill('mail.acme.test');
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await eventually(() => isFocused(add)).toBe(true);
    await row(page, 'customProviders.acme-mail').getByText('Not saved yet').waitFor();
    expect(countOf(app, 'settingsSave')).toBe(0);
    await save(page);
    await saved(page);
    expect(lastInput(app, 'settingsSave')).toMatchObject({
      customProviders: [{ id: 'acme-mail', issuer: 'https://id.acme.test', clientAuthentication: 'post' }],
      clientSecrets: { 'acme-mail': 'acme-secret' },
    });

    await page.getByRole('button', { name: 'Edit Acme Mail' }).click();
    const edit = page.getByRole('dialog', { name: 'Edit Provider' });
    expect(await edit.getByLabel(/^ID/).getAttribute('readonly')).not.toBeNull();
    expect(await edit.locator('[data-field=secret] input').inputValue()).toBe('set');
    await edit.getByLabel(/^Name/).fill('Acme Post');
    await page.keyboard.press('Escape');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Keep Editing' }).click();
    await edit.getByRole('button', { name: 'Change Provider' }).click();
    app.changeAccounts([fakeAccount(30, { provider: 'acme-mail', host: 'mail.acme.test' })]);
    await page.getByRole('button', { name: 'Remove Acme Post' }).click();
    const question = page.getByRole('alertdialog', { name: 'Remove Acme Post?' });
    await question.getByText('1 account signs in with it').waitFor();
    await question.getByRole('button', { name: 'Remove' }).click();
    await save(page);
    await eventually(() => lastInput(app, 'settingsSave')).toEqual({
      customProviders: [],
      clientSecrets: { 'acme-mail': '' },
    });
  });
});

test('business objects and their columns are added and removed by keyboard', async () => {
  const { page, app } = await openSettings();
  const name = page.getByLabel('New business object');
  await name.fill('Job');
  await page.keyboard.press('Enter');
  await eventually(() => name.inputValue()).toBe('');
  await page.keyboard.type('job ');
  await row(page, 'businessObjects').getByText('It is there already.').waitFor();
  const column = page.getByLabel('New column of Job');
  await column.fill('Job_No');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Site');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Remove column Job_No of Job' }).press('Enter');
  await expect
    .poll(() => isFocused(page.getByRole('button', { name: 'Remove column Site of Job' })))
    .toBe(true);
  await name.fill('Ticket');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Remove Ticket' }).press('Enter');
  await eventually(() => isFocused(name)).toBe(true);
  await save(page);
  await saved(page);
  expect(lastInput(app, 'settingsSave')).toEqual({ businessObjects: [{ name: 'Job', columns: ['Site'] }] });
});

test('business objects that an import brings while others are added are kept by Save', async () => {
  const { page, app } = await openSettings();
  await page.getByLabel('New business object').fill('Mine');
  await page.keyboard.press('Enter');
  await page.locator('[data-setting="businessObjects.Mine"]').waitFor();
  const { settings } = app.state();
  const fromFile = { name: 'FromFile', columns: ['File_No'] };
  app.change({ settings: { ...settings, businessObjects: [...settings.businessObjects, fromFile] } });
  await page.locator('[data-setting="businessObjects.FromFile"]').waitFor();
  await save(page);
  await saved(page);
  expect(app.state().settings.businessObjects.map(({ name }) => name)).toEqual(['Mine', 'FromFile']);
});

test('a fax number in Compose needs the format of the settings, and then goes out as an address', async () => {
  const { page, app } = await openSettings();
  await page.getByRole('tab', { name: 'Compose' }).click();
  const to = page.getByRole('textbox', { name: 'To' });
  await to.fill('fax:555 0100');
  await page.getByRole('textbox', { name: 'Subject' }).fill('Quote 1');
  await page.getByText('To send to a fax, set “Email To Fax Format String” in Settings first').waitFor();
  await page.getByRole('tab', { name: 'Settings' }).click();
  await control(page, 'emailToFaxFormat').fill('fax at example');
  await row(page, 'emailToFaxFormat').getByText('This makes no e-mail address.').waitFor();
  await control(page, 'emailToFaxFormat').fill('{0}@fax.example.test');
  await save(page);
  await saved(page);
  await page.getByRole('tab', { name: 'Compose' }).click();
  await page.keyboard.press('Control+Enter');
  await eventually(() => lastInput(app, 'outboxSubmit')).toMatchObject({ to: ['5550100@fax.example.test'] });
});

describe('Export', () => {
  async function openExport(start: FakeStart = full) {
    const { page, app } = await openSettings(start);
    await command(page, 'Export').click();
    const dialog = page.getByRole('dialog', { name: 'Export' });
    await dialog.waitFor();
    return { page, app, dialog };
  }

  async function downloaded(page: Page, press: () => Promise<void>) {
    const [download] = await Promise.all([page.waitForEvent('download'), press()]);
    return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
  }

  test('saves a file without secrets, under the name that the app gives', async () => {
    const { page, app, dialog } = await openExport();
    const file = await downloaded(page, () => dialog.getByRole('button', { name: 'Export' }).click());
    expect(file).toEqual({ name: 'smtp-setup.json', text: '{"sealed":false}' });
    expect(lastInput(app, 'exportProfile')).toEqual({ passphrase: null });
    await page.getByText('Exported as smtp-setup.json.').waitFor();
    await dialog.waitFor({ state: 'detached' });
    await eventually(() => isFocused(command(page, 'Export'))).toBe(true);
  });

  test('asks twice for the passphrase of the secrets, and says how good it is', async () => {
    const { page, app, dialog } = await openExport();
    await dialog.getByLabel('Settings and accounts, with secrets').check();
    await dialog.getByText('There is no way back').waitFor();
    const [first, second] = [
      dialog.locator('input[type=password]').first(),
      dialog.getByLabel('Passphrase again'),
    ];
    await first.fill('short');
    await dialog.getByText('Too short: use at least 8 characters.').waitFor();
    await page.keyboard.press('Enter');
    await eventually(() => isFocused(first)).toBe(true);
    await first.fill('granite otter violin tuesday umbrella fjord');
    await dialog.getByText('Strong.').waitFor();
    await second.fill('granite otter');
    await page.keyboard.press('Enter');
    await dialog.getByText('The two are not the same.').waitFor();
    await eventually(() => isFocused(second)).toBe(true);
    expect(countOf(app, 'exportProfile')).toBe(0);
    await second.fill('granite otter violin tuesday umbrella fjord');
    const file = await downloaded(page, () => page.keyboard.press('Enter'));
    expect(file.text).toBe('{"sealed":true}');
  });

  test('gives the grid as CSV, and an answer after Cancel is thrown away', async () => {
    const { page, app, dialog } = await openExport();
    await dialog.getByLabel('The accounts as CSV, without secrets').check();
    const release = app.hold('exportAccounts');
    await dialog.getByRole('button', { name: 'Export' }).click();
    await dialog.getByText('Putting the file together…').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
    release();
    await command(page, 'Export').click();
    await dialog.getByLabel('The accounts as CSV, without secrets').check();
    const file = await downloaded(page, () => dialog.getByRole('button', { name: 'Export' }).click());
    expect(file.name).toBe('accounts.csv');
    expect(countOf(app, 'exportAccounts')).toBe(2);
  });

  test('says in the dialog why there is no file', async () => {
    const { app, dialog } = await openExport();
    app.failNext('exportProfile', { code: 'storage-full', message: 'No space.', remedy: 'try-again' });
    await dialog.getByRole('button', { name: 'Export' }).click();
    await dialog.getByRole('alert').getByText('The disk is full').waitFor();
  });
});

const refusal = (message: string, field?: string) =>
  ({ code: 'account-invalid', message, remedy: 'correct-input', ...(field && { field }) }) as const;
/** As the sample, with one setting. */
const plan: ImportPlan = { ...samplePlan, settings: samplePlan.settings.slice(0, 1) };
const file = (text = '{}', name = 'smtp-setup.json') => ({
  name,
  mimeType: 'application/json',
  buffer: Buffer.from(text),
});

describe('Import', () => {
  async function openImport(
    start: FakeStart = { ...full, importPlan: plan },
    options: BrowserContextOptions = {},
  ) {
    const { page, app } = await openSettings(start, options);
    await command(page, 'Import').click();
    const dialog = page.getByRole('dialog', { name: 'Import' });
    await dialog.waitFor();
    const take = (picked = file()) => page.locator('[role=dialog] input[type=file]').setInputFiles(picked);
    return { page, app, dialog, take };
  }
  const lines = (dialog: Locator) => dialog.locator('[data-row-id]').count();

  test('shows line by line what would change, and changes nothing before the button', async () => {
    const { page, app, dialog, take } = await openImport();
    await take(file('{"a":1}'));
    const grid = dialog.getByRole('grid', { name: 'What the import would do' });
    await grid.waitFor();
    expect(lastInput(app, 'importPlan')).toEqual({
      base64: Buffer.from('{"a":1}').toString('base64'),
      passphrase: null,
    });
    await eventually(() => isFocused(grid)).toBe(true);
    expect(await lines(dialog)).toBe(5);
    await page.keyboard.press('ArrowDown');
    const details = dialog.getByRole('region', { name: 'Details of the line' });
    await details.getByRole('cell', { name: 'new.test' }).waitFor();
    await dialog.getByRole('radio', { name: 'All 5' }).press('ArrowLeft');
    await eventually(() => focusedName(page)).toBe('Only refused 1');
    await eventually(() => lines(dialog)).toBe(1);
    expect(countOf(app, 'importApply')).toBe(0);
    await dialog.getByRole('button', { name: 'Import 2 Accounts and 1 Setting' }).click();
    await page.getByRole('dialog', { name: 'Import finished' }).getByText('1 account was added.').waitFor();
    expect(lastInput(app, 'importApply')).toMatchObject({ planId: 'plan-00000001', passphrase: null });
  });

  test('copies refused lines as text in which nothing is a formula', async () => {
    const { page, dialog, take } = await openImport(undefined, {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    await take();
    await dialog.getByRole('button', { name: 'Copy 1 Refused Line' }).click();
    await dialog.getByRole('button', { name: 'Copied' }).waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toMatch(/4\tRefused\t'=HYPERLINK\("x"\)\tSMTP Port: .*70000/);
  });

  test('asks for the passphrase of secrets; a wrong one says so and keeps the file', async () => {
    const { page, app, dialog, take } = await openImport({
      ...full,
      importPlan: { ...plan, secrets: 'sealed' },
      importPassphrase: 'open sesame',
    });
    await take();
    const passphrase = dialog.getByLabel('Passphrase of the file');
    await eventually(() => isFocused(passphrase)).toBe(true);
    await page.keyboard.type('wrong');
    await page.keyboard.press('Enter');
    await dialog.getByText('This is not the passphrase of the file. Nothing was changed.').waitFor();
    await eventually(() => isFocused(passphrase)).toBe(true);
    expect(await lines(dialog)).toBe(5);
    await page.keyboard.type('open sesame');
    await page.keyboard.press('Enter');
    await dialog.getByText('The secrets of the file are open').waitFor();
    await dialog.getByRole('button', { name: 'Import 2 Accounts and 1 Setting' }).click();
    await eventually(() => lastInput(app, 'importApply')).toMatchObject({ passphrase: 'open sesame' });
    expect(await page.content()).not.toContain('open sesame');
  });

  test('Import opens the secrets first where a passphrase was typed', async () => {
    const { app, dialog, take } = await openImport({
      ...full,
      importPlan: { ...plan, secrets: 'sealed' },
      importPassphrase: 'open sesame',
    });
    await take();
    await dialog.getByLabel('Passphrase of the file').fill('open sesame');
    const start = dialog.getByRole('button', { name: 'Import 2 Accounts and 1 Setting' });
    await start.click();
    await dialog.getByText('The secrets of the file are open').waitFor();
    expect(countOf(app, 'importApply')).toBe(0);
    await start.click();
    await eventually(() => lastInput(app, 'importApply')).toMatchObject({ passphrase: 'open sesame' });
  });

  test('refuses a file that is too large before it reads it, and one that makes no sense after', async () => {
    const { app, dialog, take } = await openImport();
    await take({ ...file(), buffer: Buffer.alloc(16 * 1024 * 1024 + 1) });
    await dialog.getByRole('alert').getByText('The file is larger than 16.8 MB.').waitFor();
    await take({ ...file(), buffer: Buffer.alloc(0) });
    await dialog.getByRole('alert').getByText('The file is empty.').waitFor();
    expect(countOf(app, 'importPlan')).toBe(0);
    app.failNext('importPlan', {
      code: 'import-refused',
      message: 'Line 3: } is missing.',
      remedy: 'correct-input',
    });
    await take();
    await dialog.getByRole('button', { name: 'Details' }).click();
    await dialog.getByText('Line 3: } is missing.').waitFor();
    await take();
    await dialog.getByRole('grid').waitFor();
  });

  test('takes a file that is dropped on the window', async () => {
    const { page, dialog } = await openImport();
    const transfer = await page.evaluateHandle(() => {
      const data = new DataTransfer();
      data.items.add(new File(['{}'], 'accounts.csv', { type: 'text/csv' }));
      return data;
    });
    await page.dispatchEvent('body', 'dragover', { dataTransfer: transfer });
    await dialog.getByText('Drop the file here').waitFor();
    await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
    await dialog.getByText('File: accounts.csv').waitFor();
  });

  test('can be stopped while it reads, and another file can be chosen', async () => {
    const { page, app, dialog, take } = await openImport();
    const release = app.hold('importPlan');
    await take();
    await dialog.getByText('Reading smtp-setup.json…').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
    release();
    await command(page, 'Import').click();
    await take(file('{}', 'second.json'));
    await dialog.getByText('File: second.json').waitFor();
    await dialog.getByRole('button', { name: 'Choose Another File…' }).click();
    await eventually(() => isFocused(dialog.getByRole('button', { name: 'Choose File…' }))).toBe(true);
  });

  test('shows the new plan where something has changed since the person looked', async () => {
    const { app, dialog, take } = await openImport();
    await take();
    await dialog.getByRole('grid').waitFor();
    app.failNext('importApply', {
      code: 'import-refused',
      message: 'The plan is old.',
      remedy: 'correct-input',
    });
    app.changeImportPlan({ ...plan, planId: 'plan-00000002', settings: [] });
    await dialog.getByRole('button', { name: 'Import 2 Accounts and 1 Setting' }).click();
    await dialog.getByText('Something has changed meanwhile, and nothing was imported.').waitFor();
    await dialog.getByRole('button', { name: 'Import 2 Accounts', exact: true }).click();
    await eventually(() => lastInput(app, 'importApply')).toMatchObject({ planId: 'plan-00000002' });
  });

  test('has nothing to import where every line is the same or refused', async () => {
    const { app, dialog, take } = await openImport({
      ...full,
      importPlan: { ...plan, rows: plan.rows.filter(({ line }) => line === 1 || line === 4), settings: [] },
    });
    await take();
    await dialog.getByRole('button', { name: 'Nothing to Import' }).press('Enter');
    expect(countOf(app, 'importApply')).toBe(0);
  });

  test('of ten thousand lines is fluid: only what is visible is drawn', async () => {
    const rows = Array.from({ length: 10_000 }, (_, index) => ({
      line: index + 1,
      action: index % 10 === 0 ? ('refused' as const) : ('added' as const),
      accountId: index % 10 === 0 ? null : index + 1,
      title: `user${index}@contoso.test`,
      changes: [{ field: 'host', from: '', to: 'smtp.office365.com' }],
      failure: index % 10 === 0 ? refusal('No host.', 'host') : null,
    }));
    const { page, dialog, take } = await openImport({ ...full, importPlan: { ...plan, rows, settings: [] } });
    await take();
    await dialog.getByRole('button', { name: 'Import 9,000 Accounts' }).waitFor();
    await page.keyboard.press('Control+End');
    await dialog.locator('[data-row-id="9999"]').waitFor();
    expect(await lines(dialog)).toBeLessThan(60);
    await dialog.getByRole('radio', { name: 'Only refused 1,000' }).click();
    await dialog.locator('[data-row-id="0"]').waitFor();
    expect(await lines(dialog)).toBeLessThan(60);
  });

  test('leads to the sign-ins that are needed', async () => {
    const { page, dialog, take } = await openImport();
    await take();
    await dialog.getByRole('button', { name: 'Import 2 Accounts and 1 Setting' }).click();
    const done = page.getByRole('dialog', { name: 'Import finished' });
    const next = done.getByRole('button', { name: 'Sign In to 1 Account…' });
    await eventually(() => isFocused(next)).toBe(true);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Sign in to 1 account' }).waitFor();
  });

  test('names the columns of a CSV file that nothing is read from, and leads to the row that needs a password', async () => {
    const ignoredColumns = ['Remark', 'SMTP Password'];
    const { page, dialog, take } = await openImport({ ...full, importPlan: { ...plan, ignoredColumns } });
    await take();
    await dialog.getByText('Nothing is read from 2 columns of the file: Remark, SMTP Password.').waitFor();
    await dialog.getByRole('button', { name: 'Import 2 Accounts and 1 Setting' }).click();
    const done = page.getByRole('dialog', { name: 'Import finished' });
    await done.getByRole('button', { name: 'Show Account 11' }).click();
    await done.waitFor({ state: 'detached' });
    const accounts = page.getByRole('grid', { name: 'SMTP accounts' });
    await accounts.locator('[data-row-id="11"][aria-selected=true]').waitFor();
    await eventually(() => isFocused(accounts)).toBe(true);
  });
});

test('a client that an import changes while it is edited keeps both changes', async () => {
  const { page, app } = await openSettings();
  const saved = {
    clientId: '0c6e8f2a-5d2b-4a3e-9a51-2f7b7a1d9c10',
    tenant: 'common',
    cloud: 'global',
    redirectPort: null,
    redirectPath: '/',
  } as const;
  const put = (microsoftClient: AppState['settings']['microsoftClient']) =>
    app.change({ settings: { ...app.state().settings, microsoftClient } });
  put(saved);
  await control(page, 'microsoftClient.tenant').selectOption('organizations');
  const other = '7f1d9c10-5d2b-4a3e-9a51-0c6e8f2a2f7b';
  put({ ...saved, clientId: other });
  await eventually(() => control(page, 'microsoftClient.clientId').inputValue()).toBe(other);
  await save(page);
  await eventually(() => lastInput(app, 'settingsSave')).toEqual({
    microsoftClient: { ...saved, clientId: other, tenant: 'organizations' },
  });
});

describe('the sign-in assistant', () => {
  const needed = { status: { kind: 'sign-in-needed' } } as const;
  const accounts = sampleAccounts
    .filter(({ id }) => id !== 12)
    .map((account) => ([1, 7].includes(account.id) ? { ...account, ...needed } : account));

  test('is offered from two accounts on, on the screen of the accounts', async () => {
    const { page, app } = await open({ state: { accounts } });
    const bars = page.getByRole('region', { name: 'Notices' });
    await bars.getByText('3 accounts need a sign-in.').waitFor();
    await page.getByRole('tab', { name: 'Compose' }).click();
    await bars.getByText('3 accounts need a sign-in.').waitFor({ state: 'detached' });
    await page.getByRole('tab', { name: 'SMTP Setup' }).click();
    app.changeAccounts(
      accounts.filter(({ id }) => id !== 4).map((each) => ({ ...each, status: { kind: 'ready' } })),
    );
    await bars.getByText(/need a sign-in/).waitFor({ state: 'detached' });
  });

  test('goes from one to the next by keyboard, does shared ones together, and sums up', async () => {
    const { page, app } = await open({ state: { accounts } });
    await page.getByRole('button', { name: 'Sign In to 3 Accounts…' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Sign in to 3 accounts' });
    const signIn = dialog.getByRole('button', { name: 'Sign In' });
    await eventually(() => isFocused(signIn)).toBe(true);
    await dialog.getByText('1 of 2').waitFor();
    await dialog.getByRole('heading', { name: 'Sign in as ada@contoso.test' }).waitFor();
    await dialog.getByText('This sign-in is for 2 accounts at once:').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('timer').waitFor();
    expect(lastInput(app, 'signInStart')).toMatchObject({
      accountId: 1,
      alsoAccountIds: [7],
      expected: 'ada@contoso.test',
      dialogId: null,
    });
    app.moveSignIn({ stage: 'signed-in', signedInAs: 'ada@contoso.test', pendingGrantId: null });
    await dialog.getByText('2 of 2').waitFor();
    await eventually(() => isFocused(signIn)).toBe(true);
    expect(app.state().accounts.find(({ id }) => id === 7)?.status.kind).toBe('ready');
    await dialog.getByRole('button', { name: 'Skip' }).press('Enter');
    const done = page.getByRole('dialog', { name: 'Sign-ins finished' });
    await done.getByText('2 accounts are ready. 1 account still needs a sign-in.').waitFor();
    await eventually(() => isFocused(done.getByRole('button', { name: 'Close' }))).toBe(true);
    await done.getByRole('button', { name: 'Sign In to the Rest…' }).press('Enter');
    await dialog.getByRole('heading', { name: 'Sign in as grace@fabrikam.test' }).waitFor();
    await dialog.getByRole('button', { name: 'Stop' }).press('Enter');
    await dialog.waitFor({ state: 'detached' });
  });

  test('stays at a sign-in that went wrong, which can be tried again or skipped', async () => {
    const { page, app } = await open({ state: { accounts } });
    await page.getByRole('button', { name: 'Sign In to 3 Accounts…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Sign In' }).press('Enter');
    await page.getByRole('timer').waitFor();
    await page.getByRole('dialog', { name: 'Email Sign In' }).getByRole('button', { name: 'Cancel' }).click();
    const dialog = page.getByRole('dialog', { name: 'Sign in to 3 accounts' });
    await dialog.getByText('1 of 2').waitFor();
    await eventually(() => isFocused(dialog.getByRole('button', { name: 'Sign In' }))).toBe(true);
    app.changeAccounts([], [1, 7]);
    await dialog.getByText('2 of 2').waitFor();
  });
});
