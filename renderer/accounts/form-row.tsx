import { Field, Input } from '@fluentui/react-components';
import { LockClosed12Regular as LockIcon } from '@fluentui/react-icons/svg/lock-closed';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountRow } from '../../shared/account.ts';
import type { AccountForm, FormFinding } from './account-form.ts';
import styles from './account-dialog.module.css';

/** What every field of the dialog gets. */
export interface FieldProps {
  readonly account: AccountRow | null;
  readonly form: AccountForm;
  readonly onForm: (form: AccountForm) => void;
  readonly findings: readonly FormFinding[];
  /** The administrator sets all but the secrets. */
  readonly isManaged: boolean;
}

interface Props {
  readonly field: FormFinding['field'] | 'id' | 'isDefault';
  readonly label: string;
  readonly hint?: string | undefined;
  /** It cannot be changed; the hint, or the bar on top, says why. */
  readonly isLocked?: boolean;
  /** What is shown instead of a control that can only be used or disabled, so that it can be read and copied. */
  readonly lockedText?: string;
  readonly findings: readonly FormFinding[];
  readonly isRequired?: boolean;
  readonly children: ReactElement;
}

/** One line of the dialog: label, control, and below it what is wrong or worth knowing. */
export function FormRow(props: Props) {
  const { field, label, hint, isLocked = false, lockedText, findings, isRequired, children } = props;
  const { t } = useTranslation();
  const finding =
    findings.find((found) => found.field === field && found.level === 'error') ??
    findings.find((found) => found.field === field);
  return (
    <Field
      orientation="horizontal"
      label={{
        children: isLocked ? (
          <>
            {label} <LockIcon aria-hidden className="locked" />
          </>
        ) : (
          label
        ),
      }}
      required={(isRequired ?? false) && !isLocked}
      hint={hint ?? null}
      validationState={finding ? finding.level : 'none'}
      validationMessage={
        finding ? t(`accountDialog.findings.${finding.code}`, { accountId: 0, ...finding.values }) : null
      }
      className={styles.row}
      data-field={field}
    >
      {isLocked && lockedText !== undefined ? <Input readOnly value={lockedText} /> : children}
    </Field>
  );
}
