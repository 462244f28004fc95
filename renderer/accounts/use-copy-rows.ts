import { useTranslation } from 'react-i18next';
import type { AccountRow } from '../../shared/account.ts';
import { report } from '../failures/failure-list.ts';
import { showToast } from '../failures/toast-list.ts';
import { rowsAsText } from '../grid/copied-text.ts';
import type { GridColumn } from '../grid/grid-rows.ts';
import { useRequest, useServices } from '../services.tsx';

/** Answers functions that put accounts on the clipboard, and say so. */
export function useCopyRows() {
  const { t } = useTranslation();
  const request = useRequest();
  const { toasts, failures } = useServices();

  const put = async (text: string, count: number) => {
    try {
      await navigator.clipboard.writeText(text);
      showToast(toasts, { text: t('accounts.copied', { count }) });
    } catch {
      report(failures, {
        code: 'internal',
        message: 'The clipboard did not take the text.',
        remedy: 'try-again',
      });
    }
  };
  return {
    /** As the grid shows them: tab-separated, for spreadsheets and mail. */
    copyText: (columns: readonly GridColumn<AccountRow>[], rows: readonly AccountRow[]) =>
      void put(rowsAsText(columns, rows), rows.length),
    /** With all fields, as an import takes them. */
    copyCsv: async (rows: readonly AccountRow[]) => {
      const file = await request('exportAccounts', { accountIds: rows.map(({ id }) => id) });
      if (file) await put(file.text, rows.length);
    },
  };
}
