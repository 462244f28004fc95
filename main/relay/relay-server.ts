import { once } from 'node:events';
import type { Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import { isEmailAddress } from '../../shared/email-address.ts';
import type { Clock, Log } from '../ports.ts';
import type { LoopbackCertificate } from './loopback-certificate.ts';
import type { MailData, RelayEnvelope } from './relay-intake.ts';
import { isRefusal, refused } from './relay-refusal.ts';
import type { RelayRefusal } from './relay-refusal.ts';
import type { SignedInProgram } from './relay-sign-in.ts';
import { requireStrictLines } from './strict-lines.ts';

/** How much a listener lets programs do. */
export interface RelayLimits {
  /** Connections of one listener, those that have not signed in included. */
  readonly connections: number;
  /** Connections of one program. */
  readonly connectionsPerProgram: number;
  readonly recipients: number;
  readonly messageBytes: number;
  /** How long a connection may take to sign in. */
  readonly signInMs: number;
  /** How long a signed-in connection may stay without beginning a message. */
  readonly idleMs: number;
  /** How long a message may take from MAIL to its end. */
  readonly messageMs: number;
  /** How long a connection may be silent. */
  readonly silenceMs: number;
}

/** RFC 5321 §4.5.3.1.8 asks for 100 recipients at least; the size is the largest that Exchange Online can be set to. */
export const relayLimits: RelayLimits = {
  connections: 100,
  connectionsPerProgram: 20,
  recipients: 100,
  messageBytes: 150 * 1024 * 1024,
  signInMs: 30_000,
  idleMs: 60_000,
  messageMs: 600_000,
  silenceMs: 30_000,
};

interface Deps {
  readonly certificate: LoopbackCertificate;
  readonly limits: RelayLimits;
  readonly clock: Clock;
  readonly log: Log;
  readonly signIn: (
    user: string,
    password: string,
    signal: AbortSignal,
  ) => Promise<SignedInProgram | RelayRefusal>;
  /** Why a program may not begin a message now; null: it may. */
  readonly mayBegin: (program: SignedInProgram, sender: string) => RelayRefusal | null;
  readonly take: (
    data: MailData,
    envelope: RelayEnvelope,
  ) => Promise<{ readonly itemId: string } | RelayRefusal>;
}

/** One loopback address on which programs are listened to. */
export interface RelayServer {
  readonly port: number;
  /** Ends all connections; resolves when what was being taken over is over. */
  readonly close: () => Promise<void>;
}

interface Visit {
  program: SignedInProgram | null;
  readonly gone: AbortController;
  /** Aborted when the next stage of the connection begins. */
  stage: AbortController;
}

const errorOf = ({ code, text }: RelayRefusal): Error =>
  Object.assign(new Error(text), { responseCode: code });
/** What only a person or another mail server would want. */
const disabledCommands = ['XCLIENT', 'XFORWARD', 'VRFY', 'HELP', 'WIZ', 'SHELL', 'KILL'];
const internal = refused(451, '4.3.0', 'Something unexpected went wrong; try again later');

/**
 * Listens on one loopback address.
 *
 * AUTH comes before everything else. A password may go without TLS, since it stays on this computer.
 *
 * @throws the error of the socket where the address cannot be listened on
 */
export async function startRelayServer(
  deps: Deps,
  { host, port }: { readonly host: '127.0.0.1' | '::1'; readonly port: number },
): Promise<RelayServer> {
  const { certificate, limits, clock, log } = deps;
  const visits = new Map<string, Visit>();
  const sockets = new Set<Socket>();
  const taking = new Set<Promise<unknown>>();

  const visitOf = ({ id }: SMTPServerSession): Visit => {
    const known = visits.get(id);
    if (known) return known;
    const visit: Visit = { program: null, gone: new AbortController(), stage: new AbortController() };
    visits.set(id, visit);
    return visit;
  };

  async function cutOff({ id }: SMTPServerSession, ms: number, signal: AbortSignal): Promise<void> {
    await clock.sleep(ms, signal).catch(() => undefined);
    if (signal.aborted) return;
    log('relay-cut-off');
    for (const { session, _socket } of server.connections) if (session.id === id) _socket.destroy();
  }

  /** Begins a stage of a connection, which has its own end: one that only trickles is cut off. */
  function allow(session: SMTPServerSession, ms: number): void {
    const visit = visitOf(session);
    visit.stage.abort();
    visit.stage = new AbortController();
    void cutOff(session, ms, AbortSignal.any([visit.stage.signal, visit.gone.signal]));
  }

  /** Hands the answer of our own code to the library, whatever it is; an error of ours must not end the process. */
  function answer<Value extends object>(
    work: Promise<Value | RelayRefusal>,
    callback: (error: Error | null, value?: Value) => void,
  ): void {
    const done = settle(work, callback);
    taking.add(done);
    void done.finally(() => taking.delete(done));
  }

  async function settle<Value extends object>(
    work: Promise<Value | RelayRefusal>,
    callback: (error: Error | null, value?: Value) => void,
  ): Promise<void> {
    let value: Value | RelayRefusal;
    try {
      value = await work;
    } catch {
      value = internal;
    }
    if (!isRefusal(value)) {
      callback(null, value);
      return;
    }
    log('relay-refused', { replyCode: value.code });
    callback(errorOf(value));
  }

  async function signIn(session: SMTPServerSession, user: string, password: string) {
    const visit = visitOf(session);
    const found = await deps.signIn(user, password, visit.gone.signal);
    if (isRefusal(found)) return found;
    const others = [...visits.values()].filter(({ program }) => program?.name === found.name).length;
    if (others >= limits.connectionsPerProgram) {
      return refused(454, '4.7.0', 'This program has too many connections; try again later');
    }
    visit.program = found;
    allow(session, limits.idleMs);
    return found;
  }

  async function receive(stream: SMTPServerDataStream, session: SMTPServerSession) {
    const { program } = visitOf(session);
    const { mailFrom, rcptTo } = session.envelope;
    if (!program || mailFrom === false) return internal;
    const data: MailData = {
      get sizeExceeded() {
        return stream.sizeExceeded;
      },
      [Symbol.asyncIterator]: () => stream[Symbol.asyncIterator](),
    };
    const taken = await deps.take(data, {
      program,
      sender: mailFrom.address,
      recipients: rcptTo.map(({ address }) => address),
      isEncrypted: session.secure,
    });
    if (!isRefusal(taken)) log('relay-taken', { itemId: taken.itemId });
    allow(session, limits.idleMs);
    return taken;
  }

  const server = new SMTPServer({
    name: 'localhost',
    banner: 'SMTP Setup',
    ...{ key: certificate.keyPem, cert: certificate.certificatePem, minVersion: 'TLSv1.2' },
    logger: false,
    authMethods: ['PLAIN', 'LOGIN'],
    allowInsecureAuth: true,
    authRequiredMessage: '5.7.0 Sign in first, with the user name and password of a program',
    disabledCommands,
    disableReverseLookup: true,
    hideENHANCEDSTATUSCODES: true,
    hideDSN: true,
    size: limits.messageBytes,
    rejectOversized: true,
    maxClients: limits.connections,
    maxRecipients: limits.recipients,
    maxAllowedUnauthenticatedCommands: 20,
    maxCommandLength: 4096,
    socketTimeout: limits.silenceMs,
    closeTimeout: 1,
    onConnect: (session, callback) => {
      allow(session, limits.signInMs);
      callback();
    },
    onSecure: (_socket, session, callback) => {
      // Who has signed in before has to do so again: what was said in clear counts no more.
      visitOf(session).program = null;
      callback();
    },
    onAuth: ({ username, password }, session, callback) =>
      answer(signIn(session, username ?? '', password ?? ''), (error, program) =>
        program ? callback(null, { user: program.name }) : callback(error),
      ),
    onMailFrom: ({ address }, session, callback) => {
      const { program } = visitOf(session);
      const refusal = program ? deps.mayBegin(program, address) : internal;
      if (!refusal) allow(session, limits.messageMs);
      callback(refusal && errorOf(refusal));
    },
    onRcptTo: ({ address }, _session, callback) =>
      callback(
        isEmailAddress(address) ? null : errorOf(refused(550, '5.1.3', 'This is no address of one mailbox')),
      ),
    onData: (stream, session, callback) =>
      answer(receive(stream, session), (error, taken) =>
        taken ? callback(null, `2.0.0 Taken over as ${taken.itemId}`) : callback(error),
      ),
    onClose: ({ id }) => {
      visits.get(id)?.gone.abort();
      visits.delete(id);
    },
  });
  // Clients that reset, TLS that fails.
  server.on('error', () => log('relay-connection-failed'));

  const connect = server.connect.bind(server);
  server.connect = (socket, options) => {
    connect(socket, options);
    const connection = [...server.connections].at(-1);
    if (connection) requireStrictLines(connection);
  };
  server.server.on('connection', (socket: Socket) => {
    // The replies to commands that came together leave one by one; the second must not wait until the first is acknowledged.
    socket.setNoDelay(true);
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });

  server.listen(port, host);
  await once(server.server, 'listening');
  const address = server.server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const { gone } of visits.values()) gone.abort();
      for (const socket of sockets) socket.destroy();
      await Promise.all([closed, ...taking]);
    },
  };
}
