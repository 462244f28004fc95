import { envelopeGroup } from './mail-transaction.ts';
import type { EnvelopeCommands, TransactionEnd } from './mail-transaction.ts';
import { openSmtpSession, submitBySmtp, transact } from './smtp.ts';
import type { OpenSession } from './smtp.ts';
import type { ConnectionOwner, SubmissionOutcome, SubmissionRequest, SubmissionStage } from './submission.ts';
import { withoutSecrets } from './without-secrets.ts';

/** A connection that somebody has authenticated on. */
interface Connection extends OpenSession {
  owner: ConnectionOwner;
  /** Whoever says exactly the same may use it. */
  readonly way: Way;
  readonly server: string;
  messages: number;
  needsReset: boolean;
  idle: NodeJS.Timeout | undefined;
}

/** A message in the line of its account: the first one is on its way. */
interface Turn {
  readonly owner: ConnectionOwner;
  readonly request: SubmissionRequest;
  readonly way: Way;
  /** Its turn has come: on the connection where its envelope was said already, or on any. */
  readonly come: (said: Connection | null) => void;
  /** Its envelope, where it was said already. */
  said: EnvelopeCommands | null;
  /** The account has changed since it began: its connection is not kept. */
  isLast: boolean;
}

interface Options {
  /** How long a connection waits for the next message. */
  readonly idleMs?: number;
  /** How many messages go over one connection. */
  readonly maxMessages?: number;
}

/** Shorter than any server waits (RFC 5321 §4.5.3.2.7: five minutes), longer than people take between two documents. */
const defaultIdleMs = 30_000;
/** Servers have limits of their own, and say 421 there; few are lower. */
const defaultMaxMessages = 100;
/** Of those that wait, through one server; it has others to serve. */
const maxIdlePerServer = 8;

/** Where a connection leads, and what proves who sends there. */
type Way = Pick<SubmissionRequest, 'route' | 'authentication' | 'certificateAuthorities'>;

const wayOf = ({ route, authentication, certificateAuthorities }: SubmissionRequest): Way => ({
  ...{ route, authentication, certificateAuthorities },
});

function holdsAll<Values extends object>(one: Values, other: Values): boolean {
  for (const name in one) if (one[name] !== other[name]) return false;
  return true;
}
const isSame = <Values extends object>(one: Values, other: Values) =>
  holdsAll(one, other) && holdsAll(other, one);

/** All of it is compared, and none of it is nested deeper; to look for that takes several times as long. */
const isSameWay = (one: Way, other: Way): boolean =>
  isSame(one.route, other.route) &&
  isSame(one.authentication, other.authentication) &&
  one.certificateAuthorities.length === other.certificateAuthorities.length &&
  one.certificateAuthorities.every((pem, at) => pem === other.certificateAuthorities[at]);

/** Whether a connection that was kept has let its message down before the server could have done anything with it. */
function isConnectionsFault({ outcome, wasBegun }: TransactionEnd, wasEnding: boolean): boolean {
  if (wasEnding) return false;
  if (outcome.reply?.startsWith('421')) return true;
  if (wasBegun) return false;
  if (outcome.kind === 'authentication-rejected') return true;
  return outcome.kind === 'deferred' && outcome.code === 'server-unreachable' && outcome.reply === undefined;
}

/** The connections that wait for the next message of their account. */
export type SmtpConnections = ReturnType<typeof createSmtpConnections>;

/**
 * Answers who submits by SMTP and keeps the connection for the next message of the same account.
 *
 * What proves who sends is compared for each message: a renewed token, another password or another way is another connection.
 * That a server ends a connection that waits is no message's failure; a new one is opened within the same try.
 *
 * An account sends one message at a time. The envelope of the one that waits behind it leaves together with its end, where the server
 * offers PIPELINING: a round trip less for each message.
 *
 * @see RFC 5321 §4.1.4 for several transactions on one connection, RFC 2920 §3.1
 */
