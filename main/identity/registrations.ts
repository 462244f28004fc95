import { googleEndpoints, microsoftEndpoints, microsoftHosts } from '../../shared/oauth-endpoints.ts';
import { defaultSettings, microsoftClouds } from '../../shared/settings.ts';
import type { CustomProvider, GoogleClient, MicrosoftClient, Settings } from '../../shared/settings.ts';
import type { PolicyFile } from '../settings/policy-format.ts';
import type { RedirectPlace, Registration } from './registration.ts';

type ProviderPolicies = PolicyFile['providers'];
type GooglePolicy = NonNullable<NonNullable<ProviderPolicies>['google']>;
type MicrosoftPolicy = NonNullable<NonNullable<ProviderPolicies>['microsoft']>;

/** Settings that say which clients and providers there are. */
export type ClientSettings = Pick<Settings, 'googleClient' | 'microsoftClient' | 'customProviders'>;

/** What the person, or the settings of a policy, say of clients and providers. */
export interface OwnClients {
  readonly settings: ClientSettings;
  /** The administrator sets this setting. */
  readonly isLocked: (name: keyof ClientSettings) => boolean;
}

const noOwnClients: OwnClients = { settings: defaultSettings, isLocked: () => false };

const gmailSend = 'https://www.googleapis.com/auth/gmail.send';
const gmailSmtp = 'https://mail.google.com/';
const microsoftTenant = 'organizations';
const submissionPort = 587;

/** Where Google takes mail, and grants back. */
const googlePlaces = {
  revocationEndpoint: googleEndpoints.revocationEndpoint,
  gmailApi: 'https://gmail.googleapis.com',
  smtp: { host: 'smtp.gmail.com', port: 465, tlsMethod: 'implicit' },
  hosts: ['gmail.googleapis.com', 'smtp.gmail.com', 'smtp.googlemail.com'],
} as const;

/**
 * Where each of Microsoft's clouds takes mail, and what an access token for it is asked for.
 *
 * The login hosts are those that MSAL knows by itself. That of the Department of Defense (`outlook-dod.office365.us`) is
 * none of them: it is named by a policy.
 *
 * @see https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth
 * @see https://learn.microsoft.com/microsoft-365/enterprise/microsoft-365-u-s-government-gcc-high-endpoints
 * @see https://learn.microsoft.com/microsoft-365/enterprise/urls-and-ip-address-ranges-21vianet
 * @see https://learn.microsoft.com/graph/deployments
 */
const microsoftMail = {
  global: {
    host: 'smtp.office365.com',
    graph: 'https://graph.microsoft.com',
    scope: 'https://outlook.office.com/SMTP.Send',
    hosts: ['smtp.office365.com', 'smtp-mail.outlook.com'],
  },
  'us-government': {
    host: 'smtp.office365.us',
    graph: 'https://graph.microsoft.us',
    scope: 'https://outlook.office365.us/SMTP.Send',
    hosts: ['smtp.office365.us'],
  },
  china: {
    host: 'smtp.partner.outlook.cn',
    graph: 'https://microsoftgraph.chinacloudapi.cn',
    scope: 'https://partner.outlook.cn/SMTP.Send',
    hosts: ['smtp.partner.outlook.cn'],
  },
} as const;

/**
 * Answers the registrations of this app: the built-in ones, with the clients of the settings, changed by what the policy
 * says; then the custom providers.
 *
 * @param policies the policy's `providers`; absent: none
 * @param own absent: nobody has set any
 */
export function createRegistrations(
  policies: ProviderPolicies,
  own: OwnClients = noOwnClients,
): readonly Registration[] {
  const { settings, isLocked } = own;
  const locked = (name: keyof ClientSettings) => (isLocked(name) ? 'policy' : 'settings');
  return [
    googleRegistration(policies?.google ?? {}, settings.googleClient, locked('googleClient')),
    microsoftRegistration(policies?.microsoft ?? {}, settings.microsoftClient, locked('microsoftClient')),
    ...settings.customProviders.map((each) => customRegistration(each, locked('customProviders'))),
  ];
}

