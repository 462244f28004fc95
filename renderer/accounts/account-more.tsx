import { Checkbox, Input, Select } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { AccountDraft } from '../../shared/account.ts';
import { useAppState } from '../services.tsx';
import { useFormat } from '../use-format.ts';
import type { FieldProps } from './account-fields.tsx';
import { chooseSendThrough, typeNumber } from './account-form.ts';
import styles from './account-dialog.module.css';
import { FormRow } from './form-row.tsx';

type TextField = 'senderName' | 'replyTo' | 'from' | 'signInAccount' | 'alternateServer';

const textFields = [
  { field: 'senderName', max: 256 },
  { field: 'replyTo', max: 320 },
  { field: 'from', max: 320 },
  { field: 'signInAccount', max: 320 },
  { field: 'alternateServer', max: 255 },
] as const satisfies readonly { field: TextField; max: number }[];

function SendThroughField({ form, onForm, findings }: FieldProps) {
  const { t } = useTranslation();
  const providers = useAppState((state) => state.providers);
  const { draft } = form;
  const provider = providers.find(({ id }) => id === draft.provider);
  const apiName = {
    google: t('accountDialog.sendThrough.apiGoogle'),
    microsoft: t('accountDialog.sendThrough.apiMicrosoft'),
  };
  const nameOf = (way: 'smtp' | 'api') => {
    if (way === 'smtp') return t('accountDialog.sendThrough.smtp');
    const own = Object.entries(apiName).find(([id]) => id === draft.provider)?.[1];
    return own ?? t('accountDialog.sendThrough.api', { provider: provider?.name ?? draft.provider });
  };
  const ways = provider?.presets.map(({ sendThrough }) => sendThrough) ?? ['smtp' as const];
  const isRestricted = draft.provider === 'google' && draft.sendThrough === 'smtp';
  return (
    <FormRow
      field="sendThrough"
      label={t('accountDialog.fields.sendThrough')}
      hint={isRestricted ? t('accountDialog.hints.sendThroughSmtpGoogle') : undefined}
      findings={findings}
    >
      <Select
        value={draft.sendThrough}
        disabled={ways.length < 2}
        onChange={(_event, { value }) =>
          onForm(chooseSendThrough(form, providers, value === 'api' ? 'api' : 'smtp'))
        }
      >
        {ways.map((way) => (
          <option key={way} value={way}>
            {nameOf(way)}
          </option>
        ))}
      </Select>
    </FormRow>
  );
}

/** The fields under More. */
export function AccountMore(props: FieldProps) {
  const { form, onForm, findings } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const timeoutMs = useAppState((state) => state.settings.smtpTimeoutMs);
  const { draft } = form;
  const set = (change: Partial<AccountDraft>) => onForm({ ...form, draft: { ...draft, ...change } });
  const hints: Readonly<Partial<Record<TextField, string>>> = {
    replyTo: t('accountDialog.hints.replyTo'),
    from: t('accountDialog.hints.from'),
    signInAccount: t('accountDialog.hints.signInAccount'),
    alternateServer: t('accountDialog.hints.alternateServer'),
  };
  return (
    <div className={styles.fields}>
      <FormRow field="enabled" label={t('accountDialog.fields.enabled')} findings={findings}>
        <Checkbox
          checked={draft.enabled}
          onChange={(_event, { checked }) => set({ enabled: checked === true })}
        />
      </FormRow>
      <FormRow
        field="isDefault"
        label={t('accountDialog.fields.isDefault')}
        hint={t('accountDialog.hints.isDefault')}
        findings={[]}
      >
        <Checkbox
          checked={form.isDefault}
          onChange={(_event, { checked }) => onForm({ ...form, isDefault: checked === true })}
        />
      </FormRow>
      {textFields.map(({ field, max }) => (
        <FormRow
          key={field}
          field={field}
          label={t(`accountDialog.fields.${field}`)}
          hint={hints[field]}
          findings={findings}
        >
          <Input
            maxLength={max}
            spellCheck={false}
            value={draft[field]}
            onChange={(_event, { value }) => set({ [field]: value })}
          />
        </FormRow>
      ))}
      <FormRow
        field="timeoutMs"
        label={t('accountDialog.fields.timeoutMs')}
        hint={t('accountDialog.hints.timeoutMs', { timeout: format.number(timeoutMs) })}
        findings={findings}
      >
        <Input
          inputMode="numeric"
          maxLength={7}
          value={form.timeoutText}
          onChange={(_event, { value }) => onForm(typeNumber(form, 'timeoutMs', value))}
        />
      </FormRow>
      <SendThroughField {...props} />
      <FormRow
        field="sendPasswordUnencrypted"
        label={t('accountDialog.fields.sendPasswordUnencrypted')}
        hint={t('accountDialog.hints.sendPasswordUnencrypted')}
        findings={findings}
      >
        <Checkbox
          checked={draft.sendPasswordUnencrypted}
          onChange={(_event, { checked }) => set({ sendPasswordUnencrypted: checked === true })}
        />
      </FormRow>
    </div>
  );
}
