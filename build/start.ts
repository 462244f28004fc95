import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { isBuilt } from './build-stamp.ts';
import { requireNode24 } from './require-node.ts';
import { hasBrowser } from './start/browser.ts';
import { makeDemoFolder } from './start/demo-folder.ts';
import { findElectron, whyPreview } from './start/electron-runtime.ts';
import { startProgram } from './start/program.ts';
import type { Program } from './start/program.ts';
import { oneTimeAddress } from './start/one-time-address.ts';
import { parseSandboxLine, sandboxText } from './start/sandbox-line.ts';
import { toolScript } from './steps.ts';

// `npm start`: builds what is not built, then the sandbox and the app on a demo profile of their own. The profile is new at every
// start, because the sandbox and its people are: sign-ins of an earlier one would be good for nothing.

requireNode24();

const root = resolve(import.meta.dirname, '..');
const cacheFolder = join(root, '.cache');
const startWithinMs = 60_000;
/** The app gets most of the ten seconds that Ctrl+C may take. */
const endWithinMs = 9_000;

const usage = `npm start [-- options]

  --electron  installs Electron's runtime after asking, where it is missing
  --port N    port of the page (default: any free one)
  --no-open   opens no browser
  --help      this text`;

const interruption = new AbortController();
const interrupted = new Promise<void>((done) => {
  interruption.signal.addEventListener('abort', () => done());
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interruption.abort());
// A reader that has gone away must not leave the others running.
process.stdout.on('error', () => interruption.abort());

const programs: Program[] = [];
let demoFolder: string | null = null;

function start(options: Parameters<typeof startProgram>[0]): Program {
  const program = startProgram(options);
  programs.push(program);
  return program;
}

function script(name: string, path: string, args: readonly string[]): Program {
  return start({ name, path: process.execPath, args: [join(root, path), ...args] });
}

async function bundle(): Promise<void> {
  if (isBuilt(root)) return;
  console.log('Building …');
  const { bundleAll } = await import('./bundle.ts');
  await bundleAll((line) => console.log(`  ${line}`));
}

/** Asks first: the runtime is a download of about 100 MB that nobody expects. */
async function offerElectron(): Promise<void> {
  if (!process.stdin.isTTY) {
    console.log('Nobody can be asked here; "npx install-electron" installs the runtime.');
    return;
  }
  const question = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const answer = await question.question("Download Electron's runtime (about 100 MB)? [y/N] ", {
      signal: interruption.signal,
    });
    if (!/^y(es)?$/i.test(answer.trim())) return;
  } finally {
    question.close();
  }
  const installer = start({
    name: 'The installer of Electron',
    path: process.execPath,
    args: [toolScript(root, 'electron', 'install-electron')],
  });
  const code = await Promise.race([installer.ended, interrupted]);
  if (code !== 0)
    console.log("Electron's runtime could not be installed; see its README for mirrors and proxies.");
}

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      electron: { type: 'boolean', default: false },
      port: { type: 'string' },
      'no-open': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(usage);
  const { platform, env } = process;
  const system = { root, platform, env, userId: process.getuid?.() };
  if (values.electron && findElectron(system).kind === 'missing') await offerElectron();
  await bundle();
  interruption.signal.throwIfAborted();

  const sandboxProgram = script('The sandbox', 'sandbox/cli.ts', ['--json', '--with-parent']);
  const sandbox = parseSandboxLine(await orInterrupted(sandboxProgram.firstLine(startWithinMs)));
  demoFolder = makeDemoFolder(cacheFolder);
  const profile = ['--profile', demoFolder, '--policy', sandbox.policyFile];

  const runtime = findElectron(system);
  let app: Program;
  let address: string;
  if (runtime.kind === 'installed') {
    app = start({ name: 'SMTP Setup', path: runtime.path, args: [root, ...profile] });
    address = 'its window is open';
  } else {
    console.log(whyPreview(runtime.kind));
    const port = values.port === undefined ? [] : ['--port', values.port];
    app = script('SMTP Setup', 'main/preview.ts', ['--json', '--with-parent', ...profile, ...port]);
    address = (JSON.parse(await orInterrupted(app.firstLine(startWithinMs))) as { url: string }).url;
  }
  console.log(sandboxText(sandbox));
  console.log(`\nSMTP Setup: ${address}\n\nCtrl+C ends everything.`);
  if (runtime.kind !== 'installed' && !values['no-open'] && hasBrowser(platform, env)) {
    const { createOpenBrowser } = await import('../main/loopback/open-browser.ts');
    // Every user of the computer can read the command line of a browser.
    await oneTimeAddress(address)
      .then((url) => createOpenBrowser({ platform, env })(url))
      .catch(() => console.log('No browser could be opened; copy the address.'));
  }

  const first = await Promise.race([
    interrupted.then(() => null),
    ...[sandboxProgram, app].map(async (program) => ({ program, code: await program.ended })),
  ]);
  if (first === null || (first.program === app && first.code === 0)) return;
  throw new Error(`${first.program.name} ended by itself.`);
}

/** Answers the value, or rejects as soon as Ctrl+C was pressed. */
async function orInterrupted<Value>(value: Promise<Value>): Promise<Value> {
  const stop = interrupted.then(() => interruption.signal.throwIfAborted());
  stop.catch(() => undefined);
  return (await Promise.race([value, stop])) as Value;
}

/** The app first: it may still have something to finish with the sandbox's servers. */
async function endAll(): Promise<void> {
  const deadlineAtMs = performance.now() + endWithinMs;
  for (const program of programs.toReversed()) {
    await program.end(Math.max(500, deadlineAtMs - performance.now()));
  }
  if (demoFolder !== null) rmSync(demoFolder, { recursive: true, force: true, maxRetries: 3 });
}

let exitCode = 0;
try {
  await run();
} catch (error) {
  if (!interruption.signal.aborted) {
    const message = error instanceof Error ? error.message : String(error);
    // Node adds advice to unknown options that does not fit here.
    console.error(`error: ${message.replace(/^error: /, '').split(/\. To specify/)[0]}`);
    exitCode = 1;
  }
}
await endAll().catch(() => undefined);
// Standard input may still be open.
process.exit(exitCode);
