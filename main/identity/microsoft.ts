import type { AuthenticationResult } from '@azure/msal-node';
import * as z from 'zod';
import { AppError } from '../../shared/errors.ts';
import { refuseWithoutClient, refuseWithoutScope } from './granted.ts';
import { validateIdToken } from './id-token.ts';
import type { FreshGrant, IdentityProvider, ObtainedToken, ProviderDeps } from './identity-provider.ts';
import { signInByCode } from './microsoft-device-code.ts';
import { loadMsalApplication } from './msal-application.ts';
import { extraScopes, mailScope } from './registration.ts';
import { microsoftIdentity } from './signed-in-as.ts';
import { openTokenEndpoint } from './token-endpoint.ts';
import { late } from '../../shared/late-schema.ts';

const consentPage = 'https://myapps.microsoft.com';
const personalConsentPage = 'https://account.live.com/consent/Manage';
// https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference: the tenant of personal accounts.
const personalTenant = '9188040d-6c67-4c5b-b112-36a304b66dad';

/** What Microsoft's state text holds: the cache of MSAL for one account. */
const savedState = late(() =>
  z.strictObject({
    v: z.literal(1),
    homeAccountId: z.string().min(1),
    cache: z.string().min(2),
  }),
);
type SavedState = z.infer<typeof savedState>;

const cachedTokens = late(() => z.record(z.string(), z.looseObject({ secret: z.string().min(1) })));
const msalCache = late(() => z.looseObject({ AccessToken: cachedTokens, RefreshToken: cachedTokens }));

/**
 * Answers the port to Microsoft, or to a server that a policy puts in its place.
 *
 * Each call works on an MSAL application of its own, made from the state it is given: nothing that MSAL remembers,
 * neither tokens nor its throttling after a 429, outlives the call.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow
 */
