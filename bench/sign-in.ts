import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createApp } from '../main/app.ts';
import { createLog } from '../main/log.ts';
import { createNodePorts } from '../main/loopback/node-ports.ts';
import type { Fetch } from '../main/ports.ts';
import { createKeyFileCipher } from '../main/vault/key-file-cipher.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { followSignIn } from '../tests/helpers/follow-pages.ts';
import { systemClock, systemRandom } from '../tests/helpers/system-ports.ts';
import { ratioOf, spreadOf } from './figures.ts';
import type { Bench } from './figures.ts';
import { goals } from './goals.ts';
import { inTurns } from './in-turns.ts';
import { numberedAccount, writeProfile } from './many-accounts.ts';

const manyAccounts = 1_000;
const signInsInRound = 9;

type Person = Sandbox['people'][number];

/** Answers a `fetch` that knows how long it waited for others. */
function createTimedFetch(fetch: Fetch) {
  let waitedMs = 0;
  return {
    waitedMs: () => waitedMs,
    fetch: async (...request: Parameters<Fetch>) => {
      const startedAtMs = performance.now();
      const { status, headers, ...response } = await fetch(...request).then(async (answer) => ({
        ...{ status: answer.status, headers: answer.headers, body: await answer.arrayBuffer() },
      }));
      waitedMs += performance.now() - startedAtMs;
      return new Response(response.body.byteLength === 0 ? null : response.body, { status, headers });
    },
  };
}

/** An app with accounts, the first of them that person's, who signs in again and again. */
async function openProfile(sandbox: Sandbox, profileFolder: string, person: Person, count: number) {
  const own = { provider: 'microsoft', user: person.address, host: 'localhost', port: sandbox.smtp.starttls };
  const others = Array.from({ length: count - 1 }, (_, index) => numberedAccount(index + 2));
  writeProfile(profileFolder, [numberedAccount(1, own), ...others]);
  const log = createLog({ write: () => undefined, clock: systemClock });
  const { platform, env } = process;
  const cipher = createKeyFileCipher({
    ...{ path: join(profileFolder, 'vault.key'), random: systemRandom, platform },
    sealedFilesExist: () => Promise.resolve(false),
  });
  const ports = createNodePorts({ profileFolder, platform, env, cipher, log, clock: systemClock });
  const timed = createTimedFetch(ports.fetch);
  let opened: (url: string) => void = () => undefined;
  const app = await createApp({
    ports: { ...ports, fetch: timed.fetch, openBrowser: async (url) => opened(url) },
    profileFolder,
    host: { kind: 'command-line', platform: 'linux', version: '0.0.0', userName: 'sa' },
    policyPath: sandbox.policyFile,
    ...{ caFile: null, delivery: 'when-asked', isDevelopment: true },
  });

  /** Answers the milliseconds from the redirect to the kept grant, without those for which the provider was waited for. */
  async function signIn(): Promise<number> {
    const url = new Promise<string>((resolve) => {
      opened = resolve;
    });
    const request = { provider: 'microsoft', accountId: 1, dialogId: null, expected: person.address };
    const input = { ...request, sendThrough: 'smtp', openBrowser: true };
    const reply = await app.call('signInStart', input, { origin: 'user' });
    if (!reply.ok) throw new Error(`A sign-in did not begin: ${reply.error.message}`);
    const { landedOn, body } = await followSignIn(await url, { ...person, visitRedirect: false });
    const ended = new Promise<number>((resolve, reject) => {
      const stop = app.onState((push) => {
        const view = 'state' in push ? push.state.signIn : push.slices.signIn;
        if (!view || view.stage === 'waiting' || view.stage === 'checking') return;
        queueMicrotask(() => stop());
        if (view.stage === 'signed-in') resolve(performance.now());
        else reject(new Error(`A sign-in ended as ${view.stage}.`));
      });
    });
    const waitedBeforeMs = timed.waitedMs();
    const startedAtMs = performance.now();
    const page = fetch(landedOn, { method: 'POST', body: new URLSearchParams(body) });
    const endedAtMs = await ended;
    await (await page).text();
    return endedAtMs - startedAtMs - (timed.waitedMs() - waitedBeforeMs);
  }
  return { signIn, close: () => app.stop() };
}

/** From the moment the browser comes back until the grant is on the disk, as the app's own part of a sign-in. */
export const signIn: Bench = {
  name: 'sign-in',
  goals: ['goal-12'],
  run: async ({ rounds, quick }) => {
    const folder = mkdtempSync(join(tmpdir(), 'sign-in-'));
    const sandbox = await startSandbox();
    try {
      const person = sandbox.people.find(({ provider }) => provider === 'microsoft');
      if (!person) throw new Error('Nobody of the sandbox is at Microsoft.');
      const few = await openProfile(sandbox, join(folder, 'few'), person, 1);
      const many = await openProfile(sandbox, join(folder, 'many'), person, manyAccounts);
      const side = (profile: typeof few) => async () => {
        const took: number[] = [];
        for (let done = 0; done < (quick ? 1 : signInsInRound); done += 1) took.push(await profile.signIn());
        return spreadOf(took).median;
      };
      const taken = await inTurns(rounds, { few: side(few), many: side(many) });
      await few.close();
      await many.close();
      return [
        {
          name: 'goal-12',
          what: goals['goal-12'],
          skipped: null,
          figures: [
            {
              what: `with ${manyAccounts} accounts, of with one`,
              unit: '',
              measured: ratioOf(taken.many, taken.few),
              limit: { atMost: 1.1 },
            },
            { what: 'with one account', unit: 'ms', measured: spreadOf(taken.few), limit: { atMost: 50 } },
            {
              what: `with ${manyAccounts} accounts`,
              unit: 'ms',
              measured: spreadOf(taken.many),
              limit: { atMost: 50 },
            },
          ],
        },
      ];
    } finally {
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
