import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { renderResponsePage } from '../../main/identity/response-page.ts';
import type { PageOutcome } from '../../main/identity/response-page.ts';
import { responseWords } from '../../main/identity/response-words.ts';
import { languageNames } from '../../shared/languages.ts';
import type { Language } from '../../shared/languages.ts';

const languages = Object.keys(languageNames) as Language[];
const outcomes = ['signed-in', 'not-completed', 'unexpected'] as const satisfies readonly PageOutcome[];

const read = (html: string) => ({
  language: /<html lang="([^"]*)">/.exec(html)?.[1],
  tab: /<title>([^<]*)<\/title>/.exec(html)?.[1],
  heading: /<h1>([^<]*)<\/h1>/.exec(html)?.[1],
  text: /<p>([^<]*)<\/p>/.exec(html)?.[1],
});

describe.each(languages)('the page at the end of a sign-in (%s)', (language) => {
  it.each(outcomes)('says in its language what happened and that the tab may go (%s)', (outcome) => {
    const { title, text } = responseWords[language][outcome];
    expect(read(renderResponsePage(outcome, language).html)).toEqual({
      ...{ language, tab: title, heading: title, text },
    });
    expect(title).toMatch(/^\p{Lu}.*\p{L}$/u);
    expect(text).toMatch(/^\p{Lu}.*SMTP Setup.*\.$/u);
    if (language === 'en') return;
    expect(title).not.toBe(responseWords.en[outcome].title);
    expect(text).not.toBe(responseWords.en[outcome].text);
    expect(text.length).toBeLessThan(responseWords.en[outcome].text.length * 1.6);
  });

  it('is another one for every end', () => {
    const texts = outcomes.map((outcome) => responseWords[language][outcome]);
    expect(new Set(texts.map(({ title }) => title)).size).toBe(outcomes.length);
    expect(new Set(texts.map(({ text }) => text)).size).toBe(outcomes.length);
  });

  it('carries nothing that its policy would block, and the policy allows its one style only', () => {
    for (const outcome of outcomes) {
      const { html, contentSecurityPolicy } = renderResponsePage(outcome, language);
      expect(html).not.toMatch(/<script|style="|src=|href=|<form|<base/);
      const styles = [...html.matchAll(/<style>([^]*?)<\/style>/g)].map(([, style = '']) =>
        createHash('sha256').update(style).digest('base64'),
      );
      expect(contentSecurityPolicy).toBe(
        `default-src 'none'; style-src 'sha256-${styles.join()}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      );
    }
  });
});
