import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../../tests/helpers/chromium.ts';
import { clickSignIn } from '../../tests/helpers/click-pages.ts';
import type { Clicks, Person } from '../../tests/helpers/click-pages.ts';
import { draftOf } from '../../shared/account.ts';
import type { AccountRow } from '../../shared/account.ts';
import type { OutboxItem, OutboxState } from '../../shared/message.ts';
import type { CustomProvider } from '../../shared/settings.ts';
import { openDoor } from './door.ts';
import { addBySignIn, createClient, examplePdf, settled, submitDocument } from './journey.ts';
import type { Client } from './journey.ts';
import { run, runToEnd } from './processes.ts';
import type { Running } from './processes.ts';
import { addShared, addCustomProvider, checkAll } from './ways.ts';
import { sendByAgent, sendByRelay } from './unattended.ts';
import type { Unattended } from './unattended.ts';

type Line = { readonly step: string; readonly ok: boolean } & Record<string, unknown>;

interface SandboxLine {
  readonly inbox: string;
  readonly faults: string;
  readonly policyFile: string;
  readonly smtp: { readonly starttls: number };
  readonly people: readonly (Person & { readonly provider: 'google' | 'microsoft' | 'none' })[];
  readonly customPeople: readonly Person[];
  readonly customProvider: { readonly entry: CustomProvider; readonly clientSecret: string };
}

interface World {
  readonly root: string;
  readonly profile: string;
  readonly env: NodeJS.ProcessEnv;
  readonly sandbox: SandboxLine;
  readonly browser: Browser;
  /** How many messages wait for the one sign-in. */
  readonly batchSize: number;
  /** URLs that the app handed to the system browser, in order. */
  readonly opened: string[];
  /** All that our processes printed. */
  readonly outputs: string[];
  /** What steps made that must stay secret. */
  readonly secrets: string[];
  preview: Running;
  client: Client;
  google: AccountRow;
  microsoft: AccountRow;
  held: OutboxItem;
}

const root = join(import.meta.dirname, '..', '..');
const startWithinMs = 60_000;
/** Gmail takes 60 messages a minute of one mailbox. */
const batchPatienceMs = 5 * 60_000;
const crashBatchSize = 12;
const finalStates = ['sent', 'failed', 'held', 'unconfirmed', 'cancelled'];

