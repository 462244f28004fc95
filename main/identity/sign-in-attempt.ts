import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { AppError, toFailure } from '../../shared/errors.ts';
import type { SignInStage } from '../../shared/message.ts';
import type { Clock, Random } from '../ports.ts';
import { validateAuthorizationResponse } from './authorization-response.ts';
import { claimsAskedBy } from './claims-challenge.ts';
import type { FreshGrant, IdentityProvider } from './identity-provider.ts';
import { openLoopbackRedirect } from './loopback-redirect.ts';
import type { ExtraPermission } from './registration.ts';
import type { PageOutcome, ResponsePage } from './response-page.ts';
import { compareIdentity } from './signed-in-as.ts';

/** How long the browser may take. */
export const signInWithinMs = 5 * 60_000;
// RFC 7636 §4.1: 32 random octets make a verifier of 43 characters.
const secretBytes = 32;

/** A stage at which an attempt is over. */
export type EndStage = Exclude<SignInStage, { readonly stage: 'waiting' | 'checking' }>;

/** One attempt, open for the browser to come back, or for somebody elsewhere to sign in. */
export interface OpenAttempt {
  /** The authorization request, or the page that takes the code. */
  readonly url: string;
  /** Absent: the browser of this computer is used, or none. */
  readonly userCode?: string;
  /** Epoch milliseconds. */
  readonly expiresAtMs: number;
  /** Waits for the browser and decides; it never rejects. */
  readonly complete: () => Promise<EndStage>;
  /** Frees the port, once the browser has its page. */
  readonly close: () => Promise<void>;
}

/** What an attempt is for, and what becomes of it. */
export interface AttemptOptions {
  readonly provider: IdentityProvider;
  /** Whom the provider's page is asked for; empty: anybody. */
  readonly expected: string;
  readonly knownKey: string | null;
  readonly selectAccount: boolean;
  /** What the provider wanted to see proved when it refused; empty: nothing. */
  readonly claims: string;
  readonly permissions: readonly ExtraPermission[];
  readonly clock: Clock;
  readonly random: Random;
  readonly page: (outcome: PageOutcome) => ResponsePage;
  /** Ends the attempt; from the moment that somebody is known to have signed in it changes nothing any more. */
  readonly signal: AbortSignal;
  readonly onChecking: () => void;
  /** The provider refused the code and says what it wants to see proved. */
  readonly onChallenge: (claims: string) => void;
  readonly accept: (fresh: FreshGrant) => Promise<EndStage>;
  /** Gets a grant that is not kept, maybe before it has come. */
  readonly discard: (fresh: Promise<FreshGrant>) => void;
}

/**
 * Opens the redirect and builds the authorization request, with secrets that belong to this attempt alone.
 *
 * @throws {AppError} `redirect-unavailable`, `client-rejected`, `sign-in-cancelled`
 * @throws {AppError} `provider-unreachable`, `issuer-mismatch` — where the endpoints have to be looked up first
 * @see RFC 8252, RFC 7636, RFC 9700
 */
export async function openAttempt(options: AttemptOptions): Promise<OpenAttempt> {
  const { provider, clock, random, signal } = options;
  const secret = () => Buffer.from(random.bytes(secretBytes)).toString('base64url');
  const [state, nonce, codeVerifier] = [secret(), secret(), secret()];
  const challenge = createHash('sha256').update(codeVerifier).digest('base64url');
  const redirect = await openLoopbackRedirect({
    ...provider.redirect,
    responseMode: provider.responseMode,
    state,
    page: options.page,
    clock,
  });

  const checking = watchChecking();
  const redeem = async () => {
    const parameters = await firstOf(redirect.response, clock, signal);
    options.onChecking();
    const response = validateAuthorizationResponse(parameters, {
      state,
      issuer: provider.responseIssuer?.() ?? provider.registration.issuer,
      secrets: [nonce, codeVerifier, challenge],
    });
    checking.begin();
    const { permissions } = options;
    const { redirectUri } = redirect;
    return { coming: provider.redeem({ response, redirectUri, codeVerifier, nonce, permissions }) };
  };

  try {
    return {
      // The endpoints of a custom provider may have to be looked up first, and nobody has to wait for that.
      url: await orCancelled(
        provider.authorizationUrl({
          redirectUri: redirect.redirectUri,
          state,
          nonce,
          codeChallenge: challenge,
          loginHint: options.expected,
          selectAccount: options.selectAccount,
          claims: options.claims,
          permissions: options.permissions,
        }),
        signal,
      ),
      expiresAtMs: clock.nowMs() + signInWithinMs,
      complete: async () => {
        const end = checking.tell(await conclude(options, redeem));
        redirect.answer(end.stage === 'signed-in' ? 'signed-in' : 'not-completed');
        return end;
      },
      close: redirect.close,
    };
  } catch (error) {
    await redirect.close();
    throw error;
  }
}

/**
 * Opens an attempt that takes a refresh token which was obtained elsewhere: it is verified by a real refresh, and never taken
 * back at the provider, for it belongs to whoever brought it.
 */
