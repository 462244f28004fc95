import { createHash } from 'node:crypto';

/** A piece of HTML in which every value is already escaped. */
export interface Markup {
  readonly markup: string;
}

type Value = string | number | undefined | false | Markup | readonly Markup[];

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (value: Value): string => {
  if (value === undefined || value === false) return '';
  if (typeof value === 'object') {
    return 'markup' in value ? value.markup : value.map(({ markup }) => markup).join('');
  }
  return String(value).replaceAll(/[&<>"']/g, (character) => escapes[character] ?? '');
};

/** Builds HTML from a template; what is put into it is text unless it was built here too. */
export const html = (parts: TemplateStringsArray, ...values: readonly Value[]): Markup => ({
  markup: parts.map((part, index) => part + escaped(values[index])).join(''),
});

const style = `
:root{color-scheme:light dark;--ink:#1b1f24;--soft:#5b6670;--paper:#fff;--back:#eef1f4;--line:#d5dbe1;--mark:#0b57d0;--bad:#b3261e}
@media (prefers-color-scheme:dark){:root{--ink:#e8ebee;--soft:#a5b0ba;--paper:#1d2126;--back:#121519;--line:#3a424a;--mark:#8ab4f8;--bad:#f2b8b5}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;background:var(--back);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
body.microsoft{--mark:#0067b8}
@media (prefers-color-scheme:dark){body.microsoft{--mark:#6cb8f6}}
main{max-width:80rem;margin:0 auto;padding:2rem 1.25rem}
body.card{display:grid;place-items:center}
body.card main{width:min(28rem,100%);padding:2.25rem;background:var(--paper);border:1px solid var(--line);border-radius:.75rem}
h1{margin:0 0 .5rem;font-size:1.5rem;font-weight:600;line-height:1.25}
h2{margin:2rem 0 .5rem;font-size:1.1rem}
p{margin:.25rem 0 1rem}
.brand{color:var(--soft);font-size:.875rem;margin:0 0 1.25rem}
.soft{color:var(--soft)}
form{margin:0}
label{display:block;margin:1rem 0}
label.tick{display:flex;gap:.75rem;align-items:start}
select,input[type=text],input[type=password]{display:block;width:100%;margin-top:.25rem;padding:.6rem .75rem;font:inherit;color:inherit;background:transparent;border:1px solid var(--soft);border-radius:.4rem}
input[type=checkbox]{margin:.35rem 0 0;accent-color:var(--mark)}
button{padding:.55rem 1.1rem;font:inherit;color:var(--mark);background:transparent;border:1px solid var(--line);border-radius:.4rem;cursor:pointer}
button.main{color:var(--paper);background:var(--mark);border-color:var(--mark)}
button.person{display:block;width:100%;text-align:start;margin:.4rem 0;color:inherit}
button.person span{display:block;color:var(--soft);font-size:.875rem}
:focus-visible{outline:2px solid var(--mark);outline-offset:2px}
.row{display:flex;flex-wrap:wrap;gap:.75rem;margin-top:1.25rem}
.alert{color:var(--bad)}
table{width:100%;border-collapse:collapse;background:var(--paper);border:1px solid var(--line)}
th,td{padding:.55rem .75rem;text-align:start;vertical-align:top;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
th{font-weight:600;white-space:nowrap}
td.time{white-space:nowrap;overflow-wrap:normal}
.tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(20rem,1fr));gap:1rem}
.tiles section{padding:1.25rem;background:var(--paper);border:1px solid var(--line);border-radius:.75rem}
.tiles h2{margin-top:0}
.tiles label{margin:.5rem 0}
pre{padding:1rem;overflow:auto;white-space:pre-wrap;background:var(--paper);border:1px solid var(--line)}
code{font-size:.875rem}
a{color:var(--mark)}
`;

// One piece, so that no formatter comes between the text and its hash.
const styleElement: Markup = { markup: `<style>${style}</style>` };

/** The only inline script here: it hands the form on, as the real providers' form_post page does. */
export const submitScript = 'document.forms[0].submit()';

const sha256 = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/**
 * What a page may do: nothing but show itself, submit forms and, for form_post, run the one line above.
 *
 * `form-action` names the loopback hosts because browsers apply it to the redirect that follows a form, too.
 */
export const pageSecurity: Record<string, string> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': [
    "default-src 'none'",
    `style-src ${sha256(style)}`,
    `script-src ${sha256(submitScript)}`,
    "form-action 'self' http://localhost:* http://127.0.0.1:*",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; '),
  'cache-control': 'no-store',
  // Not `no-referrer`: browsers would send `Origin: null` with our own forms and with form_post.
  'referrer-policy': 'strict-origin-when-cross-origin',
  'x-content-type-options': 'nosniff',
};

/** Answers a whole document. */
export const page = (options: {
  readonly title: string;
  /** Classes of the body: `card` for a small centred page, `microsoft` for its colour. */
  readonly look?: string;
  readonly content: Markup;
}): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${options.title}</title>
        ${styleElement}
      </head>
      <body class="${options.look ?? ''}">
        <main>${options.content}</main>
      </body>
    </html>`.markup;
