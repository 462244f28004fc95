import type { Account } from '../shared/account.ts';
import { AppError } from '../shared/errors.ts';
import type { ErrorCode, Failure } from '../shared/errors.ts';
import type { ForeignServer } from './accounts/accounts-deps.ts';
import { signInAccountOf } from './grants.ts';
import type { Grants } from './grants.ts';
import type { AccessTokens } from './identity/access-tokens.ts';
import { claimsAskedBy, parseClaims } from './identity/claims-challenge.ts';
import type { Registration } from './identity/registration.ts';
import type { Authentication } from './mail/submission.ts';
import { checkPasswordPlace, checkTokenPlace, foreignServerOf } from './sending-account.ts';

interface Deps {
  readonly passwordFor: (account: Account) => Promise<{ readonly password: string }>;
  /** Whether the person, or the policy, agreed that the sign-in is shown to a server that is not its provider's. */
  readonly isConfirmed: (account: Account, place: ForeignServer) => Promise<boolean>;
  readonly grants: Pick<Grants, 'forAccounts' | 'open' | 'markDead' | 'servesBothWays'>;
  readonly tokens: AccessTokens;
  readonly registration: (provider: string) => Registration | null;
  /** What the provider said when it took the sign-in of an account back; undefined: nobody remembers. */
  readonly whyWithdrawn?: (accountId: number) => Failure['detail'];
  /** The policy's word; an account that says otherwise is not heard. */
  readonly passwordsAlwaysEncrypted?: boolean;
}

/** Proves who sends, for one account at a time; the only place where secrets leave the vault for the wire. */
export type Credentials = ReturnType<typeof createCredentials>;

/** Answers the credentials of accounts; a grant that the provider refuses is remembered as dead. */
export function createCredentials(deps: Deps) {
  const { passwordFor, grants, tokens, registration, passwordsAlwaysEncrypted = false } = deps;

  async function token<Value>(
    account: Account,
    obtain: (grantId: string) => Promise<Value>,
    claims = '',
  ): Promise<Value> {
    const own = registration(account.provider);
    const { grantId } = account;
    if (!own || grantId === null)
      throw new AppError('sign-in-required', 'Nobody has signed in for this account.');
    const foreign = foreignServerOf(account, own);
    checkTokenPlace(account, own, foreign !== null && (await deps.isConfirmed(account, foreign)));
    const info = grants.forAccounts.info(grantId);
    if (!info) throw new AppError('sign-in-required', 'The sign-in of this account is gone.');
    if (info.state === 'unreadable') {
      throw new AppError(
        'vault-unreadable',
        'The sign-in was sealed on another computer or by another user.',
      );
    }
    if (info.state === 'not-checked') await grants.open(grantId);
    else if (info.state === 'dead') throw withdrawn(info.because, deps.whyWithdrawn?.(account.id));
    if (!grants.forAccounts.isBound(grantId, account)) {
      const expected = signInAccountOf(account);
      throw new AppError('sign-in-required', 'The sign-in was made for another person, client or server.', {
        ...(expected === '' && { field: 'user' }),
      });
    }
    try {
      return await obtain(grantId);
    } catch (error) {
      if (
        error instanceof AppError &&
        (error.code === 'grant-revoked' || error.code === 'consent-required')
      ) {
        // Consent is given for each way of sending: the other one may well go on.
        const isOneWay = error.code === 'consent-required' && grants.servesBothWays(grantId);
        if (isOneWay) throw withdrawn(error.code, error.detail);
        grants.markDead(grantId, error, claimsAskedBy(error) || claims);
        throw withdrawn(error.code, deps.whyWithdrawn?.(account.id) ?? error.detail);
      }
      throw error;
    }
  }

  return {
    /**
     * Answers what the account authenticates with.
     *
     * @param wish `rejectedToken`: the server refused this one; `claims`: what it wants to see proved, as it said itself
     * @throws {AppError} `sign-in-required`, `consent-required`, `password-required`, `account-invalid`, `server-not-providers`
     * @throws {AppError} `provider-unreachable`, `provider-response-invalid`, `client-rejected`
     * @throws {AppError} `vault-unavailable`, `vault-unreadable`, `storage-full`
     */
    authenticate: async (
      account: Account,
      wish: { readonly rejectedToken?: string; readonly claims?: string } = {},
    ): Promise<Authentication> => {
      if (account.provider !== 'none') {
        const claims = parseClaims(wish.claims);
        const { rejectedToken } = wish;
        const { sendThrough } = account;
        const asked = { rejectedToken, sendThrough, ...(claims !== '' && { claims }) };
        const { accessToken } = await token(account, (grantId) => tokens.get(grantId, asked), claims);
        const mechanism = registration(account.provider)?.smtpMechanism ?? 'XOAUTH2';
        return { kind: 'oauth', user: account.user, accessToken, mechanism };
      }
      if (account.user === '') return { kind: 'none' };
      checkPasswordPlace(account, passwordsAlwaysEncrypted);
      const { password } = await passwordFor(account);
      return { kind: 'password', user: account.user, password };
    },
    /** Makes sure that the access token is good and answers until when; null: the account needs none. */
    renew: async (account: Account): Promise<{ readonly expiresAtMs: number | null }> => {
      if (account.provider === 'none') return { expiresAtMs: null };
      const { expiresAtMs } = await token(account, (grantId) =>
        tokens.get(grantId, { sendThrough: account.sendThrough }),
      );
      return { expiresAtMs };
    },
    /** Refreshes the sign-in of the account in any case; throws as `authenticate` does. */
    refresh: (account: Account): Promise<unknown> => token(account, tokens.renew),
  };
}

/** A missing consent is the administrator's to give: nobody is asked to sign in for it. */
function withdrawn(code: ErrorCode | null | undefined, detail: Failure['detail']): AppError {
  const options = detail ? { detail } : {};
  if (code === 'consent-required')
    return new AppError(code, 'An administrator has not consented to this app.', options);
  const cause = new AppError('grant-revoked', 'The provider does not accept this sign-in any more.', options);
  return new AppError('sign-in-required', 'The provider withdrew the sign-in.', { ...options, cause });
}