export function openTakeOver(options: AttemptOptions, refreshToken: string): OpenAttempt {
  const { provider, clock } = options;
  const checking = watchChecking();
  checking.begin();
  const work = async () => ({ coming: provider.adopt(refreshToken).catch(refuseToken) });
  return {
    url: '',
    expiresAtMs: clock.nowMs() + signInWithinMs,
    complete: async () => checking.tell(await conclude({ ...options, discard: () => undefined }, work)),
    close: async () => undefined,
  };
}

/**
 * Opens an attempt for a person at another computer, who types a code there; no port of this one is needed.
 *
 * @throws {AppError} `invalid-request` — the provider offers no such sign-in
 * @throws {AppError} `client-rejected`, `provider-unreachable`, `sign-in-cancelled`, as `IdentityProvider.deviceCode` does
 * @see RFC 8628
 */
export async function openByCode(options: AttemptOptions): Promise<OpenAttempt> {
  const { provider, claims, permissions, signal } = options;
  if (!provider.deviceCode) {
    throw new AppError(
      'invalid-request',
      `${provider.registration.name} offers no sign-in by code that allows sending mail; sign in in the browser of this computer, or use a refresh token.`,
      { field: 'deviceCode' },
    );
  }
  const begun = provider.deviceCode({ claims, permissions, signal });
  const { userCode, verificationUri, expiresAtMs, granted } = await orCancelled(begun, signal);
  const checking = watchChecking();
  const checked = async () => {
    const fresh = await granted;
    checking.begin();
    if (!signal.aborted) options.onChecking();
    return fresh;
  };
  const coming = checked();
  coming.catch(() => undefined);
  return {
    ...{ url: verificationUri, userCode, expiresAtMs },
    complete: async () => checking.tell(await conclude(options, async () => ({ coming }))),
    close: async () => undefined,
  };
}

/** Answers what remembers that somebody did their part at the provider, and tells so where the attempt failed after it. */
function watchChecking() {
  let isBegun = false;
  return {
    begin: (): void => void (isBegun = true),
    tell: (end: EndStage): EndStage =>
      isBegun && end.stage === 'failed' ? { ...end, atChecking: true } : end,
  };
}

const refuseToken = (failure: unknown): never => {
  if (!(failure instanceof AppError) || failure.detail?.['error'] !== 'invalid_grant') throw failure;
  // By these names a sign-in would be said to have ended, which there never was.
  const { error: providerError, aadsts: providerNumber, ...more } = failure.detail;
  throw new AppError(
    'refresh-token-refused',
    'The provider does not accept this refresh token: it was withdrawn, is used up, or was made for another client.',
    {
      field: 'refreshToken',
      detail: { providerError, ...(providerNumber !== undefined && { providerNumber }), ...more },
    },
  );
};

/** Waits for the grant, compares who signed in, and has it kept or thrown away; never rejects. */
async function conclude(
  options: AttemptOptions,
  begin: () => Promise<{ readonly coming: Promise<FreshGrant> }>,
): Promise<EndStage> {
  let coming: Promise<FreshGrant> | null = null;
  try {
    ({ coming } = await begin());
    const fresh = await orCancelled(coming, options.signal);
    const { knownKey, expected } = options;
    const comparison = compareIdentity({ ...fresh, knownKey, expected });
    if (comparison === 'same') return await options.accept(fresh);
    options.discard(coming);
    return wrongAccount(fresh.identity.displayName);
  } catch (error) {
    // The code may be redeemed by now; what comes of it must not stay behind at the provider.
    if (coming) options.discard(coming);
    options.onChallenge(claimsAskedBy(error));
    return endOf(error);
  }
}

const cancelled = () => new AppError('sign-in-cancelled', 'The sign-in was cancelled.');

/** The one race of an attempt: the browser comes back, somebody cancels, or the time is over. */
async function firstOf<Value>(arrival: Promise<Value>, clock: Clock, signal: AbortSignal): Promise<Value> {
  const stopTimer = new AbortController();
  const timer = clock.sleep(signInWithinMs, AbortSignal.any([signal, stopTimer.signal])).then(
    () => {
      throw new AppError('sign-in-timed-out', 'Nobody signed in within five minutes.');
    },
    () => {
      throw cancelled();
    },
  );
  try {
    return await Promise.race([arrival, timer]);
  } finally {
    stopTimer.abort();
    timer.catch(() => undefined);
  }
}

async function orCancelled<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const stopped = Promise.withResolvers<never>();
  const stop = () => stopped.reject(cancelled());
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([stopped.promise, work]);
  } finally {
    signal.removeEventListener('abort', stop);
    stopped.promise.catch(() => undefined);
  }
}

function wrongAccount(signedInAs: string): EndStage {
  const failure = toFailure(new AppError('wrong-account', 'Somebody else signed in than the account names.'));
  return { stage: 'wrong-account', signedInAs, failure };
}

function endOf(error: unknown): EndStage {
  const failure = toFailure(error);
  if (failure.code === 'sign-in-cancelled') return { stage: 'cancelled', failure };
  if (failure.code === 'sign-in-timed-out') return { stage: 'timed-out', failure };
  return { stage: 'failed', failure };
}
