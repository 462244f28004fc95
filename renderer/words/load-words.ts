import type { i18n } from 'i18next';
import { pseudoLanguage } from '../../shared/languages.ts';
import type { OtherLanguage } from '../../shared/languages.ts';
import { createWords } from './words.ts';
import type { WindowLanguage, Words } from './words.ts';

// One part of the page per language: nobody loads the words of another.
const catalogs: Readonly<Record<OtherLanguage, () => Promise<Words>>> = {
  de: async () => (await import('./de/catalog.ts')).german,
  fr: async () => (await import('./fr/catalog.ts')).french,
  es: async () => (await import('./es/catalog.ts')).spanish,
  pl: async () => (await import('./pl/catalog.ts')).polish,
};

/** Answers the words of a language once they are there; English ones where they cannot be loaded. */
export async function loadWords(language: WindowLanguage): Promise<i18n> {
  if (language === 'en' || language === pseudoLanguage) return createWords(language);
  try {
    return createWords(language, await catalogs[language]());
  } catch {
    // The app was updated or has gone; both say so themselves.
    return createWords(language);
  }
}
