import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { outboxStates } from '../../shared/message.ts';
import { writeWhole } from '../whole-file.ts';
import { late } from '../../shared/late-schema.ts';

const text = z.string();

const agentHealth = late(() =>
  z.object({
    version: text,
    pid: z.int(),
    /** The agent owns the profile, or asks whoever does, or has ended in good order. */
    role: z.enum(['owner', 'client', 'ended']),
    /** ISO 8601, UTC. */
    time: text,
    startedAt: text,
    counts: z.record(z.enum(outboxStates), z.int()),
    ready: z.int(),
    notChecked: z.int(),
    notReady: z.array(z.object({ accountId: z.int(), status: text, because: text.nullable() })),
    watch: z.array(
      z.object({
        ...{ id: z.int(), folder: text, state: z.enum(['watching', 'unreachable']) },
        ...{ waiting: z.int(), onTheWay: z.int(), problem: text.nullable() },
        /** The document that was at its end last. */
        last: z.object({ file: text, outcome: z.enum(['sent', 'failed']), timeMs: z.int() }).nullable(),
      }),
    ),
    /** What went wrong last, and when; null: nothing since the start. */
    lastError: z.object({ time: text, message: text }).nullable(),
  }),
);

/** How the agent is: one line of JSON. */
export type AgentHealth = z.infer<typeof agentHealth>;

/** Where the agent writes how it is. */
export function agentHealthPath(profileFolder: string): string {
  return join(profileFolder, 'agent-health.json');
}

/** Writes the health line, whole or not at all; rejects as the system does. */
export async function writeAgentHealth(profileFolder: string, health: AgentHealth): Promise<void> {
  await writeWhole(agentHealthPath(profileFolder), `${JSON.stringify(health)}\n`);
}

/** Answers the last health line; null: there is none that could be read. */
export async function readAgentHealth(profileFolder: string): Promise<AgentHealth | null> {
  try {
    return agentHealth.parse(JSON.parse(await readFile(agentHealthPath(profileFolder), 'utf8')));
  } catch {
    return null;
  }
}
