import { Checkmark16Regular as OnIcon } from '@fluentui/react-icons/svg/checkmark';
import { LockClosed16Regular as ManagedIcon } from '@fluentui/react-icons/svg/lock-closed';
import { Star16Filled as DefaultIcon } from '@fluentui/react-icons/svg/star';
import type { TFunction } from 'i18next';
import type { AccountRow } from '../../shared/account.ts';
import type { PolicyInfo, ProviderInfo } from '../../shared/app-state.ts';
import type { GridDefaults } from '../grid/grid-layout.ts';
import type { GridColumn } from '../grid/grid-rows.ts';
import styles from '../grid/grid.module.css';
import type { Format } from '../use-format.ts';
import { statusReason } from './account-status.ts';
import { managedBy } from './managed-by.ts';
import { providerName, sendThroughName } from './send-through-name.ts';
import { StatusCell } from './status-cell.tsx';

/** Columns in the order in which SalesPad shows them, then ours. */
const usualColumnIds = [
  'id',
  'provider',
  'host',
  'port',
  'tls',
  'tlsMethod',
  'businessObject',
  'columnName',
  'columnValue',
  'user',
  'status',
] as const;

/** Columns that are there for whoever asks for them. */
const furtherColumnIds = [
  'senderName',
  'from',
  'replyTo',
  'signInAccount',
  'signedInAs',
  'sendThrough',
  'timeoutMs',
  'alternateServer',
  'enabled',
] as const;

/** The accounts grid before anybody changed it. */
export const accountsGrid: GridDefaults = {
  columnIds: [...usualColumnIds, ...furtherColumnIds],
  hiddenIds: furtherColumnIds,
  sort: { column: 'id', direction: 'ascending' },
};

/** Looks each word up once: ten thousand rows have a few dozen of them, and the filter reads every cell. */
function lookUpOnce<Key extends string>(lookUp: (key: Key) => string): (key: Key) => string {
  const known = new Map<Key, string>();
  return (key) => {
    const word = known.get(key) ?? lookUp(key);
    known.set(key, word);
    return word;
  };
}

interface Options {
  readonly providers: readonly ProviderInfo[];
  readonly policy: PolicyInfo;
  readonly format: Format;
  readonly t: TFunction;
}

function idColumn({ policy, t }: Options): GridColumn<AccountRow> {
  const isDefault = t('accounts.default');
  const isManaged = managedBy(policy, t);
  return {
    id: 'id',
    title: t('accounts.columns.id'),
    width: 96,
    align: 'end',
    besideText: 44,
    text: (row) => String(row.id),
    sortKey: (row) => row.id,
    hint: (row) => [row.isDefault && isDefault, row.managed && isManaged].filter(Boolean).join('. '),
    cell: (row) => (
      <>
        {row.managed && (
          <span aria-hidden className={styles.lock}>
            <ManagedIcon />
          </span>
        )}
        {row.isDefault && (
          <span aria-hidden className={styles.mark}>
            <DefaultIcon />
          </span>
        )}
        <span>{row.id}</span>
      </>
    ),
  };
}

