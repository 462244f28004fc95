import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { examplePdf } from '../../build/demo/journey.ts';
import type { OutboxItem } from '../../shared/message.ts';
import { expectAccessible, patience, setStage } from '../helpers/browser-journey.ts';
import { openWindow, signInInTab } from '../helpers/open-window.ts';
import type { AppWindow } from '../helpers/open-window.ts';
import { startApp } from '../helpers/start-app.ts';
import type { TestApp } from '../helpers/start-app.ts';

const stage = setStage();
const { person } = stage;

async function outboxOf(app: TestApp): Promise<readonly OutboxItem[]> {
  return (await app.call('outboxPage', { states: [], beforeSequence: null, limit: 100 })).items;
}

/** Writes a short message by hand and presses Send. */
async function write(window: AppWindow, subject: string): Promise<void> {
  await window.show('Compose');
  await window.field('To').fill(person('orders').address);
  await window.field('Subject').fill(subject);
  await window.field('Message').fill('Please find it attached.');
  await window.button('Send').click();
  await window.text(`“${subject}” was handed over to the outbox.`).waitFor();
}

async function setting(window: AppWindow, label: string, value: string): Promise<void> {
  await window.show('Settings');
  await window.choice(label).selectOption(value);
  await window.button('Save').click();
  await window.text('Settings saved.').waitFor();
}

test('a PDF that is picked and one that is dropped arrive as they were, and the Outbox says Sent', async () => {
  const app = await startApp({ sandbox: stage.sandbox });
  const grace = await app.addSignedIn(person('grace'), {
    ...{ businessObject: 'SalesDocument', columnName: 'Sales_Doc_Type', columnValue: 'INVOICE' },
  });
  const window = await openWindow(stage.browser, app);
  const { page } = window;
  await window.show('Compose');
  await expectAccessible(window);

  await window.button('Add Record').click();
  const record = page.getByRole('group', { name: 'Record 1' });
  await record.getByRole('combobox', { name: 'Business Object' }).fill('SalesDocument');
  await record.getByRole('combobox', { name: 'Column Name' }).fill('Sales_Doc_Type');
  await record.getByRole('textbox', { name: 'Column Value' }).fill('invoice');
  await window.text(`Sends as grace@harbor.test (account ${grace.id}).`).waitFor();
  await window.field('To').fill(`Orders <${person('orders').address}>`);
  await window.field('Subject').fill('Invoice 88123');
  await window.field('Message').fill('Dear customer,\n\nplease find the invoice attached.');

  const picked = examplePdf('Invoice 88123');
  const pickedFile = join(app.profileFolder, '..', 'Invoice 88123.pdf');
  await writeFile(pickedFile, picked.bytes);
  const choosing = page.waitForEvent('filechooser');
  await window.button('Add Document').click();
  await (await choosing).setFiles(pickedFile);
  await window.button('Remove Invoice 88123.pdf').waitFor();

  const dropped = examplePdf('Terms');
  const transfer = await page.evaluateHandle((base64) => {
    const files = new DataTransfer();
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.codePointAt(0) ?? 0);
    files.items.add(new File([bytes], 'Terms größer.pdf', { type: 'application/pdf' }));
    return files;
  }, dropped.bytes.toString('base64'));
  const documents = page.getByRole('region', { name: 'Documents' });
  for (const type of ['dragenter', 'dragover', 'drop']) {
    await documents.dispatchEvent(type, { dataTransfer: transfer });
  }
  await window.button('Remove Terms größer.pdf').waitFor();
  await expectAccessible(window);

  await window.button('Send').click();
  const received = await stage.sandbox.inbox.waitFor(
    ({ subject }) => subject === 'Invoice 88123',
    patience.timeout,
  );
  expect(received.to).toEqual([person('orders').address]);
  expect(received.account).toBe('grace@harbor.test');
  expect(received.attachments.map(({ name, sha256 }) => ({ name, sha256 }))).toEqual([
    { name: 'Invoice 88123.pdf', sha256: picked.sha256 },
    { name: 'Terms größer.pdf', sha256: dropped.sha256 },
  ]);
  expect(createHash('sha256').update(dropped.bytes).digest('hex')).toBe(dropped.sha256);

  await window.button('Show in Outbox').click();
  await window.row('Invoice 88123').getByText('Sent').waitFor();
  const details = page.getByRole('complementary', { name: 'Details of the message' });
  await details.getByText(received.messageId ?? 'no Message-ID').waitFor();
  await expectAccessible(window);
});

