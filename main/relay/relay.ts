import type { BusinessRecord } from '../../shared/account.ts';
import { AppError, toFailure } from '../../shared/errors.ts';
import type { Failure } from '../../shared/errors.ts';
import type { NewRelayProgram, RelayProgram, RelayStatus } from '../../shared/relay.ts';
import type { Settings } from '../../shared/settings.ts';
import type { NewMessage } from '../outbox/delivery.ts';
import type { Spool } from '../outbox/spool.ts';
import type { Clock, Log, Ports, Random } from '../ports.ts';
import type { TokenVault } from '../vault/token-vault.ts';
import type { RelayCertificate } from './relay-certificate.ts';
import { createRelayGuesses } from './relay-guesses.ts';
import { createRelayIntake } from './relay-intake.ts';
import { createRelayPace } from './relay-pace.ts';
import { createRelayPrograms } from './relay-programs.ts';
import { refused } from './relay-refusal.ts';
import type { RelayRefusal } from './relay-refusal.ts';
import { sendsAs } from './relay-route.ts';
import type { RelayAccount } from './relay-route.ts';
import type { RelayLimits, RelayServer } from './relay-server.ts';
import { createRelaySignIn } from './relay-sign-in.ts';
import type { SignedInProgram } from './relay-sign-in.ts';
import { systemCode } from '../system-code.ts';

interface RelayDeps extends Pick<Ports, 'openStore'> {
  readonly profileFolder: string;
  readonly vault: Pick<TokenVault, 'get' | 'put'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly settings: () => Pick<Settings, 'relayEnabled' | 'relayPort'>;
  readonly accounts: () => readonly RelayAccount[];
  readonly resolve: (records: readonly BusinessRecord[]) => Promise<number | null>;
  readonly spool: Pick<Spool, 'begin' | 'append' | 'end' | 'discard'>;
  readonly submit: (message: NewMessage) => Promise<{ readonly itemId: string }>;
  /** How many messages still wait to be sent. */
  readonly waiting: () => number;
  /** Shorter in tests. */
  readonly limits?: Partial<RelayLimits>;
}

/** The SMTP listener of this computer, and the programs that may use it. */
export type Relay = ReturnType<typeof createRelay>;

const retryMs = 30_000;
/** Beyond this, programs wait: what is taken over has to be sent some day. */
const maxWaitingItems = 20_000;

/** Answers the relay of a profile; it listens after `start`, as long as the settings say so. */
export function createRelay(deps: RelayDeps) {
  const { clock, log, settings } = deps;
  const programs = createRelayPrograms(deps);
  const guesses = createRelayGuesses(clock);
  const pace = createRelayPace(clock);
  let servers: readonly (RelayServer & { readonly host: string })[] = [];
  let certificate: RelayCertificate | null = null;
  let failure: Failure | null = null;
  /** Port of the settings that the servers listen for; null: they do not listen. */
  let servedPort: number | null = null;
  let isStarted = false;
  let turn: Promise<void> = Promise.resolve();
  let retry = new AbortController();

  const permitted = (name: string): readonly RelayAccount[] => {
    const ids = new Set(programs.byName(name)?.accountIds);
    return deps.accounts().filter(({ id }) => ids.has(id));
  };

  function mayBegin({ name, accountId }: SignedInProgram, sender: string): RelayRefusal | null {
    const accounts = permitted(name);
    if (accountId !== null && !accounts.some(({ id }) => id === accountId)) {
      return refused(550, '5.7.1', 'This user name may not use that account');
    }
    if (!accounts.some((account) => sendsAs(account, sender))) {
      return refused(550, '5.7.60', 'No account of this user name sends as this sender');
    }
    if (deps.waiting() >= maxWaitingItems) {
      return refused(452, '4.3.1', 'Too many messages wait to be sent; try again later');
    }
    return pace.begin(name) ? null : refused(450, '4.7.1', 'Too many messages; try again in a minute');
  }

  async function open(port: number): Promise<void> {
    const { relayCertificate } = await import('./relay-certificate.ts');
    certificate = await relayCertificate(deps);
    const { startRelayServer, relayLimits } = await import('./relay-server.ts');
    const { take } = createRelayIntake({ ...deps, permitted });
    const signIn = createRelaySignIn({ programs, guesses, clock, log });
    const limits = { ...relayLimits, ...deps.limits };
    const parts = { certificate, limits, clock, log, signIn, mayBegin, take };
    const first = await startRelayServer(parts, { host: '127.0.0.1', port });
    const opened = [{ ...first, host: '127.0.0.1' }];
    try {
      const second = await startRelayServer(parts, { host: '::1', port: first.port });
      opened.push({ ...second, host: '[::1]' });
    } catch (error) {
      // A computer without IPv6 has one address; one whose port somebody else holds there must not have two servers for a name.
      if (systemCode(error) === 'EADDRINUSE') {
        await first.close();
        throw error;
      }
    }
    servers = opened;
    servedPort = port;
    log('relay-listening', { port: first.port });
  }

  async function close(): Promise<void> {
    const ending = servers;
    servers = [];
    servedPort = null;
    await Promise.all(ending.map((server) => server.close()));
  }

  async function follow(): Promise<void> {
    retry.abort();
    const { relayEnabled, relayPort } = settings();
    const wanted = isStarted && relayEnabled ? relayPort : null;
    if (wanted === servedPort) return;
    failure = null;
    await close();
    if (wanted === null) return;
    try {
      await open(wanted);
    } catch (error) {
      failure = failureOf(error, wanted);
      log('relay-not-listening', { port: wanted, code: failure.code });
      retry = new AbortController();
      clock.sleep(retryMs, retry.signal).then(inTurn, () => undefined);
    }
  }

  function inTurn(): Promise<void> {
    turn = turn.then(follow).catch(() => undefined);
    return turn;
  }

  return {
    status: (): RelayStatus => ({
      enabled: settings().relayEnabled,
      listening: servers.map(({ host, port }) => `${host}:${port}`),
      failure,
      certificateFile: certificate?.file ?? null,
      certificateFingerprint: certificate?.fingerprint ?? null,
      programs: programs.list(),
    }),
    /**
     * @throws {AppError} `account-not-found` — it shall use an account that is not there
     * @throws {AppError} `setting-invalid`, `storage-full` — as `createRelayPrograms`
     */
    addProgram: async (program: NewRelayProgram): Promise<RelayProgram> => {
      const there = new Set(deps.accounts().map(({ id }) => id));
      const missing = program.accountIds.find((id) => !there.has(id));
      if (missing !== undefined) {
        throw new AppError('account-not-found', `There is no account ${missing}.`, { field: 'accountIds' });
      }
      return programs.add(program);
    },
    removeProgram: (name: string): boolean => programs.remove(name),
    /** Begins to listen where the settings say so. */
    start: (): Promise<void> => {
      isStarted = true;
      return inTurn();
    },
    /** Follows settings that have changed. */
    settingsChanged: inTurn,
    /** Ends all connections; what was taken over by then is on disk. */
    stop: (): Promise<void> => {
      isStarted = false;
      return inTurn();
    },
  };
}

function failureOf(error: unknown, port: number): Failure {
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: 'another program uses it',
    EACCES: 'this user may not listen on it',
  };
  const reason = reasons[systemCode(error)];
  if (reason === undefined) return toFailure(error);
  return toFailure(
    new AppError(
      'setting-invalid',
      `The relay cannot listen on port ${port}: ${reason}. Choose another relayPort.`,
      {
        field: 'relayPort',
      },
    ),
  );
}
