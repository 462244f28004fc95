import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContextOptions, Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import { examplePdf } from '../../build/demo/journey.ts';
import type { AccountDraft, AccountRow } from '../../shared/account.ts';
import type { StateChange, StateSnapshot } from '../../shared/app-state.ts';
import { expectAccessible, setStage } from '../helpers/browser-journey.ts';
import { nextUrl, openUrl, servePreview } from '../helpers/open-window.ts';
import type { AppWindow } from '../helpers/open-window.ts';
import { startApp } from '../helpers/start-app.ts';
import type { TestApp } from '../helpers/start-app.ts';

// With PICTURES=1 the pictures of the documentation are taken anew; else the same way is only gone.
const isTaking = process.env['PICTURES'] === '1';
const folder = join(import.meta.dirname, '../../docs/pictures');
const largestPictureBytes = 200_000;
const stage = setStage();
const { person } = stage;

const systemUser = { businessObject: 'SystemUser', columnName: 'User_Name' };
const documentType = { businessObject: 'SalesDocument', columnName: 'Sales_Doc_Type' };

async function picture(name: string, window: AppWindow): Promise<void> {
  // What would move is at rest, and no button is under the mouse.
  await window.page.mouse.move(0, 799);
  await expectAccessible(window);
  if (!isTaking) return;
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${name}.png`);
  await window.page.screenshot({ path: file, caret: 'hide', animations: 'disabled' });
  expect((await stat(file)).size).toBeLessThan(largestPictureBytes);
}

/** A small firm in the middle of a day: most accounts work, some want something. */
async function fillFirm(app: TestApp): Promise<void> {
  const local = (more: Partial<AccountDraft>) => ({ host: 'localhost', tls: true, ...more });
  const grace = await app.addSignedIn(person('grace'), { ...systemUser, columnValue: 'grace' });
  const ben = await app.addSignedIn(person('ben'), { ...systemUser, columnValue: 'ben' });
  await app.addSignedIn(person('anna'), { ...systemUser, columnValue: 'anna' });
  const orders = person('orders');
  const ordersPort = { port: stage.sandbox.smtp.starttls, tlsMethod: 'starttls' } as const;
  const byPassword = await app.add(
    local({ ...ordersPort, ...documentType, columnValue: 'ORDER', user: orders.address }),
    { password: orders.password },
  );
  await app.add({
    ...{ host: 'mail.fabrikam.test', port: 465, tlsMethod: 'implicit' },
    ...documentType,
    columnValue: 'INVOICE',
    user: 'invoices@fabrikam.test',
  });
  await app.add({
    ...{ host: 'relay.fabrikam.test', port: 25, tls: false, enabled: false },
    ...{ businessObject: 'Warehouse', columnName: 'Site_ID', columnValue: 'NORTH' },
    user: 'scanner@fabrikam.test',
  });
  await app.addSignedIn(person('alan'), { ...systemUser, columnValue: 'alan' });
  await app.call('settingsSave', { defaultAccountId: byPassword.id });

  const to = person('invoices').address;
  const send = async (id: number, subject: string) =>
    await app.settled((await app.send(id, to, 'user', { subject, body: 'Dear customer,' })).itemId);
  await send(ben.id, 'Order confirmation SO-20310');
  await send(grace.id, 'Quote Q-1187 for the pump station');
  await send(byPassword.id, 'Order confirmation SO-20311');
  stage.sandbox.faults.revoke({ address: person('alan').address });
  await send(7, 'Delivery note 5561');
  await app.call('questionAnswer', {
    questionId: app.state().questions[0]?.questionId ?? '',
    ...{ answer: 'cancel', openBrowser: false },
  });
}

// The sandbox stands for these places; its own ports would only confuse who looks at a picture.
const places: Readonly<Record<string, Partial<AccountRow>>> = {
  google: { host: 'gmail.googleapis.com', port: 443, tls: true, tlsMethod: 'auto' },
  microsoft: { host: 'smtp.office365.com', port: 587, tls: true, tlsMethod: 'auto' },
  none: { host: 'smtp.store.example', port: 587 },
};
const named = (rows: readonly AccountRow[]): AccountRow[] =>
  rows.map((row) => (row.host === 'localhost' ? { ...row, ...places[row.provider] } : row));

/** The same app, with the places that the sandbox stands for in the rows. */
function underUsualNames({ call, onState }: TestApp['session']): TestApp['session'] {
  const renamed = <Push extends StateSnapshot | StateChange>(push: Push): Push => {
    if ('state' in push) return { ...push, state: { ...push.state, accounts: named(push.state.accounts) } };
    const { accounts } = push;
    return accounts ? { ...push, accounts: { ...accounts, upserted: named(accounts.upserted) } } : push;
  };
  return {
    call: async (method, input, caller) => {
      const reply = await call(method, input, caller);
      if (method !== 'stateGet' || !reply.ok) return reply;
      return { ok: true, value: renamed(reply.value as StateSnapshot) };
    },
    onState: (listener) => onState((push) => listener(renamed(push))),
  };
}

async function dismissStorageBar(window: AppWindow): Promise<void> {
  const bars = window.page.getByRole('region', { name: 'Notices' });
  await bars.getByRole('button', { name: 'Dismiss' }).click();
}

const selectAndShow = async (row: Locator): Promise<void> => {
  await row.click();
  await row.dblclick();
};

async function openFirm(options: BrowserContextOptions = {}) {
  const app = await startApp({ sandbox: stage.sandbox });
  await fillFirm(app);
  const { url } = await servePreview(underUsualNames(app.session));
  const window = await openUrl(stage.browser, url, options);
  await dismissStorageBar(window);
  return { app, window };
}

test('the pictures of the documentation show what there is', { timeout: 120_000 }, async () => {
  const { app, window } = await openFirm();
  const { page } = window;
  await window.row('anna@contoso.test').click();
  await picture('accounts', window);

  await selectAndShow(window.row('ben@contoso.test'));
  const dialog = window.dialog('SMTP Setup');
  await dialog.element.waitFor();
  await picture('account', window);
  const url = nextUrl(app);
  await dialog.button('Sign In Again').click();
  await url;
  await window.dialog('Email Sign In').element.getByRole('timer').waitFor();
  await picture('sign-in', window);
  await window.dialog('Email Sign In').button('Cancel').click();
  await dialog.button('Cancel').click();
  await dialog.element.waitFor({ state: 'detached' });

  await window.show('Compose');
  await window.button('Add Record').click();
  const record = page.getByRole('group', { name: 'Record 1' });
  await record.getByRole('combobox', { name: 'Business Object' }).fill('SalesDocument');
  await record.getByRole('combobox', { name: 'Column Name' }).fill('Sales_Doc_Type');
  await record.getByRole('textbox', { name: 'Column Value' }).fill('ORDER');
  await window.field('To').fill('Kay Larsen <kay@fabrikam.test>');
  await window.field('Subject').fill('Order confirmation SO-20312');
  await window
    .field('Message')
    .fill(
      'Dear Kay,\n\nthank you for your order. The confirmation is attached.\n\nKind regards\nStore orders',
    );
  const file = join(app.profileFolder, '..', 'SO-20312.pdf');
  await writeFile(file, examplePdf('SO-20312').bytes);
  await page.getByLabel('Add Document').setInputFiles(file);
  await window.button('Remove SO-20312.pdf').waitFor();
  await window.text('Sends as orders@store.example').waitFor();
  await window.field('Subject').focus();
  await picture('compose', window);

  await window.show('Outbox');
  await window.row('Delivery note 5561').click();
  const details = page.getByRole('complementary', { name: 'Details of the message' });
  await details.getByText('Message-ID', { exact: true }).waitFor();
  await picture('outbox', window);

  await window.show('Settings');
  await window.choice('Can Sign In When Sending Email').focus();
  await picture('settings', window);

  stage.sandbox.faults.revoke({ address: person('grace').address });
  const { itemId } = await app.send(1, person('orders').address, 'user', { subject: 'Invoice 88123' });
  await app.settled(itemId, 'held');
  await window.show('SMTP Setup');
  await window.text('Sign in again as grace@harbor.test?').waitFor();
  await picture('question', window);
});

test('the dark picture shows the same in the dark', { timeout: 120_000 }, async () => {
  const { window } = await openFirm({ colorScheme: 'dark' });
  await window.row('anna@contoso.test').click();
  await picture('accounts-dark', window);
});