test('a revoked sign-in is asked for once, and the message that waited goes out as it was', async () => {
  const app = await startApp({ sandbox: stage.sandbox });
  const grace = await app.addSignedIn(person('grace'));
  await app.call('settingsSave', { defaultAccountId: grace.id });
  const openedBefore = app.opened.length;
  const window = await openWindow(stage.browser, app);
  stage.sandbox.faults.revoke({ address: grace.user });
  await write(window, 'Quote Q-1192');

  await window.text('Sign in again as grace@harbor.test?').waitFor();
  await window.text('1 e-mail waits for this sign-in.').waitFor();
  expect(app.opened).toHaveLength(openedBefore);
  const [held] = await outboxOf(app);
  expect(held).toMatchObject({ state: 'held', because: 'sign-in-required', attempts: expect.any(Number) });
  await expectAccessible(window);
  await window.show('Outbox');
  await window.row('Quote Q-1192').getByText('Held').waitFor();

  const bar = window.page.getByRole('region', { name: 'Notices' });
  const press = () => bar.getByRole('button', { name: 'Sign In' }).click();
  await signInInTab(app, window, press, person('grace'));
  await window.dialog('Email Sign In').text('Signed in as grace@harbor.test').waitFor();
  await window.dialog('Email Sign In').button('Done').click();
  const received = await stage.sandbox.inbox.waitFor(
    ({ subject }) => subject === 'Quote Q-1192',
    patience.timeout,
  );
  expect(received.messageId).toBe(held?.messageId);
  await window.row('Quote Q-1192').getByText('Sent').waitFor();
  await window.text('Sign in again as').waitFor({ state: 'detached' });
  expect(stage.sandbox.inbox.messages()).toHaveLength(1);
  expect(window.complaints).toEqual([]);
});

test('Not Now leaves the message held and the question away; a sign-in later sends it', async () => {
  const app = await startApp({ sandbox: stage.sandbox });
  const ben = await app.addSignedIn(person('ben'));
  await app.call('settingsSave', { defaultAccountId: ben.id });
  const window = await openWindow(stage.browser, app);
  stage.sandbox.faults.revoke({ address: ben.user });
  await write(window, 'Order 2041');
  await window.text('Sign in again as ben@contoso.test?').waitFor();
  await window.button('Not Now').click();
  await window.text('Sign in again as').waitFor({ state: 'detached' });
  await window.show('Outbox');
  await window.row('Order 2041').getByText('Held').waitFor();
  await window.row('Order 2041').click();
  const details = window.page.getByRole('complementary', { name: 'Details of the message' });
  await details.getByText('The sign-in was cancelled').waitFor();
  await expectAccessible(window);
  expect(await outboxOf(app)).toMatchObject([{ state: 'held', because: 'sign-in-cancelled' }]);

  await window.show('SMTP Setup');
  await window.row('ben@contoso.test').getByText('Sign-in needed').first().waitFor();
  await window.show('Outbox');
  const press = () => details.getByRole('button', { name: 'Sign In' }).click();
  await signInInTab(app, window, press, person('ben'));
  await window.dialog('Email Sign In').button('Done').click();
  await window.row('Order 2041').getByText('Sent').waitFor();
});

test('with the setting off nothing is asked: the message is held and says what to do', async () => {
  const app = await startApp({ sandbox: stage.sandbox });
  const grace = await app.addSignedIn(person('grace'));
  await app.call('settingsSave', { defaultAccountId: grace.id });
  const openedBefore = app.opened.length;
  const window = await openWindow(stage.browser, app);
  await setting(window, 'Can Sign In When Sending Email', 'false');
  await expectAccessible(window);
  stage.sandbox.faults.revoke({ address: grace.user });
  await write(window, 'Invoice 88124');
  await window.show('Outbox');
  await window.row('Invoice 88124').getByText('Held').waitFor();
  await window.row('Invoice 88124').click();
  const details = window.page.getByRole('complementary', { name: 'Details of the message' });
  await details.getByText('Google ended the sign-in').waitFor();
  expect(await window.text('Sign in again as').count()).toBe(0);
  expect(app.state().questions).toEqual([]);
  expect(app.opened).toHaveLength(openedBefore);

  await signInInTab(
    app,
    window,
    () => details.getByRole('button', { name: 'Sign In' }).click(),
    person('grace'),
  );
  await window.dialog('Email Sign In').button('Done').click();
  await window.row('Invoice 88124').getByText('Sent').waitFor();
});
