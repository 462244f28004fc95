// Only built-in modules are imported before the version is known and the compile cache is on.
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import './steady-memory.ts';
import type { SignInBrowser } from '../shared/settings.ts';

const wantedMajor = 24;
const unavailable = 69;

if (Number(process.versions.node.split('.')[0]) < wantedMajor) {
  console.error(
    `error: Node ${wantedMajor} or newer is needed; this is ${process.versions.node}. Use npm run -s cli.`,
  );
  process.exit(unavailable);
}
// Beside the sources, so that whoever could change the cache could change them too.
enableCompileCache(join(import.meta.dirname, '../.cache/compile'));

const { runCommandLine } = await import('./cli/run-command-line.ts');
const { appVersion, openNodeProfile } = await import('./loopback/node-host.ts');
const { followInterruption, readStdin, writeTo } = await import('./cli/terminal.ts');
const { nodeClock, nodeRandom } = await import('./loopback/node-clock.ts');

async function openBrowser(url: string, browser?: SignInBrowser): Promise<void> {
  const { createOpenBrowser } = await import('./loopback/open-browser.ts');
  await createOpenBrowser({ platform: process.platform, env: process.env })(url, browser);
}

const interrupted = followInterruption((code) => process.exit(code));
const writeError = writeTo(process.stderr);
// There is nowhere left to complain about that.
const err = (text: string) => writeError(text).catch(() => undefined);
process.on('uncaughtException', () => {
  void err('error: Something unexpected went wrong. Please report this with the log. (internal)').then(() =>
    process.exit(70),
  );
});

const exitCode = await runCommandLine(process.argv.slice(2), {
  openProfile: ({ unattended, ...choice }) =>
    openNodeProfile({ ...choice, kind: unattended ? 'agent' : 'command-line' }),
  openBrowser,
  clock: nodeClock,
  random: nodeRandom,
  out: writeTo(process.stdout),
  err,
  readStdin,
  platform: process.platform,
  env: process.env,
  version: appVersion(),
  interrupted,
});
// Standard input and idle connections may still be open; everything that matters has been closed.
process.exit(exitCode);
