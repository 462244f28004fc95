import { useTranslation } from 'react-i18next';
import type { AccountRow } from '../../shared/account.ts';
import { useAppState } from '../services.tsx';
import { SummaryLine } from '../summary-line.tsx';
import { needsAttention, statusReason } from './account-status.ts';

interface Props {
  readonly shown: number;
  readonly selected: readonly AccountRow[];
}

/** The line below the grid: how many there are, and why the selected one is as it is. */
export function AccountsSummary({ shown, selected }: Props) {
  const { t } = useTranslation();
  const accounts = useAppState((state) => state.accounts);
  const attention = accounts.filter(needsAttention).length;
  const [only] = selected;
  const reason = selected.length === 1 && only ? statusReason(only.status, t) : '';
  return (
    <SummaryLine
      parts={[
        t('accounts.summary.accounts', { count: accounts.length }),
        shown !== accounts.length && t('accounts.summary.shown', { shown, total: accounts.length }),
        attention > 0 && t('accounts.summary.attention', { count: attention }),
        selected.length > 1 && t('accounts.summary.selected', { count: selected.length }),
        only &&
          reason !== '' &&
          t('accounts.statusBecause', { status: t('accounts.accountNumber', { id: only.id }), reason }),
      ]}
    />
  );
}
