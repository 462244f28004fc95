import { createHash } from 'node:crypto';
import type { TransactionEnd } from './mail-transaction.ts';
import { openSmtpSession, submitBySmtp, transact } from './smtp.ts';
import type { OpenSession } from './smtp.ts';
import type { ConnectionOwner, SubmissionOutcome, SubmissionRequest, SubmissionStage } from './submission.ts';
import { withoutSecrets } from './without-secrets.ts';

/** A connection that somebody has authenticated on. */
interface Connection extends OpenSession {
  owner: ConnectionOwner;
  /** Digest of where it leads and what proved who sends: whoever says exactly the same may use it. */
  readonly key: string;
  readonly server: string;
  messages: number;
  needsReset: boolean;
  idle: NodeJS.Timeout | undefined;
}

/** A message on its way. */
interface UnderWay {
  readonly owner: ConnectionOwner;
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

function keyOf({ route, authentication, certificateAuthorities }: SubmissionRequest): string {
  const told = JSON.stringify([route, authentication, certificateAuthorities]);
  return createHash('sha256').update(told).digest('base64');
}

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
 * @see RFC 5321 §3.9 for several transactions on one connection
 */
export function createSmtpConnections(options: Options = {}) {
  const { idleMs = defaultIdleMs, maxMessages = defaultMaxMessages } = options;
  const waiting = new Map<number, Connection>();
  const underWay = new Set<UnderWay>();
  let isStopped = false;

  function letGo(connection: Connection): void {
    clearTimeout(connection.idle);
    if (waiting.get(connection.owner.accountId) === connection) waiting.delete(connection.owner.accountId);
    connection.session.quit();
  }

  /** Takes the connection of the account; one that is not exactly what the request wants goes. */
  function take(owner: ConnectionOwner, key: string): Connection | null {
    const connection = waiting.get(owner.accountId);
    if (!connection) return null;
    if (connection.key !== key || !connection.session.isUsable()) {
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
    const sending = [...underWay].filter(({ owner }) => owner.mailbox === mailbox);
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

  async function use(
    connection: Connection,
    request: SubmissionRequest,
    mine: UnderWay,
  ): Promise<TransactionEnd> {
    connection.messages += 1;
    connection.owner = mine.owner;
    const end = await transact(connection, request);
    connection.needsReset = end.next === 'after-reset';
    const mayStay =
      end.next !== 'never' &&
      !isStopped &&
      !mine.isLast &&
      connection.messages < maxMessages &&
      mine.owner.isCurrent() &&
      connection.session.isUsable();
    if (mayStay) keep(connection);
    else connection.session.quit();
    return end;
  }

  /** Answers how a message ended on a connection that was kept; null: it is the connection that has ended. */
  async function useAgain(
    connection: Connection,
    request: SubmissionRequest,
    mine: UnderWay,
  ): Promise<SubmissionOutcome | null> {
    const { session } = connection;
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
    const end = await use(connection, watched, mine);
    if (!request.signal.aborted && isConnectionsFault(end, wasEnding)) return null;
    for (const stage of stages) request.onStage(stage);
    return end.outcome;
  }

  async function submit(
    request: SubmissionRequest,
    owner: ConnectionOwner,
    mine: UnderWay,
  ): Promise<SubmissionOutcome> {
    const key = keyOf(request);
    const kept = take(owner, key);
    const outcome = kept && (await useAgain(kept, request, mine));
    if (outcome) return outcome;
    makeRoom(owner);
    const opened = await openSmtpSession(request);
    if ('kind' in opened) return withoutSecrets(opened, request.authentication);
    const { host, port } = request.route;
    const fresh: Connection = {
      ...{ ...opened, owner, key, server: `${host}:${port}` },
      ...{ messages: 0, needsReset: false, idle: undefined },
    };
    return (await use(fresh, request, mine)).outcome;
  }

  return {
    /** Submits as `submitBySmtp` does, on the connection that waits for its owner where there is one. */
    submit: async (request: SubmissionRequest): Promise<SubmissionOutcome> => {
      const { owner } = request;
      if (!owner) return submitBySmtp(request);
      const mine: UnderWay = { owner, isLast: false };
      underWay.add(mine);
      return submit(request, owner, mine).finally(() => underWay.delete(mine));
    },

    /** Closes the connections of those who are meant; one that is sending goes after its message. */
    close: (isMeant: (owner: ConnectionOwner) => boolean): void => {
      for (const one of underWay) one.isLast ||= isMeant(one.owner);
      for (const connection of waiting.values()) if (isMeant(connection.owner)) letGo(connection);
    },

    /** Closes all connections, and keeps none from now on. */
    stop: (): void => {
      isStopped = true;
      for (const connection of waiting.values()) letGo(connection);
    },
  };
}
