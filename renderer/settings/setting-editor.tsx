import { Input, Select } from '@fluentui/react-components';
import { signInBrowsers } from '../../shared/settings.ts';
import { useTranslation } from 'react-i18next';
import { useAppState } from '../services.tsx';
import { pseudoLanguage } from '../words/words.ts';
import type { SettingField } from './setting-fields.ts';

interface Props {
  readonly field: SettingField;
  readonly value: string | boolean;
  readonly isLocked: boolean;
  readonly isFaulty: boolean;
  readonly describedBy: string;
  readonly onEdit: (value: string | boolean) => void;
}

interface Choice {
  readonly value: string;
  readonly text: string;
}

function useChoices(field: SettingField): readonly Choice[] {
  const { t } = useTranslation();
  const accounts = useAppState((state) => state.accounts);
  if (field.key === 'canSignInWhenSending') {
    return [
      { value: 'true', text: t('settings.isTrue') },
      { value: 'false', text: t('settings.isFalse') },
    ];
  }
  if (field.key === 'theme') {
    return (['system', 'light', 'dark'] as const).map((value) => ({
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
      { value: 'en', text: t('settings.languages.en') },
      { value: pseudoLanguage, text: t('settings.languages.pseudo') },
    ];
  }
  return [
    { value: '', text: t('settings.noneChosen') },
    ...accounts
      .filter(({ enabled }) => enabled)
      .map(({ id, user, host }) => ({
        value: String(id),
        text: t('settings.accountChoice', { id, user: user || host }),
      })),
  ];
}

/** The control of one setting. */
export function SettingEditor({ field, value, isLocked, isFaulty, describedBy, onEdit }: Props) {
  const { t } = useTranslation();
  const userName = useAppState((state) => state.host.userName);
  const choices = useChoices(field);
  const shared = {
    id: `setting-${field.key}`,
    'aria-describedby': describedBy,
    'aria-invalid': isFaulty,
  } as const;
  if (field.kind === 'text' || field.kind === 'number') {
    return (
      <Input
        {...shared}
        size="small"
        readOnly={isLocked}
        spellCheck={false}
        inputMode={field.kind === 'number' ? 'numeric' : 'text'}
        maxLength={field.kind === 'text' ? field.max : 9}
        placeholder={field.kind === 'text' ? userName : ''}
        value={String(value)}
        contentAfter={field.kind === 'number' ? t(`settings.units.${field.key}`) : null}
        onChange={(_event, data) => onEdit(data.value)}
      />
    );
  }
  if (isLocked) {
    const chosen = choices.find((choice) => choice.value === String(value));
    return <Input {...shared} size="small" readOnly value={chosen?.text ?? String(value)} />;
  }
  const isKnown = choices.some((choice) => choice.value === String(value));
  return (
    <Select
      {...shared}
      size="small"
      value={String(value)}
      onChange={(_event, data) => onEdit(field.kind === 'boolean' ? data.value === 'true' : data.value)}
    >
      {!isKnown && <option value={String(value)}>{String(value)}</option>}
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.text}
        </option>
      ))}
    </Select>
  );
}
