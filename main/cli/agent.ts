import { AppError, toFailure } from '../../shared/errors.ts';
import type { Failure } from '../../shared/errors.ts';
import { createLogFile, profileLogPath } from '../log-file.ts';
import { createLog } from '../log.ts';
import { isAgentRunning, runAgent } from '../agent/agent.ts';
import { readAgentHealth } from '../agent/agent-health.ts';
import type { AgentHealth } from '../agent/agent-health.ts';
import { readinessOf, readinessText } from '../agent/readiness.ts';
import type { Readiness } from '../agent/readiness.ts';
import type { Command } from './command.ts';
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
export const agentStatus: Command = async ({ profileFolder, call }) => {
  // Asked of the app and not of the health line: an account is as it is now.
  const { state } = await call('stateGet', {});
  const readiness = readinessOf(state.accounts);
  const running = isAgentRunning(profileFolder);
  const health = await readAgentHealth(profileFolder);
  const failure = failureOf(readiness, running, health);
  return {
    value: { running, ...readiness, counts: state.outbox.counts, health },
    text: [
      running ? agentText(health) : 'No agent runs.',
      `${readinessText(readiness)}.`,
      ...notReadyTable(readiness),
      ...watchTable(running ? health : null),
    ].join('\n'),
    ...failure,
  };
};

function failureOf(
  { notReady }: Readiness,
  running: boolean,
  health: AgentHealth | null,
): { readonly failure?: Failure; readonly exitCode?: number } {
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
  const problem = health?.watch.find((each) => each.problem !== null)?.problem;
  if (problem === undefined || problem === null) return {};
  return { exitCode: watchProblemExitCode, failure: toFailure(new AppError('deferred', problem)) };
}

function agentText(health: AgentHealth | null): string {
  if (!health) return 'An agent runs.';
  return `An agent runs as process ${health.pid} (${health.role}), since ${health.startedAt}.`;
}

function healthText(health: AgentHealth): string {
  const counts = Object.entries(health.counts).filter(
    ([state, count]) => count > 0 && ['queued', 'sending', 'held', 'unconfirmed'].includes(state),
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
