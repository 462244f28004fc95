import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { deviceCodeGrant } from './dress.ts';
import type { DressedAnswer, IdentityDeps, TokenFailure } from './dress.ts';
import { textOf, urlOf } from './http-answer.ts';
import { createIdentityProvider } from './identity-provider.ts';
import { failurePage } from './sign-in-pages.ts';
import type { Wording } from './sign-in-pages.ts';

/** The permission to send; what the custom provider's mail server wants to see in a token. */
export const mailSendScope = 'mail.send';

/** Path of the redirect URI that is registered here; the port of `localhost` never counts. */
const redirectPath = '/oauth/redirect';

const clientId = 'smtp-setup-fabrikam';

/** Who holds an access token and what it may do. */
export interface CustomToken {
  readonly personId: string;
  readonly scopes: ReadonlySet<string>;
}

/** What an app is set up with to sign in here, in the format of the setting `customProviders`. */
export interface CustomProviderEntry {
  readonly id: 'custom';
  readonly name: string;
  readonly issuer: string;
  readonly authorizationEndpoint: null;
  readonly tokenEndpoint: null;
  readonly revocationEndpoint: null;
  readonly scopes: string;
  readonly clientId: string;
  readonly clientAuthentication: 'basic';
  readonly mechanism: 'OAUTHBEARER';
  readonly smtp: { readonly host: string; readonly port: number; readonly tlsMethod: 'starttls' };
  readonly redirectPort: null;
  readonly redirectPath: string;
}

/** Another company's authorization server: neither Google nor Microsoft, by the book of OpenID Connect. */
export interface Custom {
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  readonly checkAccessToken: (token: string) => CustomToken | undefined;
  readonly clientSecret: string;
  /** @param smtpPort - where its mail server listens */
  readonly entry: (smtpPort: number) => CustomProviderEntry;
}

const wording: Wording = {
  brand: 'Fabrikam (sandbox)',
  look: 'fabrikam',
  choose: 'Who is signing in?',
  password: 'Your password',
  wrongPassword: 'That is not your password.',
  unknownEmail: 'Nobody at Fabrikam has this address.',
  consent: 'Allow SMTP Setup?',
  accept: 'Allow',
  permissions: (scopes) => [
    { scope: 'openid', label: 'Know who you are', optional: false },
    ...(scopes.includes(mailSendScope)
      ? [{ scope: mailSendScope, label: 'Send mail as you', optional: true }]
      : []),
  ],
};

const plain = (status: number, error: string, error_description: string): DressedAnswer => ({
  status,
  body: { error, error_description },
});

/** RFC 6749 §5.2: a client that failed to prove itself in the header is answered 401. */
const dressFailure = ({ error, reason }: TokenFailure): DressedAnswer =>
  plain(error === 'invalid_client' ? 401 : 400, error, reason === '' ? 'refused' : reason);

/**
 * Answers an OpenID Provider that a company could run for itself: discovery, a client with a secret in the header (Basic), PKCE,
 * `iss` in its responses (RFC 9207), rotating refresh tokens, revocation (RFC 7009) and userinfo.
 */
export const createCustom = (deps: IdentityDeps): Custom => {
  const { store, directory } = deps;
  const clientSecret = `fab+${randomBytes(18).toString('base64')}`;
  const identity = createIdentityProvider(deps, {
    brand: 'custom',
    issuer: deps.origin,
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        application_type: 'native',
        token_endpoint_auth_method: 'client_secret_basic',
        redirect_uris: [`http://localhost${redirectPath}`],
        grant_types: [...['authorization_code', 'refresh_token'], deviceCodeGrant],
        response_types: ['code'],
      },
    ],
    scopes: ['openid', 'email', 'offline_access', mailSendScope],
    // Its id_tokens say no address: that is asked for at the userinfo endpoint.
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    conformsIdTokens: true,
    features: { revocation: { enabled: true }, userinfo: { enabled: true } },
    claimsOf: ({ address }) => ({ email: address, email_verified: true }),
    routes: {
      authorization: '/authorize',
      token: '/token',
      revocation: '/revoke',
      userinfo: '/userinfo',
      device_authorization: '/device-code',
      code_verification: '/device',
      jwks: '/keys',
    },
    // As the library writes it: no interval, but `verification_uri_complete`.
    deviceCodes: { mask: '****-****', dressAnswer: (answer) => answer },
    extraParameters: [],
    wording,
    rotatesRefreshTokens: true,
    secretBits: () => 256,
    allowsRedirect: (redirectUri) => {
      const url = URL.parse(redirectUri);
      return url?.protocol === 'http:' && url.hostname === 'localhost' && url.pathname === redirectPath;
    },
    leavesRefreshToken: (_parameters, scopes) => scopes.has('offline_access'),
    declined: () => ({ error: 'access_denied', error_description: 'The person declined.' }),
    refuseTokenRequest: () => undefined,
    dressTokens: (tokens) => tokens,
    dressFailure,
    faultAnswers: {
      '429': {
        ...plain(429, 'temporarily_unavailable', 'Too many requests.'),
        headers: { 'retry-after': '30' },
      },
      '500': plain(500, 'server_error', 'Something broke.'),
    },
    dressResponse: () => undefined,
    errorPage: (error, description) => failurePage(wording, 'No sign-in', `${error}: ${description}`),
  });

  return {
    clientSecret,
    checkAccessToken: (token) => {
      const record = store.accessToken(token);
      const person = directory.byId(record?.accountId ?? '');
      if (record === undefined || person === undefined) return undefined;
      return { personId: person.id, scopes: new Set(textOf(record.scope).split(' ')) };
    },
    entry: (smtpPort) => ({
      id: 'custom',
      name: 'Fabrikam',
      issuer: deps.origin,
      authorizationEndpoint: null,
      tokenEndpoint: null,
      revocationEndpoint: null,
      scopes: `openid email offline_access ${mailSendScope}`,
      clientId,
      clientAuthentication: 'basic',
      mechanism: 'OAUTHBEARER',
      smtp: { host: 'localhost', port: smtpPort, tlsMethod: 'starttls' },
      redirectPort: null,
      redirectPath,
    }),
    handle: async (request, response) => {
      const url = urlOf(request, deps.origin);
      if (url.pathname === '/token' && request.method === 'POST') {
        await identity.token(request, response, '/token');
      } else if (url.pathname === '/device-code' && request.method === 'POST') {
        await identity.device(request, response, '/device-code');
      } else if (url.pathname === '/authorize') {
        await identity.authorize(request, response, url);
      } else {
        await identity.other(request, response, request.url ?? '/');
      }
    },
  };
};
