import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Provider, interactionPolicy } from 'oidc-provider';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { dressAuthorizationResponse } from './authorization-response.ts';
import { codePage, codeUsedPage, confirmCodePage } from './device-pages.ts';
import type { Dress, IdentityDeps } from './dress.ts';
import { pageSecurity } from './html.ts';
import { textOf } from './http-answer.ts';
import { createSignIn } from './sign-in.ts';
import { createTokenEndpoint } from './token-endpoint.ts';

/** A provider that takes requests in `oidc-provider`'s own paths. */
export interface IdentityProvider {
  /** An authorization request; every one asks anew who signs in. */
  readonly authorize: (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>;
  readonly token: (request: IncomingMessage, response: ServerResponse, path: string) => Promise<void>;
  /** A request for a code for another computer. */
  readonly device: (request: IncomingMessage, response: ServerResponse, path: string) => Promise<void>;
  /** Anything else: the sign-in pages, resuming, keys, discovery. */
  readonly other: (request: IncomingMessage, response: ServerResponse, path: string) => Promise<void>;
}

const hour = 3600;
const day = 24 * hour;
const quarterHour = 15 * 60;

// A new sign-in must never fall back on an earlier one, so the provider's own memory of it stays out.
const withoutSession = (cookies: string | undefined, sessionCookie: string): string =>
  (cookies ?? '')
    .split(/;\s*/)
    .filter((cookie) => !cookie.startsWith(sessionCookie))
    .join('; ');

// Koa's types know nothing of what `oidc-provider` adds to the context of a request that it takes.
const isServed = (context: object): context is KoaContextWithOIDC => 'oidc' in context;

/** Answers an `oidc-provider` in the given dress, its sign-in pages included. */
export const createIdentityProvider = (deps: IdentityDeps, dress: Dress): IdentityProvider => {
  const { brand } = dress;
  const { directory, store } = deps;
  const cookieName = (purpose: string): string => `${brand}_${purpose}`;
  const leaving = new Set<string>();
  const tokenEndpoint = createTokenEndpoint(deps, dress);
  const policy = interactionPolicy.base();
  const codePath = dress.routes.code_verification ?? '/device';
  const showPage = (context: KoaContextWithOIDC, document: string): void => {
    context.set(pageSecurity);
    context.body = document;
  };
  const formOf = (context: KoaContextWithOIDC) => {
    const { secret } = Object(context.oidc.session?.state);
    return { action: codePath, xsrf: textOf(secret) };
  };

  const provider = new Provider(dress.issuer, {
    adapter: store.adapter,
    clients: [...dress.clients],
    jwks: { keys: [deps.signingKey.jwk] },
    scopes: dress.scopes,
    claims: dress.claims,
    conformIdTokenClaims: dress.conformsIdTokens ?? false,
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
      ...(dress.deviceCodes && {
        deviceFlow: {
          enabled: true,
          charset: 'base-20',
          mask: dress.deviceCodes.mask,
          userCodeInputSource: (context, _form, _out, problem) =>
            showPage(context, codePage(dress.wording, formOf(context), problem?.message)),
          userCodeConfirmSource: (context, _form, _client, _device, userCode) =>
            showPage(context, confirmCodePage(dress.wording, formOf(context), userCode)),
          successSource: (context) => showPage(context, codeUsedPage(dress.wording)),
        },
      }),
      ...dress.features,
    },
    cookies: {
      // Cookies know no ports: the providers of one sandbox share the jar of `localhost`.
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
      DeviceCode: () => deps.faults().tokenLifetimeSeconds[brand] ?? quarterHour,
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
  provider.Client.prototype.redirectUriAllowed = function allowed(redirectUri) {
    return dress.allowsRedirect(redirectUri, this.clientId);
  };
  provider.on('grant.error', (context, error) => {
    tokenEndpoint.failed(context, error.error, error.error_detail ?? error.error_description ?? '');
  });
  provider.on('device_authorization.error', (context, error) => {
    tokenEndpoint.failed(context, error.error, error.error_description ?? '');
  });

  // Koa would print every client that goes away; what goes wrong here is said in the answer.
  provider.silent = true;
  provider.use(async (context, next) => {
    await next();
    if (!isServed(context)) return;
    const { route } = context.oidc;
    try {
      if (route === 'token') tokenEndpoint.dressAnswer(context);
      else if (route === 'device_authorization') tokenEndpoint.dressDeviceAnswer(context);
      else if (route === 'authorization' || route === 'resume') dressAuthorizationResponse(context, dress);
    } catch (error) {
      context.status = 500;
      context.body = { error: 'sandbox', message: error instanceof Error ? error.message : 'unknown' };
    }
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
    // But the page that takes a code proves by it that its form is its own.
    const isCodeForm = request.method === 'POST' && path === codePath;
    if (!isCodeForm) {
      request.headers.cookie = withoutSession(request.headers.cookie, cookieName('session'));
    }
    await handle(request, response);
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
      const forwarded = await tokenEndpoint.receive(request, response, path);
      if (forwarded !== undefined) await handle(forwarded, response);
    },
    device: async (request, response, path) => {
      await handle(await tokenEndpoint.receiveDevice(request, path), response);
    },
    other: async (request, response, path) => {
      if (path.startsWith('/sign-in/')) await signIn.handle(request, response);
      else await pass(request, response, path);
    },
  };
};
