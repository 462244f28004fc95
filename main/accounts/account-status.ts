import type { AccountDraft, AccountStatus } from '../../shared/account.ts';
import type { ErrorCode } from '../../shared/errors.ts';

/**
 * What is known of the sign-in of an account; `unbound`: made for another client or other endpoints; `not-checked`: the
 * secret was not opened since the start.
 */
export type GrantState = 'none' | 'ready' | 'dead' | 'unbound' | 'unreadable' | 'not-checked';

export interface StatusInput {
  readonly account: Pick<AccountDraft, 'enabled' | 'provider' | 'user'>;
  readonly hasPassword: boolean;
  /** The password was made for the host and user of today. */
  readonly passwordBound: boolean;
  readonly grant: GrantState;
  /** Why the grant is dead, where it is. */
  readonly grantCode?: ErrorCode | null;
  /** The server's last answer: a code when it refused, null when it accepted, undefined when it was never asked. */
  readonly lastRefusal: ErrorCode | null | undefined;
  readonly signingIn: boolean;
  /** The sign-in is not shown to the server of the account, which is not its provider's; absent: it is. */
  readonly serverIsForeign?: boolean;
}

// Only what an administrator can lift: 5.7.139, consent and admin policy.
const blockedCodes = new Set<ErrorCode>(['smtp-auth-disabled', 'consent-required']);
const refusedCodes = new Set<ErrorCode>(['authentication-rejected', 'sender-rejected']);

/**
 * Answers what the Status column says. What the person has to do first goes before what comes after it: enable, sign in or
 * enter the password, read the server's refusal, check.
 */
export function statusOf(input: StatusInput): AccountStatus {
  if (!input.account.enabled) return { kind: 'disabled' };
  if (input.signingIn) return { kind: 'signing-in' };
  return secretStatus(input) ?? serverStatus(input);
}

function secretStatus(input: StatusInput): AccountStatus | null {
  const { account, grant, hasPassword, passwordBound, lastRefusal } = input;
  if (account.provider === 'none') {
    if (lastRefusal === 'vault-unreadable') return { kind: 'unreadable', because: 'vault-unreadable' };
    // Without an SMTP User nobody signs in at the server.
    const missing = account.user !== '' && !(hasPassword && passwordBound);
    return missing ? { kind: 'password-needed', because: 'password-required' } : null;
  }
  if (grant === 'unreadable') return { kind: 'unreadable', because: 'vault-unreadable' };
  if (grant === 'dead') {
    const because = input.grantCode ?? 'grant-revoked';
    return { kind: blockedCodes.has(because) ? 'blocked' : 'sign-in-needed', because };
  }
  if (grant === 'none' || grant === 'unbound') return { kind: 'sign-in-needed', because: 'sign-in-required' };
  return input.serverIsForeign ? { kind: 'correction-needed', because: 'server-not-providers' } : null;
}

function serverStatus({ account, grant, lastRefusal }: StatusInput): AccountStatus {
  if (lastRefusal && blockedCodes.has(lastRefusal)) return { kind: 'blocked', because: lastRefusal };
  if (lastRefusal && refusedCodes.has(lastRefusal)) return { kind: 'refused', because: lastRefusal };
  if (grant === 'not-checked') return { kind: 'not-checked' };
  // A password proves nothing until a server has taken it; a grant was good when it was made.
  if (account.provider === 'none' && lastRefusal !== null) return { kind: 'not-checked' };
  return { kind: 'ready' };
}
