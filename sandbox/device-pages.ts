/**
 * The pages on which somebody types the code that an app shows elsewhere, before the sign-in pages:
 *
 * | page | heading | controls |
 * |---|---|---|
 * | code | `Enter code` | textbox `Code`, button `Next`; a code that is not good: role alert |
 * | confirmation | `Are you trying to sign in to SMTP Setup?` | buttons `Continue`, `Cancel` |
 * | end | `You are signed in to SMTP Setup` | none |
 */
import { html } from './html.ts';
import { card } from './sign-in-pages.ts';
import type { Wording } from './sign-in-pages.ts';

/** Where a form goes, and what proves that it came from the page. */
export interface DeviceForm {
  readonly action: string;
  readonly xsrf: string;
}

/** The code of somebody's app. */
export const codePage = (wording: Wording, form: DeviceForm, problem: string | undefined): string =>
  card(
    wording,
    'Enter code',
    html`${problem !== undefined && html`<p class="alert" role="alert">${problem}</p>`}
      <form method="post" action="${form.action}">
        <input type="hidden" name="xsrf" value="${form.xsrf}" />
        <label>Code <input type="text" name="user_code" autocomplete="off" autofocus required /></label>
        <div class="row"><button class="main">Next</button></div>
      </form>`,
  );

/** Asks for what the code is about to be used: whoever was sent a code by a stranger can still turn back. */
export const confirmCodePage = (wording: Wording, form: DeviceForm, userCode: string): string =>
  card(
    wording,
    'Are you trying to sign in to SMTP Setup?',
    html`<p class="soft">Only continue if somebody you trust gave you the code ${userCode}.</p>
      <form method="post" action="${form.action}">
        <input type="hidden" name="xsrf" value="${form.xsrf}" />
        <input type="hidden" name="user_code" value="${userCode}" />
        <div class="row">
          <button class="main" name="confirm" value="yes">Continue</button>
          <button name="abort" value="yes">Cancel</button>
        </div>
      </form>`,
  );

/** Nothing comes back to this browser. */
export const codeUsedPage = (wording: Wording): string =>
  card(wording, 'You are signed in to SMTP Setup', html`<p>You may close this window now.</p>`);
