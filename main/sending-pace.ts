import type { Account } from '../shared/account.ts';
import { normalizeHost } from './accounts/host-name.ts';
import type { PaceLimits } from './outbox/pace.ts';

/** A mail service that limits how fast one mailbox sends. */
interface PacedService {
  readonly name: string;
  /** ID of the provider whose accounts send through it. */
  readonly provider: string;
  /** Its hosts, for accounts that send with a password. */
  readonly hosts: RegExp;
  readonly limits: PaceLimits;
  /** Where the limits are told. */
  readonly source: string;
}

/** What services allow one mailbox; of others nothing is known, and they say so themselves when it is too much. */
export const pacedServices: readonly PacedService[] = [
  {
    name: 'Exchange Online',
    provider: 'microsoft',
    hosts: /^(smtp\.office365\.com|smtp\.office365\.us|smtp\.partner\.outlook\.cn|smtp-mail\.outlook\.com)$/,
    // Three connections are allowed; the third is left to the person's other programs.
    limits: { connections: 2, messagesPerMinute: 30, keptForPeople: 3 },
    source: 'https://learn.microsoft.com/troubleshoot/exchange/send-emails/smtp-submission-improvements',
  },
  {
    name: 'Gmail',
    provider: 'google',
    hosts: /^(gmail\.googleapis\.com|smtp\.gmail\.com|smtp\.googlemail\.com)$/,
    // 6,000 units a minute and user for projects since May 2026, 100 for a message. For SMTP no limit by the minute is told.
    limits: { connections: 2, messagesPerMinute: 60, keptForPeople: 6 },
    source: 'https://developers.google.com/workspace/gmail/api/reference/quota',
  },
];

/** Whom a message of an account meets on its way, as far as pace goes. */
export interface SendingPlace {
  /** The same for all accounts that send as one mailbox. */
  readonly mailbox: string;
  /** The same for all accounts that send through one server. */
  readonly server: string;
  /** null: nothing is known of any limit. */
  readonly pace: PaceLimits | null;
}

/** Answers the mailbox and the server of an account, and how fast that mailbox may send. */
export function sendingPlaceOf(
  account: Pick<Account, 'provider' | 'host' | 'port' | 'user' | 'from'>,
): SendingPlace {
  const host = normalizeHost(account.host);
  const service = pacedServices.find(
    ({ provider, hosts }) =>
      provider === account.provider || (account.provider === 'none' && hosts.test(host)),
  );
  const server = `${host}:${account.port}`;
  const user = account.user.toLowerCase();
  // Without an SMTP User there is no mailbox: whoever takes such mail does not know who sends.
  if (user === '') return { mailbox: `${server} ${account.from.toLowerCase()}`, server, pace: null };
  return { mailbox: `${service?.name ?? host} ${user}`, server, pace: service?.limits ?? null };
}
