import type { OutboxItem, OutboxState } from '../../shared/message.ts';

/** States in which a person has to do something. */
export const attentionStates = ['held', 'failed', 'unconfirmed'] as const satisfies readonly OutboxState[];

/** States in which the app goes on by itself. */
export const waitingStates = ['queued', 'sending'] as const satisfies readonly OutboxState[];

export type OutboxAction = 'cancel' | 'send-now' | 'mark-sent' | 'send-again';

const actionsByState: Readonly<Record<OutboxState, readonly OutboxAction[]>> = {
  queued: ['cancel', 'send-now'],
  sending: ['cancel'],
  held: ['cancel', 'send-now'],
  failed: ['cancel', 'send-now'],
  unconfirmed: ['mark-sent', 'send-again'],
  sent: [],
  cancelled: [],
};

/** Answers what a person may do with a message in this state. */
export function actionsFor(item: Pick<OutboxItem, 'state'> | null): readonly OutboxAction[] {
  return item ? actionsByState[item.state] : [];
}

/** Says whether a message waits for the time that was asked for. */
export function isScheduled({ state, sendAtMs, nextTryAtMs }: OutboxItem): boolean {
  return state === 'queued' && sendAtMs !== null && nextTryAtMs === sendAtMs;
}

/** Who stands in the fields of Resend at first: all recipients, or those whom the server refused. */
export type ResendChoice = 'same' | 'refused';

/** Answers how a message may be resent; it has to be over. */
export function resendChoices(item: Pick<OutboxItem, 'state' | 'refused'>): readonly ResendChoice[] {
  if (item.state !== 'sent' && item.state !== 'failed' && item.state !== 'cancelled') return [];
  return item.refused.length > 0 ? ['same', 'refused'] : ['same'];
}

/** Answers the recipients that a choice means, each where they stood. */
export function resendRecipients(
  { to, cc, bcc, refused }: Pick<OutboxItem, 'to' | 'cc' | 'bcc' | 'refused'>,
  choice: ResendChoice,
): Record<'to' | 'cc' | 'bcc', readonly string[]> {
  const kept = (addresses: readonly string[]) =>
    addresses.filter((address) => choice === 'same' || refused.some((each) => each.address === address));
  return { to: kept(to), cc: kept(cc), bcc: kept(bcc) };
}
