import type { TFunction, i18n } from 'i18next';
import { useTranslation } from 'react-i18next';
import { pseudoLanguage } from '../../shared/languages.ts';
import { diagnose } from '../words/en/diagnose.ts';
import { pseudoWords } from '../words/pseudo.ts';

/** Adds the words of these parts to those of the window, once: the first screen does without them. */
export function addDiagnoseWords(words: i18n): void {
  if (words.hasResourceBundle('en', 'diagnose')) return;
  words.addResourceBundle('en', 'diagnose', diagnose);
  words.addResourceBundle(pseudoLanguage, 'diagnose', pseudoWords(diagnose));
}

/** Answers the words of Check, fix cards and the support bundle. */
export function useDiagnoseWords(): TFunction<'diagnose'> {
  const { i18n } = useTranslation();
  addDiagnoseWords(i18n);
  return useTranslation('diagnose').t;
}
