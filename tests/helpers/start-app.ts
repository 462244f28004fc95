import { mkdtemp, rm } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createApp } from '../../main/app.ts';
import type { AppPort } from '../../main/app-port.ts';
import { createLog } from '../../main/log.ts';
import { createNodePorts } from '../../main/loopback/node-ports.ts';
import type { Clock, Fetch, ProxyFor } from '../../main/ports.ts';
import { createKeyFileCipher } from '../../main/vault/key-file-cipher.ts';
import { hasSealedFiles } from '../../main/vault/vault-file.ts';
import { newAccountDraft } from '../../shared/account.ts';
import type { AccountDraft, AccountRow } from '../../shared/account.ts';
import { applyStateChange } from '../../shared/app-state.ts';
import type { AppState, StateChange, StateSnapshot } from '../../shared/app-state.ts';
import type { Input, Output, Reply } from '../../shared/contract.ts';
import type { Failure } from '../../shared/errors.ts';
import type { OutboxItem, OutboxState, SignInView, Submitted } from '../../shared/message.ts';
import type { MethodName } from '../../shared/method-names.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { systemClock, systemRandom } from './system-ports.ts';
import { followSignIn } from './follow-pages.ts';

type Origin = 'user' | 'agent';
type Person = Sandbox['people'][number];

const patienceMs = 15_000;

/** A running app under a test's hands. */
export type TestApp = Awaited<ReturnType<typeof startApp>>;

interface Options {
  readonly sandbox: Pick<Sandbox, 'policyFile'> | null;
  /** Default: a fresh one that goes away with the test. */
  readonly profileFolder?: string;
  readonly policyFile?: string;
  /** What `--ca-file` names. */
  readonly caFile?: string;
  readonly clock?: Clock;
  /** Lets `fetch` of this process trust them; default: it does not. */
  readonly trustCertificates?: (pems: readonly string[]) => void;
  /** What answers the app's own requests to authorization servers; default: the network. */
  readonly fetch?: Fetch;
  /** Default: the environment's. */
  readonly proxyFor?: ProxyFor;
  /** Follows the pages of every URL that the app opens; default: the URL is only noted. */
  readonly person?: (url: string) => unknown;
}

