import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { firstScreenFiles, firstScreenLimitBytes } from '../build/first-screen.ts';
import { startShell } from '../tests/helpers/electron/shell.ts';
import { ratioOf, spreadOf } from './figures.ts';
import type { Bench, Figure, Goal } from './figures.ts';
import { inTurns } from './in-turns.ts';

const root = resolve(import.meta.dirname, '..');
const cache = join(root, '.cache', 'compile');
const worker = join(import.meta.dirname, 'start-worker.ts');
const noteLoaded = pathToFileURL(join(import.meta.dirname, 'note-loaded.ts')).href;

/** What the app loads with its first use only; whoever starts it does not wait for them. */
const late =
  /node_modules\/(?:@azure\/msal|google-auth-library|gaxios|openid-client|nodemailer|smtp-server|electron-updater)/;

async function inFolder<Value>(work: (folder: string) => Promise<Value>): Promise<Value> {
  const folder = mkdtempSync(join(tmpdir(), 'start-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Answers how many milliseconds a program of Node takes from its start to its end. */
async function msOf(argv: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<number> {
  const startedAtMs = performance.now();
  const child = spawn(process.execPath, argv, { stdio: 'inherit', env: { ...process.env, ...env } });
  const code = await new Promise((done, failed) => child.once('error', failed).once('close', done));
  if (code !== 0) throw new Error(`The program ended with ${String(code)}.`);
  return performance.now() - startedAtMs;
}

/** Answers the files of the project and its packages that a start loads, as paths. */
async function loadedBy(start: (folder: string, env: Readonly<Record<string, string>>) => Promise<unknown>) {
  return inFolder(async (folder) => {
    const list = join(folder, 'loaded');
    await start(folder, { LOADED_MODULES: list, NODE_OPTIONS: `--import=${noteLoaded}` });
    const urls = new Set(readFileSync(list, 'utf8').trim().split('\n'));
    return [...urls]
      .map((url) => fileURLToPath(url.split('?')[0] ?? ''))
      .filter((path) => !/[\\/](?:bench|tests)[\\/]/.test(path));
  });
}

/** The built shell on the stand-in for Electron, up to the answer to its window's first question. */
async function shellMs(env: Readonly<Record<string, string>> = {}): Promise<number> {
  return inFolder(async (folder) => {
    const startedAtMs = performance.now();
    const shell = await startShell({ folder, env });
    await shell.control.invoke('smtp-setup:call', 'page', ['stateGet', {}]);
    const tookMs = performance.now() - startedAtMs;
    shell.kill('SIGKILL');
    await shell.exitCode;
    return tookMs;
  });
}

const one = (what: string, unit: string, value: number, limit: Figure['limit']): Figure => ({
  ...{ what, unit, measured: spreadOf([value]), limit },
});
const kilobytes = (paths: readonly string[]) =>
  paths.reduce((sum, path) => sum + statSync(path).size, 0) / 1024;

/** From the sources, under Node: what `npm start` and the command line take. */
async function ofSources(rounds: number): Promise<Goal> {
  const loaded = await loadedBy((folder, env) => msOf([worker, join(folder, 'profile')], env));
  const packages = new Set(
    loaded.flatMap((path) => /node_modules\/((?:@[\w.-]+\/)?[\w.-]+)/.exec(path)?.[1] ?? []),
  );
  const taken = await inTurns(rounds, {
    node: () => msOf(['--eval', '0']),
    // As the command line does it; the round that is not counted fills it.
    app: () => inFolder((folder) => msOf([worker, join(folder, 'profile')], { NODE_COMPILE_CACHE: cache })),
  });
  return {
    name: 'start',
    what: 'a start from the sources, up to the first snapshot',
    skipped: null,
    figures: [
      {
        what: 'of a Node that does nothing',
        unit: '',
        measured: ratioOf(taken.app, taken.node),
        limit: null,
      },
      { what: 'with the end of the app', unit: 'ms', measured: spreadOf(taken.app), limit: null },
      one('files loaded', '', loaded.length, null),
      one('packages loaded', '', packages.size, null),
      one('files of what comes with its first use', '', loaded.filter((path) => late.test(path)).length, {
        atMost: 0,
      }),
    ],
  };
}

/** From the bundles, as installed; without Electron's own part. */
async function ofBundles(rounds: number): Promise<Goal> {
  const goal = { name: 'start-bundles', what: 'a start from the bundles, up to the first snapshot' };
  if (!existsSync(join(root, 'out', 'main', 'main.js')))
    return { ...goal, figures: [], skipped: 'they are not built: npm run build' };
  const loaded = await loadedBy((_folder, env) => shellMs(env));
  const bundles = loaded.filter((path) => path.startsWith(join(root, 'out')));
  const page = firstScreenFiles(join(root, 'out', 'renderer'));
  const taken = await inTurns(rounds, { shell: () => shellMs() });
  return {
    ...goal,
    skipped: null,
    figures: [
      one('of main, loaded before it', 'KB', kilobytes(bundles), { atMost: 2.5 * 1024 }),
      one('files of main', '', bundles.length, null),
      { what: 'main, on the stand-in', unit: 'ms', measured: spreadOf(taken.shell), limit: null },
      one(
        'of the page, loaded before its first paint (gzip)',
        'KB',
        page.reduce((sum, { gzipBytes }) => sum + gzipBytes, 0) / 1024,
        { atMost: firstScreenLimitBytes / 1024 },
      ),
      one('files of the page', '', page.length, null),
    ],
  };
}

/** What is loaded, and how long it takes, until a window has something to draw. */
export const start: Bench = {
  name: 'start',
  goals: [],
  run: async ({ rounds }) => [await ofSources(rounds), await ofBundles(rounds)],
};
