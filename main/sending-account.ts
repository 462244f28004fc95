import type { Account } from '../shared/account.ts';
import { AppError } from '../shared/errors.ts';
import type { ForeignServer } from './accounts/accounts-deps.ts';
import { isLoopbackHost, normalizeHost, parseServerName } from './accounts/host-name.ts';
import { httpApiOf, tokenHosts } from './identity/registration.ts';
import type { Registration } from './identity/registration.ts';
import type { Authentication, SubmissionRoute } from './mail/submission.ts';

const implicitTlsPort = 465;

/**
 * Answers where and how an account hands its messages over by SMTP.
 *
 * Auto is implicit TLS on port 465 and STARTTLS elsewhere, required.
 *
 * @see RFC 8314 §3.3
 */
export function routeOf(account: Account, settings: { readonly smtpTimeoutMs: number }): SubmissionRoute {
  const { tls, tlsMethod, host, port } = account;
  const automatic = port === implicitTlsPort ? 'implicit' : 'starttls';
  return {
    host: host.replace(/^\[(.*)\]$/, '$1'),
    port,
    tls: tls ? (tlsMethod === 'auto' ? automatic : tlsMethod) : 'none',
    timeoutMs: account.timeoutMs ?? settings.smtpTimeoutMs,
  };
}

/** The server that is asked where the first one of an account is down. */
export interface AlternateServer {
  /** null: there is none, or it must not have what proves who sends. */
  readonly route: SubmissionRoute | null;
  /** Why the one that the account names is not asked, in one sentence; empty: it is, or there is none. */
  readonly leftOut: string;
}

/**
 * Answers the alternate server of an account: reached as the first one is, on its own port where it names one.
 *
 * What holds for the first server holds for it: a token goes to the provider's own hosts only, and to those that the policy names; a
 * password in clear nowhere but to this computer unless the account says so. That a password was entered for both is checked where it is opened.
 *
 * @param policy `alwaysEncrypted`: it lets no password leave in clear, whatever the account says; `namesServers`: it names both servers
 */
export function alternateOf(
  account: Account,
  authentication: Authentication['kind'],
  registration: Registration | null,
  settings: { readonly smtpTimeoutMs: number },
  policy: { readonly alwaysEncrypted: boolean; readonly namesServers: boolean },
): AlternateServer {
  const server = account.sendThrough === 'api' ? null : parseServerName(account.alternateServer);
  if (!server) return { route: null, leftOut: '' };
  const there = { ...account, host: server.host, port: server.port ?? account.port };
  if (normalizeHost(there.host) === normalizeHost(account.host) && there.port === account.port)
    return { route: null, leftOut: '' };
  try {
    if (authentication === 'oauth') {
      if (!registration) return { route: null, leftOut: '' };
      checkTokenPlace(there, registration, policy.namesServers);
    }
    if (authentication === 'password') checkPasswordPlace(there, policy.alwaysEncrypted);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { route: null, leftOut: `${account.alternateServer} was not asked: ${error.message}` };
  }
  return { route: routeOf(there, settings), leftOut: '' };
}

/** Answers the server of an account that is not its provider's; null: it is, or no sign-in is shown to it. */
export function foreignServerOf(account: Account, registration: Registration | null): ForeignServer | null {
  if (registration === null || account.sendThrough === 'api') return null;
  const { provider, issuer, smtp } = registration;
  const host = account.host.toLowerCase();
  const isHere = isLoopbackHost(host);
  if (tokenHosts(registration).includes(host) && (!isHere || account.port === smtp?.port)) return null;
  return { provider, issuer, server: isHere ? `${host}:${account.port}` : host };
}

/**
 * Refuses to send an access token anywhere but to its provider's own hosts.
 *
 * @param isConfirmed the person, or the policy, agreed to this server; never to one without TLS
 * @throws {AppError} `server-not-providers`, `account-invalid` — with the field that leads elsewhere
 */
export function checkTokenPlace(account: Account, registration: Registration, isConfirmed = false): void {
  if (account.sendThrough === 'api') {
    if (httpApiOf(registration) !== null) return;
    throw new AppError('account-invalid', `${registration.name} does not send in this way here.`, {
      field: 'sendThrough',
    });
  }
  if (!account.tls) {
    throw new AppError('account-invalid', 'An account with a sign-in never sends without TLS.', {
      field: 'tls',
    });
  }
  const foreign = foreignServerOf(account, registration);
  if (foreign === null || isConfirmed) return;
  const isHost = tokenHosts(registration).includes(account.host.toLowerCase());
  throw new AppError(
    'server-not-providers',
    `${foreign.server} is not a mail server of ${registration.name}.`,
    { field: isHost ? 'port' : 'host', detail: { server: foreign.server } },
  );
}

/**
 * Refuses to send a password in clear, unless it stays on this computer or the account says so.
 *
 * @param alwaysEncrypted the policy does not let the account say so
 * @throws {AppError} `account-invalid` — with the field that allows it
 */
export function checkPasswordPlace(account: Account, alwaysEncrypted: boolean): void {
  if (account.tls || isLoopbackHost(account.host)) return;
  if (account.sendPasswordUnencrypted && !alwaysEncrypted) return;
  throw new AppError('account-invalid', 'The password would leave this computer without TLS.', {
    field: 'tls',
  });
}
