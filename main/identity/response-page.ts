import { createHash } from 'node:crypto';
import type { Language } from '../../shared/languages.ts';
import { responseWords } from './response-words.ts';

/** How a sign-in ended for the browser's page; `unexpected`: the request was not the awaited answer. */
export type PageOutcome = 'signed-in' | 'not-completed' | 'unexpected';

/** A page and the policy under which it works: nothing but its own style. */
export interface ResponsePage {
  readonly html: string;
  readonly contentSecurityPolicy: string;
}

const style = `
:root { color-scheme: light dark; --ink: #1b1b1f; --muted: #5b5b66; --paper: #f5f5f7; --card: #fff; --line: #d9d9e0; --good: #0f7b3f; --bad: #b3261e; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #f2f2f5; --muted: #b4b4bf; --paper: #1b1b1f; --card: #26262c; --line: #3c3c45; --good: #6ccb8f; --bad: #f2b8b5; }
}
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main { box-sizing: border-box; width: min(30rem, calc(100vw - 2rem)); padding: 2rem; border: 1px solid var(--line); border-radius: 0.75rem; background: var(--card); text-align: center; }
svg { width: 3rem; height: 3rem; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; forced-color-adjust: auto; }
.signed-in svg { color: var(--good); }
.not-completed svg, .unexpected svg { color: var(--bad); }
h1 { margin: 0.75rem 0 0.25rem; font-size: 1.375rem; line-height: 1.3; }
p { margin: 0; color: var(--muted); text-wrap: balance; }
`;

function contentSecurityPolicy(): string {
  const styleHash = createHash('sha256').update(style).digest('base64');
  return `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
}

const icons: Record<PageOutcome, string> = {
  'signed-in': '<circle cx="12" cy="12" r="10"/><path d="m7.5 12.5 3 3 6-6.5"/>',
  'not-completed': '<circle cx="12" cy="12" r="10"/><path d="m8.5 8.5 7 7m0-7-7 7"/>',
  unexpected: '<circle cx="12" cy="12" r="10"/><path d="M12 7v6m0 3.5v.01"/>',
};

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escape = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] ?? '');

/** Answers the page that the browser shows at the end; it repeats nothing of what the browser sent. */
export function renderResponsePage(outcome: PageOutcome, language: Language): ResponsePage {
  const { title, text } = responseWords[language][outcome];
  const html = `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>${style}</style>
</head>
<body>
<main class="${outcome}" data-outcome="${outcome}">
<svg viewBox="0 0 24 24" aria-hidden="true">${icons[outcome]}</svg>
<h1>${escape(title)}</h1>
<p>${escape(text)}</p>
</main>
</body>
</html>
`;
  return { html, contentSecurityPolicy: contentSecurityPolicy() };
}
