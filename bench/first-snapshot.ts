import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundledProgram, compileCache } from './bundled-program.ts';
import { ratioOf, spreadOf } from './figures.ts';
import type { Bench } from './figures.ts';
import { goals } from './goals.ts';
import { inTurns } from './in-turns.ts';
import { numberedAccount, writeProfile } from './many-accounts.ts';

const accountCount = { quick: 100, usual: 10_000 };
const zod = pathToFileURL(createRequire(import.meta.url).resolve('zod')).href;

/** What the app loads with its first use only, as bundles name what they are made of. */
const late = /^\/\/ node_modules\/(?:@azure\/msal|google-auth-library|openid-client|nodemailer|conf)/m;

/** Answers what a program said first, and how many milliseconds after its start. */
async function firstWord(argv: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const startedAtMs = performance.now();
  const child = spawn(process.execPath, argv, {
    ...{
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_COMPILE_CACHE: compileCache, ...env },
    },
  });
  const ended = once(child, 'close');
  const [said] = (await Promise.race([once(child.stdout, 'data'), ended.then(() => [''])])) as [
    Buffer | string,
  ];
  const tookMs = performance.now() - startedAtMs;
  const [code] = await ended;
  if (code !== 0) throw new Error(`The program ended with ${String(code)}.`);
  return { said: String(said).trim(), tookMs };
}

/** Answers the bundles that a program loaded, as texts. */
async function bundlesOf(program: string, profile: string, folder: string): Promise<readonly string[]> {
  const list = join(folder, 'loaded');
  const noteLoaded = pathToFileURL(join(import.meta.dirname, 'note-loaded.ts')).href;
  await firstWord([program, profile], { LOADED_MODULES: list, NODE_OPTIONS: `--import=${noteLoaded}` });
  const urls = [...new Set(readFileSync(list, 'utf8').trim().split('\n'))];
  return urls.filter((url) => url.endsWith('.js')).map((url) => readFileSync(fileURLToPath(url), 'utf8'));
}

const manyAccounts = (count: number) =>
  Array.from({ length: count }, (_, index) => numberedAccount(index + 1));
const builtWorker = () => bundledProgram('first-snapshot', 'bench/first-snapshot-worker.ts');

/** Answers how long a start on a fresh profile with accounts takes, several times, in milliseconds. */
export async function snapshotMs(profile: string, count: number, times: number): Promise<readonly number[]> {
  writeProfile(profile, manyAccounts(count));
  const program = await builtWorker();
  const taken: number[] = [];
  for (let done = 0; done <= times; done += 1) taken.push((await firstWord([program, profile])).tookMs);
  // The first one fills what V8 keeps.
  return taken.slice(1);
}

/** A start with many accounts, up to what a window draws first. */
export const firstSnapshot: Bench = {
  name: 'first-snapshot',
  goals: ['goal-8'],
  run: async ({ rounds, quick }) => {
    const folder = mkdtempSync(join(tmpdir(), 'first-snapshot-'));
    try {
      const profile = join(folder, 'profile');
      const count = quick ? accountCount.quick : accountCount.usual;
      writeProfile(profile, manyAccounts(count));
      const program = await builtWorker();
      const bundles = await bundlesOf(program, profile, folder);
      const importing = [
        '--input-type=module',
        '--eval',
        `await import('${zod}'); process.stdout.write('done')`,
      ];
      const taken = await inTurns(rounds, {
        node: async () => (await firstWord(importing)).tookMs,
        app: async () => {
          const { said, tookMs } = await firstWord([program, profile]);
          if (said !== String(count)) throw new Error(`The first snapshot has ${said} accounts.`);
          return tookMs;
        },
      });
      return [
        {
          name: 'goal-8',
          what: goals['goal-8'],
          skipped: null,
          figures: [
            {
              what: 'of a Node that imports zod',
              unit: '',
              measured: ratioOf(taken.app, taken.node),
              limit: { atMost: 2 },
            },
            {
              what: 'bundles with MSAL, google-auth-library, openid-client, nodemailer or conf before it',
              unit: '',
              measured: spreadOf([bundles.filter((text) => late.test(text)).length]),
              limit: { atMost: 0 },
            },
            { what: 'the app', unit: 'ms', measured: spreadOf(taken.app), limit: null },
            { what: 'a Node that imports zod', unit: 'ms', measured: spreadOf(taken.node), limit: null },
          ],
        },
      ];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
