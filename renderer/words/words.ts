import { createInstance } from 'i18next';
import type { i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { chosenLanguage, pseudoLanguage } from '../../shared/languages.ts';
import type { Language } from '../../shared/languages.ts';
import { english } from './en/catalog.ts';
import type { lateEnglish } from './en/late-catalog.ts';
import type { diagnose } from './en/diagnose.ts';
import { withAllForms } from './plural-forms.ts';
import { pseudoWords } from './pseudo.ts';
import type { WordTree } from './pseudo.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'words';
    resources: { words: typeof english & typeof lateEnglish; diagnose: typeof diagnose };
  }
}

/** A language of the window, or the test language. */
export type WindowLanguage = Language | typeof pseudoLanguage;

/** Words of another language than English, as its catalog has them. */
export interface Words {
  readonly words: WordTree;
  readonly diagnose: WordTree;
}

/**
 * Answers the language of the window.
 *
 * @param setting BCP 47 tag, `pseudo-rtl`, or empty: the first that the system names
 */
export function windowLanguage(setting: string): WindowLanguage {
  return setting === pseudoLanguage ? pseudoLanguage : chosenLanguage(setting, navigator.languages);
}

/** Answers the words of a language; what is not given is English. */
export function createWords(language: WindowLanguage, given: Words | null = null): i18n {
  const words = createInstance();
  words.use(initReactI18next);
  void words.init({
    lng: language,
    fallbackLng: 'en',
    defaultNS: 'words',
    ns: ['words'],
    resources: {
      en: { words: english },
      ...(language === pseudoLanguage && { [pseudoLanguage]: { words: pseudoWords(english) } }),
      ...(given && {
        [language]: {
          words: withAllForms(given.words, language),
          diagnose: withAllForms(given.diagnose, language),
        },
      }),
    },
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  return words;
}

/** Answers the direction in which a language is written. */
export function directionOf(language: string): 'ltr' | 'rtl' {
  if (language === pseudoLanguage) return 'rtl';
  return /^(ar|dv|fa|he|ps|ur|yi)(-|$)/i.test(language) ? 'rtl' : 'ltr';
}

/** Answers the locale for dates, numbers and sorting; an empty, unknown or test language is the system's. */
export function formatLocale(language: string): string | undefined {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(language)[0];
  } catch {
    return undefined;
  }
}
