import type { SendThrough, TlsMethod, extraPermissions } from '../../shared/account.ts';
import type { ClientInfo } from '../../shared/app-state.ts';

/** How this app is known to an authorization server, and where that server is. */
export interface Registration {
  /** `google`, `microsoft`, or the ID of a custom provider. */
  readonly provider: string;
  /** Which library speaks to it. */
  readonly kind: 'google' | 'microsoft' | 'custom';
  readonly name: string;
  /** Who says which client is used. */
  readonly source: ClientInfo['source'];
  /** Empty: nobody registered a client yet, so no sign-in is possible. */
  readonly clientId: string;
  /** As the policy file says; null: it says none. */
  readonly clientSecret: string | null;
  /** Whether a person may enter a secret for this client; it is kept apart. */
  readonly takesSecret: boolean;
  /** How a client with a secret proves itself at the token endpoint (RFC 6749 §2.3.1). */
  readonly clientAuthentication: 'none' | 'post' | 'basic';
  /** Where the browser comes back to. */
  readonly redirect: RedirectPlace;
  /** Microsoft only: `common`, `organizations`, `consumers`, a tenant ID or a domain. */
  readonly tenant: string | null;
  /** Microsoft only: what MSAL calls its authority; nothing is fetched from it. */
  readonly authority: string | null;
  /** `{tenantid}` stands for the `tid` of who signs in. */
  readonly issuer: string;
  /** Empty: the issuer says it when somebody signs in; so with the next one. */
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly revocationEndpoint: string | null;
  readonly jwksUri: string | null;
  /** All that the authorization request asks for, by way of sending; the first one is the permission to send. */
  readonly scopes: Readonly<Record<SendThrough, readonly string[]>>;
  /** What a custom provider wants to be told besides, as in a query; absent: nothing. */
  readonly extraParameters?: string | undefined;
  /** Origin of the Gmail API; null where the provider has none, or a policy names endpoints without it. */
  readonly gmailApi: string | null;
  /** Origin of Microsoft Graph; null where the provider has none, or a policy names endpoints without it. */
  readonly graphApi: string | null;
  /** null: a policy names endpoints without a mail server. */
  readonly smtp: { readonly host: string; readonly port: number; readonly tlsMethod: TlsMethod } | null;
  /** How an access token is shown to the mail server. */
  readonly smtpMechanism: 'XOAUTH2' | 'OAUTHBEARER';
  /** Mail servers of the provider's cloud, besides the one above; none where the endpoints are not that cloud's. */
  readonly cloudHosts: readonly string[];
  /** Whether the authorization server is one that a policy names, not the provider's public cloud. */
  readonly endpointsFromPolicy: boolean;
}

/** The redirect URI of a registration, in parts. */
export interface RedirectPlace {
  readonly host: '127.0.0.1' | 'localhost';
  /** null: any free one. */
  readonly port: number | null;
  readonly path: string;
}

/** Answers a redirect URI as it is registered and sent: a path that is only a slash is none. */
export function redirectUri({ host, port, path }: RedirectPlace): string {
  return `http://${host}${port === null ? '' : `:${port}`}${path === '/' ? '' : path}`;
}

/** The place a grant was made for; where it changes, the grant is not sent any more. */
export interface GrantBinding {
  readonly provider: string;
  readonly sendThrough: SendThrough;
  readonly clientId: string;
  readonly issuer: string;
  readonly tokenEndpoint: string;
  readonly revocationEndpoint: string | null;
  /** Where its access tokens go by HTTP. */
  readonly gmailApi: string | null;
  /** Where its access tokens for Microsoft Graph go; absent: it was not made for any. */
  readonly graphApi?: string | undefined;
  /** Where the access tokens of a custom provider go: no cloud of its own says so. */
  readonly smtpHost?: string | undefined;
}

/** The place a client secret was made for; where it changes, the secret is not sent any more. */
export interface ClientPlace {
  readonly provider: string;
  readonly clientId: string;
  readonly issuer: string;
  /** Empty: the issuer says it. */
  readonly tokenEndpoint: string;
  /** Absent: none is named. */
  readonly revocationEndpoint?: string | undefined;
}

/**
 * Answers the host names, in lower case and without port, that this provider's access tokens may be sent to.
 *
 * Hosts of the public cloud count only where the authorization server is the public cloud's too.
 */
export function tokenHosts(registration: Registration): readonly string[] {
  const { smtp, cloudHosts } = registration;
  const api = httpApiOf(registration);
  const named = [...(api === null ? [] : [new URL(api).hostname]), ...(smtp ? [smtp.host] : [])];
  return [...new Set([...named, ...cloudHosts].map((host) => host.toLowerCase()))];
}

/** Answers the origin of the HTTP interface that takes messages of this provider; null: it has none. */
export function httpApiOf({ gmailApi, graphApi }: Registration): string | null {
  return gmailApi ?? graphApi;
}

