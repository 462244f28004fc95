import { chosenLanguage } from '../../shared/languages.ts';
import type { Language } from '../../shared/languages.ts';
import type { Notify } from '../ports.ts';
import { german } from './words/de.ts';
import { french } from './words/fr.ts';
import { spanish } from './words/es.ts';
import { polish } from './words/pl.ts';
import { english } from './words/en.ts';

/** The product's name; it is also what the operating system files our secrets under, so it never changes. */
export const productName = 'SMTP Setup';

/** The Windows identity of the app; the installer stamps its shortcuts with the same one. */
export const appId = 'org.smtp-setup.app';

/** What the shell itself says in a language; everything else stands in the page. */
export type ShellWords = typeof english &
  Readonly<Record<Parameters<Notify>[0]['kind'], (count: number) => string>>;

const all: Readonly<Record<Language, ShellWords>> = {
  en: english,
  de: german,
  fr: french,
  es: spanish,
  pl: polish,
};

/** Answers the words of the shell in the language of a setting. @see chosenLanguage */
export function shellWords(setting: string, system: readonly string[]): ShellWords {
  return all[chosenLanguage(setting, system)];
}
