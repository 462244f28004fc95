import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createApp } from '../../main/app.ts';
import { createLog } from '../../main/log.ts';
import { createPreviewServer } from '../../main/loopback/http-server.ts';
import { createNodePorts } from '../../main/loopback/node-ports.ts';
import { createKeyFileCipher } from '../../main/vault/key-file-cipher.ts';
import { hasSealedFiles } from '../../main/vault/vault-file.ts';
import { outboxStates } from '../../shared/message.ts';
import type { OutboxState } from '../../shared/message.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { systemClock, systemRandom } from '../helpers/system-ports.ts';
import { untilIdle } from '../helpers/until-idle.ts';
import { documentOf, subjectOf } from './load-plan.ts';
import type { LoadOrder, LoadReport } from './load-plan.ts';

// The real app on a real profile, with a clock that stands still while anything is under way: how fast mailboxes may send is
// a matter of its minutes, not of real ones.
const order = JSON.parse(process.argv[2] ?? '') as LoadOrder;
const { profileFolder, accountIds, sampleEvery, keepDocumentsDays } = order;
const tell = (report: LoadReport) => void process.send?.(report);

const idleCheckMs = 5;
const nsInMs = 1e6;
const usInMs = 1e3;
/** What a stopping app waits for at most, on its clock. */
const stopMs = 60_000;

const { platform, env } = process;
const clock = createFakeClock();
const log = createLog({ write: () => undefined, clock: systemClock });
const app = await createApp({
  ports: createNodePorts({
    ...{ profileFolder, platform, env, log, clock },
    cipher: createKeyFileCipher({
      path: join(profileFolder, 'vault.key'),
      random: systemRandom,
      platform,
      sealedFilesExist: () => hasSealedFiles(profileFolder),
    }),
  }),
  profileFolder,
  host: { kind: 'preview', platform: 'linux', version: '0.0.0', userName: 'sa' },
  policyPath: order.policyFile,
  ...{ caFile: null, delivery: 'at-start', isDevelopment: true },
});

async function call<Value>(name: string, input: unknown, origin: 'user' | 'agent' = 'user'): Promise<Value> {
  const reply = await app.call(name, input, { origin });
  if (!reply.ok) throw new Error(`${name}: ${reply.error.code}: ${reply.error.message}`);
  return reply.value as Value;
}

/** How many entries Linux lists of this process. */
function listed(what: 'fd' | 'task'): number | null {
  return platform === 'linux' ? readdirSync(`/proc/self/${what}`).length : null;
}

let pushes = { count: 0, bytes: 0 };
const delays = monitorEventLoopDelay({ resolution: 1 });
let nextSample = sampleEvery;
let sampledAtMs = performance.now();
let cpuBefore = process.cpuUsage();
function sample(sent: number): void {
  delays.disable();
  const delayMs = { p99: delays.percentile(99) / nsInMs, max: delays.max / nsInMs };
  const realMs = performance.now() - sampledAtMs;
  const { user, system } = process.cpuUsage(cpuBefore);
  const cpuMs = (user + system) / usInMs;
  // What buffers hold goes with the second collection.
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  const memory = { heapBytes: heapUsed + external, rssBytes: rss };
  const kept = { handles: listed('fd'), threads: listed('task') };
  tell({ kind: 'sample', sample: { sent, realMs, cpuMs, ...memory, ...kept, delayMs, pushes } });
  pushes = { count: 0, bytes: 0 };
  delays.reset();
  delays.enable();
  sampledAtMs = performance.now();
  cpuBefore = process.cpuUsage();
}

let counts = Object.fromEntries(outboxStates.map((state) => [state, 0])) as Record<OutboxState, number>;
let version = 0;
app.onState((push) => {
  pushes = { count: pushes.count + 1, bytes: pushes.bytes + JSON.stringify(push).length };
  const outbox = 'state' in push ? push.state.outbox : push.slices.outbox;
  if (!outbox) return;
  ({ counts, version } = outbox);
  while (counts.sent >= nextSample) {
    sample(nextSample);
    nextSample += sampleEvery;
  }
});

async function handOver(number: number): Promise<void> {
  // Of each account half as a person's, half as a program's: the two have not the same pace.
  const origin = Math.floor(number / accountIds.length) % 2 === 0 ? 'user' : 'agent';
  const subject = subjectOf(number);
  const { documentId } = await call<{ documentId: string }>(
    'documentBegin',
    { name: `${subject}.txt` },
    origin,
  );
  const base64 = documentOf(number).toString('base64');
  await call('documentAppend', { documentId, offsetBytes: 0, base64 }, origin);
  await call('documentEnd', { documentId }, origin);
  const message = { records: [], to: ['kay@fabrikam.test'], cc: [], bcc: [], subject, body: 'Attached.' };
  const accountId = accountIds[number % accountIds.length];
  const more = { submissionKey: `load-document-${number}`, accountId, documentIds: [documentId] };
  await call('outboxSubmit', { ...message, ...more }, origin);
}

let hear: () => void = () => undefined;
process.on('message', () => hear());
/** Resolves when the program is told to go on. */
const nextWord = () => new Promise<void>((resolve) => (hear = resolve));

/** Lets the time pass until nothing waits to be sent any more. */
async function sendAll(): Promise<void> {
  for (;;) {
    await untilIdle(() => ({ counts, version }), idleCheckMs);
    if (counts.queued === 0) return;
    const next = nextWord();
    tell({ kind: 'idle', nowMs: clock.nowMs() });
    await next;
    const wakeMs = clock.nextWakeMs();
    if (wakeMs !== null) await clock.advance(Math.max(0, wakeMs - clock.nowMs()));
  }
}

await call('settingsSave', { keepDocumentsDays });
let url: string | null = null;
if (order.rendererFolder !== null) {
  const token = randomBytes(32).toString('base64url');
  const { rendererFolder } = order;
  const server = { session: app, rendererFolder, token, port: 0, clock: systemClock, log };
  ({ url } = await createPreviewServer(server));
}
tell({ kind: 'ready', url });
await nextWord();
sample(0);
let documents = 0;
const endsAtMs = performance.now() + order.forMs;
do {
  const batchEnd = documents + order.documents;
  for (; documents < batchEnd; documents += 1) await handOver(documents);
  await sendAll();
} while (performance.now() < endsAtMs);
const ended = nextWord();
tell({ kind: 'over', nowMs: clock.nowMs(), documents, states: counts });
await ended;
const stopped = app.stop();
await clock.advance(stopMs);
await stopped;
process.exit(0);
