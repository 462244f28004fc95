import * as z from 'zod';
import { AppError } from '../../shared/errors.ts';
import { connectTo } from './custom-client.ts';
import type { ServerPlace } from './custom-client.ts';
import { deviceCodeGrantType, parseDeviceAnswer, pollForTokens } from './device-code.ts';
import { discoverServer, enteredServer, metadataUrlOf } from './custom-server.ts';
import type { CustomServer } from './custom-server.ts';
import { refuseWithoutClient, refuseWithoutScope } from './granted.ts';
import type { FreshGrant, IdentityProvider, ObtainedToken, ProviderDeps } from './identity-provider.ts';
import { customIdentity } from './signed-in-as.ts';
import type { SignedInAs } from './signed-in-as.ts';
import { openTokenEndpoint } from './token-endpoint.ts';
import type { TokenEndpoint } from './token-endpoint.ts';
import { late } from '../../shared/late-schema.ts';

/**
 * What the state text of a custom provider holds: also where its refresh token was given, for a server that describes itself
 * may say something else tomorrow, and then the token does not follow.
 */
const savedState = late(() =>
  z.strictObject({
    v: z.literal(1),
    issuer: z.string().min(1),
    tokenEndpoint: z.string().min(1),
    revocationEndpoint: z.string().nullable(),
    refreshToken: z.string().min(1),
    accessToken: z.string(),
    expiresAtMs: z.number(),
  }),
);
type SavedState = z.infer<typeof savedState>;

// RFC 6749 §5.1 leaves the lifetime open; a token of unknown age is good for this one use.
const unknownLifetimeSeconds = 60;

/** An address, or a user name that could be one. */
const saysMailbox = ({ addresses }: SignedInAs) => addresses.some((address) => address.includes('@'));

/**
 * Answers the port to an authorization server of another company, by OpenID Connect or plain OAuth 2.0.
 *
 * @see RFC 6749, RFC 7636, RFC 9207, RFC 7009, OpenID Connect Core 1.0
 */
