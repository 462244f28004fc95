import type { ClientInfo, ProviderInfo, ProviderPreset } from '../../shared/app-state.ts';
import { httpApiOf, redirectUri, tokenHosts } from './registration.ts';
import type { Registration } from './registration.ts';

/**
 * Answers what the window offers: the providers with what their records start with.
 *
 * @param hasSecret whether a secret is kept for the client of a registration; absent: for none
 */
export function providerInfos(
  registrations: readonly Registration[],
  hasSecret: (registration: Registration) => boolean = () => false,
): readonly ProviderInfo[] {
  return registrations.map((registration) => ({
    id: registration.provider,
    name: registration.name,
    presets: presetsOf(registration),
    otherHosts: otherHostsOf(registration),
    deviceCode: offersCode(registration, hasSecret(registration)),
    client: clientInfo(registration, hasSecret(registration)),
  }));
}

/** Google's codes do not cover mail; those of a custom provider are given out where its metadata says. */
function offersCode(registration: Registration, keptSecret: boolean): boolean {
  const { kind, clientSecret, authorizationEndpoint, tokenEndpoint } = registration;
  if (kind === 'custom') return authorizationEndpoint === '' || tokenEndpoint === '';
  return kind === 'microsoft' && clientSecret === null && !keptSecret;
}

function clientInfo(registration: Registration, keptSecret: boolean): ClientInfo {
  const { source, clientId, authorizationEndpoint, tokenEndpoint, revocationEndpoint } = registration;
  return {
    source,
    clientId,
    secretSet: registration.clientSecret !== null || (registration.takesSecret && keptSecret),
    authorizationEndpoint,
    tokenEndpoint,
    revocationEndpoint,
    redirectUri: redirectUri(registration.redirect),
  };
}

function otherHostsOf(registration: Registration): readonly string[] {
  const named = presetsOf(registration).map(({ host }) => host.toLowerCase());
  return tokenHosts(registration).filter((host) => !named.includes(host));
}

/** What a record starts with comes first: at Microsoft that is SMTP. */
function presetsOf(registration: Registration): ProviderPreset[] {
  const [api, smtp] = [apiPreset(registration), smtpPreset(registration)];
  return registration.kind === 'microsoft' ? [...smtp, ...api] : [...api, ...smtp];
}

function apiPreset(registration: Registration): ProviderPreset[] {
  const api = httpApiOf(registration);
  if (api === null) return [];
  const { hostname, port, protocol } = new URL(api);
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

function smtpPreset({ smtp }: Registration): ProviderPreset[] {
  if (smtp === null) return [];
  const { host, port, tlsMethod } = smtp;
  return [{ sendThrough: 'smtp', host, port, tls: true, tlsMethod, locked: false }];
}
