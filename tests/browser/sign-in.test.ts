import { expect, test } from 'vitest';
import { expectAccessible, focusedName, patience, setStage, vaultFiles } from '../helpers/browser-journey.ts';
import type { Clicks, Person } from '../helpers/click-pages.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { nextUrl, openWindow, signInInTab } from '../helpers/open-window.ts';
import type { AppWindow, WindowPart } from '../helpers/open-window.ts';
import { startApp } from '../helpers/start-app.ts';
import type { TestApp } from '../helpers/start-app.ts';

const stage = setStage();
const { person } = stage;
const signInTimeMs = 5 * 60_000;

/** Presses Add and answers the dialog. */
async function addAccount(window: AppWindow): Promise<WindowPart> {
  await window.button('Add').click();
  const dialog = window.dialog('SMTP Setup');
  await dialog.element.waitFor();
  return dialog;
}

/** Presses Sign In in the dialog of an account without a provider, and signs in with one that is offered. */
async function signInWith(
  app: TestApp,
  window: AppWindow,
  provider: string,
  who: Person,
  clicks?: Clicks,
): Promise<void> {
  await window.dialog('SMTP Setup').button('Sign In').click();
  const press = () => window.dialog('Email Sign In').button(`Sign in with ${provider}`).click();
  await signInInTab(app, window, press, who, clicks);
}

async function enterKey({ choice, field }: WindowPart, value: string): Promise<void> {
  await choice('Business Object').fill('SystemUser');
  await choice('Column Name').fill('User_Name');
  await field('Column Value').fill(value);
}

test('a new account is filled in by signing in with Google, gets a key and is ready', async () => {
  const app = await startApp({ sandbox: stage.sandbox });
  const window = await openWindow(stage.browser, app);
  await window.heading('No sending accounts yet').waitFor();
  await expectAccessible(window);
  const dialog = await addAccount(window);
  await expectAccessible(window);
  await dialog.button('Sign In').click();
  const signIn = window.dialog('Email Sign In');
  await signIn.text('This sign-in stays with your user on this computer.').waitFor();
  await expect.poll(() => focusedName(window), patience).toContain('Sign in with Google');
  expect(await window.page.getByRole('alert').filter({ hasText: 'Enter' }).count()).toBe(0);
  await expectAccessible(window);
  const press = () => signIn.button('Sign in with Google').click();
  await signInInTab(app, window, press, person('grace'));

  await signIn.element.waitFor({ state: 'detached' });
  await expect.poll(() => focusedName(window), patience).toBe('Business Object');
  await dialog.text('Signed in as grace@harbor.test. Takes effect with OK.').waitFor();
  expect(await dialog.choice('OAuth Service Provider').inputValue()).toBe('google');
  expect(await dialog.field('SMTP User').inputValue()).toBe('grace@harbor.test');
  expect(await dialog.field('SMTP Port').isEditable()).toBe(false);
  await expectAccessible(window);
  expect(app.state().accounts).toEqual([]);

  await enterKey(dialog, 'grace');
  await expectAccessible(window);
  await dialog.button('OK').click();
  await dialog.element.waitFor({ state: 'detached' });
  await window.row('grace@harbor.test').getByText('Ready').waitFor();
  const key = { businessObject: 'SystemUser', columnName: 'User_Name', columnValue: 'grace' };
  expect(app.state().accounts).toMatchObject([{ id: 1, ...key, signedInAs: 'grace@harbor.test' }]);
  expect(await vaultFiles(app)).toHaveLength(1);
  await expectAccessible(window);
});

test('somebody whose user name differs from the mailbox signs in with Microsoft by that name', async () => {
  const anna = person('anna');
  const byUserName = { address: anna.signInName, password: anna.password };
  expect(byUserName.address).not.toBe(anna.address);
  const app = await startApp({ sandbox: stage.sandbox });
  const window = await openWindow(stage.browser, app);
  const dialog = await addAccount(window);
  await signInWith(app, window, 'Microsoft', byUserName);
  await expect.poll(() => focusedName(window), patience).toBe('Business Object');
  expect(await dialog.field('SMTP User').inputValue()).toBe(anna.address);
  expect(await dialog.field('SMTP Port').isEditable()).toBe(true);
  await enterKey(dialog, 'anna');
  await dialog.button('OK').click();
  await window.row(anna.address).getByText('Ready').waitFor();
});

test('a mailbox that was typed before counts as the one who signs in by another user name', async () => {
  const anna = person('anna');
  const app = await startApp({ sandbox: stage.sandbox });
  const window = await openWindow(stage.browser, app);
  const dialog = await addAccount(window);
  await dialog.field('SMTP User').fill(anna.address);
  await signInWith(app, window, 'Microsoft', { address: anna.signInName, password: anna.password });
  await expect.poll(() => focusedName(window), patience).toBe('Business Object');
  await dialog.button('OK').click();
  await window.row(anna.address).getByText('Ready').waitFor();
});

test('Cancel of the dialog asks once and forgets the sign-in that was made in it', async () => {
  const app = await startApp({ sandbox: stage.sandbox });
  const window = await openWindow(stage.browser, app);
  const dialog = await addAccount(window);
  await signInWith(app, window, 'Google', person('grace'));
  await dialog.text('Takes effect with OK.').waitFor();
  expect(await vaultFiles(app)).toHaveLength(1);
  await dialog.button('Cancel').click();
  const question = window.question('Discard changes?');
  await question.element.waitFor();
  await expectAccessible(window);
  await question.button('Discard').click();
  await dialog.element.waitFor({ state: 'detached' });
  await expect.poll(() => vaultFiles(app), patience).toEqual([]);
  expect(app.state()).toMatchObject({ accounts: [], signIn: null });
});

