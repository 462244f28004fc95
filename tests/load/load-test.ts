import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { spreadOf } from '../../bench/figures.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { launchChromium } from '../helpers/chromium.ts';
import { builtRenderer } from '../helpers/fake-page.ts';
import { makeSendingProfile } from '../helpers/sending-profile.ts';
import { documentOf, goOn, subjectOf } from './load-plan.ts';
import type { LoadOrder, LoadReport, LoadSample } from './load-plan.ts';
import { createPaceMeter } from './pace-meter.ts';
import { watchWindow } from './watched-window.ts';
import type { WindowFigures } from './watched-window.ts';

// `npm run test:load [-- --documents N --minutes N --accounts N --no-window --keep-documents-days N]`: the real app sends very many small
// documents while a window looks on; the servers measure its pace in the minutes of a virtual clock. For as many real minutes as are
// asked for, batches of so many documents follow each other.

const { values } = parseArgs({
  options: {
    documents: { type: 'string', default: '10000' },
    minutes: { type: 'string', default: '0' },
    accounts: { type: 'string', default: '20' },
    'keep-documents-days': { type: 'string', default: '7' },
    'no-window': { type: 'boolean', default: false },
  },
});
const batch = Number(values.documents);
const minutes = Number(values.minutes);
const accountCount = Number(values.accounts);
const keepDocumentsDays = Number(values['keep-documents-days']);
if (
  ![batch, accountCount, minutes + 1, keepDocumentsDays + 1].every(
    (each) => Number.isSafeInteger(each) && each > 0,
  )
) {
  process.stderr.write(
    'error: --documents and --accounts want whole numbers from 1 on, the others from 0 on.\n',
  );
  process.exit(64);
}

const say = (line: string) => void process.stdout.write(`${line}\n`);
const megabytes = (bytes: number) => (bytes / 1024 / 1024).toFixed(1);

/** What services allow one mailbox, as their documentation says; of the password accounts' server nothing is known. */
const allowed = {
  google: { connections: 2, messagesPerMinute: 60 },
  microsoft: { connections: 2, messagesPerMinute: 30 },
} as const;
/** More than the garbage collector, caches and prepared statements account for, and far less than all the messages. */
const mayGrowBytes = 16 * 1024 * 1024;
/** Connections come and go with the messages. */
const mayGrowHandles = 40;
const samples = 10;
const minuteMs = 60_000;

const shownHoldings = ({ heapBytes, rssBytes, handles, threads }: LoadSample): string =>
  `heap ${megabytes(heapBytes)} MB  RSS ${megabytes(rssBytes)} MB  ${handles ?? '?'} handles  ${threads ?? '?'} threads`;

function sayWindow({ actsMs, frameGapsMs, heapBytes, complaints }: WindowFigures): void {
  for (const [act, each] of Object.entries(actsMs)) {
    const { median, max } = spreadOf(each);
    say(
      `window: ${act} answered in ${median.toFixed(0)} ms (${each.length} times, at most ${max.toFixed(0)} ms)`,
    );
  }
  const at = (share: number) => frameGapsMs[Math.floor(frameGapsMs.length * share)]?.toFixed(0) ?? '?';
  say(
    `window: ${frameGapsMs.length} frames, ${at(0.5)} ms apart, 1 % more than ${at(0.01)} ms, at most ${at(0)} ms; ` +
      `heap ${heapBytes.map(megabytes).join(' → ')} MB`,
  );
  for (const complaint of complaints) say(`window: ${complaint}`);
}

