import { Checkbox, Input, Select } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { AccountDraft } from '../../shared/account.ts';
import { useAppState } from '../services.tsx';
import { useFormat } from '../use-format.ts';
import { chooseSendThrough, typeNumber } from './account-form.ts';
import styles from './account-dialog.module.css';
import { FormRow } from './form-row.tsx';
import type { FieldProps } from './form-row.tsx';
import { managedBy } from './managed-by.ts';
import { sendThroughName } from './send-through-name.ts';

type TextField = 'senderName' | 'replyTo' | 'from' | 'signInAccount' | 'alternateServer';

const textFields = [
  { field: 'senderName', max: 256 },
  { field: 'replyTo', max: 320 },
  { field: 'from', max: 320 },
  { field: 'signInAccount', max: 320 },
  { field: 'alternateServer', max: 255 },
] as const satisfies readonly { field: TextField; max: number }[];

function SendThroughField({ form, onForm, findings, isManaged }: FieldProps) {
  const { t } = useTranslation();
  const providers = useAppState((state) => state.providers);
  const { draft } = form;
  const provider = providers.find(({ id }) => id === draft.provider);
  // A provider that an administrator took away offers none; what the account has stays readable.
  const ways = provider?.presets.length
    ? provider.presets.map(({ sendThrough }) => sendThrough)
    : [draft.sendThrough];
  const isRestricted = draft.provider === 'google' && draft.sendThrough === 'smtp';
  return (
    <FormRow
      field="sendThrough"
      label={t('accountDialog.fields.sendThrough')}
      hint={isRestricted ? t('accountDialog.hints.sendThroughSmtpGoogle') : undefined}
      findings={findings}
      isLocked={isManaged}
      lockedText={sendThroughName(draft, providers, t)}
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
            {sendThroughName({ provider: draft.provider, sendThrough: way }, providers, t)}
          </option>
        ))}
      </Select>
    </FormRow>
  );
}

/** The fields under More. */
export function AccountMore(props: FieldProps) {
  const { form, onForm, findings, isManaged } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const policy = useAppState((state) => state.policy);
  const isDefaultLocked = policy.lockedSettings.includes('defaultAccountId');
  const row = { findings, isLocked: isManaged };
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
      <FormRow {...row} field="enabled" label={t('accountDialog.fields.enabled')}>
        <Checkbox
          checked={draft.enabled}
          disabled={isManaged}
          onChange={(_event, { checked }) => set({ enabled: checked === true })}
        />
      </FormRow>
      <FormRow
        field="isDefault"
        label={t('accountDialog.fields.isDefault')}
        hint={isDefaultLocked ? managedBy(policy, t) : t('accountDialog.hints.isDefault')}
        findings={[]}
        isLocked={isDefaultLocked}
      >
        <Checkbox
          checked={form.isDefault}
          disabled={isDefaultLocked}
          onChange={(_event, { checked }) => onForm({ ...form, isDefault: checked === true })}
        />
      </FormRow>
      {textFields.map(({ field, max }) => (
        <FormRow
          {...row}
          key={field}
          field={field}
          label={t(`accountDialog.fields.${field}`)}
          hint={hints[field]}
        >
          <Input
            readOnly={isManaged}
            maxLength={max}
            spellCheck={false}
            value={draft[field]}
            onChange={(_event, { value }) => set({ [field]: value })}
          />
        </FormRow>
      ))}
      <FormRow
        {...row}
        field="timeoutMs"
        label={t('accountDialog.fields.timeoutMs')}
        hint={t('accountDialog.hints.timeoutMs', { timeout: format.number(timeoutMs) })}
      >
        <Input
          readOnly={isManaged}
          inputMode="numeric"
          maxLength={7}
          value={form.timeoutText}
          onChange={(_event, { value }) => onForm(typeNumber(form, 'timeoutMs', value))}
        />
      </FormRow>
      <SendThroughField {...props} />
      <FormRow
        {...row}
        field="sendPasswordUnencrypted"
        label={t('accountDialog.fields.sendPasswordUnencrypted')}
        hint={t('accountDialog.hints.sendPasswordUnencrypted')}
      >
        <Checkbox
          checked={draft.sendPasswordUnencrypted}
          disabled={isManaged}
          onChange={(_event, { checked }) => set({ sendPasswordUnencrypted: checked === true })}
        />
      </FormRow>
    </div>
  );
}
