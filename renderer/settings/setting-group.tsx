import { ChevronDown16Regular as OpenIcon } from '@fluentui/react-icons/svg/chevron-down';
import { ChevronRight16Regular as ClosedIcon } from '@fluentui/react-icons/svg/chevron-right';
import { Fragment, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { DefaultAccountDetails } from './default-account-details.tsx';
import type { SettingField, SettingGroup, SettingKey } from './setting-fields.ts';
import { SettingRow } from './setting-row.tsx';
import type { SettingEdits, SettingValues } from './settings-form.ts';
import styles from './settings.module.css';

interface Props {
  readonly group: SettingGroup;
  readonly fields: readonly SettingField[];
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  readonly saved: SettingValues;
  readonly edits: SettingEdits;
  readonly faulty: readonly SettingKey[];
  readonly chosen: SettingKey;
  readonly onChoose: (key: SettingKey) => void;
  readonly onEdit: (key: SettingKey, value: string | boolean) => void;
}

/** One group of settings, open or closed. */
export function SettingGroupView(props: Props) {
  const { group, fields, isOpen, saved, edits } = props;
  const { t } = useTranslation();
  const id = useId();
  const value = (key: SettingKey) => edits[key] ?? saved[key];
  const defaultAccount = value('defaultAccountId');
  return (
    <section className={styles.group} aria-labelledby={id}>
      <h2 className={styles.groupTitle}>
        <button type="button" id={id} aria-expanded={isOpen} onClick={props.onToggle}>
          <span aria-hidden className={styles.chevron} data-closed={!isOpen || undefined}>
            {isOpen ? <OpenIcon /> : <ClosedIcon />}
          </span>
          {t(`settings.groups.${group}`)}
        </button>
      </h2>
      {isOpen && (
        <div>
          {fields.map((field) => (
            <Fragment key={field.key}>
              <SettingRow
                field={field}
                value={value(field.key)}
                isEdited={edits[field.key] !== undefined}
                isFaulty={props.faulty.includes(field.key)}
                isChosen={props.chosen === field.key}
                onChoose={() => props.onChoose(field.key)}
                onEdit={(next) => props.onEdit(field.key, next)}
              />
              {field.kind === 'account' && typeof defaultAccount === 'string' && (
                <DefaultAccountDetails accountId={Number(defaultAccount)} />
              )}
            </Fragment>
          ))}
        </div>
      )}
    </section>
  );
}
