import { Circle12Filled as EditedIcon } from '@fluentui/react-icons/svg/circle';
import { ErrorCircle16Regular as ErrorIcon } from '@fluentui/react-icons/svg/error-circle';
import { LockClosed16Regular as LockIcon } from '@fluentui/react-icons/svg/lock-closed';
import { Warning16Regular as WarningIcon } from '@fluentui/react-icons/svg/warning';
import type { ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { helpId, usePropertyPage } from './property-page.ts';
import type { RowControl } from './property-page.ts';
import styles from './settings.module.css';

/** A remark on a row. */
export interface RowRemark {
  readonly level: 'error' | 'warning';
  readonly text: string;
}

interface Props {
  readonly id: string;
  readonly label: string;
  /** The key in files, where the row is one setting. */
  readonly code?: string;
  readonly help: string;
  /** What the help says about the default; absent: nothing. */
  readonly defaultText?: string;
  /** Why the row cannot be changed; null: it can. */
  readonly lock?: string | null;
  readonly remark?: RowRemark | null;
  /** What is worth knowing beside the value. */
  readonly note?: ReactNode;
  /** The value is text, not a control that the label belongs to. */
  readonly isPlain?: boolean;
  readonly children: (control: RowControl) => ReactNode;
}

/** One line of the property page: label and key, value, and what is to be said about it; its help is shown while it is chosen. */
export function PropertyRow(props: Props) {
  const { id, label, lock = null, remark = null } = props;
  const { t } = useTranslation();
  const page = usePropertyPage();
  if (!page.shown.has(id)) return null;
  const controlId = `setting-${id}`;
  const noteId = `setting-note-${id}`;
  const isChosen = page.chosen === id;
  const control: RowControl = {
    id: controlId,
    'aria-describedby': isChosen ? `${noteId} ${helpId}` : noteId,
    'aria-invalid': remark?.level === 'error',
  };
  return (
    <div
      className={styles.row}
      data-setting={id}
      data-chosen={isChosen || undefined}
      onFocusCapture={() => page.choose(id)}
      onPointerDown={() => page.choose(id)}
    >
      <div className={styles.name}>
        {props.isPlain ? <span id={controlId}>{label}</span> : <label htmlFor={controlId}>{label}</label>}
        {props.code && <code>{props.code}</code>}
      </div>
      <div className={styles.value}>
        {props.children(control)}
        <div id={noteId} className={styles.notes}>
          {lock !== null && (
            <span className={styles.note}>
              <LockIcon aria-hidden /> {lock}
            </span>
          )}
          {remark && (
            <span className={styles.note} data-level={remark.level}>
              {remark.level === 'error' ? <ErrorIcon aria-hidden /> : <WarningIcon aria-hidden />}{' '}
              {remark.text}
            </span>
          )}
          {props.note && <span className={styles.note}>{props.note}</span>}
          {page.changed.has(id) && (
            <span className={styles.note}>
              <EditedIcon aria-hidden className={styles.edited ?? ''} /> {t('settings.unsaved')}
            </span>
          )}
        </div>
      </div>
      {isChosen &&
        page.helpPlace &&
        createPortal(
          <>
            <h2>{label}</h2>
            <p id={helpId}>
              {props.help} {props.defaultText}
            </p>
          </>,
          page.helpPlace,
        )}
    </div>
  );
}
