import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { DatabaseSync } from 'node:sqlite';
import { getCACertificates } from 'node:tls';
import type { BrowserWindow } from 'electron';
import { trustFor } from '../mail/trust.ts';
import { nodeRandom } from '../loopback/node-clock.ts';
import { tryOwnerLock } from '../owner/owner-lock.ts';
import { joinProfile } from '../owner/profile-session.ts';
import type { ProfileSession } from '../owner/profile-session.ts';
import type { Clock } from '../ports.ts';
import { appOrigin, pageUrl } from './app-protocol.ts';
import { callAsPerson } from './person-call.ts';
import type { SafeStorageProbe } from './safe-storage-cipher.ts';
import { sendToItself } from './self-test-mail.ts';
import { signInAndSend } from './self-test-sandbox.ts';
import type { SelfTestSandbox } from './self-test-sandbox.ts';
import { only, runSelfTest, saw } from './self-test.ts';
import type { SelfCheck } from './self-test.ts';

interface Deps {
  /** Makes the window as it is always made; it is not shown. */
  readonly create: () => BrowserWindow;
  readonly cipher: { readonly probe: () => Promise<SafeStorageProbe> };
  readonly profileFolder: string;
  readonly opened: Promise<ProfileSession>;
  readonly clock: Clock;
  readonly platform: NodeJS.Platform;
  readonly exit: (code: number) => void;
  /** Where the report goes; null: standard output. */
  readonly out: string | null;
  /** null: none was given, and nobody can sign in. */
  readonly sandbox: SelfTestSandbox | null;
}

/**
 * Looks at what only a real runtime can show, in the packaged app on each operating system, and ends it: 0 when all of it is as
 * it should be, else 1.
 */
export async function selfTestAndExit(deps: Deps): Promise<void> {
  const versions = Object.fromEntries(
    ['electron', 'chrome', 'node', 'v8', 'sqlite'].map((name) => [name, process.versions[name] ?? 'none']),
  );
  const report = await runSelfTest(selfChecks(deps), versions, deps.clock);
  const text = `${JSON.stringify(report, null, 2)}\n`;
  if (deps.out === null) process.stdout.write(text);
  else writeFileSync(deps.out, text);
  deps.exit(report.ok ? 0 : 1);
}

function selfChecks(deps: Deps): readonly SelfCheck[] {
  const { create, cipher, profileFolder, opened, clock, platform, sandbox } = deps;
  let window: BrowserWindow | null = null;
  /** One for all: the name under which Electron keeps its place may not be taken twice. */
  const load = async (url: string): Promise<void> => {
    window ??= create();
    await window.loadURL(url);
  };
  /** Asks the page, in its own world: what it sees is what a script of the page would see. */
  const ask = async (expression: string): Promise<unknown> =>
    window?.webContents.executeJavaScript(expression);
  return [
    {
      name: 'page loads from its own scheme',
      look: async () => {
        await load(pageUrl);
        return only(appOrigin, await ask('location.origin'));
      },
    },
    {
      name: 'page has the bridge',
      look: async () => only('api,onRequest,onState', await ask("Object.keys(smtpSetup).sort().join(',')")),
    },
    {
      name: 'page has no Node',
      look: async () => only('undefined undefined', await ask('typeof require + " " + typeof process')),
    },
    {
      name: 'policy of the page is in force',
      look: async () =>
        // A turn later, so that it is the page that tries, and not the one who asks it.
        only(
          'refused',
          await ask(
            "new Promise((done) => setTimeout(() => { try { done(String(eval('1'))) } catch { done('refused') } }))",
          ),
        ),
    },
    {
      name: 'page is answered',
      look: async () => only('true', String(await ask('smtpSetup.api.stateGet({}).then((r) => r.ok)'))),
    },
    { name: 'profile is owned', look: async () => only('owner', (await opened).role()) },
    {
      name: 'profile has one owner',
      look: () => only('held', tryOwnerLock(profileFolder) === null ? 'held' : 'free'),
    },
    {
      name: 'key store',
      look: async () => {
        const seen = await cipher.probe();
        // A computer without a keyring is in order as long as the app knows it.
        return saw(seen === 'protected' || (platform === 'linux' && seen === 'unprotected'), seen);
      },
    },
    {
      name: 'certificates of the system',
      look: () => {
        trustFor([]);
        return saw(true, String(getCACertificates('system').length));
      },
    },
    {
      name: 'message is composed and sent',
      look: async () => only('sent', await sendToItself(callAsPerson(await opened), profileFolder, clock)),
    },
    ...(['google', 'microsoft'] as const).map((provider) => ({
      name: `sign-in and send at the sandbox, ${provider}`,
      look: async () =>
        signInAndSend({ call: callAsPerson(await opened), sandbox, provider, profileFolder, clock }),
    })),
    {
      name: 'another program is answered',
      look: async () => {
        const deps = { profileFolder, clock, random: nodeRandom, platform, log: () => undefined };
        const client = await joinProfile({ ...deps, startApp: () => Promise.reject(new Error('owner')) });
        try {
          const { ok } = await client.call('stateGet', {}, { origin: 'agent' });
          return only('client true', `${client.role()} ${ok}`);
        } finally {
          await client.close();
        }
      },
    },
    { name: 'database', look: () => only('1', String(readBack(join(profileFolder, 'self-test.db')))) },
    {
      name: 'another page is refused',
      look: async () => {
        // Last, for it is no page of ours: the same preload, but not the origin that may call.
        await load('data:text/html,<title>other</title>');
        const refused = await ask('smtpSetup.api.stateGet({}).then((r) => r.ok ? "answered" : r.error.code)');
        return only('invalid-request', refused);
      },
    },
  ];
}

function readBack(path: string): unknown {
  const database = new DatabaseSync(path);
  try {
    database.exec('pragma journal_mode=wal; create table t (n integer); insert into t values (1)');
    return database.prepare('select n from t').get()?.['n'];
  } finally {
    database.close();
  }
}
