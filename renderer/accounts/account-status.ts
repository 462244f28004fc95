import type { TFunction } from 'i18next';
import type { AccountRow, AccountStatus, AccountStatusKind } from '../../shared/account.ts';

/** How much a status asks of the person; it decides icon colour and badge. */
export type StatusTone = 'good' | 'neutral' | 'busy' | 'ask' | 'bad';

const tones: Readonly<Record<AccountStatusKind, StatusTone>> = {
  ready: 'good',
  'not-checked': 'neutral',
  'signing-in': 'busy',
  'sign-in-needed': 'ask',
  'password-needed': 'ask',
  'correction-needed': 'ask',
  refused: 'bad',
  blocked: 'bad',
  disabled: 'neutral',
  unreadable: 'bad',
};

export function toneOf(kind: AccountStatusKind): StatusTone {
  return tones[kind];
}

/** Says whether an account cannot send until somebody does something about it. */
export function needsAttention(account: Pick<AccountRow, 'status'>): boolean {
  const tone = toneOf(account.status.kind);
  return tone === 'ask' || tone === 'bad';
}

/** Answers why an account is as it is and what to do next; empty where there is nothing to say. */
export function statusReason({ kind, because }: AccountStatus, t: TFunction): string {
  if (because) return `${t(`failures.codes.${because}.title`)}. ${t(`failures.codes.${because}.todo`)}`;
  return kind === 'ready' ? '' : t(`accounts.statusTodo.${kind}`);
}
