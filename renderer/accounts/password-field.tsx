import { Button, Input } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { FormRow } from './form-row.tsx';
import type { FieldProps } from './form-row.tsx';

/** SMTP Password: only ever written. It says that there is one, and Clear forgets it at OK. */
export function PasswordField({ account, form, onForm, findings }: FieldProps) {
  const { t } = useTranslation();
  const { password } = form;
  // An account that signs in keeps no password; what is typed would be lost without a word.
  const isUnused = form.draft.provider !== 'none';
  const isCleared = password.kind === 'cleared';
  // What would not be kept is not set, and whoever clears it knows.
  const isElsewhere = findings.some(({ code }) => code === 'password-again');
  const isSet = !isUnused && (account?.passwordSet ?? false) && (isCleared || !isElsewhere);
  const placeholder = isCleared
    ? t('accountDialog.passwordCleared')
    : isSet
      ? t('accountDialog.passwordSet')
      : '';
  const toggle = () => onForm({ ...form, password: { kind: isCleared ? 'unchanged' : 'cleared' } });
  return (
    <FormRow
      field="password"
      label={t('accountDialog.fields.password')}
      hint={isUnused ? t('accountDialog.hints.passwordUnused') : undefined}
      findings={isCleared ? [] : findings}
    >
      <Input
        type="password"
        readOnly={isUnused}
        autoComplete="off"
        maxLength={4096}
        placeholder={placeholder}
        value={password.kind === 'typed' && !isUnused ? password.text : ''}
        onChange={(_event, { value }) =>
          onForm({ ...form, password: value === '' ? { kind: 'unchanged' } : { kind: 'typed', text: value } })
        }
        contentAfter={
          isSet ? (
            <Button size="small" appearance="transparent" onClick={toggle}>
              {t(isCleared ? 'accountDialog.passwordKeep' : 'accountDialog.passwordClear')}
            </Button>
          ) : null
        }
      />
    </FormRow>
  );
}
