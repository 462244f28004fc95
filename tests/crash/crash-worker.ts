import { appendFileSync, promises as files } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { StatementSync } from 'node:sqlite';
import type { SQLInputValue, StatementResultingChanges } from 'node:sqlite';
import { contentOf } from './crash-plan.ts';
import type { CrashOrder, CrashReport, RecordName, StepKind } from './crash-plan.ts';
import type { OutboxItem, OutboxPage, OutboxState } from '../../shared/message.ts';

// One life of a program that sends, for a test that ends it at a chosen step: the real app on a real profile.
const order = JSON.parse(process.argv[2] ?? '') as CrashOrder;
const { plan, profileFolder, witnessFile } = order;
const tell = (report: CrashReport) => void process.send?.(report);
const witness = (line: string) => appendFileSync(witnessFile, `${line}\n`);
const die = () => process.kill(process.pid, 'SIGKILL');

const counted = new Map<string, number>();
/** Dies where the plan says so. */
function step(kind: StepKind | RecordName, when: 'before' | 'after'): void {
  if (plan.kind === 'never' || plan.kind === 'after' || plan.when !== when) return;
  if (kind !== (plan.kind === 'record' ? plan.name : plan.kind)) return;
  const count = (counted.get(kind) ?? 0) + 1;
  counted.set(kind, count);
  if (count === plan.nth) die();
}

/** Which record of the outbox a statement makes, and of which item. */
function recordOf(
  sql: string,
  values: readonly SQLInputValue[],
): { name: RecordName; sequence: number } | null {
  if (/^\s*insert into items/.test(sql)) return { name: 'submitted', sequence: 0 };
  if (!/^\s*update items set account_id/.test(sql)) return null;
  const [, state, ending] = values;
  const sequence = Number(values.at(-1));
  if (state === 'sending') return { name: ending ? 'ending' : 'sending', sequence };
  return state === 'sent' ? { name: 'sent', sequence } : null;
}

/** Items that are recorded as ending and whose last byte comes next; a death in between is no fault, life after that is. */
const ending = new Set<number>();
const lateMs = 100;
type Run = (this: StatementSync, ...values: SQLInputValue[]) => StatementResultingChanges;
const statements = StatementSync.prototype as unknown as { run: Run };
const { run } = statements;
statements.run = function (...values) {
  const record = recordOf(this.sourceSQL, values);
  step('statement', 'before');
  if (record) step(record.name, 'before');
  const result = run.apply(this, values);
  if (record?.name === 'ending') {
    witness(`ending ${record.sequence}`);
    ending.add(record.sequence);
    const { sequence } = record;
    setTimeout(() => ending.has(sequence) && witness(`late ${sequence}`), lateMs).unref();
  }
  step('statement', 'after');
  if (record) step(record.name, 'after');
  return result;
};

const { rename } = files;
files.rename = async (...paths) => {
  step('rename', 'before');
  await rename(...paths);
  step('rename', 'after');
};
syncBuiltinESMExports();

interface Writes {
  _writeGeneric: (this: Socket, ...given: unknown[]) => unknown;
}
const sockets = Socket.prototype as unknown as Writes;
const { _writeGeneric } = sockets;
sockets._writeGeneric = function (...given) {
  step('socket-write', 'before');
  for (const sequence of ending) witness(`handed ${sequence}`);
  ending.clear();
  const result = _writeGeneric.apply(this, given);
  step('socket-write', 'after');
  return result;
};

const { fetch } = globalThis;
globalThis.fetch = async (...given) => {
  step('request', 'before');
  const answering = fetch(...given);
  step('request', 'after');
  const answer = await answering;
  step('answer', 'before');
  queueMicrotask(() => step('answer', 'after'));
  return answer;
};

// The whole process lives by the moved clock, libraries included; else a token would have two ages.
const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...given: [] | [number]) {
    if (given.length === 0) super(RealDate.now() + order.offsetMs);
    else super(...given);
  }
  static override now(): number {
    return RealDate.now() + order.offsetMs;
  }
} as DateConstructor;

const [{ createApp }, { createLog }, { nodeClock, nodeRandom }, { createNodePorts }, { joinProfile }] =
  await Promise.all([
    import('../../main/app.ts'),
    import('../../main/log.ts'),
    import('../../main/loopback/node-clock.ts'),
    import('../../main/loopback/node-ports.ts'),
    import('../../main/owner/profile-session.ts'),
  ]);
