import { formatLocale } from '../words/words.ts';
import type { CompareTexts } from './grid-rows.ts';

/** Answers how texts are sorted in a language of the window, with numbers in them by their value. */
export function textOrder(language: string): CompareTexts {
  let collator: Intl.Collator | null = null;
  // Making one takes as long as drawing a grid, and rows that come in their order need none.
  return (a, b) => {
    collator ??= new Intl.Collator(formatLocale(language), { numeric: true });
    return collator.compare(a, b);
  };
}
