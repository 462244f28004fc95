import { randomBytes, randomUUID, sign } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { deviceCodeGrant } from './dress.ts';
import type { IdentityDeps } from './dress.ts';
import { dressEntraFailure, entraError, entraRedirectText, entraText } from './entra-errors.ts';
import { sendPage, textOf, urlOf } from './http-answer.ts';
import { createIdentityProvider } from './identity-provider.ts';
import { microsoftErrorPage, microsoftWording } from './microsoft-pages.ts';
import {
  graph,
  identityScopes,
  resourceOf,
  resourcesIn,
  resourceScopes,
  scopesIn,
} from './microsoft-scopes.ts';
import { tenantId } from './people.ts';
import type { Person } from './people.ts';

/** The app registration of the sandbox: a public client with the redirect URI `http://localhost`. */
export const microsoftClientId = '3b9f1c7e-2a64-4d0b-8e15-7c5d9a402f66';
/** Another one of the platform "Web" with the same redirect URI: a confidential client, which proves itself with a secret. */
const confidentialClientId = '9d2e40c1-6f7b-4c58-a1d3-52b8e60f7a19';

/** Who holds an access token, for which resource, and what it may do there. */
export interface MicrosoftToken {
  readonly personId: string;
  readonly audience: string;
  readonly scopes: ReadonlySet<string>;
}

/** The Microsoft of the sandbox. */
export interface Microsoft {
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  readonly checkAccessToken: (token: string) => MicrosoftToken | undefined;
  readonly confidentialClient: { readonly clientId: string; readonly clientSecret: string };
  /** Every access token that was handed out. */
  readonly secrets: () => readonly string[];
}

const base64Json = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

// As Entra's Conditional Access writes it: policies that the token must have passed.
const policyId = '7c1d6c4f-2f0c-4f0a-9a9b-1c6a8f9d2b17';
const policyClaims = JSON.stringify({
  access_token: { capolids: { essential: true, values: [policyId] } },
});

const devicePath = '/devicelogin';
const tenants = new Set(['organizations', 'common', tenantId, 'contoso.test']);
const endpoint = /^\/([^/]+)\/(oauth2\/v2\.0\/(authorize|token|devicecode)|discovery\/v2\.0\/keys)$/;
// Real access tokens for Exchange are 1.5 to 2.5 KB: longer than an SMTP line of 512 octets.
const paddingBytes = 600;

