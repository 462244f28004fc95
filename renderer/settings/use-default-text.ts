import { useTranslation } from 'react-i18next';
import { defaultSettings } from '../../shared/settings.ts';
import { useAppState } from '../services.tsx';
import { useFormat } from '../use-format.ts';
import type { SettingKey } from './setting-fields.ts';

/** Answers what the help of a setting says about its default. */
export function useDefaultText(key: SettingKey): string {
  const { t } = useTranslation();
  const format = useFormat();
  const userName = useAppState((state) => state.host.userName);
  const value = defaultSettings[key];
  const text = (): string | null => {
    if (key === 'systemUser') return userName;
    if (key === 'theme') return t('settings.themes.system');
    if (key === 'signInBrowser') return t('settings.browsers.system');
    if (key === 'language') return t('settings.languages.system');
    // A port is a name, not a quantity.
    if (key === 'relayPort') return String(value);
    if (typeof value === 'boolean') return t(value ? 'settings.isTrue' : 'settings.isFalse');
    return typeof value === 'number' ? format.number(value) : null;
  };
  const found = text();
  return found === null ? t('settings.noDefault') : t('settings.defaultIs', { value: found });
}
