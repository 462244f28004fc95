import { isIPv6 } from 'node:net';
import type { Socket } from 'node:net';
import * as z from 'zod';
import type { Logger } from 'nodemailer/lib/shared';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { SMTPConnectionAuth, SMTPConnectionCustomAuthContext } from 'nodemailer/lib/smtp-connection';
import { lateTls } from '../network/late-tls.ts';
import { openConnection } from '../network/open-connection.ts';
import { classifyConnectionFailure } from './connection-failure.ts';
import { runMailTransaction } from './mail-transaction.ts';
import type { MailTransaction, TransactionEnd } from './mail-transaction.ts';
import { classifyReply } from './reply-classification.ts';
import { parseCapabilities } from './smtp-capabilities.ts';
import type { SmtpCapabilities } from './smtp-capabilities.ts';
import type { Transcript } from '../transcript.ts';
import { parseReply } from './smtp-reply.ts';
import type { SmtpReply } from './smtp-reply.ts';
import { createSmtpSession } from './smtp-session.ts';
import type { SmtpSession } from './smtp-session.ts';
import type { SessionWatch } from './session-watch.ts';
import { endingTimeoutOf } from './submission.ts';
import type {
  Authentication,
  Refusal,
  SubmissionOutcome,
  SubmissionRequest,
  SubmissionRoute,
} from './submission.ts';
import { tokenResponse } from './token-response.ts';
import { trustFor } from './trust.ts';
import { cleanOutcome, lateCutterOf, withoutSecrets } from './without-secrets.ts';
import { late } from '../../shared/late-schema.ts';

/** A session that is ready for a mail transaction. */
export interface OpenSession {
  readonly session: SmtpSession;
  readonly capabilities: SmtpCapabilities;
  /** Takes what proved who sends out of a text. */
  readonly clean: (text: string) => string;
}

/** nodemailer takes its own first choice for the name XOAUTH2 where it has no token generator, hence a name of ours. */
const tokenMethod = 'X-ACCESS-TOKEN';
/** Greeting, EHLO, STARTTLS, handshake, EHLO: the time of each. The library counts silence only, which a byte now and then ends. */
const greetingSteps = 5;
/** AUTH and two challenges, at most. */
const authenticationSteps = 3;
const logEntry = late(() => z.object({ tnx: z.enum(['client', 'server']) }));
const socketEvents = ['data', 'end', 'close', 'timeout', 'error'];

/** RFC 5321 §4.1.4: a client without a host name says its address; the name of this computer is nobody's business. */
function clientName(socket: Socket): string {
  const address = (socket.localAddress ?? '127.0.0.1').replace(/%.*$/, '').replace(/^::ffff:(?=\d)/, '');
  return isIPv6(address) ? `[IPv6:${address}]` : `[${address}]`;
}

/** The token goes as initial response; a 334 carries the reason of a refusal and wants an answer. */
async function sendAccessToken(
  context: SMTPConnectionCustomAuthContext,
  { user, accessToken, mechanism = 'XOAUTH2' }: Extract<Authentication, { kind: 'oauth' }>,
  { host, port }: SubmissionRoute,
): Promise<SmtpReply | null> {
  const { initial, afterRefusal } = tokenResponse({ mechanism, user, accessToken, host, port });
  const first = await context.sendCommand(`AUTH ${mechanism} ${initial}`);
  const { response } = first.response.startsWith('334') ? await context.sendCommand(afterRefusal) : first;
  return parseReply(response);
}

/** In the order of preference; in clear, CRAM-MD5 is the only one that keeps the password to itself. */
const passwordMethods = (tls: SubmissionRoute['tls']): readonly string[] =>
  tls === 'none' ? ['CRAM-MD5', 'PLAIN', 'LOGIN'] : ['PLAIN', 'LOGIN', 'CRAM-MD5'];

/** The library's own log, of which only commands, replies and the end of the handshake are taken down. */
function loggerOf(transcript: Transcript): Logger {
  const said = (entry: unknown, text: unknown) => {
    const { tnx } = logEntry.safeParse(entry).data ?? {};
    if (tnx !== undefined && typeof text === 'string') transcript.write(tnx, text);
  };
  const nothing = () => undefined;
  return {
    ...{ level: nothing, trace: nothing, info: nothing, warn: nothing, error: nothing, fatal: nothing },
    debug: said,
  };
}

