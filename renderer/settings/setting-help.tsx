import { useTranslation } from 'react-i18next';
import { defaultSettings } from '../../shared/settings.ts';
import { useAppState } from '../services.tsx';
import { useFormat } from '../use-format.ts';
import type { SettingKey } from './setting-fields.ts';
import styles from './settings.module.css';

function useDefaultText(key: SettingKey): string {
  const { t } = useTranslation();
  const format = useFormat();
  const userName = useAppState((state) => state.host.userName);
  const value = defaultSettings[key];
  const text = (): string | null => {
    if (key === 'systemUser') return userName;
    if (key === 'theme') return t('settings.themes.system');
    if (key === 'language') return t('settings.languages.system');
    if (typeof value === 'boolean') return t(value ? 'settings.isTrue' : 'settings.isFalse');
    return typeof value === 'number' ? format.number(value) : null;
  };
  const found = text();
  return found === null ? t('settings.noDefault') : t('settings.defaultIs', { value: found });
}

/** What the chosen setting does, and its default. */
export function SettingHelp({ settingKey }: { readonly settingKey: SettingKey }) {
  const { t } = useTranslation();
  const userName = useAppState((state) => state.host.userName);
  const defaultText = useDefaultText(settingKey);
  return (
    <aside className={styles.help} aria-label={t('settings.helpLabel')}>
      <h2>{t(`settings.labels.${settingKey}`)}</h2>
      <p id="setting-help">
        {t(`settings.help.${settingKey}`, { userName })} {defaultText}
      </p>
    </aside>
  );
}
