import * as z from 'zod';
import { AppError } from '../../shared/errors.ts';
import { loadGoogleClient } from './google-client.ts';
import { refuseWithoutClient, refuseWithoutScope } from './granted.ts';
import { validateIdToken } from './id-token.ts';
import type { FreshGrant, IdentityProvider, ObtainedToken, ProviderDeps } from './identity-provider.ts';
import { googleIdentity } from './signed-in-as.ts';
import { openTokenEndpoint } from './token-endpoint.ts';
import type { TokenEndpoint } from './token-endpoint.ts';
import { late } from '../../shared/late-schema.ts';

const consentPage = 'https://myaccount.google.com/connections';

/** What Google's state text holds: the access token too, so that a restart costs no refresh. */
const savedState = late(() =>
  z.strictObject({
    v: z.literal(1),
    refreshToken: z.string().min(1),
    accessToken: z.string(),
    expiresAtMs: z.number(),
  }),
);
type SavedState = z.infer<typeof savedState>;

const tokenAnswer = late(() =>
  z.object({
    access_token: z.string().min(1),
    refresh_token: z.string().min(1).nullish(),
    id_token: z.string().nullish(),
    scope: z.string().nullish(),
    expiry_date: z.number().nullish(),
  }),
);

const hostedDomain = late(() => z.object({ email: z.string().catch(''), hd: z.string().catch('') }));

// RFC 6749 §5.1 leaves the lifetime open; a token of unknown age is good for this one use.
const unknownLifetimeMs = 60_000;

/**
 * Answers the port to Google, or to a server that a policy puts in its place.
 *
 * @see https://developers.google.com/identity/protocols/oauth2/native-app
 */
export function createGoogleProvider({
  registration,
  sendThrough,
  fetch,
  clock,
  clientSecret = async () => registration.clientSecret,
}: ProviderDeps): IdentityProvider {
  const scopes = registration.scopes[sendThrough];
  const issuers =
    registration.issuer === 'https://accounts.google.com'
      ? [registration.issuer, 'accounts.google.com']
      : [registration.issuer];

  const open = (step: 'redeem' | 'refresh' | 'revoke') =>
    openTokenEndpoint({
      fetch,
      clock,
      endpoints: [registration.tokenEndpoint, registration.revocationEndpoint],
      step,
    });

  // The library counts from the computer's clock; the app's own may stand elsewhere.
  const expiryOf = (expiryDate: number | null | undefined) =>
    clock.nowMs() + (typeof expiryDate === 'number' ? expiryDate - Date.now() : unknownLifetimeMs);

  /** @param usedToken the refresh token that the answer came for; empty: a code */
  function granted(answer: z.infer<typeof tokenAnswer>, nonce: string | null, usedToken: string): FreshGrant {
    const claims = validateIdToken(answer.id_token ?? undefined, {
      clientId: registration.clientId,
      issuers,
      nonce,
      nowMs: clock.nowMs(),
    });
    const identity = googleIdentity(claims);
    if (!identity) throw new AppError('authorization-failed', 'Google did not say who signed in.');
    refusePrivateAccount(claims);
    // RFC 6749 §5.1: without `scope` it is what was asked for.
    const scopesGiven = answer.scope?.split(' ') ?? scopes;
    refuseWithoutScope(scopesGiven, registration, sendThrough);
    const refreshToken = answer.refresh_token ?? usedToken;
    if (refreshToken === '') {
      throw new AppError(
        'authorization-failed',
        'Google gave no lasting permission (refresh token); remove the app at Google, then sign in again.',
        { detail: { check: 'refresh_token' } },
      );
    }
    const state = {
      v: 1,
      refreshToken,
      accessToken: answer.access_token,
      expiresAtMs: expiryOf(answer.expiry_date),
    } satisfies SavedState;
    return { identity, scopes: scopesGiven, state: JSON.stringify(state) };
  }

  return {
    registration,
    sendThrough,
    redirect: registration.redirect,
    responseMode: 'query',
    authorizationUrl: async (request) => {
      refuseWithoutClient(registration);
      const { client, s256 } = await loadGoogleClient(registration, open('redeem'), null);
      return client.generateAuthUrl({
        redirect_uri: request.redirectUri,
        scope: [...scopes],
        state: request.state,
        nonce: request.nonce,
        code_challenge: request.codeChallenge,
        code_challenge_method: s256,
        // Google gives a refresh token only to who asks for offline access and, after the first time, for consent.
        access_type: 'offline',
        prompt: request.selectAccount ? 'consent select_account' : 'consent',
        include_granted_scopes: false,
        ...(request.loginHint !== '' && { login_hint: request.loginHint }),
      });
    },
    redeem: async ({ response, redirectUri, codeVerifier, nonce }) => {
      const endpoint = open('redeem');
      const { client } = await loadGoogleClient(registration, endpoint, await clientSecret());
      const { tokens } = await endpoint.run(() =>
        client.getToken({ code: response.code, codeVerifier, redirect_uri: redirectUri }),
      );
      return granted(parseAnswer(tokens), nonce, '');
    },
    adopt: async (refreshToken) => {
      refuseWithoutClient(registration);
      const endpoint = open('redeem');
      const { client } = await loadGoogleClient(registration, endpoint, await clientSecret());
      const { answer, rotated } = await refreshed(client, endpoint, refreshToken);
      return granted(answer, null, rotated ?? refreshToken);
    },
    accessToken: async (text, { force, minimumValidityMs }): Promise<ObtainedToken> => {
      const state = parseState(text);
      const { accessToken, expiresAtMs, refreshToken } = state;
      if (!force && accessToken !== '' && expiresAtMs - clock.nowMs() >= minimumValidityMs) {
        return { accessToken, expiresAtMs, state: text, refreshed: false };
      }
      const endpoint = open('refresh');
      const { client } = await loadGoogleClient(registration, endpoint, await clientSecret());
      const { answer, rotated } = await refreshed(client, endpoint, refreshToken);
      const next = {
        v: 1,
        refreshToken: rotated ?? refreshToken,
        accessToken: answer.access_token,
        expiresAtMs: expiryOf(answer.expiry_date),
      } satisfies SavedState;
      return {
        accessToken: next.accessToken,
        expiresAtMs: next.expiresAtMs,
        state: JSON.stringify(next),
        refreshed: true,
      };
    },
    revoke: async (text) => {
      const stillThere = { revoked: false, consentPageUrl: consentPage };
      if (registration.revocationEndpoint === null) return stillThere;
      try {
        const { refreshToken } = parseState(text);
        const endpoint = open('revoke');
        const { client } = await loadGoogleClient(registration, endpoint, await clientSecret());
        await endpoint.run(() => client.revokeToken(refreshToken));
      } catch (error) {
        // What is gone already needs no revocation.
        const isGone = error instanceof AppError && error.detail?.['error'] === 'invalid_token';
        if (!isGone) return stillThere;
      }
      return { revoked: true, consentPageUrl: null };
    },
  };
}

