import { AddCircle16Regular as AddedIcon } from '@fluentui/react-icons/svg/add-circle';
import { CheckmarkCircle16Regular as SameIcon } from '@fluentui/react-icons/svg/checkmark-circle';
import { Edit16Regular as ChangedIcon } from '@fluentui/react-icons/svg/edit';
import { ErrorCircle16Filled as RefusedIcon } from '@fluentui/react-icons/svg/error-circle';
import type { TFunction } from 'i18next';
import type { FailureDetail } from '../../shared/errors.ts';
import type { ImportAction } from '../../shared/transfer.ts';
import type { GridColumn } from '../grid/grid-rows.ts';
import type { PlanRow } from './import-rows.ts';
import { fieldName, valueText } from './field-name.ts';
import { accountDialog } from '../words/en/account-dialog.ts';
import styles from './transfer.module.css';

const icons = { added: AddedIcon, changed: ChangedIcon, same: SameIcon, refused: RefusedIcon } as const;

export const planColumnIds = ['line', 'action', 'title', 'details'] as const;

function ActionCell({ action, word }: { readonly action: ImportAction; readonly word: string }) {
  const Icon = icons[action];
  return (
    <span className={styles.action} data-action={action}>
      <Icon aria-hidden /> <span data-text>{word}</span>
    </span>
  );
}

/** Answers what a row is known by. */
export function planTitle(row: PlanRow, t: TFunction): string {
  if (row.kind === 'setting') return fieldName(row.title, t);
  const title = row.title === '' ? t('transfer.importing.newAccount') : row.title;
  return row.accountId === null ? title : t('transfer.importing.accountTitle', { id: row.accountId, title });
}

type Findings = typeof accountDialog.findings;
const isFinding = (code: unknown): code is keyof Findings =>
  typeof code === 'string' && Object.hasOwn(accountDialog.findings, code);

/** Answers a finding of an account in the words of its dialog; what else may be wrong with a line is said in English alone. */
function findingText(detail: FailureDetail = {}, t: TFunction): string | null {
  const { finding, ...values } = detail;
  return isFinding(finding) ? t(`accountDialog.findings.${finding}`, { accountId: '', ...values }) : null;
}

/** Answers why a row is refused, the reason itself first: a long line is cut, and the kind of failure says little. */
export function refusalText({ failure }: PlanRow, t: TFunction): string {
  if (!failure) return '';
  const { field, detail } = failure;
  const message = findingText(detail, t) ?? failure.message;
  return field === undefined
    ? message
    : t('transfer.importing.reasonAt', { message, field: fieldName(field, t) });
}

/** Answers what the person can do about a row that is refused; in a file no field is marked. */
export function refusalTodo({ failure, line }: PlanRow, t: TFunction): string {
  if (!failure) return '';
  const isInFile = line !== null && failure.code !== 'locked-by-policy';
  return isInFile ? t('transfer.importing.correctLine', { line }) : t(`failures.codes.${failure.code}.todo`);
}

/** Answers what the SMTP Setup dialog would warn of, a sentence each. */
export function warningTexts({ warnings = [] }: PlanRow, t: TFunction): readonly string[] {
  return warnings.map(({ field, code, values }) => {
    const isInClear = code === 'password-without-tls' && values?.['allowed'] === 1;
    const text = isInClear
      ? t('transfer.importing.passwordInClear')
      : t(`accountDialog.findings.${code}`, { accountId: '', ...values });
    return t('transfer.importing.warning', { text: `${fieldName(field, t)}: ${text}` });
  });
}

/** Answers what a row changes, or why it is refused, in one line. */
export function planDetails(row: PlanRow, t: TFunction): string {
  if (row.failure) return refusalText(row, t);
  if (row.action === 'same') return t('transfer.importing.sameDetails');
  const changes = row.changes.map(({ field, from, to }) => {
    const words = {
      field: fieldName(field, t),
      from: valueText(field, from, t),
      to: valueText(field, to, t),
    };
    return t(row.action === 'added' ? 'transfer.importing.value' : 'transfer.importing.change', words);
  });
  // Before the changes, for a long line is cut.
  return [...warningTexts(row, t), ...changes].join(' · ');
}

/** Answers the columns of the table. */
export function planColumns(t: TFunction): readonly GridColumn<PlanRow>[] {
  return [
    {
      id: 'line',
      title: t('transfer.importing.columns.line'),
      width: 72,
      align: 'end',
      text: ({ line }) => (line === null ? '' : String(line)),
      sortKey: ({ key }) => key,
    },
    {
      id: 'action',
      title: t('transfer.importing.columns.action'),
      width: 112,
      text: ({ action }) => t(`transfer.importing.actions.${action}`),
      besideText: 20,
      cell: ({ action }) => <ActionCell action={action} word={t(`transfer.importing.actions.${action}`)} />,
    },
    {
      id: 'title',
      title: t('transfer.importing.columns.title'),
      width: 230,
      text: (row) => planTitle(row, t),
    },
    {
      id: 'details',
      title: t('transfer.importing.columns.details'),
      width: 330,
      text: (row) => planDetails(row, t),
    },
  ];
}