/** Answers null once the server knows who sends, or why it does not. */
function authenticate(
  connection: SMTPConnection,
  authentication: Exclude<Authentication, { kind: 'none' }>,
  capabilities: SmtpCapabilities,
  tls: SubmissionRoute['tls'],
): Promise<Refusal | null> {
  const offers = capabilities.authentication;
  const method = passwordMethods(tls).find((each) => offers.includes(each));
  // Without an offer the secret would go to a server that has no use for it.
  if (authentication.kind === 'password' ? method === undefined : offers.length === 0) {
    return Promise.resolve({
      kind: 'authentication-rejected',
      code: 'authentication-rejected',
      tokenMayBeStale: false,
    });
  }
  return new Promise((resolve) => {
    const auth: SMTPConnectionAuth =
      authentication.kind === 'oauth'
        ? { type: 'custom', method: tokenMethod, user: authentication.user }
        : {
            ...(method && { method }),
            credentials: { user: authentication.user, pass: authentication.password },
          };
    connection.once('error', (error) => resolve(classifyConnectionFailure(error)));
    connection.login(auth, (error) => resolve(error ? classifyConnectionFailure(error) : null));
  });
}

/** Greets the server, upgrades to TLS and answers what it offers, or why that failed. */
async function greet(
  connection: SMTPConnection,
  watch: SessionWatch | undefined,
): Promise<SmtpCapabilities | Refusal> {
  const error = await new Promise<unknown>((resolve) => {
    connection.once('error', resolve);
    connection.connect(resolve);
  });
  connection.removeAllListeners('error');
  if (error) {
    watch?.onFailure(error);
    return classifyConnectionFailure(error);
  }
  return parseCapabilities(connection.lastServerResponse || '');
}

/**
 * Connects, upgrades and authenticates through nodemailer, then takes the socket for a session of our own.
 *
 * TLS is never dropped, certificates are always verified, and an access token never goes out without TLS.
 */
export async function openSmtpSession(
  request: Pick<
    SubmissionRequest,
    'route' | 'authentication' | 'certificateAuthorities' | 'proxyFor' | 'signal' | 'onStage' | 'transcript'
  > & { readonly watch?: SessionWatch },
): Promise<OpenSession | Refusal> {
  const { route, authentication, signal, transcript } = request;
  const clean = lateCutterOf(authentication);
  transcript?.hide(clean);
  transcript?.write('app', `connecting to ${route.host}:${route.port} (TLS: ${route.tls})`);
  const opened = await openSession(request);
  if (!('kind' in opened)) return { ...takenOver(opened, route, signal, transcript), clean };
  transcript?.write('app', `no session: ${[opened.code, ...Object.values(opened.detail ?? {})].join(' ')}`);
  return opened;
}

/** A socket on which the server knows who sends. */
interface OpenSocket {
  readonly socket: Socket;
  readonly capabilities: SmtpCapabilities;
}

function takenOver(
  { socket, capabilities }: OpenSocket,
  { timeoutMs }: SubmissionRoute,
  signal: AbortSignal,
  transcript: Transcript | undefined,
): Omit<OpenSession, 'clean'> {
  for (const event of socketEvents) socket.removeAllListeners(event);
  if (socket instanceof lateTls().TLSSocket)
    transcript?.write('app', `over ${socket.getProtocol() ?? 'TLS'}`);
  return { session: createSmtpSession(socket, timeoutMs, signal, transcript), capabilities };
}

