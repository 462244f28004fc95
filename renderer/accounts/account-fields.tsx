import { Checkbox, Input, Select } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { AccountDraft } from '../../shared/account.ts';
import { tlsMethods } from '../../shared/account.ts';
import { exampleValues, offeredColumns, offeredObjects } from '../../shared/business-objects.ts';
import { useAppState } from '../services.tsx';
import { chooseProvider, presetOf, typeNumber } from './account-form.ts';
import styles from './account-dialog.module.css';
import { FormRow } from './form-row.tsx';
import type { FieldProps } from './form-row.tsx';
import { PasswordField } from './password-field.tsx';
import { providerName } from './send-through-name.ts';
import { SuggestedField } from './suggested-field.tsx';
import { useOfferedFrom } from './use-offered-from.ts';

const longestLine = { host: 255, user: 320, value: 256 } as const;

/** Fields 1 to 11, in the order in which SalesPad numbers them. */
export function AccountFields(props: FieldProps) {
  const { account, form, onForm, findings, isManaged } = props;
  const { t } = useTranslation();
  const providers = useAppState((state) => state.providers);
  const from = useOfferedFrom();
  const userName = useAppState((state) => state.settings.systemUser || state.host.userName);
  const { draft } = form;
  const set = (change: Partial<AccountDraft>) => onForm({ ...form, draft: { ...draft, ...change } });
  const isPreset = presetOf(providers, draft)?.locked ?? false;
  const isServerLocked = isManaged || isPreset;
  const isUserLocked = isManaged && account?.ownUser !== true;
  const server = { findings, isLocked: isServerLocked };
  const isUserKey = draft.businessObject.trim() === 'SystemUser' && draft.columnName.trim() === 'User_Name';
  const examples = exampleValues(draft.businessObject, draft.columnName).join(', ');

  return (
    <div className={styles.fields}>
      <FormRow field="id" label={t('accountDialog.fields.id')} findings={[]}>
        <Input
          readOnly
          value={String(account?.id ?? 0)}
          contentAfter={account ? null : <span className={styles.given}>{t('accountDialog.hints.id')}</span>}
        />
      </FormRow>
      <FormRow
        field="provider"
        label={t('accountDialog.fields.provider')}
        findings={findings}
        isLocked={isManaged}
        lockedText={providerName(providers, draft.provider, t)}
      >
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
        {...server}
        field="host"
        label={t('accountDialog.fields.host')}
        hint={
          isPreset
            ? t('accountDialog.hints.locked', { provider: providerName(providers, draft.provider, t) })
            : undefined
        }
        isRequired
      >
        <Input
          readOnly={isServerLocked}
          maxLength={longestLine.host}
          spellCheck={false}
          value={draft.host}
          onChange={(_event, { value }) => set({ host: value })}
        />
      </FormRow>
      <FormRow
        field="user"
        label={t('accountDialog.fields.user')}
        findings={findings}
        isLocked={isUserLocked}
      >
        <Input
          readOnly={isUserLocked}
          maxLength={longestLine.user}
          spellCheck={false}
          value={draft.user}
          onChange={(_event, { value }) => set({ user: value })}
        />
      </FormRow>
      <PasswordField {...props} />
      <FormRow {...server} field="port" label={t('accountDialog.fields.port')} isRequired>
        <Input
          readOnly={isServerLocked}
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
        hint={isManaged ? undefined : t('accountDialog.hints.key')}
        findings={findings}
        isLocked={isManaged}
      >
        <Input
          readOnly={isManaged}
          maxLength={longestLine.value}
          placeholder={isManaged ? '' : isUserKey ? userName : examples}
          value={draft.columnValue}
          onChange={(_event, { value }) => set({ columnValue: value })}
        />
      </FormRow>
      <FormRow
        {...server}
        field="tls"
        label={t('accountDialog.fields.tls')}
        hint={isPreset && !draft.tls ? t('accountDialog.hints.sameComputer') : undefined}
      >
        <Checkbox
          checked={draft.tls}
          disabled={isServerLocked}
          onChange={(_event, { checked }) => set({ tls: checked === true })}
        />
      </FormRow>
      <FormRow
        {...server}
        field="tlsMethod"
        label={t('accountDialog.fields.tlsMethod')}
        lockedText={draft.tls ? t(`accounts.tlsMethods.${draft.tlsMethod}`) : ''}
      >
        <Select
          disabled={!draft.tls}
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
