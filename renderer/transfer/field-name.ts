import type { TFunction } from 'i18next';
import { tlsMethods } from '../../shared/account.ts';
import { signInBrowsers, themes } from '../../shared/settings.ts';
import { fieldOrder } from '../accounts/account-form.ts';
import { settingFields } from '../settings/setting-fields.ts';

const accountFields = [...fieldOrder, 'id', 'isDefault'] as const;
const settingKeys = Object.values(settingFields)
  .flat()
  .map(({ key }) => key);

/** Answers what the window calls a field or setting that the contract names; what it does not know stays as it is. */
export function fieldName(name: string, t: TFunction): string {
  const field = accountFields.find((each) => each === name);
  if (field) return t(`accountDialog.fields.${field}`);
  if (name === 'signIn' || name === 'clientSecrets') return t(`transfer.importing.fields.${name}`);
  const key = settingKeys.find((each) => each === name);
  if (key) return t(`settings.labels.${key}`);
  if (name === 'googleClient') return t('settings.groups.google');
  if (name === 'microsoftClient') return t('settings.groups.microsoft');
  if (name === 'customProviders' || name === 'businessObjects') return t(`settings.groups.${name}`);
  return name;
}

/** Answers how the window writes a value of a field before or after an import. */
export function valueText(field: string, value: string, t: TFunction): string {
  if (value === '') return t('transfer.importing.empty');
  if (value === 'true' || value === 'false')
    return t(value === 'true' ? 'settings.isTrue' : 'settings.isFalse');
  if ((field === 'password' || field === 'signIn') && value === 'set') return t('settings.secret.set');
  if (field === 'provider' && value === 'none') return t('accountDialog.providerNone');
  const theme = themes.find((each) => each === value);
  if (field === 'theme' && theme) return t(`settings.themes.${theme}`);
  const browser = signInBrowsers.find((each) => each === value);
  if (field === 'signInBrowser' && browser) return t(`settings.browsers.${browser}`);
  const method = tlsMethods.find((each) => each === value);
  return field === 'tlsMethod' && method ? t(`accounts.tlsMethods.${method}`) : value;
}