async function refreshed(
  client: Awaited<ReturnType<typeof loadGoogleClient>>['client'],
  endpoint: TokenEndpoint,
  refreshToken: string,
) {
  client.setCredentials({ refresh_token: refreshToken });
  // The library puts the old refresh token back over a new one; only this event sees the new one.
  let rotated: string | null | undefined;
  client.on('tokens', (tokens) => {
    rotated = tokens.refresh_token;
  });
  const { credentials } = await endpoint.run(() => client.refreshAccessToken());
  return { answer: parseAnswer({ ...credentials, refresh_token: null }), rotated };
}

const privateDomains = new Set(['gmail.com', 'googlemail.com']);

/**
 * Refuses a private Google account that somebody made for an address of a company: it has the address, but no mailbox.
 *
 * @see https://developers.google.com/identity/openid-connect/openid-connect#an-id-tokens-payload (`hd`)
 */
function refusePrivateAccount(claims: unknown): void {
  const { email, hd } = hostedDomain.parse(claims);
  const domain = email.split('@').at(-1)?.toLowerCase() ?? '';
  if (domain === '' || privateDomains.has(domain) || hd !== '') return;
  throw new AppError(
    'authorization-failed',
    'This is a private Google account with an address of a company; it has no mailbox at Google.',
    { detail: { error: 'private_account', check: 'hd' } },
  );
}

function parseAnswer(value: unknown): z.infer<typeof tokenAnswer> {
  const answer = tokenAnswer.safeParse(value);
  if (answer.success) return answer.data;
  throw new AppError('provider-response-invalid', 'The token answer of the provider cannot be used.');
}

function parseState(text: string): SavedState {
  try {
    return savedState.parse(JSON.parse(text));
  } catch {
    throw new AppError('vault-unreadable', 'The kept sign-in has a form that this version does not know.');
  }
}
