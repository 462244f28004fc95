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
