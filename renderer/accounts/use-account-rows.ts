import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { GridLayout } from '../grid/grid-layout.ts';
import { useShownRows } from '../grid/use-shown-rows.ts';
import { useAppState } from '../services.tsx';
import { useFormat } from '../use-format.ts';
import { accountColumns } from './account-columns.tsx';

/** Answers the columns of the accounts grid and its rows, filtered and sorted. */
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
  const rows = useShownRows({ all: accounts, columns, filter, sort, language });
  const shownIds = useMemo(() => rows.map(({ id }) => id), [rows]);
  return { columns, rows, shownIds };
}
