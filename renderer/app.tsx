import { FluentProvider } from '@fluentui/react-components';
import type { i18n } from 'i18next';
import { useEffect, useMemo } from 'react';
import { I18nextProvider } from 'react-i18next';
import { pseudoLanguage } from '../shared/languages.ts';
import { useAppStateIfAny } from './services.tsx';
import { createTheme } from './styles/theme.ts';
import { useSystemLook } from './styles/system-look.ts';
import { useWords } from './words/use-words.ts';
import { directionOf } from './words/words.ts';
import { AppWindow, StartingWindow } from './app-window.tsx';

/** The whole page: theme, words and direction around the window. */
export function App({ firstWords }: { readonly firstWords: i18n }) {
  const hostKind = useAppStateIfAny((state) => state.host.kind);
  const { prefersDark, accent } = useSystemLook(hostKind === 'electron');
  const choice = useAppStateIfAny((state) => state.settings.theme) ?? 'system';
  const isDark = choice === 'system' ? prefersDark : choice === 'dark';
  const theme = useMemo(() => createTheme(isDark, accent), [isDark, accent]);
  const { words, isReady } = useWords(
    useAppStateIfAny((state) => state.settings.language),
    firstWords,
  );
  const direction = directionOf(words.language);

  useEffect(() => {
    document.documentElement.dir = direction;
    // The test language is English with marks.
    document.documentElement.lang = words.language === pseudoLanguage ? 'en' : words.language;
    document.documentElement.style.colorScheme = isDark ? 'dark' : 'light';
  }, [direction, words, isDark]);

  return (
    <I18nextProvider i18n={words}>
      <FluentProvider theme={theme} dir={direction}>
        {isReady ? <AppWindow /> : <StartingWindow />}
      </FluentProvider>
    </I18nextProvider>
  );
}
