import type { Socket } from 'node:net';
import type { CheckStepName } from '../../shared/diagnose.ts';
import type { SessionWatch } from '../mail/session-watch.ts';
import type { OpenSession } from '../mail/smtp.ts';
import type { SmtpCapabilities } from '../mail/smtp-capabilities.ts';
import type { SmtpReply } from '../mail/smtp-reply.ts';
import type { Lost } from '../mail/smtp-session.ts';
import type { Authentication, Refusal, SubmissionRoute } from '../mail/submission.ts';
import { lateTls } from '../network/late-tls.ts';
import type { ProxyFor } from '../ports.ts';
import type { Transcript } from '../transcript.ts';
import { certificateFacts, peekCertificate } from './certificate.ts';
import { saidOnTheWay, watchConnecting } from './check-way.ts';
import type { CheckRun, Trouble } from './check-way.ts';
import { failureName, isCertificateFailure, isGreetingFailure } from '../failure-name.ts';

/** The parts of SMTP that sending uses, handed in so that a Check finds out what sending would. */
export interface SmtpParts {
  readonly openSession: (request: {
    readonly route: SubmissionRoute;
    readonly authentication: Authentication;
    readonly certificateAuthorities: readonly string[];
    readonly signal: AbortSignal;
    readonly onStage: () => void;
    readonly watch: SessionWatch;
    readonly transcript: Transcript | undefined;
  }) => Promise<OpenSession | Refusal>;
  /** The MAIL command for an address, or why the server need not be asked. */
  readonly mailCommand: (from: string, capabilities: SmtpCapabilities) => string | Refusal;
  readonly refusedSender: (reply: SmtpReply) => Refusal;
  /** A good reply as one line, without the secret that it may quote. */
  readonly acceptedText: (reply: SmtpReply, authentication: Authentication) => string;
  readonly withoutSecrets: <Outcome extends Refusal>(
    outcome: Outcome,
    authentication: Authentication,
  ) => Outcome;
  readonly certificateAuthorities: () => readonly string[];
  /** Absent: servers are connected to straight. */
  readonly proxyFor: ProxyFor | undefined;
}

const maxOffers = 40;
const maxOfferLength = 120;

/** The keywords of a reply to EHLO with their values, as the server wrote them. */
export function offersOf(ehloReply: string): readonly string[] {
  return ehloReply
    .split(/\r?\n/)
    .slice(1, maxOffers + 1)
    .map((line) => line.slice(4).replace(/\p{C}/gu, ' ').trim().slice(0, maxOfferLength))
    .filter((line) => line !== '');
}

/**
 * Signs in to a mail server as sending does, says MAIL FROM and RSET, and goes: no message leaves.
 *
 * @returns null — everything is in order
 */
export async function checkBySmtp(run: CheckRun, parts: SmtpParts): Promise<Trouble | null> {
  const first = await openOnce(run, parts, undefined);
  const second = 'stale' in first ? await openOnce(run, parts, first.stale) : first;
  if ('trouble' in second) return second.trouble;
  if ('stale' in second) return { code: 'authentication-rejected', ...second.refusal };
  const { opened, authentication } = second;
  try {
    return await checkSender(run, parts, opened, authentication);
  } finally {
    opened.session.quit();
  }
}

/** A session, or why there is none; `stale`: the token was refused and a fresh one may help. */
type Attempt =
  | { readonly trouble: Trouble }
  | { readonly stale: string; readonly refusal: { readonly reply?: string } }
  | { readonly opened: OpenSession; readonly authentication: Authentication };

/** What came to light while a session was opened. */
interface Seen {
  authentication: Authentication;
  secretTrouble: Trouble | null;
  failure: unknown;
  socket: Socket | null;
  /** When the chain of the server's certificate was found good; null: it was not. */
  trustedAtMs: number | null;
}

