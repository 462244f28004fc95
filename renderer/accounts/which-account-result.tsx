import { Button, Link } from '@fluentui/react-components';
import { CheckmarkCircle20Filled as WinnerIcon } from '@fluentui/react-icons/svg/checkmark-circle';
import { DismissCircle20Filled as NobodyIcon } from '@fluentui/react-icons/svg/dismiss-circle';
import { PauseCircle20Filled as WaitsIcon } from '@fluentui/react-icons/svg/pause-circle';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountKey, AccountRow, Resolution } from '../../shared/account.ts';
import { useAppState } from '../services.tsx';
import { needsAttention, statusReason } from './account-status.ts';
import { explainResolution } from './explain-resolution.ts';
import type { TriedKey } from './explain-resolution.ts';
import { StatusCell } from './status-cell.tsx';
import styles from './which-account.module.css';

interface Props {
  /** null: not known yet. */
  readonly resolution: Resolution | null;
  readonly onShow: (accountId: number) => void;
}

function useKeyText() {
  const { t } = useTranslation();
  return ({ businessObject, columnName, columnValue }: AccountKey) =>
    t('compose.key', { businessObject, columnName, columnValue });
}

function Winner({ account, resolution, onShow }: { account: AccountRow } & Props) {
  const { t } = useTranslation();
  const keyText = useKeyText();
  const why = resolution?.matched
    ? t('whichAccount.byKey', { key: keyText(resolution.matched) })
    : t('whichAccount.byDefault');
  return (
    <div className={styles.winner} data-kind={needsAttention(account) ? 'waits' : 'sends'}>
      <span aria-hidden className={styles.sign}>
        {needsAttention(account) ? <WaitsIcon /> : <WinnerIcon />}
      </span>
      <div className={styles.said}>
        <strong dir="auto">
          {t('compose.accountChoice', { id: account.id, user: account.user || account.host })}
        </strong>
        <p>{why}</p>
        <div className={styles.status}>
          <StatusCell kind={account.status.kind} />
        </div>
        {needsAttention(account) && (
          <p>
            {t('whichAccount.wouldWait')} {statusReason(account.status, t)}
          </p>
        )}
      </div>
      <Button size="small" onClick={() => onShow(account.id)}>
        {t('whichAccount.show')}
      </Button>
    </div>
  );
}

function Nobody() {
  const { t } = useTranslation();
  return (
    <div className={styles.winner} data-kind="nobody">
      <span aria-hidden className={styles.sign}>
        <NobodyIcon />
      </span>
      <div className={styles.said}>
        <strong>{t('failures.codes.no-account-for-records.title')}</strong>
        <p>{t('whichAccount.refused')}</p>
        <p>{t('failures.codes.no-account-for-records.todo')}</p>
      </div>
    </div>
  );
}

function TriedRow({ tried, number, onShow }: { tried: TriedKey; number: number } & Pick<Props, 'onShow'>) {
  const { t } = useTranslation();
  const keyText = useKeyText();
  return (
    <tr>
      <td className={styles.number}>{number}</td>
      <td dir="auto">{keyText(tried.key)}</td>
      <td>
        {tried.matches.length === 0 && <span className={styles.nothing}>{t('whichAccount.noMatch')}</span>}
        {tried.matches.map(({ account, reason }) => (
          <div key={account.id} data-reason={reason} className={styles.match}>
            <Link as="button" onClick={() => onShow(account.id)}>
              {t('accounts.accountNumber', { id: account.id })}
            </Link>{' '}
            <span>{t(`whichAccount.reasons.${reason}`)}</span>
          </div>
        ))}
      </td>
    </tr>
  );
}

/** Who would send, by which rule, who else would fit, and what is so without a match. */
export function WhichAccountResult({ resolution, onShow }: Props) {
  const { t } = useTranslation();
  const accounts = useAppState((state) => state.accounts);
  const tried = useMemo(
    () => (resolution ? explainResolution(resolution, accounts) : []),
    [resolution, accounts],
  );
  if (!resolution) return <p role="status">{t('compose.resolving')}</p>;
  const winner = accounts.find(({ id }) => id === resolution.accountId);
  const fallback = accounts.find(({ isDefault, enabled }) => isDefault && enabled);
  return (
    <section aria-label={t('whichAccount.result')} className={styles.result}>
      <div role="status">
        {winner ? <Winner account={winner} resolution={resolution} onShow={onShow} /> : <Nobody />}
      </div>
      <table className={styles.tried}>
        <caption>{t('whichAccount.tried')}</caption>
        <thead>
          <tr>
            <th scope="col" className={styles.number}>
              {t('whichAccount.columns.order')}
            </th>
            <th scope="col">{t('whichAccount.columns.key')}</th>
            <th scope="col">{t('whichAccount.columns.account')}</th>
          </tr>
        </thead>
        <tbody>
          {tried.map((each, index) => (
            <TriedRow key={JSON.stringify(each.key)} tried={each} number={index + 1} onShow={onShow} />
          ))}
        </tbody>
      </table>
      <p className={styles.otherwise}>
        {fallback
          ? t('whichAccount.otherwiseDefault', { id: fallback.id, user: fallback.user || fallback.host })
          : t('whichAccount.otherwiseRefused')}
      </p>
    </section>
  );
}
