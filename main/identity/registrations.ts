import type { SendThrough, TlsMethod } from '../../shared/account.ts';
import type { ClientInfo, ProviderInfo, ProviderPreset } from '../../shared/app-state.ts';
import type { PolicyFile } from '../settings/policy-format.ts';

/** How this app is known to an authorization server, and where that server is. */
export interface Registration {
  readonly provider: 'google' | 'microsoft';
  readonly name: string;
  /** Empty: nobody registered a client yet, so no sign-in is possible. */
  readonly clientId: string;
  readonly clientSecret: string | null;
  /** Microsoft only: `common`, `organizations`, `consumers`, a tenant ID or a domain. */
  readonly tenant: string | null;
  /** Microsoft only: what MSAL calls its authority; nothing is fetched from it. */
  readonly authority: string | null;
  /** `{tenantid}` stands for the `tid` of who signs in. */
  readonly issuer: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly revocationEndpoint: string | null;
  readonly jwksUri: string | null;
  /** Origin of the Gmail API; null where the provider has none. */
  readonly gmailApi: string | null;
  readonly smtp: { readonly host: string; readonly port: number; readonly tlsMethod: TlsMethod };
  /** Whether the authorization server is one that a policy names, not the provider's public cloud. */
  readonly endpointsFromPolicy: boolean;
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
}

type ProviderPolicies = PolicyFile['providers'];

const gmailSend = 'https://www.googleapis.com/auth/gmail.send';
const gmailSmtp = 'https://mail.google.com/';
const outlookSmtp = 'https://outlook.office.com/SMTP.Send';

// Hosts of the public clouds that take these providers' access tokens, besides the ones a registration names.
const cloudTokenHosts = {
  google: ['gmail.googleapis.com', 'smtp.gmail.com', 'smtp.googlemail.com'],
  microsoft: ['smtp.office365.com', 'smtp-mail.outlook.com'],
} as const;

const microsoftHost = 'login.microsoftonline.com';
const microsoftTenant = 'organizations';

/**
 * Answers the registrations of this app: the built-in ones, changed by what the policy says.
 *
 * @param policies the policy's `providers`; absent: none
 */
export function createRegistrations(policies: ProviderPolicies): readonly Registration[] {
  return [googleRegistration(policies?.google ?? {}), microsoftRegistration(policies?.microsoft ?? {})];
}

type GooglePolicy = NonNullable<NonNullable<ProviderPolicies>['google']>;
type MicrosoftPolicy = NonNullable<NonNullable<ProviderPolicies>['microsoft']>;

/** @see https://accounts.google.com/.well-known/openid-configuration */
function googleRegistration(policy: GooglePolicy): Registration {
  const endpointsFromPolicy = policy.tokenEndpoint !== undefined;
  // Google must never learn of another server's tokens: with endpoints of a policy there is no built-in place to revoke.
  const builtInRevocation = endpointsFromPolicy ? null : 'https://oauth2.googleapis.com/revoke';
  return {
    provider: 'google',
    name: 'Google',
    clientId: policy.clientId ?? '',
    clientSecret: policy.clientSecret ?? null,
    tenant: null,
    authority: null,
    issuer: policy.issuer ?? 'https://accounts.google.com',
    authorizationEndpoint: policy.authorizationEndpoint ?? 'https://accounts.google.com/o/oauth2/v2/auth',
    tokenEndpoint: policy.tokenEndpoint ?? 'https://oauth2.googleapis.com/token',
    revocationEndpoint: policy.revocationEndpoint ?? builtInRevocation,
    jwksUri: null,
    gmailApi: policy.gmailApi ?? 'https://gmail.googleapis.com',
    smtp: policy.smtp ?? { host: 'smtp.gmail.com', port: 465, tlsMethod: 'implicit' },
    endpointsFromPolicy,
  };
}

/** @see https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc */
function microsoftRegistration(policy: MicrosoftPolicy): Registration {
  const authority = authorityOf(policy);
  const { host, pathname } = new URL(authority);
  const base = `https://${host}${pathname.replace(/\/$/, '')}`;
  return {
    provider: 'microsoft',
    name: 'Microsoft',
    clientId: policy.clientId ?? '',
    clientSecret: policy.clientSecret ?? null,
    tenant: policy.tenant ?? pathname.split('/')[1] ?? null,
    authority,
    issuer: policy.issuer ?? `https://${host}/{tenantid}/v2.0`,
    authorizationEndpoint: policy.authorizationEndpoint ?? `${base}/oauth2/v2.0/authorize`,
    tokenEndpoint: policy.tokenEndpoint ?? `${base}/oauth2/v2.0/token`,
    // Microsoft has no endpoint where a public client takes a grant back.
    revocationEndpoint: null,
    jwksUri: policy.jwksUri ?? `${base}/discovery/v2.0/keys`,
    gmailApi: null,
    smtp: policy.smtp ?? { host: 'smtp.office365.com', port: 587, tlsMethod: 'auto' },
    endpointsFromPolicy: policy.tokenEndpoint !== undefined || host !== microsoftHost,
  };
}

