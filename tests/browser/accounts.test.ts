import { expect, test } from 'vitest';
import { expectAccessible, focusedName, patience, setStage, vaultFiles } from '../helpers/browser-journey.ts';
import { openWindow } from '../helpers/open-window.ts';
import { startApp } from '../helpers/start-app.ts';

const stage = setStage();
const { person } = stage;

test('an account with a password is set up by hand, warned while typing, and never shows the password again', async () => {
  const orders = person('orders');
  const app = await startApp({ sandbox: stage.sandbox });
  const window = await openWindow(stage.browser, app);
  await window.button('Add').click();
  const dialog = window.dialog('SMTP Setup');
  await dialog.field('Email Server Hostname or IP Address').fill('localhost');
  await dialog.field('SMTP User').fill(orders.address);
  await dialog.field('SMTP Password').fill(orders.password);
  await dialog.field('SMTP Port').fill('465');
  await dialog.choice('SSL/TLS Startup Method').selectOption({ label: 'STARTTLS' });
  await dialog.text('Port 465 usually expects Implicit or Auto, not STARTTLS.').waitFor();
  await expectAccessible(window);
  await dialog.field('SMTP Port').fill(String(stage.sandbox.smtp.starttls));
  await dialog.text('Port 465 usually expects').waitFor({ state: 'detached' });
  await dialog.button('OK').click();
  await dialog.element.waitFor({ state: 'detached' });
  await window.row(orders.address).waitFor();

  await window.row(orders.address).dblclick();
  const password = dialog.field('SMTP Password');
  expect(await password.inputValue()).toBe('');
  expect(await password.getAttribute('placeholder')).toBe('set');
  expect(await window.page.content()).not.toContain(orders.password);
  await expectAccessible(window);
  await dialog.button('Cancel').click();
  await dialog.element.waitFor({ state: 'detached' });

  await window.button('Send Test Email').click();
  const testing = window.dialog('Send Test Email');
  await expectAccessible(window);
  await testing.field('Send to').fill(person('invoices').address);
  await testing.button('Send').click();
  await testing.text('Sent').waitFor();
  await expectAccessible(window);
  const [received] = stage.sandbox.inbox.messages();
  expect(received).toMatchObject({ account: orders.address, to: [person('invoices').address] });
  await testing.button('Close').click();
  await window.row(orders.address).getByText('Ready').waitFor();
});

test('a port that is none and half a key are refused where they stand, before anything is saved', async () => {
  const app = await startApp({ sandbox: stage.sandbox });
  const window = await openWindow(stage.browser, app);
  await window.button('Add').click();
  const dialog = window.dialog('SMTP Setup');
  await dialog.field('Email Server Hostname or IP Address').fill('mail.store.example');
  await dialog.field('SMTP User').fill('orders@store.example');
  await dialog.choice('Business Object').fill('SystemUser');
  await dialog.field('SMTP Port').fill('65536');
  await dialog.button('OK').click();
  await dialog.text('Enter a port from 1 to 65535; 587 is usual.').waitFor();
  await dialog
    .text('Fill in Business Object, Column Name and Column Value, or none of them.')
    .first()
    .waitFor();
  await expect.poll(() => focusedName(window), patience).toBe('SMTP Port');
  await expectAccessible(window);
  expect(app.state().accounts).toEqual([]);
});

test('a removed account comes back by Undo, with its password', async () => {
  const orders = person('orders');
  const app = await startApp({ sandbox: stage.sandbox });
  const place = { host: 'localhost', port: stage.sandbox.smtp.starttls, user: orders.address };
  await app.add(place, { password: orders.password });
  const before = await vaultFiles(app);
  const window = await openWindow(stage.browser, app);
  await window.row(orders.address).click();
  await window.button('Remove').click();
  await window.row(orders.address).waitFor({ state: 'detached' });
  await window.text('Removed account 1.').waitFor();
  await expectAccessible(window);
  await window.button('Undo').click();
  await window.row(orders.address).waitFor();
  expect(app.row(1)).toMatchObject({ user: orders.address, passwordSet: true });
  expect(await vaultFiles(app)).toEqual(before);

  await window.page.getByRole('grid').focus();
  await window.page.keyboard.press('Delete');
  await window.row(orders.address).waitFor({ state: 'detached' });
  await window.button('Undo').waitFor();
  await window.page.keyboard.press('Control+z');
  await window.row(orders.address).waitFor();
  expect(app.row(1)?.passwordSet).toBe(true);
});