/** Answers the place that a grant of this registration is made for. */
export function bindingOf(registration: Registration, sendThrough: SendThrough): GrantBinding {
  const { provider, clientId, issuer, tokenEndpoint, revocationEndpoint, gmailApi, graphApi } = registration;
  const own = {
    ...(registration.kind === 'custom' && { smtpHost: registration.smtp?.host.toLowerCase() }),
    ...(graphApi !== null && { graphApi }),
  };
  return { provider, sendThrough, clientId, issuer, tokenEndpoint, revocationEndpoint, gmailApi, ...own };
}

/**
 * Says whether a grant was made for this client at these endpoints.
 *
 * Where it was not, the refresh token is not sent: whoever changed a file must not receive it.
 */
export function isBoundTo(grant: Omit<GrantBinding, 'sendThrough'>, registration: Registration): boolean {
  const today = bindingOf(registration, 'smtp');
  return (
    grant.provider === today.provider &&
    grant.clientId === today.clientId &&
    grant.issuer === today.issuer &&
    grant.tokenEndpoint === today.tokenEndpoint &&
    grant.revocationEndpoint === today.revocationEndpoint &&
    grant.gmailApi === today.gmailApi &&
    (grant.graphApi === undefined || grant.graphApi === today.graphApi) &&
    grant.smtpHost === today.smtpHost
  );
}

/** Answers the place that a secret of this registration's client is made for. */
export function clientPlaceOf(registration: Registration): ClientPlace {
  const { provider, clientId, issuer, tokenEndpoint, revocationEndpoint } = registration;
  return {
    provider,
    clientId,
    issuer,
    tokenEndpoint,
    ...(revocationEndpoint !== null && { revocationEndpoint }),
  };
}

/** Says whether a secret that was made for one of these places may go to the other. */
export function isSameClientPlace(one: ClientPlace, other: ClientPlace): boolean {
  return (
    one.provider === other.provider &&
    one.clientId === other.clientId &&
    one.issuer === other.issuer &&
    one.tokenEndpoint === other.tokenEndpoint &&
    one.revocationEndpoint === other.revocationEndpoint
  );
}

/** The permission that a way of sending needs; without it a sign-in is useless. */
export function mailScope({ scopes }: Registration, sendThrough: SendThrough): string {
  return scopes[sendThrough][0] ?? '';
}

/** What a sign-in may be asked to allow besides sending as oneself. */
export type ExtraPermission = (typeof extraPermissions)[number];

/**
 * Answers the permissions that a sign-in asks for besides those of its way of sending.
 *
 * One sign-in at Microsoft serves SMTP and Graph, so that an account can go on by the other way when its own is closed. An
 * access token is for one of them only: the scopes here are consented to, not redeemed.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/scenario-desktop-production
 */
export function extraScopes(
  registration: Registration,
  sendThrough: SendThrough,
  permissions: readonly ExtraPermission[],
): readonly string[] {
  const { graphApi, smtp } = registration;
  if (registration.kind !== 'microsoft' || graphApi === null) return [];
  const send = mailScope(registration, 'api');
  const graph = send.slice(0, send.lastIndexOf('/') + 1);
  const other = sendThrough === 'smtp' ? send : smtp && mailScope(registration, 'smtp');
  const isShared = permissions.includes('shared-mailbox');
  const isLarge = permissions.includes('large-messages');
  return [
    ...(other === null ? [] : [other]),
    ...(isShared ? [`${graph}Mail.Send.Shared`] : []),
    ...(isLarge ? [`${graph}Mail.ReadWrite`] : []),
    ...(isShared && isLarge ? [`${graph}Mail.ReadWrite.Shared`] : []),
  ];
}

/** Says whether a grant lets an account send in this way: it was made for it, or allows it besides. */
export function servesWay(
  grant: Pick<GrantBinding, 'sendThrough' | 'graphApi'> & { readonly scopes: readonly string[] },
  registration: Registration | null,
  sendThrough: SendThrough,
): boolean {
  if (grant.sendThrough === sendThrough) return true;
  if (registration?.kind !== 'microsoft' || grant.graphApi === undefined) return false;
  const wanted = comparableScope(mailScope(registration, sendThrough));
  return grant.scopes.some((scope) => comparableScope(scope) === wanted);
}

const microsoftResource =
  /^https:\/\/(?:outlook\.office(?:365)?\.com|outlook\.office365\.us|partner\.outlook\.cn|graph\.microsoft\.(?:com|us)|microsoftgraph\.chinacloudapi\.cn)\//;

/** Answers a scope to be compared: Microsoft answers it with or without its resource, and in its own case. */
export function comparableScope(scope: string): string {
  return scope.toLowerCase().replace(microsoftResource, '');
}
