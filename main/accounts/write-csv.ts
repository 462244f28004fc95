import type { Account } from '../../shared/account.ts';
import type { ProviderInfo } from '../../shared/app-state.ts';
import { csvCell } from '../../shared/csv-cell.ts';
import { cellText, csvColumns, providerNames } from './csv-columns.ts';

// Excel takes a file without it for text of the computer's old code page.
const byteOrderMark = '\uFEFF';

/**
 * Answers accounts as a CSV file: a byte order mark, a line of titles, and a line for each account, without secrets.
 *
 * @see RFC 4180
 */
export function accountsCsv(accounts: readonly Account[], providers: readonly ProviderInfo[]): string {
  const names = providerNames(providers);
  const lines = [
    csvColumns.map(({ title }) => title),
    ...accounts.map((account) => csvColumns.map(({ field }) => cellText(account, field, names))),
  ];
  return `${byteOrderMark}${lines.map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('')}`;
}
