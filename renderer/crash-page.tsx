import { Button, FluentProvider } from '@fluentui/react-components';
import type { i18n } from 'i18next';
import { useSystemLook } from './styles/system-look.ts';
import { createTheme } from './styles/theme.ts';
import styles from './app-window.module.css';

/** What stands there when the window could not go on drawing. */
export function CrashPage({ words }: { readonly words: i18n }) {
  const { prefersDark } = useSystemLook(false);
  const { t } = words;
  return (
    <FluentProvider theme={createTheme(prefersDark, null)} className={styles.window ?? ''}>
      <main className={styles.waiting}>
        <div role="alert" className={styles.launcher}>
          <h1>{t('shell.crashTitle')}</h1>
          <p>{t('shell.crashText')}</p>
          <Button appearance="primary" onClick={() => location.reload()}>
            {t('shell.reload')}
          </Button>
        </div>
      </main>
    </FluentProvider>
  );
}