export function createCustomProvider(deps: ProviderDeps): IdentityProvider {
  const { registration, sendThrough, fetch, clock } = deps;
  const clientSecret = deps.clientSecret ?? (async () => registration.clientSecret);
  const scopes = registration.scopes[sendThrough];
  const isOpenId = scopes.includes('openid');
  /** What the attempt that runs was begun with: its code is redeemed nowhere else. */
  let server: CustomServer | null = null;

  const open = (step: 'discover' | 'redeem' | 'refresh' | 'revoke', endpoints: readonly (string | null)[]) =>
    openTokenEndpoint({ fetch, clock, endpoints, step });

  async function lookUp(): Promise<CustomServer> {
    const metadata = open('discover', [metadataUrlOf(registration.issuer)]);
    return enteredServer(registration) ?? discoverServer(registration, metadata);
  }

  async function secretToSend(): Promise<string | null> {
    if (registration.clientAuthentication === 'none') return null;
    const secret = await clientSecret();
    if (secret !== null) return secret;
    throw new AppError(
      'client-rejected',
      `The client of ${registration.name} proves itself with a secret, and none is entered for it.`,
      { detail: { provider: registration.provider } },
    );
  }

  /** @param redirectUri of the code that is redeemed; absent: none is */
  const connect = (at: ServerPlace, endpoint: TokenEndpoint, secret: string | null, redirectUri?: string) =>
    connectTo(at, { registration, clock, endpoint, secret, redirectUri });

  const expiryOf = (seconds: number | undefined) =>
    clock.nowMs() + (seconds ?? unknownLifetimeSeconds) * 1000;

  type Connection = Awaited<ReturnType<typeof connect>>;
  type Tokens = Awaited<ReturnType<Connection['library']['refreshTokenGrant']>>;

  /** @param from.usedToken the refresh token that the answer came for; empty: a code */
  async function granted(
    tokens: Tokens,
    from: Connection & {
      readonly at: CustomServer;
      readonly endpoint: TokenEndpoint;
      readonly usedToken: string;
    },
  ): Promise<FreshGrant> {
    const { at, endpoint, library, configuration, usedToken } = from;
    // RFC 6749 §5.1: without `scope` it is what was asked for.
    const scopesGiven = tokens.scope?.split(' ') ?? scopes;
    refuseWithoutScope(scopesGiven, registration, sendThrough);
    const claims = tokens.claims();
    let identity = customIdentity(claims);
    if ((!identity || !saysMailbox(identity)) && at.userinfoEndpoint !== null) {
      const subject = identity?.key ?? library.skipSubjectCheck;
      const more = await endpoint.run(() =>
        library.fetchUserInfo(configuration, tokens.access_token, subject),
      );
      identity = customIdentity({ ...more, ...claims });
    }
    if (!identity) {
      throw new AppError(
        'authorization-failed',
        'The provider did not say who signed in; its scopes have to contain openid.',
        { detail: { check: 'id_token' } },
      );
    }
    const refreshToken = tokens.refresh_token ?? usedToken;
    if (refreshToken === '') {
      throw new AppError(
        'authorization-failed',
        'The provider gave no lasting permission (refresh token); its scopes may have to contain offline_access.',
        { detail: { check: 'refresh_token' } },
      );
    }
    const state: SavedState = {
      v: 1,
      issuer: at.issuer,
      tokenEndpoint: at.tokenEndpoint,
      revocationEndpoint: at.revocationEndpoint,
      refreshToken,
      accessToken: tokens.access_token,
      expiresAtMs: expiryOf(tokens.expires_in),
    };
    return { identity, scopes: scopesGiven, state: JSON.stringify(state) };
  }

  return {
    registration,
    sendThrough,
    redirect: registration.redirect,
    responseMode: 'query',
    responseIssuer: () => server?.issuer ?? registration.issuer,
    authorizationUrl: async (request) => {
      refuseWithoutClient(registration);
      await secretToSend();
      server = await lookUp();
      const { library, configuration } = await connect(server, open('redeem', []), null);
      const prompt = [
        // OpenID Connect Core §11: without it a server may ignore offline_access.
        ...(scopes.includes('offline_access') ? ['consent'] : []),
        ...(request.selectAccount ? [server.offersAccounts ? 'select_account' : 'login'] : []),
      ];
      return library.buildAuthorizationUrl(configuration, {
        ...Object.fromEntries(new URLSearchParams(registration.extraParameters)),
        redirect_uri: request.redirectUri,
        scope: scopes.join(' '),
        state: request.state,
        code_challenge: request.codeChallenge,
        code_challenge_method: 'S256',
        ...(request.loginHint !== '' && { login_hint: request.loginHint }),
        ...(isOpenId && { nonce: request.nonce, ...(prompt.length > 0 && { prompt: prompt.join(' ') }) }),
      }).href;
    },
    redeem: async ({ response, redirectUri, codeVerifier, nonce }) => {
      const at = server ?? (await lookUp());
      if (at.namesItself && response.issuer === '') {
        throw new AppError(
          'issuer-mismatch',
          'The answer does not say which authorization server it is from.',
        );
      }
      const endpoint = open('redeem', [at.tokenEndpoint, at.userinfoEndpoint]);
      const secret = await secretToSend();
      const { library, configuration } = await connect(at, endpoint, secret, redirectUri);
      const back = new URL(redirectUri);
      back.search = new URLSearchParams({
        code: response.code,
        ...(response.issuer !== '' && { iss: response.issuer }),
      }).toString();
      const tokens = await endpoint.run(() =>
        library.authorizationCodeGrant(configuration, back, {
          pkceCodeVerifier: codeVerifier,
          ...(isOpenId && { expectedNonce: nonce }),
        }),
      );
      return granted(tokens, { at, endpoint, library, configuration, usedToken: '' });
    },
    deviceCode: async ({ signal }) => {
      refuseWithoutClient(registration);
      const secret = await secretToSend();
      const at = await lookUp();
      const { deviceEndpoint } = at;
      if (deviceEndpoint === null) {
        throw new AppError(
          'client-rejected',
          `${registration.name} names no place that gives out codes (device_authorization_endpoint); sign in in the browser.`,
          { field: 'deviceCode', detail: { provider: registration.provider } },
        );
      }
      const endpoint = openTokenEndpoint({
        ...{ fetch, clock, deviceEndpoint, step: 'device' },
        endpoints: [deviceEndpoint, at.tokenEndpoint, at.userinfoEndpoint],
      });
      const { library, configuration } = await connect(at, endpoint, secret);
      const answer = await endpoint.run(() =>
        library.initiateDeviceAuthorization(configuration, {
          ...Object.fromEntries(new URLSearchParams(registration.extraParameters)),
          scope: scopes.join(' '),
        }),
      );
      const code = parseDeviceAnswer(answer, clock.nowMs());
      const { userCode, verificationUri, expiresAtMs, deviceCode: device_code } = code;
      // The library could ask again and again itself, but by the computer's clock, and it gives up at a lost connection.
      const ask = () =>
        endpoint.run(() => library.genericGrantRequest(configuration, deviceCodeGrantType, { device_code }));
      const come = async () =>
        granted(await pollForTokens({ clock, signal, code, ask }), {
          ...{ at, endpoint, library, configuration, usedToken: '' },
        });
      return { userCode, verificationUri, expiresAtMs, granted: come() };
    },
    adopt: async (usedToken) => {
      refuseWithoutClient(registration);
      const at = await lookUp();
      const endpoint = open('redeem', [at.tokenEndpoint, at.userinfoEndpoint]);
      const { library, configuration } = await connect(at, endpoint, await secretToSend());
      const tokens = await endpoint.run(() => library.refreshTokenGrant(configuration, usedToken));
      return granted(tokens, { at, endpoint, library, configuration, usedToken });
    },
    accessToken: async (text, { force, minimumValidityMs }): Promise<ObtainedToken> => {
      const state = parseState(text);
      const { accessToken, expiresAtMs, refreshToken } = state;
      if (!force && accessToken !== '' && expiresAtMs - clock.nowMs() >= minimumValidityMs) {
        return { accessToken, expiresAtMs, state: text, refreshed: false };
      }
      const endpoint = open('refresh', [state.tokenEndpoint]);
      const { library, configuration } = await connect(state, endpoint, await secretToSend());
      const tokens = await endpoint.run(() => library.refreshTokenGrant(configuration, refreshToken));
      const next: SavedState = {
        ...state,
        refreshToken: tokens.refresh_token ?? refreshToken,
        accessToken: tokens.access_token,
        expiresAtMs: expiryOf(tokens.expires_in),
      };
      return {
        accessToken: next.accessToken,
        expiresAtMs: next.expiresAtMs,
        state: JSON.stringify(next),
        refreshed: true,
      };
    },
    revoke: async (text) => {
      try {
        const state = parseState(text);
        if (state.revocationEndpoint === null) return { revoked: false, consentPageUrl: null };
        const endpoint = open('revoke', [state.revocationEndpoint]);
        const { library, configuration } = await connect(state, endpoint, await secretToSend());
        await endpoint.run(() =>
          library.tokenRevocation(configuration, state.refreshToken, { token_type_hint: 'refresh_token' }),
        );
        return { revoked: true, consentPageUrl: null };
      } catch {
        return { revoked: false, consentPageUrl: null };
      }
    },
  };
}

function parseState(text: string): SavedState {
  try {
    return savedState.parse(JSON.parse(text));
  } catch {
    throw new AppError('vault-unreadable', 'The kept sign-in has a form that this version does not know.');
  }
}
