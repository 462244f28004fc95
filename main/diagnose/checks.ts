import type { CheckView } from '../../shared/diagnose.ts';
import { AppError, errorCatalog } from '../../shared/errors.ts';
import type { ErrorCode, Failure } from '../../shared/errors.ts';
import type { Authentication } from '../mail/submission.ts';
import type { Clock, Log, Random } from '../ports.ts';
import type { Transcript } from '../transcript.ts';
import type { CheckRun, CheckTarget, Trouble } from './check-way.ts';
import { checkByHttp } from './http-check.ts';
import type { HttpParts } from './http-check.ts';
import { checkBySmtp } from './smtp-check.ts';
import type { SmtpParts } from './smtp-check.ts';
import { createStepSheet } from './step-sheet.ts';
import type { StepSheet } from './step-sheet.ts';

interface Deps {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** @throws {AppError} `account-not-found`, `account-invalid` */
  readonly target: (accountId: number) => CheckTarget;
  readonly authenticate: (
    accountId: number,
    wish: { readonly rejectedToken?: string },
  ) => Promise<Authentication>;
  /** Absent: nothing is taken down. */
  readonly transcript?: (accountId: number) => Transcript;
  readonly smtp: SmtpParts;
  readonly http: HttpParts;
  /** How far this computer's clock is off, milliseconds; null: nobody knows. */
  readonly clockOffMs: () => number | null;
  /** The server's answer decides the row's status; null: it accepted. */
  readonly noteServerAnswer: (accountId: number, code: ErrorCode | null) => void;
  readonly onChanged: (checks: readonly CheckView[]) => void;
}

/** Checks of accounts: each runs as a delivery would, without a message. */
export interface Checks {
  /**
   * Begins a Check and answers at once; its steps arrive as state. A call for an account whose Check runs joins that one.
   *
   * @throws {AppError} `account-not-found`, `account-invalid`
   */
  readonly start: (accountId: number) => CheckView;
  /** Ends a running Check; what is over already is no error. */
  readonly cancel: (checkId: string) => void;
  /** Forgets what was found about accounts that are gone. */
  readonly forget: (accountIds: readonly number[]) => void;
  /** Ends all and resolves when no connection is open any more. */
  readonly stop: () => Promise<void>;
}

interface Entry {
  readonly checkId: string;
  readonly accountId: number;
  readonly startedAtMs: number;
  readonly sheet: StepSheet;
  readonly ending: AbortController;
  readonly running: Promise<void>;
  end: Pick<CheckView, 'endedAtMs' | 'outcome' | 'failure' | 'reply'>;
}

const idBytes = 15;
/** The state is pushed to every window: what nobody looks at any more goes. */
const maxKept = 50;
/** Clocks of servers and the way there differ by seconds; tokens and certificates mind minutes. */
const worthMentioningMs = 5 * 60_000;

const notOver = { endedAtMs: null, outcome: 'running', failure: null, reply: null } as const;

