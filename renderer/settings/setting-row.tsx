import { Circle12Filled as EditedIcon } from '@fluentui/react-icons/svg/circle';
import { LockClosed16Regular as LockIcon } from '@fluentui/react-icons/svg/lock-closed';
import { useTranslation } from 'react-i18next';
import { useAppState } from '../services.tsx';
import type { SettingField } from './setting-fields.ts';
import { SettingEditor } from './setting-editor.tsx';
import styles from './settings.module.css';

interface Props {
  readonly field: SettingField;
  readonly value: string | boolean;
  readonly isEdited: boolean;
  readonly isFaulty: boolean;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
  readonly onEdit: (value: string | boolean) => void;
}

/** One setting: label and key, value, and whether it is fixed or not saved yet. */
export function SettingRow({ field, value, isEdited, isFaulty, isChosen, onChoose, onEdit }: Props) {
  const { t } = useTranslation();
  const policy = useAppState((state) => state.policy);
  const { key } = field;
  const isLocked = policy.lockedSettings.includes(key);
  const lockText = policy.setBy
    ? t('settings.lockedBy', { name: policy.setBy })
    : t('settings.lockedBySomebody');
  return (
    <div
      className={styles.row}
      data-setting={key}
      data-chosen={isChosen || undefined}
      onFocusCapture={onChoose}
      onPointerDown={onChoose}
    >
      <div className={styles.name}>
        <label htmlFor={`setting-${key}`}>{t(`settings.labels.${key}`)}</label>
        <code>{key}</code>
      </div>
      <div className={styles.value}>
        <SettingEditor
          field={field}
          value={value}
          isLocked={isLocked}
          isFaulty={isFaulty}
          describedBy={`setting-note-${key} setting-help`}
          onEdit={onEdit}
        />
        <span id={`setting-note-${key}`} className={styles.note} data-faulty={isFaulty || undefined}>
          {isLocked && (
            <>
              <LockIcon aria-hidden /> {lockText}
            </>
          )}
          {isFaulty &&
            field.kind === 'number' &&
            t('settings.notANumber', { min: field.min, max: field.max })}
          {isEdited && !isFaulty && (
            <>
              <EditedIcon aria-hidden className={styles.edited ?? ''} /> {t('settings.unsaved')}
            </>
          )}
        </span>
      </div>
    </div>
  );
}
