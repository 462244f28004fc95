/** The languages of the window, each called as its own people call it. */
export const languageNames = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  pl: 'Polski',
} as const;

export type Language = keyof typeof languageNames;

/** Languages that are translated from English. */
export type OtherLanguage = Exclude<Language, 'en'>;

/** The language that shows what is not translated, too narrow or not mirrored. */
export const pseudoLanguage = 'pseudo-rtl';

function isLanguage(tag: string): tag is Language {
  return Object.hasOwn(languageNames, tag);
}

/** Answers the first of some languages (BCP 47 tags, the most wanted first) that there are words in; else English. */
export function firstLanguage(tags: readonly string[]): Language {
  return tags.map((tag) => tag.split('-', 1)[0]?.toLowerCase() ?? '').find(isLanguage) ?? 'en';
}

/**
 * Answers the language of a setting.
 *
 * @param setting as in `Settings.language`; empty: the system's
 * @param system the languages of the system, the most wanted first
 */
export function chosenLanguage(setting: string, system: readonly string[]): Language {
  return firstLanguage(setting === '' ? system : [setting]);
}
