import type { Page } from 'playwright-core';
import { languageNames } from '../../shared/languages.ts';
import { exampleValues, knownBusinessObjects } from '../../shared/business-objects.ts';

/** Sizes are written by Intl. */
const sizePattern = /^[\d.,]+ (bytes?|kB|MB|GB)$/;

/** The letter that is printed on a key, after the names of those that are held. */
const keyPattern = /^\+[A-Z]$/;

/** What is offered for keys is spelled as the company's system spells it, and languages as their people call them. */
const offered = JSON.stringify([
  languageNames,
  knownBusinessObjects,
  knownBusinessObjects.flatMap(({ name, columns }) => columns.map((column) => exampleValues(name, column))),
]);

/**
 * Answers texts and labels on the page that did not come from the catalog.
 *
 * Works in the pseudo language, whose words stand in brackets; what is left over must be data.
 *
 * @param data everything that is shown as it is: names, addresses, values
 */
export async function untranslatedTexts(page: Page, data: string): Promise<readonly string[]> {
  const leftovers = await page.evaluate(() => {
    const found = new Set<string>();
    const keep = (text: string | null) => {
      let rest = text ?? '';
      for (let before = ''; before !== rest;) {
        before = rest;
        rest = rest.replaceAll(/⟦[^⟦⟧]*⟧/g, ' ');
      }
      for (const part of rest.split(/\s*[,·()]\s*|\s{2,}/)) if (/\p{L}/u.test(part)) found.add(part.trim());
    };
    for (const element of document.body.querySelectorAll('*')) {
      if (element.closest('script, style, code, textarea, [dir=auto]')) continue;
      for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-roledescription']) {
        keep(element.getAttribute(name));
      }
      for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE) keep(node.textContent);
    }
    return [...found];
  });
  return leftovers.filter(
    (text) =>
      !data.includes(text) && !offered.includes(text) && !sizePattern.test(text) && !keyPattern.test(text),
  );
}
