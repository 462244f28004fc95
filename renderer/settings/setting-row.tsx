import { useTranslation } from 'react-i18next';
import { faxAddress } from '../compose/recipients.ts';
import { PropertyRow } from './property-row.tsx';
import type { RowRemark } from './property-row.tsx';
import type { SettingField } from './setting-fields.ts';
import { parseWhole } from './setting-fields.ts';
import { SettingEditor } from './setting-editor.tsx';
import { useDefaultText } from './use-default-text.ts';
import { useLock } from './use-lock.ts';
import { useAppState } from '../services.tsx';
import type { ReactNode } from 'react';

const exampleFax = 'fax:5550100';

interface Props {
  readonly field: SettingField;
  readonly value: string | boolean;
  readonly onEdit: (value: string | boolean) => void;
  /** Why it cannot be changed just now, besides the policy. */
  readonly lock?: string | null;
  /** What is to be said where the value itself is in order. */
  readonly remark?: RowRemark | null;
  readonly note?: ReactNode;
}

/** One setting that is a word, a number or a switch. */
export function SettingRow({ field, value, onEdit, lock = null, remark: given = null, note }: Props) {
  const { t } = useTranslation();
  const { key } = field;
  const policyLock = useLock(key);
  const userName = useAppState((state) => state.host.userName);
  const remark = (): RowRemark | null => {
    if (field.kind === 'number' && parseWhole(String(value), field) === null) {
      return { level: 'error', text: t('settings.notANumber', { min: field.min, max: field.max }) };
    }
    const isFormat = key !== 'emailToFaxFormat' || value === '' || faxAddress(exampleFax, String(value));
    return isFormat ? given : { level: 'warning', text: t('settings.notAFaxFormat') };
  };
  return (
    <PropertyRow
      id={key}
      label={t(`settings.labels.${key}`)}
      code={key}
      help={t(`settings.help.${key}`, { userName })}
      defaultText={useDefaultText(key)}
      lock={policyLock ?? lock}
      remark={remark()}
      note={note}
    >
      {(control) => (
        <SettingEditor
          field={field}
          value={value}
          isLocked={(policyLock ?? lock) !== null}
          control={control}
          onEdit={onEdit}
        />
      )}
    </PropertyRow>
  );
}