export function createMicrosoftProvider({
  registration,
  sendThrough,
  fetch,
  clock,
  clientSecret = async () => registration.clientSecret,
}: ProviderDeps): IdentityProvider {
  const scopes = registration.scopes[sendThrough];
  const open = (step: 'redeem' | 'refresh') =>
    openTokenEndpoint({ fetch, clock, endpoints: [registration.tokenEndpoint], step });

  return {
    registration,
    sendThrough,
    redirect: registration.redirect,
    responseMode: 'form_post',
    authorizationUrl: async (request) => {
      refuseWithoutClient(registration);
      const endpoint = open('redeem');
      // The authorization request is the same with a secret and without.
      const app = await loadMsalApplication(registration, endpoint, null);
      return endpoint.run(() =>
        app.getAuthCodeUrl({
          scopes: [...scopes],
          extraScopesToConsent: [...extraScopes(registration, sendThrough, request.permissions ?? [])],
          redirectUri: request.redirectUri,
          responseMode: 'form_post',
          codeChallenge: request.codeChallenge,
          codeChallengeMethod: 'S256',
          state: request.state,
          nonce: request.nonce,
          ...(request.claims && { claims: request.claims }),
          // Entra refuses a hint together with the choice of an account.
          ...(request.selectAccount
            ? { prompt: 'select_account' }
            : request.loginHint !== '' && { loginHint: request.loginHint }),
        }),
      );
    },
    redeem: async ({ response, redirectUri, codeVerifier, nonce, permissions = [] }) => {
      const endpoint = open('redeem');
      const app = await loadMsalApplication(registration, endpoint, await clientSecret());
      const result = await endpoint.run(() =>
        app.acquireTokenByCode({
          code: response.code,
          scopes: [...scopes],
          redirectUri,
          codeVerifier,
          nonce,
          ...(response.clientInfo !== '' && { clientInfo: response.clientInfo }),
        }),
      );
      const extra = extraScopes(registration, sendThrough, permissions);
      return granted(result, app.getTokenCache().serialize(), nonce, extra);
    },
    deviceCode: async (request) => {
      refuseWithoutClient(registration);
      const secret = await clientSecret();
      const begun = await signInByCode({ registration, sendThrough, fetch, clock, secret, request });
      const { userCode, verificationUri, expiresAtMs } = begun;
      const came = begun.tokens.then(({ result, cache }) => granted(result, cache, null, []));
      return { userCode, verificationUri, expiresAtMs, granted: came };
    },
    adopt: async (refreshToken) => {
      refuseWithoutClient(registration);
      const endpoint = open('redeem');
      const app = await loadMsalApplication(registration, endpoint, await clientSecret());
      const result = await endpoint.run(() =>
        app.acquireTokenByRefreshToken({ refreshToken, scopes: [...scopes], forceCache: true }),
      );
      if (!result) throw new AppError('authorization-failed', 'Microsoft did not say who signed in.');
      return granted(result, app.getTokenCache().serialize(), null, []);
    },
    accessToken: async (
      text,
      { force, minimumValidityMs, claims, sendThrough: way = sendThrough },
    ): Promise<ObtainedToken> => {
      const state = parseState(text);
      const endpoint = open('refresh');
      const app = await loadMsalApplication(registration, endpoint, await clientSecret());
      const obtain = (forceRefresh: boolean) =>
        endpoint.run(async () => {
          const account = await app.getTokenCache().getAccountByHomeId(state.homeAccountId);
          if (!account)
            throw new AppError('grant-revoked', 'The kept sign-in does not belong to this provider.');
          return app.acquireTokenSilent({
            account,
            scopes: [mailScope(registration, way)],
            forceRefresh,
            ...(claims && { claims }),
          });
        });
      const requestedAtMs = Date.now();
      await endpoint.run(async () => app.getTokenCache().deserialize(state.cache));
      let result = await obtain(force);
      // MSAL keeps what is good for five minutes by the computer's clock; the app's own may stand elsewhere.
      if (
        endpoint.answers() === 0 &&
        expiryOf(result, requestedAtMs, false) - clock.nowMs() < minimumValidityMs
      ) {
        result = await obtain(true);
      }
      const { accessToken } = result;
      const refreshed = endpoint.answers() > 0;
      const expiresAtMs = expiryOf(result, requestedAtMs, refreshed);
      if (!refreshed) return { accessToken, expiresAtMs, state: text, refreshed };
      const cache = cacheWith(accessToken, app.getTokenCache().serialize());
      if (cache === null) {
        throw new AppError(
          'provider-response-invalid',
          'The answer of the provider leaves nothing to be renewed.',
        );
      }
      return {
        accessToken,
        expiresAtMs,
        state: JSON.stringify({ ...state, cache } satisfies SavedState),
        refreshed,
      };
    },
    // Public clients have no place to revoke at; `revokeSignInSessions` would end all sessions of the person.
    revoke: async (text) => ({ revoked: false, consentPageUrl: consentPageOf(text) }),
  };

  /** @param extra scopes that were asked for besides */
  function granted(
    result: AuthenticationResult,
    serialized: string,
    nonce: string | null,
    extra: readonly string[],
  ): FreshGrant {
    const claims = validateIdToken(result.idToken, {
      clientId: registration.clientId,
      issuers: [registration.issuer],
      nonce,
      nowMs: clock.nowMs(),
    });
    const identity = microsoftIdentity(claims);
    if (!identity || !result.account) {
      throw new AppError('authorization-failed', 'Microsoft did not say who signed in.');
    }
    refuseWithoutScope(result.scopes, registration, sendThrough);
    const cache = cacheWith(result.accessToken, serialized);
    if (cache === null) {
      throw new AppError(
        'authorization-failed',
        'Microsoft gave no lasting permission (refresh token); the client must be allowed to ask for offline_access.',
        { detail: { check: 'refresh_token' } },
      );
    }
    const state: SavedState = { v: 1, homeAccountId: result.account.homeAccountId, cache };
    // Microsoft's page of consent is all or nothing; the answer names the scopes of one resource only.
    return { identity, scopes: [...new Set([...result.scopes, ...extra])], state: JSON.stringify(state) };
  }

  function expiryOf({ expiresOn }: AuthenticationResult, requestedAtMs: number, fresh: boolean): number {
    const expiresAtMs = expiresOn?.getTime() ?? 0;
    return fresh ? clock.nowMs() + (expiresAtMs - requestedAtMs) : expiresAtMs;
  }
}

/**
 * Answers the cache without any other access token; null: it holds no refresh token.
 *
 * Where an answer has no id_token MSAL files its token beside the old one, and would take the old one next time.
 */
function cacheWith(accessToken: string, serialized: string): string | null {
  const cache = msalCache.parse(JSON.parse(serialized));
  if (Object.keys(cache.RefreshToken).length === 0) return null;
  const current = Object.entries(cache.AccessToken).filter(([, { secret }]) => secret === accessToken);
  return JSON.stringify({ ...cache, AccessToken: Object.fromEntries(current) });
}

function consentPageOf(text: string): string {
  try {
    return parseState(text).homeAccountId.endsWith(`.${personalTenant}`) ? personalConsentPage : consentPage;
  } catch {
    return consentPage;
  }
}

function parseState(text: string): SavedState {
  try {
    return savedState.parse(JSON.parse(text));
  } catch {
    throw new AppError('vault-unreadable', 'The kept sign-in has a form that this version does not know.');
  }
}
