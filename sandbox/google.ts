import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DressedAnswer, IdentityDeps, TokenFailure } from './dress.ts';
import { readForm, sendJson, sendPage, textOf, urlOf } from './http-answer.ts';
import { createIdentityProvider } from './identity-provider.ts';
import { failurePage } from './sign-in-pages.ts';
import type { Wording } from './sign-in-pages.ts';

/** Sending through the Gmail API and nothing else. */
export const gmailSendScope = 'https://www.googleapis.com/auth/gmail.send';
/** The whole mailbox; the only scope that Gmail's SMTP takes (developers.google.com, "XOAUTH2 protocol"). */
export const gmailScope = 'https://mail.google.com/';

/** The OAuth client that is registered here, of the type "Desktop app". */
export const googleClientId = '482910573648-sandbox.apps.googleusercontent.com';

/** Who holds an access token and what it may do. */
export interface GoogleToken {
  readonly personId: string;
  readonly scopes: ReadonlySet<string>;
}

/** The Google of the sandbox. */
export interface Google {
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  readonly checkAccessToken: (token: string) => GoogleToken | undefined;
}

// Google takes the short names and answers with the long ones (developers.google.com, "OAuth 2.0 Scopes").
const longNames: Record<string, string> = {
  email: 'https://www.googleapis.com/auth/userinfo.email',
  profile: 'https://www.googleapis.com/auth/userinfo.profile',
};
const granted = (scope: unknown): string =>
  textOf(scope)
    .split(' ')
    .map((name) => longNames[name] ?? name)
    .join(' ');

const labels: Record<string, string> = {
  [gmailSendScope]: 'Send email on your behalf',
  [gmailScope]: 'Read, compose, send, and permanently delete all your email from Gmail',
};

const knownScopes = ['openid', 'email', 'profile', ...Object.values(longNames), gmailSendScope, gmailScope];

const wording: Wording = {
  brand: 'Google (sandbox)',
  look: 'google',
  choose: 'Choose an account',
  password: 'Welcome',
  wrongPassword: 'Wrong password. Try again.',
  unknownEmail: 'Couldn’t find your Google Account.',
  consent: 'SMTP Setup wants to access your Google Account',
  accept: 'Continue',
  // Scopes beyond the identity can be unticked one by one (developers.google.com, "granular permissions").
  permissions: (scopes) => [
    { scope: 'openid', label: 'See your name and e-mail address', optional: false },
    ...scopes
      .filter((scope) => labels[scope] !== undefined)
      .map((scope) => ({ scope, label: labels[scope] ?? scope, optional: true })),
  ],
};

const errorPage = (error: string, description: string): string =>
  failurePage(wording, 'Access blocked: authorization error', `Error 400: ${error}. ${description}`);

const plain = (status: number, error: string, error_description: string): DressedAnswer => ({
  status,
  body: { error, error_description },
});

/** Google's own words for what `oidc-provider` found; texts as googleapis clients quote them in their issues. */
const dressFailure = ({ error, reason, form }: TokenFailure): DressedAnswer => {
  if (error === 'invalid_client') {
    return reason.includes('not found')
      ? plain(401, 'invalid_client', 'The OAuth client was not found.')
      : plain(401, 'invalid_client', 'The provided client secret is invalid.');
  }
  if (error === 'unsupported_grant_type') {
    return plain(400, error, `Invalid grant_type: ${form.get('grant_type') ?? ''}`);
  }
  if (error !== 'invalid_grant') return plain(400, error, reason === '' ? 'Bad Request' : reason);
  if (reason.includes('redirect_uri')) return plain(400, 'redirect_uri_mismatch', 'Bad Request');
  if (reason.includes('must be provided')) return plain(400, error, 'Missing code verifier.');
  if (reason.includes('code_verifier')) return plain(400, error, 'Invalid code verifier.');
  if (form.get('grant_type') === 'refresh_token') {
    return plain(400, error, 'Token has been expired or revoked.');
  }
  return plain(400, error, reason.includes('code not found') ? 'Malformed auth code.' : 'Bad Request');
};

const isLoopbackRedirect = (redirectUri: string): boolean => {
  const url = URL.parse(redirectUri);
  return url?.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
};

/**
 * Answers a Google: `/o/oauth2/v2/auth`, `/token`, `/revoke`, `/oauth2/v3/certs` and the sign-in pages.
 *
 * @param clientSecret - what the token endpoint wants from the desktop client, PKCE or not
 */
