import type { MicrosoftCloud } from './settings.ts';

/** Where an authorization server is asked; null: it has no such endpoint. */
export interface OAuthEndpoints {
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly revocationEndpoint: string | null;
}

/** Google's endpoints. @see https://accounts.google.com/.well-known/openid-configuration */
export const googleEndpoints: OAuthEndpoints = {
  authorizationEndpoint: 'https://accounts.google.com/o/oauth2/v2/auth',
  tokenEndpoint: 'https://oauth2.googleapis.com/token',
  revocationEndpoint: 'https://oauth2.googleapis.com/revoke',
};

/**
 * Hosts of Microsoft's authorization servers by cloud.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud
 */
export const microsoftHosts: Readonly<Record<MicrosoftCloud, string>> = {
  global: 'login.microsoftonline.com',
  'us-government': 'login.microsoftonline.us',
  china: 'login.partner.microsoftonline.cn',
};

/**
 * Answers Microsoft's endpoints of a cloud; Microsoft has none where a public client takes a grant back.
 *
 * @param tenant `common`, `organizations`, `consumers`, a tenant ID or a domain
 */
export function microsoftEndpoints(cloud: MicrosoftCloud, tenant: string): OAuthEndpoints {
  const base = `https://${microsoftHosts[cloud]}/${encodeURIComponent(tenant)}/oauth2/v2.0`;
  return {
    authorizationEndpoint: `${base}/authorize`,
    tokenEndpoint: `${base}/token`,
    revocationEndpoint: null,
  };
}

/** Answers the redirect URI to register for a client: `http://localhost`, with the port and path where they are fixed. */
export function redirectUriOf(client: {
  readonly redirectPort: number | null;
  readonly redirectPath: string;
}): string {
  const port = client.redirectPort === null ? '' : `:${client.redirectPort}`;
  const path = client.redirectPath === '/' ? '' : client.redirectPath;
  return `http://localhost${port}${path}`;
}

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Says whether codes, secrets and tokens may go to a URL: `https`, or `http` on this computer.
 *
 * Libraries take any `http` endpoint, so a file could otherwise send them over a network in clear.
 */
export function isSafeEndpoint(text: string): boolean {
  const url = URL.parse(text);
  if (!url || url.username !== '' || url.password !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && loopbackNames.has(url.hostname));
}

/** What the app says itself in an authorization request; nobody else may. */
const ownParameters = new Set([
  ...['client_id', 'client_secret', 'response_type', 'response_mode', 'redirect_uri', 'scope', 'state'],
  ...['nonce', 'code_challenge', 'code_challenge_method', 'request', 'request_uri', 'prompt', 'login_hint'],
]);

/**
 * Says whether a text is a list of parameters for an authorization request, as in the query of a URL: `name=value`, joined by
 * `&`, each once, and none that the app says itself.
 */
export function areExtraParameters(text: string): boolean {
  const names = text.split('&').map((pair) => /^([A-Za-z0-9_.-]+)=[\x21-\x7e]*$/.exec(pair)?.[1]);
  return (
    names.every((name) => name !== undefined && !ownParameters.has(name)) &&
    new Set(names).size === names.length
  );
}
