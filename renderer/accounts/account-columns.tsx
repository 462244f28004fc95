import { Checkmark16Regular as OnIcon } from '@fluentui/react-icons/svg/checkmark';
import { Star16Filled as DefaultIcon } from '@fluentui/react-icons/svg/star';
import type { TFunction } from 'i18next';
import type { AccountRow } from '../../shared/account.ts';
import type { ProviderInfo } from '../../shared/app-state.ts';
import type { GridColumn } from '../grid/grid-rows.ts';
import styles from '../grid/grid.module.css';
import { StatusCell } from './status-cell.tsx';

/** Column IDs in the order in which SalesPad shows them, then ours. */
export const accountColumnIds = [
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

/** Answers the name of a provider; `none` and unknown ones have names too. */
export function providerName(providers: readonly ProviderInfo[], id: string, t: TFunction): string {
  if (id === 'none') return t('shell.none');
  return providers.find((provider) => provider.id === id)?.name ?? id;
}

/** Looks each word up once: ten thousand rows have a few dozen of them, and the filter reads every cell. */
function lookUpOnce<Key extends string>(lookUp: (key: Key) => string): (key: Key) => string {
  const known = new Map<Key, string>();
  return (key) => {
    const word = known.get(key) ?? lookUp(key);
    known.set(key, word);
    return word;
  };
}

/** Answers the columns of the SMTP Setup grid. */
export function accountColumns(
  providers: readonly ProviderInfo[],
  t: TFunction,
): readonly GridColumn<AccountRow>[] {
  const statusWord = lookUpOnce((kind: AccountRow['status']['kind']) => t(`accounts.status.${kind}`));
  const methodWord = lookUpOnce((method: AccountRow['tlsMethod']) => t(`accounts.tlsMethods.${method}`));
  const providerWord = lookUpOnce((id: string) => providerName(providers, id, t));
  const tlsWord = lookUpOnce((word: 'tlsOn' | 'tlsOff') => t(`accounts.${word}`));
  const tlsText = (row: AccountRow) => tlsWord(row.tls ? 'tlsOn' : 'tlsOff');
  return [
    {
      id: 'id',
      title: t('accounts.columns.id'),
      width: 96,
      align: 'end',
      text: (row) => String(row.id),
      sortKey: (row) => row.id,
      cell: (row) => (
        <>
          {row.isDefault && (
            <span title={t('accounts.default')} className={styles.mark}>
              <DefaultIcon aria-hidden />
              <span className="sr-only">{t('accounts.default')}</span>
            </span>
          )}
          <span>{row.id}</span>
        </>
      ),
    },
    {
      id: 'provider',
      title: t('accounts.columns.provider'),
      width: 104,
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
      width: 116,
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
      width: 176,
      text: (row) => statusWord(row.status.kind),
      cell: (row) => <StatusCell status={row.status} />,
    },
  ];
}
