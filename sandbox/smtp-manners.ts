import { randomBytes } from 'node:crypto';
import { mailSendScope } from './custom.ts';
import type { CustomToken } from './custom.ts';
import type { FaultState } from './fault-state.ts';
import { gmailScope } from './google.ts';
import type { GoogleToken } from './google.ts';
import type { MicrosoftToken } from './microsoft.ts';
import { smtpSendScope } from './microsoft-scopes.ts';
import type { Directory, Provider } from './people.ts';

/** A refusal as the client reads it; a line break in the text makes a reply of several lines. */
export interface Refusal {
  readonly code: number;
  readonly text: string;
  /** What a `334` says first, before the client's empty line and the refusal (Gmail only). */
  readonly challenge?: Readonly<Record<string, string>>;
}

/** A mailbox that somebody has signed in to. */
export interface OpenMailbox {
  readonly address: string;
  /** Its own address and the aliases it may send as. */
  readonly sendsAs: readonly string[];
  readonly provider: Provider;
}

/** An attempt to sign in over SMTP. */
export interface LoginAttempt {
  readonly method: string;
  readonly user: string;
  readonly password: string;
  readonly accessToken: string;
}

interface LoginDeps {
  readonly directory: Directory;
  readonly faults: () => Readonly<FaultState>;
  readonly googleToken: (token: string) => GoogleToken | undefined;
  readonly microsoftToken: (token: string) => MicrosoftToken | undefined;
  readonly customToken: (token: string) => CustomToken | undefined;
}

/** The bracket at the end of Exchange Online's replies: server, time and an id. */
const exchangeTrace = (): string =>
  `[SANDBOX01.contoso.prod.outlook.test ${new Date().toISOString()} 08DE${randomBytes(6).toString('hex').toUpperCase()}]`;

const gmailTrace = (): string => `${randomBytes(8).toString('hex')}.${Date.now() % 100} - gsmtp`;

/** Exchange's bare 535: no 334 comes before it (learn.microsoft.com, "Authenticate … using OAuth"). */
const exchangeRefusal = (): Refusal => ({
  code: 535,
  text: `5.7.3 Authentication unsuccessful ${exchangeTrace()}`,
});

const exchangeDisabled = (): Refusal => ({
  code: 535,
  text: `5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information. ${exchangeTrace()}`,
});

const exchangeBasicDisabled = (): Refusal => ({
  code: 535,
  text: `5.7.139 Authentication unsuccessful, basic authentication is disabled. ${exchangeTrace()}`,
});

/** Gmail's two lines; for XOAUTH2 a 334 with JSON comes first (developers.google.com, "XOAUTH2 protocol"). */
const gmailRefusal = (): Refusal => ({
  code: 535,
  text: `5.7.8 Username and Password not accepted. For more information, go to\n5.7.8  https://support.google.com/mail/?p=BadCredentials ${gmailTrace()}`,
});

const gmailAppPassword = (): Refusal => ({
  code: 534,
  text: `5.7.9 Application-specific password required. For more information, go to\n5.7.9  https://support.google.com/mail/?p=InvalidSecondFactor ${gmailTrace()}`,
});

/** Postfix's words, as most other servers' (smtpd_sasl_glue). */
const ordinaryRefusal: Refusal = { code: 535, text: '5.7.8 Error: authentication failed' };

/** Whom a token belongs to at SMTP does not decide alone: `user=` must be the person's mailbox or a shared one of theirs. */
const microsoftLogin = (deps: LoginDeps, { user, accessToken }: LoginAttempt): OpenMailbox | Refusal => {
  if (deps.faults().smtpAuthDisabled) return exchangeDisabled();
  const token = deps.microsoftToken(accessToken);
  const scope = smtpSendScope.split('/').at(-1) ?? '';
  const isForSmtp =
    token !== undefined &&
    /^https:\/\/outlook\.office(365)?\.com$/.test(token.audience) &&
    [...token.scopes].some((name) => name.endsWith(`/${scope}`));
  const holder = isForSmtp ? deps.directory.byId(token.personId) : undefined;
  if (holder === undefined) return exchangeRefusal();
  const shared = deps.directory.sharedMailbox(user);
  if (shared !== undefined) {
    return shared.members.includes(holder.address)
      ? { address: shared.address, sendsAs: [shared.address], provider: 'microsoft' }
      : exchangeRefusal();
  }
  return deps.directory.byName(user)?.id === holder.id
    ? { address: holder.address, sendsAs: [holder.address, ...holder.aliases], provider: 'microsoft' }
    : exchangeRefusal();
};

const googleLogin = (deps: LoginDeps, { user, accessToken }: LoginAttempt): OpenMailbox | Refusal => {
  const token = deps.googleToken(accessToken);
  const holder = token?.scopes.has(gmailScope) ? deps.directory.byId(token.personId) : undefined;
  if (holder === undefined || deps.directory.byName(user)?.id !== holder.id) {
    return { ...gmailRefusal(), challenge: { status: '400', schemes: 'Bearer', scope: gmailScope } };
  }
  return { address: holder.address, sendsAs: [holder.address, ...holder.aliases], provider: 'google' };
};

