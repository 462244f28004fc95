import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { relayPassword, relayPasswordBytes } from '../../shared/relay.ts';
import { createRandom } from '../helpers/repeatable-random.ts';
import { makeSendingProfile } from '../helpers/sending-profile.ts';
import { contentOf, planKill } from './crash-plan.ts';
import type { CrashItem, CrashMessage, CrashOrder, CrashReport, KillPlan } from './crash-plan.ts';
import { handOver, relayedMessageId } from './relay-client.ts';
import type { RelayedMessage, RelayReply } from './relay-client.ts';

// `npm run test:crash [-- --kills N --seed S]`: a program that sends is killed again and again at chosen steps and at any moment; in the
// end every message has come to a state that is true.

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '500' }, seed: { type: 'string', default: '1' } },
});
const kills = Number(values.kills);
const seed = Number(values.seed);
if (![kills, seed].every((number) => Number.isSafeInteger(number) && number > 0)) {
  process.stderr.write('error: --kills and --seed want whole numbers from 1 on.\n');
  process.exit(64);
}
const random = createRandom(seed);

const say = (line: string) => void process.stdout.write(`${line}\n`);

const accountCount = 20;
const messagesEach = 4;
/** Longer than the wait after a failed try, and an access token lives through a few. */
const roundMs = 10 * 60_000;
/** A program that does not come to its step is ended then. */
const patienceMs = 2_500;
const drainRounds = 60;
/** What hands messages over by SMTP, from a process that lives on: it knows what it was told. */
const relayProgram = { user: 'erp', password: relayPassword(randomBytes(relayPasswordBytes)) };
/** In each life, one after the other. */
const relayedEach = 2;

/** A program's life, from outside. */
function start(order: CrashOrder, hear: (report: CrashReport) => void): ChildProcess {
  const child = fork(join(import.meta.dirname, 'crash-worker.ts'), [JSON.stringify(order)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: [],
  });
  child.on('message', (report: CrashReport) => hear(report));
  return child;
}

