import type { i18n } from 'i18next';
import { useTranslation } from 'react-i18next';
import { pseudoLanguage } from '../../shared/languages.ts';
import { lateEnglish } from './en/late-catalog.ts';
import { pseudoWords } from './pseudo.ts';

/** Adds the words of parts that come after the first screen to those of the window, once. */
export function addLateWords(words: i18n): void {
  if (words.getResource('en', 'words', 'transfer') !== undefined) return;
  words.addResourceBundle('en', 'words', lateEnglish);
  if (words.language === pseudoLanguage) {
    words.addResourceBundle(pseudoLanguage, 'words', pseudoWords(lateEnglish));
  }
}

/** Makes sure that the words of these parts are there before anything below is drawn. */
export function useLateWords(): void {
  addLateWords(useTranslation().i18n);
}