const sandbox = await startSandbox();
const folder = await mkdtemp(join(tmpdir(), 'smtp-setup-load-'));
const browser = values['no-window'] ? null : await launchChromium();
let exitCode = 1;
try {
  const profileFolder = join(folder, 'profile');
  const accounts = await makeSendingProfile(sandbox, profileFolder, {
    ...{ accountCount, businessObject: 'Load', takesAllWays: true },
  });
  const order: LoadOrder = {
    ...{ profileFolder, policyFile: sandbox.policyFile, keepDocumentsDays },
    ...{ documents: batch, forMs: minutes * minuteMs },
    accountIds: accounts.map(({ id }) => id),
    rendererFolder: browser && (await builtRenderer()),
    sampleEvery: minutes > 0 ? batch : Math.ceil(batch / samples),
  };
  const child = fork(join(import.meta.dirname, 'load-worker.ts'), [JSON.stringify(order)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: ['--expose-gc', ...process.execArgv],
  });
  const answer = () => void child.send(goOn);
  const exited = once(child, 'exit');

  const meter = createPaceMeter();
  const arrived = new Map<string, string[]>();
  const takeArrived = (atMs: number) => {
    const messages = sandbox.inbox.messages();
    meter.take(
      atMs,
      sandbox.log.smtpEvents(),
      messages.map(({ account }) => account),
    );
    for (const { subject, attachments } of messages) {
      arrived.set(subject, [...(arrived.get(subject) ?? []), attachments[0]?.sha256 ?? '']);
    }
    sandbox.inbox.clear();
    sandbox.log.clear();
  };

  const measured: LoadSample[] = [];
  let window: Awaited<ReturnType<typeof watchWindow>> | null = null;
  let beganAtMs = 0;
  let virtualMs = 0;
  let firstMs: number | null = null;
  const over = new Promise<Extract<LoadReport, { kind: 'over' }>>((resolve, reject) => {
    void exited.then(() => reject(new Error('the program ended by itself')));
    child.on('message', (report: LoadReport) => {
      if (report.kind === 'sample') {
        const { sample } = report;
        const { sent, realMs, cpuMs, delayMs, pushes } = sample;
        measured.push(sample);
        say(
          `${String(sent).padStart(6)} sent  ${(realMs / 1000).toFixed(1).padStart(6)} s  CPU ${(cpuMs / 1000).toFixed(1)} s  ` +
            `${shownHoldings(sample)}  event loop p99 ${delayMs.p99.toFixed(0)} ms, max ${delayMs.max.toFixed(0)} ms  ` +
            `${pushes.count} pushes of ${(pushes.bytes / Math.max(1, pushes.count)).toFixed(0)} bytes`,
        );
      } else if (report.kind === 'idle' || report.kind === 'over') {
        firstMs ??= report.nowMs;
        virtualMs = report.nowMs - firstMs;
        takeArrived(report.nowMs);
        if (report.kind === 'over') resolve(report);
        else answer();
      } else {
        void (async () => {
          if (browser && report.url !== null) window = await watchWindow(browser, report.url);
          beganAtMs = performance.now();
          answer();
        })().catch(reject);
      }
    });
  });
  const { documents, states } = await over;
  const realS = (performance.now() - beganAtMs) / 1000;
  const figures = await (window as Awaited<ReturnType<typeof watchWindow>> | null)?.end();
  answer();
  await exited;

  const faults: string[] = [];
  let lost = 0;
  let doubled = 0;
  for (let number = 0; number < documents; number += 1) {
    const copies = arrived.get(subjectOf(number)) ?? [];
    const sha256 = createHash('sha256').update(documentOf(number)).digest('hex');
    if (!copies.includes(sha256)) lost += 1;
    if (copies.length > 1) doubled += 1;
  }
  if (states['sent'] !== documents) faults.push(`not all are sent: ${JSON.stringify(states)}`);
  for (const { mailbox, connections, messagesPerMinute } of meter.measured()) {
    const provider = accounts.find(({ address }) => address.toLowerCase() === mailbox)?.provider;
    say(
      `${mailbox} (${provider}): at most ${connections} connections, ${messagesPerMinute} messages a minute`,
    );
    const limits = provider === 'google' || provider === 'microsoft' ? allowed[provider] : null;
    if (!limits) continue;
    if (connections > limits.connections || messagesPerMinute > limits.messagesPerMinute) {
      faults.push(`${mailbox} was faster than its service allows`);
    }
  }
  const isPaceKept = !faults.some((fault) => fault.includes('faster'));
  const [, warm] = measured;
  const last = measured.at(-1);
  const grownBytes = (last?.heapBytes ?? Number.NaN) - (warm?.heapBytes ?? Number.NaN);
  if (!(grownBytes <= mayGrowBytes)) faults.push('the memory is not flat');
  for (const what of ['handles', 'threads'] as const) {
    const [before, after] = [warm?.[what] ?? 0, last?.[what] ?? 0];
    if (after > before + mayGrowHandles) faults.push(`the ${what} are not flat: ${before} → ${after}`);
  }
  if (figures) sayWindow(figures);
  for (const each of [warm, last]) if (each) say(`after ${each.sent} messages: ${shownHoldings(each)}`);
  say(
    `${realS.toFixed(1)} s, ${(virtualMs / minuteMs).toFixed(0)} minutes of the virtual clock, ` +
      `${(documents / realS).toFixed(0)} documents a second`,
  );
  for (const fault of faults) say(fault);
  exitCode = lost + doubled + faults.length === 0 ? 0 : 1;
  say(
    `${documents} documents, ${accountCount} accounts: ${lost} lost, ${doubled} doubled, ` +
      `pace ${isPaceKept ? 'kept' : 'not kept'}, memory ${grownBytes < 0 ? '' : '+'}${megabytes(grownBytes)} MB`,
  );
} finally {
  await browser?.close();
  await sandbox.close();
  await rm(folder, { recursive: true, force: true });
}
process.exit(exitCode);
