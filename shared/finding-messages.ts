import type { Finding, FindingCode } from './account.ts';

const messages: Readonly<Record<FindingCode, string>> = {
  'host-required': 'The host is missing.',
  'host-invalid': 'The host must be a name or an IP address, without a scheme, a port or spaces.',
  'alternate-invalid':
    'The alternate server must be another server than the first: a name or an IP address, with or without ":port".',
  'port-invalid': 'The port must be a whole number from 1 to 65535.',
  'user-required': 'The SMTP User is missing; without one, a From address is needed.',
  'user-invalid': 'The SMTP User must be an e-mail address at this provider.',
  'from-invalid': 'The From address must be one e-mail address; the SMTP User is none.',
  'reply-to-invalid': 'The Reply-to address must be one e-mail address.',
  'sign-in-account-invalid': 'The sign-in account must be one e-mail address.',
  'key-incomplete': 'A key needs Business Object, Column Name and Column Value.',
  'key-taken': 'Another enabled account has this key.',
  'key-taken-by-administrator': 'An account of the administrator has this key; use another one.',
  'port-465-with-starttls': 'Port 465 usually means implicit TLS.',
  'port-587-with-implicit': 'Port 587 usually means STARTTLS.',
  'gmail-api-host': 'This way of sending has a host of its own; for another server send through SMTP.',
  'host-not-providers':
    'The host is not a mail server of the provider: the sign-in is not shown to it unless you confirm it.',
  'office365-without-provider': 'Office 365 needs a sign-in with Microsoft.',
  'password-again': 'The password belongs to another server or SMTP User and is not kept; enter it again.',
  'password-without-tls': 'Without TLS the password is not sent.',
  'oauth-without-tls': 'An account that signs in at a provider needs TLS.',
  'locked-by-policy': 'The administrator keeps this field as it is.',
};

/** Answers what a finding says in one English sentence, for the command line and imports; the window has its own words. */
export function findingMessage({ code, values }: Finding): string {
  const isAllowed = code === 'password-without-tls' && values?.['allowed'] === 1;
  return isAllowed ? 'Without TLS the password is sent in clear.' : messages[code];
}
