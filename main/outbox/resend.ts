import type { Input } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import type { OutboxState, StagedDocument } from '../../shared/message.ts';
import type { StoredItem } from './outbox-item.ts';

/** Who gets a message once more. */
export type ResendTo = Input<'outboxResend'>['recipients'];

/** What becomes of the others is open, or theirs is another way: Send Now, Send Again Anyway. */
const resendable: ReadonlySet<OutboxState> = new Set(['sent', 'failed', 'cancelled']);

/**
 * Answers the recipients of a new message that is made of an older one.
 *
 * @param recipients `same`: as before; `refused`: those whom the server did not take, each where they stood
 * @throws {AppError} `transition-refused` — the older one is not over
 * @throws {AppError} `profile-unreadable` — it is damaged
 * @throws {AppError} `invalid-request` — nobody would get it
 */
export function resendRecipients(
  item: Pick<StoredItem, 'isDamaged' | 'state' | 'to' | 'cc' | 'bcc' | 'refused'>,
  recipients: ResendTo,
): Record<'to' | 'cc' | 'bcc', string[]> {
  if (item.isDamaged) {
    throw new AppError('profile-unreadable', 'This message is damaged in the outbox; write it anew.', {
      field: 'itemId',
    });
  }
  if (!resendable.has(item.state)) {
    throw new AppError(
      'transition-refused',
      item.state === 'unconfirmed'
        ? 'A message that is unconfirmed may have been sent, so it is not sent once more as a new one; it takes "mark-sent" or "send-again".'
        : `A message that is ${item.state} is not over, so it is not sent once more as a new one.`,
      { detail: { state: item.state } },
    );
  }
  const refused = new Set(item.refused.map(({ address }) => address));
  const kept = (addresses: readonly string[]) =>
    addresses.filter((address) => recipients === 'same' || refused.has(address));
  const { to, cc, bcc } =
    typeof recipients === 'object'
      ? recipients
      : { to: kept(item.to), cc: kept(item.cc), bcc: kept(item.bcc) };
  if (to.length + cc.length + bcc.length > 0) return { to, cc, bcc };
  throw new AppError(
    'invalid-request',
    recipients === 'refused' ? 'The server refused none of the recipients.' : 'The message has no recipient.',
    { field: 'recipients' },
  );
}

/**
 * Makes sure that all documents of an older message are there.
 *
 * @param missing those whose content is gone
 * @throws {AppError} `document-unreadable` — it names those that are not
 */
export function assertNoneMissing(missing: readonly StagedDocument[]): void {
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => `"${name}"`).join(', ');
  throw new AppError(
    'document-unreadable',
    `Documents of this message are not kept any more: ${names}. Write a new message and add them again.`,
    { field: 'itemId', detail: { missing: missing.length } },
  );
}
