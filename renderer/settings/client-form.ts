import type { ClientInfo, ProviderInfo } from '../../shared/app-state.ts';
import type { PasswordEdit } from '../accounts/account-form.ts';
import { microsoftClouds } from '../../shared/settings.ts';
import type { GoogleClient, MicrosoftClient, MicrosoftCloud, Settings } from '../../shared/settings.ts';

/** What a person did about a secret, which is never shown. */
export type SecretEdit = PasswordEdit;

/** Providers whose OAuth client can be a company's own. */
export const ownClientProviders = ['google', 'microsoft'] as const;
export type OwnClientProvider = (typeof ownClientProviders)[number];

export const tenantKinds = ['organizations', 'common', 'consumers', 'own'] as const;
export type TenantKind = (typeof tenantKinds)[number];

/** The OAuth client of one provider as it stands on the page; numbers are kept as typed. */
export interface ClientForm {
  readonly isOwn: boolean;
  readonly clientId: string;
  readonly secret: SecretEdit;
  /** Microsoft only, like `ownTenant` and `cloud`. */
  readonly tenantKind: TenantKind;
  readonly ownTenant: string;
  readonly cloud: MicrosoftCloud;
  /** Registered as a Web application: port and path are fixed. */
  readonly isWeb: boolean;
  readonly redirectPort: string;
  readonly redirectPath: string;
}

export type ClientField = 'clientId' | 'secret' | 'ownTenant' | 'redirectPort' | 'redirectPath';

/** A remark on a client; an error keeps Save from saving. */
export interface ClientFinding {
  readonly field: ClientField;
  readonly level: 'error' | 'warning';
  readonly code:
    | 'required'
    | 'googleIdShape'
    | 'microsoftIdShape'
    | 'secretIsId'
    | 'secretOfOther'
    | 'secretMissing'
    | 'tenantInvalid'
    | 'portInvalid'
    | 'portRequired'
    | 'pathInvalid';
}

const newPath = '/oauth/redirect';
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const tenantPattern = /^[A-Za-z0-9.-]{1,255}$/;
const pathPattern = /^\/[A-Za-z0-9/._~-]{0,199}$/;

/** Answers the settings key of a provider's client. */
export function clientKey(provider: OwnClientProvider): 'googleClient' | 'microsoftClient' {
  return provider === 'google' ? 'googleClient' : 'microsoftClient';
}

/** Answers the client that sign-ins at a provider use. */
export function clientOf(providers: readonly ProviderInfo[], provider: string): ClientInfo | undefined {
  return providers.find(({ id }) => id === provider)?.client;
}

/** Answers the client that the policy names for a provider; null: the settings say which one counts. */
export function policyClient(
  providers: readonly ProviderInfo[],
  settings: Settings,
  provider: OwnClientProvider,
): ClientInfo | null {
  const client = clientOf(providers, provider);
  return client?.source === 'policy' && settings[clientKey(provider)] === null ? client : null;
}

/** Answers the form of a saved client; null is the built-in one. */
export function openClientForm(client: GoogleClient | MicrosoftClient | null): ClientForm {
  const microsoft = client && 'tenant' in client ? client : null;
  const tenant = microsoft?.tenant;
  const tenantKind = tenantKinds.find((kind) => kind === tenant && kind !== 'own');
  const isWeb = client !== null && (client.redirectPort !== null || client.redirectPath !== '/');
  return {
    isOwn: client !== null,
    clientId: client?.clientId ?? '',
    secret: { kind: 'unchanged' },
    tenantKind: tenantKind ?? (tenant === undefined ? 'organizations' : 'own'),
    ownTenant: tenantKind === undefined ? (tenant ?? '') : '',
    cloud: microsoft?.cloud ?? 'global',
    isWeb,
    redirectPort: client?.redirectPort ? String(client.redirectPort) : '',
    redirectPath: isWeb ? client.redirectPath : newPath,
  };
}

/** Answers the tenant of a form; empty while none is typed. */
export function tenantOf({ tenantKind, ownTenant }: ClientForm): string {
  return tenantKind === 'own' ? ownTenant.trim() : tenantKind;
}

/** Answers where the browser is sent back to; a port that is wrong counts as none. */
export function redirectOf(form: Pick<ClientForm, 'isWeb' | 'redirectPort' | 'redirectPath'>): {
  readonly redirectPort: number | null;
  readonly redirectPath: string;
} {
  return form.isWeb
    ? { redirectPort: parseRedirectPort(form.redirectPort) || null, redirectPath: form.redirectPath.trim() }
    : { redirectPort: null, redirectPath: '/' };
}