/** @param rejectedToken a token that the server refused a moment ago: the way to the server is known by then */
async function openOnce(
  run: CheckRun,
  parts: SmtpParts,
  rejectedToken: string | undefined,
): Promise<Attempt> {
  const { target, signal } = run;
  const seen: Seen = {
    authentication: { kind: 'none' },
    secretTrouble: null,
    failure: null,
    socket: null,
    trustedAtMs: null,
  };
  const opened = await parts.openSession({
    route: target.route,
    authentication: lateAuthentication(target.authentication, target.user, () => seen.authentication),
    certificateAuthorities: parts.certificateAuthorities(),
    signal,
    transcript: run.transcript,
    onStage: () => {},
    watch: watchSession(run, seen, rejectedToken),
  });
  const { authentication } = seen;
  if (!('kind' in opened)) {
    if (authentication.kind !== 'none') run.sheet.pass('authentication', { user: target.user });
    return { opened, authentication };
  }
  if (seen.secretTrouble) return { trouble: seen.secretTrouble };
  const refusal = parts.withoutSecrets(opened, authentication);
  const isStale = refusal.kind === 'authentication-rejected' && refusal.tokenMayBeStale;
  if (isStale && authentication.kind === 'oauth' && rejectedToken === undefined)
    return { stale: authentication.accessToken, refusal };
  return { trouble: await connectionTrouble(run, parts, refusal, seen) };
}

/** Writes on the sheet how a session comes about; the second try only renews the token. */
function watchSession(run: CheckRun, seen: Seen, rejectedToken: string | undefined): SessionWatch {
  const { target, sheet } = run;
  const isSecond = rejectedToken !== undefined;
  const usesTokens = target.authentication === 'oauth';

  function greeted(ehloReply: string, socket: Socket): void {
    if (socket instanceof lateTls().TLSSocket) {
      const securedAtMs = seen.trustedAtMs ?? sheet.nowMs();
      const tlsVersion = socket.getProtocol();
      const certificate = certificateFacts(socket.getPeerCertificate());
      sheet.pass(
        'tls',
        { ...(tlsVersion !== null && { tlsVersion }), ...(certificate && { certificate }) },
        securedAtMs,
      );
      sheet.begin('capabilities', securedAtMs);
    }
    sheet.pass('capabilities', { offers: offersOf(ehloReply) });
  }

  async function openSecret(): Promise<boolean> {
    if (usesTokens) sheet.begin('token');
    else sheet.skip('token', 'not-needed');
    try {
      seen.authentication = await run.authenticate(rejectedToken);
    } catch (error) {
      seen.secretTrouble = { code: 'internal', error };
      // A password that is missing is no matter of tokens.
      sheet.fail(usesTokens ? 'token' : 'authentication');
      return false;
    }
    if (usesTokens) sheet.pass('token', isSecond ? { refreshed: true } : {});
    if (seen.authentication.kind === 'none') sheet.skip('authentication', 'not-needed');
    else sheet.begin('authentication');
    return true;
  }

  const way = isSecond ? {} : watchConnecting(run);
  return {
    ...way,
    onSocket: (socket) => {
      seen.socket = socket;
      way.onSocket?.(socket);
    },
    onCertificate: (shown) => {
      seen.trustedAtMs = sheet.nowMs();
      const certificate = certificateFacts(shown);
      if (!isSecond && certificate) sheet.add('tls', { certificate });
    },
    onGreeted: (ehloReply, socket) => {
      if (!isSecond) greeted(ehloReply, socket);
      return openSecret();
    },
    onFailure: (error) => {
      seen.failure = error;
    },
  };
}

