import type { Account } from '../shared/account.ts';
import { AppError } from '../shared/errors.ts';
import { isLoopbackHost } from './accounts/host-name.ts';
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
  if (isLoopbackHost(host) && account.port !== registration.smtp.port) {
    throw new AppError('account-invalid', `Port ${account.port} is not ${registration.name}'s.`, {
      field: 'port',
    });
  }
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