/** Answers the settings that a policy's `providers` leave no room for: its own clients and endpoints count. */
export function settingsRuledBy(policies: ProviderPolicies): readonly ('googleClient' | 'microsoftClient')[] {
  return [
    ...(rulesGoogle(policies?.google ?? {}) ? (['googleClient'] as const) : []),
    ...(rulesMicrosoft(policies?.microsoft ?? {}) ? (['microsoftClient'] as const) : []),
  ];
}

const rulesGoogle = ({ clientId, tokenEndpoint }: GooglePolicy) =>
  clientId !== undefined || tokenEndpoint !== undefined;

const rulesMicrosoft = ({ clientId, tokenEndpoint, tenant, authority }: MicrosoftPolicy) =>
  clientId !== undefined || tokenEndpoint !== undefined || tenant !== undefined || authority !== undefined;

/** Which client counts, and who says so; a secret of the policy is never used for a client of the person. */
function clientOf(
  policy: { readonly clientId?: string | undefined; readonly clientSecret?: string | undefined },
  rules: boolean,
  own: { readonly clientId: string } | null,
  source: 'policy' | 'settings',
) {
  if (rules || own === null) {
    return {
      source: rules ? 'policy' : 'built-in',
      clientId: policy.clientId ?? '',
      clientSecret: rules ? (policy.clientSecret ?? null) : null,
      takesSecret: false,
    } as const;
  }
  const clientSecret = source === 'policy' ? (policy.clientSecret ?? null) : null;
  return { source, clientId: own.clientId, clientSecret, takesSecret: clientSecret === null } as const;
}

const ownRedirect = (client: {
  readonly redirectPort: number | null;
  readonly redirectPath: string;
}): RedirectPlace => ({ host: 'localhost', port: client.redirectPort, path: client.redirectPath });

/** @see https://accounts.google.com/.well-known/openid-configuration */
function googleRegistration(
  policy: GooglePolicy,
  settings: GoogleClient | null,
  source: 'policy' | 'settings',
): Registration {
  const rules = rulesGoogle(policy);
  const own = rules ? null : settings;
  const endpointsFromPolicy = policy.tokenEndpoint !== undefined;
  // Google must never learn of another server's tokens: with endpoints of a policy no place to send or revoke is built in.
  const builtIn = endpointsFromPolicy ? null : googlePlaces;
  return {
    provider: 'google',
    kind: 'google',
    name: 'Google',
    ...clientOf(policy, rules, own, source),
    clientAuthentication: 'post',
    // A client of the desktop kind takes any port and path; the address is safer than a name (RFC 8252 §8.3).
    redirect: own ? ownRedirect(own) : { host: '127.0.0.1', port: null, path: '/oauth2/callback' },
    tenant: null,
    authority: null,
    issuer: policy.issuer ?? 'https://accounts.google.com',
    authorizationEndpoint: policy.authorizationEndpoint ?? googleEndpoints.authorizationEndpoint,
    tokenEndpoint: policy.tokenEndpoint ?? googleEndpoints.tokenEndpoint,
    revocationEndpoint: policy.revocationEndpoint ?? builtIn?.revocationEndpoint ?? null,
    jwksUri: null,
    scopes: { api: [gmailSend, 'openid', 'email'], smtp: [gmailSmtp, 'openid', 'email'] },
    gmailApi: policy.gmailApi ?? builtIn?.gmailApi ?? null,
    graphApi: null,
    smtp: policy.smtp ?? builtIn?.smtp ?? null,
    smtpMechanism: 'XOAUTH2',
    cloudHosts: builtIn?.hosts ?? [],
    endpointsFromPolicy,
  };
}

