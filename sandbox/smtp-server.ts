import { SMTPServer } from 'smtp-server';
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import type { CertificateAuthority } from './certificate-authority.ts';
import { takesDrop } from './fault-state.ts';
import type { DropStage, FaultState } from './fault-state.ts';
import type { FillableInbox } from './inbox.ts';
import { listenOnLoopback } from './loopback.ts';
import type { SmtpEvent, WritableLog } from './log.ts';
import { headerAddresses, withFrom } from './mail-header.ts';
import {
  acceptedText,
  decideLogin,
  maySendAs,
  refuseFrom,
  refuseRecipient,
  refuseSender,
  throttledConnection,
  throttledMessage,
} from './smtp-manners.ts';
import type { LoginAttempt, OpenMailbox, Refusal } from './smtp-manners.ts';

/** How a port begins TLS: by STARTTLS, at once, or never; `custom` is the mail server of the custom provider, with STARTTLS. */
export type SmtpPort = SmtpEvent['port'];

interface SmtpDeps {
  readonly certificate: CertificateAuthority;
  readonly login: (attempt: LoginAttempt) => ReturnType<typeof decideLogin>;
  readonly faults: () => FaultState;
  readonly inbox: FillableInbox;
  readonly log: WritableLog;
}

/** A server that listens on loopback. */
export interface RunningSmtpServer {
  readonly port: number;
  readonly close: () => Promise<void>;
}

const authMechanisms = ['PLAIN', 'LOGIN', 'XOAUTH2'];
/** The custom provider's mail server takes tokens and nothing else. */
const tokenMechanisms = ['OAUTHBEARER', 'XOAUTH2'];
const enhancedCode = /^[245]\.\d{1,3}\.\d{1,3} /;
/** What smtp-server answers after the client's empty line that follows a 334 with an error. */
const afterChallenge = 'Error: Username and Password not accepted';

const errorOf = (refusal: Refusal): Error =>
  Object.assign(new Error(refusal.text), { responseCode: refusal.code });

/** The library knows no OAUTHBEARER (RFC 7628 §3.1), but XOAUTH2 says the same in other words. */
const xoauth2Of = (command: string): string | undefined => {
  const [, initial = ''] = /^AUTH OAUTHBEARER (\S+)\s*$/i.exec(command) ?? [];
  const [header = '', ...pairs] = Buffer.from(initial, 'base64').toString().split('\u0001');
  const [, name] = /^n,a=([^,]*),$/.exec(header) ?? [];
  const bearer = pairs.find((pair) => pair.startsWith('auth=Bearer '));
  if (name === undefined || bearer === undefined) return undefined;
  const user = `user=${name.replaceAll('=2C', ',').replaceAll('=3D', '=')}`;
  return `AUTH XOAUTH2 ${Buffer.from([user, bearer, '', ''].join('\u0001')).toString('base64')}`;
};

