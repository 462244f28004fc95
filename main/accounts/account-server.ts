import type { AccountDraft } from '../../shared/account.ts';

/** Answers what of an account the server's last answer depends on, as a text to compare. */
export function serverOf(account: AccountDraft): string {
  const { host, port, user, provider, sendThrough, tls, tlsMethod, from } = account;
  return JSON.stringify([host, port, user, provider, sendThrough, tls, tlsMethod, from]);
}