async function openSession(request: Parameters<typeof openSmtpSession>[0]): Promise<OpenSocket | Refusal> {
  const { route, authentication, proxyFor, signal, onStage, watch, transcript } = request;
  if (authentication.kind === 'oauth' && route.tls === 'none')
    return { kind: 'rejected', code: 'tls-failed' };
  onStage('connecting');
  const trust = route.tls === 'none' ? {} : trusted(request.certificateAuthorities);
  if (!trust) return { kind: 'deferred', code: 'tls-failed' };
  const [{ default: Connection }, opened] = await Promise.all([
    import('nodemailer/lib/smtp-connection'),
    openConnection({ ...route, ...trust, proxyFor, signal, mayGoAround: true }, watch).catch(
      (error: unknown) => {
        watch?.onFailure(error);
        return classifyConnectionFailure(error);
      },
    ),
  ]);
  if ('kind' in opened) return opened;

  const tokenReply: { last: SmtpReply | null } = { last: null };
  const connection = new Connection({
    host: route.host,
    port: route.port,
    connection: opened,
    secure: route.tls === 'implicit',
    requireTLS: route.tls === 'starttls',
    ignoreTLS: route.tls === 'none',
    name: clientName(opened),
    connectionTimeout: route.timeoutMs,
    greetingTimeout: route.timeoutMs,
    socketTimeout: route.timeoutMs,
    tls: {
      ...trust,
      rejectUnauthorized: true,
      ...(watch && {
        checkServerIdentity: (name, certificate) => {
          watch.onCertificate(certificate);
          return lateTls().checkServerIdentity(name, certificate);
        },
      }),
    },
    ...(transcript && { logger: loggerOf(transcript), transactionLog: true }),
    customAuth: {
      [tokenMethod]: async (context) => {
        if (authentication.kind !== 'oauth') throw new Error('no token');
        tokenReply.last = await sendAccessToken(context, authentication, route);
        if (tokenReply.last?.code !== 235) throw new Error('refused');
      },
    },
  });
  const abort = () => {
    connection.emit('error', new Error('The attempt was ended.'));
    connection.close();
    opened.destroy();
  };
  signal.addEventListener('abort', abort, { once: true });
  let patience: NodeJS.Timeout | undefined;
  const allow = (steps: number) => {
    clearTimeout(patience);
    patience = setTimeout(abort, steps * route.timeoutMs);
  };
  try {
    allow(greetingSteps);
    const capabilities = await greet(connection, watch);
    clearTimeout(patience);
    // What follows is shielded from late errors of the library; whoever waits listens itself.
    connection.on('error', () => {});
    if ('kind' in capabilities) return capabilities;
    if (
      watch &&
      !(await watch.onGreeted(connection.lastServerResponse || '', connection._socket || opened))
    ) {
      connection.close();
      return { kind: 'deferred', code: 'server-unreachable' };
    }
    if (authentication.kind !== 'none') {
      onStage('authenticating');
      allow(authenticationSteps);
      const refusal = await authenticate(connection, authentication, capabilities, route.tls);
      const reply = tokenReply.last;
      if (refusal) {
        connection.close();
        if (reply) return classifyReply('authentication', reply);
        // A password does not grow stale.
        return refusal.kind === 'authentication-rejected' ? { ...refusal, tokenMayBeStale: false } : refusal;
      }
    }
    const socket = connection._socket;
    if (!socket || socket.destroyed) return { kind: 'deferred', code: 'server-unreachable' };
    return { socket, capabilities };
  } finally {
    clearTimeout(patience);
    signal.removeEventListener('abort', abort);
  }
}

function trusted(certificateAuthorities: readonly string[]) {
  try {
    return { secureContext: trustFor(certificateAuthorities) };
  } catch {
    return null;
  }
}

/** Runs one transaction of a request over a session that it may use. */
export async function transact(
  { session, capabilities, clean }: OpenSession,
  request: SubmissionRequest,
  inLine: Pick<MailTransaction, 'said' | 'following'> = {},
): Promise<TransactionEnd> {
  const { route } = request;
  const end = await runMailTransaction(session, capabilities, {
    ...request,
    ...inLine,
    timeoutMs: route.timeoutMs,
    endingTimeoutMs: endingTimeoutOf(route),
  });
  return { ...end, outcome: cleanOutcome(end.outcome, clean) };
}

/** Submits one message by SMTP on a connection of its own. */
export async function submitBySmtp(request: SubmissionRequest): Promise<SubmissionOutcome> {
  const opened = await openSmtpSession(request);
  if ('kind' in opened) return withoutSecrets(opened, request.authentication);
  const { outcome } = await transact(opened, request);
  opened.session.quit();
  return outcome;
}
