import type { TFunction } from 'i18next';
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
  const key = settingKeys.find((each) => each === name);
  if (key) return t(`settings.labels.${key}`);
  if (name === 'googleClient') return t('settings.groups.google');
  if (name === 'microsoftClient') return t('settings.groups.microsoft');
  if (name === 'customProviders' || name === 'businessObjects') return t(`settings.groups.${name}`);
  return name;
}
