import { randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { IncomingMessage } from 'node:http';
import type { ServerResponse } from 'node:http';
import { Provider, interactionPolicy } from 'oidc-provider';
import type { ClientMetadata, Configuration, JWK, KoaContextWithOIDC } from 'oidc-provider';
import type { Brand, FaultState } from './faults.ts';
import { readForm, resetConnection, sendJson, sendPage, textOf } from './http-answer.ts';
import { html, page, pageSecurity } from './html.ts';
import type { WritableLog } from './log.ts';
import type { Directory, Person } from './people.ts';
import { createSignIn } from './sign-in.ts';
import { formPostPage } from './sign-in-pages.ts';
import type { Wording } from './sign-in-pages.ts';
import type { TokenStore } from './token-store.ts';

/** The key that signs id tokens, once as Node takes it and once as `oidc-provider` does. */
export interface SigningKey {
  readonly privateKey: KeyObject;
  readonly jwk: JWK;
}

/** An answer in the dress of the provider. */
export interface DressedAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What went wrong at the token endpoint, before the provider's own words are put on. */
export interface TokenFailure {
  /** The registered error name, e.g. `invalid_grant`. */
  readonly error: string;
  /** The reason that `oidc-provider` keeps out of its answer. */
  readonly reason: string;
  readonly form: URLSearchParams;
  readonly correlationId: string | undefined;
}

/** Everything in which a Google and a Microsoft differ. */
export interface Dress {
  readonly brand: Brand;
  readonly issuer: string;
  readonly client: ClientMetadata;
  readonly scopes: readonly string[];
  readonly claims: NonNullable<Configuration['claims']>;
  readonly claimsOf: (person: Person) => Record<string, unknown>;
  readonly routes: NonNullable<Configuration['routes']>;
  readonly extraParameters: readonly string[];
  readonly wording: Wording;
  readonly rotatesRefreshTokens: boolean;
  /** Length of opaque secrets in bits, so that they are as long as real ones. */
  readonly secretBits: (model: string) => number;
  /** Whether this redirect URI is one of the client's; the port of a loopback URI never counts (RFC 8252 §7.3). */
  readonly allowsRedirect?: (redirectUri: string) => boolean;
  /** Whether a sign-in with these parameters and scopes leaves a refresh token behind. */
  readonly leavesRefreshToken: (
    parameters: Readonly<Record<string, unknown>>,
    scopes: Set<string>,
  ) => boolean;
  /** The authorization response when the person says no. */
  readonly declined: () => { readonly error: string; readonly error_description?: string };
  /** Refuses a token request before anything is used up. */
  readonly refuseTokenRequest: (
    form: URLSearchParams,
    correlationId: string | undefined,
  ) => DressedAnswer | undefined;
  readonly dressTokens: (
    tokens: Record<string, unknown>,
    form: URLSearchParams,
    person: Person,
  ) => Record<string, unknown>;
  readonly dressFailure: (failure: TokenFailure) => DressedAnswer;
  readonly faultAnswers: Readonly<Record<'429' | '500', DressedAnswer>>;
  /** Changes the parameters of an authorization response. */
  readonly dressResponse: (response: URLSearchParams, parameters: Readonly<Record<string, unknown>>) => void;
  readonly errorPage: (error: string, description: string) => string;
}

/** What a provider is built on. */
export interface IdentityDeps {
  readonly origin: string;
  readonly signingKey: SigningKey;
  readonly directory: Directory;
  readonly store: TokenStore;
  readonly faults: () => Readonly<FaultState>;
  readonly log: WritableLog;
}

/** A provider that takes requests in `oidc-provider`'s own paths. */
export interface IdentityProvider {
  /** An authorization request; every one asks anew who signs in. */
  readonly authorize: (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>;
  readonly token: (request: IncomingMessage, response: ServerResponse, path: string) => Promise<void>;
  /** Anything else: the sign-in pages, resuming, keys, discovery. */
  readonly other: (request: IncomingMessage, response: ServerResponse, path: string) => Promise<void>;
}

const hour = 3600;
const day = 24 * hour;

/** What a proxy or a hotel's log-in page puts in front of an endpoint. */
const proxyPage = page({
  title: '502 Bad Gateway',
  look: 'card',
  content: html`<h1>502 Bad Gateway</h1>
    <p>The proxy server received an invalid response.</p>`,
});

// A new sign-in must never fall back on an earlier one, so the provider's own memory of it stays out.
const withoutSession = (cookies: string | undefined, sessionCookie: string): string =>
  (cookies ?? '')
    .split(/;\s*/)
    .filter((cookie) => !cookie.startsWith(sessionCookie))
    .join('; ');

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#x27': "'" };
const unescaped = (value: string): string =>
  value.replaceAll(/&(#?\w+);/g, (whole, name: string) => entities[name] ?? whole);

/** The id by which a client finds its request again, as MSAL sends it. */
const correlationOf = (request: IncomingMessage): string | undefined =>
  new URL(request.url ?? '/', 'http://localhost').searchParams.get('client-request-id') ??
  request.headers['client-request-id']?.toString();

// Koa's types know nothing of what `oidc-provider` adds to the context of a request that it takes.
const isServed = (context: object): context is KoaContextWithOIDC => 'oidc' in context;

const objectOf = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === 'object' && value !== null && !Buffer.isBuffer(value) ? { ...value } : undefined;

/** Answers an `oidc-provider` in the given dress, its sign-in pages included. */
export const createIdentityProvider = (deps: IdentityDeps, dress: Dress): IdentityProvider => {
  const { brand } = dress;
  const { directory, store, log } = deps;
  const cookieName = (purpose: string): string => `${brand}_${purpose}`;
  const leaving = new Set<string>();
  const forms = new WeakMap<IncomingMessage, URLSearchParams>();
  const reasons = new WeakMap<object, { readonly error: string; readonly reason: string }>();
  const policy = interactionPolicy.base();

  const provider = new Provider(dress.issuer, {
    adapter: store.adapter,
    clients: [dress.client],
    jwks: { keys: [deps.signingKey.jwk] },
    scopes: dress.scopes,
    claims: dress.claims,
    conformIdTokenClaims: false,
    routes: dress.routes,
    extraParams: ['asked_prompt', ...dress.extraParameters],
    pkce: { required: () => true },
    responseTypes: ['code'],
    rotateRefreshToken: dress.rotatesRefreshTokens,
    issueRefreshToken: async (_context, _client, code) => leaving.has(code.grantId ?? ''),
    expiresWithSession: async () => false,
    clientBasedCORS: () => false,
    formats: { bitsOfOpaqueRandomness: (_context, token) => dress.secretBits(token.kind) },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: false },
    },
    cookies: {
      // Cookies know no ports: the two providers of one sandbox share the jar of `localhost`.
      names: {
        session: cookieName('session'),
        interaction: cookieName('interaction'),
        resume: cookieName('resume'),
      },
      keys: [randomBytes(32).toString('base64url')],
    },
    ttl: {
      AccessToken: () => deps.faults().tokenLifetimeSeconds[brand] ?? hour - 1,
      AuthorizationCode: 10 * 60,
      IdToken: hour,
      RefreshToken: 90 * day,
      Interaction: hour,
      Session: hour,
      Grant: 365 * day,
    },
    interactions: { policy, url: (_context, interaction) => `/sign-in/${interaction.uid}` },
    findAccount: async (_context, id) => {
      const person = directory.byId(id);
      if (person === undefined) return undefined;
      return { accountId: id, claims: async () => ({ sub: id, ...dress.claimsOf(person) }) };
    },
    renderError: async (context, out) => {
      context.type = 'html';
      context.body = dress.errorPage(out.error, out.error_description ?? '');
    },
  });
  if (dress.allowsRedirect !== undefined) {
    const { allowsRedirect } = dress;
    provider.Client.prototype.redirectUriAllowed = allowsRedirect;
  }
  provider.on('grant.error', (context, error) => {
    reasons.set(context, { error: error.error, reason: error.error_detail ?? error.error_description ?? '' });
  });

  const presentedIn = (form: URLSearchParams): string => form.get('refresh_token') ?? form.get('code') ?? '';
  const logRequest = (form: URLSearchParams, error: string | undefined): void =>
    log.tokenRequest({
      provider: brand,
      grantType: form.get('grant_type') ?? '',
      address: directory.byId(store.ownerOf(presentedIn(form)) ?? '')?.address,
      ok: error === undefined,
      error,
    });

  const sendTokens = (context: KoaContextWithOIDC): void => {
    const form = forms.get(context.req) ?? new URLSearchParams();
    const person = directory.byId(store.ownerOf(presentedIn(form)) ?? '');
    const body = objectOf(context.body) ?? {};
    const ok = context.status === 200 && person !== undefined;
    let answer: DressedAnswer;
    if (ok) {
      answer = { status: 200, body: dress.dressTokens(body, form, person) };
    } else {
      const known = reasons.get(context) ?? { error: textOf(body['error']), reason: '' };
      answer = dress.dressFailure({ ...known, form, correlationId: correlationOf(context.req) });
    }
    const lost = ok && deps.faults().tokenEndpoint[brand] === 'lost-answer';
    const error = ok ? undefined : textOf(answer.body['error']);
    logRequest(form, lost ? 'fault:lost-answer' : error);
    if (lost) {
      context.respond = false;
      resetConnection(context.req);
      return;
    }
    context.status = answer.status;
    context.set(answer.headers ?? {});
    context.body = answer.body;
  };

  const dressRedirect = (context: KoaContextWithOIDC): void => {
    const parameters = { ...context.oidc.params };
    const redirectUri = textOf(parameters['redirect_uri']);
    const location: unknown = context.response.get('location');
    if (
      redirectUri !== '' &&
      typeof location === 'string' &&
      location.startsWith(new URL(redirectUri).origin)
    ) {
      const url = new URL(location);
      dress.dressResponse(url.searchParams, parameters);
      context.set('location', url.href);
    } else if (typeof context.body === 'string' && context.body.includes('<form method="post"')) {
      const fields = new URLSearchParams(
        [...context.body.matchAll(/name="([^"]*)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
          name,
          unescaped(value),
        ]),
      );
      dress.dressResponse(fields, parameters);
      context.status = 200;
      context.set(pageSecurity);
      context.body = formPostPage(redirectUri, fields);
    }
  };

  provider.use(async (context, next) => {
    await next();
    if (!isServed(context)) return;
    const { route } = context.oidc;
    if (route === 'token') sendTokens(context);
    else if (route === 'authorization' || route === 'resume') dressRedirect(context);
  });

  const handle = provider.callback();
  const signIn = createSignIn({
    provider,
    people: directory.of(brand),
    byName: directory.byName,
    wording: dress.wording,
    declined: dress.declined,
    errorPage: dress.errorPage,
    granted: (grantId, parameters, scopes) => {
      if (dress.leavesRefreshToken(parameters, scopes)) leaving.add(grantId);
    },
  });

  const pass = async (request: IncomingMessage, response: ServerResponse, path: string): Promise<void> => {
    request.url = path;
    request.headers.cookie = withoutSession(request.headers.cookie, cookieName('session'));
    await handle(request, response);
  };

  /** The same request once more with a body that was already read. */
  const replayed = (request: IncomingMessage, path: string, form: URLSearchParams): IncomingMessage => {
    const body = Buffer.from(form.toString());
    const copy = new IncomingMessage(request.socket);
    copy.method = request.method ?? 'POST';
    copy.url = path;
    copy.httpVersionMajor = request.httpVersionMajor;
    copy.httpVersionMinor = request.httpVersionMinor;
    copy.headers = { ...request.headers, accept: 'application/json', 'content-length': String(body.length) };
    delete copy.headers['transfer-encoding'];
    // Node tears the connection down under a request that it takes for an incomplete one.
    copy.complete = true;
    copy.push(body);
    copy.push(null);
    forms.set(copy, form);
    return copy;
  };

  return {
    authorize: async (request, response, url) => {
      const asked = url.searchParams.get('prompt') ?? '';
      url.searchParams.set('asked_prompt', asked);
      // Always both, so that `oidc-provider` keeps offline_access and asks nothing by itself; the pages read what was asked.
      if (asked !== 'none') url.searchParams.set('prompt', 'login consent');
      await pass(request, response, `${url.pathname}${url.search}`);
    },
    token: async (request, response, path) => {
      const form = await readForm(request);
      const mode = deps.faults().tokenEndpoint[brand];
      if (mode !== 'ok' && mode !== 'lost-answer') {
        logRequest(form, `fault:${mode}`);
        if (mode === 'reset') resetConnection(request);
        else if (mode === 'html') sendPage(response, 502, proxyPage);
        else if (mode !== 'stall') {
          const { status, body, headers } = dress.faultAnswers[mode];
          sendJson(response, status, body, headers);
        }
        return;
      }
      const refusal = dress.refuseTokenRequest(form, correlationOf(request));
      if (refusal !== undefined) {
        logRequest(form, textOf(refusal.body['error']));
        sendJson(response, refusal.status, refusal.body, refusal.headers);
        return;
      }
      await handle(replayed(request, path, form), response);
    },
    other: async (request, response, path) => {
      if (path.startsWith('/sign-in/')) await signIn.handle(request, response);
      else await pass(request, response, path);
    },
  };
};