function usualColumns(options: Options): readonly GridColumn<AccountRow>[] {
  const { providers, format, t } = options;
  const timeOf = ({ protocolLogUntilMs }: AccountRow) =>
    protocolLogUntilMs === undefined ? '' : format.time(protocolLogUntilMs);
  const statusWord = lookUpOnce((kind: AccountRow['status']['kind']) => t(`accounts.status.${kind}`));
  const methodWord = lookUpOnce((method: AccountRow['tlsMethod']) => t(`accounts.tlsMethods.${method}`));
  const providerWord = lookUpOnce((id: string) => providerName(providers, id, t));
  const tlsWord = lookUpOnce((word: 'tlsOn' | 'tlsOff') => t(`accounts.${word}`));
  const tlsText = (row: AccountRow) => tlsWord(row.tls ? 'tlsOn' : 'tlsOff');
  return [
    idColumn(options),
    {
      id: 'provider',
      title: t('accounts.columns.provider'),
      width: 96,
      text: (row) => providerWord(row.provider),
    },
    { id: 'host', title: t('accounts.columns.host'), width: 154, text: (row) => row.host },
    {
      id: 'port',
      title: t('accounts.columns.port'),
      width: 60,
      align: 'end',
      text: (row) => String(row.port),
      sortKey: (row) => row.port,
    },
    {
      id: 'tls',
      title: t('accounts.columns.tls'),
      width: 108,
      align: 'center',
      text: tlsText,
      sortKey: (row) => Number(!row.tls),
      cell: (row) => (
        <>
          {row.tls && <OnIcon aria-hidden />}
          <span className="sr-only">{tlsText(row)}</span>
        </>
      ),
    },
    {
      id: 'tlsMethod',
      title: t('accounts.columns.tlsMethod'),
      width: 106,
      text: (row) => methodWord(row.tlsMethod),
    },
    {
      id: 'businessObject',
      title: t('accounts.columns.businessObject'),
      width: 112,
      text: (row) => row.businessObject,
    },
    { id: 'columnName', title: t('accounts.columns.columnName'), width: 112, text: (row) => row.columnName },
    {
      id: 'columnValue',
      title: t('accounts.columns.columnValue'),
      width: 80,
      text: (row) => row.columnValue,
    },
    { id: 'user', title: t('accounts.columns.user'), width: 164, text: (row) => row.user },
    {
      id: 'status',
      title: t('accounts.columns.status'),
      width: 192,
      besideText: 22,
      text: (row) => statusWord(row.status.kind),
      hint: (row) => {
        const reason = statusReason(row.status, t);
        if (row.protocolLogUntilMs === undefined) return reason;
        const until = t('accounts.protocolLog.label', { time: timeOf(row) });
        return [reason, `${until}. ${t('accounts.protocolLog.todo')}`]
          .filter((part) => part !== '')
          .join(' ');
      },
      cell: (row) => <StatusCell kind={row.status.kind} recordedUntil={timeOf(row)} />,
    },
  ];
}

function furtherColumns({ providers, format, t }: Options): readonly GridColumn<AccountRow>[] {
  const plain = (id: Extract<keyof AccountRow, (typeof furtherColumnIds)[number]>, width: number) => ({
    id,
    title: t(`accounts.columns.${id}`),
    width,
    text: (row: AccountRow) => String(row[id] ?? ''),
  });
  const wayWord = lookUpOnce((way: string) => {
    const [provider = '', sendThrough] = way.split('\n');
    return sendThroughName({ provider, sendThrough: sendThrough === 'api' ? 'api' : 'smtp' }, providers, t);
  });
  const enabledWord = lookUpOnce((word: 'isEnabled' | 'isDisabled') => t(`accounts.${word}`));
  return [
    plain('senderName', 140),
    plain('from', 164),
    plain('replyTo', 164),
    plain('signInAccount', 164),
    plain('signedInAs', 164),
    { ...plain('sendThrough', 116), text: (row) => wayWord(`${row.provider}\n${row.sendThrough}`) },
    {
      ...plain('timeoutMs', 100),
      align: 'end',
      text: (row) => (row.timeoutMs === null ? '' : format.number(row.timeoutMs)),
      sortKey: (row) => row.timeoutMs ?? Number.MAX_SAFE_INTEGER,
    },
    plain('alternateServer', 154),
    {
      ...plain('enabled', 84),
      text: (row) => enabledWord(row.enabled ? 'isEnabled' : 'isDisabled'),
    },
  ];
}

/** Answers all columns of the SMTP Setup grid. */
export function accountColumns(options: Options): readonly GridColumn<AccountRow>[] {
  return [...usualColumns(options), ...furtherColumns(options)];
}
