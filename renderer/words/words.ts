import { createInstance } from 'i18next';
import type { i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { english } from './en/catalog.ts';
import type { lateEnglish } from './en/late-catalog.ts';
import type { diagnose } from './en/diagnose.ts';
import { pseudoWords } from './pseudo.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'words';
    resources: { words: typeof english & typeof lateEnglish; diagnose: typeof diagnose };
  }
}

/** The language that shows what is not translated, too narrow or not mirrored. */
export const pseudoLanguage = 'pseudo-rtl';

/** Answers the words of a language (a BCP 47 tag or `pseudo-rtl`); what is not translated is English. */
export function createWords(language: string): i18n {
  const words = createInstance();
  words.use(initReactI18next);
  void words.init({
    lng: language === pseudoLanguage ? pseudoLanguage : 'en',
    fallbackLng: 'en',
    defaultNS: 'words',
    ns: ['words'],
    resources: {
      en: { words: english },
      ...(language === pseudoLanguage && { [pseudoLanguage]: { words: pseudoWords(english) } }),
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
