import { Input } from '@fluentui/react-components';
import { languageNames, pseudoLanguage } from '../../shared/languages.ts';
import { signInBrowsers, themes } from '../../shared/settings.ts';
import { useTranslation } from 'react-i18next';
import { useAppState } from '../services.tsx';
import { Choice } from './choice.tsx';
import type { RowControl } from './property-page.ts';
import type { SettingField } from './setting-fields.ts';

interface Props {
  readonly field: SettingField;
  readonly value: string | boolean;
  readonly isLocked: boolean;
  readonly control: RowControl;
  readonly onEdit: (value: string | boolean) => void;
}

interface Option {
  readonly value: string;
  readonly text: string;
}

function useChoices(field: SettingField, value: string | boolean): readonly Option[] {
  const { t } = useTranslation();
  const accounts = useAppState((state) => state.accounts);
  if (field.kind === 'boolean') {
    return [
      { value: 'true', text: t('settings.isTrue') },
      { value: 'false', text: t('settings.isFalse') },
    ];
  }
  if (field.key === 'theme') {
    return themes.map((value) => ({
      value,
      text: t(`settings.themes.${value}`),
    }));
  }
  if (field.key === 'signInBrowser') {
    return signInBrowsers.map((value) => ({ value, text: t(`settings.browsers.${value}`) }));
  }
  if (field.key === 'language') {
    return [
      { value: '', text: t('settings.languages.system') },
      ...Object.entries(languageNames).map(([value, text]) => ({ value, text })),
      { value: pseudoLanguage, text: t('settings.languages.pseudo') },
    ];
  }
  return [
    { value: '', text: t('settings.noneChosen') },
    ...accounts
      .filter(({ id, enabled }) => enabled || String(id) === value)
      .map(({ id, user, host }) => ({
        value: String(id),
        text: t('settings.accountChoice', { id, user: user || host }),
      })),
  ];
}

/** The control of one setting. */
export function SettingEditor({ field, value, isLocked, control, onEdit }: Props) {
  const { t } = useTranslation();
  const userName = useAppState((state) => state.host.userName);
  const choices = useChoices(field, value);
  const unitOf = (key: (SettingField & { kind: 'number' })['key']) =>
    key === 'relayPort' ? null : t(`settings.units.${key}`);
  const placeholders: Partial<Record<SettingField['key'], string>> = {
    systemUser: userName,
    emailToFaxFormat: t('settings.faxExample'),
  };
  if (field.kind === 'text' || field.kind === 'number') {
    return (
      <Input
        {...control}
        size="small"
        readOnly={isLocked}
        spellCheck={false}
        inputMode={field.kind === 'number' ? 'numeric' : 'text'}
        maxLength={field.kind === 'text' ? field.max : 9}
        placeholder={placeholders[field.key] ?? ''}
        value={String(value)}
        contentAfter={field.kind === 'number' ? unitOf(field.key) : null}
        onChange={(_event, data) => onEdit(data.value)}
      />
    );
  }
  return (
    <Choice
      control={control}
      value={String(value)}
      options={choices}
      isLocked={isLocked}
      onChoose={(chosen) => onEdit(field.kind === 'boolean' ? chosen === 'true' : chosen)}
    />
  );
}
