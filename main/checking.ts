import { isSharedMailbox } from '../shared/account.ts';
import type { Account } from '../shared/account.ts';
import type { CheckView } from '../shared/diagnose.ts';
import type { ErrorCode } from '../shared/errors.ts';
import type { Settings } from '../shared/settings.ts';
import type { Credentials } from './credentials.ts';
import type { CheckTarget } from './diagnose/check-way.ts';
import { createChecks } from './diagnose/checks.ts';
import type { Checks } from './diagnose/checks.ts';
import type { HttpParts, Probe } from './diagnose/http-check.ts';
import type { SmtpParts } from './diagnose/smtp-check.ts';
import { httpApiOf } from './identity/registration.ts';
import type { Registration } from './identity/registration.ts';
import { classifyConnectionFailure } from './mail/connection-failure.ts';
import { classifyGmailAnswer } from './mail/gmail-answer.ts';
import { classifyGraphAnswer } from './mail/graph-answer.ts';
import { graphMailbox } from './mail/graph-calls.ts';
import { envelopeCommands } from './mail/mail-transaction.ts';
import { classifyReply } from './mail/reply-classification.ts';
import { replyLine } from './mail/smtp-reply.ts';
import { openSmtpSession } from './mail/smtp.ts';
import { trustFor } from './mail/trust.ts';
import { withoutSecrets } from './mail/without-secrets.ts';
import type { Clock, Log, ProxyFor, Random } from './ports.ts';
import { routeOf } from './sending-account.ts';
import type { Transcript } from './transcript.ts';

/** A small message of plain text: what a Check asks for permission to send. */
const smallMessage = { path: '', sizeBytes: 1024, needs8Bit: false, needsSmtpUtf8: false };

/** @see https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages/send */
const gmailProbe: Probe = {
  path: () => '/gmail/v1/users/me/messages/send',
  contentType: 'application/json',
  body: '{}',
  classify: ({ status, headers, body }) =>
    classifyGmailAnswer({ status, retryAfter: headers['retry-after'] ?? '', body }, [], false, Date.now()),
};

/**
 * What is no base64 is no message, whoever reads it.
 *
 * @see https://learn.microsoft.com/graph/outlook-send-mime-message
 */
const graphProbe: Probe = {
  path: ({ sharedMailbox }) => `/${graphMailbox(sharedMailbox)}/sendMail`,
  contentType: 'text/plain',
  body: '!',
  classify: (answer) => classifyGraphAnswer(answer, [], false, Date.now()),
};

/**
 * Answers the parts of sending that a Check uses: what fails here would fail there.
 *
 * @param certificateAuthorities PEM texts that are trusted besides the computer's own
 * @param proxyFor absent: servers are connected to straight
 */
export function checkParts(
  certificateAuthorities: () => readonly string[],
  proxyFor?: ProxyFor,
): {
  readonly smtp: SmtpParts;
  readonly http: HttpParts;
} {
  return {
    smtp: {
      ...{ certificateAuthorities, proxyFor },
      openSession: (request) => openSmtpSession({ ...request, proxyFor }),
      mailCommand: (from, capabilities) => {
        const commands = envelopeCommands({ from, to: [from] }, smallMessage, capabilities);
        return 'kind' in commands ? commands : commands.mail;
      },
      refusedSender: (reply) => classifyReply('sender', reply),
      acceptedText: (reply, authentication) => {
        const said = { kind: 'accepted', reply: replyLine(reply), accepted: [], refused: [] } as const;
        return withoutSecrets(said, authentication).reply;
      },
      withoutSecrets,
    },
    http: {
      proxyFor,
      trust: () => trustFor(certificateAuthorities()),
      probes: { gmail: gmailProbe, graph: graphProbe },
      classifyFailure: classifyConnectionFailure,
      withoutSecrets,
    },
  };
}

/**
 * Answers an account as a Check sees it.
 *
 * @param registration of the account's provider; null: it has none
 */
export function checkTarget(
  account: Account,
  settings: Pick<Settings, 'smtpTimeoutMs'>,
  registration: Registration | null,
): CheckTarget {
  const { id: accountId, provider, user } = account;
  const from = account.from === '' ? user : account.from;
  const authentication = provider !== 'none' ? 'oauth' : user === '' ? 'none' : 'password';
  const sharedMailbox = isSharedMailbox(account) ? user : null;
  const base = { accountId, authentication, user, from, sharedMailbox } as const;
  const route = routeOf(account, settings);
  const baseUrl = account.sendThrough === 'api' && registration ? httpApiOf(registration) : null;
  if (baseUrl === null) return { ...base, route, api: null };
  const { hostname, port, protocol } = new URL(baseUrl);
  const tls = protocol === 'https:' ? 'implicit' : 'none';
  return {
    ...base,
    api: { kind: registration?.gmailApi === baseUrl ? 'gmail' : 'graph', baseUrl },
    route: {
      host: hostname.replace(/^\[(.*)\]$/, '$1'),
      port: port === '' ? (tls === 'none' ? 80 : 443) : Number(port),
      tls,
      timeoutMs: route.timeoutMs,
    },
  };
}

interface Deps {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** @throws {AppError} `account-not-found` */
  readonly account: (id: number) => Account;
  readonly settings: () => Settings;
  readonly registration: (provider: string) => Registration | null;
  readonly credentials: Pick<Credentials, 'authenticate'>;
  readonly certificateAuthorities: readonly string[];
  readonly proxyFor: ProxyFor;
  readonly clockOffMs: () => number | null;
  readonly noteServerAnswer: (accountId: number, code: ErrorCode | null) => void;
  readonly onChanged: (checks: readonly CheckView[]) => void;
  readonly transcript: (accountId: number) => Transcript;
}

/** Answers the Checks of a profile's accounts, by the parts and secrets that sending uses. */
export function createChecking(deps: Deps): Checks {
  const { clock, random, log, account, settings, registration, credentials } = deps;
  return createChecks({
    ...{ clock, random, log },
    target: (id) => {
      const found = account(id);
      return checkTarget(found, settings(), registration(found.provider));
    },
    authenticate: (id, wish) => credentials.authenticate(account(id), wish),
    ...checkParts(() => deps.certificateAuthorities, deps.proxyFor),
    clockOffMs: deps.clockOffMs,
    noteServerAnswer: deps.noteServerAnswer,
    onChanged: deps.onChanged,
    transcript: deps.transcript,
  });
}
