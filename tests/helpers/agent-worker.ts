/**
 * An agent as a program of its own, for tests that kill it. Its watch folders live by a clock on which waiting takes no time; at
 * the point that it is told it kills itself.
 */
import process from 'node:process';
import { createLog } from '../../main/log.ts';
import { openNodeProfile } from '../../main/loopback/node-host.ts';
import type { Clock } from '../../main/ports.ts';
import { runAgent } from '../../main/agent/agent.ts';
import type { AgentCall } from '../../main/agent/agent-call.ts';
import { AppError } from '../../shared/errors.ts';

const [profileFolder = '', killAt = ''] = process.argv.slice(2);

function reach(point: string): void {
  if (point === killAt) process.kill(process.pid, 'SIGKILL');
}

let offsetMs = 0;
const clock: Clock = {
  nowMs: () => Date.now() + offsetMs,
  sleep: async (ms, signal) => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    signal?.throwIfAborted();
    offsetMs += ms;
  },
};
const log = createLog({
  clock,
  write: (line) => {
    const { event, stage } = JSON.parse(line) as { event: string; stage?: string };
    reach(stage === undefined ? event : `${event} ${stage}`);
  },
});

const session = await openNodeProfile({ profileFolder, policyPath: null, caFile: null, kind: 'agent' });
const stopping = new AbortController();
process.on('message', () => stopping.abort());

const call: AgentCall = async (name, input) => {
  reach(`before ${name}`);
  const reply = await session.call(name, input, { origin: 'agent' });
  reach(`after ${name}`);
  if (reply.ok) return reply.value as never;
  throw new AppError(reply.error.code, reply.error.message);
};

await runAgent({
  ...{ profileFolder, call, clock, log, version: '0.0.0', pid: process.pid },
  onState: session.onState,
  role: session.role,
  tell: (health) => void process.send?.(health),
  stop: stopping.signal,
});
await session.close();
process.disconnect();