const { createKeyFileCipher } = await import('../../main/vault/key-file-cipher.ts');
const { hasSealedFiles } = await import('../../main/vault/vault-file.ts');
const { platform, env } = process;
const log = createLog({ write: () => undefined, clock: nodeClock });
const session = await joinProfile({
  profileFolder,
  startApp: async () =>
    createApp({
      ports: createNodePorts({
        ...{ profileFolder, platform, env, log },
        clock: nodeClock,
        cipher: createKeyFileCipher({
          path: join(profileFolder, 'vault.key'),
          random: nodeRandom,
          platform,
          sealedFilesExist: () => hasSealedFiles(profileFolder),
        }),
      }),
      profileFolder,
      host: { kind: 'command-line', platform: 'linux', version: '0.0.0', userName: 'sa' },
      policyPath: order.policyFile,
      caFile: null,
      delivery: 'at-start',
      isDevelopment: true,
    }),
  ...{ clock: nodeClock, random: nodeRandom, log, platform },
});

type Call = typeof session.call;
async function call<Value>(...[name, input]: [Parameters<Call>[0], unknown]): Promise<Value> {
  const reply = await session.call(name, input, { origin: 'agent' });
  if (!reply.ok) throw new Error(`${name}: ${reply.error.code}: ${reply.error.message}`);
  return reply.value as Value;
}

async function submit(message: CrashOrder['messages'][number]): Promise<void> {
  const { key, accountId } = message;
  const { documentId } = await call<{ documentId: string }>('documentBegin', { name: `${key}.pdf` });
  const base64 = contentOf(message).toString('base64');
  await call('documentAppend', { documentId, offsetBytes: 0, base64 });
  await call('documentEnd', { documentId });
  const { itemId } = await call<{ itemId: string }>('outboxSubmit', {
    ...{ submissionKey: key, accountId, records: [], to: ['kay@fabrikam.test'], cc: [], bcc: [] },
    ...{ subject: key, body: 'Attached.', documentIds: [documentId] },
  });
  tell({ kind: 'taken', key, itemId });
}

async function itemsIn(states: readonly OutboxState[]): Promise<readonly OutboxItem[]> {
  const items: OutboxItem[] = [];
  for (let beforeSequence: number | null = null; ;) {
    const page: OutboxPage = await call('outboxPage', { states, beforeSequence, limit: 500 });
    items.push(...page.items);
    beforeSequence = page.nextBeforeSequence;
    if (beforeSequence === null) return items;
  }
}

/** Says where the relay listens, as soon as it does. */
async function tellRelay(): Promise<void> {
  for (;;) {
    const [first] = (await call<{ listening: readonly string[] }>('relayStatus', {})).listening;
    if (first !== undefined) return tell({ kind: 'relay', port: Number(first.split(':').at(-1)) });
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

tell({ kind: 'ready' });
// Whoever is told to end before it listens has nothing to tell.
void tellRelay().catch(() => undefined);
for (const message of order.messages) {
  await submit(message).catch((error: unknown) =>
    tell({ kind: 'refused', key: message.key, reason: String(error) }),
  );
}

let isEnding = false;
process.on('message', (question: 'idle' | 'items' | 'grants' | 'end') => {
  const answer = async () => {
    if (question === 'end') {
      isEnding = true;
      await session.close();
      process.disconnect();
    } else if (question === 'idle') {
      const due = await itemsIn(['queued', 'sending']);
      if (due.length === 0) tell({ kind: 'idle' });
    } else if (question === 'items') {
      const items = await itemsIn([]);
      tell({
        kind: 'items',
        items: items.map(({ itemId, sequence, state, messageId, because }) => {
          return { itemId, sequence, state, messageId, because };
        }),
      });
    } else {
      const { state } = await call<{ state: { accounts: readonly { id: number; provider: string }[] } }>(
        'stateGet',
        {},
      );
      const lost: string[] = [];
      for (const { id, provider } of state.accounts) {
        if (provider === 'none') continue;
        await call('accountsRenew', { accountId: id }).catch((error: unknown) =>
          lost.push(`${id}: ${String(error)}`),
        );
      }
      tell({ kind: 'grants', lost });
    }
  };
  answer().catch((error: unknown) => {
    // What was asked right before the end has no answer any more.
    if (!isEnding) throw error;
  });
});
