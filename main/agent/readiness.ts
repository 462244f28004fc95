import { asksForSomebody } from '../../shared/account.ts';
import type { AccountRow, AccountStatusKind, SignInRenewal } from '../../shared/account.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { OutboxState } from '../../shared/message.ts';

/** An account that sends nothing before a person has done something. */
export interface NotReady {
  readonly accountId: number;
  readonly status: AccountStatusKind;
  readonly because: ErrorCode | null;
}

/** Which accounts can send without a person. */
export interface Readiness {
  readonly ready: number;
  /** Nothing speaks against them, but nobody has tried. */
  readonly notChecked: number;
  readonly notReady: readonly NotReady[];
}

/** Answers which of the enabled accounts can send tonight. */
export function readinessOf(accounts: readonly Pick<AccountRow, 'id' | 'status'>[]): Readiness {
  const kinds = accounts.map(({ status }) => status.kind);
  return {
    ready: kinds.filter((kind) => kind === 'ready').length,
    notChecked: kinds.filter((kind) => kind === 'not-checked' || kind === 'signing-in').length,
    notReady: accounts
      .filter(({ status }) => asksForSomebody.has(status.kind))
      .map(({ id, status }) => ({
        accountId: id,
        status: status.kind,
        because: status.because ?? null,
      })),
  };
}

const words: Partial<Record<AccountStatusKind, readonly [one: string, many: string]>> = {
  'sign-in-needed': ['needs sign-in', 'need sign-in'],
  'password-needed': ['needs a password', 'need a password'],
  'correction-needed': [
    'has a server that is not the provider’s',
    'have a server that is not the provider’s',
  ],
  refused: ['refused by the server', 'refused by the server'],
  blocked: ['blocked by administrator', 'blocked by administrator'],
  unreadable: ['cannot be read on this computer', 'cannot be read on this computer'],
};

const dayMs = 86_400_000;
/** Every sign-in is renewed once a day; a week without says that it no longer is, long before a provider ends it (90 days). */
export const longestWithoutRenewalMs = 7 * dayMs;

/** A sign-in that nobody could renew for too long, though nothing else is known against it. */
export interface NotRenewed {
  readonly accountIds: readonly number[];
  /** Whole ones since it was renewed. */
  readonly days: number;
}

/** Answers the sign-ins that were not renewed for longer than `longestWithoutRenewalMs`, the oldest first. */
export function notRenewedOf(
  renewals: readonly SignInRenewal[],
  { notReady }: Pick<Readiness, 'notReady'>,
  nowMs: number,
): readonly NotRenewed[] {
  const told = new Set(notReady.map(({ accountId }) => accountId));
  return renewals
    .filter(({ renewedAtMs }) => nowMs - renewedAtMs > longestWithoutRenewalMs)
    .filter(({ accountIds }) => !accountIds.some((id) => told.has(id)))
    .map(({ accountIds, renewedAtMs }) => ({ accountIds, days: Math.floor((nowMs - renewedAtMs) / dayMs) }))
    .toSorted((a, b) => b.days - a.days);
}

/** Messages that go on only when a person has done something, the gravest first. */
export const waitsForPerson = ['unconfirmed', 'failed', 'held'] as const satisfies readonly OutboxState[];

/** Answers the counts of messages that are not over, in one line: "1 unconfirmed, 2 held, 5 queued"; empty: there are none. */
export function messagesText(counts: Readonly<Record<OutboxState, number>>): string {
  const open = [...waitsForPerson, 'queued', 'sending'] as const;
  return open.flatMap((state) => (counts[state] > 0 ? [`${counts[state]} ${state}`] : [])).join(', ');
}

/** Answers it in one line: "6 ready, 1 needs sign-in, 1 not renewed for 8 days". */
export function readinessText(
  { ready, notChecked, notReady }: Readiness,
  notRenewed: readonly NotRenewed[] = [],
): string {
  const groups = Map.groupBy(notReady, ({ status }) => status);
  const needs = [...groups].map(([status, { length }]) => {
    const [one, many] = words[status] ?? [status, status];
    return `${length} ${length === 1 ? one : many}`;
  });
  const [oldest] = notRenewed;
  return [
    `${ready} ready`,
    ...(notChecked > 0 ? [`${notChecked} not checked yet`] : []),
    ...needs,
    ...(oldest ? [`${notRenewed.length} not renewed for ${oldest.days} days`] : []),
  ].join(', ');
}
