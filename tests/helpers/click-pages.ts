import type { Page } from 'playwright-core';

/** Somebody who signs in on a provider's pages. */
export interface Person {
  readonly address: string;
  readonly password: string;
}

/** What the person does differently. */
export interface Clicks {
  /** Presses Cancel where the app's permissions are asked for. */
  readonly decline?: boolean;
  /** Leaves out the permission to send. */
  readonly untickSending?: boolean;
  /** Chooses the person in the list even where another one is filled in. */
  readonly asSomebodyElse?: boolean;
}

/**
 * Opens the URL in a page and clicks through the provider's pages as the person would; resolves on the app's own page at
 * the end.
 */
export async function clickSignIn(
  page: Page,
  url: string,
  person: Person,
  clicks: Clicks = {},
): Promise<void> {
  await page.goto(url);
  const chooser = page.getByRole('heading', {
    name: /^(Choose an account|Pick an account|Who is signing in\?)$/,
  });
  const password = page.getByRole('textbox', { name: 'Password' });
  await chooser.or(password).first().waitFor();
  if (clicks.asSomebodyElse && (await password.isVisible())) {
    await page.getByRole('button', { name: 'Use another account' }).click();
    await chooser.waitFor();
  }
  if (await chooser.isVisible()) {
    await page.getByRole('button', { name: 'Use another account' }).click();
    await page.getByRole('textbox', { name: 'Email' }).fill(person.address);
    await page.getByRole('button', { name: 'Next' }).click();
  }
  await password.fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  if (clicks.untickSending) await page.getByRole('checkbox', { name: 'Send email on your behalf' }).uncheck();
  const answer = clicks.decline ? 'Cancel' : /^(Continue|Accept|Allow)$/;
  await page.getByRole('button', { name: answer }).click();
  // The app's own page has no form; Chromium keeps the answer only when the page is seen to the end.
  await page.waitForURL((at) => at.origin !== new URL(url).origin);
  await page.waitForLoadState();
}
