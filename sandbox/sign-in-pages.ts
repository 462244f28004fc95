/**
 * The pages on which a person signs in, in both dresses. They need no script and can be driven by role and name:
 *
 * | page | Google | Microsoft |
 * |---|---|---|
 * | chooser, heading | `Choose an account` | `Pick an account` |
 * | chooser, buttons | `<name> <address>` for each person, `Use another account` | the same |
 * | e-mail, heading | `Sign in` | `Sign in` |
 * | e-mail, textbox and buttons | `Email`, `Next`, `Back` | the same |
 * | password, heading | `Welcome` | `Enter password` |
 * | password, textbox and buttons | `Password`, `Sign in`, `Use another account` | the same |
 * | wrong password, role alert | `Wrong password. Try again.` | `Your account or password is incorrect.` |
 * | consent, heading | `SMTP Setup wants to access your Google Account` | `Permissions requested` |
 * | consent, checkboxes | `Send email on your behalf` (ticked) | none |
 * | consent, buttons | `Continue`, `Cancel` | `Accept`, `Cancel` |
 *
 * `prompt=select_account`, or no `login_hint`, begins at the chooser; a `login_hint` of somebody here begins at the
 * password; any other hint fills in the e-mail page.
 */
import { html, page, submitScript } from './html.ts';
import type { Markup } from './html.ts';
import type { Person } from './people.ts';

/** A permission on the consent page. */
export interface Permission {
  readonly scope: string;
  readonly label: string;
  /** Whether the person may leave it out. */
  readonly optional: boolean;
}

/** The words of one provider's pages. */
export interface Wording {
  readonly brand: string;
  readonly look: string;
  readonly choose: string;
  readonly password: string;
  readonly wrongPassword: string;
  readonly unknownEmail: string;
  readonly consent: string;
  readonly accept: string;
  readonly permissions: (scopes: readonly string[]) => readonly Permission[];
}

/** A page of the provider with its name and one heading. */
export const card = (wording: Wording, title: string, content: Markup): string =>
  page({
    title: `${title} – ${wording.brand}`,
    look: `card ${wording.look}`,
    content: html`<p class="brand">${wording.brand}</p>
      <h1>${title}</h1>
      ${content}`,
  });

const alert = (text: string | undefined): Markup | undefined =>
  text === undefined ? undefined : html`<p class="alert" role="alert">${text}</p>`;

/** Who signs in? */
export const chooserPage = (wording: Wording, people: readonly Person[]): string =>
  card(
    wording,
    wording.choose,
    html`<p class="soft">to continue to SMTP Setup</p>
      <form method="post">
        <input type="hidden" name="step" value="choose" />
        ${people.map(
          ({ id, name, signInName }) =>
            html`<button class="person" name="person" value="${id}">
              ${name} <span>${signInName}</span>
            </button>`,
        )}
        <button class="person" name="other" value="yes">Use another account</button>
      </form>`,
  );

/** The e-mail address of somebody who is not in the list. */
export const emailPage = (wording: Wording, typed: string, problem: string | undefined): string =>
  card(
    wording,
    'Sign in',
    html`${alert(problem)}
      <form method="post">
        <input type="hidden" name="step" value="email" />
        <label
          >Email <input type="text" name="email" value="${typed}" autocomplete="off" autofocus required
        /></label>
        <div class="row">
          <button class="main">Next</button>
          <button name="back" value="yes" formnovalidate>Back</button>
        </div>
      </form>`,
  );

/** The password of the person who was chosen. */
export const passwordPage = (wording: Wording, person: Person, problem: string | undefined): string =>
  card(
    wording,
    wording.password,
    html`<p class="soft">${person.signInName}</p>
      ${alert(problem)}
      <form method="post">
        <input type="hidden" name="step" value="password" />
        <input type="hidden" name="person" value="${person.id}" />
        <label>
          Password
          <input type="password" name="password" autocomplete="off" autofocus required />
        </label>
        <div class="row">
          <button class="main">Sign in</button>
          <button name="back" value="yes" formnovalidate>Use another account</button>
        </div>
      </form>`,
  );

/** What the app asks for, to accept or decline. */
export const consentPage = (wording: Wording, person: Person, permissions: readonly Permission[]): string =>
  card(
    wording,
    wording.consent,
    html`<p class="soft">${person.signInName}</p>
      <form method="post">
        <input type="hidden" name="step" value="consent" />
        ${permissions.map(({ scope, label, optional }) =>
          optional
            ? html`<label class="tick"
                ><input type="checkbox" name="scope" value="${scope}" checked /> ${label}</label
              >`
            : html`<p>${label}</p>`,
        )}
        <div class="row">
          <button class="main" name="decision" value="accept">${wording.accept}</button>
          <button name="decision" value="decline">Cancel</button>
        </div>
      </form>`,
  );

/** A page that only says what went wrong. */
export const failurePage = (wording: Wording, title: string, text: string): string =>
  card(wording, title, html`<p role="alert">${text}</p>`);

/** Hands an authorization response to the app with POST, by itself or by a button where scripts are off. */
export const formPostPage = (action: string, fields: URLSearchParams): string =>
  page({
    title: 'Working…',
    look: 'card',
    content: html`<form method="post" action="${action}">
        ${[...fields].map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
        <noscript><button>Continue</button></noscript>
      </form>
      ${{ markup: `<script>${submitScript}</script>` }}`,
  });