/** The secret is there only once the server has greeted, so what is read of it must be read late. */
function lateAuthentication(
  kind: Authentication['kind'],
  user: string,
  current: () => Authentication,
): Authentication {
  if (kind === 'none') return { kind };
  if (kind === 'oauth') {
    return {
      kind,
      user,
      get accessToken() {
        const now = current();
        return now.kind === 'oauth' ? now.accessToken : '';
      },
      get mechanism() {
        const now = current();
        return (now.kind === 'oauth' && now.mechanism) || 'XOAUTH2';
      },
    };
  }
  return {
    kind,
    user,
    get password() {
      const now = current();
      return now.kind === 'password' ? now.password : '';
    },
  };
}

/** Steps until there is a connection. */
const connecting: ReadonlySet<string> = new Set([
  'proxy',
  'name-lookup',
  'connect',
] satisfies CheckStepName[]);

async function connectionTrouble(
  run: CheckRun,
  parts: SmtpParts,
  refusal: Refusal,
  seen: Seen,
): Promise<Trouble> {
  const { sheet, target, signal } = run;
  const name = failureName(seen.failure);
  const running = sheet.running();
  const isConnected = seen.failure === null || !connecting.has(running ?? '');
  const step = failedStep(run, seen, name);
  if (step === 'capabilities' && seen.trustedAtMs !== null) sheet.pass('tls', {}, seen.trustedAtMs);
  sheet.fail(step);
  if (isCertificateFailure(name) && seen.trustedAtMs === null) {
    const certificate = await peekCertificate(target.route, signal, {
      proxyFor: parts.proxyFor,
      mayGoAround: true,
    });
    if (certificate) sheet.add('tls', { certificate });
  }
  const { code, reply } = refusal;
  const networkCode = networkCodeOf(name, step, isConnected);
  return {
    code,
    ...(reply !== undefined && { reply }),
    ...(networkCode !== '' && { detail: { networkCode } }),
    ...saidOnTheWay(refusal),
  };
}

/** Two limits end the wait for a greeting, whichever is first; our own limit for connecting has no name. */
function networkCodeOf(name: string, step: CheckStepName, isConnected: boolean): string {
  if (!isConnected) return name === '' ? 'CONNECT_TIMEOUT' : name;
  return step === 'connect' && name === 'SOCKET_TIMEOUT' ? 'GREETING_TIMEOUT' : name;
}

function failedStep({ sheet, target }: CheckRun, seen: Seen, name: string): CheckStepName {
  const running = sheet.running() ?? 'connect';
  if (running !== 'tls' && running !== 'capabilities') return running;
  // The certificate was good and names the host: what failed came after the handshake.
  if (seen.trustedAtMs !== null && !isCertificateFailure(name)) return 'capabilities';
  // Before TLS the greeting belongs to the connection: the server was reached, and did not speak as a mail server does.
  const isMute = seen.socket?.bytesRead === 0;
  return target.route.tls !== 'implicit' && (isMute || isGreetingFailure(seen.failure)) ? 'connect' : running;
}

async function checkSender(
  { target, sheet }: CheckRun,
  parts: SmtpParts,
  { session, capabilities }: OpenSession,
  authentication: Authentication,
): Promise<Trouble | null> {
  const { from } = target;
  if (from === '') {
    sheet.skip('sender', 'not-checked');
    return null;
  }
  sheet.begin('sender');
  const fail = (refusal: Refusal): Trouble => {
    const { code, reply } = parts.withoutSecrets(refusal, authentication);
    sheet.fail('sender');
    return { code, ...(reply !== undefined && { reply }) };
  };
  const command = parts.mailCommand(from, capabilities);
  if (typeof command !== 'string') return fail(command);
  session.write(`${command}\r\n`);
  const reply: SmtpReply | Lost = await session.reply(target.route.timeoutMs);
  if (typeof reply === 'string') return fail({ kind: 'deferred', code: 'server-unreachable' });
  if (reply.code < 200 || reply.code >= 300) return fail(parts.refusedSender(reply));
  sheet.pass('sender', { user: from, reply: parts.acceptedText(reply, authentication) });
  session.write('RSET\r\n');
  await session.reply(target.route.timeoutMs);
  return null;
}
