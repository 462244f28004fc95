import { AppError, toFailure } from '../../shared/errors.ts';
import type { Failure } from '../../shared/errors.ts';
import { createLogFile, profileLogPath } from '../log-file.ts';
import { createLog } from '../log.ts';
import { isAgentRunning, runAgent } from '../agent/agent.ts';
import { readAgentHealth } from '../agent/agent-health.ts';
import type { AgentHealth } from '../agent/agent-health.ts';
import {
  messagesText,
  notRenewedOf,
  readinessOf,
  readinessText,
  waitsForPerson,
} from '../agent/readiness.ts';
import type { NotRenewed, Readiness } from '../agent/readiness.ts';
import type { Command, CommandContext } from './command.ts';
import { deliveryResult } from './delivery-result.ts';
import { printable, tableText } from './table.ts';

const needsPersonExitCode = 77;
const noAgentExitCode = 69;
const watchProblemExitCode = 75;

/** `agent run`: with `--json` every health line goes to standard output. */
export const agentRun: Command = async (context) => {
  const { profileFolder, clock, json, print, tell, role, version } = context;
  const log = createLog({ write: createLogFile(profileLogPath(profileFolder)), clock });
  let told = '';
  const value = await runAgent({
    ...{ profileFolder, clock, log, version, role, pid: process.pid, stop: context.interrupted },
    call: (name, input) => context.call(name, input, 'agent'),
    onState: context.onState,
    tell: (health) => {
      // The last line is the answer of the command.
      if (json) return health.role === 'ended' ? undefined : print(JSON.stringify(health));
      const text = healthText(health);
      if (text !== told) tell(`agent: ${text}`);
      told = text;
    },
  });
  return { value, text: '' };
};

/** `agent status` */
export const agentStatus: Command = async ({ profileFolder, call, clock }) => {
  // Asked of the app and not of the health line: an account is as it is now.
  const { state } = await call('stateGet', {});
  const readiness = readinessOf(state.accounts);
  const renewals = await call('accountsRenewals', {});
  const notRenewed = notRenewedOf(renewals, readiness, clock.nowMs());
  const running = isAgentRunning(profileFolder);
  const health = await readAgentHealth(profileFolder);
  const { counts } = state.outbox;
  const messages = messagesText(counts);
  const failure =
    failureOf(readiness, running) ??
    (await messageFailure(call, counts)) ??
    renewalFailure(notRenewed) ??
    watchFailure(health);
  return {
    value: { running, ...readiness, renewals, notRenewed, counts, health },
    text: [
      running ? agentText(health) : 'No agent runs.',
      `${readinessText(readiness, notRenewed)}.`,
      ...(messages === '' ? [] : [`Messages: ${messages}.`]),
      ...notReadyTable(readiness),
      ...watchTable(running ? health : null),
    ].join('\n'),
    ...failure,
  };
};

/** Why it is not well before the night, the first thing that counts. */
interface StatusFailure {
  readonly failure: Failure;
  readonly exitCode: number;
}

function failureOf({ notReady }: Readiness, running: boolean): StatusFailure | null {
  if (!running) {
    const failure = toFailure(
      new AppError('invalid-request', 'No agent runs on this profile; start it with "agent run".'),
    );
    return { exitCode: noAgentExitCode, failure };
  }
  const [first] = notReady;
  if (first) {
    const message = `Account ${first.accountId} cannot send before a person has looked at it.`;
    const code = first.because ?? 'sign-in-required';
    return { exitCode: needsPersonExitCode, failure: toFailure(new AppError(code, message)) };
  }
  return null;
}

/** The code is that of the newest one of the gravest state. */
async function messageFailure(
  call: CommandContext['call'],
  counts: AgentHealth['counts'],
): Promise<StatusFailure | null> {
  const states = waitsForPerson.filter((state) => (counts[state] ?? 0) > 0);
  const [gravest] = states;
  if (gravest === undefined) return null;
  const { items } = await call('outboxPage', { states: [gravest], beforeSequence: null, limit: 1 });
  const code = items[0] && deliveryResult(items[0]).failure?.code;
  const many = states.map((state) => `${counts[state]} ${state}`).join(', ');
  const list = states.map((state) => `--state ${state}`).join(' ');
  const message = `Messages wait for a person (${many}); "outbox list ${list}" names them.`;
  return {
    exitCode: needsPersonExitCode,
    failure: toFailure(new AppError(code ?? 'sign-in-required', message)),
  };
}

function renewalFailure([oldest]: readonly NotRenewed[]): StatusFailure | null {
  if (!oldest) return null;
  const [id] = oldest.accountIds;
  const message = `The sign-in of account ${id} was not renewed for ${oldest.days} days; "check ${id}" says why.`;
  return {
    exitCode: needsPersonExitCode,
    failure: toFailure(new AppError('provider-unreachable', message)),
  };
}

function watchFailure(health: AgentHealth | null): StatusFailure | null {
  const problem = health?.watch.find((each) => each.problem !== null)?.problem;
  if (problem === undefined || problem === null) return null;
  return { exitCode: watchProblemExitCode, failure: toFailure(new AppError('deferred', problem)) };
}

function agentText(health: AgentHealth | null): string {
  if (!health) return 'An agent runs.';
  return `An agent runs as process ${health.pid} (${health.role}), since ${health.startedAt}.`;
}

function healthText(health: AgentHealth): string {
  const counts = Object.entries(health.counts).filter(
    ([state, count]) => count > 0 && ['queued', 'sending', 'held', 'unconfirmed', 'failed'].includes(state),
  );
  const readiness = { ...health, notReady: [] };
  return printable(
    [
      health.role,
      readinessText(readiness),
      ...(health.notReady.length > 0 ? [`${health.notReady.length} not ready`] : []),
      ...counts.map(([state, count]) => `${count} ${state}`),
      ...health.watch.flatMap(({ id, problem }) =>
        problem === null ? [] : [`watch folder ${id}: ${problem}`],
      ),
    ].join(', '),
  );
}

function notReadyTable({ notReady }: Readiness): string[] {
  if (notReady.length === 0) return [];
  const rows = notReady.map(({ accountId, status, because }) => [String(accountId), status, because ?? '']);
  return ['', tableText(['Account', 'Status', 'Because'], rows)];
}

function watchTable(health: AgentHealth | null): string[] {
  if (!health || health.watch.length === 0) return [];
  const rows = health.watch.map(({ id, state, waiting, onTheWay, folder, problem }) => [
    ...[String(id), state, String(waiting), String(onTheWay)],
    [folder, problem].filter(Boolean).join(': '),
  ]);
  return ['', tableText(['Watch', 'State', 'Waiting', 'On the way', 'Folder'], rows)];
}