/** Starts the real app on real files, driven through the contract; only browser and clock are in the test's hands. */
export async function startApp(options: Options) {
  const profileFolder =
    options.profileFolder ?? join(await mkdtemp(join(tmpdir(), 'smtp-setup-app-')), 'profile');
  const opened: string[] = [];
  const browsers: unknown[] = [];
  const logged: string[] = [];
  const notices: string[] = [];
  let person = options.person ?? (() => undefined);

  async function start(): Promise<AppPort> {
    const log = createLog({ write: (line) => void logged.push(line), clock: systemClock });
    const cipher = createKeyFileCipher({
      path: join(profileFolder, 'vault.key'),
      random: systemRandom,
      platform: process.platform,
      sealedFilesExist: () => hasSealedFiles(profileFolder),
    });
    const { platform, env } = process;
    const clock = options.clock ?? systemClock;
    const ports = createNodePorts({ profileFolder, platform, env, cipher, log, clock });
    return createApp({
      ports: {
        ...ports,
        ...(options.fetch && { fetch: options.fetch }),
        ...(options.proxyFor && { proxyFor: options.proxyFor }),
        notify: ({ kind }) => void notices.push(kind),
        openBrowser: async (url, browser) => {
          opened.push(url);
          browsers.push(browser);
          void Promise.resolve(person(url)).catch(() => undefined);
        },
      },
      profileFolder,
      host: { kind: 'preview', platform: 'linux', version: '0.0.0', userName: 'sa' },
      policyPath: options.policyFile ?? options.sandbox?.policyFile ?? null,
      caFile: options.caFile ?? null,
      ...(options.trustCertificates && { trustCertificates: options.trustCertificates }),
      delivery: 'at-start',
      isDevelopment: true,
    });
  }

  let app = await start();
  let snapshot: StateSnapshot;
  const lookers = new Set<() => void>();
  const pushes: string[] = [];
  const take = (push: StateSnapshot | StateChange) => {
    pushes.push(JSON.stringify(push));
    const next = 'state' in push ? push : applyStateChange(snapshot, push);
    if (!next) throw new Error('a revision is missing');
    snapshot = next;
    for (const look of lookers) look();
  };
  let endListening = app.onState(take);
  onTestFinished(async () => {
    await app.stop();
    if (!options.profileFolder) await rm(join(profileFolder, '..'), { recursive: true, force: true });
  });

  async function reply<Name extends MethodName>(name: Name, input: Input<Name>, origin: Origin = 'user') {
    return (await app.call(name, JSON.parse(JSON.stringify(input)), { origin })) as Reply<Output<Name>>;
  }

  async function call<Name extends MethodName>(name: Name, input: Input<Name>, origin: Origin = 'user') {
    const answer = await reply(name, input, origin);
    if (!answer.ok) throw new Error(`${name}: ${answer.error.code}: ${answer.error.message}`);
    return answer.value;
  }

  /** Resolves with the first answer that is not null; looks at every push. */
  function until<Value>(
    what: string,
    look: (state: AppState) => Value | null | Promise<Value | null>,
  ): Promise<Value> {
    return new Promise((resolve, reject) => {
      const done = () => {
        clearTimeout(timer);
        lookers.delete(tryNow);
      };
      const timer = setTimeout(() => {
        done();
        reject(new Error(`waited for ${what}: ${logged.slice(-8).join(' ')}`));
      }, patienceMs);
      const attempt = async () => {
        try {
          const found = await look(snapshot.state);
          if (found === null) return;
          done();
          resolve(found);
        } catch (error) {
          done();
          reject(error);
        }
      };
      const tryNow = () => void attempt();
      lookers.add(tryNow);
      tryNow();
    });
  }

  const settled = (itemId: string, ...states: OutboxState[]): Promise<OutboxItem> =>
    until(`item to be ${states.join(' or ')}`, async () => {
      const item = await call('outboxGet', { itemId });
      const wanted =
        states.length > 0 ? states.includes(item.state) : !['queued', 'sending'].includes(item.state);
      return wanted ? item : null;
    });

  const signInEnd = (): Promise<SignInView> =>
    until('the sign-in to end', ({ signIn }) =>
      signIn && signIn.stage !== 'waiting' && signIn.stage !== 'checking' ? signIn : null,
    );

  async function failure<Name extends MethodName>(
    name: Name,
    input: Input<Name>,
    origin: Origin = 'user',
  ): Promise<Failure> {
    const answer = await reply(name, input, origin);
    if (answer.ok) throw new Error(`${name} was not refused`);
    return answer.error;
  }

  async function add(
    draft: Partial<AccountDraft>,
    more: Partial<Input<'accountsSave'>> = {},
  ): Promise<AccountRow> {
    const input = {
      accountId: null,
      draft: { ...newAccountDraft, ...draft },
      pendingGrantId: null,
      signOut: false,
    };
    return call('accountsSave', { ...input, ...more });
  }

  return {
    profileFolder,
    /** What a host serves to a window; a restart of the app goes unnoticed. */
    session: {
      call: (...input: Parameters<AppPort['call']>) => app.call(...input),
      onState: (listener: Parameters<AppPort['onState']>[0]) => app.onState(listener),
    },
    opened,
    /** Which browser each of them was for. */
    browsers,
    logged,
    pushes,
    notices,
    call,
    reply,
    failure,
    until,
    settled,
    signInEnd,
    add,
    state: () => snapshot.state,
    revision: () => snapshot.revision,
    row: (id: number) => snapshot.state.accounts.find((row) => row.id === id),
    /** From now on this is who sits before the browser. */
    setPerson: (next: (url: string) => unknown) => void (person = next),
    /** The person who signs in as somebody of the sandbox. */
    signsInAs: ({ address, password }: Person, more: object = {}) => {
      person = (url) => followSignIn(url, { address, password, ...more });
    },
    /** Signs in inside a dialog and saves the account. */
    addSignedIn: async (
      who: Person,
      draft: Partial<AccountDraft> = {},
      sendThrough?: 'smtp' | 'api',
    ): Promise<AccountRow> => {
      person = (url) => followSignIn(url, { address: who.address, password: who.password });
      const provider = who.provider;
      const preset = snapshot.state.providers
        .find(({ id }) => id === provider)
        ?.presets.find((each) => sendThrough === undefined || each.sendThrough === sendThrough);
      if (!preset) throw new Error(`no preset of ${provider}`);
      const dialogId = randomBytes(12).toString('base64url');
      const start = {
        provider,
        accountId: null,
        dialogId,
        expected: '',
        sendThrough: preset.sendThrough,
        openBrowser: true,
      };
      await call('signInStart', start);
      const end = await signInEnd();
      if (end.stage !== 'signed-in') throw new Error(`the sign-in ended as ${JSON.stringify(end)}`);
      await call('signInCancel', { attemptId: end.attemptId });
      const { locked: _, ...fields } = preset;
      return add(
        { ...fields, provider, user: end.signedInAs, ...draft },
        { pendingGrantId: end.pendingGrantId },
      );
    },
    /** Hands over a document and submits a message with it. */
    send: async (
      accountId: number,
      to: string,
      origin: Origin = 'user',
      more: Partial<Input<'outboxSubmit'>> = {},
    ): Promise<Submitted> => {
      const bytes = randomBytes(300);
      const { documentId } = await call('documentBegin', { name: 'Invoice.pdf' }, origin);
      await call('documentAppend', { documentId, offsetBytes: 0, base64: bytes.toString('base64') }, origin);
      await call('documentEnd', { documentId }, origin);
      const input = {
        submissionKey: randomBytes(12).toString('base64url'),
        ...{
          accountId,
          records: [],
          to: [to],
          cc: [],
          bcc: [],
          subject: 'Invoice',
          body: 'Attached.',
          documentIds: [documentId],
        },
      };
      return call('outboxSubmit', { ...input, ...more }, origin);
    },
    stop: () => app.stop(),
    restart: async () => {
      await app.stop();
      // What an ended app still had to tell is not what the next one shows.
      endListening();
      app = await start();
      endListening = app.onState(take);
    },
  };
}