function authorityOf({ authority, tenant, authorizationEndpoint }: MicrosoftPolicy): string {
  if (authority !== undefined) {
    const { host, pathname } = new URL(authority);
    return `https://${host}${pathname === '/' ? `/${tenant ?? microsoftTenant}` : pathname}`;
  }
  if (authorizationEndpoint === undefined) return `https://${microsoftHost}/${tenant ?? microsoftTenant}`;
  const { host, pathname } = new URL(authorizationEndpoint);
  const firstSegment = pathname.split('/')[1];
  return `https://${host}/${tenant ?? (firstSegment === undefined || firstSegment === '' ? microsoftTenant : firstSegment)}`;
}

/** The permission that a way of sending needs; without it a sign-in is useless. */
export function mailScope(registration: Registration, sendThrough: SendThrough): string {
  if (registration.provider === 'microsoft') return outlookSmtp;
  return sendThrough === 'api' ? gmailSend : gmailSmtp;
}

/** All scopes of the authorization request, the one for mail first. */
export function scopesFor(registration: Registration, sendThrough: SendThrough): readonly string[] {
  const identity =
    registration.provider === 'microsoft'
      ? ['openid', 'profile', 'email', 'offline_access']
      : ['openid', 'email'];
  return [mailScope(registration, sendThrough), ...identity];
}

/**
 * Answers the host names, in lower case and without port, that this provider's access tokens may be sent to.
 *
 * Hosts of the public cloud count only where the authorization server is the public cloud's too.
 */
export function tokenHosts(registration: Registration): readonly string[] {
  const named = registration.gmailApi === null ? [] : [new URL(registration.gmailApi).hostname];
  const builtIn = registration.endpointsFromPolicy ? [] : cloudTokenHosts[registration.provider];
  const hosts = [...named, registration.smtp.host, ...builtIn];
  return [...new Set(hosts.map((host) => host.toLowerCase()))];
}

/** Answers the place that a grant of this registration is made for. */
export function bindingOf(registration: Registration, sendThrough: SendThrough): GrantBinding {
  const { provider, clientId, issuer, tokenEndpoint, revocationEndpoint, gmailApi } = registration;
  return { provider, sendThrough, clientId, issuer, tokenEndpoint, revocationEndpoint, gmailApi };
}

/**
 * Says whether a grant was made for this client at these endpoints.
 *
 * Where it was not, the refresh token is not sent: whoever changed a file must not receive it.
 */
export function isBoundTo(grant: Omit<GrantBinding, 'sendThrough'>, registration: Registration): boolean {
  return (
    grant.provider === registration.provider &&
    grant.clientId === registration.clientId &&
    grant.issuer === registration.issuer &&
    grant.tokenEndpoint === registration.tokenEndpoint &&
    grant.revocationEndpoint === registration.revocationEndpoint &&
    grant.gmailApi === registration.gmailApi
  );
}

/** Answers what the window offers: the providers with what their records start with. */
export function providerInfos(registrations: readonly Registration[]): readonly ProviderInfo[] {
  return registrations.map((registration) => ({
    id: registration.provider,
    name: registration.name,
    presets: [...apiPreset(registration), smtpPreset(registration)],
    client: clientInfo(registration),
  }));
}

function clientInfo(registration: Registration): ClientInfo {
  const { clientId, clientSecret, authorizationEndpoint, tokenEndpoint, revocationEndpoint } = registration;
  return {
    source: 'policy',
    clientId,
    secretSet: clientSecret !== null,
    authorizationEndpoint,
    tokenEndpoint,
    revocationEndpoint,
    redirectUri: registration.provider === 'google' ? 'http://127.0.0.1' : 'http://localhost',
  };
}

function apiPreset({ gmailApi }: Registration): ProviderPreset[] {
  if (gmailApi === null) return [];
  const { hostname, port, protocol } = new URL(gmailApi);
  const tls = protocol === 'https:';
  return [
    {
      sendThrough: 'api',
      host: hostname,
      port: port === '' ? (tls ? 443 : 80) : Number(port),
      tls,
      tlsMethod: 'implicit',
      locked: true,
    },
  ];
}

const smtpPreset = ({ smtp }: Registration): ProviderPreset => ({
  sendThrough: 'smtp',
  host: smtp.host,
  port: smtp.port,
  tls: true,
  tlsMethod: smtp.tlsMethod,
  locked: false,
});