/** Answers a Microsoft: `/{tenant}/oauth2/v2.0/authorize`, `/token`, `/devicecode`, `/{tenant}/discovery/v2.0/keys` and the pages. */
export const createMicrosoft = (deps: IdentityDeps): Microsoft => {
  const { store, directory } = deps;
  const issuer = `${deps.origin}/${tenantId}/v2.0`;
  const handedOut = new Map<
    string,
    { readonly id: string; readonly audience: string; readonly scopes: string[] }
  >();

  const signed = (claims: Readonly<Record<string, unknown>>): string => {
    const head = { typ: 'JWT', alg: 'RS256', kid: deps.signingKey.jwk.kid };
    const content = `${base64Json(head)}.${base64Json(claims)}`;
    return `${content}.${sign('sha256', Buffer.from(content), deps.signingKey.privateKey).toString('base64url')}`;
  };

  /** Entra's access tokens are signed and name their audience; the opaque one of `oidc-provider` stays inside as `uti`. */
  const accessToken = (
    id: string,
    clientId: string,
    person: Person,
    audience: string,
    scopes: string[],
    lifetime: number,
  ): string => {
    const now = Math.floor(Date.now() / 1000);
    const token = signed({
      aud: audience,
      iss: `https://sts.windows.net/${tenantId}/`,
      iat: now,
      nbf: now,
      exp: now + lifetime,
      appid: clientId,
      name: person.name,
      oid: person.id,
      tid: tenantId,
      upn: person.signInName,
      scp: scopes.map((scope) => scope.split('/').at(-1)).join(' '),
      uti: id,
      ver: '1.0',
      xms_st: { sub: randomBytes(paddingBytes).toString('base64url') },
    });
    handedOut.set(token, { id, audience, scopes });
    return token;
  };

  /** Entra's id token of a code flow has no `at_hash`, but a version and a not-before. */
  const idToken = (token: string): string => {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    if (typeof claims !== 'object' || claims === null) return token;
    const { at_hash: _hash, ...rest } = { at_hash: undefined, iat: undefined, ...claims };
    return signed({ ...rest, nbf: rest.iat, ver: '2.0', uti: randomUUID() });
  };

  /** People who signed in with the claims of the challenge. */
  const proved = new Set<string>();

  const challenge = (form: URLSearchParams): Parameters<typeof entraError>[0] | undefined => {
    if (!deps.faults().conditionalAccess || form.get('grant_type') !== 'refresh_token') return undefined;
    if (proved.has(store.ownerOf(form.get('refresh_token') ?? '') ?? '')) return undefined;
    return {
      error: 'interaction_required',
      code: 50_076,
      suberror: 'basic_action',
      claims: policyClaims,
      text: `Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access '${graph}'.`,
    };
  };

  const confidentialSecret = `8Q~${randomBytes(24).toString('base64url')}`;
  const registration = {
    application_type: 'native',
    redirect_uris: ['http://localhost'],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
  } as const;

  /** A public client must have no secret, a confidential one must have its own. */
  const refuseProof = (form: URLSearchParams): Parameters<typeof entraError>[0] | undefined => {
    const secret = form.get('client_secret');
    const refused = { status: 401, error: 'invalid_client' };
    if (form.get('client_id') !== confidentialClientId) {
      const text = "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.";
      return secret === null ? undefined : { ...refused, code: 700_025, text };
    }
    if (secret === null) {
      const text =
        "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.";
      return { ...refused, code: 7_000_218, text };
    }
    const text = `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${confidentialClientId}'.`;
    return secret === confidentialSecret ? undefined : { ...refused, code: 7_000_215, text };
  };

  const identity = createIdentityProvider(deps, {
    brand: 'microsoft',
    issuer,
    clients: [
      {
        ...registration,
        client_id: microsoftClientId,
        // "Allow public client flows" is Yes.
        grant_types: [...registration.grant_types, deviceCodeGrant],
        token_endpoint_auth_method: 'none',
      },
      {
        ...registration,
        client_id: confidentialClientId,
        client_secret: confidentialSecret,
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    scopes: [...identityScopes, ...resourceScopes],
    claims: {
      openid: ['sub', 'oid', 'tid', 'upn'],
      profile: ['name', 'preferred_username'],
      email: ['email'],
    },
    claimsOf: ({ id, name, address, signInName }) => ({
      oid: id,
      tid: tenantId,
      upn: signInName,
      name,
      preferred_username: signInName,
      email: address,
    }),
    routes: {
      authorization: '/oauth2/v2.0/authorize',
      token: '/oauth2/v2.0/token',
      device_authorization: '/oauth2/v2.0/devicecode',
      code_verification: devicePath,
      jwks: '/discovery/v2.0/keys',
    },
    deviceCodes: {
      mask: '*********',
      // MSAL for Node names it so, as the first version of the endpoint did, and Entra takes it.
      grantTypeToo: 'device_code',
      // No `verification_uri_complete`, but a sentence (learn.microsoft.com, "Device authorization response").
      dressAnswer: ({ device_code, user_code, expires_in }) => {
        const verification_uri = `${deps.origin}${devicePath}`;
        const message = `To sign in, use a web browser to open the page ${verification_uri} and enter the code ${textOf(user_code)} to authenticate.`;
        return { user_code, device_code, verification_uri, expires_in, interval: 5, message };
      },
    },
    extraParameters: ['client_info', 'domain_hint', 'client-request-id', 'claims'],
    wording: microsoftWording,
    rotatesRefreshTokens: true,
    // Entra ignores the port of a localhost URI and compares the path, a bare slash being none; 127.0.0.1 would need an
    // entry of its own (learn.microsoft.com, "Redirect URI restrictions").
    allowsRedirect: (redirectUri) => {
      const url = URL.parse(redirectUri);
      return url !== null && url.href === `http://${url.host}/` && url.hostname === 'localhost';
    },
    // Real ones: well over 1,000 characters for a refresh token, several hundred for a code.
    secretBits: (model) => (model === 'RefreshToken' ? 6600 : model === 'AuthorizationCode' ? 2400 : 256),
    leavesRefreshToken: (_parameters, scopes) => scopes.has('offline_access'),
    declined: () => ({
      error: 'access_denied',
      error_description: entraText(65_004, 'User declined to consent to access the app.'),
    }),
    refuseTokenRequest: (form, correlationId) => {
      const unproved = refuseProof(form);
      if (unproved !== undefined) return entraError(unproved, correlationId);
      const challenged = challenge(form);
      if (challenged !== undefined) return entraError(challenged, correlationId);
      const scopes = scopesIn(form.get('scope'));
      if (resourcesIn(scopes).length > 1) {
        const text = `Provided value for the input parameter scope is not valid because it contains more than one resource. Scope ${scopes.join(' ')} is not valid.`;
        return entraError({ error: 'invalid_request', code: 28_000, text }, correlationId);
      }
      return undefined;
    },
    dressTokens: (tokens, form, person) => {
      // A token carries all that was consented to for its resource, not only what was asked for
      // (learn.microsoft.com, "Scopes and permissions in the Microsoft identity platform").
      const consented = scopesIn(store.scopeOf(form.get('refresh_token') ?? ''));
      const granted = [...new Set([...scopesIn(tokens['scope']), ...consented])];
      const asked = resourcesIn(scopesIn(form.get('scope')))[0];
      // One resource to a token: the one asked for, else the first of the sign-in, else Graph for the profile alone.
      const resource = asked ?? resourcesIn(granted)[0] ?? graph;
      const own = granted.filter((scope) => resourceOf(scope) === resource);
      const lifetime = Number(tokens['expires_in']);
      return {
        token_type: 'Bearer',
        scope: (own.length > 0 ? own : granted).join(' '),
        expires_in: lifetime,
        ext_expires_in: lifetime,
        access_token: accessToken(
          textOf(tokens['access_token']),
          form.get('client_id') ?? '',
          person,
          resource,
          own,
          lifetime,
        ),
        ...(tokens['refresh_token'] !== undefined && { refresh_token: tokens['refresh_token'] }),
        ...(tokens['id_token'] !== undefined && { id_token: idToken(textOf(tokens['id_token'])) }),
        // MSAL asks for it and builds the account's home id from it.
        ...(form.get('client_info') === '1' && {
          client_info: base64Json({ uid: person.id, utid: tenantId }),
        }),
      };
    },
    dressFailure: (failure) => dressEntraFailure(failure, store.fateOf),
    faultAnswers: {
      '429': {
        ...entraError(
          {
            status: 429,
            error: 'temporarily_unavailable',
            code: 90_055,
            text: 'The server terminated an operation because there are too many incoming requests.',
          },
          undefined,
        ),
        headers: { 'retry-after': '30' },
      },
      '500': entraError(
        {
          status: 500,
          error: 'server_error',
          code: 50_000,
          text: 'There was an error issuing a token or an issue with our sign-in service.',
        },
        undefined,
      ),
    },
    dressResponse: (response, parameters) => {
      // Entra sends no `iss` (RFC 9207) but these two.
      response.delete('iss');
      const error = response.get('error');
      if (error === null) response.set('session_state', randomUUID());
      else if (error === 'access_denied') response.set('error_subcode', 'cancel');
      else
        response.set('error_description', entraRedirectText(error, response.get('error_description') ?? ''));
      const person = directory.byId(store.ownerOf(response.get('code') ?? '') ?? '');
      // MSAL adds claims of its own.
      if (textOf(parameters['claims']).includes(policyId) && person !== undefined) proved.add(person.id);
      if (parameters['client_info'] === '1' && person !== undefined) {
        response.set('client_info', base64Json({ uid: person.id, utid: tenantId }));
      }
    },
    errorPage: microsoftErrorPage,
  });

  return {
    confidentialClient: { clientId: confidentialClientId, clientSecret: confidentialSecret },
    secrets: () => [...handedOut.keys()],
    checkAccessToken: (token) => {
      const known = handedOut.get(token);
      const record = known === undefined ? undefined : store.accessToken(known.id);
      if (known === undefined || record?.accountId === undefined) return undefined;
      return { personId: record.accountId, audience: known.audience, scopes: new Set(known.scopes) };
    },
    handle: async (request, response) => {
      const url = urlOf(request, deps.origin);
      const [, tenant = '', path = '', action] = endpoint.exec(url.pathname) ?? [];
      if (path === '') {
        await identity.other(request, response, request.url ?? '/');
      } else if (!tenants.has(tenant)) {
        const text = `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.`;
        sendPage(response, 400, microsoftErrorPage('invalid_request', entraText(90_002, text)));
      } else if (action === 'token' && request.method === 'POST') {
        await identity.token(request, response, `/${path}${url.search}`);
      } else if (action === 'devicecode' && request.method === 'POST') {
        await identity.device(request, response, `/${path}`);
      } else if (action === 'authorize') {
        const unknown = scopesIn(url.searchParams.get('scope')).find(
          (scope) => !identityScopes.includes(scope) && !resourceScopes.includes(scope),
        );
        url.pathname = `/${path}`;
        const text = `The provided value for the input parameter 'scope' is not valid. The scope ${unknown ?? ''} is not valid.`;
        if (unknown === undefined) await identity.authorize(request, response, url);
        else sendPage(response, 400, microsoftErrorPage('invalid_scope', entraText(70_011, text)));
      } else {
        await identity.other(request, response, `/${path}${url.search}`);
      }
    },
  };
};
