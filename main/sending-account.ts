import { isIPv4 } from 'node:net';
import type { Account } from '../shared/account.ts';
import { AppError } from '../shared/errors.ts';
import { tokenHosts } from './identity/registrations.ts';
import type { Registration } from './identity/registrations.ts';
import type { SubmissionRoute } from './mail/submission.ts';

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

/**
 * Says whether a host is this computer: IPv4 127/8, ::1 and the name `localhost`.
 *
 * Names below `localhost` are not: some resolvers ask the network for them, and whoever answers would get the password.
 *
 * @see RFC 6761 §6.3
 */
export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  return name === 'localhost' || name === '::1' || (isIPv4(name) && name.startsWith('127.'));
}

/**
 * Refuses to send an access token anywhere but to its provider's own hosts.
 *
 * On this computer every port is another program, so there the port counts too.
 *
 * @throws {AppError} `account-invalid` — with the field that leads elsewhere
 */
export function checkTokenPlace(account: Account, registration: Registration): void {
  if (account.sendThrough === 'api') return;
  if (!account.tls) {
    throw new AppError('account-invalid', 'An account with a sign-in never sends without TLS.', {
      field: 'tls',
    });
  }
  const host = account.host.toLowerCase();
  if (!tokenHosts(registration).includes(host)) {
    throw new AppError('account-invalid', `${account.host} is not a mail server of ${registration.name}.`, {
      field: 'host',
    });
  }
  if (isLoopback(host) && account.port !== registration.smtp.port) {
    throw new AppError('account-invalid', `Port ${account.port} is not ${registration.name}'s.`, {
      field: 'port',
    });
  }
}

/**
 * Refuses to send a password in clear, unless it stays on this computer or the account says so.
 *
 * @throws {AppError} `account-invalid` — with the field that allows it
 */
export function checkPasswordPlace(account: Account): void {
  if (account.tls || isLoopback(account.host) || account.sendPasswordUnencrypted) return;
  throw new AppError('account-invalid', 'The password would leave this computer without TLS.', {
    field: 'tls',
  });
}
