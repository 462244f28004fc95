import { Field } from '@fluentui/react-components';
import { LockClosed12Regular as LockIcon } from '@fluentui/react-icons/svg/lock-closed';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormFinding } from './account-form.ts';
import styles from './account-dialog.module.css';

interface Props {
  readonly field: FormFinding['field'] | 'id' | 'isDefault';
  readonly label: string;
  readonly hint?: string | undefined;
  /** It cannot be changed; the hint says why. */
  readonly isLocked?: boolean;
  readonly findings: readonly FormFinding[];
  readonly isRequired?: boolean;
  readonly children: ReactElement;
}

/** One line of the dialog: label, control, and below it what is wrong or worth knowing. */
export function FormRow({ field, label, hint, isLocked = false, findings, isRequired, children }: Props) {
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
      {children}
    </Field>
  );
}