/** Answers the port; 0: none is typed, null: it is wrong. */
export function parseRedirectPort(text: string): number | null {
  if (text.trim() === '') return 0;
  const port = /^\d{1,5}$/.test(text.trim()) ? Number(text) : 0;
  return port >= 1 && port <= 65_535 ? port : null;
}

export const isRedirectPath = (text: string) => pathPattern.test(text.trim());

function redirectFindings(provider: OwnClientProvider, form: ClientForm): ClientFinding[] {
  if (!form.isWeb) return [];
  const port = parseRedirectPort(form.redirectPort);
  const findings: ClientFinding[] = [];
  if (port === null) findings.push({ field: 'redirectPort', level: 'error', code: 'portInvalid' });
  // Microsoft does not look at the port of localhost; Google compares all of the URI.
  if (port === 0 && provider === 'google') {
    findings.push({ field: 'redirectPort', level: 'error', code: 'portRequired' });
  }
  if (!isRedirectPath(form.redirectPath))
    findings.push({ field: 'redirectPath', level: 'error', code: 'pathInvalid' });
  return findings;
}

function secretFinding(
  provider: OwnClientProvider,
  form: ClientForm,
  saved: { readonly clientId: string; readonly isSecretSet: boolean },
): ClientFinding | null {
  const { secret } = form;
  if (secret.kind === 'typed') {
    const isId = provider === 'microsoft' && uuid.test(secret.text.trim());
    return isId ? { field: 'secret', level: 'warning', code: 'secretIsId' } : null;
  }
  const isKept = saved.isSecretSet && secret.kind === 'unchanged';
  if (isKept && saved.clientId !== form.clientId.trim()) {
    return { field: 'secret', level: 'warning', code: 'secretOfOther' };
  }
  // Google's clients of either kind have one; Microsoft's have one where they are registered as Web.
  const isNeeded = form.clientId.trim() !== '' && (provider === 'google' || form.isWeb);
  return isNeeded && !isKept ? { field: 'secret', level: 'warning', code: 'secretMissing' } : null;
}

/**
 * Answers remarks on a client, errors first.
 *
 * @param saved what is there already: the client ID in use, and whether a secret is kept
 */
export function clientFindings(
  provider: OwnClientProvider,
  form: ClientForm,
  saved: { readonly clientId: string; readonly isSecretSet: boolean },
): readonly ClientFinding[] {
  if (!form.isOwn) return [];
  const id = form.clientId.trim();
  const findings = redirectFindings(provider, form);
  if (id === '') findings.unshift({ field: 'clientId', level: 'error', code: 'required' });
  else if (provider === 'google' && !id.endsWith('.apps.googleusercontent.com')) {
    findings.push({ field: 'clientId', level: 'warning', code: 'googleIdShape' });
  } else if (provider === 'microsoft' && !uuid.test(id)) {
    findings.push({ field: 'clientId', level: 'warning', code: 'microsoftIdShape' });
  }
  if (provider === 'microsoft' && !tenantPattern.test(tenantOf(form))) {
    findings.push({ field: 'ownTenant', level: 'error', code: 'tenantInvalid' });
  }
  const secret = secretFinding(provider, form, saved);
  return (secret ? [...findings, secret] : findings).toSorted(
    (a, b) => Number(a.level === 'warning') - Number(b.level === 'warning'),
  );
}

/** Answers what Save hands over for a form without errors. */
export function toClients(
  forms: Readonly<Partial<Record<OwnClientProvider, ClientForm>>>,
): Partial<Pick<Settings, 'googleClient' | 'microsoftClient'>> {
  const { google, microsoft } = forms;
  return {
    ...(google && {
      googleClient: google.isOwn ? { clientId: google.clientId.trim(), ...redirectOf(google) } : null,
    }),
    ...(microsoft && {
      microsoftClient: microsoft.isOwn
        ? {
            clientId: microsoft.clientId.trim(),
            tenant: tenantOf(microsoft),
            cloud: microsoft.cloud,
            ...redirectOf(microsoft),
          }
        : null,
    }),
  };
}

export const cloudOf = (text: string): MicrosoftCloud =>
  microsoftClouds.find((cloud) => cloud === text) ?? 'global';