/** RFC 7628 §3.2.2: the reason comes in a 334, the refusal after the client's answer. */
const customLogin = (deps: LoginDeps, { user, accessToken }: LoginAttempt): OpenMailbox | Refusal => {
  const token = deps.customToken(accessToken);
  const holder = token?.scopes.has(mailSendScope) ? deps.directory.byId(token.personId) : undefined;
  if (holder === undefined || deps.directory.byName(user)?.id !== holder.id) {
    return { ...ordinaryRefusal, challenge: { status: 'invalid_token', scope: mailSendScope } };
  }
  return { address: holder.address, sendsAs: [holder.address, ...holder.aliases], provider: 'custom' };
};

/** Decides whether a sign-in over SMTP succeeds, in the manners of the mailbox's provider. */
export const decideLogin = (deps: LoginDeps, attempt: LoginAttempt): OpenMailbox | Refusal => {
  const person = deps.directory.byName(attempt.user);
  const provider = person?.provider ?? deps.directory.sharedMailbox(attempt.user)?.provider ?? 'none';
  if (attempt.method === 'XOAUTH2' || attempt.method === 'OAUTHBEARER') {
    if (provider === 'microsoft') return microsoftLogin(deps, attempt);
    if (provider === 'custom') return customLogin(deps, attempt);
    return provider === 'google' ? googleLogin(deps, attempt) : ordinaryRefusal;
  }
  if (provider === 'microsoft') return exchangeBasicDisabled();
  if (provider === 'google') {
    return attempt.password === person?.password ? gmailAppPassword() : gmailRefusal();
  }
  if (person === undefined || attempt.password !== person.password) return ordinaryRefusal;
  return { address: person.address, sendsAs: [person.address, ...person.aliases], provider: 'none' };
};

/** Whether the mailbox may send with this address. */
export const maySendAs = (mailbox: OpenMailbox, address: string): boolean =>
  mailbox.sendsAs.some((own) => own.toLowerCase() === address.toLowerCase());

/** What `MAIL FROM` with a foreign address is answered; Gmail takes it and writes the account's own instead. */
export const refuseSender = (mailbox: OpenMailbox, address: string): Refusal | undefined => {
  if (maySendAs(mailbox, address) || mailbox.provider === 'google') return undefined;
  return mailbox.provider === 'microsoft'
    ? { code: 550, text: '5.7.60 SMTP; Client does not have permissions to send as this sender' }
    : {
        code: 553,
        text: `5.7.1 <${address}>: Sender address rejected: not owned by user ${mailbox.address}`,
      };
};

/** What a foreign From field is answered after the message; only Exchange compares it. */
export const refuseFrom = (mailbox: OpenMailbox, from: readonly string[]): Refusal | undefined => {
  const foreign = from.find((address) => !maySendAs(mailbox, address));
  if (foreign === undefined || mailbox.provider !== 'microsoft') return undefined;
  return {
    code: 554,
    text: `5.2.252 SendAsDenied; ${mailbox.address} not allowed to send as ${foreign}; STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied ${exchangeTrace()}`,
  };
};

/** What a recipient is answered while a fault says so. */
export const refuseRecipient = (
  faults: Readonly<FaultState>,
  mailbox: OpenMailbox,
  address: string,
): Refusal | undefined => {
  const code = faults.refusedRecipients.get(address.toLowerCase());
  if (code !== undefined) {
    return mailbox.provider === 'microsoft'
      ? { code, text: '5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup' }
      : { code, text: `5.1.1 <${address}>: Recipient address rejected: User unknown` };
  }
  return faults.deferredRecipients.has(address.toLowerCase())
    ? { code: 450, text: `4.2.0 <${address}>: Recipient address rejected: Greylisted` }
    : undefined;
};

/** What the end of a message is answered while the sender is throttled. */
export const throttledMessage = (): Refusal => ({
  code: 432,
  text: `4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded ${exchangeTrace()}`,
});

/** What a new connection is greeted with while the sender is throttled harder. */
export const throttledConnection: Refusal = {
  code: 421,
  text: '4.3.2 Service not available, closing transmission channel',
};

/** What an accepted message is answered; the id is the server's own, not the Message-ID. */
export const acceptedText = (mailbox: OpenMailbox, sizeBytes: number): string => {
  if (mailbox.provider === 'google') return `2.0.0 OK  ${Math.floor(Date.now() / 1000)} ${gmailTrace()}`;
  const id = randomBytes(8).toString('hex').toUpperCase();
  return mailbox.provider === 'microsoft'
    ? `2.0.0 OK <${id}@SANDBOX01.contoso.prod.outlook.test> [Hostname=SANDBOX01.contoso.prod.outlook.test] ${sizeBytes} bytes in 0.100, 100.000 KB/sec Queued mail for delivery`
    : `2.0.0 Ok: queued as ${id.slice(0, 11)}`;
};