test('removing an account that messages wait for asks once, with their number', async () => {
  const app = await startApp({ sandbox: stage.sandbox });
  await app.add({ host: 'localhost', port: stage.sandbox.smtp.starttls, user: 'orders@store.example' });
  const to = person('invoices').address;
  const items = [await app.send(1, to), await app.send(1, to)];
  await Promise.all(items.map(({ itemId }) => app.settled(itemId, 'held')));
  const ben = await app.addSignedIn(person('ben'));
  const window = await openWindow(stage.browser, app);
  await window.row('orders@store.example').click();
  await window.button('Remove').click();
  const question = window.question('Remove 1 account?');
  await question.text('2 e-mails still wait to be sent.').waitFor();
  await expectAccessible(window);
  await question.button('Keep Account').click();
  await question.element.waitFor({ state: 'detached' });
  expect(app.row(1)).toBeDefined();

  await window.button('Remove').click();
  await question.button('Choose Another Account').click();
  await question.button('Remove and Move 2 E-mails').click();
  await window.row('orders@store.example').waitFor({ state: 'detached' });
  await Promise.all(items.map(({ itemId }) => app.settled(itemId, 'sent')));
  expect(stage.sandbox.inbox.messages().map(({ account }) => account)).toEqual([ben.user, ben.user]);
});

const fieldsInOrder = [
  'Email Server ID',
  'OAuth Service Provider',
  'Email Server Hostname or IP Address',
  'SMTP User',
  'SMTP Password',
  'SMTP Port',
  'Business Object',
  'Column Name',
  'Column Value',
  'Enable SMTP over SSL or TLS',
  'SSL/TLS Startup Method',
  'More',
  'OK',
  'Cancel',
];

test('an account is added and changed with the keyboard alone', async () => {
  const app = await startApp({ sandbox: stage.sandbox });
  const window = await openWindow(stage.browser, app);
  const { keyboard } = window.page;
  await keyboard.press('Control+n');
  const dialog = window.dialog('SMTP Setup');
  await expect.poll(() => focusedName(window), patience).toBe('Email Server Hostname or IP Address');
  await keyboard.type('mail.store.example');

  await dialog.field('Email Server ID').focus();
  const order: string[] = [];
  for (let presses = 0; presses < 30 && order.at(-1) !== 'Cancel'; presses += 1) {
    const name = await focusedName(window);
    if (fieldsInOrder.includes(name)) order.push(name);
    await keyboard.press('Tab');
  }
  expect(order).toEqual(fieldsInOrder);

  await dialog.field('SMTP User').focus();
  await keyboard.type('orders@store.example');
  await keyboard.press('Escape');
  await window.question('Discard changes?').element.waitFor();
  await keyboard.press('Escape');
  await window.question('Discard changes?').element.waitFor({ state: 'detached' });
  expect(await dialog.field('SMTP User').inputValue()).toBe('orders@store.example');
  await dialog.field('SMTP User').press('Enter');
  await dialog.element.waitFor({ state: 'detached' });
  await window.row('orders@store.example').waitFor();

  await window.page.getByRole('grid').focus();
  await keyboard.press('F2');
  await expect.poll(() => dialog.element.isVisible(), patience).toBe(true);
  await dialog.field('SMTP Port').focus();
  await keyboard.press('Control+a');
  await keyboard.type('2525');
  await keyboard.press('Enter');
  await dialog.element.waitFor({ state: 'detached' });
  await window.row('orders@store.example').getByText('2525').waitFor();
  const hasFocus = () => window.page.evaluate(() => document.activeElement?.getAttribute('role'));
  await expect.poll(hasFocus, patience).toBe('grid');

  await keyboard.press('F2');
  await expect.poll(() => dialog.element.isVisible(), patience).toBe(true);
  await keyboard.press('Escape');
  await dialog.element.waitFor({ state: 'detached' });
  await expect.poll(hasFocus, patience).toBe('grid');
  expect(window.complaints).toEqual([]);
});