export function createSmtpConnections(options: Options = {}) {
  const { idleMs = defaultIdleMs, maxMessages = defaultMaxMessages } = options;
  const waiting = new Map<number, Connection>();
  const lines = new Map<number, Turn[]>();
  let isStopped = false;

  function letGo(connection: Connection): void {
    clearTimeout(connection.idle);
    if (waiting.get(connection.owner.accountId) === connection) waiting.delete(connection.owner.accountId);
    connection.session.quit();
  }

  /** Takes the connection of the account; one that is not exactly what the request wants goes. */
  function take(owner: ConnectionOwner, way: Way): Connection | null {
    const connection = waiting.get(owner.accountId);
    if (!connection) return null;
    if (!isSameWay(connection.way, way) || !connection.session.isUsable()) {
      letGo(connection);
      return null;
    }
    clearTimeout(connection.idle);
    waiting.delete(owner.accountId);
    return connection;
  }

  /** A service counts what waits as well: those that wait for longest go. */
  function makeRoom({ mailbox, connections }: ConnectionOwner): void {
    if (connections === null) return;
    const idle = [...waiting.values()].filter(({ owner }) => owner.mailbox === mailbox);
    const sending = [...lines.values()].filter(([first]) => first?.owner.mailbox === mailbox);
    const tooMany = idle.length + sending.length - connections;
    for (const connection of idle.slice(0, Math.max(0, tooMany))) letGo(connection);
  }

  function keep(connection: Connection): void {
    const { owner, session } = connection;
    const other = waiting.get(owner.accountId);
    if (other) letGo(other);
    session.follow(null);
    connection.idle = setTimeout(() => letGo(connection), idleMs).unref();
    waiting.set(owner.accountId, connection);
    const there = [...waiting.values()].filter(({ server }) => server === connection.server);
    for (const oldest of there.slice(0, Math.max(0, there.length - maxIdlePerServer))) letGo(oldest);
  }

  const mayServeMore = ({ messages, session }: Connection, { isLast, owner }: Turn) =>
    !isStopped && !isLast && owner.isCurrent() && messages < maxMessages && session.isOpen();

  async function use(
    connection: Connection,
    mine: Turn,
    request: SubmissionRequest,
    isSaid: boolean,
  ): Promise<TransactionEnd> {
    const { session, capabilities } = connection;
    connection.messages += 1;
    connection.owner = mine.owner;
    let next: Turn | null = null;
    const following = () => {
      const line = lines.get(mine.owner.accountId) ?? [];
      const waits = line[line.indexOf(mine) + 1];
      if (!waits || !isSameWay(waits.way, connection.way) || !mayServeMore(connection, mine)) return '';
      const group = envelopeGroup(waits.request.envelope, waits.request.message, capabilities);
      if (!group) return '';
      waits.said = group.commands;
      next = waits;
      return group.text;
    };
    const end = await transact(connection, request, { said: isSaid ? mine.said : null, following });
    connection.needsReset = end.next === 'after-reset';
    const mayStay = end.next !== 'never' && mayServeMore(connection, mine);
    const said = next as Turn | null;
    if (said) {
      if (mayStay && !said.request.signal.aborted) said.come(connection);
      // The server has an envelope without a message; only the end of the connection takes it back.
      else session.destroy();
    } else if (mayStay && session.isUsable()) keep(connection);
    else session.quit();
    return end;
  }

  /** Answers how a message ended on a connection that served before; null: it is the connection that has ended. */
  async function useAgain(
    connection: Connection,
    mine: Turn,
    isSaid: boolean,
  ): Promise<SubmissionOutcome | null> {
    const { session } = connection;
    const { request } = mine;
    session.follow(request.signal);
    if (connection.needsReset) {
      session.write('RSET\r\n');
      const reply = await session.reply(request.route.timeoutMs);
      if (typeof reply === 'string' || reply.code !== 250) {
        session.quit();
        return null;
      }
    }
    let wasEnding = false;
    // Whether this server is up is not known before it has answered: until then nobody hears of a stage.
    const stages: SubmissionStage[] = [];
    const watched: SubmissionRequest = {
      ...request,
      onStage: (stage) => {
        if (stage === 'envelope') stages.push(stage);
        else for (const each of [...stages.splice(0), stage]) request.onStage(each);
      },
      onEnding: () => {
        request.onEnding();
        wasEnding = true;
      },
    };
    const end = await use(connection, mine, watched, isSaid);
    if (!request.signal.aborted && isConnectionsFault(end, wasEnding)) return null;
    for (const stage of stages) request.onStage(stage);
    return end.outcome;
  }

  async function submit(mine: Turn, said: Connection | null): Promise<SubmissionOutcome> {
    const { owner, way, request } = mine;
    const kept = said ?? take(owner, way);
    const outcome = kept && (await useAgain(kept, mine, said !== null));
    if (outcome) return outcome;
    makeRoom(owner);
    const opened = await openSmtpSession(request);
    if ('kind' in opened) return withoutSecrets(opened, request.authentication);
    const { host, port } = request.route;
    const fresh: Connection = {
      ...{ ...opened, owner, way, server: `${host}:${port}` },
      ...{ messages: 0, needsReset: false, idle: undefined },
    };
    return (await use(fresh, mine, request, false)).outcome;
  }

  /** Waits until the messages before it are through, and lets the next one come. */
  async function inLine(request: SubmissionRequest, owner: ConnectionOwner): Promise<SubmissionOutcome> {
    const line = lines.get(owner.accountId) ?? [];
    lines.set(owner.accountId, line);
    const { promise: turn, resolve: come } = Promise.withResolvers<Connection | null>();
    const mine: Turn = { owner, request, way: wayOf(request), come, said: null, isLast: false };
    const leave = () => come(null);
    request.signal.addEventListener('abort', leave, { once: true });
    if (line.push(mine) === 1 || request.signal.aborted) leave();
    try {
      const said = await turn;
      if (line[0] === mine || said) return await submit(mine, said);
      // It was given up while it waited.
      return { kind: 'deferred', code: 'server-unreachable' };
    } finally {
      request.signal.removeEventListener('abort', leave);
      line.splice(line.indexOf(mine), 1);
      if (line.length === 0) lines.delete(owner.accountId);
      else line[0]?.come(null);
    }
  }

  return {
    /** Submits as `submitBySmtp` does, on the connection that waits for its owner where there is one. */
    submit: (request: SubmissionRequest): Promise<SubmissionOutcome> =>
      request.owner ? inLine(request, request.owner) : submitBySmtp(request),

    /** Closes the connections of those who are meant; one that is sending goes after its message. */
    close: (isMeant: (owner: ConnectionOwner) => boolean): void => {
      for (const turn of [...lines.values()].flat()) turn.isLast ||= isMeant(turn.owner);
      for (const connection of waiting.values()) if (isMeant(connection.owner)) letGo(connection);
    },

    /** Closes all connections, and keeps none from now on. */
    stop: (): void => {
      isStopped = true;
      for (const connection of waiting.values()) letGo(connection);
    },
  };
}
