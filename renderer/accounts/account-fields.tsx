import { Button, Checkbox, Combobox, Input, Option, Select } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { AccountDraft, AccountRow } from '../../shared/account.ts';
import { tlsMethods } from '../../shared/account.ts';
import { exampleValues, offeredColumns, offeredObjects } from '../../shared/business-objects.ts';
import { forgetActiveOption } from '../forget-active-option.ts';
import { useAppState } from '../services.tsx';
import { chooseProvider, presetOf, typeNumber } from './account-form.ts';
import type { AccountForm, FormFinding } from './account-form.ts';
import styles from './account-dialog.module.css';
import { FormRow } from './form-row.tsx';
import { useOfferedFrom } from './use-offered-from.ts';

export interface FieldProps {
  readonly account: AccountRow | null;
  readonly form: AccountForm;
  readonly onForm: (form: AccountForm) => void;
  readonly findings: readonly FormFinding[];
}

const longestLine = { host: 255, user: 320, key: 128, value: 256 } as const;

function PasswordField({ account, form, onForm, findings }: FieldProps) {
  const { t } = useTranslation();
  const { password } = form;
  const isSet = account?.passwordSet ?? false;
  const isCleared = password.kind === 'cleared';
  const placeholder = isCleared
    ? t('accountDialog.passwordCleared')
    : isSet
      ? t('accountDialog.passwordSet')
      : '';
  const toggle = () => onForm({ ...form, password: { kind: isCleared ? 'unchanged' : 'cleared' } });
  return (
    <FormRow field="password" label={t('accountDialog.fields.password')} findings={findings}>
      <Input
        type="password"
        autoComplete="off"
        maxLength={4096}
        placeholder={placeholder}
        value={password.kind === 'typed' ? password.text : ''}
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

interface SuggestionProps extends FieldProps {
  readonly field: 'businessObject' | 'columnName';
  readonly offered: readonly string[];
}

function SuggestedField({ field, offered, form, onForm, findings }: SuggestionProps) {
  const { t } = useTranslation();
  const value = form.draft[field];
  const matching = offered.filter((name) => name.toLowerCase().includes(value.trim().toLowerCase()));
  const change = (text: string) => onForm({ ...form, draft: { ...form.draft, [field]: text } });
  return (
    <FormRow field={field} label={t(`accountDialog.fields.${field}`)} findings={findings}>
      <Combobox
        freeform
        expandIcon={{ 'aria-label': t('shell.openList') }}
        onBlur={forgetActiveOption}
        autoComplete="off"
        maxLength={longestLine.key}
        value={value}
        selectedOptions={offered.includes(value) ? [value] : []}
        onChange={(event) => change(event.target.value)}
        onOptionSelect={(_event, data) => change(data.optionValue ?? value)}
      >
        {(matching.length > 0 && !offered.includes(value) ? matching : offered).map((name) => (
          <Option key={name} value={name}>
            {name}
          </Option>
        ))}
      </Combobox>
    </FormRow>
  );
}

/** Fields 1 to 11, in the order in which SalesPad numbers them. */
export function AccountFields(props: FieldProps) {
  const { account, form, onForm, findings } = props;
  const { t } = useTranslation();
  const providers = useAppState((state) => state.providers);
  const from = useOfferedFrom();
  const userName = useAppState((state) => state.settings.systemUser || state.host.userName);
  const { draft } = form;
  const set = (change: Partial<AccountDraft>) => onForm({ ...form, draft: { ...draft, ...change } });
  const provider = providers.find(({ id }) => id === draft.provider);
  const isLocked = presetOf(providers, draft)?.locked ?? false;
  const lockedBy = isLocked
    ? t('accountDialog.hints.locked', { provider: provider?.name ?? draft.provider })
    : undefined;
  const isUserKey = draft.businessObject.trim() === 'SystemUser' && draft.columnName.trim() === 'User_Name';

  return (
    <div className={styles.fields}>
      <FormRow field="id" label={t('accountDialog.fields.id')} findings={[]}>
        <Input
          readOnly
          value={String(account?.id ?? 0)}
          contentAfter={account ? null : t('accountDialog.hints.id')}
        />
      </FormRow>
      <FormRow field="provider" label={t('accountDialog.fields.provider')} findings={findings}>
        <Select
          value={draft.provider}
          onChange={(_event, { value }) => onForm(chooseProvider(form, providers, value))}
        >
          <option value="none">{t('accountDialog.providerNone')}</option>
          {providers.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </FormRow>
      <FormRow
        field="host"
        label={t('accountDialog.fields.host')}
        findings={findings}
        isLocked={isLocked}
        hint={lockedBy}
        isRequired
      >
        <Input
          readOnly={isLocked}
          maxLength={longestLine.host}
          spellCheck={false}
          value={draft.host}
          onChange={(_event, { value }) => set({ host: value })}
        />
      </FormRow>
      <FormRow field="user" label={t('accountDialog.fields.user')} findings={findings}>
        <Input
          maxLength={longestLine.user}
          spellCheck={false}
          value={draft.user}
          onChange={(_event, { value }) => set({ user: value })}
        />
      </FormRow>
      <PasswordField {...props} />
      <FormRow
        field="port"
        label={t('accountDialog.fields.port')}
        findings={findings}
        isLocked={isLocked}
        isRequired
      >
        <Input
          readOnly={isLocked}
          inputMode="numeric"
          maxLength={5}
          value={form.portText}
          onChange={(_event, { value }) => onForm(typeNumber(form, 'port', value))}
        />
      </FormRow>
      <SuggestedField {...props} field="businessObject" offered={offeredObjects(from)} />
      <SuggestedField {...props} field="columnName" offered={offeredColumns(from, draft.businessObject)} />
      <FormRow
        field="columnValue"
        label={t('accountDialog.fields.columnValue')}
        hint={t('accountDialog.hints.key')}
        findings={findings}
      >
        <Input
          maxLength={longestLine.value}
          placeholder={
            isUserKey ? userName : exampleValues(draft.businessObject, draft.columnName).join(', ')
          }
          value={draft.columnValue}
          onChange={(_event, { value }) => set({ columnValue: value })}
        />
      </FormRow>
      <FormRow field="tls" label={t('accountDialog.fields.tls')} findings={findings} isLocked={isLocked}>
        <Checkbox
          checked={draft.tls}
          disabled={isLocked}
          onChange={(_event, { checked }) => set({ tls: checked === true })}
        />
      </FormRow>
      <FormRow
        field="tlsMethod"
        label={t('accountDialog.fields.tlsMethod')}
        findings={findings}
        isLocked={isLocked}
      >
        <Select
          disabled={isLocked || !draft.tls}
          value={draft.tlsMethod}
          onChange={(_event, { value }) => {
            const tlsMethod = tlsMethods.find((method) => method === value);
            if (tlsMethod) set({ tlsMethod });
          }}
        >
          {tlsMethods.map((method) => (
            <option key={method} value={method}>
              {t(`accounts.tlsMethods.${method}`)}
            </option>
          ))}
        </Select>
      </FormRow>
    </div>
  );
}