const collect = async (stream: SMTPServerDataStream, onFirst: () => void): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) {
    if (chunks.length === 0) onFirst();
    // Beyond SIZE the rest is read and forgotten; the reply is 552 all the same.
    if (!stream.sizeExceeded) chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

/**
 * Starts one SMTP submission port.
 *
 * Every port but `custom` offers AUTH PLAIN LOGIN XOAUTH2; the plain one has no STARTTLS and takes passwords in clear.
 */
export const startSmtpServer = async (kind: SmtpPort, deps: SmtpDeps): Promise<RunningSmtpServer> => {
  const { faults, inbox } = deps;
  const mailboxes = new Map<string, OpenMailbox>();
  const refusedAfterChallenge = new Map<string, Refusal>();
  const bearers = new Set<string>();
  const cut = new Set<string>();

  const happened = (
    { id: session }: Pick<SMTPServerSession, 'id'>,
    event: Omit<SmtpEvent, 'atMs' | 'port' | 'session'>,
  ): void => deps.log.smtpEvent({ port: kind, session, ...event });

  /** Resets the connection when a fault says so at this stage. */
  const drops = (session: SMTPServerSession, stage: DropStage): boolean => {
    if (cut.has(session.id)) return true;
    if (!takesDrop(faults(), stage)) return false;
    cut.add(session.id);
    happened(session, { kind: 'drop', reply: stage });
    listener.socketFrom(session.remoteAddress, session.remotePort)?.resetAndDestroy();
    return true;
  };

  const mailboxOf = (session: SMTPServerSession): OpenMailbox => {
    const mailbox = mailboxes.get(session.id);
    if (mailbox === undefined) throw new Error('a session without a mailbox reached the mail transaction');
    return mailbox;
  };

  const receive = async (
    stream: SMTPServerDataStream,
    session: SMTPServerSession,
  ): Promise<string | Refusal> => {
    const mailbox = mailboxOf(session);
    const raw = await collect(stream, () => drops(session, 'body'));
    if (cut.has(session.id) || stream.sizeExceeded) return '';
    if (faults().smtpThrottle === 432) return throttledMessage();
    const { from } = await headerAddresses(raw);
    const refusal = refuseFrom(mailbox, from);
    if (refusal !== undefined) return refusal;
    const sender = session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address;
    const rewrites = mailbox.provider === 'google';
    const isOwn = from.every((address) => maySendAs(mailbox, address));
    await inbox.add({
      raw: rewrites && !isOwn ? withFrom(raw, mailbox.address) : raw,
      via: 'smtp',
      account: mailbox.address,
      envelope: {
        from: rewrites && !maySendAs(mailbox, sender) ? mailbox.address : sender,
        to: session.envelope.rcptTo.map(({ address }) => address),
      },
    });
    return acceptedText(mailbox, raw.length);
  };

  const answerMessage = async (
    stream: SMTPServerDataStream,
    session: SMTPServerSession,
    callback: (error?: Error | null, reply?: string) => void,
  ): Promise<void> => {
    let outcome: string | Refusal;
    try {
      outcome = await receive(stream, session);
    } catch {
      // The client went away amid the message; there is nobody to answer.
      if (!stream.readableEnded) return;
      outcome = { code: 451, text: '4.3.0 The message could not be read' };
    }
    if (cut.has(session.id)) return;
    const ok = typeof outcome === 'string' && !stream.sizeExceeded;
    happened(session, { kind: 'message', ok });
    if (ok && drops(session, 'after-body')) return;
    if (typeof outcome === 'string') callback(undefined, outcome);
    else callback(errorOf(outcome));
  };

  const server = new SMTPServer({
    secure: kind === 'implicit',
    ...(kind === 'plain' && { disabledCommands: ['STARTTLS'] }),
    key: deps.certificate.serverKeyPem,
    cert: deps.certificate.serverCertificatePem,
    name: 'sandbox.smtp.test',
    logger: false,
    authMethods: kind === 'custom' ? tokenMechanisms : authMechanisms,
    // Without TLS a password goes over the plain port only.
    allowInsecureAuth: kind === 'plain',
    // Exchange Online's words (learn.microsoft.com, "Fix issues with printers, scanners …").
    authRequiredMessage: '5.7.57 Client not authenticated to send mail.',
    hideENHANCEDSTATUSCODES: false,
    rejectOversized: true,
    size: faults().messageSizeBytes,
    disableReverseLookup: true,
    onConnect: (session, callback) => {
      happened(session, { kind: 'connect' });
      if (drops(session, 'greeting')) return;
      if (faults().smtpThrottle === 421) callback(errorOf(throttledConnection));
      else callback();
    },
    onSecure: (_socket, session, callback) => {
      happened(session, { kind: 'tls' });
      callback();
    },
    onAuth: (auth, session, callback) => {
      const { username = '', password, accessToken = '' } = auth;
      const method = bearers.delete(session.id) ? 'OAUTHBEARER' : auth.method;
      if (drops(session, 'auth')) return;
      const outcome = deps.login({ method, user: username, password: password ?? '', accessToken });
      const ok = !('code' in outcome);
      const reply = ok ? '235' : `${outcome.code} ${outcome.text}`;
      happened(session, { kind: 'auth', mechanism: method, user: username, ok, reply });
      if (!('code' in outcome)) {
        mailboxes.set(session.id, outcome);
        callback(undefined, { user: outcome.address });
      } else if (outcome.challenge === undefined) {
        callback(errorOf(outcome));
      } else {
        refusedAfterChallenge.set(session.id, outcome);
        callback(undefined, { data: outcome.challenge });
      }
    },
    onMailFrom: ({ address }, session, callback) => {
      if (drops(session, 'mail')) return;
      const refusal = refuseSender(mailboxOf(session), address);
      happened(session, { kind: 'mail', user: mailboxOf(session).address, ok: refusal === undefined });
      callback(refusal && errorOf(refusal));
    },
    onRcptTo: ({ address }, session, callback) => {
      if (drops(session, 'rcpt')) return;
      const refusal = refuseRecipient(faults(), mailboxOf(session), address);
      happened(session, { kind: 'rcpt', ok: refusal === undefined });
      callback(refusal && errorOf(refusal));
    },
    onData: (stream, session, callback) => void answerMessage(stream, session, callback),
    onClose: (session) => {
      happened(session, { kind: 'close' });
      mailboxes.delete(session.id);
      refusedAfterChallenge.delete(session.id);
      bearers.delete(session.id);
      cut.delete(session.id);
    },
  });

  // Clients that reset, TLS that fails: what they did stands in the log.
  server.on('error', () => {});

  const connect = server.connect.bind(server);
  server.connect = (socket, options) => {
    server.options.size = faults().messageSizeBytes;
    connect(socket, options);
    const connection = [...server.connections].at(-1);
    if (connection === undefined) return;
    // The library holds the greeting back for 100 ms to catch early talkers; nobody here is one.
    const ready = connection.connectionReady.bind(connection);
    connection.connectionReady = () => {};
    setImmediate(ready);

    const authenticate = connection.handler_AUTH.bind(connection);
    connection.handler_AUTH = (command, callback) => {
      const asXoauth2 = kind === 'custom' ? xoauth2Of(command.toString()) : undefined;
      if (asXoauth2 !== undefined) bearers.add(connection.session.id);
      authenticate(asXoauth2 === undefined ? command : Buffer.from(asXoauth2), callback);
    };

    const send = connection.send.bind(connection);
    connection.send = (code, data, context) => {
      const { session } = connection;
      const isCapabilities = code === 250 && Array.isArray(data);
      if (isCapabilities && drops(session, 'ehlo')) return;
      if (code === 354) {
        if (drops(session, 'data')) return;
        happened(session, { kind: 'data' });
      }
      if (isCapabilities && (kind === 'starttls' || kind === 'custom') && !session.secure) {
        // smtp.office365.com and smtp.gmail.com name AUTH only once TLS has begun.
        send(
          code,
          data.filter((line) => !line.startsWith('AUTH ')),
          context,
        );
        return;
      }
      const refusal = data === afterChallenge ? refusedAfterChallenge.get(session.id) : undefined;
      const text = refusal?.text ?? data;
      if (typeof text === 'string' && enhancedCode.test(text)) {
        const lines = text.split('\n');
        send(refusal?.code ?? code, lines.length > 1 ? lines : text, false);
      } else {
        send(code, data, context);
      }
    };
  };

  const listener = await listenOnLoopback(server.server, (sockets) => {
    // A TLS handshake has to be ended from its top: destroyed from below, Node crashes.
    for (const top of server._pendingSockets.values()) top.destroy();
    for (const raw of sockets) if (!server._pendingSockets.has(raw)) raw.destroy();
  });
  return { port: listener.port, close: listener.close };
};
