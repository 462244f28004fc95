import type { OutboxItem } from '../shared/message.ts';
import { csvCell } from '../shared/csv-cell.ts';

const byteOrderMark = '\uFEFF';
const timeText = (atMs: number | null) => (atMs === null ? '' : new Date(atMs).toISOString());

/** Columns in their order, each with the text of a message; the names stay the same in every language, for programs. */
const columns: Readonly<Record<string, (item: OutboxItem, userOf: (accountId: number) => string) => string>> =
  {
    Item: ({ itemId }) => itemId,
    Created: ({ createdAtMs }) => timeText(createdAtMs),
    State: ({ state }) => state,
    Reason: ({ because }) => because ?? '',
    Explanation: ({ reason }) => reason ?? '',
    'Email Server ID': ({ accountId }) => String(accountId),
    'SMTP User': ({ accountId }, userOf) => userOf(accountId),
    To: ({ to }) => to.join('; '),
    Cc: ({ cc }) => cc.join('; '),
    Bcc: ({ bcc }) => bcc.join('; '),
    Subject: ({ subject }) => subject,
    Documents: ({ documents }) => documents.map(({ name }) => name).join('; '),
    'Message-ID': ({ messageId }) => messageId,
    'Server reply': ({ reply }) => reply ?? '',
    Accepted: ({ accepted }) => accepted.join('; '),
    Refused: ({ refused }) => refused.map(({ address, reply }) => `${address} (${reply})`).join('; '),
    Attempts: ({ attempts }) => String(attempts),
    'Last change': ({ changedAtMs }) => timeText(changedAtMs),
    'Next try': ({ nextTryAtMs }) => timeText(nextTryAtMs),
    'Send at': ({ sendAtMs }) => timeText(sendAtMs),
    'Confirmed by': ({ confirmedBy }) => confirmedBy ?? '',
    'Handed over by': ({ origin }) => (origin === 'user' ? 'person' : 'program'),
  };

const line = (cells: readonly string[]) => `${cells.map(csvCell).join(',')}\r\n`;

/** Answers the first line of an exported history, with the mark by which spreadsheets know UTF-8. */
export function historyCsvHead(): string {
  return `${byteOrderMark}${line(Object.keys(columns))}`;
}

/**
 * Answers messages as lines of CSV; times are ISO 8601 in UTC.
 *
 * @param userOf answers the SMTP User of an account; empty where it is gone
 * @see RFC 4180
 */
export function historyCsv(items: readonly OutboxItem[], userOf: (accountId: number) => string): string {
  return items.map((item) => line(Object.values(columns).map((textOf) => textOf(item, userOf)))).join('');
}
