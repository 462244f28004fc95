import type { Page } from 'playwright-core';
import { mechanisms } from '../../../renderer/settings/custom-provider-form.ts';
import { defaultSettings } from '../../../shared/settings.ts';
import type { CustomProvider } from '../../../shared/settings.ts';
import { fakeWatchFolder } from '../fake-app.ts';
import type { FakeStart } from '../fake-app.ts';
import { dialog, full, managed, tab, troubled } from './scene.ts';
import type { Scene } from './scene.ts';

const control = (page: Page, id: string) => page.locator(`[id="setting-${id}"]`);
const line = (page: Page, id: string) => page.locator(`[data-setting="${id}"]`);

async function openSettings(page: Page): Promise<void> {
  await tab(page, 'settings');
  await control(page, 'smtpTimeoutMs').waitFor();
}

const acme: CustomProvider = {
  id: 'acme-mail',
  name: 'Acme Mail',
  issuer: 'https://id.acme.test',
  authorizationEndpoint: null,
  tokenEndpoint: null,
  revocationEndpoint: null,
  scopes: 'mail.send offline_access',
  clientId: 'mail-app',
  clientAuthentication: 'post',
  mechanism: 'XOAUTH2',
  smtp: { host: 'mail.acme.test', port: 587, tlsMethod: 'starttls' },
  redirectPort: null,
  redirectPath: '/',
};
const noon = Date.UTC(2026, 10, 20, 12, 0);
const problem = 'The watch folder is not there (ENOENT). (deferred)';
const portTaken = 'The relay cannot listen on port 2525: another program uses it. Choose another relayPort.';
/** Watch folders and programs, as they may be. */
const unattended: Pick<FakeStart, 'watchFolders' | 'programs'> = {
  watchFolders: [
    fakeWatchFolder(1, {
      ...{ waiting: 3, onTheWay: 12 },
      last: { file: 'INV-1234__kay@fabrikam.test.pdf', outcome: 'sent', timeMs: noon },
    }),
    fakeWatchFolder(2, {
      ...{ folder: '/mnt/share/accounting/quotes of the northern branch', accountId: null },
      ...{ recipients: 'sidecar', subject: 'Your quote {name}', state: 'unreachable', problem },
      last: { file: 'Q-17.pdf', outcome: 'failed', timeMs: noon },
    }),
    fakeWatchFolder(3, { folder: '/home/ada/Outgoing', state: 'starting', accountId: 99 }),
  ],
  programs: [
    { name: 'erp', accountIds: [1, 4, 6], createdAtMs: noon },
    { name: 'scanner.2nd-floor', accountIds: [8], createdAtMs: noon },
  ],
};

/** What stops them. */
const stopped: FakeStart = {
  ...troubled,
  state: {
    ...troubled.state,
    loginStart: 'unavailable',
    settings: { ...defaultSettings, relayEnabled: true },
  },
  watchFolders: [fakeWatchFolder(1, { state: 'no-agent' })],
  relay: {
    listening: [],
    failure: { code: 'setting-invalid', message: portTaken, remedy: 'correct-input', field: 'relayPort' },
  },
};

const withLists: FakeStart = {
  ...full,
  ...unattended,
  state: {
    ...full.state,
    loginStart: 'needs-approval',
    settings: {
      ...defaultSettings,
      relayEnabled: true,
      defaultAccountId: 1,
      customProviders: [
        acme,
        { ...acme, id: 'northwind', name: 'Northwind', issuer: 'https://login.northwind.test' },
      ],
      businessObjects: [
        { name: 'Job', columns: ['Job_No', 'Site'] },
        { name: 'Ticket', columns: [] },
      ],
    },
  },
};

async function openProgramDialog(page: Page): Promise<void> {
  await openSettings(page);
  await line(page, 'relay.programs').getByRole('button').click();
  await dialog(page).waitFor();
}

async function typeMicrosoftClient(page: Page): Promise<void> {
  await control(page, 'microsoftClient.source').selectOption('own');
  await control(page, 'microsoftClient.tenant').selectOption('own');
  await control(page, 'microsoftClient.ownTenant').fill('contoso.com');
  await control(page, 'microsoftClient.cloud').selectOption('us-government');
  await control(page, 'microsoftClient.clientId').fill('0c6e8f2a-5d2b-4a3e-9a51-2f7b7a1d9c10');
  await control(page, 'microsoftClient.secret').fill('0c6e8f2a-5d2b-4a3e-9a51-2f7b7a1d9c10');
}