const sandbox = await startSandbox();
const folder = await mkdtemp(join(tmpdir(), 'smtp-setup-crash-'));
const profileFolder = join(folder, 'profile');
const witnessFile = join(folder, 'witness');
let exitCode = 1;
try {
  const accounts = await makeSendingProfile(sandbox, profileFolder, {
    accountCount,
    businessObject: 'Crash',
    relayProgram,
  });
  const accountIds = accounts.map(({ id }) => id);
  const messages: CrashMessage[] = [];
  /** Who has an answer, and which. */
  const taken = new Map<string, string>();
  /** What was handed over by SMTP, and what the program was told. */
  const relayed: { readonly message: RelayedMessage; readonly reply: RelayReply }[] = [];
  let doubled = 0;
  let round = 0;
  let killed = 0;

  const orderOf = (plan: KillPlan, list: readonly CrashMessage[]): CrashOrder => ({
    ...{ profileFolder, policyFile: sandbox.policyFile, witnessFile, plan, messages: list },
    offsetMs: round * roundMs,
  });
  const note = (report: CrashReport) => {
    if (report.kind !== 'taken') return;
    const before = taken.get(report.key);
    // The same message under two numbers would go out twice.
    if (before !== undefined && before !== report.itemId) doubled += 1;
    taken.set(report.key, report.itemId);
  };
  /** Without a reply the program knows nothing: the app has the message once, or not at all. */
  async function handOverSome(port: number): Promise<void> {
    for (let count = 0; count < relayedEach; count += 1) {
      const { id: accountId, address: from } = random.pick(accounts);
      const key = `relayed-${seed}-${relayed.length}`;
      const sizeBytes = 1 + random.upTo(random.chance(0.2) ? 200_000 : 4_000);
      const message = { key, accountId, from, sizeBytes };
      const reply = await handOver(port, relayProgram, message);
      relayed.push({ message, reply });
      if (reply.kind === 'silence') return;
    }
  }
  const unanswered = () => messages.filter(({ key }) => !taken.has(key));

  while (killed < kills) {
    round += 1;
    for (let count = 0; count < messagesEach; count += 1) {
      messages.push({
        key: `crash-${seed}-${messages.length}`,
        accountId: random.pick(accountIds),
        sizeBytes: 1 + random.upTo(random.chance(0.1) ? 200_000 : 4_000),
      });
    }
    const plan = planKill(random, round);
    let ended = false;
    const handing: Promise<void>[] = [];
    const child = start(orderOf(plan, unanswered()), (report) => {
      note(report);
      if (report.kind === 'relay') handing.push(handOverSome(report.port));
      if (report.kind !== 'ready' || plan.kind === 'never') return;
      const ms = plan.kind === 'after' ? plan.ms : patienceMs;
      setTimeout(() => !ended && child.kill('SIGKILL'), ms);
    });
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    ended = true;
    await Promise.all(handing);
    if (signal !== 'SIGKILL')
      throw new Error(`a program ended by itself in round ${round} (exit code ${code})`);
    killed += 1;
    if (killed % 50 === 0) say(`${killed} of ${kills} kills, ${messages.length} messages`);
  }

  /** Asks a program that is left alone, and ends it. */
  async function ask<Kind extends CrashReport['kind']>(
    question: Kind,
    waitMs: number,
  ): Promise<Extract<CrashReport, { kind: Kind }> | null> {
    round += 1;
    const answered = Promise.withResolvers<Extract<CrashReport, { kind: Kind }> | null>();
    const child = start(orderOf({ kind: 'never' }, unanswered()), (report) => {
      note(report);
      if (report.kind === question) answered.resolve(report as Extract<CrashReport, { kind: Kind }>);
    });
    const asking = setInterval(() => child.connected && child.send(question), 200);
    const timer = setTimeout(() => answered.resolve(null), waitMs);
    const answer = await answered.promise;
    clearInterval(asking);
    clearTimeout(timer);
    const gone = once(child, 'exit');
    child.send('end');
    await gone;
    return answer;
  }

  let isIdle = false;
  for (let count = 0; count < drainRounds && !isIdle; count += 1)
    isIdle = (await ask('idle', 4_000)) !== null;
  const items: readonly CrashItem[] = (await ask('items', 30_000))?.items ?? [];
  const lostGrants = (await ask('grants', 60_000))?.lost ?? ['no answer'];

  const witness = new Set(existsSync(witnessFile) ? readFileSync(witnessFile, 'utf8').split('\n') : []);
  const arrived = new Map<string, readonly string[]>();
  for (const { messageId = '', attachments } of sandbox.inbox.messages()) {
    arrived.set(messageId, [...(arrived.get(messageId) ?? []), attachments[0]?.sha256 ?? '']);
  }
  const byId = new Map(items.map((item) => [item.itemId, item]));
  const faults: string[] = [];
  const tally = { lost: 0, falsely: 0, sent: 0, unconfirmed: 0, needless: 0, between: 0 };
  /** Counts what became of a message that was taken over; null: it has no item. */
  function judge(message: CrashMessage, item: CrashItem | null): void {
    const copies = arrived.get(item?.messageId ?? '') ?? [];
    const sha256 = createHash('sha256').update(contentOf(message)).digest('hex');
    const isWhole = copies.every((copy) => copy === sha256);
    if (copies.length > 1) doubled += 1;
    const isTrue =
      (item?.state === 'sent' && copies.length === 1) ||
      (item?.state === 'unconfirmed' && copies.length <= 1);
    if (!item || !isTrue || !isWhole) {
      tally.lost += 1;
      faults.push(
        `${message.key}: ${item ? `${item.state} ${item.because ?? ''}` : 'no item'}, ${copies.length} arrived`,
      );
    }
    if (item?.state === 'sent') tally.sent += 1;
    if (item?.state !== 'unconfirmed') return;
    tally.unconfirmed += 1;
    if (copies.length === 0) tally.needless += 1;
    const { sequence } = item;
    if (witness.has(`handed ${sequence}`)) return;
    // The record comes before the last byte: who dies between the two leaves a message that only a person can decide about.
    if (witness.has(`ending ${sequence}`) && !witness.has(`late ${sequence}`)) tally.between += 1;
    else {
      tally.falsely += 1;
      faults.push(`${message.key}: unconfirmed, and its last byte was never handed over`);
    }
  }
  for (const message of messages) judge(message, byId.get(taken.get(message.key) ?? '') ?? null);
  const known = new Set(taken.values());
  const replies = { accepted: 0, refused: 0, silence: 0 };
  for (const { message, reply } of relayed) {
    replies[reply.kind] += 1;
    const messageId = relayedMessageId(message);
    const own = items.filter((item) => item.messageId === messageId);
    for (const { itemId } of own) known.add(itemId);
    if (own.length > 1) doubled += 1;
    if (reply.kind === 'accepted') judge(message, byId.get(reply.itemId) ?? null);
    else if (reply.kind === 'silence') for (const item of own) judge(message, item);
    else faults.push(`${message.key}: ${reply.reply}`);
    if (own.length === 0 && arrived.has(messageId)) faults.push(`${message.key}: arrived without an item`);
  }
  if (replies.accepted === 0) faults.push('the relay took nothing over');
  const strangers = items.length - known.size;
  if (strangers !== 0) faults.push(`${strangers} items that nobody knows of`);
  for (const fault of [...faults, ...lostGrants]) say(fault);
  say(
    `${messages.length + relayed.length} messages: ${tally.sent} sent, ${tally.unconfirmed} unconfirmed, ${tally.needless} of them did not arrive, ` +
      `${tally.between} killed between the record and the last byte`,
  );
  say(
    `${relayed.length} of them by the relay: ${replies.accepted} accepted, ${replies.silence} without a reply`,
  );
  const isWell = faults.length === 0 && lostGrants.length === 0 && doubled === 0 && isIdle;
  exitCode = isWell ? 0 : 1;
  if (!isIdle) say('some messages were still waiting in the end');
  say(
    `${killed} kills, seed ${seed}: ${tally.lost} lost, ${doubled} doubled, ${tally.falsely} falsely unconfirmed, ` +
      `${lostGrants.length} grants lost`,
  );
} finally {
  await sandbox.close();
  await rm(folder, { recursive: true, force: true });
}
process.exitCode = exitCode;
