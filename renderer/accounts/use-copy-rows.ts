import { useTranslation } from 'react-i18next';
import type { AccountRow } from '../../shared/account.ts';
import { report } from '../failures/failure-list.ts';
import { showToast } from '../failures/toast-list.ts';
import { rowsAsText } from '../grid/copied-text.ts';
import type { GridColumn } from '../grid/grid-rows.ts';
import { useAppState, useRequest, useServices } from '../services.tsx';
import { managedBy } from './managed-by.ts';

/** Answers functions that put accounts on the clipboard, and say so. */
export function useCopyRows() {
  const { t } = useTranslation();
  const request = useRequest();
  const policy = useAppState((state) => state.policy);
  const { toasts, failures } = useServices();

  const put = async (text: string, count: number, skipped = '') => {
    try {
      await navigator.clipboard.writeText(text);
      showToast(toasts, { text: `${t('accounts.copied', { count })} ${skipped}`.trim() });
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
    copyCsv: async (all: readonly AccountRow[]) => {
      const rows = all.filter(({ managed }) => !managed);
      const count = all.length - rows.length;
      const skipped =
        count > 0 ? t('accounts.managed.notCopied', { count, setBy: managedBy(policy, t) }) : '';
      if (rows.length === 0) return void showToast(toasts, { text: skipped });
      const file = await request('exportAccounts', { accountIds: rows.map(({ id }) => id) });
      // The mark says what a file is written in; on the clipboard it would be a character of the first cell.
      if (file) await put(file.text.replace(/^\uFEFF/, ''), rows.length, skipped);
      return undefined;
    },
  };
}
