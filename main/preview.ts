// Only built-in modules are imported before the version is known.
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import './steady-memory.ts';

const wantedMajor = 24;
const usageExitCode = 64;
const unavailableExitCode = 69;
/** A mail server may take its time to answer the end of a message; what is cut then is on the disk. */
const endWithinMs = 9_000;
const parentCheckMs = 500;
const rendererFolder = join(import.meta.dirname, '../out/renderer');

const usage = `node main/preview.ts [options]

  --profile DIR   folder of the profile
  --policy FILE   policy file, where the computer has none
  --ca-file FILE  PEM file of certificate authorities to trust too
  --port N        port of the page (default: any free one)
  --json          prints {"url":…} instead of a line for people
  --with-parent   ends when standard input ends, so that it never outlives the program that started it
  --help          this text`;

/** Resolves when the program is to end. */
function untilEnded(withParent: boolean): Promise<void> {
  return new Promise((done) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => done());
    if (!withParent) return;
    process.stdin.on('end', () => done()).on('error', () => done());
    process.stdin.resume();
    // Standard input may be a terminal or a file that outlives the parent: then its process ID tells.
    const parent = process.ppid;
    setInterval(() => process.ppid !== parent && done(), parentCheckMs).unref();
  });
}

function fail(exitCode: number, message: string): number {
  console.error(`error: ${message}`);
  return exitCode;
}

function parseOptions() {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  return parseArgs({
    options: {
      ...{ profile: text, policy: text, 'ca-file': text, port: text },
      ...{ json: flag, help: flag, 'with-parent': flag },
    },
  }).values;
}

async function main(): Promise<number> {
  if (Number(process.versions.node.split('.')[0]) < wantedMajor) {
    return fail(
      unavailableExitCode,
      `Node ${wantedMajor} or newer is needed; this is ${process.versions.node}.`,
    );
  }
  let values: ReturnType<typeof parseOptions>;
  try {
    values = parseOptions();
  } catch (error) {
    const reason =
      error instanceof Error ? (error.message.split(/\.\s/)[0] ?? '') : 'The options are not right';
    return fail(usageExitCode, `${reason}. See --help.`);
  }
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const port = Number(values.port ?? 0);
  if (!Number.isInteger(port) || port < 0 || port > 65_535 || values.port === '') {
    return fail(usageExitCode, `--port must be a whole number from 0 to 65535, not "${values.port}".`);
  }
  if (!existsSync(join(rendererFolder, 'index.html'))) {
    return fail(unavailableExitCode, 'The page has not been built yet. Run: npm run build');
  }
  // A reader that has gone away must not take the preview down with an unhandled error.
  process.stdout.on('error', () => undefined);
  const ended = untilEnded(values['with-parent']);

  const [
    { openNodeProfile },
    { createPreviewServer },
    { nodeClock: clock },
    { createLog },
    { createLogFile, profileLogPath },
    { defaultProfileFolder },
  ] = await Promise.all([
    import('./loopback/node-host.ts'),
    import('./loopback/http-server.ts'),
    import('./loopback/node-clock.ts'),
    import('./log.ts'),
    import('./log-file.ts'),
    import('./cli/profile-folder.ts'),
  ]);
  const { platform, env } = process;
  const profileFolder = resolve(
    values.profile ?? defaultProfileFolder({ platform, env, homeFolder: homedir() }),
  );
  const session = await openNodeProfile({
    profileFolder,
    policyPath: values.policy ?? null,
    caFile: values['ca-file'] ?? null,
    kind: 'preview',
  });
  try {
    const log = createLog({ write: createLogFile(profileLogPath(profileFolder)), clock });
    const token = randomBytes(32).toString('base64url');
    const server = await createPreviewServer({ session, rendererFolder, token, port, clock, log });
    console.log(values.json ? JSON.stringify({ url: server.url }) : `SMTP Setup: ${server.url}`);
    await ended;
    setTimeout(() => process.exit(0), endWithinMs).unref();
    await server.close();
  } finally {
    await session.close();
  }
  return 0;
}

process.on('uncaughtException', () => {
  console.error('error: Something unexpected went wrong. Please report this. (internal)');
  process.exit(70);
});
try {
  // Standard input may still be open; everything else has been closed.
  process.exit(await main());
} catch (error) {
  const { toFailure, errorCatalog } = await import('../shared/errors.ts');
  const { code, message } = toFailure(error);
  process.exit(fail(errorCatalog[code].exitCode, `${message} ${errorCatalog[code].wayOut} (${code})`));
}
