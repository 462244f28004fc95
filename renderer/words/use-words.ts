import type { i18n } from 'i18next';
import { useEffect, useState } from 'react';
import { readStored, writeStored } from '../stored.ts';
import { loadWords } from './load-words.ts';
import { windowLanguage } from './words.ts';

const languageKey = 'language';

/** Loads the words that the window had last, or the system's: so the first thing drawn is said in the right language. */
export async function loadFirstWords(): Promise<i18n> {
  const stored = readStored(languageKey);
  return await loadWords(windowLanguage(typeof stored === 'string' ? stored : ''));
}

interface WordsNow {
  readonly words: i18n;
  /** False until the words of the setting were there for the first time: what is drawn before would change its language. */
  readonly isReady: boolean;
}

/**
 * Answers the words of the window; those of another language come as soon as they are loaded.
 *
 * @param setting null: not known yet
 */
export function useWords(setting: string | null, first: i18n): WordsNow {
  const [words, setWords] = useState(first);
  const [isReady, setReady] = useState(false);
  const language = setting === null ? words.language : windowLanguage(setting);
  if (!isReady && setting !== null && words.language === language) setReady(true);

  useEffect(() => {
    if (setting !== null) writeStored(languageKey, setting);
  }, [setting]);

  useEffect(() => {
    if (setting === null || words.language === language) return undefined;
    let isWanted = true;
    const change = async () => {
      const loaded = await loadWords(windowLanguage(setting));
      if (isWanted) setWords(loaded);
    };
    void change();
    return () => {
      isWanted = false;
    };
  }, [setting, language, words]);

  return { words, isReady };
}