test('Cancel of a dialog leaves the sign-in that the account had before', async () => {
  const app = await startApp({ sandbox: stage.sandbox });
  await app.addSignedIn(person('ben'));
  const before = await vaultFiles(app);
  const window = await openWindow(stage.browser, app);
  await window.row('ben@contoso.test').dblclick();
  const dialog = window.dialog('SMTP Setup');
  await signInInTab(app, window, () => dialog.button('Sign In Again').click(), person('ben'));
  await dialog.text('Takes effect with OK.').waitFor();
  expect(await vaultFiles(app)).toHaveLength(2);
  await dialog.button('Cancel').click();
  await window.question('Discard changes?').button('Discard').click();
  await expect.poll(() => vaultFiles(app), patience).toEqual(before);
  await window.row('ben@contoso.test').getByText('Ready').waitFor();
});

test('declining at the provider says what happened and what to do, and keeps nothing', async () => {
  const app = await startApp({ sandbox: stage.sandbox });
  const window = await openWindow(stage.browser, app);
  const dialog = await addAccount(window);
  await signInWith(app, window, 'Google', person('grace'), { decline: true });
  const signIn = window.dialog('Email Sign In');
  await signIn.heading('Google did not get the permission').waitFor();
  await expectAccessible(window);
  expect(await vaultFiles(app)).toEqual([]);
  await signInInTab(app, window, () => signIn.button('Try Again').click(), person('grace'));
  await dialog.text('Signed in as grace@harbor.test. Takes effect with OK.').waitFor();
});

test('whoever closes the tab and presses Cancel is back in the dialog, and nothing listens any more', async () => {
  const app = await startApp({ sandbox: stage.sandbox });
  const window = await openWindow(stage.browser, app);
  const dialog = await addAccount(window);
  await dialog.button('Sign In').click();
  const signIn = window.dialog('Email Sign In');
  const url = nextUrl(app);
  await signIn.button('Sign in with Microsoft').click();
  const tab = await window.context.newPage();
  await tab.goto(await url);
  await signIn.element.getByRole('timer').waitFor();
  await expectAccessible(window);
  await tab.close();
  await signIn.button('Cancel').click();
  await signIn.element.waitFor({ state: 'detached' });
  await dialog.button('Sign In').waitFor();
  const redirectUri = new URL(await url).searchParams.get('redirect_uri') ?? '';
  const answer = () =>
    fetch(redirectUri).then(
      () => 'answered',
      () => 'closed',
    );
  await expect.poll(answer, patience).toBe('closed');
  expect(app.state().signIn?.stage ?? 'cancelled').toBe('cancelled');
  expect(await vaultFiles(app)).toEqual([]);
});

test('after five minutes the sign-in has timed out and can be tried again', async () => {
  const clock = createFakeClock();
  const app = await startApp({ sandbox: stage.sandbox, clock });
  const window = await openWindow(stage.browser, app);
  const dialog = await addAccount(window);
  await dialog.button('Sign In').click();
  const signIn = window.dialog('Email Sign In');
  const url = nextUrl(app);
  await signIn.button('Sign in with Google').click();
  await url;
  await signIn.element.getByRole('timer').waitFor();
  await clock.advance(signInTimeMs + 1_000);
  await signIn.heading('Timed out').waitFor();
  await expectAccessible(window);
  await signInInTab(app, window, () => signIn.button('Try Again').click(), person('grace'));
  await dialog.text('Signed in as grace@harbor.test. Takes effect with OK.').waitFor();
});

const somebodyElse: Clicks = { asSomebodyElse: true };

test('somebody else signing in changes nothing until the right person has signed in', async () => {
  const app = await startApp({ sandbox: stage.sandbox });
  await app.addSignedIn(person('ben'));
  const before = await vaultFiles(app);
  const window = await openWindow(stage.browser, app);
  await window.row('ben@contoso.test').click();
  await signInInTab(app, window, () => window.button('Sign In').click(), person('clara'), somebodyElse);
  const signIn = window.dialog('Email Sign In');
  await signIn.heading('Wrong account').waitFor();
  await signIn
    .text('You signed in as clara@contoso.test, but this account sends as ben@contoso.test.')
    .waitFor();
  expect(await vaultFiles(app)).toEqual(before);
  await expectAccessible(window);
  const again = () => signIn.button('Sign In Again as ben@contoso.test').click();
  await signInInTab(app, window, again, person('ben'), somebodyElse);
  await signIn.text('Signed in as ben@contoso.test').waitFor();
  await expectAccessible(window);
  await signIn.button('Done').click();
  await window.row('ben@contoso.test').getByText('Ready').waitFor();
});

test('the account can be changed to whoever signed in', async () => {
  const app = await startApp({ sandbox: stage.sandbox });
  await app.addSignedIn(person('ben'));
  const window = await openWindow(stage.browser, app);
  await window.row('ben@contoso.test').click();
  await signInInTab(app, window, () => window.button('Sign In').click(), person('clara'), somebodyElse);
  const signIn = window.dialog('Email Sign In');
  const change = () => signIn.button('Change SMTP User to clara@contoso.test').click();
  await signInInTab(app, window, change, person('clara'), somebodyElse);
  await signIn.text('Signed in as clara@contoso.test').waitFor();
  await signIn.button('Done').click();
  await window.row('clara@contoso.test').getByText('Ready').waitFor();
  expect(app.state().accounts).toMatchObject([{ id: 1, user: 'clara@contoso.test' }]);
});
