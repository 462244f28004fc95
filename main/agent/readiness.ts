import type { AccountRow, AccountStatusKind } from '../../shared/account.ts';
import type { ErrorCode } from '../../shared/errors.ts';

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

const needsPerson = new Set<AccountStatusKind>([
  'sign-in-needed',
  'password-needed',
  'refused',
  'blocked',
  'unreadable',
]);

/** Answers which of the enabled accounts can send tonight. */
export function readinessOf(accounts: readonly Pick<AccountRow, 'id' | 'status'>[]): Readiness {
  const kinds = accounts.map(({ status }) => status.kind);
  return {
    ready: kinds.filter((kind) => kind === 'ready').length,
    notChecked: kinds.filter((kind) => kind === 'not-checked' || kind === 'signing-in').length,
    notReady: accounts
      .filter(({ status }) => needsPerson.has(status.kind))
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
  refused: ['refused by the server', 'refused by the server'],
  blocked: ['blocked by administrator', 'blocked by administrator'],
  unreadable: ['cannot be read on this computer', 'cannot be read on this computer'],
};

/** Answers it in one line: "6 ready, 1 needs sign-in". */
export function readinessText({ ready, notChecked, notReady }: Readiness): string {
  const groups = Map.groupBy(notReady, ({ status }) => status);
  const needs = [...groups].map(([status, { length }]) => {
    const [one, many] = words[status] ?? [status, status];
    return `${length} ${length === 1 ? one : many}`;
  });
  return [`${ready} ready`, ...(notChecked > 0 ? [`${notChecked} not checked yet`] : []), ...needs].join(
    ', ',
  );
}
