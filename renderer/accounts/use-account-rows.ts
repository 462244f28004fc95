import { useDeferredValue, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { GridLayout } from '../grid/grid-layout.ts';
import { createRowFilter, sortRows } from '../grid/grid-rows.ts';
import { useAppState } from '../services.tsx';
import { useFormat } from '../use-format.ts';
import { formatLocale } from '../words/words.ts';
import { accountColumns } from './account-columns.tsx';

/** Answers the columns of the accounts grid and its rows, filtered and sorted; a filter that is being typed may be behind. */
export function useAccountRows(filter: string, { sort }: GridLayout) {
  const { t } = useTranslation();
  const format = useFormat();
  const accounts = useAppState((state) => state.accounts);
  const providers = useAppState((state) => state.providers);
  const policy = useAppState((state) => state.policy);
  const language = useAppState((state) => state.settings.language);
  const columns = useMemo(
    () => accountColumns({ providers, policy, format, t }),
    [providers, policy, format, t],
  );
  const collator = useMemo(() => new Intl.Collator(formatLocale(language), { numeric: true }), [language]);
  const sorted = useMemo(
    () => sortRows(accounts, columns, sort, collator),
    [accounts, columns, sort, collator],
  );
  const shownFilter = useDeferredValue(filter);
  const filterRows = useMemo(() => createRowFilter(columns), [columns]);
  const rows = useMemo(() => filterRows(sorted, shownFilter), [sorted, filterRows, shownFilter]);
  const shownIds = useMemo(() => rows.map(({ id }) => id), [rows]);
  return { columns, rows, shownIds, shownFilter };
}