/** Answers the Checks of a profile: one at a time per account. */
export function createChecks(deps: Deps): Checks {
  const { clock, random, log } = deps;
  const entries = new Map<number, Entry>();
  let isStopping = false;

  const viewOf = ({ checkId, accountId, startedAtMs, sheet, end }: Entry): CheckView => ({
    checkId,
    accountId,
    startedAtMs,
    ...end,
    steps: sheet.steps(),
  });
  const changed = () => deps.onChanged([...entries.values()].map(viewOf));

  async function carryOut(entry: Entry, target: CheckTarget): Promise<void> {
    const { signal } = entry.ending;
    const run: CheckRun = {
      target,
      sheet: entry.sheet,
      signal,
      transcript: deps.transcript?.(target.accountId),
      // A refresh that is under way goes on by itself and is saved; whoever cancels does not wait for it.
      authenticate: (rejectedToken) =>
        unlessAborted(
          deps.authenticate(target.accountId, rejectedToken === undefined ? {} : { rejectedToken }),
          signal,
        ),
    };
    let trouble: Trouble | null;
    try {
      trouble = await byItsWay(run);
    } catch (error) {
      entry.sheet.fail(entry.sheet.running() ?? 'connect');
      trouble = { code: 'internal', error };
    }
    finish(entry, target, trouble);
  }

  function byItsWay(run: CheckRun): Promise<Trouble | null> {
    const { api } = run.target;
    return api === null ? checkBySmtp(run, deps.smtp) : checkByHttp({ ...run, api }, deps.http);
  }

  function finish(entry: Entry, target: CheckTarget, trouble: Trouble | null): void {
    const { sheet, accountId, startedAtMs } = entry;
    const stage = sheet.steps().find(({ state }) => state === 'failed')?.name;
    const isCancelled = entry.ending.signal.aborted;
    sheet.end();
    const endedAtMs = clock.nowMs();
    const failure = trouble && !isCancelled ? failureOf(trouble, stage ?? 'connect', target) : null;
    const outcome = isCancelled ? 'cancelled' : failure ? 'failed' : 'passed';
    entry.end = { endedAtMs, outcome, failure, reply: failure ? (trouble?.reply ?? null) : null };
    log('check-ended', {
      ...{ accountId, state: outcome, host: target.route.host, port: target.route.port },
      durationMs: endedAtMs - startedAtMs,
      ...(failure && { code: failure.code }),
      ...(stage !== undefined && { stage }),
    });
    if (outcome === 'passed') deps.noteServerAnswer(accountId, null);
    else if (
      failure &&
      (stage === 'authentication' || stage === 'sender' || failure.code === 'consent-required')
    )
      deps.noteServerAnswer(accountId, failure.code);
    // Nobody cancelled what only ends with the program: whoever waits for it may begin it anew elsewhere.
    if (!isStopping) changed();
  }

  function failureOf(trouble: Trouble, step: string, { route }: CheckTarget): Failure {
    const { error } = trouble;
    const known = error instanceof AppError ? error : null;
    // The credentials say what to do; what the provider said stands in the cause.
    const cause = known?.cause instanceof AppError ? known.cause : known;
    const code = known?.code ?? (error === undefined ? trouble.code : 'internal');
    const offMs = deps.clockOffMs();
    const why = trouble.reply ?? known?.message ?? trouble.reason ?? trouble.detail?.['networkCode'];
    return {
      code,
      message: [stepSentences[step] ?? 'The Check failed', why].filter(Boolean).join(': '),
      remedy: errorCatalog[code].remedy,
      ...(known?.field !== undefined && { field: known.field }),
      detail: {
        step,
        host: route.host,
        port: route.port,
        ...cause?.detail,
        ...trouble.detail,
        ...(trouble.reason !== undefined && { reason: trouble.reason }),
        ...(offMs !== null &&
          Math.abs(offMs) > worthMentioningMs && { clockOffSeconds: Math.round(offMs / 1000) }),
      },
    };
  }

  function makeRoom(): void {
    for (const [accountId, { end }] of entries) {
      if (entries.size < maxKept) return;
      if (end.outcome !== 'running') entries.delete(accountId);
    }
  }

  return {
    start: (accountId) => {
      if (isStopping) throw new AppError('profile-in-use', 'This program is ending.');
      const before = entries.get(accountId);
      if (before?.end.outcome === 'running') return viewOf(before);
      const target = deps.target(accountId);
      // Again at the end: the newest stands last.
      entries.delete(accountId);
      makeRoom();
      const { promise, resolve } = Promise.withResolvers<void>();
      const entry: Entry = {
        checkId: Buffer.from(random.bytes(idBytes)).toString('base64url'),
        accountId,
        startedAtMs: clock.nowMs(),
        sheet: createStepSheet(clock.nowMs, changed),
        ending: new AbortController(),
        running: promise,
        end: notOver,
      };
      entries.set(accountId, entry);
      changed();
      void carryOut(entry, target).finally(resolve);
      return viewOf(entry);
    },
    cancel: (checkId) => {
      for (const entry of entries.values()) if (entry.checkId === checkId) entry.ending.abort();
    },
    forget: (accountIds) => {
      const gone = accountIds.filter((id) => entries.has(id));
      for (const id of gone) {
        entries.get(id)?.ending.abort();
        entries.delete(id);
      }
      if (gone.length > 0) changed();
    },
    stop: async () => {
      isStopping = true;
      const all = [...entries.values()];
      for (const { ending } of all) ending.abort();
      await Promise.all(all.map(({ running }) => running));
    },
  };
}

function unlessAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(new AppError('server-unreachable', 'The Check was ended.'));
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
    if (signal.aborted) abort();
  });
}

const stepSentences: Readonly<Record<string, string>> = {
  'name-lookup': 'The name of the server cannot be looked up',
  connect: 'The server cannot be reached',
  tls: 'There is no secure connection to the server',
  capabilities: 'The server did not say what it offers',
  token: 'There is no access token',
  authentication: 'The server did not let the account in',
  sender: 'The server does not accept the sender',
};
