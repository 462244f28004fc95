import type { TFunction } from 'i18next';
import type { AccountRow } from '../../shared/account.ts';
import type { OutboxItem } from '../../shared/message.ts';
import type { GridDefaults } from '../grid/grid-layout.ts';
import type { GridColumn } from '../grid/grid-rows.ts';
import type { Format } from '../use-format.ts';
import { isScheduled } from './outbox-states.ts';
import { StateCell } from './state-cell.tsx';

/** The Outbox before anybody changed it: what fits beside the details in a window of 1280 pixels. */
export const outboxGrid: GridDefaults = {
  columnIds: ['state', 'subject', 'to', 'because', 'nextTry', 'account', 'created', 'attempts'],
  hiddenIds: ['attempts'],
  sort: null,
};

/** Answers the word for a message's state, with the count where only some recipients were taken. */
export function stateText(item: OutboxItem, t: TFunction): string {
  if (item.state !== 'sent') return t(`outbox.states.${item.state}`);
  if (item.confirmedBy === 'person') return t('outbox.sentByPerson');
  return item.refused.length > 0
    ? t('outbox.sentSome', {
        accepted: item.accepted.length,
        total: item.accepted.length + item.refused.length,
      })
    : t('outbox.states.sent');
}

/** Answers whose account sends a message; a removed one has only its number left. */
export function accountText(accounts: readonly AccountRow[], id: number, t: TFunction): string {
  const account = accounts.find((candidate) => candidate.id === id);
  return account
    ? t('compose.accountChoice', { id, user: account.user || account.host })
    : t('outbox.accountGone', { id });
}

/** Answers the same for a narrow column. */
function shortAccountText(accounts: readonly AccountRow[], id: number, t: TFunction): string {
  const account = accounts.find((candidate) => candidate.id === id);
  return account
    ? t('outbox.accountShort', { id, user: account.user || account.host })
    : t('outbox.accountGone', { id });
}

/** Answers when a message is tried next; empty where it is not tried by itself. */
export function nextTryText(item: OutboxItem, format: Format, t: TFunction): string {
  if (item.state !== 'queued') return '';
  return item.nextTryAtMs === null ? t('outbox.atOnce') : format.time(item.nextTryAtMs);
}

/** Answers why a message is where it is; empty where nothing is to be said. */
function becauseText(item: OutboxItem, t: TFunction): string {
  if (item.because !== null) return t(`failures.codes.${item.because}.title`);
  return isScheduled(item) ? t('outbox.scheduled') : '';
}

function firstRecipient(item: OutboxItem, t: TFunction): string {
  const [first = '', ...others] = [...item.to, ...item.cc, ...item.bcc];
  return others.length === 0 ? first : t('outbox.more', { first, count: others.length });
}

/** Answers the columns of the Outbox. */
export function outboxColumns(
  accounts: readonly AccountRow[],
  format: Format,
  t: TFunction,
): readonly GridColumn<OutboxItem>[] {
  return [
    {
      id: 'state',
      title: t('outbox.columns.state'),
      width: 160,
      besideText: 22,
      text: (item) => stateText(item, t),
      cell: (item) => <StateCell state={item.state} text={stateText(item, t)} />,
    },
    {
      id: 'subject',
      title: t('outbox.columns.subject'),
      width: 150,
      text: (item) => item.subject || t('outbox.noSubject'),
    },
    { id: 'to', title: t('outbox.columns.to'), width: 142, text: (item) => firstRecipient(item, t) },
    {
      id: 'because',
      title: t('outbox.columns.because'),
      width: 130,
      text: (item) => becauseText(item, t),
    },
    {
      id: 'nextTry',
      title: t('outbox.columns.nextTry'),
      width: 76,
      text: (item) => nextTryText(item, format, t),
    },
    {
      id: 'account',
      title: t('outbox.columns.account'),
      width: 160,
      text: (item) => shortAccountText(accounts, item.accountId, t),
    },
    {
      id: 'attempts',
      title: t('outbox.columns.attempts'),
      width: 76,
      align: 'end',
      text: (item) => format.number(item.attempts),
    },
    {
      id: 'created',
      title: t('outbox.columns.created'),
      width: 122,
      text: (item) => format.time(item.createdAtMs),
    },
  ];
}