async function fault(world: World, name: string, body: object = {}): Promise<void> {
  const response = await fetch(`${world.sandbox.faults}/${name}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok)
    throw new Error(`the sandbox refused the fault ${name}: ${response.status} ${await response.text()}`);
}

function person(world: World, provider: string, index = 0): SandboxLine['people'][number] {
  const found = world.sandbox.people.filter((each) => each.provider === provider)[index];
  if (!found) throw new Error(`the sandbox has no ${provider} person ${index}`);
  return found;
}

/** Clicks through the pages of the URL that the app opened next. */
function signInAs(world: World, who: Person, clicks: Clicks = {}): () => Promise<void> {
  const already = world.opened.length;
  return async () => {
    const url = await world.client.until('the browser to be opened', () => world.opened[already] ?? null);
    const page = await world.browser.newPage();
    await clickSignIn(page, url, who, clicks);
    await page.close();
  };
}

async function received(world: World, messageId: string): Promise<string[]> {
  const messages = (await (await fetch(`${world.sandbox.inbox}/messages`)).json()) as {
    messageId: string;
    attachments: { sha256: string }[];
  }[];
  return messages
    .filter((each) => each.messageId === messageId)
    .flatMap((each) => each.attachments.map((file) => file.sha256));
}

/** How a message arrived. */
async function arrival(world: World, messageId: string) {
  const response = await fetch(`${world.sandbox.inbox}/messages`);
  const messages = (await response.json()) as {
    readonly messageId: string;
    readonly via: string;
    readonly account: string;
    readonly from: string;
  }[];
  const found = messages.find((each) => each.messageId === messageId);
  return found ?? { via: 'nothing', account: '', from: '' };
}

const inboxCount = async (world: World): Promise<number> =>
  ((await (await fetch(`${world.sandbox.inbox}/messages`)).json()) as readonly unknown[]).length;

const pageOf = (world: World, states: readonly OutboxState[]) =>
  world.client.call('outboxPage', { states: [...states], beforeSequence: null, limit: 1 });

/** How often each of these messages has arrived. */
async function arrivals(world: World, itemIds: readonly string[]): Promise<readonly number[]> {
  const messages = (await (await fetch(`${world.sandbox.inbox}/messages`)).json()) as { messageId: string }[];
  const counts = new Map<string, number>();
  for (const { messageId } of messages) counts.set(messageId, (counts.get(messageId) ?? 0) + 1);
  const items = await Promise.all(itemIds.map((itemId) => world.client.call('outboxGet', { itemId })));
  return items.map(({ messageId }) => counts.get(messageId) ?? 0);
}

async function sendAndCompare(world: World, accountId: number, name: string) {
  const pdf = examplePdf(name);
  const { itemId } = await submitDocument(world.client, accountId, person(world, 'none').address, {
    name,
    bytes: pdf.bytes,
  });
  const item = await settled(world.client, itemId, finalStates);
  const [receivedSha256] = await received(world, item.messageId);
  const ok = item.state === 'sent' && receivedSha256 === pdf.sha256;
  return { ok, state: item.state, messageId: item.messageId, sentSha256: pdf.sha256, receivedSha256 };
}

function submitOne(world: World, accountId: number) {
  return submitDocument(world.client, accountId, person(world, 'none').address, {
    name: 'Quote.pdf',
    bytes: examplePdf('Quote').bytes,
  });
}

async function cli(world: World, args: readonly string[], input?: string) {
  const more = ['--profile', world.profile, '--policy', world.sandbox.policyFile, '--json'];
  const options = { env: world.env, cwd: world.root, ...(input !== undefined && { input }) };
  const result = await runToEnd(join(root, 'main', 'cli.ts'), [...args, ...more], options);
  world.outputs.push(result.stdout, result.stderr);
  return result;
}

function startAgent({ profile, sandbox, env, root: folder }: World): Running {
  const args = ['agent', 'run', '--profile', profile, '--policy', sandbox.policyFile, '--json'];
  return run(join(root, 'main', 'cli.ts'), args, env, folder);
}

function unattendedWay(world: World, document: { readonly name: string; readonly bytes: Buffer }) {
  const { client, microsoft } = world;
  const to = person(world, 'none').address;
  return { client, accountId: microsoft.id, from: microsoft.user, to, document };
}

async function arrivedWhole(world: World, { item, secrets }: Unattended, sentSha256: string) {
  world.secrets.push(...secrets);
  const copies = await received(world, item.messageId);
  const ok =
    item.state === 'sent' && copies.length === 1 && copies[0] === sentSha256 && item.origin === 'agent';
  return { ok, state: item.state, messageId: item.messageId, sentSha256, receivedSha256: copies[0] };
}

async function startPreview(
  world: Pick<World, 'profile' | 'env' | 'sandbox' | 'root'>,
): Promise<{ preview: Running; client: Client }> {
  const args = ['--profile', world.profile, '--policy', world.sandbox.policyFile];
  const preview = run(join(root, 'main', 'preview.ts'), args, world.env, world.root);
  const [, url] = await preview.line(/SMTP Setup: (\S+)/, startWithinMs);
  return { preview, client: createClient(url ?? '') };
}

/** Every file of the profile by name, with the hash of its bytes. */
async function fingerprints(folder: string): Promise<Map<string, string>> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name));
  const hash = async (file: string) =>
    createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
  return new Map(await Promise.all(files.map(async (file) => [file, await hash(file)] as const)));
}

const same = (left: Map<string, string>, right: Map<string, string>) =>
  left.size === right.size && [...left].every(([name, hash]) => right.get(name) === hash);

const steps: Record<string, (world: World) => Promise<{ ok: boolean } & Record<string, unknown>>> = {
  'google-signed-in': async (world) => {
    world.google = await addBySignIn(
      world.client,
      'google',
      'grace',
      signInAs(world, person(world, 'google')),
    );
    const { signedInAs, status } = world.google;
    return {
      ok: status.kind === 'ready' && signedInAs === person(world, 'google').address,
      signedInAs,
      status: status.kind,
    };
  },
  'microsoft-signed-in': async (world) => {
    world.microsoft = await addBySignIn(
      world.client,
      'microsoft',
      'ben',
      signInAs(world, person(world, 'microsoft')),
    );
    const { signedInAs, status } = world.microsoft;
    return {
      ok: status.kind === 'ready' && signedInAs === person(world, 'microsoft').address,
      signedInAs,
      status: status.kind,
    };
  },
  'google-sent': (world) => sendAndCompare(world, world.google.id, 'Invoice-1.pdf'),
  'microsoft-sent': (world) => sendAndCompare(world, world.microsoft.id, 'Order-2.pdf'),
  'graph-sent': async (world) => {
    const who = person(world, 'microsoft', 2);
    const account = await addBySignIn(world.client, 'microsoft', 'clara', signInAs(world, who), {
      sendThrough: 'api',
    });
    const sent = await sendAndCompare(world, account.id, 'Order-3.pdf');
    const { via } = await arrival(world, sent.messageId);
    return { ...sent, ok: sent.ok && via === 'graph', via };
  },
  'smtp-auth-disabled-offers-graph': async (world) => {
    const { id } = world.microsoft;
    const browsersBefore = world.opened.length;
    await fault(world, 'smtp-auth-disabled', { on: true });
    // An open connection has proved who sends before it was switched off.
    await fault(world, 'drop-connection', { stage: 'mail', times: 1 });
    const held = await settled(world.client, (await submitOne(world, id)).itemId, finalStates);
    const check = JSON.parse((await cli(world, ['check', String(id)])).stdout) as {
      card: { id: string; actions: readonly string[] } | null;
    };
    const switched = await cli(world, ['accounts', 'edit', String(id), '--send-through', 'api']);
    const sent = await settled(world.client, held.itemId, ['sent', 'failed', 'unconfirmed']);
    await fault(world, 'smtp-auth-disabled', { on: false });
    await cli(world, ['accounts', 'edit', String(id), '--send-through', 'smtp']);
    const ok =
      held.because === 'smtp-auth-disabled' &&
      check.card?.actions[0] === 'send-through-graph' &&
      switched.exitCode === 0 &&
      sent.state === 'sent' &&
      world.opened.length === browsersBefore;
    return { ok, held: held.because, card: check.card?.id, switched: switched.exitCode, state: sent.state };
  },
  'password-sent': async (world) => {
    const who = person(world, 'none');
    const place = [
      '--provider',
      'none',
      '--host',
      'localhost',
      '--port',
      String(world.sandbox.smtp.starttls),
      '--tls',
      'on',
    ];
    const account = [
      'accounts',
      'add',
      ...place,
      '--tls-method',
      'starttls',
      '--user',
      who.address,
      '--password-stdin',
    ];
    const added = await cli(world, account, `${who.password}\n`);
    if (added.exitCode !== 0) return { ok: false, stderr: added.stderr };
    const { id } = JSON.parse(added.stdout) as { id: number };
    const pdf = examplePdf('Price list');
    const file = join(world.root, 'Price list 2026.pdf');
    await writeFile(file, pdf.bytes);
    const to = person(world, 'none', 1).address;
    const sent = await cli(world, [
      'send',
      '--account',
      String(id),
      '--to',
      to,
      '--subject',
      'Price list',
      '--attach',
      file,
    ]);
    if (sent.exitCode !== 0) return { ok: false, exitCode: sent.exitCode, stderr: sent.stderr };
    const { messageId, state } = JSON.parse(sent.stdout) as { messageId: string; state: string };
    const [receivedSha256] = await received(world, messageId);
    const ok = state === 'sent' && receivedSha256 === pdf.sha256;
    return { ok, state, messageId, sentSha256: pdf.sha256, receivedSha256 };
  },
  'google-smtp-sent': async (world) => {
    const signIn = signInAs(world, person(world, 'google', 1));
    const { id } = await addBySignIn(world.client, 'google', 'alan', signIn, { sendThrough: 'smtp' });
    const sent = await sendAndCompare(world, id, 'Contract-3.pdf');
    const { via } = await arrival(world, sent.messageId);
    return { ...sent, ok: sent.ok && via === 'smtp', via };
  },
  'custom-provider-sent': async (world) => {
    const { customProvider, customPeople } = world.sandbox;
    const [fay] = customPeople;
    if (!fay) throw new Error('the sandbox has nobody at the custom provider');
    world.secrets.push(customProvider.clientSecret);
    await addCustomProvider(world.client, customProvider);
    const { id } = await addBySignIn(world.client, customProvider.entry.id, 'fay', signInAs(world, fay));
    const sent = await sendAndCompare(world, id, 'Quote-4.pdf');
    const { account } = await arrival(world, sent.messageId);
    return { ...sent, ok: sent.ok && account === fay.address, account };
  },
  'shared-mailbox-sent': async (world) => {
    const ben = person(world, 'microsoft');
    const mailbox = `sales@${ben.address.split('@')[1] ?? ''}`;
    const row = await addShared(world.client, ben.address, mailbox, signInAs(world, ben));
    const sent = await sendAndCompare(world, row.id, 'Order-5.pdf');
    const { account, from } = await arrival(world, sent.messageId);
    // Who may sign in for a mailbox may not send as everybody.
    await world.client.call('accountsSave', {
      ...{ accountId: row.id, pendingGrantId: null, signOut: false },
      draft: { ...draftOf(row), from: person(world, 'microsoft', 2).address },
    });
    const { itemId } = await submitOne(world, row.id);
    const refused = await settled(world.client, itemId, finalStates);
    const isRefused = refused.because === 'sender-rejected' && / 5\.7\.60 /.test(refused.reply ?? '');
    await world.client.call('accountsSave', {
      ...{ accountId: row.id, pendingGrantId: null, signOut: false, draft: draftOf(row) },
    });
    const ok = sent.ok && account === mailbox && from === mailbox && row.signedInAs === ben.address;
    return { ...sent, ok: ok && isRefused, signedInAs: row.signedInAs, from, refusedAs: refused.reply };
  },
  'check-passed': async (world) => {
    const before = await inboxCount(world);
    const checks = await checkAll(world.client);
    const messages = (await inboxCount(world)) - before;
    const failed = checks.filter(({ outcome }) => outcome !== 'passed');
    return {
      ok: checks.length >= 6 && failed.length === 0 && messages === 0,
      ...{ checks: checks.length, failed: failed.length, messages },
    };
  },
  'revoked-asks': async (world) => {
    const before = world.opened.length;
    await fault(world, 'revoke', { address: person(world, 'google').address });
    const { itemId } = await submitOne(world, world.google.id);
    world.held = await settled(world.client, itemId, finalStates);
    const questions = await world.client.until('the question', (state) =>
      state.questions.length > 0 ? state.questions : null,
    );
    const asked = questions.length === 1 && questions[0]?.accountId === world.google.id;
    const held = world.held.state === 'held' && world.held.because === 'sign-in-required';
    const browserCalls = world.opened.length - before;
    return {
      ok: asked && held && browserCalls === 0,
      state: world.held.state,
      code: world.held.because,
      questions: questions.length,
      browserCalls,
    };
  },
  'signed-in-again-sent': async (world) => {
    const [question] = (await world.client.state()).questions;
    const person1 = signInAs(world, person(world, 'google'));
    await world.client.call('questionAnswer', {
      questionId: question?.questionId ?? '',
      answer: 'sign-in',
      openBrowser: true,
    });
    await person1();
    const item = await settled(world.client, world.held.itemId, [
      'sent',
      'failed',
      'unconfirmed',
      'cancelled',
    ]);
    const copies = (await received(world, world.held.messageId)).length;
    const ok = item.state === 'sent' && item.messageId === world.held.messageId && copies === 1;
    return { ok, state: item.state, messageId: item.messageId, heldMessageId: world.held.messageId, copies };
  },
  'setting-off-errors': async (world) => {
    const before = world.opened.length;
    await world.client.call('settingsSave', { canSignInWhenSending: false });
    await fault(world, 'revoke', { address: person(world, 'google').address });
    const { itemId } = await submitOne(world, world.google.id);
    world.held = await settled(world.client, itemId, finalStates);
    const questions = (await world.client.state()).questions.length;
    const browserCalls = world.opened.length - before;
    const ok =
      world.held.state === 'held' &&
      world.held.because === 'sign-in-required' &&
      questions + browserCalls === 0;
    return { ok, state: world.held.state, code: world.held.because, questions, browserCalls };
  },
  'agent-never-asks': async (world) => {
    const before = world.opened.length;
    await world.client.call('settingsSave', { canSignInWhenSending: true });
    const to = person(world, 'none').address;
    const sent = await cli(world, [
      'send',
      '--account',
      String(world.google.id),
      '--to',
      to,
      '--subject',
      'At night',
      '--body',
      '-',
    ]);
    const questions = (await world.client.state()).questions.length;
    const browserCalls = world.opened.length - before;
    const said = `${sent.stdout}${sent.stderr}`.includes('Failed to obtain an access token');
    const ok = sent.exitCode === 77 && questions + browserCalls === 0 && said;
    return { ok, exitCode: sent.exitCode, questions, browserCalls, said };
  },
  'batch-of-200-one-question': async (world) => {
    const { batchSize } = world;
    const before = world.opened.length;
    const who = person(world, 'google');
    const itemIds: string[] = [];
    for (let count = 0; count < batchSize; count += 1) {
      itemIds.push((await submitOne(world, world.google.id)).itemId);
    }
    const held = await world.client.until('the batch to be held', async ({ questions }) => {
      const { total } = await pageOf(world, ['held']);
      return total >= batchSize && questions.length > 0 ? { total, questions } : null;
    });
    const browserCallsUnasked = world.opened.length - before;
    const othersSend = await sendAndCompare(world, world.microsoft.id, 'Meanwhile.pdf');
    const signIn = signInAs(world, who);
    const [question] = held.questions;
    const answer = { questionId: question?.questionId ?? '', answer: 'sign-in', openBrowser: true } as const;
    await world.client.call('questionAnswer', answer);
    await signIn();
    await world.client.until(
      'the batch to be over',
      async () => ((await pageOf(world, ['queued', 'sending', 'held'])).total === 0 ? true : null),
      batchPatienceMs,
    );
    const copies = await arrivals(world, itemIds);
    const browserCalls = world.opened.length - before;
    const questions = held.questions.length;
    const sent = copies.filter((count) => count === 1).length;
    return {
      ok:
        questions === 1 &&
        browserCallsUnasked === 0 &&
        browserCalls === 1 &&
        othersSend.ok &&
        sent === batchSize,
      ...{ held: held.total, questions, browserCalls, othersSendMeanwhile: othersSend.ok, sent },
      doubled: copies.filter((count) => count > 1).length,
    };
  },
  'wrong-account-refused': async (world) => {
    const vault = join(world.profile, 'vault');
    const before = await fingerprints(vault);
    const somebodyElse = signInAs(world, person(world, 'microsoft', 2), { asSomebodyElse: true });
    const start = {
      provider: 'microsoft',
      accountId: world.microsoft.id,
      dialogId: null,
      expected: world.microsoft.user,
    };
    await world.client.call('signInStart', { ...start, sendThrough: 'smtp', openBrowser: true });
    await somebodyElse();
    const view = await world.client.until('the comparison', ({ signIn }) =>
      signIn && signIn.stage !== 'waiting' && signIn.stage !== 'checking' ? signIn : null,
    );
    const oldGrantUntouched = same(before, await fingerprints(vault));
    const still = await sendAndCompare(world, world.microsoft.id, 'Still-Ben.pdf');
    return {
      ok: view.stage === 'wrong-account' && oldGrantUntouched && still.ok,
      stage: view.stage,
      oldGrantUntouched,
      stillSends: still.ok,
    };
  },
  'network-down-keeps-grant': async (world) => {
    const vault = join(world.profile, 'vault');
    const before = await fingerprints(vault);
    await fault(world, 'token-endpoint', { provider: 'microsoft', mode: 'reset' });
    await fault(world, 'expire-access-tokens', { address: person(world, 'microsoft').address });
    // A connection that was signed in before would still do.
    await fault(world, 'drop-connection', { stage: 'mail', times: 1 });
    const { itemId } = await submitOne(world, world.microsoft.id);
    const queued = await world.client.until('the next try to be planned', async () => {
      const item = await world.client.call('outboxGet', { itemId });
      return item.state === 'queued' && item.nextTryAtMs !== null && item.attempts > 0
        ? item
        : finalStates.includes(item.state)
          ? item
          : null;
    });
    const grantKept = same(before, await fingerprints(vault));
    const status = (await world.client.state()).accounts.find(({ id }) => id === world.microsoft.id)?.status
      .kind;
    await fault(world, 'token-endpoint', { provider: 'microsoft', mode: 'ok' });
    await world.client.call('outboxSendNow', { itemId });
    const item = await settled(world.client, itemId, finalStates);
    const ok =
      queued.state === 'queued' &&
      queued.because === 'provider-unreachable' &&
      grantKept &&
      item.state === 'sent' &&
      status === 'ready';
    return { ok, code: queued.because, grantKept, status, afterwards: item.state };
  },
  'restart-keeps-everything': async (world) => {
    const before = await world.client.state();
    const items = await world.client.call('outboxPage', { states: [], beforeSequence: null, limit: 500 });
    await world.preview.end();
    world.outputs.push(world.preview.printed());
    Object.assign(world, await startPreview(world));
    const statuses = (rows: readonly AccountRow[]) => JSON.stringify(rows);
    const after = await world.client.until('the accounts to be checked', (state) =>
      statuses(state.accounts) === statuses(before.accounts) ? state : null,
    );
    const itemsAfter = await world.client.call('outboxPage', {
      states: [],
      beforeSequence: null,
      limit: 500,
    });
    const sameItems = JSON.stringify(items) === JSON.stringify(itemsAfter);
    const sent = await sendAndCompare(world, world.microsoft.id, 'After-restart.pdf');
    const sameSettings = JSON.stringify(before.settings) === JSON.stringify(after.settings);
    return {
      ok: sameItems && sameSettings && sent.ok,
      accounts: after.accounts.length,
      items: itemsAfter.total,
      sameItems,
      sentWithoutSignIn: sent.ok,
    };
  },
  'crash-recovered': async (world) => {
    const itemIds: string[] = [];
    for (let count = 0; count < crashBatchSize; count += 1) {
      itemIds.push((await submitOne(world, world.microsoft.id)).itemId);
    }
    await world.client.until('the first of them to be sent', async () => {
      const states = await Promise.all(itemIds.map((itemId) => world.client.call('outboxGet', { itemId })));
      return states.some(({ state }) => state === 'sent') ? true : null;
    });
    await world.preview.end('SIGKILL');
    world.outputs.push(world.preview.printed());
    Object.assign(world, await startPreview(world));
    const items = await Promise.all(itemIds.map((itemId) => settled(world.client, itemId, finalStates)));
    const copies = await arrivals(world, itemIds);
    // Cut after its last byte: a person decides, whether it has arrived or not.
    const isTrue = ({ state }: OutboxItem, index: number) =>
      (state === 'sent' && copies[index] === 1) || (state === 'unconfirmed' && (copies[index] ?? 0) <= 1);
    return {
      ok: items.every(isTrue),
      messages: items.length,
      sent: items.filter(({ state }) => state === 'sent').length,
      unconfirmed: items.filter(({ state }) => state === 'unconfirmed').length,
      lost: items.filter((item, index) => !isTrue(item, index)).length,
      doubled: copies.filter((count) => count > 1).length,
    };
  },
  'agent-sent': async (world) => {
    const document = examplePdf('Invoice 7');
    const folder = join(world.root, 'outgoing');
    const way = unattendedWay(world, { name: 'Invoice-7.pdf', bytes: document.bytes });
    const account = ['--account', String(world.microsoft.id), '--subject', 'Invoice {name}'];
    const sent = await sendByAgent(
      way,
      folder,
      async () => {
        const { exitCode, stderr } = await cli(world, ['agent', 'watch', 'add', folder, ...account]);
        if (exitCode !== 0) throw new Error(stderr);
      },
      () => startAgent(world),
    );
    const { ok, ...more } = await arrivedWhole(world, sent, document.sha256);
    return { ok: ok && sent.moved, ...more, moved: sent.moved };
  },
  'relay-sent': async (world) => {
    const document = examplePdf('Order 8');
    const way = unattendedWay(world, { name: 'Order-8.pdf', bytes: document.bytes });
    return arrivedWhole(world, await sendByRelay(way), document.sha256);
  },
  'secrets-clean': async (world) => {
    const ofSandbox = (await (await fetch(`${world.sandbox.faults}/secrets`)).json()) as string[];
    const secrets = [...ofSandbox, ...world.secrets];
    const places = new Map<string, string>([
      ['output', [...world.outputs, world.preview.printed()].join('\n')],
    ]);
    places.set('state', JSON.stringify(await world.client.state()));
    for (const file of (await fingerprints(world.profile)).keys())
      places.set(file, (await readFile(file)).toString('latin1'));
    const spellings = secrets.flatMap((secret) => [
      secret,
      encodeURIComponent(secret),
      Buffer.from(secret).toString('base64').replace(/=+$/, '').slice(0, -1),
    ]);
    const leaks = [...places]
      .filter(([, text]) => spellings.some((spelling) => text.includes(spelling)))
      .map(([name]) => name);
    return {
      ok: secrets.length > 10 && leaks.length === 0,
      secrets: secrets.length,
      places: places.size,
      leaks: leaks.length,
    };
  },
};

/** The names of the steps, in their order. */
export const stepNames: readonly string[] = [...Object.keys(steps), 'done'];

/**
 * Runs the whole journey on a sandbox, a preview and a Chromium of its own, with one line for each step.
 *
 * @param lastStep stop after this step
 * @param batchSize fewer than 200 messages in the batch; those that go beyond what Gmail takes in a minute wait for it
 * @returns whether every step held
 */
export async function runDemo({
  print,
  lastStep,
  batchSize = 200,
}: {
  print: (line: Line) => void;
  lastStep: string | undefined;
  batchSize?: number;
}): Promise<boolean> {
  const startedAt = Date.now();
  const folder = await mkdtemp(join(tmpdir(), 'smtp-setup-demo-'));
  const ends: (() => unknown)[] = [() => rm(folder, { recursive: true, force: true })];
  let allHold = true;
  try {
    const { bundleRenderer } = await import('../bundle.ts');
    await bundleRenderer();
    const sandboxProcess = run(join(root, 'sandbox', 'cli.ts'), ['--json'], process.env, folder);
    ends.push(() => sandboxProcess.end());
    const [line] = await sandboxProcess.line(/^\{.*\}$/, startWithinMs);
    const sandbox = JSON.parse(line ?? '') as SandboxLine;
    const browser = await launchChromium();
    ends.push(() => browser.close());
    const opened: string[] = [];
    const door = await openDoor(folder, opened);
    ends.push(door.close);
    const start = {
      root: folder,
      profile: join(folder, 'profile'),
      env: { ...process.env, BROWSER: door.script },
      sandbox,
      batchSize,
    };
    const world = {
      ...start,
      browser,
      opened,
      outputs: [],
      secrets: [],
      ...(await startPreview(start)),
    } as unknown as World;
    ends.push(() => world.preview.end());
    for (const [step, perform] of Object.entries(steps)) {
      const result = await perform(world).catch((error: unknown) => ({
        ok: false,
        error: error instanceof Error ? error.message : String(error),
      }));
      allHold &&= result.ok;
      print({ step, ...result });
      if (!result.ok || step === lastStep) break;
    }
  } catch (error) {
    allHold = false;
    print({ step: 'start', ok: false, error: error instanceof Error ? error.message : String(error) });
  } finally {
    for (const end of ends.toReversed()) await Promise.resolve(end()).catch(() => undefined);
  }
  print({ step: 'done', ok: allHold, seconds: Math.round((Date.now() - startedAt) / 1000) });
  return allHold;
}