/** @see https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc */
function microsoftRegistration(
  policy: MicrosoftPolicy,
  settings: MicrosoftClient | null,
  source: 'policy' | 'settings',
): Registration {
  const rules = rulesMicrosoft(policy);
  const own = rules ? null : settings;
  const authority = own ? `https://${microsoftHosts[own.cloud]}/${own.tenant}` : authorityOf(policy);
  const { host, pathname } = new URL(authority);
  const tenant = policy.tenant ?? pathname.split('/')[1] ?? microsoftTenant;
  const cloud = microsoftClouds.find((each) => microsoftHosts[each] === host);
  const mail = microsoftMail[cloud ?? 'global'];
  const base = `https://${host}${pathname.replace(/\/$/, '')}`;
  const endpoints = own
    ? microsoftEndpoints(own.cloud, own.tenant)
    : {
        authorizationEndpoint: policy.authorizationEndpoint ?? `${base}/oauth2/v2.0/authorize`,
        tokenEndpoint: policy.tokenEndpoint ?? `${base}/oauth2/v2.0/token`,
        // Microsoft has no endpoint where a public client takes a grant back.
        revocationEndpoint: null,
      };
  // Nor must Microsoft learn of another server's tokens. A cloud of Microsoft's that is only chosen has its own mail server.
  const isCloud = cloud !== undefined && (own !== null || policy.tokenEndpoint === undefined);
  const builtInSmtp = isCloud ? { host: mail.host, port: submissionPort, tlsMethod: 'auto' as const } : null;
  const endpointsFromPolicy = !own && (policy.tokenEndpoint !== undefined || host !== microsoftHosts.global);
  return {
    provider: 'microsoft',
    kind: 'microsoft',
    name: 'Microsoft',
    ...clientOf(policy, rules, own, source),
    clientAuthentication: 'post',
    redirect: own ? ownRedirect(own) : { host: 'localhost', port: null, path: '/' },
    tenant,
    authority,
    issuer: policy.issuer ?? `https://${host}/{tenantid}/v2.0`,
    ...endpoints,
    jwksUri: policy.jwksUri ?? `${base}/discovery/v2.0/keys`,
    scopes: {
      smtp: [mail.scope, 'openid', 'profile', 'email', 'offline_access'],
      api: [`${mail.graph}/Mail.Send`, 'openid', 'profile', 'email', 'offline_access'],
    },
    gmailApi: null,
    graphApi: policy.graphApi ?? (isCloud ? mail.graph : null),
    smtp: policy.smtp ?? builtInSmtp,
    smtpMechanism: 'XOAUTH2',
    cloudHosts: endpointsFromPolicy ? [] : mail.hosts,
    endpointsFromPolicy,
  };
}

function authorityOf({ authority, tenant, authorizationEndpoint }: MicrosoftPolicy): string {
  if (authority !== undefined) {
    const { host, pathname } = new URL(authority);
    return `https://${host}${pathname === '/' ? `/${tenant ?? microsoftTenant}` : pathname}`;
  }
  if (authorizationEndpoint === undefined)
    return `https://${microsoftHosts.global}/${tenant ?? microsoftTenant}`;
  const { host, pathname } = new URL(authorizationEndpoint);
  const firstSegment = pathname.split('/')[1];
  return `https://${host}/${tenant ?? (firstSegment === undefined || firstSegment === '' ? microsoftTenant : firstSegment)}`;
}

function customRegistration(own: CustomProvider, source: 'policy' | 'settings'): Registration {
  const scopes = [...new Set(own.scopes.split(' ').filter(Boolean))];
  return {
    provider: own.id,
    kind: 'custom',
    name: own.name,
    source,
    clientId: own.clientId,
    clientSecret: null,
    takesSecret: own.clientAuthentication !== 'none',
    clientAuthentication: own.clientAuthentication,
    redirect: ownRedirect(own),
    tenant: null,
    authority: null,
    issuer: own.issuer,
    authorizationEndpoint: own.authorizationEndpoint ?? '',
    tokenEndpoint: own.tokenEndpoint ?? '',
    revocationEndpoint: own.revocationEndpoint,
    jwksUri: null,
    scopes: { smtp: scopes, api: scopes },
    extraParameters: own.extraParameters,
    gmailApi: null,
    graphApi: null,
    smtp: own.smtp,
    smtpMechanism: own.mechanism,
    cloudHosts: [],
    endpointsFromPolicy: false,
  };
}