/** Settings: plain ones, own clients, own providers, own business objects, and what a policy fixes. */
export const settingsScenes: readonly Scene[] = [
  {
    name: 'settings',
    start: full,
    show: async (page) => {
      await openSettings(page);
      await control(page, 'retentionDays').fill('30');
    },
  },
  {
    name: 'settings-faults',
    start: full,
    show: async (page) => {
      await openSettings(page);
      await control(page, 'account.host').fill('smtp://contoso');
      await control(page, 'keepDocumentsDays').fill('1.5');
      await page.keyboard.press('Control+s');
      await page.locator('[aria-invalid=true]').first().waitFor();
    },
  },
  {
    name: 'settings-empty',
    start: {},
    show: openSettings,
  },
  {
    name: 'settings-nothing-found',
    start: full,
    show: async (page) => {
      await openSettings(page);
      await page.keyboard.press('Control+f');
      await page.keyboard.type('q9q9');
      await line(page, 'smtpTimeoutMs').waitFor({ state: 'detached' });
    },
    data: ['q9q9'],
  },
  {
    name: 'settings-google-client',
    start: full,
    words: 'said',
    show: async (page) => {
      await openSettings(page);
      await control(page, 'googleClient.source').selectOption('own');
      await control(page, 'googleClient.clientId').fill('1234-abcd.apps.googleusercontent.com');
      await control(page, 'googleClient.secret').fill('GOCSPX-example');
      await page.keyboard.press('Control+s');
      await line(page, 'googleClient.secret').getByRole('button').nth(1).waitFor();
      await control(page, 'googleClient.type').selectOption('web');
      await control(page, 'googleClient.redirectPath').fill('/somewhere');
    },
  },
  {
    name: 'settings-microsoft-client',
    start: full,
    show: async (page) => {
      await openSettings(page);
      await typeMicrosoftClient(page);
      await control(page, 'microsoftClient.redirectUri').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'settings-guide-google',
    start: full,
    show: async (page) => {
      await openSettings(page);
      await line(page, 'googleClient.guide').getByRole('button').first().press('Enter');
      await line(page, 'googleClient.guide').getByRole('listitem').nth(3).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'settings-guide-microsoft',
    start: full,
    show: async (page) => {
      await openSettings(page);
      await line(page, 'microsoftClient.guide').getByRole('button').first().press('Enter');
      await line(page, 'microsoftClient.guide').getByRole('listitem').nth(3).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'settings-lists',
    start: withLists,
    show: async (page) => {
      await openSettings(page);
      await line(page, 'businessObjects').locator('input').last().fill('job');
      await line(page, 'businessObjects').locator('input').last().press('Enter');
      await line(page, 'businessObjects').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'provider-dialog',
    start: full,
    data: mechanisms,
    show: async (page) => {
      await openSettings(page);
      await line(page, 'customProviders').getByRole('button').last().click();
      await dialog(page).waitFor();
    },
  },
  {
    name: 'provider-dialog-faults',
    start: full,
    data: mechanisms,
    show: async (page) => {
      await openSettings(page);
      await line(page, 'customProviders').getByRole('button').last().click();
      await dialog(page).locator('[data-field=name] input').fill('Acme Mail');
      await dialog(page).locator('[data-field=issuer] input').fill('http://id.acme.test');
      await page.keyboard.press('Enter');
      await dialog(page).locator('[aria-invalid=true]').first().waitFor();
    },
  },
  {
    name: 'provider-remove',
    start: {
      ...withLists,
      state: {
        ...withLists.state,
        accounts: (full.state?.accounts ?? []).map((each) => ({ ...each, provider: 'acme-mail' })),
      },
    },
    show: async (page) => {
      await openSettings(page);
      await line(page, 'customProviders.acme-mail').getByRole('button').last().click();
      await dialog(page).waitFor();
    },
  },
  {
    name: 'settings-locked',
    start: managed,
    show: async (page) => {
      await openSettings(page);
      await control(page, 'smtpTimeoutMs').focus();
    },
  },
  {
    name: 'settings-locked-lists',
    start: managed,
    show: async (page) => {
      await openSettings(page);
      await line(page, 'policyObjects.Contract').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'watch-folder-dialog',
    start: { ...full, ...unattended },
    data: ['INV-1234'],
    show: async (page) => {
      await openSettings(page);
      await line(page, 'watchFolders').getByRole('button').click();
      await dialog(page).locator('[data-field=folder] input').fill('/srv/outgoing-1');
      await dialog(page).locator('[data-add]').click();
      await page.keyboard.press('Tab');
    },
  },
  {
    name: 'program-dialog-faults',
    start: { ...full, ...unattended },
    show: async (page) => {
      await openProgramDialog(page);
      await dialog(page).locator('[data-field=name] input').fill('My ERP');
      await page.keyboard.press('Enter');
    },
  },
  {
    name: 'program-added',
    // The password is another one each time, in no language.
    words: 'english',
    start: { ...full, ...unattended },
    show: async (page) => {
      await openProgramDialog(page);
      await dialog(page).locator('[data-field=name] input').fill('shop');
      await dialog(page).getByRole('checkbox').first().check();
      await dialog(page).locator('[data-field=name] input').press('Enter');
      await page.getByRole('alertdialog').waitFor();
    },
  },
  {
    name: 'settings-troubled',
    start: stopped,
    show: async (page) => {
      await openSettings(page);
      await line(page, 'relay.status').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'settings-close',
    start: full,
    show: async (page) => {
      await openSettings(page);
      await control(page, 'retentionDays').fill('30');
      await page.keyboard.press('Control+w');
      await page.getByRole('alertdialog').waitFor();
    },
  },
];
