import type { AccountRow, AccountStatusKind } from '../../shared/account.ts';

/** How much a status asks of the person; it decides icon colour and badge. */
export type StatusTone = 'good' | 'neutral' | 'busy' | 'ask' | 'bad';

const tones: Readonly<Record<AccountStatusKind, StatusTone>> = {
  ready: 'good',
  'not-checked': 'neutral',
  'signing-in': 'busy',
  'sign-in-needed': 'ask',
  'password-needed': 'ask',
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