export const createGoogle = (deps: IdentityDeps, clientSecret: string): Google => {
  const { store, directory } = deps;
  const identity = createIdentityProvider(deps, {
    brand: 'google',
    issuer: deps.origin,
    clients: [
      {
        client_id: googleClientId,
        client_secret: clientSecret,
        application_type: 'native',
        token_endpoint_auth_method: 'client_secret_post',
        redirect_uris: ['http://127.0.0.1'],
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
      },
    ],
    scopes: knownScopes,
    claims: {
      openid: ['sub'],
      email: ['email', 'email_verified', 'hd'],
      profile: ['name'],
      [longNames['email'] ?? '']: ['email', 'email_verified', 'hd'],
      [longNames['profile'] ?? '']: ['name'],
    },
    claimsOf: ({ name, address }) => ({
      name,
      email: address,
      email_verified: true,
      hd: address.split('@')[1],
    }),
    routes: { authorization: '/o/oauth2/v2/auth', token: '/token', jwks: '/oauth2/v3/certs' },
    extraParameters: ['access_type', 'include_granted_scopes', 'hd'],
    wording,
    // Google rotates no refresh tokens: "the refresh token is valid until revoked or expired" (native-app guide).
    rotatesRefreshTokens: false,
    // Real ones: about 220 characters for an access token, 100 for a refresh token, 70 for a code.
    secretBits: (model) => (model === 'AccessToken' ? 1320 : model === 'RefreshToken' ? 600 : 420),
    // A desktop client registers no redirect URI: any port and path on loopback will do (loopback-migration guide).
    allowsRedirect: isLoopbackRedirect,
    // Stricter than Google, which also sends one on the very first consent: whoever wants one must ask for it.
    leavesRefreshToken: ({ access_type, asked_prompt }) =>
      access_type === 'offline' && textOf(asked_prompt).split(' ').includes('consent'),
    declined: () => ({ error: 'access_denied' }),
    refuseTokenRequest: (form) =>
      // google-api-dotnet-client issue 1827: a desktop client without its secret is turned away, PKCE or not.
      form.get('client_secret') === null
        ? plain(400, 'invalid_request', 'client_secret is missing.')
        : undefined,
    dressTokens: (tokens, form) => {
      const { refresh_token: refreshToken, ...rest } = tokens;
      const isFirst = form.get('grant_type') === 'authorization_code' && refreshToken !== undefined;
      return {
        ...rest,
        scope: granted(tokens['scope']),
        ...(isFirst && { refresh_token: refreshToken }),
      };
    },
    dressFailure,
    faultAnswers: {
      '429': {
        ...plain(429, 'rate_limit_exceeded', 'Rate Limit Exceeded'),
        headers: { 'retry-after': '30' },
      },
      '500': plain(500, 'internal_failure', 'Internal error encountered.'),
    },
    dressResponse: (response, parameters) => {
      if (!response.has('code')) return;
      response.set('scope', granted(parameters['scope']));
      response.set('authuser', '0');
      response.set('prompt', textOf(parameters['asked_prompt']));
    },
    errorPage,
  });

  const revoke = async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    const form = await readForm(request);
    const token = url.searchParams.get('token') ?? form.get('token') ?? '';
    const owner = store.ownerOf(token);
    if (request.method !== 'POST') {
      sendJson(response, 405, { error: 'invalid_request', error_description: 'Method not allowed.' });
    } else if (owner === undefined || store.fateOf(token) !== 'alive') {
      sendJson(response, 400, { error: 'invalid_token', error_description: 'Token expired or revoked' });
    } else {
      // Any token ends all that the person granted to this client (developers.google.com, "Revoking a token").
      store.revoke(owner);
      sendJson(response, 200, {});
    }
  };

  return {
    checkAccessToken: (token) => {
      const record = store.accessToken(token);
      const person = directory.byId(record?.accountId ?? '');
      if (record === undefined || person === undefined) return undefined;
      return { personId: person.id, scopes: new Set((record.scope ?? '').split(' ')) };
    },
    handle: async (request, response) => {
      const url = urlOf(request, deps.origin);
      if (url.pathname === '/revoke') {
        await revoke(request, response, url);
      } else if (url.pathname === '/token' && request.method === 'POST') {
        await identity.token(request, response, '/token');
      } else if (url.pathname === '/o/oauth2/v2/auth') {
        const asked = (url.searchParams.get('scope') ?? '').split(' ');
        const unknown = asked.find((scope) => !knownScopes.includes(scope));
        if (unknown === undefined) await identity.authorize(request, response, url);
        else
          sendPage(
            response,
            400,
            errorPage('invalid_scope', `Some requested scopes were invalid: ${unknown}`),
          );
      } else {
        await identity.other(request, response, request.url ?? '/');
      }
    },
  };
};
